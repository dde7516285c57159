"""Adapters of exchanges, over the testing kit's fake server."""
