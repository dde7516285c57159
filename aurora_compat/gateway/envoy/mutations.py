"""What Envoy is to make of a message: the difference between what came and what the engine wants, and nothing else.

A field that is as it came is not mentioned, so what Envoy and its other filters do with it stays theirs. Framing,
hop-by-hop fields and the host to send to are Envoy's own affair: the engine leaves them out, and nothing is said of
them, except that a body which is replaced has another length, which Envoy wants to be told.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from envoy.config.core.v3.base_pb2 import HeaderValue, HeaderValueOption
from envoy.service.ext_proc.v3.external_processor_pb2 import CommonResponse, HeaderMutation, ImmediateResponse
from envoy.type.v3.http_status_pb2 import HttpStatus

from aurora_compat.gateway.envoy.messages import Head
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response

_ENVOYS = frozenset(
    {
        *(b"connection", b"content-length", b"expect", b"host", b"keep-alive", b"proxy-connection", b"te", b"trailer"),
        *(b"transfer-encoding", b"upgrade"),
    }
)
"""Header fields of which nothing is said: that the engine has dropped them tells nothing."""

_APPEND = HeaderValueOption.APPEND_IF_EXISTS_OR_ADD
_OVERWRITE = HeaderValueOption.OVERWRITE_IF_EXISTS_OR_ADD


def of_request(head: Head, body: bytes | None, wanted: Request) -> Any:
    """The `CommonResponse` that makes a request, with the body that came (None: it was not asked for), the wanted one.

    Where its line changes Envoy looks for its route anew: a route by path means that of the server's version.
    """
    line = {":method": wanted.method, ":path": wanted.target[len(wanted.origin) :] or "/"}
    changed = [(name, value) for name, value in line.items() if head.pseudo.get(name) != value]
    made = _made(head, body, changed, wanted.headers, wanted.body)
    made.clear_route_cache = bool(changed)
    return made


def of_response(head: Head, body: bytes | None, wanted: Response) -> Any:
    """The `CommonResponse` that makes a response, with the body that came (None as above), the wanted one."""
    status = str(wanted.status)
    changed = [] if head.pseudo.get(":status") == status else [(":status", status)]
    return _made(head, body, changed, wanted.headers, wanted.body)


def without_length(common: Any) -> None:
    """Take the length away too: in an answer to HEAD it is that of a body which would be translated."""
    common.header_mutation.remove_headers.append("content-length")


def immediate(answer: Response, *, is_raw: bool, why: str) -> Any:
    """The `ImmediateResponse` that answers a request which is not sent.

    Args:
        answer: what the client is told.
        is_raw: whether this Envoy takes the values of fields as bytes.
        why: shows as `%RESPONSE_CODE_DETAILS%` in Envoy's access log.
    """
    mutation = HeaderMutation()
    for name, values in _grouped(answer.headers.raw).items():
        if name not in _ENVOYS:
            mutation.set_headers.extend(_set(name, values, is_raw))
    return ImmediateResponse(status=HttpStatus(code=answer.status), headers=mutation, body=answer.body, details=why)


def _made(head: Head, body: bytes | None, changed: list[tuple[str, str]], wanted: Headers, wanted_body: bytes) -> Any:
    made = CommonResponse()
    mutation = made.header_mutation
    for key, value in changed:
        mutation.set_headers.extend(_set(key.encode(), [value.encode("latin-1")], head.is_raw))
    came, will_be = _grouped(head.raw), _grouped(wanted.raw)
    for name, values in came.items():
        # Of a field that repeats Envoy would overwrite one: so all go, and those that are wanted come again.
        if name not in _ENVOYS and (name not in will_be or (len(values) > 1 and values != will_be[name])):
            mutation.remove_headers.append(name.decode("latin-1"))
    for name, values in will_be.items():
        if name not in _ENVOYS and came.get(name) != values:
            mutation.set_headers.extend(_set(name, values, head.is_raw))
    if wanted_body != (body or b""):
        mutation.set_headers.extend(_set(b"content-length", [b"%d" % len(wanted_body)], head.is_raw))
        made.body_mutation.body = wanted_body
        if body is None:  # whatever follows the head, and nobody has asked for, gives way
            made.status = CommonResponse.CONTINUE_AND_REPLACE
    return made


def _grouped(raw: Iterable[tuple[bytes, bytes]]) -> dict[bytes, list[bytes]]:
    """The values of each field, in order; names in lower case."""
    found: dict[bytes, list[bytes]] = {}
    for name, value in raw:
        found.setdefault(name.lower(), []).append(value)
    return found


def _set(name: bytes, values: list[bytes], is_raw: bool) -> Iterator[Any]:
    """The first value overwrites what is there, the others stand behind it."""
    key = name.decode("latin-1")
    for index, value in enumerate(values):
        text = {"raw_value": value} if is_raw else {"value": value.decode(errors="replace")}
        option = HeaderValueOption(header=HeaderValue(key=key, **text), append_action=_APPEND if index else _OVERWRITE)
        option.keep_empty_value = not value
        if index:
            option.append.value = True  # Envoy reads the action only where it is not the default, and this one is
        yield option
