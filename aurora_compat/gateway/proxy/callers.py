"""Who calls, and with which credential the upstream is asked for them."""

from typing import NamedTuple

from aurora_compat.aurora.signature import KEY, PARAMETERS
from aurora_compat.detection import detect_version, key_digest
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.registries import Registry
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.message import Request
from aurora_compat.words.version import Version

DEFAULT_RATE = 90
"""Requests a minute that Aurora gives a key, where nobody says another number."""


class Caller(NamedTuple):
    """One who calls.

    Attributes:
        name: for logs and metrics; empty for one that the settings do not name.
        rate: requests a minute that the upstream gives them.
        token: what the upstream is asked with in place of their credential; None to pass theirs on.
        known: what is known for them: the context of every exchange of theirs, None where it is nothing.
    """

    name: str = ""
    rate: float = DEFAULT_RATE
    token: str | None = None
    known: Context | None = None

    def __repr__(self) -> str:
        return f"Caller({self.name!r})"


class Callers:
    """The callers that the settings name, and what is made of all others.

    Args:
        settings: of the gateway.
        context: what is known for everybody.
        registry: whose versions they speak.
    """

    def __init__(self, settings: Settings, context: Context, registry: Registry) -> None:
        self._settings, self._registry = settings, registry
        self._environment = context.environment
        self._refuses = settings.callers.unknown == "refuse"
        known = context if context != NOTHING_KNOWN else None
        self._stranger = Caller(known=known)
        self._by_key: dict[str, Caller] = {}
        self._by_digest: dict[str, Caller] = {}
        for one in settings.callers.key:
            token = one.token.get_secret_value() if one.token is not None else None
            mine = context.__replace__(bearer_token=token) if token is not None and one.key_id is not None else known
            caller = Caller(one.name, one.rate, token, mine)
            if one.key_id is not None:
                self._by_key[one.key_id] = caller
            if one.digest is not None:
                self._by_digest[one.digest] = caller
        self._names_any = bool(self._by_key or self._by_digest)
        self._fixed = None if settings.client == "auto" else registry.version(settings.client)
        self._default = settings.default_client or settings.server

    def of(self, head: Request) -> Caller | None:
        """Who sends a request; a signature is not checked yet. None for a stranger, where those are refused."""
        if not self._names_any:
            return None if self._refuses else self._stranger
        bearer = bearer_of(head)
        if bearer is not None:
            found = self._by_digest.get(key_digest(bearer)) if self._by_digest else None
        else:
            key = head.query.get(KEY) if head.query else None
            found = self._by_key.get(key) if key is not None else None
        if found is None and self._refuses:
            return None
        return found or self._stranger

    def version(self, head: Request) -> Version:
        """The version that a request is in.

        The path tells before the key does: a key that is bound to a newer version and calls `/v2` still speaks 2018.01.
        """
        if self._fixed is not None:
            return self._fixed
        return detect_version(
            head,
            default=self._default,
            keys=self._settings.keys,
            environment=self._environment,
            registry=self._registry,
        ).version


def bearer_of(head: Request) -> str | None:
    """The bearer token of a request, None where it has none."""
    value = head.headers.get("authorization")
    return value[7:].strip() if value is not None and value[:7].lower() == "bearer " else None


def is_signed(head: Request) -> bool:
    """Whether a request bears a signature of 2018.01, or a part of one."""
    return bool(head.query) and any(name in PARAMETERS for name, _ in head.query)


def with_token(request: Request, token: str) -> Request:
    """A request with that bearer token, and no other credential in its fields."""
    headers = request.headers.without("Authorization").with_value("Authorization", f"Bearer {token}")
    return Request.made(request.method, request.path, request.query, headers, request.body)
