"""Compiled plans: odd documents that try what their quick forms must tell apart, and golden ones that they must take.

Generated documents are the law `agreement`'s.
"""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.code import Parsed
from aurora_compat.run import Call
from aurora_compat.testing import laws, sealed
from aurora_compat.testing.words import ROLES, TWINS
from aurora_compat.words.frozen import FrozenMap
from tests.documents import PAIRS, documents
from tests.laws.odd import DOCUMENTS

PARAMS = FrozenMap(
    {
        "tenant_id": "7e7a0000-0000-4000-8000-000000000001",
        "project_id": "12345343-5343-4345-3445-123456789012",
        "design_id": "de510000-0000-4000-8000-000000000001",
    }
)
ANSWERS: dict[str, Any] = {
    "list_roles": {"roles": [{"name": "Team Member", "id": next(iter(TWINS.values()))[0]}]},
    "list_users": {"users": [{"id": "u1"}, {"id": "u2"}]},
    "retrieve_project": {"project": {"location": {"property_address": "9 Held Road", "latitude": 1.5, "longitude": 2}}},
    "retrieve_financing": {"financing": {"id": "f", "system_price": 1, "system_cost": 2, "up_to_date": True}},
}


def contexts(server: str) -> list[ac.Context]:
    """Nothing known, roles alone, settings overturned, and every answer given."""
    known = ac.Context(roles=ROLES)
    told = ac.Context(roles=ROLES, system_size_source="ac", pricing_method_values={"cost breakdown": "by component"})
    found = [ac.Context(), ac.Context(roles=ROLES, system_size_source=None), known, told]
    for operation, body in ANSWERS.items():
        names = ac.operations[operation].parameters(ac.versions[0])
        params = FrozenMap({name: PARAMS.get(name, "f1000000-0000-4000-8000-000000000001") for name in names})
        need = ac.Need(operation, ac.Version.of(server), params, FrozenMap(), None, "", False, None)
        found.append(known.with_answer(need, body))
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_of_odd_documents(name: str) -> None:
    operation, _, part = name.partition(".")
    for source, target in PAIRS:
        for context in contexts(target if part == "request" else source):
            for document in DOCUMENTS[name]:
                laws.agreement(
                    document,
                    operation=operation,
                    part=part,  # type: ignore[arg-type]  # the names hold one of the two
                    source=source,
                    target=target,
                    context=context,
                    path_params=PARAMS,
                )


_ASIDE = {"retrieve_design_summary.response.arrays_text"}
"""Golden documents that are odd in some version: arrays as JSON in a string."""


@pytest.mark.parametrize("document", [d for d in documents() if d.status == 200], ids=lambda document: document.name)
def test_golden_documents_are_never_left_aside(document: Any) -> None:
    if document.name in _ASIDE:
        return
    told = document.given()
    for source, target in PAIRS:
        ends = ac.Version.of(source), ac.Version.of(target)
        params = FrozenMap(told["path_params"])
        body = document.body(source)
        for lenient in (False, True):
            call = Call(document.operation, document.part, *ends, told["context"], params, 200, ac.registry, lenient)
            function = ac.registry.plan(document.operation, document.part, source, target).compiled.function
            function(body, call, Parsed())  # would raise Aside
            function(sealed.opened(body), call, sealed.Opener())
