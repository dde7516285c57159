"""Signed requests of 2018.01: how they are signed, and how a gateway checks them before it swaps the credential.

From change `hmac-authentication`. The string to sign is these lines, each ended by a line feed:

    VERB
    the path with /v2, without host and query
    AuroraKey=<key>
    Timestamp=<YYYY-MM-DD HH:MM:SS UTC, spaces as %20>
    <parameters>                                        (only where there are any)

Parameters of GET and DELETE are the other query parameters, `k=v`, sorted by byte order, joined by `&`; of POST and PUT
the members of the JSON body as `envelope.key=value`, sorted, percent-escaped, joined by `&`. The signature is the
Base64 of the HMAC-SHA256 of that string.

What is not documented and was chosen here: items of lists are members named by their position (`user.team_ids.0`); an
empty list or object gives nothing; numbers are written as in the body, booleans as `true` and `false`, null as nothing
behind its `=`. Colons of the timestamp stay as they are; a verifier takes them escaped too.

The public client for Python (AuroraSolarClient on PyPI) signs bodies in a way of its own: the members of the envelope,
no deeper, sorted without regard to case, their values as `str` gives them (`None`, `True`, `['a', 'b']`), `,()` in them
not escaped. A verifier takes that too, where the body holds one envelope and nothing else, and its members have plain
names: else a part would not be signed, or two bodies would be signed alike.
"""

import hashlib
import hmac
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, TypeAlias
from urllib.parse import quote

from aurora_compat.aurora.signature import KEY, PARAMETERS, SIGNATURE, TIMESTAMP
from aurora_compat.words.error import AuroraCompatError, MalformedPayload
from aurora_compat.words.fields import Query
from aurora_compat.words.message import Request
from aurora_compat.words.value import Value

_FORMAT = "%Y-%m-%d %H:%M:%S UTC"
_IN_QUERY = frozenset({"GET", "DELETE", "HEAD"})
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+")

SKEW = timedelta(minutes=5)
"""How far a timestamp may be from now, either way."""

Secrets: TypeAlias = Mapping[str, str] | Callable[[str], str | None]


class InvalidSignature(AuroraCompatError):
    """A request that is not signed as it says; `reason` is one of `REASONS`. It holds neither key nor signature."""

    reason: str
    _fields = (*AuroraCompatError._fields, "reason")


REASONS = ("unsigned", "malformed", "expired", "unknown key", "mismatch")


class Signed(Value):
    """A signature that holds: by whose key, and when."""

    _hidden = frozenset({"key"})

    key: str
    at: datetime


def string_to_sign(request: Request, key: str, timestamp: str) -> str:
    """What is signed. `timestamp` is the text of the parameter, spaces and all.

    Raises:
        MalformedPayload: the body of a POST or PUT is no JSON.
    """
    return _lines(request.method.upper(), _path(request), key, _spaced(timestamp), _parameters(request))


def signature(secret: str, string: str) -> str:
    """The signature of a string: Base64, with its `=` at the end."""
    return b64encode(
        hmac.new(secret.encode(), string.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    ).decode()


def sign(request: Request, *, key: str, secret: str, now: datetime | None = None) -> Request:
    """The request with `AuroraKey`, `Timestamp` and `Signature`, in place of any that it has.

    Args:
        request: of 2018.01: its path starts with `/v2`.
        key: the id of the key.
        secret: what it is signed with; it is not sent.
        now: an aware time, the clock's where it is None.

    Raises:
        MalformedPayload: the body of a POST or PUT is no JSON.
    """
    timestamp = _aware(now).strftime(_FORMAT)
    bare = _with_query(request, request.query.without(*PARAMETERS))
    made = signature(secret, string_to_sign(bare, key, timestamp))
    query = bare.query.plus(KEY, key).plus(TIMESTAMP, timestamp, _spaced(timestamp)).plus(SIGNATURE, made)
    return _with_query(bare, query)


def verify(request: Request, secrets: Secrets, *, now: datetime | None = None, skew: timedelta = SKEW) -> Signed:
    """Check who signed a request, and that it was now.

    Accepted are the spellings that clients use: the `=` at the signature's end dropped, its `+` sent as a space, the
    timestamp's colons escaped, query parameters escaped or not, a body as the public client for Python signs it, and,
    after the plain form, a path in lower case without its trailing slash. All forms are compared, in constant time.

    What a signature holds of a body are its members and their texts; `5` and `"5"` are signed alike, and so are
    `["a"]` and `"['a']"` by that client. A body that names a member twice, which readers take differently, never holds.

    Args:
        request: as it came.
        secrets: key id -> secret, as a mapping or a function that gives None for an unknown one.
        now: an aware time, the clock's where it is None.
        skew: how far the timestamp may be from now, either way.

    Raises:
        InvalidSignature: it does not hold, with the reason.
    """
    given = [request.query.all(name) for name in PARAMETERS]
    if not any(given):
        raise _invalid("unsigned", f"the request has no {KEY}, {TIMESTAMP} and {SIGNATURE}; sign it")
    if any(len(values) != 1 for values in given):
        raise _invalid("malformed", f"{KEY}, {TIMESTAMP} and {SIGNATURE} are each wanted once")
    key, timestamp, made = (values[0] for values in given)
    try:
        at = datetime.strptime(timestamp, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        raise _invalid("malformed", f"{TIMESTAMP} is written like 2018-01-31 12:00:00 UTC") from None
    secret = secrets(key) if callable(secrets) else secrets.get(key)
    held = _holds(request, key, timestamp, made, secret if secret is not None else "")
    if abs(_aware(now) - at) > skew:
        raise _invalid("expired", f"{TIMESTAMP} is more than {skew} from now: set the clock, and sign anew")
    if secret is None:
        raise _invalid("unknown key", f"{KEY} is not known here")
    if not held:
        raise _invalid("mismatch", "the signature is not that of this request")
    return Signed(key, at)


def _invalid(reason: str, message: str) -> InvalidSignature:
    return InvalidSignature(message, change="hmac-authentication", reason=reason)


def _holds(request: Request, key: str, timestamp: str, made: str, secret: str) -> bool:
    sent = made.rstrip().replace(" ", "+").rstrip("=").encode("utf-8", "replace")  # its first byte may be a plus
    paths = dict.fromkeys((_path(request), _path(request).lower().rstrip("/")))
    stamps = dict.fromkeys((_spaced(timestamp), quote(timestamp, safe=""), timestamp))
    try:
        parameters = dict.fromkeys(_forms(request))
    except MalformedPayload:
        return False
    held = False
    for path, stamp, tail in product(paths, stamps, parameters):
        string = _lines(request.method.upper(), path, key, stamp, tail)
        expected = signature(secret, string).rstrip("=").encode()
        held |= hmac.compare_digest(expected, sent)  # no early exit: time must not tell which form came close
    return held


def _lines(verb: str, path: str, key: str, timestamp: str, parameters: str) -> str:
    lines = [verb, path, f"{KEY}={key}", f"{TIMESTAMP}={timestamp}", *([parameters] if parameters else [])]
    return "".join(f"{line}\n" for line in lines)


def _path(request: Request) -> str:
    return request.path[len(request.origin) :] or "/"


def _spaced(timestamp: str) -> str:
    return timestamp.replace(" ", "%20")


def _with_query(request: Request, query: Query) -> Request:
    return Request(request.method, request.path, query, request.headers, request.body)


def _aware(now: datetime | None) -> datetime:
    if now is None:
        return datetime.now(UTC)
    if now.tzinfo is None:
        raise ValueError("now must be aware of its time zone: datetime.now(UTC)")
    return now.astimezone(UTC)


def _forms(request: Request) -> Iterator[str]:
    """The spellings of the parameters in which a client may have signed them."""
    yield _parameters(request)
    if request.method.upper() not in _IN_QUERY:
        yield from _as_python_does(request.body)
        return
    query = request.query.without(*PARAMETERS)
    if not any("&" in name + value or "=" in name for name, value in query):  # two queries could share one signature
        yield _sorted(f"{name}={value}" for name, value in query)


def _parameters(request: Request) -> str:
    """What is signed beside the credential, as one line."""
    if request.method.upper() in _IN_QUERY:
        return _sorted(request.query.without(*PARAMETERS).spellings)
    if not request.body.strip():
        return ""
    with _readable():
        flat = sorted(_flat("", _read(request.body)), key=lambda pair: "=".join(pair).encode("utf-8", "surrogatepass"))
    return "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in flat)


def _as_python_does(content: bytes) -> Iterator[str]:
    """The body as the public client for Python signs it; nothing where that would not hold the whole of it."""
    with _readable():
        body = _read(content) if content.strip() else None
        if not isinstance(body, dict) or len(body) != 1:
            return
        ((envelope, members),) = body.items()
        if isinstance(members, dict) and all(map(_PLAIN_NAME.fullmatch, (envelope, *members))):
            texts = ((name, str(members[name])) for name in sorted(members, key=str.lower))
            yield "&".join(f"{envelope}.{name}={_escaped(text, ',()')}" for name, text in texts)


class _Number(str):
    """A number as it is written; within a list, too."""

    __slots__ = ()
    __repr__ = str.__str__


def _read(content: bytes) -> Any:
    return json.loads(
        content, parse_float=_Number, parse_int=_Number, parse_constant=_Number, object_pairs_hook=_members
    )


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("an object holds a key twice")
    return members


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (ValueError, RecursionError):
        raise MalformedPayload("the body is no JSON, or names a member twice, so it can't be signed") from None


def _sorted(texts: Iterable[str]) -> str:
    return "&".join(sorted(texts, key=lambda text: text.encode("utf-8", "surrogatepass")))


def _escaped(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="surrogatepass")


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else key, child)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _flat(f"{prefix}.{index}" if prefix else str(index), child)
    elif isinstance(value, bool):
        yield prefix, "true" if value else "false"
    else:
        yield prefix, "" if value is None else str(value)
