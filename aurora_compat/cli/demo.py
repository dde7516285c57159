"""The server of `aurora-compat serve --demo`: the testing kit's own, in a thread of this process."""

import socket
from threading import Thread
from types import TracebackType
from typing import Self

import uvicorn

from aurora_compat.gateway.proxy.addresses import Address
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.testing.server import TOKEN, FakeAurora, Tenant, sample_tenant

_HOST = "127.0.0.1"
_ANYWHERE = {"0.0.0.0": _HOST, "::": "::1"}
_OLD = "2018.01"


class Demo:
    """A fake Aurora server on a free port of the loopback, as long as the `with` block lasts.

    It takes connections from the start, and answers them once `behind` has told its version.

    Attributes:
        tenant: what it holds.
        settings: what a gateway in front of it is told.
        defaults: what it is told where nobody says another thing.
    """

    def __init__(self) -> None:
        self.tenant: Tenant = sample_tenant()
        self._socket = socket.create_server((_HOST, 0))
        self._server: uvicorn.Server | None = None
        self._thread: Thread | None = None
        self.settings = {"upstream": f"http://{_HOST}:{self._socket.getsockname()[1]}", "learned": "memory:"}
        self.defaults = {"server": "2024.05"}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._socket.close()

    def behind(self, settings: Settings) -> Settings:
        """Answer as the server of these settings; they come back with a port where they wanted a free one."""
        config = uvicorn.Config(
            FakeAurora(settings.server, tenant=self.tenant), lifespan="off", log_config=None, access_log=False
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="demo", daemon=True)
        self._thread.start()
        if settings.address.port:
            return settings
        return settings.model_copy(update={"listen": str(_free(settings.address.host))})

    def invitation(self, settings: Settings) -> str:
        """Lines for people: where the gateway listens, and what to ask it."""
        host, port = settings.address
        url = f"http://{Address(_ANYWHERE.get(host, host), port)}"
        return (
            f"aurora-compat: a demo, with invented data: clients of {_OLD} come in at {url},"
            f" a server of {settings.server} answers. Ask it:\n"
            f"curl -H 'Authorization: Bearer {TOKEN}' {url}/v2/tenants/{self.tenant.id}/projects\n"
        )


def _free(host: str) -> Address:
    """An address whose port nobody has: the line that invites has to name it before the gateway listens."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as tried:
        return Address(host, tried.getsockname()[1])
