"""What is wrong with a payload, by the model of its version, in the names that the caller uses."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aurora_compat.models import model_for
from aurora_compat.run import Call
from aurora_compat.trace import Moves
from aurora_compat.words.error import MalformedPayload, UnknownOperation, UnknownVersion
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Path, pointer_of
from aurora_compat.words.problem import Problem
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from pydantic import BaseModel

    from aurora_compat.models.base import Model

_END = 1 << 62


def problems(payload: Json, result: Json, moves: Moves, call: Call) -> tuple[Problem, ...]:
    """What the models of both ends say of a translation, each problem once, places in the caller's names."""
    found: dict[tuple[str, str], Problem] = {}
    ends = ((payload, call.source), (result, call.target))
    for document, version in ends:
        model = _model(call, version)
        for path, message in problems_of(document, model) if model is not None else ():
            if call.part == "request" and version is call.target:
                path = moves.origin(path, _END)
            elif call.part == "response" and version is call.source:
                path = moves.destination(path, 0)
            pointer = pointer_of(path)
            found.setdefault((pointer, message), Problem(pointer, message, version))
    return tuple(found.values())


def refuse(found: tuple[Problem, ...], call: Call) -> None:
    """Refuse a request that the models don't accept.

    Raises:
        MalformedPayload: it names the first problem, and carries all.
    """
    if found:
        first, more = found[0], len(found) - 1
        others = f" (and {more} more problem{'s' if more > 1 else ''})" if more else ""
        message = f"{first.message[:1].lower()}{first.message[1:]}, by the model of {first.version}{others}"
        raise MalformedPayload(message, pointer=first.pointer, problems=found, **call.where)


def _model(call: Call, version: Version) -> "type[Model] | None":
    try:
        return model_for(call.operation or "", call.part, version, call.status)
    except (UnknownOperation, UnknownVersion):
        return None  # of another registry: no model is known


def problems_of(document: Json, model: "type[BaseModel]") -> Iterator[tuple[Path, str]]:
    """What a model says of a document: each problem with its place."""
    from pydantic import ValidationError

    try:
        model.model_validate(document)
    except ValidationError as error:
        for one in error.errors(include_input=False, include_context=False, include_url=False):
            yield path_in(one["loc"], document, missing=one["type"] == "missing"), one["msg"]


def path_in(loc: tuple[Any, ...], document: Json, *, missing: bool = False) -> Path:
    """Pydantic's location as a path, without the branches of unions that it names between the keys.

    The last key of what is `missing` is of the path although the document does not hold it.
    """
    path: list[str | int] = []
    for index, key in enumerate(loc):
        inside = key in document if isinstance(document, dict) else isinstance(document, list) and isinstance(key, int)
        if inside:
            path.append(key)
            document = document[key]
        elif missing and index == len(loc) - 1:
            path.append(key)
    return tuple(path)
