"""A need as a request that can be sent: to the host of the client's request, with its credential."""

from aurora_compat.exchange import Exchange
from aurora_compat.messages import begin_request, request_walk
from aurora_compat.reading import DEFAULTS
from aurora_compat.registries import Registry
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request

_OF_THIS_REQUEST = (
    "Accept",
    "Accept-Encoding",
    "Connection",
    "Digest",
    "Expect",
    "Idempotency-Key",
    "Keep-Alive",
    "Prefer",
    "Range",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "X-HTTP-Method-Override",
)
"""Header fields that are about the client's request itself, beside `Content-*` and `If-*`: no look-up has them."""

_OF_A_LOOKUP = (("Accept", "application/json"), ("Accept-Encoding", "identity"))


def fields_of(exchange: Exchange, registry: Registry) -> Headers:
    """The header fields of an exchange's look-ups: those of its request, as they are in the server's version.

    They are known before the needs are met: the rules of header fields alone are asked, and none refuses.

    Raises:
        MalformedPayload: the request could not be sent as it is; then it has no needs either.
    """
    came = exchange.request
    head = Request(came.method, came.path, came.query, _without_body(came.headers))
    call, draft = begin_request(head, exchange.client, exchange.server, exchange.context, registry)
    found = request_walk(head, call._replace(lenient=True), draft, None, DEFAULTS).result.headers
    return Headers((*found.without(*_OF_THIS_REQUEST), *_OF_A_LOOKUP))


def addressed(request: Request, exchange: Exchange, fields: Headers) -> Request:
    """A need's request, to the host that the client's request is for."""
    return Request(request.method, exchange.request.origin + request.path, request.query, fields)


def _without_body(headers: Headers) -> Headers:
    return Headers(pair for pair in headers if not pair[0].lower().startswith(("content-", "if-")))
