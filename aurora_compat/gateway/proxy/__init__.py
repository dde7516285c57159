"""The reverse proxy: one process between old integrations and a newer API, or the other way round."""
