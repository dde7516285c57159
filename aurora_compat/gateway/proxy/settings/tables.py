"""Tables of the proxy's settings about the gateway itself: how much, how long, and what is seen of it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, field_validator, model_validator

from aurora_compat.gateway.proxy.addresses import Address, address_of
from aurora_compat.gateway.proxy.secrets import HeaderSecret
from aurora_compat.gateway.proxy.settings.error import SeveralError
from aurora_compat.gateway.proxy.settings.table import Table

_MEBIBYTE = 1024 * 1024

_Seconds: TypeAlias = Annotated[float, Field(ge=0, le=86_400 * 365, allow_inf_nan=False)]
_Timeout: TypeAlias = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
_Count: TypeAlias = Annotated[int, Field(ge=1, le=1_000_000_000)]


class LimitSettings(Table):
    """How much the gateway takes.

    Attributes:
        body: bytes of a body that is read whole.
        depth: objects and lists within each other.
        concurrency: requests in flight, per worker.
        header: bytes of a request's head.
    """

    body: _Count = 64 * _MEBIBYTE
    depth: int = Field(default=512, ge=1, le=100_000)
    concurrency: _Count = 256
    header: int = Field(default=64 * 1024, ge=1024, le=_MEBIBYTE)


class TimeoutSettings(Table):
    """How long the gateway waits, in seconds.

    Attributes:
        connect: for a connection to the upstream.
        read: between two pieces of an answer.
        total: for a body that is read whole, the caller's too.
        drain: for requests in flight, after the listener has closed.
        grace: between being told to stop and closing the listener, so that a load balancer learns of it.
    """

    connect: _Timeout = 5.0
    read: _Timeout = 30.0
    total: _Timeout = 60.0
    drain: _Seconds = 30.0
    grace: _Seconds = 0.0


class LookupSettings(Table):
    """What the gateway asks the upstream on its own.

    Attributes:
        most: look-ups that one exchange may take.
        share: of a caller's rate that optional look-ups may take, 0 to make none of them.
        ttl: seconds for which an answer is kept.
        refetch_after: seconds after which an unknown name makes the gateway ask anew.
        concurrency: look-ups of one exchange at a time.
        size: answers that are kept.
    """

    most: int = Field(default=10, ge=0, le=10_000)
    share: float = Field(default=0.25, ge=0, le=1)
    ttl: _Seconds = 300.0
    refetch_after: _Seconds = 5.0
    concurrency: int = Field(default=4, ge=1, le=1000)
    size: _Count = 1024


class PoolSettings(Table):
    """Connections to the upstream.

    Attributes:
        connections: at most, per worker; None for as many as requests may be in flight. Where there are fewer, requests
            that came later may be served before those that wait.
        keepalive: seconds for which an idle one is kept.
    """

    connections: int | None = Field(default=None, ge=1, le=100_000)
    keepalive: _Seconds = 30.0


class AdminSettings(Table):
    """The listener for operators: metrics, health, teaching.

    Attributes:
        listen: where; empty for none.
        token: the bearer token that it wants; needed where others than this machine reach it.
    """

    listen: str = "127.0.0.1:9090"
    token: HeaderSecret | None = None

    @property
    def address(self) -> Address | None:
        """Where it listens, None where it does not."""
        return address_of(self.listen) if self.listen else None

    @field_validator("listen")
    @classmethod
    def _readable(cls, value: str) -> str:
        return str(address_of(value)) if value else value

    @model_validator(mode="after")
    def _guarded(self) -> "AdminSettings":
        if self.address is not None and not self.address.is_loopback and self.token is None:
            told = "it is missing: admin.listen is open to other machines, so a token must guard it"
            raise SeveralError([(("token",), told)])
        return self


class LogSettings(Table):
    """What is logged, as JSON lines on standard error.

    Attributes:
        level: of the least important lines.
        access: whether each request makes a line.
    """

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
    ] = "info"
    access: bool = True


class TelemetrySettings(Table):
    """What is counted and traced.

    Attributes:
        reads: translations a second and process whose notes are read; those between are estimated from them.
        tracing: whether spans are made, where OpenTelemetry is installed.
    """

    reads: float = Field(default=10.0, ge=0, le=1_000_000, allow_inf_nan=False)
    tracing: bool = True
