"""An external processor of Envoy: translates what passes through its `ext_proc` filter (API version 3).

Envoy keeps the connections, routes, and streams; this server is told heads, and bodies where a rule may look at them,
and says what to make of them. It stands on the engine of the proxy: the same settings, look-ups and memory.

`messages` reads what Envoy sends, `mutations` says what to change and `replies` how, `processing` leads one HTTP
exchange, `server` carries it over gRPC, and `process` runs one server a core.
"""
