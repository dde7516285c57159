"""The URL of the store in which the proxy keeps what it learns."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from pydantic import BeforeValidator, SecretStr

from aurora_compat.gateway.proxy.secrets import Reference

_FORMS = "memory:, sqlite:PATH or redis://HOST:PORT/DB is wanted"
_REDIS = ("redis", "rediss", "unix")
_CREDENTIALS = frozenset({"password", "username"})


def default_url(environ: Mapping[str, str]) -> str | None:
    """SQLite's, in the directory for the state of programs (`XDG_STATE_HOME`); None where nobody's home is known."""
    state = environ.get("XDG_STATE_HOME", "")
    if not Path(state).is_absolute():  # the specification wants such a value to be passed over
        home = environ.get("HOME") or _home()
        if home is None:
            return None
        state = str(Path(home) / ".local" / "state")
    return f"sqlite:{Path(state) / 'aurora-compat' / 'learned.sqlite3'}"


def shown(url: str) -> str:
    """A URL for people: without user, password and query."""
    if url.partition(":")[0] in ("memory", "sqlite"):
        return url
    parts = urlsplit(url)
    _, at, host = parts.netloc.rpartition("@")
    return f"{parts.scheme}://{'***@' if at else ''}{host}{parts.path}{'?***' if parts.query else ''}"


def _home() -> str | None:
    try:
        return str(Path.home())
    except RuntimeError:
        return None


def _names_a_file(path: str) -> bool:
    """Whether what stands behind `sqlite:` is a path; a `//` alone would begin with a host."""
    on_this_machine = not path.startswith("//") or path.startswith("///")
    return on_this_machine and path.strip("/") not in ("", ":memory:") and path.isprintable()


def _checked(value: object) -> SecretStr:
    if isinstance(value, SecretStr):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{_FORMS}, as text in quotes")  # noqa: TRY004  # pydantic collects errors of values only
    text = value.resolve() if isinstance(value, Reference) else value
    scheme, _, rest = text.partition(":")
    if text == "memory:" or (scheme == "sqlite" and _names_a_file(rest)):
        return SecretStr(str(text))
    if scheme not in _REDIS:
        raise ValueError(_FORMS)
    try:
        parts = urlsplit(text)
        known = bool(parts.path if scheme == "unix" else parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ValueError("the host, the port or the path of the URL can't be read")
    secret = "@" in parts.netloc or not _CREDENTIALS.isdisjoint(name.lower() for name, _ in parse_qsl(parts.query))
    if secret and not isinstance(value, Reference):
        raise ValueError('the URL holds a credential: write a reference to all of it, "env:NAME" or "file:/path"')
    return SecretStr(str(text))


LearnedUrl: TypeAlias = Annotated[SecretStr, BeforeValidator(_checked)]
"""A store's URL; where it holds a credential, a reference to the whole URL."""
