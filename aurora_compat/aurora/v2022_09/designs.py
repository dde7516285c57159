"""Create Design from a site model becomes Duplicate Design."""

from functools import partial
from typing import Any, NoReturn

from aurora_compat.change import Change, Head, Reading
from aurora_compat.code import Aside
from aurora_compat.edits import Custom, Line, unchanged
from aurora_compat.heads import PATH, CustomHead, Draft, Ordinary, Sketch, located, parameter, path_of, spelled
from aurora_compat.routing import NO_SEGMENT
from aurora_compat.run import Refusal, Run
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.pointer import Trail

_ID, _INCLUDE = "site_model_design_id", "include_design"
_CREATE, _DUPLICATE = "create_design", "duplicate_design"
_PROJECT: Trail = ((None, "design"), "project_id")
_INSTEAD = "Context.project_of_design"


def _to_duplicate(draft: Draft, run: Run) -> Draft:
    if draft.operation != _CREATE:
        return draft
    ids, included = draft.query.all(_ID), draft.query.all(_INCLUDE)
    if not ids:
        if included:
            run.lost(parameter(_INCLUDE), f"without {_ID} it did nothing; {run.target} has no such parameter")
        return draft._replace(query=draft.query.without(_INCLUDE)) if included else draft
    if len(ids) > 1 or len(included) > 1:
        return _refuse(draft, run, _ID if len(ids) > 1 else _INCLUDE, "it is given more than once; give it once")
    if ids[0] in NO_SEGMENT:
        return _refuse(draft, run, _ID, "it names no design: give the id of the design to duplicate")
    if not included or included[0].lower() not in {"true", "1"}:
        why = f"without {_INCLUDE}=true only the roof model was copied, and {run.target} has no equivalent"
        return _refuse(draft, run, _ID, f"{why}: create a design, or include the whole one")
    if included[0] != "true":
        run.normalised(parameter(_INCLUDE), f"'{included[0]}' is read as true: the whole design is duplicated")
    route = located(draft, run)
    if route is None:
        return draft
    id_ = spelled(ids[0], draft.query.spelling(_ID))
    if id_ != draft.query.spelling(_ID):
        run.normalised(parameter(_ID), "the id of the design is percent-encoded as a path wants it")
    path = path_of(draft, run, _DUPLICATE, route.version, {**route.segments, "design_id": id_})
    return draft._replace(
        path=path,
        query=draft.query.without(_ID, _INCLUDE),
        operation=_DUPLICATE,
        body=(*draft.body, Custom(partial(_without_project, ids[0]), unchanged)),
    )


def _creates_plainly(sketch: Sketch) -> None:
    if sketch.operation == _CREATE and sketch.query:
        raise Aside


def _duplicates_nothing(sketch: Sketch) -> None:
    if sketch.operation == _DUPLICATE:
        raise Aside


def _refuse(draft: Draft, run: Run, name: str, why: str) -> Draft:
    if run.may_refuse:
        raise Refusal(parameter(name), why)
    return draft


def _project_of(id_: str, run: Run) -> str | None:
    """The project that a design is in: from the caller, or as Retrieve Design answers."""
    known = run.call.context.project_of_design.get(id_)
    if known is not None:
        return known
    pages = run.ask("retrieve_design", _PROJECT, required=True, asker=_PROJECT, instead=_INSTEAD, design_id=id_)
    if pages is None:
        return None
    design = pages[0].get("design") if isinstance(pages[0], dict) else None
    project = design.get("project_id") if isinstance(design, dict) else None
    if not isinstance(project, str) and run.may_refuse:
        raise Refusal(_PROJECT, f"Retrieve Design did not say which project the design is in: give {_INSTEAD}")
    return project if isinstance(project, str) else None


def _without_project(id_: str, body: Json, run: Run, at: Trail) -> Json:
    """The body of Create Design as that of Duplicate Design."""
    project = _project_of(id_, run)
    if not isinstance(body, (dict, type(None))):
        run.odd(at, body, "an object")
        return body
    design = body.get("design") if body is not None else None
    if not isinstance(design, (dict, type(None))):
        run.odd((at, "design"), design, "an object")
        return body
    if project is None or body is None or design is None or "project_id" not in design:
        return body
    wanted = design["project_id"]
    if wanted is None:
        run.normalised(_PROJECT, "a duplicate is in the project of its original; null is not sent")
    elif wanted != project:
        if run.may_refuse:
            raise Refusal(_PROJECT, "a duplicate stays in the project of its original, and that is another one")
        return body
    return {**body, "design": {key: value for key, value in design.items() if key != "project_id"}}


def _to_create(draft: Draft, run: Run) -> Draft:
    if draft.operation != _DUPLICATE:
        if draft.query.get(_ID) is not None:
            for name in (_ID, _INCLUDE):
                if draft.query.get(name) is not None:
                    run.unsupported(
                        parameter(name), f"{run.source} has no such parameter, {run.target} has: it is kept"
                    )
            return draft._replace(looks=(*draft.looks, Custom(_idle_project, unchanged)))
        return draft
    route = located(draft, run)
    if route is None:
        return draft
    id_ = route.path_params["design_id"]
    for name in (_ID, _INCLUDE):
        if draft.query.get(name) is not None:
            run.conflict(parameter(name), f"{run.target} reads {name} as the design to duplicate, and that is another")
    spelling = spelled(id_, route.segments["design_id"])
    if spelling != route.segments["design_id"]:
        run.normalised(PATH, "the id of the design is percent-encoded in the query")
    query = draft.query.without(_ID, _INCLUDE).plus(_ID, id_, spelling).plus(_INCLUDE, "true")
    path = path_of(draft, run, _CREATE, route.version, route.segments)
    body = Custom(partial(_with_project, id_), unchanged)
    return draft._replace(path=path, query=query, operation=_CREATE, body=(*draft.body, body))


def _idle_project(body: Json, run: Run, at: Trail) -> Json:
    """What Create Design says of the project counts for nothing where the older version makes a duplicate of it."""
    design = body.get("design") if isinstance(body, dict) else None
    if isinstance(design, dict) and "project_id" in design:
        run.unsupported(_PROJECT, f"{run.target} reads the request as a duplicate, which stays in its own project")
    return body


def _with_project(id_: str, body: Json, run: Run, at: Trail) -> Json:
    """The body of Duplicate Design as that of Create Design; an absent body becomes one."""
    project = _project_of(id_, run)
    if project is None:
        return body
    envelope: dict[str, Any] = body if isinstance(body, dict) else {}
    design = envelope.get("design")
    if not isinstance(body, (dict, type(None))) or not isinstance(design, (dict, type(None))):
        if run.may_refuse:
            odd: Trail = (None, "design") if isinstance(body, dict) else None
            _refuse_shape(odd, design if isinstance(body, dict) else body)
        return body
    held: dict[str, Any] = design or {}
    if held.get("project_id") == project:
        run.unsupported(
            _PROJECT, f"a duplicate names no project in {run.source}; {run.target} wants it, and it is kept"
        )
        return body
    if held.get("project_id") is not None:
        run.conflict(_PROJECT, "a duplicate stays in the project of its original; that one is sent")
    run.assumed(_PROJECT, f"{run.target} wants the project of the new design: it is that of the original")
    return {**envelope, "design": {**held, "project_id": project}}


def _refuse_shape(at: Trail, value: Json) -> NoReturn:
    raise Refusal(at, f"{kind_of(value)} stands where an object belongs, so the project can't be told; send an object")


CREATE_DESIGN_FROM_SITE_MODEL = Change(
    id="create-design-from-site-model",
    summary="Create Design no longer copies another design; Duplicate Design does.",
    published="site_model_design_id and include_design were removed from Create Design; use Duplicate Design.",
    source="changelog of 2022.09",
    grade="A",
    heads=(
        Head(
            (_CREATE, _DUPLICATE),
            CustomHead(
                _to_duplicate,
                _to_create,
                (
                    Line(f"query/{_ID}", "names the design that is duplicated", (), ("retrieve_design",)),
                    Line(f"query/{_INCLUDE}", "is dropped", ("lost", "assumed")),
                ),
                (
                    Line("path", f"becomes query/{_ID}, with {_INCLUDE}=true", (), ("retrieve_design",)),
                    Line("body#/design/project_id", "is that of the original", ("assumed",)),
                ),
                quick_up=_creates_plainly,
                quick_down=_duplicates_nothing,
                ordinary_up=Ordinary(),
            ),
        ),
    ),
    readings=(
        Reading("C", "A copy of the roof model alone has no equivalent and is refused."),
        Reading(
            "C", "The project of the original comes from the caller, or from Retrieve Design.", "project_of_design"
        ),
    ),
)
