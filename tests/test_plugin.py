"""The pytest plugin, in pytest runs of its own: no other plugins are loaded there."""

import json
import subprocess
import sys
from pathlib import Path

PLUGIN = "aurora_compat.testing.plugin"


def run(
    folder: Path, test: str, *arguments: str, ini: str = "", alone: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a test file in a process of its own, with this plugin alone or with all that are installed."""
    (folder / "test_it.py").write_text(test, encoding="utf-8")
    (folder / "pytest.ini").write_text(f"[pytest]\naddopts = -p no:cacheprovider\n{ini}", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", *(("-p", PLUGIN) if alone else ()), *arguments]
    environment = {"PATH": "", "COLUMNS": "200", **({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} if alone else {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_marker_runs_a_test_in_several_versions(tmp_path: Path) -> None:
    test = """
import pytest

@pytest.mark.aurora_version("2018.01", "2024.05", "2018.01")
def test_two(aurora_version, aurora_server):
    assert aurora_server.call("list_users").status == 200
    assert str(aurora_server.version) == aurora_version

@pytest.mark.aurora_version
class TestAll:
    def test_all(self, aurora_server):
        assert not aurora_server.calls

    @pytest.mark.aurora_version("2022.09")
    @pytest.mark.parametrize("number", [1, 2])
    def test_one(self, number, aurora_version): ...

@pytest.mark.aurora_version("2018.01")
def test_without_a_fixture(): ...

def test_by_default(aurora_version):
    assert aurora_version == "2024.05"

def test_of_something_else(): ...
"""
    result = run(tmp_path, test, "-v", "--strict-markers")
    assert result.returncode == 0, result.stdout
    told = result.stdout
    for name in (
        *("test_two[2018.01]", "test_two[2024.05]", "test_all[2018.01]", "test_all[2022.09]", "test_all[2024.05]"),
        *("test_one[2022.09-1]", "test_one[2022.09-2]", "test_without_a_fixture[2018.01]", "test_by_default "),
        "test_of_something_else ",
    ):
        assert told.count(name) == 1, told
    assert "10 passed" in told


def test_the_default_is_a_setting(tmp_path: Path) -> None:
    test = "def test_it(aurora_version): assert aurora_version == '2022.09'"
    assert run(tmp_path, test, ini="aurora_version = 2022.09\n").returncode == 0


def test_an_unknown_version_is_an_error_of_usage(tmp_path: Path) -> None:
    test = "import pytest\n@pytest.mark.aurora_version('2019.01')\ndef test_it(): ..."
    result = run(tmp_path, test)
    assert result.returncode != 0
    assert "2019.01" in result.stdout + result.stderr


def test_the_marker_is_listed(tmp_path: Path) -> None:
    assert "@pytest.mark.aurora_version(*versions)" in run(tmp_path, "", "--markers").stdout


def test_fixtures(tmp_path: Path) -> None:
    test = """
import pytest

@pytest.mark.aurora_version
def test_payloads(aurora_version, aurora_payload, aurora_server):
    order = aurora_payload("create_project", "request")
    assert aurora_server.call("create_project", order).status == 200
    shown = aurora_payload("retrieve_project")
    assert shown == aurora_payload("retrieve_project", "response", aurora_version)
    assert shown == aurora_server.call("retrieve_project", project_id=shown["project"]["id"]).json()
    shown["project"].clear()
    assert aurora_payload("retrieve_project")["project"]

def test_of_a_version(aurora_payload):
    assert "address" in aurora_payload("create_project", "request", "2018.01")["project"]
    with pytest.raises(ValueError, match="no body"):
        aurora_payload("retrieve_project", "request")
    with pytest.raises(ValueError, match="2018.01"):
        aurora_payload("duplicate_design", "response", "2018.01")

@pytest.mark.aurora_version("2018.01")
def test_translate(aurora_payload, aurora_translate):
    order = aurora_payload("create_user", "request")
    there = aurora_translate(order, "create_user", "request")
    assert there.result == aurora_payload("create_user", "request", "2024.05")
    back = aurora_translate(there.result, "create_user", "request", source="2024.05", residue=there.residue)
    assert back.result == order
    assert aurora_translate(order, "create_user", "request", target="2018.01").result == order

def test_fresh(aurora_server):
    aurora_server.tenant.projects.clear()

def test_fresh_again(aurora_server):
    assert aurora_server.tenant.projects
"""
    result = run(tmp_path, test)
    assert result.returncode == 0, result.stdout
    assert "7 passed" in result.stdout


DIFFER = """
def test_it({fixture}):
    got = {{"project": {{"name": "Roof", "tags": ["a", "b"], "size": 1.0, "old": None}}}}
    assert got == {{"project": {{"name": "Ruf", "tags": ["a"], "size": 1, "new": 2}}}}
"""


def test_what_differs_is_shown_as_a_patch(tmp_path: Path) -> None:
    result = run(tmp_path, DIFFER.format(fixture="aurora_version"), "-vv")
    assert result.returncode == 1
    shown = [line.removeprefix("E").strip() for line in result.stdout.splitlines() if line.startswith("E")]
    at = shown.index("JSON Patch from the expected document (right) to the actual one (left):")
    operations = [line.partition("  expected ")[0] for line in shown[at + 1 :] if line.startswith("{")]
    patch = sorted((json.loads(line) for line in operations), key=lambda one: str(one["path"]))
    assert [(one["op"], one["path"]) for one in patch] == [
        ("replace", "/project/name"),
        ("remove", "/project/new"),
        ("add", "/project/old"),
        ("replace", "/project/size"),
        ("replace", "/project/tags"),
    ]
    assert '{"op": "replace", "path": "/project/name", "value": "Roof"}  expected "Ruf"' in shown


def test_other_tests_are_left_alone(tmp_path: Path) -> None:
    assert "JSON Patch" not in run(tmp_path, DIFFER.format(fixture="tmp_path")).stdout
    for left, right in (("{1: 2}", "{1: 3}"), ("{'a': {1}}", "{'a': {2}}"), ("[1]", "(1,)"), ("'a'", "'b'")):
        result = run(tmp_path, f"def test_it(aurora_version):\n    assert {left} == {right}")
        assert result.returncode == 1
        assert "JSON Patch" not in result.stdout
        assert "INTERNALERROR" not in result.stdout


def test_a_long_patch_is_cut(tmp_path: Path) -> None:
    test = "def test_it(aurora_version):\n    assert {str(n): n for n in range(80)} == {}"
    short, whole = (
        run(tmp_path, test, verbosity, ini="truncation_limit_lines = 0\ntruncation_limit_chars = 0\n").stdout
        for verbosity in ("-v", "-vv")
    )
    assert (short.count('E         {"op": "add"'), whole.count('E         {"op": "add"')) == (50, 80)
    assert "... and 30 more, shown by -vv" in short


CHEAP = """
import sys

def test_it():
    heavy = ("pydantic", "hypothesis", "jsonpatch", "aurora_compat.models", "aurora_compat.testing.server")
    held = [name for name in sys.modules if name.startswith(heavy)]
    held += [name for name in sys.modules if name.startswith("aurora_compat.aurora.")]
    assert not held, held
"""


def test_it_is_cheap_where_nobody_uses_it(tmp_path: Path) -> None:
    result = run(tmp_path, CHEAP)
    assert result.returncode == 0, result.stdout


def test_it_is_found_by_its_entry_point() -> None:
    from importlib.metadata import entry_points

    (found,) = [one for one in entry_points(group="pytest11") if one.name == "aurora_compat"]
    assert found.value == PLUGIN


def test_it_lives_with_others(tmp_path: Path) -> None:
    test = """
import pytest

@pytest.mark.aurora_version("2018.01", "2022.09")
def test_it(aurora_server):
    assert aurora_server.call("list_roles").json() == {"roles": []}
"""
    told = "def pytest_assertrepr_compare(): return ['compared by a conftest']"
    (tmp_path / "conftest.py").write_text(told, encoding="utf-8")
    result = run(tmp_path, test, "-v", alone=False)
    assert result.returncode == 1, result.stderr
    assert "2 failed" in result.stdout
    assert result.stdout.count("E       assert compared by a conftest") == 2
