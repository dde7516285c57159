"""What every test of messages uses: send a request or an answer through, compare what came of it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pytest

import aurora_compat as ac

Json: TypeAlias = Any
NoteKey: TypeAlias = tuple[str, str, str | None]
Pairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
Sent: TypeAlias = ac.MessageTranslation[ac.Request]
Answered: TypeAlias = ac.MessageTranslation[ac.Response]

V18, V22, V24 = "2018.01", "2022.09", "2024.05"
UP18, UP22, UP = (V18, V22), (V22, V24), (V18, V24)
DOWN22, DOWN24, DOWN = (V22, V18), (V24, V22), (V24, V18)
HOPS = (UP18, UP22, UP, DOWN22, DOWN24, DOWN)
T = "/tenants/t-1"
TOKEN = "token-of-a-caller"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
JSON_TYPE = {"Content-Type": "application/json"}
PRODUCTION, SANDBOX = "https://api.aurorasolar.com", "https://api-sandbox.aurorasolar.com"
PLACE = {
    name: f"{name.removesuffix('_id')}-1"
    for name in (
        *("user_id", "project_id", "design_id", "financing_id", "design_request_id"),
        *("agreement_id", "webhook_id", "asset_id", "adder_id", "module_id"),
    )
} | {"tenant_id": "t-1"}
"""Path parameters for any operation: a project is `project-1`, and so on."""


def place(version: str, path: str) -> str:
    """A path in the spelling of a version: 2018.01 has `/v2` in front."""
    return "/v2" + path if version == V18 else path


def sent(
    hop: tuple[str, str],
    method: str,
    path: str,
    *,
    query: Json = None,
    headers: Pairs | None = None,
    body: bytes = b"",
    bearer: bool = True,
    **kw: Any,
) -> Sent:
    """A request from one version to another, with a bearer token unless told otherwise."""
    fields = [*(BEARER.items() if bearer else ()), *(dict(headers or {}).items())]
    request = ac.Request(method, path, query, fields, body)
    return ac.translate_request(request, source=hop[0], target=hop[1], **kw)


def answered(
    hop: tuple[str, str],
    status: int,
    body: bytes = b"",
    headers: Pairs | None = None,
    *,
    operation: str | None = None,
    **kw: Any,
) -> Answered:
    """An answer in the first version, for a client of the second."""
    response = ac.Response(status, headers, body)
    where: dict[str, Any] = {"operation": operation, "path_params": PLACE if operation else {}} | kw
    return ac.translate_response(response, source=hop[0], target=hop[1], **where)


def notes_of(t: Sent | Answered) -> set[NoteKey]:
    """Kind, place and change of every note; the names of headers in lower case."""
    return {
        (note.kind, note.pointer.lower() if note.pointer.startswith("headers/") else note.pointer, note.change)
        for note in t.notes
    }


def notes_by(t: Sent | Answered, change: str | None) -> set[NoteKey]:
    """The notes of one change."""
    return {note for note in notes_of(t) if note[2] == change}


def dumped(value: Json) -> bytes:
    return json.dumps(value).encode()


def loaded(t: Sent | Answered) -> Json:
    return json.loads(t.result.body)


def refused(hop: tuple[str, str], method: str, path: str, change: str, **kw: Any) -> ac.Untranslatable:
    """The request is refused by that change, which the message names."""
    with pytest.raises(ac.Untranslatable) as raised:
        sent(hop, method, path, **kw)
    assert raised.value.change == change
    assert change in str(raised.value)
    return raised.value


def asked(hop: tuple[str, str], method: str, path: str, change: str, **kw: Any) -> ac.MissingContext:
    """The request needs something that nothing here says."""
    with pytest.raises(ac.MissingContext) as raised:
        sent(hop, method, path, **kw)
    assert raised.value.change == change
    return raised.value
