"""What the gateway answers itself, where neither the server nor a rule has a say: in the API's own form of errors.

| status | when |
|---|---|
| 400 | the request can't be read, or could not be sent as it is |
| 401 | the caller is not known here, or the signature does not hold |
| 405 | `TRACE` and `CONNECT`, which would show the gateway's credential or tunnel past it |
| 408 | head or body did not come in time |
| 413 | the body is over the limit |
| 417 | an expectation other than `100-continue` |
| 431 | the head is over the limit |
| 501 | a transfer coding other than `chunked` |
| 502 | the upstream can't be reached, broke off, answered what is no HTTP; or a required look-up failed |
| 501, 505 | a transfer coding, or a version of HTTP, that the gateway does not speak |
| 503 | more requests than the gateway carries at once; or it is stopping, and can't wait for an answer |
| 504 | the upstream did not answer in time |
| 505 | a version of HTTP other than 1.1 and 1.0 |
"""

import json
from collections.abc import Iterable
from http import HTTPStatus

from aurora_compat.words.message import Response

UNREAD = ("Connection", "close")
"""For an answer to a request whose body is not read to its end: nothing after it on that connection can be."""


def refusal(status: HTTPStatus, message: str, *headers: tuple[str, str], method: str = "GET") -> Response:
    """An answer of the gateway's own: `{"errors": [{"message": ...}]}`."""
    body = json.dumps({"errors": [{"message": message}]}, ensure_ascii=False).encode()
    fields = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers]
    return Response(status, fields, b"" if method == "HEAD" else body)


def unauthorized(message: str, method: str = "GET") -> Response:
    """401, with the scheme that is wanted."""
    return refusal(HTTPStatus.UNAUTHORIZED, message, ("WWW-Authenticate", "Bearer"), method=method)


def not_allowed(method: str, allowed: Iterable[str] = ()) -> Response:
    """405."""
    fields = [("Allow", ", ".join(allowed))] if allowed else []
    if method == "CONNECT":
        fields.append(UNREAD)  # what follows it is no request
    return refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"{method} is not passed on", *fields)


def too_large(limit: int) -> Response:
    """413; the rest of the body is not read."""
    told = f"the body is larger than the limit of {limit:,} bytes; send less at once"
    return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told, UNREAD)


def header_too_large(limit: int) -> Response:
    """431; the body is not read."""
    told = f"the header fields are larger than the limit of {limit:,} bytes; send fewer"
    return refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, told, UNREAD)


def overloaded(seconds: int = 1) -> Response:
    """503, with the time to wait, in seconds."""
    told = "the gateway has as many requests in hand as it may; try again soon"
    return refusal(HTTPStatus.SERVICE_UNAVAILABLE, told, ("Retry-After", str(seconds)), UNREAD)
