"""`changes`, `operations` and `--version`: what there is."""

import json

import pytest

import aurora_compat as ac
from tests.cli._run import V18, V22, V24, run


def listed(*args: str) -> list[str]:
    """The ids of the changes in the table."""
    return [line.split()[0] for line in run("changes", *args).stdout.splitlines()[1:]]


def test_all_changes_are_listed_with_their_summaries() -> None:
    told = run("changes").stdout
    assert listed() == list(ac.changes)
    assert all(change.summary in told for change in ac.changes.values())


def test_a_walk_picks_its_changes_whatever_its_direction() -> None:
    assert listed("--from", V18, "--to", V22) == listed("--from", V22, "--to", V18)
    assert "user-roles" in listed("--to", V22)
    assert "user-roles" not in listed("--from", V22)
    assert set(listed("--from", V22)) | set(listed("--to", V22)) == set(ac.changes)
    assert listed("--from", V24, "--to", V24) == []


def test_an_operation_picks_its_changes() -> None:
    everywhere = ["root-endpoint", "v2-prefix", "hmac-authentication"]
    older = [*everywhere, "user-roles", "error-format", "not-found-message"]
    assert listed("--operation", "create_user") == [*older, "version-header"]
    assert listed("--operation", "create_user", "--from", V22) == ["version-header"]


def test_operations_are_named_or_counted() -> None:
    lines = {line.split()[0]: line for line in run("changes").stdout.splitlines()}
    assert lines["pricing"].endswith("retrieve_design_pricing, update_design_pricing")
    assert lines["user-roles"].endswith("5 operations")
    assert lines["error-format"].endswith("every operation")


def test_changes_as_json() -> None:
    told = {one["id"]: one for one in json.loads(run("changes", "--json").stdout)}
    assert list(told) == list(ac.changes)
    roles = told["user-roles"]
    assert (roles["release"], roles["after"], roles["grade"]) == (V22, V18, "A")
    assert "list_users" in roles["operations"]
    assert {"grade", "what", "setting"} == roles["readings"][0].keys()


def test_all_operations_are_listed_with_paths_and_changes() -> None:
    lines = {line.split()[0]: line for line in run("operations").stdout.splitlines()[1:]}
    assert lines.keys() - {"(every"} == ac.operations.keys()
    assert f"{V18}: /v2/tenants/{{tenant_id}}/users; {V22}, {V24}: /tenants/{{tenant_id}}/users" in lines["list_users"]
    assert lines["list_users"].endswith("user-roles")
    assert f"{V18}: (not listed)" in lines["duplicate_design"]
    assert "error-format; not-found-message" in lines["(every"]


def test_operations_as_json() -> None:
    told = {one["name"]: one for one in json.loads(run("operations", "--json").stdout)}
    assert told.keys() == ac.operations.keys()
    assert {"v2-prefix", "user-roles", "error-format"} <= set(told["list_users"]["changes"])
    assert "pricing" not in told["list_users"]["changes"]
    assert told["duplicate_design"]["paths"][V18] is None
    assert told["create_user"]["method"] == "POST"


def test_the_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"aurora-compat {ac.__version__}\n")


COMMANDS = ("translate", "translate-http", "changes", "operations", "explain", "schema", "openapi")


@pytest.mark.parametrize("args", [["--help"], *([command, "-h"] for command in COMMANDS)])
def test_help_is_no_failure(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 0
    assert "Usage" in result.stdout
