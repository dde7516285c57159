"""What passes by and is worth knowing later: which design an asset is of, which project a design is in, the roles.

An exchange learns it from the server's successful answers, so that later requests need not ask.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from aurora_compat.run import PAGE_SIZE
from aurora_compat.words.context import Context
from aurora_compat.words.jsons import Json
from aurora_compat.words.roles import directory_of

_ASSETS = frozenset({"list_design_assets", "list_project_assets", "retrieve_design_asset"})
_DESIGNS = frozenset(
    {"create_design", "duplicate_design", "list_designs", "retrieve_design", "retrieve_design_summary"}
)
_PER_PAGE = 100
"""Items of a page where the request does not say."""


def learns(operation: str | None) -> bool:
    """Whether an answer of this operation can teach anything."""
    return operation in _ASSETS or operation in _DESIGNS or operation == "list_roles"


def learned(
    context: Context, operation: str, path_params: Mapping[str, str], query: Mapping[str, str], body: Json
) -> Context:
    """The context, and what the body of a 2xx answer tells beside it."""
    if not isinstance(body, dict):
        return context
    if operation == "list_roles":
        complete = query.get("page", "1") == "1" and len(_items(body, "roles")) < _size(query)
        return with_roles(context, path_params.get("tenant_id"), (body,)) if complete else context
    field, pairs = (
        ("design_of_asset", _assets(body, path_params))
        if operation in _ASSETS
        else ("project_of_design", _designs(body, path_params))
    )
    held: Mapping[str, str] = getattr(context, field)
    fresh = {key: value for key, value in pairs if held.get(key) != value}
    return _with(context, field, {**held, **fresh}) if fresh else context


def with_roles(context: Context, tenant: str | None, pages: tuple[Json, ...]) -> Context:
    """The context with a tenant's whole role directory; one that holds for every tenant is the caller's, and stays."""
    per_tenant = context.roles is None or all(isinstance(value, Mapping) for value in context.roles.values())
    if tenant is None or not per_tenant:
        return context
    known = {name: ids[0] if len(ids) == 1 else ids for name, ids in directory_of(pages).items()}
    return _with(context, "roles", {**(context.roles or {}), tenant: known}) if known else context


def _with(context: Context, field: str, value: Any) -> Context:
    known: Context = context.__replace__(**{field: value})
    return known


def _assets(body: dict[str, Any], path_params: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for asset in _resources(body, "asset", "assets"):
        id_, design = asset.get("id"), asset.get("design_id", path_params.get("design_id"))
        if isinstance(id_, str) and isinstance(design, str):
            yield id_, design
    asset_id, design_id = path_params.get("asset_id"), path_params.get("design_id")
    if asset_id and design_id:
        yield asset_id, design_id


def _designs(body: dict[str, Any], path_params: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for design in _resources(body, "design", "designs"):
        id_ = design.get("id", design.get("design_id"))
        project = design.get("project_id", path_params.get("project_id"))
        if isinstance(id_, str) and isinstance(project, str):
            yield id_, project


def _resources(body: dict[str, Any], single: str, several: str) -> list[dict[str, Any]]:
    one = body.get(single)
    return [*([one] if isinstance(one, dict) else []), *_items(body, several)]


def _items(body: Json, key: str) -> list[dict[str, Any]]:
    items = body.get(key) if isinstance(body, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _size(query: Mapping[str, str]) -> int:
    text = query.get("per_page", "")
    return min(int(text), PAGE_SIZE) if text.isascii() and text.isdigit() and len(text) < 9 else _PER_PAGE
