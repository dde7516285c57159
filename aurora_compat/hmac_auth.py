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
"""

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    timestamp's colons escaped, query parameters escaped or not, and, after the plain form, a path in lower case without
    its trailing slash. All forms are compared, in constant time.

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
    sent = made.strip().replace(" ", "+").rstrip("=").encode("utf-8", "replace")
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
    query = request.query.without(*PARAMETERS)
    plain = not any("&" in name + value or "=" in name for name, value in query)
    if request.method.upper() in _IN_QUERY and plain:  # else two queries could share one signature
        yield _sorted(f"{name}={value}" for name, value in query)


def _parameters(request: Request) -> str:
    """What is signed beside the credential, as one line."""
    if request.method.upper() in _IN_QUERY:
        return _sorted(request.query.without(*PARAMETERS).spellings)
    if not request.body.strip():
        return ""
    try:
        body = json.loads(request.body, parse_float=str, parse_int=str, parse_constant=str)
        flat = sorted(_flat("", body), key=lambda pair: "=".join(pair).encode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise MalformedPayload("the body is no JSON, so it can't be signed") from None
    return "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in flat)


def _sorted(texts: Iterable[str]) -> str:
    return "&".join(sorted(texts, key=lambda text: text.encode("utf-8", "surrogatepass")))


def _escaped(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


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
