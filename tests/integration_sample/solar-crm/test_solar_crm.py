"""Tests of the CRM against fake Aurora servers of every version."""

from collections.abc import Callable
from typing import Any

import pytest
from solar_crm import AuroraError, Crm, address_of

from aurora_compat.testing.server import TOKEN, FakeAurora


@pytest.fixture
def crm(aurora_server: FakeAurora) -> Crm:
    return Crm(aurora_server.send, tenant=aurora_server.tenant.id, token=TOKEN, version=str(aurora_server.version))


@pytest.mark.aurora_version("2018.01", "2022.09", "2024.05")
class TestEveryVersion:
    def test_a_customer_is_added(self, crm: Crm, aurora_server: FakeAurora) -> None:
        id_ = crm.add_customer("Roof", "1 Sun Street", "PO Box 12")
        project = aurora_server.tenant.projects[id_]
        assert project["location"]["property_address"] == "1 Sun Street"
        assert project["mailing_address"] == "PO Box 12"
        assert (id_, "1 Sun Street") in list(crm.customers())

    def test_all_pages_are_read(self, crm: Crm, aurora_server: FakeAurora) -> None:
        for number in range(205):
            aurora_server.tenant.projects[f"p-{number}"] = {"id": f"p-{number}"}
        assert len(list(crm.customers())) == len(aurora_server.tenant.projects)

    def test_a_user_is_promoted(self, crm: Crm, aurora_server: FakeAurora) -> None:
        user = next(iter(aurora_server.tenant.users))
        crm.promote(user, "Admin")
        roles = {role["name"]: id_ for id_, role in aurora_server.tenant.roles.items()}
        assert aurora_server.tenant.users[user]["role_id"] == roles["Admin"]

    def test_sales_are_watched(self, crm: Crm, aurora_server: FakeAurora) -> None:
        id_ = crm.watch_sales("https://crm.example.com/sold?id=<PROJECT_ID>")
        hook = aurora_server.tenant.webhooks[id_]
        assert hook["filters"] == [{"url_parameter": "STATUS", "value": "sold"}]
        assert hook["enabled"] is True

    def test_offers_are_compared(self, crm: Crm, aurora_server: FakeAurora) -> None:
        design = next(iter(aurora_server.tenant.designs))
        for price, financing in zip((300.0, 200.0), aurora_server.tenant.financings.values(), strict=True):
            financing["system_price"] = price
        assert crm.cheapest_offer(design) == 200.0

    def test_a_wrong_key_is_told(self, aurora_server: FakeAurora) -> None:
        crm = Crm(aurora_server.send, tenant=aurora_server.tenant.id, token="wrong", version=str(aurora_server.version))
        with pytest.raises(AuroraError, match="bearer"):
            list(crm.customers())


def test_the_default_version_is_that_of_the_settings(aurora_version: str, aurora_payload: Callable[..., Any]) -> None:
    assert aurora_version == "2018.01"
    project = aurora_payload("retrieve_project")["project"]
    assert address_of(project) == project["address"]


@pytest.mark.aurora_version("2022.09", "2024.05")
def test_what_other_versions_answer_is_read_too(
    aurora_payload: Callable[..., Any], aurora_translate: Callable[..., Any]
) -> None:
    told = aurora_translate(aurora_payload("retrieve_project"), "retrieve_project", target="2018.01")
    assert address_of(told.result["project"]) == "120 Example Street, Sampleville, CA 90000, USA"
