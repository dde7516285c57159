"""The answers to Envoy's messages: what it is told of a part, and which bodies it is to send from there on."""

from typing import Any

from envoy.extensions.filters.http.ext_proc.v3.processing_mode_pb2 import ProcessingMode
from envoy.service.ext_proc.v3.external_processor_pb2 import (
    BodyResponse,
    CommonResponse,
    HeadersResponse,
    ProcessingResponse,
    TrailersResponse,
)

from aurora_compat.gateway.envoy.mutations import immediate
from aurora_compat.words.message import Response

_KINDS = {"headers": HeadersResponse, "body": BodyResponse}


def changed(part: str, common: Any) -> Any:
    """A part with changes, a `CommonResponse`; no body is to be sent from here on."""
    reply = ProcessingResponse()
    getattr(reply, part).response.CopyFrom(common)
    if part.endswith("_headers"):
        reply.mode_override.CopyFrom(_mode())
    return reply


def unchanged(part: str | None) -> Any:
    """A part as it is, whichever it is."""
    kind = None if part is None else part.partition("_")[2]
    if part is None or kind == "trailers":
        return ProcessingResponse(**({part: TrailersResponse()} if part is not None else {}))
    return changed(part, CommonResponse())


def with_body(part: str) -> Any:
    """A head on which nothing can be said before its body is there: it is to be sent whole."""
    reply = ProcessingResponse()
    getattr(reply, part).SetInParent()
    whole = {f"{part.partition('_')[0]}_body_mode": ProcessingMode.BUFFERED}
    reply.mode_override.CopyFrom(_mode(**whole))
    return reply


def instead(answer: Response, why: str, *, is_raw: bool) -> Any:
    """An answer to the client in the server's place.

    Args:
        answer: what the client gets.
        why: one word.
        is_raw: whether this Envoy takes the values of fields as bytes.
    """
    return ProcessingResponse(immediate_response=immediate(answer, is_raw=is_raw, why=f"aurora_compat_{why}"))


def _mode(**bodies: int) -> Any:
    """Which parts are to be sent from here on, whatever the configuration of the filter says."""
    return ProcessingMode(
        request_header_mode=ProcessingMode.SEND,
        response_header_mode=ProcessingMode.SEND,
        request_trailer_mode=ProcessingMode.SKIP,
        response_trailer_mode=ProcessingMode.SKIP,
        **bodies,
    )
