"""Payloads for the laws: golden documents, bent out of shape by a few random hands.

A mutation is a handful of small integers, so Hypothesis shrinks a failure to the document and the one or two hands that
matter. The pools hold what trips translators up: both spellings of every key, values of either version, nulls, wrong
types, empty and nested lists, keys with `/`, `~`, empty and non-ASCII keys, integers beyond 64 bits, 1, 1.0 and true.
"""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st

import aurora_compat as ac
from tests.documents import VERSIONS, documents

KNOWN_ROLE, OTHER_ROLE = "3fa85f64-5717-4562-b3fc-2c963f66afa6", "401e0000-0000-4000-8000-000000000003"
TWIN_ROLES = ("401e0000-0000-4000-8000-000000000006", "401e0000-0000-4000-8000-000000000007")
ROLES: dict[str, str | tuple[str, ...]] = {
    "Team Member": KNOWN_ROLE,
    "Admin": OTHER_ROLE,
    "Field Crew": TWIN_ROLES,
    "Limited Team Member": "401e0000-0000-4000-8000-000000000002",
    "SDK User": "401e0000-0000-4000-8000-000000000004",
    "Regional Sales": "401e0000-0000-4000-8000-000000000005",
}
PARAMS = {
    "tenant_id": "7e7a0000-0000-4000-8000-000000000001",
    "project_id": "12345343-5343-4345-3445-123456789012",
    "design_id": "de510000-0000-4000-8000-000000000001",
}

ODD_KEYS = ("", "/", "~", "a/b", "~1", "ключ", "0", "custom")
MORE_KEYS = (
    *("allow_filler_row", "row_spacing", "panel_tilt_deg", "pitched_face_tilt_threshold_deg", "flat_face_panel_tilt"),
    *("irradiance_constraints", "placement_constraints", "flat_face_placement_options", "placement_options", "min_sap"),
    *("unit_cost", "unit_price", "tax_price", "cost_per_kw", "price_per_kw", "cost_price", "cost", "price"),
    *(
        "property_address",
        "address",
        "location",
        "user_level",
        "role_id",
        "value",
        "url_parameter",
        "id",
        "manufacturer",
    ),
    *("system_size", "updated_at", "user_ids", "item_type", "errors", "error", "message", "subcomponents"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 1.0, -0.0, 1.5, -1, 2**70, 10**40, "", "text", "é", "1"),
    *([], {}, [[]], [None], [1, 1.0, True], {"": 1}, {"a/b": 1, "~": {"ключ": [1]}}, [{"id": "a"}, {"id": "a"}]),
    *("true", "False", "NearMap", "Nearmap", "Nearmap (True Ortho)", "cost breakdown", "price breakdown"),
    *("flat system cost", "flat system price", "adders", "discounts", "adders_without_discounts", "base_cost"),
    *("Team Member", "Admin", "Field Crew", KNOWN_ROLE, TWIN_ROLES[0], "Unheard Of"),
    *({"STATUS": "sold"}, [{"url_parameter": "STATUS", "value": "sold"}], {"url_parameter": "STATUS"}),
    *(
        {"property_address": "1 Example Way"},
        {"latitude": 1},
        {"item_cost": 1},
        {"item_price": 1, "item_type": "adders"},
    ),
    *({"min_sap": 5}, {"row_spacing": 1}, {"row_spacing_meters": 1, "row_spacing": 2}, {"tax_price": {"unit_cost": 1}}),
    *('[{"module": {"id": "x", "manufacturer": "y"}}]', "[1.10]", {"message": "m"}, {"name": ["is bad"]}),
)


class Combination(NamedTuple):
    """What a law is checked for."""

    operation: str
    part: str
    source: str
    target: str

    @property
    def name(self) -> str:
        return f"{self.operation}.{self.part}:{self.source}-{self.target}"


ALL = tuple(
    Combination(operation, part, source, target)
    for operation in ac.operations
    for part in ("request", "response")
    for source in VERSIONS
    for target in VERSIONS
)


def _is_touched(case: Combination) -> bool:
    return ac.registry.plan(case.operation, case.part, case.source, case.target).touches()  # type: ignore[arg-type]


TOUCHED = tuple(case for case in ALL if _is_touched(case))
UNTOUCHED = tuple(case for case in ALL if not _is_touched(case))


class Example(NamedTuple):
    """One payload and everything that it is translated with."""

    case: Combination
    payload: Any
    status: int
    context: ac.Context
    edit: tuple[tuple[int, int, int, int], ...]
    """Hands for an edit of the translated document (law 3)."""

    def there(self, **more: Any) -> ac.Translation:
        return self._translate(self.payload, self.case.source, self.case.target, more)

    def back(self, payload: Any, **more: Any) -> ac.Translation:
        return self._translate(payload, self.case.target, self.case.source, more)

    def over(self, payload: Any, source: str, target: str) -> ac.Translation:
        return self._translate(payload, source, target, {})

    def _translate(self, payload: Any, source: str, target: str, more: dict[str, Any]) -> ac.Translation:
        return ac.translate(
            payload,
            operation=self.case.operation,
            part=self.case.part,  # type: ignore[arg-type]
            source=source,
            target=target,
            status=self.status,
            context=self.context,
            path_params=PARAMS,
            **more,
        )


@cache
def _bodies(operation: str, part: str, version: str) -> tuple[Any, ...]:
    found = [d.body(version) for d in documents() if (d.operation, d.part) == (operation, part) and d.status == 200]
    small = [body for body in found if len(repr(body)) < 20_000]
    return tuple(small) or ({"thing": {"id": "a", "cost": 1, "updated_at": "x"}}, {}, None, [1])


@cache
def _error_bodies(version: str) -> tuple[Any, ...]:
    found = [d.body(version) for d in documents() if d.status >= 400]
    odd: tuple[Any, ...] = (
        None,
        "gone",
        "",
        [],
        {},
        {"errors": []},
        ["a", {"message": "b"}],
        {"errors": {"name": ["is bad"]}},
    )
    return (*found, *odd)


@cache
def _keys(operation: str, part: str) -> tuple[str, ...]:
    """Every key of the operation's documents in any version, and the odd ones."""
    keys: dict[str, None] = {}
    for version in VERSIONS:
        for body in _bodies(operation, part, version):
            for holder, key in _places(body):
                if isinstance(holder, dict):
                    keys[key] = None
    return (*keys, *MORE_KEYS, *ODD_KEYS)


def _places(document: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a document."""
    found: list[tuple[Any, Any]] = []
    todo = [document]
    for holder in todo:
        items = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        for key, value in items:
            found.append((holder, key))
            todo.append(value)
    return found


Hand = tuple[int, int, int, int]


def mutate(document: Any, hands: tuple[Hand, ...], keys: tuple[str, ...]) -> Any:
    """The document after each hand has changed something in it: what, where, and with which key or value."""
    root = {"": copy.deepcopy(document)}
    for what, where, which, value in hands:
        places = _places(root)
        holder, key = places[where % len(places)]
        _HANDS[what % len(_HANDS)](
            holder, key, keys[which % len(keys)], copy.deepcopy(VALUES[value % len(VALUES)]), places
        )
    return root.get("")


def _set(holder: Any, key: Any, name: str, value: Any, places: list[tuple[Any, Any]]) -> None:
    holder[key] = value


def _delete(holder: Any, key: Any, name: str, value: Any, places: list[tuple[Any, Any]]) -> None:
    if holder is not places[0][0]:
        del holder[key]


def _add(holder: Any, key: Any, name: str, value: Any, places: list[tuple[Any, Any]]) -> None:
    inside = holder[key]
    if isinstance(inside, dict):
        inside[name] = value
    elif isinstance(inside, list):
        inside.insert(len(name) % (len(inside) + 1), value)
    elif isinstance(holder, dict) and holder is not places[0][0]:
        holder[name] = value


def _rename(holder: Any, key: Any, name: str, value: Any, places: list[tuple[Any, Any]]) -> None:
    if isinstance(holder, dict) and holder is not places[0][0]:
        holder[name] = holder.pop(key)


def _repeat(holder: Any, key: Any, name: str, value: Any, places: list[tuple[Any, Any]]) -> None:
    if isinstance(holder, list):
        holder.insert(len(name) % (len(holder) + 1), copy.deepcopy(holder[key]))
    elif isinstance(holder[key], list):
        holder[key].reverse()


def _transplant(holder: Any, key: Any, name: str, value: Any, places: list[tuple[Any, Any]]) -> None:
    other, there = places[len(repr(value)) * 7 % len(places)]
    fresh = copy.deepcopy(other[there])
    if isinstance(holder[key], dict):
        holder[key][name] = fresh
    else:
        holder[key] = fresh


_HANDS: tuple[Callable[..., None], ...] = (_add, _rename, _delete, _set, _repeat, _transplant)
_HAND = st.tuples(st.integers(0, 5), st.integers(0, 199), st.integers(0, 199), st.integers(0, 99))
_FEW = st.lists(_HAND, max_size=5).map(tuple)
_STATUS = st.sampled_from((200, 200, 200, 200, 200, 200, 201, 404, 422, 302, 500))


@cache
def known_contexts(version: str, part: str) -> tuple[ac.Context, ...]:
    """Contexts: little known, settings overturned, all answers given."""
    plain = ac.Context(roles=ROLES)
    overlaid = ac.Context(
        roles=ROLES, system_size_source="ac", pricing_method_values={"cost breakdown": "by component"}
    )
    answered = plain
    for operation, body in _ANSWERS.items():
        params = {k: v for k, v in PARAMS.items() if k in ac.operations[operation].parameters(ac.versions[0])}
        if operation == "retrieve_financing":
            params["financing_id"] = "f1000000-0000-4000-8000-000000000001"
        need = ac.Need(operation, ac.Version.of(version), _frozen(params), _frozen({}), None, "", False, None)
        answered = answered.with_answer(need, body)
    blank = (ac.Context(),) if part == "response" else (ac.Context(roles=ROLES, system_size_source=None),)
    return (plain, plain, overlaid, answered, *blank)


def _frozen(items: dict[str, str]) -> Any:
    return ac.Context(design_of_asset=items).design_of_asset


_ANSWERS = {
    "list_users": {"users": [{"id": "u1"}, {"id": "u2"}]},
    "retrieve_project": {"project": {"location": {"property_address": "9 Held Road", "latitude": 1.5, "longitude": 2}}},
    "retrieve_financing": {"financing": {"id": "f", "system_price": 1, "system_cost": 2, "up_to_date": True}},
}


@st.composite
def examples(draw: st.DrawFn, case: Combination) -> Example:
    """Payloads of one combination, with the status, the context and an edit to go with them."""
    status = draw(_STATUS) if case.part == "response" else 200
    bodies = _error_bodies(case.source) if 400 <= status < 500 else _bodies(case.operation, case.part, case.source)
    body = bodies[draw(st.integers(0, len(bodies) - 1))]
    payload = mutate(body, draw(_FEW), _keys(case.operation, case.part))
    contexts = known_contexts(case.target if case.part == "request" else case.source, case.part)
    context = contexts[draw(st.integers(0, len(contexts) - 1))]
    return Example(case, payload, status, context, draw(st.lists(_HAND, min_size=1, max_size=2).map(tuple)))
