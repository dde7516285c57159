"""A forgotten field is an error: the schemas of two versions against the changes between them."""

import pytest
from pydantic import BaseModel, ConfigDict

import aurora_compat as ac
from aurora_compat.edits import At, Rename
from aurora_compat.forgotten import Forgotten, forgotten_fields

WITHOUT_FIELDS = {
    *("root-endpoint", "v2-prefix", "hmac-authentication", "version-header", "module-spacing", "design-asset-path"),
    *("create-design-from-site-model", "not-found-message"),
}
"""Changes that no schema of a body can show: of the head of messages, and of the wording of one message."""

SAMPLES = {
    "user-roles": ("/users/*/user_level", None),
    "system-size": ("/design/system_size", None),
    "list-financings-reduced": ("/financings/*/system_cost", None),
    "autodesigner-options": ("/auto_designer/placement_options/min_sap", None),
    "tenant-user-ids": ("/tenant/user_ids/*", None),
    "preferred-solar-modules": ("/project/preferred_solar_panels/*", None),
    "mailing-address": ("/project/mailing_address", None),
    "property-location": ("/project/location/latitude", None),
    "project-updated-at": ("/projects/*/updated_at", None),
    "agreement-updated-at": ("/agreement/updated_at", None),
    "nearmap-true-ortho": ("/design_request/image_src", "Nearmap (True Ortho)"),
    "nearmap-spelling": ("/design_request/image_src", "NearMap"),
    "summary-manufacturer": ("/design/arrays/*/dc_optimizer/manufacturer", None),
    "roof-modules": ("/roofs/*/faces/*/panels", None),
    "pricing": ("/pricing/line_items/*/cost", None),
    "financing-price": ("/financing/inverter_cost_per_watt", None),
    "webhook-enabled": ("/webhook/enabled", "true"),
    "webhook-filters": ("/webhook/filters/*/url_parameter", None),
    "error-format": ("", {"error": "a message"}),
}
"""One field, or value of a field, that is forgotten without the change."""


def without(id_: str) -> ac.Registry:
    """Aurora's registry less one change."""
    releases = []
    for release in ac.registry.releases:
        kept = tuple(change for change in release.changes if change.id != id_)
        releases.append(release.__replace__(changes=kept))
    return ac.Registry(*releases)


def test_nothing_is_forgotten() -> None:
    assert [str(found) for found in forgotten_fields()] == []


def test_every_change_is_taken_out() -> None:
    assert {*SAMPLES, *WITHOUT_FIELDS} == set(ac.changes)


@pytest.mark.parametrize("id_", SAMPLES)
def test_without_a_change_its_fields_are_named(id_: str) -> None:
    found = forgotten_fields(without(id_))
    pointer, value = SAMPLES[id_]
    assert (pointer, value) in [(one.pointer, one.value) for one in found]
    edges = {release.version: release.after for release in ac.registry.releases if ac.changes[id_] in release.changes}
    for one in found:
        assert one.operation in ac.changes[id_].operations or ac.changes[id_].operations == ac.EVERY_OPERATION
        assert (one.target, one.source) in edges.items() or (one.source, one.target) in edges.items()


@pytest.mark.parametrize("id_", sorted(WITHOUT_FIELDS))
def test_the_head_of_messages_has_no_schema_here(id_: str) -> None:
    assert forgotten_fields(without(id_)) == ()


class Old(BaseModel):
    """An order of version 1."""

    model_config = ConfigDict(extra="allow")
    sum: int
    note: str | None = None


class New(BaseModel):
    """An order of version 2."""

    model_config = ConfigDict(extra="allow")
    total: int
    currency: str | None = None


class OldOrder(BaseModel):
    """The body of version 1."""

    order: Old


class NewOrder(BaseModel):
    """The body of version 2."""

    order: New


def shop(*changes: ac.Change) -> ac.Registry:
    """Another API of two versions."""
    first = ac.Release(version=ac.Version.of("1"), endpoints=(ac.Endpoint("create_order", "POST", "/orders", "doc"),))
    return ac.Registry(first, ac.Release(version=ac.Version.of("2"), after=ac.Version.of("1"), changes=changes))


def models(operation: str, part: str, version: ac.Version, status: int) -> type[BaseModel] | None:
    if part == "response":
        return None
    return OldOrder if version == ac.Version.of("1") else NewOrder


def test_a_registry_of_ones_own() -> None:
    rename = ac.Change(
        id="total",
        summary="`sum` is called `total`.",
        published="sum becomes total.",
        source="changelog of 2",
        grade="A",
        bodies=(ac.Body(("create_order",), At("order", Rename("sum", "total"))),),
    )
    found = forgotten_fields(shop(rename), models)
    assert [(one.pointer, str(one.source)) for one in found] == [("/order/note", "1"), ("/order/currency", "2")]
    more = forgotten_fields(shop(), models)
    assert {one.pointer for one in more} == {"/order/sum", "/order/note", "/order/total", "/order/currency"}


def test_a_finding_says_what_and_where() -> None:
    (found,) = [one for one in forgotten_fields(without("system-size")) if one.operation == "retrieve_design_summary"]
    assert isinstance(found, Forgotten)
    assert hash(found) == hash(found.__replace__())
    assert str(found) == (
        "retrieve_design_summary response 2018.01 -> 2022.09: no change accounts for the field /design/system_size"
    )
