"""`laws.check`: Aurora's rules keep the laws, good registries do, and broken ones are caught with a good message."""

import json
import time
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import aurora_compat as ac
from aurora_compat.edits import At, Rename, unchanged
from aurora_compat.testing import LawBroken, Tally, laws, payloads
from tests.testing._broken import BROKEN, GOOD, Broken, change, custom, drops_silently, model_1, shop

CHECKED: list[Tally] = []


@pytest.fixture(scope="module")
def aurora() -> Tally:
    return laws.check(max_examples=4)


def test_auroras_rules_keep_all_laws(aurora: Tally) -> None:
    assert sorted(aurora.laws) == sorted(law.name for law in laws.ALL)
    assert len(aurora.lines()) == len(laws.ALL)
    assert "round_trip: " in repr(aurora)


def test_every_touched_operation_part_and_pair_was_checked(aurora: Tally) -> None:
    versions = [str(version) for version in ac.versions]
    touched = {
        f"{operation} {part} {source} -> {target}"
        for operation in ac.operations
        for part in ("request", "response")
        for source in versions
        for target in versions
        if ac.registry.plan(operation, part, source, target).touches()
    }
    for law in ("purity", "round_trip", "no_silent_loss", "edit_in_the_middle", "composition"):
        assert touched <= {case for name, case in aurora.checked if name == law}
        assert any(case.startswith("4xx") for name, case in aurora.checked if name == law)
    ups = {case for name, case in aurora.checked if name == "stability"}
    assert ups
    assert not any(case.split()[-3:] == ["2024.05", "->", "2018.01"] for case in ups)


def test_little_is_refused(aurora: Tally) -> None:
    assert aurora.refused.total() / aurora.total < 0.1


def test_conformity_where_models_differ(aurora: Tally) -> None:
    cases = {case for name, case in aurora.checked if name == "conformity"}
    assert "create_project request 2018.01 -> 2024.05" in cases
    assert "list_financings response 2024.05 -> 2018.01" in cases


def test_a_small_registry() -> None:
    tally = laws.check(GOOD, max_examples=30)
    assert tally.laws == tuple(law.name for law in laws.ALL if law is not laws.conformity)
    assert "list_orders response 2 -> 1" in tally.cases
    assert not tally.refused


def test_what_is_checked_can_be_chosen() -> None:
    tally = laws.check(
        GOOD, operations=["create_order"], parts=["request"], versions=["1", "2"], laws=["round_trip", laws.purity]
    )
    assert tally.cases == ("create_order request 1 -> 2", "create_order request 2 -> 1")
    assert tally.laws == ("round_trip", "purity")
    assert tally.checked["purity", "create_order request 1 -> 2"] == 20


def test_unknown_names() -> None:
    with pytest.raises(ValueError, match="no law 'gravity'"):
        laws.check(GOOD, laws=["gravity"])
    with pytest.raises(ac.UnknownOperation):
        laws.check(GOOD, operations=["create_ordr"])
    with pytest.raises(ac.UnknownVersion):
        laws.check(GOOD, versions=["1", "7"])


def test_payloads_and_context_of_ones_own() -> None:
    seen: list[tuple[str, str, str]] = []

    def mine(operation: str, part: str, version: ac.Version) -> st.SearchStrategy[Any]:
        seen.append((operation, part, str(version)))
        return st.builds(lambda n: {"order": {"qty": n}}, st.integers())

    laws.check(GOOD, payloads=mine, context=ac.Context(), max_examples=3)
    assert ("list_orders", "response", "2") in seen


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_rule_is_caught(broken: Broken) -> None:
    where: dict[str, Any] = {"operations": ["create_order"], "parts": ["request"], "max_examples": 400}
    models = model_1 if broken.modelled else None
    with pytest.raises(LawBroken) as caught:
        laws.check(broken.registry, models=models, **where)
    error, text = caught.value, str(caught.value)
    assert (error.law, error.change) == (broken.law, broken.change)
    assert error.pointer.replace("/orders/0", "/order") == broken.pointer
    assert text.startswith(f"{broken.law} is broken by the change {broken.change}: create_order request 1 -> ")
    assert f"  at {error.pointer or 'the whole document'}: " in text
    assert f"  smallest payload: {json.dumps(error.payload, ensure_ascii=False)}" in text
    assert len(repr(error.payload)) < 120
    if broken.payload is not None:
        payload = {"order": error.payload["orders"][0]} if "orders" in error.payload else error.payload
        assert payload == broken.payload


def test_the_same_failure_every_time() -> None:
    registry = shop(change("drops", custom(drops_silently, unchanged, "qty")))
    texts = []
    for _ in range(2):
        with pytest.raises(LawBroken) as caught:
            laws.check(registry, max_examples=100)
        texts.append(str(caught.value))
    assert texts[0] == texts[1]


def test_another_seed_finds_it_too() -> None:
    registry = shop(change("drops", custom(drops_silently, unchanged, "qty")))
    with pytest.raises(LawBroken, match="/order"):
        laws.check(registry, max_examples=100, seed=7)


def test_a_version_that_is_added_to_auroras() -> None:
    body = ac.Body(("retrieve_project",), At("project", Rename("customer_phone", "phone")))
    phone = ac.Change(id="phone", summary="phone", published="phone", source="notes", grade="A", bodies=(body,))
    release = ac.Release(version=ac.Version.of("2026.01"), after=ac.Version.of("2024.05"), changes=(phone,))
    registry = ac.registry.with_release(release)
    tally = laws.check(registry, operations=["retrieve_project"], max_examples=5)
    assert "retrieve_project response 2018.01 -> 2026.01" in tally.cases
    assert "4xx response 2026.01 -> 2018.01" in tally.cases


def test_branches_and_versions_that_nothing_joins() -> None:
    first, second = GOOD.releases
    branch = ac.Release(
        version=ac.Version.of("1.5"), after=first.version, changes=(change("note", Rename("note", "remark")),)
    )
    alone = ac.Release(version=ac.Version.of("9"))
    tally = laws.check(ac.Registry(first, second, branch, alone), operations=["create_order"], max_examples=10)
    assert "create_order request 1.5 -> 2" in tally.cases
    assert not any("9" in case for case in tally.cases)
    assert ("stability", "create_order request 1.5 -> 2") not in tally.checked


class Order(BaseModel):
    qty: int | None = None


class Body(BaseModel):
    order: Order


@given(payloads("create_order", "request", "1", registry=GOOD, model=Body))
def test_single_laws_in_tests_of_ones_own(payload: Any) -> None:
    for law in laws.ALL:
        assert law(payload, operation="create_order", part="request", source="1", target="2", registry=GOOD)


def test_a_single_law_says_that_a_payload_was_refused() -> None:
    given_ = {"operation": "create_user", "part": "request", "source": "2018.01", "target": "2024.05"}
    user = {"user": {"user_level": "Unheard Of"}}
    assert laws.round_trip(user, **given_) is False  # type: ignore[arg-type]
    known = ac.Context(roles={"Unheard Of": "3fa85f64-5717-4562-b3fc-2c963f66afa6"})
    assert laws.round_trip(user, **given_, context=known) is True  # type: ignore[arg-type]


def test_a_single_law_that_is_broken() -> None:
    registry = shop(change("drops", custom(drops_silently, unchanged, "qty")))
    payload = {"order": {"qty": 3, "other": 1}}
    with pytest.raises(LawBroken) as caught:
        laws.no_silent_loss(
            payload, operation="create_order", part="request", source="1", target="2", registry=registry
        )
    assert (caught.value.change, caught.value.pointer, caught.value.payload) == ("drops", "/order/qty", payload)


FILTERS: tuple[dict[str, Any], ...] = (
    {"value": "sold"},
    {"value": None},
    {},
    {"value": ["sold", "lost"]},
    {"value": "sold", "other": 1},
)


@pytest.mark.parametrize(("first", "second"), list(product(FILTERS, FILTERS)))
def test_repeated_url_parameters_keep_conformity_too(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Generated filters never repeat one, as a request of this kind is refused; answers with such a list conform."""
    filters = [{"url_parameter": "STATUS", **first}, {"url_parameter": "STATUS", **second}]
    where: dict[str, Any] = {"source": "2024.05", "target": "2018.01", "part": "response"}
    assert laws.conformity({"webhook": {"filters": filters}}, operation="retrieve_webhook", **where)


def test_conformity_breaks_where_a_change_is_forgotten() -> None:
    releases = [
        release.__replace__(changes=tuple(one for one in release.changes if one.id != "webhook-filters"))
        for release in ac.registry.releases
    ]
    with pytest.raises(LawBroken) as caught:
        laws.check(ac.Registry(*releases), operations=["retrieve_webhook"], laws=["conformity"])
    assert (caught.value.law, caught.value.change, caught.value.pointer) == ("conformity", "", "/webhook/filters")
    assert (str(caught.value.source), str(caught.value.target)) == ("2018.01", "2024.05")


def test_it_is_quick() -> None:
    began = time.perf_counter()
    laws.check(operations=["create_project"], max_examples=2)
    assert time.perf_counter() - began < 20
