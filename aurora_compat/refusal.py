"""A refused request as the response that the client's version would have given."""

from collections.abc import Mapping

from aurora_compat.change import Change
from aurora_compat.words.error import (
    AuroraCompatError,
    LossError,
    MalformedPayload,
    MissingContext,
    Untranslatable,
)
from aurora_compat.words.message import Response

_STATUS = ((MalformedPayload, 400), (Untranslatable, 422), (LossError, 422), (MissingContext, 502))


def refusal_response(error: AuroraCompatError, changes: Mapping[str, Change], method: str = "GET") -> Response:
    """The answer to a request that was refused: `{"errors": [{"message": ...}]}`, the change named.

    Status: 400 for a malformed message, 422 for one that a rule refuses, 502 where a look-up would be needed, and
    what the change itself says (`Change.refused_as`); 500 for anything that is not the client's doing.
    """
    import json

    change = changes.get(error.change) if error.change else None
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if change is not None and change.refused_as is not None:
        status = change.refused_as
    where = ", ".join(filter(None, (error.change, f"at {error.pointer}" if error.pointer else None)))
    message = f"{error.message} ({where})" if where else error.message
    body = json.dumps({"errors": [{"message": message}]}, ensure_ascii=False).encode("utf-8", "replace")
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    if status == 401:
        headers.append(("WWW-Authenticate", "Bearer"))
    return Response(status, headers, b"" if method.upper() == "HEAD" else body)
