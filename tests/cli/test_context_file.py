"""`--context`: the settings of a translation in a file."""

import json
from pathlib import Path
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.cli.settings import ContextFile, context_of
from tests.cli._run import CREATE_USER, ROLE, V18, V22, V24, body, fails, fixture, translate

TEAM_MEMBER = {"Team Member": "3fa85f64-5717-4562-b3fc-2c963f66afa6"}
SECRET = "s3cr3t-t0k3n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "context.json"


def with_context(file: Path, held: Any, *args: str) -> Any:
    file.write_text(held if isinstance(held, str) else json.dumps(held))
    return translate(fixture("create_user.request"), *CREATE_USER, "--context", str(file), *args)


@pytest.mark.parametrize("roles", [TEAM_MEMBER, {"Team Member": list(TEAM_MEMBER.values())}, {"t-1": TEAM_MEMBER}])
def test_roles_are_flat_or_by_tenant(roles: Any, file: Path) -> None:
    result = with_context(file, {"roles": roles}, "--path-param", "tenant_id=t-1")
    assert json.loads(result.stdout) == body("create_user.request", V22)


def test_settings_reach_the_translation(file: Path) -> None:
    file.write_text('{"system_size_source": "ac"}')
    args = ("--operation", "retrieve_design_summary", "--part", "response", "--from", V22, "--to", V18)
    given = '{"design": {"system_size_ac": 1, "system_size_stc": 2}}'
    assert json.loads(translate(*args, given=given).stdout)["design"]["system_size"] == 2
    assert json.loads(translate(*args, "--context", str(file), given=given).stdout)["design"]["system_size"] == 1


def test_it_may_come_by_standard_input() -> None:
    result = translate(
        fixture("create_user.request"), *CREATE_USER, "--context", "-", given=json.dumps({"roles": TEAM_MEMBER})
    )
    assert json.loads(result.stdout) == body("create_user.request", V22)


def test_roles_may_come_by_option_and_the_rest_by_file(file: Path) -> None:
    assert with_context(file, {"environment": "sandbox"}, *ROLE).exit_code == 0


def test_the_file_has_every_field_of_the_context_but_answers() -> None:
    assert set(ContextFile.model_fields) == set(ac.Context().__dict__) - {"answers"}
    assert ContextFile().context() == ac.Context()


def test_every_field_is_handed_on(file: Path) -> None:
    held: dict[str, Any] = {
        "roles": {"a": ["1", "2"]},
        "bearer_token": SECRET,
        "environment": "sandbox",
        "design_of_asset": {"a": "d"},
        "project_of_design": {"d": "p"},
        "system_size_source": None,
        "default_module_spacing": None,
        "pricing_method_values": {"x": "y"},
        "send_version_header": True,
    }
    file.write_text(json.dumps(held))
    assert context_of(None, str(file)) == ac.Context(**{**held, "roles": {"a": ("1", "2")}})


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"rolse": {}}, ["unknown key 'rolse'", "did you mean roles?"]),
        ({"answers": {}}, ["unknown key 'answers'", "system_size_source"]),
        ({"roles": {"A": 3}}, ["/roles/A"]),
        ({"roles": {"A": ["1", 2]}}, ["/roles/A/1"]),
        ({"roles": {"a/b": {"X": {}}}}, ["/roles/a~1b"]),
        ({"roles": []}, ["/roles"]),
        ({"roles": {"A": "1", "t": {"B": "2"}}}, ["roles", "mixes"]),
        ({"system_size_source": "dc"}, ["/system_size_source", "'stc', 'ptc' or 'ac'"]),
        ({"environment": "staging"}, ["/environment"]),
        ({"send_version_header": "yes"}, ["/send_version_header", "boolean"]),
        ({"design_of_asset": {"a": 1}}, ["/design_of_asset/a", "string"]),
        ({"pricing_method_values": {"a": "x", "b": "x"}}, ["pricing_method_values", "one-to-one"]),
        ([], ["a context is a JSON object"]),
        ("null", ["a context is a JSON object"]),
        ("", ["empty"]),
        ("{", ["not JSON"]),
        ('{"roles": NaN}', ["NaN"]),
        ("[" * 100_000, ["nested"]),
    ],
)
def test_a_bad_context_is_a_line_that_names_the_place(held: Any, words: list[str], file: Path) -> None:
    fails(with_context(file, held), 2, str(file), *words)


@pytest.mark.parametrize("token", [[SECRET], {"x": SECRET}, 5])
def test_a_secret_is_never_shown(token: Any, file: Path) -> None:
    for more in ({}, {"nonsense": SECRET}, {"environment": SECRET}):
        result = with_context(file, {"bearer_token": token, **more})
        fails(result, 2)
        assert SECRET not in result.output


def test_a_context_that_is_missing() -> None:
    fails(translate(*CREATE_USER, "--context", "no/such", given="{}"), 2, "no/such can't be read")


def test_roles_given_twice(file: Path) -> None:
    fails(with_context(file, {"roles": TEAM_MEMBER}, *ROLE), 2, "roles are given twice", str(file))


def test_setting_that_contradicts_the_published_values(file: Path) -> None:
    file.write_text('{"pricing_method_values": {"x": "price per watt"}}')
    args = ("--operation", "retrieve_design_pricing", "--part", "response", "--from", V22, "--to", V24)
    given = '{"pricing": {"pricing_mode": "x"}}'
    fails(translate(*args, "--context", str(file), given=given), 2, "Context.pricing_method_values")
