"""A fake Aurora server as a process, which says where it listens.

    python -m tests.gateway._aurora 2024.05

Its tenant is new for every request, so that each is answered as if it were the first.
"""

import socket
import sys
from typing import Any

import uvicorn

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora
from aurora_compat.testing.server.payload import PATH_PARAMS


def arranged(fake: FakeAurora, operation: str) -> None:
    """Have what a request is about: the job of a status."""
    if operation.endswith("_status"):
        run = f"run_{operation.removeprefix('retrieve_').removesuffix('_status')}"
        names = ac.operations[run].parameters(ac.registry.version(fake.version))
        fake.call(run, query=None, **{name: PATH_PARAMS[name] for name in names})


class Forgetful:
    """The server as an ASGI application."""

    def __init__(self, version: str) -> None:
        self._version = version

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        fake = FakeAurora(self._version)
        route = ac.registry.route(scope["method"], scope["path"], fake.version)
        if route is not None:
            arranged(fake, route.operation)
        await fake(scope, receive, send)


def main(version: str) -> None:
    """Listen until told to stop."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        config = uvicorn.Config(Forgetful(version), lifespan="off", log_config=None, access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
