"""Exchanges carried by HTTP clients and servers: one small adapter for each, loaded by its own name.

    from aurora_compat.gateway.httpx import CompatTransport
    from aurora_compat.gateway.requests import CompatAdapter
    from aurora_compat.gateway.asgi import CompatMiddleware
    from aurora_compat.gateway.wsgi import CompatMiddleware

What they share does no I/O: `talk` leads an exchange, and the adapters send what it says.
"""
