"""Field lineage, and validation in the caller's own names."""

import pickle

import pytest

import aurora_compat as ac
from aurora_compat.edits import Rename, each_of
from aurora_compat.words.operation import Part

V18, V22, V24 = "2018.01", "2022.09", "2024.05"

RENAMED = [
    ("create_project", "request", "/project/address", "/project/location/property_address"),
    ("create_project", "request", "/project/latitude", "/project/location/latitude"),
    ("update_project", "request", "/project/customer_address", "/project/mailing_address"),
    ("list_projects", "response", "/projects/3/preferred_solar_panels", "/projects/3/preferred_solar_modules"),
    ("create_user", "request", "/user/user_level", "/user/role_id"),
    ("update_design_pricing", "request", "/pricing/flat_system_cost", "/pricing/flat_system_price"),
    ("retrieve_design_pricing", "response", "/pricing/pricing_mode", "/pricing/pricing_method"),
    (
        "retrieve_design_pricing",
        "response",
        "/pricing/system_cost_breakdown/1/subcomponents/0/item_cost",
        "/pricing/system_price_breakdown/1/subcomponents/0/item_price",
    ),
    (
        "run_auto_designer",
        "request",
        "/auto_designer/placement_options/row_spacing_meters",
        "/auto_designer/placement_options/row_spacing",
    ),
    (
        "run_auto_designer",
        "request",
        "/auto_designer/placement_options/min_sap",
        "/auto_designer/irradiance_constraints/min_sap",
    ),
    ("retrieve_roof_summary", "response", "/roofs/0/faces/2/panels", "/roofs/0/faces/2/modules"),
    ("create_project", "request", "/project/name", "/project/name"),
    ("create_project", "request", "/project/x~1y", "/project/x~1y"),
    ("create_project", "request", "", ""),
]


@pytest.mark.parametrize(("operation", "part", "old", "new"), RENAMED)
def test_a_field_is_followed_both_ways(operation: str, part: Part, old: str, new: str) -> None:
    assert ac.lineage(operation, part, old, V18, V24) == new
    assert ac.lineage(operation, part, new, V24, V18) == old
    assert ac.lineage(operation, part, new, V24, V24) == new


@pytest.mark.parametrize(
    ("operation", "pointer", "source", "target"),
    [
        ("retrieve_project", "/project/updated_at", V22, V24),
        ("retrieve_design_summary", "/design/system_size", V18, V22),
        ("list_financings", "/financings/0/system_cost", V18, V24),
    ],
)
def test_a_field_without_a_place(operation: str, pointer: str, source: str, target: str) -> None:
    assert ac.lineage(operation, "response", pointer, source, target) is None


def test_names_as_servers_write_them() -> None:
    found = ac.lineage("create_project", "request", "project.location.property_address", V24, V18)
    assert found == "project.address"


def test_neighbours_can_decide() -> None:
    where = ("create_webhook", "request", "/webhook/filters/0/value", V24, V18)
    document = {"webhook": {"filters": [{"url_parameter": "STATUS", "value": "sold"}]}}
    assert ac.lineage(*where, document=document) == "/webhook/filters/STATUS"  # type: ignore[arg-type]
    assert ac.lineage(*where) is None  # type: ignore[arg-type]


def test_a_registry_of_ones_own() -> None:
    phone = ac.Change(
        id="phone",
        summary="`customer_phone` is called `phone`.",
        published="customer_phone becomes phone.",
        source="changelog of 2026.01",
        grade="A",
        bodies=(ac.Body(("create_project",), each_of("project", "projects", Rename("customer_phone", "phone"))),),
    )
    release = ac.Release(version=ac.Version.of("2026.01"), after=ac.Version.of(V24), changes=(phone,))
    registry = ac.registry.with_release(release)
    found = ac.lineage("create_project", "request", "/project/phone", "2026.01", V18, registry=registry)
    assert found == "/project/customer_phone"


def test_bad_questions() -> None:
    with pytest.raises(ac.UnknownOperation):
        ac.lineage("create_projct", "request", "/project", V18, V24)
    with pytest.raises(ac.UnknownVersion):
        ac.lineage("create_project", "request", "/project", V18, "1999.01")


class TestValidation:
    def test_a_request_is_refused_in_the_callers_names(self) -> None:
        payload = {"project": {"name": True, "address": 5, "tags": ["a", 1]}}
        with pytest.raises(ac.MalformedPayload) as refused:
            ac.translate(payload, operation="create_project", part="request", source=V18, target=V24, validate=True)
        error = refused.value
        assert error.problems is not None
        assert {(one.pointer, str(one.version)) for one in error.problems} == {
            ("/project/name", V18),
            ("/project/address", V18),
            ("/project/tags/1", V18),
        }
        assert error.pointer == error.problems[0].pointer
        assert (error.operation, error.source, error.target) == ("create_project", V18, V24)
        assert "(and 2 more problems)" in str(error)
        assert pickle.loads(pickle.dumps(error)) == error

    def test_what_only_the_target_refuses_is_told_at_its_source(self) -> None:
        with pytest.raises(ac.MalformedPayload) as refused:
            ac.translate(
                {"webhook": {"enabled": "maybe"}},
                operation="create_webhook",
                part="request",
                source=V22,
                target=V24,
                validate=True,
            )
        assert refused.value.pointer == "/webhook/enabled"
        assert "maybe" not in str(refused.value)

    def test_a_response_is_delivered_and_its_problems_told(self) -> None:
        payload = {"project": {"id": "p-1", "location": {"property_address": 5}}}
        t = ac.translate(payload, operation="retrieve_project", part="response", source=V24, target=V18, validate=True)
        assert t.result == {"project": {"id": "p-1", "address": 5}}
        assert [problem.pointer for problem in t.problems] == ["/project/address"]

    def test_a_field_that_is_wanted(self) -> None:
        t = ac.translate({}, operation="retrieve_project", part="response", source=V24, target=V18, validate=True)
        assert [problem.pointer for problem in t.problems] == ["/project"]

    def test_nothing_is_looked_at_unasked(self) -> None:
        t = ac.translate({"project": 5}, operation="retrieve_project", part="response", source=V24, target=V18)
        assert t.problems == ()

    def test_a_version_without_models(self) -> None:
        release = ac.Release(version=ac.Version.of("2026.01"), after=ac.Version.of(V24))
        registry = ac.registry.with_release(release)
        t = ac.translate(
            {"project": {"id": 5}},
            operation="retrieve_project",
            part="response",
            source=V24,
            target="2026.01",
            registry=registry,
            validate=True,
        )
        assert [(problem.pointer, str(problem.version)) for problem in t.problems] == [("/project/id", V24)]
