"""A directory in Redis, for gateways on several machines that share what they learn (extra `redis`).

One hash for every scope and kind, `PREFIX:KIND:HOST:TENANT`, its parts percent-encoded; it maps ids to ids.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from ssl import SSLError
from urllib.parse import parse_qsl, urlencode, urlsplit

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    AuthorizationError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)

from aurora_compat.gateway.directory import DirectoryError, Kind, Scope
from aurora_compat.words.fields import quoted

TIMEOUT = 1.0
"""Seconds that one question may take, connecting and all."""

CONNECTIONS = 20
"""Connections that one process holds at most."""

PREFIX = "aurora-compat"
"""What all keys start with, where the URL names nothing else."""

_FORM = "redis://USER:PASSWORD@HOST:PORT/DB?prefix=NAME"

_WHAT: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    ((AuthenticationError, AuthorizationError, NoPermissionError), "refuses its user: look at the URL and the ACL"),
    (SSLError, "does not speak TLS as it should: look at redis:// or rediss://, and at its certificate"),
    (ReadOnlyError, "is a replica that takes no writes: name the primary"),
    (OutOfMemoryError, "has no memory left: raise its maxmemory"),
    (ResponseError, "refused the command: look whether something else writes to keys of that prefix"),
    ((TimeoutError, redis.exceptions.TimeoutError), "did not answer in time: look whether it runs and can be reached"),
)


class RedisDirectory:
    """Learned pairs in Redis. They last as long as Redis is told to keep them (`appendonly`, `maxmemory-policy`).

    Args:
        url: as Redis's own client takes it, and the prefix of all keys as the parameter `prefix`.
        timeout: seconds that one question may take, connecting and all.

    Raises:
        ValueError: the URL is none, or has a parameter that the client does not know.
    """

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        try:
            bare, self._prefix = _parted(url)
            self._pool = redis.asyncio.BlockingConnectionPool.from_url(
                bare, max_connections=CONNECTIONS, timeout=timeout, decode_responses=True, retry=Retry(NoBackoff(), 1)
            )
            self._pool.connection_class(**self._pool.connection_kwargs)  # else it is told with the first question
        except (TypeError, ValueError, AttributeError, RedisError):  # whose text may hold a part of the password
            raise ValueError(
                f"the URL of Redis can't be used: write it as {_FORM}, with / and # of a password percent-encoded"
            ) from None
        self._redis = redis.asyncio.Redis(connection_pool=self._pool)
        self._where = _place(self._pool.connection_kwargs)

    async def find(self, scope: Scope, kind: Kind, ids: Collection[str]) -> Mapping[str, str]:
        """Those of the ids that are known.

        Raises:
            DirectoryError: Redis can't be asked.
        """
        wanted = tuple(ids)
        async with self._telling():
            if not wanted:
                await self._redis.ping()
                return {}
            values = await self._redis.hmget(self._key(scope, kind), wanted)
        return {id_: str(value) for id_, value in zip(wanted, values, strict=True) if value is not None}

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        """Keep pairs: all of them, or none.

        Raises:
            DirectoryError: Redis can't be told.
        """
        if pairs:
            async with self._telling():
                await self._redis.hset(self._key(scope, kind), items=[part for pair in pairs.items() for part in pair])

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.disconnect()

    def _key(self, scope: Scope, kind: Kind) -> str:
        return ":".join((self._prefix, kind, quoted(scope.host), quoted(scope.tenant)))

    @asynccontextmanager
    async def _telling(self) -> AsyncIterator[None]:
        """Errors of Redis as ours: their text may hold keys and ids."""
        try:
            async with asyncio.timeout(self._timeout):
                yield
        except (RedisError, OSError, ValueError) as error:
            raise DirectoryError(f"Redis at {self._where} {_told(error)}") from None


def _parted(url: str) -> tuple[str, str]:
    """The URL as Redis's client takes it, and the prefix of keys.

    Raises:
        ValueError: it has no host. A password with / or # looks so: its first part would pass for the port.
    """
    place = urlsplit(url)
    if place.scheme != "unix" and not place.hostname:
        raise ValueError
    bare, _, query = url.partition("?")
    parameters = parse_qsl(query, keep_blank_values=True)
    prefix = next((value for name, value in parameters if name == "prefix"), PREFIX)
    rest = urlencode([pair for pair in parameters if pair[0] != "prefix"])
    return f"{bare}?{rest}" if rest else bare, prefix


def _told(error: Exception) -> str:
    """What is wrong; what the client raises may have come of an error that tells more."""
    for met in (error.__context__, error):
        for kinds, what in _WHAT:
            if isinstance(met, kinds):
                return f"{what} ({type(met).__name__})"
    return f"can't be reached: look whether it runs ({type(error).__name__})"


def _place(told: Mapping[str, object]) -> str:
    """Where Redis is, for people."""
    return str(told["path"]) if "path" in told else f"{told.get('host', 'localhost')}:{told.get('port', 6379)}"
