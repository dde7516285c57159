"""`explain`: the plan, without a payload."""

import json
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.words.operation import PARTS
from tests.cli._run import CREATE_PROJECT, CREATE_USER, RETRIEVE_TENANT, V18, V22, V24, run
from tests.documents import PAIRS


def explained(*args: str) -> Any:
    return json.loads(run("explain", *args, "--json").stdout)


def test_the_hops_and_their_changes() -> None:
    told = run("explain", *CREATE_PROJECT).stdout
    assert f"create_project request, {V18} -> {V24}" in told
    assert f"{V18}: POST /v2/tenants/{{tenant_id}}/projects\n{V24}: POST /tenants/{{tenant_id}}/projects" in told
    assert f"{V18} -> {V22} (up)" in told
    assert "hmac-authentication (A): Requests carry a bearer token; HMAC signatures are gone." in told
    assert "mailing-address (A): `customer_address` of a project is called `mailing_address`." in told


def test_the_edits_by_path() -> None:
    told = [line.split() for line in run("explain", *CREATE_PROJECT).stdout.splitlines()]
    assert ["mailing-address", "/project/customer_address", "becomes", "mailing_address"] in told


def test_the_head_of_a_message() -> None:
    told = [line.split() for line in run("explain", *CREATE_PROJECT).stdout.splitlines()]
    assert ["v2-prefix", "path", "loses", "/v2", "in", "front"] in told


def test_what_it_can_lose_and_may_need() -> None:
    told = run("explain", *CREATE_USER).stdout
    assert f"GET /tenants/{{tenant_id}}/roles ({V22})" in told
    assert ["lost", "/user/user_level", "user-roles"] in [line.split() for line in told.splitlines()]


def test_the_setting_that_overturns_a_reading() -> None:
    told = run(
        "explain", "--operation", "retrieve_design_summary", "--part", "response", "--from", V22, "--to", V18
    ).stdout
    assert "Context.system_size_source" in told


def test_a_version_to_itself() -> None:
    told = run("explain", *("--operation", "create_user", "--part", "request", "--from", V18, "--to", V18)).stdout
    assert "nothing changes" in told


def test_an_operation_that_a_version_does_not_list() -> None:
    args = ("--operation", "duplicate_design", "--part", "request", "--from", V18, "--to", V24)
    assert f"{V18}: POST (not listed)" in run("explain", *args).stdout


def test_as_json() -> None:
    told = explained(*RETRIEVE_TENANT)
    assert [(hop["source"], hop["target"], hop["direction"]) for hop in told["hops"]] == [
        (V24, V22, "down"),
        (V22, V18, "down"),
    ]
    (change,) = told["hops"][0]["changes"]
    (edit,) = change["edits"]
    assert (change["id"], edit["where"], edit["needs"]) == ("tenant-user-ids", "/tenant/user_ids", ["list_users"])
    assert told["needs"] == [
        {
            "operation": "list_users",
            "method": "GET",
            "version": V24,
            "path": "/tenants/{tenant_id}/users",
            "change": "tenant-user-ids",
        }
    ]
    assert {"where": "/tenant/user_ids", "change": "tenant-user-ids"} in told["notes"]["missing"]


@pytest.mark.parametrize("part", PARTS)
def test_every_plan_can_be_explained(part: str) -> None:
    touched = {name for change in ac.changes.values() for name in change.operations if name in ac.operations}
    for operation in sorted(touched):
        for source, target in PAIRS[:2]:
            result = run("explain", "--operation", operation, "--part", part, "--from", source, "--to", target)
            assert result.exit_code == 0
            assert result.stderr == ""


def test_the_source_that_the_plan_is_compiled_to() -> None:
    source = run("explain", *CREATE_PROJECT, "--source").stdout
    assert source.strip() == ac.registry.plan("create_project", "request", V18, V24).compiled.source.strip()
    assert "# mailing-address" in source
    compile(source, "explained", "exec")
    assert explained(*CREATE_PROJECT, "--source") == {"source": source.rstrip("\n") + "\n"}
