"""What a gateway has learned and must not forget: of which design an asset is, in which project a design.

A directory keeps it under the upstream's host and the tenant. `opened` gives one by its URL; an operator may plug in
another of their own, as `Directory` says.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeAlias

from aurora_compat.words.error import AuroraCompatError

Kind: TypeAlias = Literal["design_of_asset", "project_of_design"]
"""What is known of an id: the name of the `Context` field that holds it."""

MOST = 100_000
"""Pairs that are remembered in memory, where nobody says another number."""

_REDIS = ("redis", "rediss", "unix")
_KNOWN = "memory:, sqlite:PATH or redis://HOST:PORT/DB"


class DirectoryError(AuroraCompatError):
    """A directory that can't be read or written now; it says where and what to do, and holds no ids or credentials.

    It never fails a request: what is known is a help, and may be asked of the server again.
    """


class Scope(NamedTuple):
    """Whose knowledge it is.

    Attributes:
        host: of the upstream, in lower case, with its port where its URL names one.
        tenant: the id.
    """

    host: str
    tenant: str


class Directory(Protocol):
    """Where learned pairs are kept. Several tasks use it at once; several processes may share what is behind it."""

    async def find(self, scope: Scope, kind: Kind, ids: Collection[str]) -> Mapping[str, str]:
        """Those of the ids that are known, and what they belong to. No ids at all: it only tells that it can answer.

        Raises:
            DirectoryError: it can't answer now.
        """
        ...

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        """Keep pairs, over older ones of the same ids. They outlive this process when it returns.

        Raises:
            DirectoryError: it can't keep them now; none of them is kept then.
        """
        ...

    async def close(self) -> None:
        """Let go of files and connections. It may be called twice; nothing else may be called after it."""
        ...


class Remembered:
    """A directory in memory, for tests and for gateways that may forget: it ends with its process.

    Args:
        most: how many pairs it holds; beyond that the one that was learned longest ago goes.

    Raises:
        ValueError: it would hold none.
    """

    def __init__(self, most: int = MOST) -> None:
        if most < 1:
            raise ValueError(f"a directory in memory holds at least one pair, not {most}")
        self._most = most
        self._held: OrderedDict[tuple[Scope, Kind, str], str] = OrderedDict()

    async def find(self, scope: Scope, kind: Kind, ids: Collection[str]) -> Mapping[str, str]:
        """Those of the ids that are known."""
        held = self._held
        return {id_: held[scope, kind, id_] for id_ in ids if (scope, kind, id_) in held}

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        """Keep pairs, and drop the oldest where there are too many."""
        held = self._held
        for id_, value in pairs.items():
            held[scope, kind, id_] = value
            held.move_to_end((scope, kind, id_))
        while len(held) > self._most:
            held.popitem(last=False)

    async def close(self) -> None:
        """Nothing to let go of."""


def opened(url: str) -> Directory:
    """The directory that a URL names. Nothing is read or connected to before its first use.

    Args:
        url: `memory:`; `sqlite:PATH`, or `sqlite:///PATH` for the absolute path `/PATH`; `redis://`, `rediss://` or
            `unix://` as Redis's own client takes them (extra `redis`), with the prefix of all keys as the parameter
            `prefix`.

    Raises:
        ValueError: it names none, or what it names needs a package that is not installed.
    """
    scheme, colon, rest = url.partition(":")
    if colon and scheme == "memory":
        if rest:
            raise ValueError("memory: stands alone: what is learned is then forgotten when the gateway ends")
        return Remembered()
    if colon and scheme == "sqlite":
        from aurora_compat.gateway.sqlite import SqliteDirectory

        return SqliteDirectory(_path(rest))
    if colon and scheme in _REDIS:
        try:
            from aurora_compat.gateway.redis import RedisDirectory
        except ModuleNotFoundError as missing:
            if missing.name is None or missing.name.partition(".")[0] != "redis":
                raise
            raise ValueError(
                f"{scheme}: needs a package that is not installed: pip install 'aurora_compat[redis]'"
            ) from None
        return RedisDirectory(url)
    met = f"{scheme}:" if colon and scheme.isalnum() else "that"  # what stands behind may hold a password
    raise ValueError(f"no directory of learned pairs has a URL like {met!r}: give {_KNOWN}")


def _path(text: str) -> Path:
    """The file that the part behind `sqlite:` names."""
    if text.startswith("//") and not text.startswith("///"):
        raise ValueError("sqlite:// has a host, but the file is on this machine: write sqlite:///PATH or sqlite:PATH")
    path = "/" + text.lstrip("/") if text.startswith("/") else text
    if path in ("", "/", ":memory:"):
        raise ValueError("sqlite: names no file: write sqlite:///PATH or sqlite:PATH, or memory: to keep nothing")
    return Path(path).expanduser()
