"""4xx answers: one format, and a 404 that names the resource."""

from collections.abc import Iterator
from typing import Any

from aurora_compat.change import EVERY_OPERATION, Body, Change, Reading
from aurora_compat.edits import Custom, Line, unchanged
from aurora_compat.run import Run
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Trail

_GATHERED = ("errors", "error", "message")


def _is_new_format(body: Json) -> bool:
    """Whether a body has the form `{"errors": [{"message": ...}, ...]}`; further keys don't matter."""
    errors = body.get("errors") if isinstance(body, dict) else None
    return isinstance(errors, list) and all(
        isinstance(error, dict) and isinstance(error.get("message"), str) for error in errors
    )


def _phrase(status: int) -> str:
    """The status phrase (RFC 9110, section 15)."""
    from http import HTTPStatus  # the enum is costly to import, and only error answers without a message want it

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Client Error"


def _to_new_format(body: Json, run: Run, at: Trail) -> Json:
    if _is_new_format(body):
        return body
    run.assumed(at, "the error answer was brought into the form that all 4xx answers have from 2022.09 on")
    if (body is None and not run.call.null) or (isinstance(body, str) and not body.strip()):
        return {"errors": [{"message": _phrase(run.call.status)}]}
    unread: list[Trail] = []
    messages = list(_messages(body, at, unread))
    if messages:
        for place in unread:
            run.lost(place, "the form of 4xx answers has no place for this part of the old answer")
    else:
        run.lost(at, "no message could be found in the old answer; the status phrase stands for it")
        messages = [_phrase(run.call.status)]
    return {"errors": [{"message": message} for message in messages]}


def _messages(body: Json, at: Trail, unread: list[Trail]) -> Iterator[str]:
    """Every message in a 4xx body, in order; what holds none is added to `unread`."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, list):
        for index, item in enumerate(body):
            if isinstance(item, list):
                unread.append((at, index))
            else:
                yield from _messages(item, (at, index), unread)
    elif isinstance(body, dict):
        for key in _GATHERED:
            if key in body:
                yield from _under(key, body[key], (at, key), unread)
        unread.extend((at, key) for key in body if key not in _GATHERED)
    else:
        unread.append(at)


def _under(key: str, value: Json, at: Trail, unread: list[Trail]) -> Iterator[str]:
    """The messages under one of the keys that hold them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and key != "message":
        for index, item in enumerate(value):
            yield from _one(item, (at, index), unread)
    elif isinstance(value, dict) and key == "error":
        yield from _one(value, at, unread)
    elif isinstance(value, dict) and key == "errors":
        yield from _by_field(value, at, unread)
    else:
        unread.append(at)


def _one(item: Json, at: Trail, unread: list[Trail]) -> Iterator[str]:
    """One message: text, or an object with a `message`."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict) and isinstance(item.get("message"), str):
        yield item["message"]
        unread.extend((at, key) for key in item if key != "message")
    else:
        unread.append(at)


def _by_field(errors: dict[str, Any], at: Trail, unread: list[Trail]) -> Iterator[str]:
    """Messages by field name: `{"name": ["can't be blank"]}` is "name can't be blank"."""
    for field, told in errors.items():
        if isinstance(told, list):
            for index, item in enumerate(told):
                if isinstance(item, str):
                    yield f"{field} {item}"
                else:
                    unread.append(((at, field), index))
        elif isinstance(told, str):
            yield f"{field} {told}"
        else:
            unread.append((at, field))


def _name_resource(body: Json, run: Run, at: Trail) -> Json:
    """A 404 whose messages don't name the resource, with one in front that does."""
    params = run.call.path_params
    operation = run.call.library.operations.get(run.call.operation or "")
    names = (operation.parameters(run.source) or operation.parameters(run.target)) if operation else ()
    id_ = params.get(names[-1]) if names else None
    if run.call.status != 404 or not id_ or not _is_new_format(body):
        return body
    errors = body["errors"]
    if any(id_ in error["message"] for error in errors):
        return body
    for index in range(len(errors) - 1, -1, -1):
        run.moved(((at, "errors"), index), ((at, "errors"), index + 1))
    resource = names[-1].removesuffix("_id").replace("_", " ")
    run.assumed((((at, "errors"), 0), "message"), "the older answer did not say which resource was not found")
    return {**body, "errors": [{"message": f"The {resource} with id {id_} could not be found"}, *errors]}


ERROR_FORMAT = Change(
    id="error-format",
    summary='All 4xx answers have the form `{"errors": [{"message": ...}]}`.',
    published="4xx messages have one format, a list of objects with a message under errors.",
    source="changelog of 2022.09",
    grade="A",
    bodies=(
        Body(
            EVERY_OPERATION,
            Custom(
                _to_new_format,
                unchanged,  # the older version had no one format
                (Line("", "4xx: every message is gathered into errors", ("assumed", "lost")),),
            ),
            parts=("response",),
            answers="client error",
        ),
    ),
    readings=(
        Reading("C", "What 4xx bodies looked like before is not documented: every shape seen in the wild is read."),
        Reading(
            "C", "Towards 2018.01 they pass unchanged: it had no one format, so its clients accepted this one too."
        ),
    ),
)

NOT_FOUND_MESSAGE = Change(
    id="not-found-message",
    summary="The message of a 404 names the resource that was not found.",
    published="404 messages reference the resource: The project with id ... could not be found.",
    source="changelog of 2022.09",
    grade="A",
    bodies=(
        Body(
            EVERY_OPERATION,
            Custom(
                _name_resource,
                unchanged,  # the older version had no one format
                (Line("/errors", "404: a message that names the resource comes first", ("assumed",)),),
            ),
            parts=("response",),
            answers="client error",
        ),
    ),
    readings=(
        Reading("B", "The published example spells the key `error`, every other source `errors`: both are read."),
        Reading("C", "The resource is told by the name of the route's last path parameter."),
    ),
)
