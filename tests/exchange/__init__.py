"""Exchanges, signatures, detection and lifecycle, as a user of the specification expects them."""
