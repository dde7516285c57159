"""What a version says and reads: bodies between its form and that of the state, by the library's own translation."""

from collections.abc import Mapping

from aurora_compat.aurora import aurora
from aurora_compat.difference import differences
from aurora_compat.lineages import lineage
from aurora_compat.models import Model, model_for
from aurora_compat.testing.server.core import HANDLERS, Asked
from aurora_compat.testing.server.fields import Models, foreign, known, without
from aurora_compat.testing.server.refused import Refused, Trouble
from aurora_compat.testing.server.tenant import Record, Tenant
from aurora_compat.translation import translate
from aurora_compat.words.context import Context
from aurora_compat.words.error import AuroraCompatError, MalformedPayload
from aurora_compat.words.fields import Query
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import Path, keys_of, pointer_of
from aurora_compat.words.version import Version

CANONICAL = aurora().version("2024.05")
"""The version in whose form the state is kept."""

_FIRST = aurora().version("2018.01")
_CUSTOMER = tuple(f"customer_{name}" for name in ("salutation", "first_name", "last_name", "email", "phone"))
_LONGEST = 255
_PROJECTS = frozenset({"list_projects", "create_project", "retrieve_project", "update_project"})
_DATED = _PROJECTS | {"list_agreements", "retrieve_agreement"}
_SPACING = {True: "max_module_spacing", False: "max_panel_spacing"}
_OLD_SPACING = "0.01"
"""Metres: the default before 2024.05 (change `module-spacing`)."""
_FROM_SITE_MODEL = ("site_model_design_id", "include_design")


class _Method(Model):
    pricing_method: str | None = None


class _MethodToo(Model):
    pricing: _Method | None = None


_ALSO_READ: Mapping[str, Models] = {"update_design_pricing": (_MethodToo,)}
"""What requests may hold beside what their models name."""


def read_query(query: Query, operation: str, version: Version) -> dict[str, str]:
    """The parameters of a query, in 2024.05's names; those that nobody knows are left out.

    Raises:
        Refused: 422, a parameter of another version, or one given twice.
    """
    names = {"page": "page", "per_page": "per_page", "job_id": "job_id"}
    strange: tuple[str, ...] = ()
    if operation == "list_racking_arrays":
        names[_SPACING[version == CANONICAL]] = _SPACING[True]
        strange = (_SPACING[version != CANONICAL],)
    if operation == "create_design":
        if version == _FIRST:
            names.update({name: name for name in _FROM_SITE_MODEL})
        else:
            strange = _FROM_SITE_MODEL
    troubles = [Trouble(f"{name} is no parameter of {version}") for name in strange if query.get(name) is not None]
    troubles += [Trouble(f"{name} is given twice") for name in names if len(query.all(name)) > 1]
    if troubles:
        raise Refused(422, *troubles)
    found = {own: query.get(name) for name, own in names.items()}
    if operation == "list_racking_arrays" and version != CANONICAL and found[_SPACING[True]] is None:
        found[_SPACING[True]] = _OLD_SPACING
    return {name: value for name, value in found.items() if value is not None}


def read_body(document: Json, operation: str, version: Version, tenant: Tenant, params: Mapping[str, str]) -> Record:
    """The body of a request in 2024.05's form, less what its model there does not name.

    Raises:
        Refused: 422, it breaks the version's model, or holds a key of another version.
    """
    model = _model(operation, "request", version)
    if not model:
        return {}
    troubles = [*_of_another_version(document, operation, version), *_of_customers(document, operation, version)]
    if troubles:
        raise Refused(422, *troubles)
    try:
        read = translate(
            document,
            operation=operation,
            part="request",
            source=version,
            target=CANONICAL,
            context=Context(roles=tenant.directory()),
            path_params=params,
            validate=True,
        ).result
    except MalformedPayload as error:
        found = [(one.pointer, one.message) for one in error.problems or ()] or [(error.pointer or "", error.message)]
        raise Refused(422, *(_trouble(pointer, message) for pointer, message in found)) from None
    except AuroraCompatError as error:
        message = "is no role of the tenant" if error.change == "user-roles" else error.message
        raise Refused(422, _trouble(error.pointer or "", message)) from None
    canonical: Record = known(read, (*_model(operation, "request", CANONICAL), *_ALSO_READ.get(operation, ())))
    return canonical


def written(body: Json, operation: str, version: Version, asked: Asked) -> Json:
    """The body of an answer in a version's form: what translation can't know comes from the state."""
    if version == CANONICAL or body is None or operation not in aurora().operations:
        return body
    if aurora().operation(operation).template(CANONICAL) is None:
        return body
    told = copied(_translated(body, operation, version, asked))
    own, others = _model(operation, "response", version), _others(operation, "response", version)
    without(told, [one.path for one in foreign(told, own, others)])
    if operation in _DATED:
        for item in _items(told):
            item["updated_at"] = asked.tenant.updated_at.get(item["id"])
    return told


def _translated(body: Json, operation: str, version: Version, asked: Asked) -> Json:
    context = Context(roles=asked.tenant.directory())
    while True:
        translation = translate(
            body,
            operation=operation,
            part="response",
            source=CANONICAL,
            target=version,
            context=context,
            path_params=asked.params,
        )
        if not translation.needs:
            return translation.result
        for need in translation.needs:
            answer = HANDLERS[need.operation](Asked(asked.tenant, need.path_params, need.query, {}))[1]
            context = context.with_answer(need, answer)


def error_body(refused: Refused, operation: str | None, version: Version) -> Json:
    """What a 4xx says: one text in 2018.01, a list of messages later."""
    texts = [_text(trouble, operation, version) for trouble in refused.troubles]
    if refused.resource is not None:
        kind, id_ = refused.resource
        texts.append("Not found" if version == _FIRST else f"The {kind} with id {id_} could not be found")
    return {"error": ", ".join(texts)} if version == _FIRST else {"errors": [{"message": text} for text in texts]}


def _text(trouble: Trouble, operation: str | None, version: Version) -> str:
    if trouble.field is None:
        return trouble.message
    name = trouble.field
    if name == _SPACING[True]:
        name = _SPACING[version == CANONICAL]
    elif operation is not None and version != CANONICAL:
        name = lineage(operation, "request", name, CANONICAL, version) or name
    return f"{name} {trouble.message}"


def _trouble(pointer: str, message: str) -> Trouble:
    """What is wrong with a field of the version that was spoken."""
    return Trouble(f"{_dotted(keys_of(pointer))}: {message}")


def _dotted(path: Path | tuple[str, ...]) -> str:
    return ".".join(map(str, path)) or "the body"


def _of_another_version(document: Json, operation: str, version: Version) -> list[Trouble]:
    """A key that a request has in another version only, or that translation would have renamed."""
    own = (*_model(operation, "request", version), *_model(operation, "response", version))
    held: dict[Path, Trouble] = {}
    for other in aurora().versions:
        for part in ("request", "response") if other != version else ():
            for path, addition in foreign(document, own, _model(operation, part, other)):
                pointer = pointer_of(path)
                here = lineage(operation, "request", pointer, other, version)
                if here != pointer if part == "response" else not addition:
                    called = f", here it is {_dotted(keys_of(here))}" if here and here != pointer else ""
                    message = f"{_dotted(path)} is a field of {other}, not of {version}{called}"
                    held.setdefault(path, Trouble(message))
    return list(held.values())


def _of_customers(document: Json, operation: str, version: Version) -> list[Trouble]:
    project: Json = document.get("project") if operation in _PROJECTS and isinstance(document, dict) else None
    troubles = []
    held = project if isinstance(project, dict) else {}
    for name in _CUSTOMER:
        value = held.get(name, "")
        if value is None and version == CANONICAL:
            troubles.append(Trouble(f"project.{name} is null: leave it out"))
        if isinstance(value, str) and len(value) > _LONGEST:
            troubles.append(Trouble(f"project.{name} is longer than {_LONGEST} characters"))
    return troubles


def refuse_unknown(document: Json, operation: str, version: Version) -> None:
    """Refuse a body with a key that no document of the version names.

    Raises:
        Refused: 422, it has one.
    """
    own = (*_model(operation, "request", version), *_model(operation, "response", version))
    if own:
        strange = [keys_of(one.pointer) for one in differences(document, known(document, own))]
        if strange:
            raise Refused(422, *(Trouble(f"{_dotted(path)} is a key that no document names") for path in strange))


def _model(operation: str, part: Part, version: Version) -> Models:
    model = model_for(operation, part, version)
    return () if model is None else (model,)


def _others(operation: str, part: Part, version: Version) -> Models:
    return tuple(model for other in aurora().versions if other != version for model in _model(operation, part, other))


def _items(body: Json) -> list[Record]:
    """What stands in the envelope, one or many."""
    (inner,) = body.values()
    return inner if isinstance(inner, list) else [inner]
