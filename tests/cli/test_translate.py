"""`translate`: results to standard output, what is to be said of them to standard error."""

import json
import os
from pathlib import Path

import pytest

from tests.cli._run import (
    CREATE_PROJECT,
    CREATE_USER,
    PROJECT_BACK,
    RETRIEVE_PROJECT,
    RETRIEVE_TENANT,
    ROLE,
    V18,
    V22,
    V24,
    body,
    fails,
    fixture,
    process,
    translate,
)
from tests.documents import Document, documents


def test_the_result_is_the_golden_document() -> None:
    result = translate(fixture("create_project.request"), *CREATE_PROJECT)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == body("create_project.request", V24)
    assert result.stderr == ""


@pytest.mark.parametrize("document", list(documents()), ids=lambda document: document.name)
def test_every_golden_document_is_translated_and_its_notes_are_told(document: Document, tmp_path: Path) -> None:
    given = document.given()
    context = tmp_path / "context.json"
    context.write_text(json.dumps({"roles": dict(given["context"].roles)}))
    result = translate(
        *(
            fixture(document.name),
            "--operation",
            document.operation,
            "--part",
            document.part,
            "--from",
            V18,
            "--to",
            V24,
        ),
        *(word for pair in given["path_params"].items() for word in ("--path-param", "=".join(pair))),
        *("--status", str(document.status), "--context", str(context), "--notes", "json"),
    )
    assert result.exit_code == 0
    told = [json.loads(line) for line in result.stderr.splitlines()]
    notes = {(one["kind"], one["pointer"], one["change"], one["side"]) for one in told if "kind" in one}
    assert notes == document.notes(V18, V24)


def test_standard_input_is_the_default_and_has_a_name() -> None:
    given = Path(fixture("create_project.request")).read_bytes()
    expected = translate(fixture("create_project.request"), *CREATE_PROJECT).stdout
    assert translate(*CREATE_PROJECT, given=given).stdout == expected
    assert translate("-", *CREATE_PROJECT, given=given).stdout == expected


def test_characters_and_integers_leave_as_they_came() -> None:
    digits = "9" * 4300
    given = (
        '{"project": {"name": "Zoë \U0001f600 \\u00fc", "x": 1.0, "y": -0.0, "z": [true, null], "n": ' + digits + "}}"
    )
    out = translate(*CREATE_PROJECT, given=given).stdout
    assert "Zoë \U0001f600 ü" in out
    assert digits in out
    assert '"x": 1.0,' in out
    assert '"y": -0.0,' in out


def test_a_byte_order_mark_is_skipped() -> None:
    assert translate(*CREATE_PROJECT, given=b'\xef\xbb\xbf{"project": {}}').stdout == '{\n  "project": {}\n}\n'


@pytest.mark.parametrize("spelling", ["v2024.05", "2024-05", "v2024-05"])
def test_versions_are_spelled_as_in_the_library(spelling: str) -> None:
    args = [spelling if arg == V24 else arg for arg in CREATE_PROJECT]
    assert json.loads(translate(fixture("create_project.request"), *args).stdout) == body("create_project.request", V24)


class TestNotes:
    def test_for_people_they_are_a_table(self) -> None:
        told = translate(fixture("retrieve_project.response"), *RETRIEVE_PROJECT).stderr.splitlines()
        assert told[0].split() == ["KIND", "POINTER", "CHANGE", "MESSAGE"]
        assert told[1].split()[:3] == ["lost", "/project/updated_at", "project-updated-at"]

    def test_nothing_is_cut_off_where_no_terminal_is(self) -> None:
        key = "k" * 500 + "_cost_"
        told = translate(
            *("--operation", "retrieve_design_pricing", "--part", "response", "--from", V22, "--to", V24),
            given=json.dumps({"pricing": {key: 1}}),
        ).stderr
        assert f"/pricing/{'k' * 500}_price_" in told
        assert len(told.splitlines()) == 2

    def test_open_needs_are_told_beside_them(self) -> None:
        told = translate(
            fixture("retrieve_tenant.response", V24), *RETRIEVE_TENANT, "--path-param", "tenant_id=a/b"
        ).stderr
        assert "list_users" in told
        assert f"GET /tenants/a%2Fb/users?page=1&per_page=250 ({V24})" in told

    def test_as_json_each_is_a_line(self) -> None:
        told = translate(fixture("retrieve_tenant.response", V24), *RETRIEVE_TENANT, "--notes", "json").stderr
        note, need = (json.loads(line) for line in told.splitlines())
        assert note.keys() == {"kind", "pointer", "change", "message", "side"}
        assert (note["kind"], note["pointer"], note["side"]) == ("missing", "/tenant/user_ids", "target")
        assert (need["need"], need["method"], need["path"], need["required"]) == ("list_users", "GET", None, False)
        assert need["query"] == {"page": "1", "per_page": "250"}

    def test_none_says_nothing(self) -> None:
        assert translate(fixture("retrieve_project.response"), *RETRIEVE_PROJECT, "--notes", "none").stderr == ""

    def test_a_payload_cannot_write_to_the_terminal_through_them(self) -> None:
        hostile = "\x1b[31m\n\r\u202e[bold]_cost_"
        args = ("--operation", "retrieve_design_pricing", "--part", "response", "--from", V22, "--to", V24)
        told = translate(*args, given=json.dumps({"pricing": {hostile: 1}})).stderr
        assert len(told.splitlines()) == 2
        assert "\\x1b[31m\\n\\r\\u202e[bold]_price_" in told
        (line,) = translate(*args, "--notes", "json", given=json.dumps({"pricing": {hostile: 1}})).stderr.splitlines()
        assert json.loads(line)["pointer"] == f"/pricing/{hostile}".replace("cost", "price")


class TestPatch:
    def test_it_stands_for_the_result(self) -> None:
        result = translate(fixture("retrieve_project.response"), *RETRIEVE_PROJECT, "--patch")
        assert {"op": "remove", "path": "/project/updated_at"} in json.loads(result.stdout)

    def test_of_a_payload_that_stays_it_is_empty(self) -> None:
        assert json.loads(translate(*CREATE_PROJECT, "--patch", given="{}").stdout) == []


class TestStrict:
    def test_a_loss_is_a_refusal(self) -> None:
        result = translate(fixture("retrieve_project.response"), *RETRIEVE_PROJECT, "--strict")
        fails(result, 1, "/project/updated_at", "[project-updated-at]", "lost")

    def test_kinds_can_be_picked(self) -> None:
        path = fixture("retrieve_project.response")
        assert translate(path, *RETRIEVE_PROJECT, "--strict-kind", "missing").exit_code == 0
        fails(translate(path, *RETRIEVE_PROJECT, "--strict-kind", "missing", "--strict-kind", "lost"), 1, "lost")

    def test_a_kind_adds_to_the_usual_ones(self) -> None:
        both = ("--strict", "--strict-kind", "assumed")
        fails(translate(fixture("retrieve_project.response"), *RETRIEVE_PROJECT, *both), 1, "lost")


class TestRoles:
    def test_a_role_is_given_by_name(self) -> None:
        result = translate(fixture("create_user.request"), *CREATE_USER, *ROLE)
        assert json.loads(result.stdout) == body("create_user.request", V22)

    def test_one_name_with_two_ids_is_ambiguous(self) -> None:
        result = translate(fixture("create_user.request"), *CREATE_USER, *ROLE, "--role", "Team Member=other")
        fails(result, 1, "/user/user_level", "2 roles of the tenant are called 'Team Member'")

    def test_the_same_twice_is_not(self) -> None:
        assert translate(fixture("create_user.request"), *CREATE_USER, *ROLE, *ROLE).exit_code == 0

    def test_a_name_may_hold_an_equals_sign(self) -> None:
        result = translate(*CREATE_USER, "--role", "a=b=id-1", given='{"user": {"user_level": "a=b"}}')
        assert json.loads(result.stdout) == {"user": {"role_id": "id-1"}}

    def test_without_any_the_call_to_make_is_named(self) -> None:
        result = translate(fixture("create_user.request"), *CREATE_USER, "--path-param", "tenant_id=t-1")
        fails(result, 1, "[user-roles]", "call GET /tenants/t-1/roles?page=1&per_page=250", "--role", "--context")

    def test_and_what_its_path_wants(self) -> None:
        result = translate(fixture("create_user.request"), *CREATE_USER)
        fails(result, 1, "GET /tenants/{tenant_id}/roles", "--path-param tenant_id=...")


class TestResidue:
    def test_the_way_back_is_exact(self, tmp_path: Path) -> None:
        residue = str(tmp_path / "residue.json")
        there = translate(fixture("retrieve_project.response"), *RETRIEVE_PROJECT, "--write-residue", residue)
        back = translate(*PROJECT_BACK, "--residue", residue, given=there.stdout)
        assert back.exit_code == 0
        assert json.loads(back.stdout) == body("retrieve_project.response")
        assert back.stderr == ""

    def test_of_a_payload_as_deep_as_the_limit_it_is_read_back(self, tmp_path: Path) -> None:
        given = '{"project": {"updated_at": ' + "[" * 510 + "]" * 510 + "}}"
        residue = str(tmp_path / "residue.json")
        there = translate(*RETRIEVE_PROJECT, "--write-residue", residue, given=given)
        back = translate(*PROJECT_BACK, "--residue", residue, given=there.stdout)
        assert json.loads(back.stdout) == json.loads(given)

    def test_where_there_is_none_it_is_null_and_null_is_read(self, tmp_path: Path) -> None:
        residue = tmp_path / "residue.json"
        there = translate(*CREATE_PROJECT, "--write-residue", str(residue), given="{}")
        assert residue.read_text("utf-8") == "null\n"
        back = ("--operation", "create_project", "--part", "request", "--from", V24, "--to", V18)
        assert translate(*back, "--residue", str(residue), given=there.stdout).stdout == "{}\n"


class TestAnswersThatFailed:
    def test_text_that_is_no_json_is_an_error_message(self) -> None:
        result = translate(*RETRIEVE_PROJECT, "--status", "404", given="Not Found")
        assert json.loads(result.stdout) == {"errors": [{"message": "Not Found"}]}

    @pytest.mark.parametrize("given", ["", " \n"])
    def test_an_empty_body_gets_the_status_phrase(self, given: str) -> None:
        result = translate(*RETRIEVE_PROJECT, "--status", "404", given=given)
        assert json.loads(result.stdout) == {"errors": [{"message": "Not Found"}]}

    def test_where_no_rule_applies_text_stays_text(self) -> None:
        for status in ("404", "502"):
            assert translate(*PROJECT_BACK, "--status", status, given="<h1>Zoë</h1>").stdout == "<h1>Zoë</h1>"
            assert translate(*PROJECT_BACK, "--status", status, given="").stdout == ""

    def test_json_is_read_as_json(self) -> None:
        result = translate(*PROJECT_BACK, "--status", "404", given='{"errors": [{"message": "x"}]}')
        assert json.loads(result.stdout) == {"errors": [{"message": "x"}]}

    def test_what_cannot_be_trusted_is_refused_here_too(self) -> None:
        fails(translate(*RETRIEVE_PROJECT, "--status", "404", given='{"error": NaN}'), 2, "NaN")
        fails(translate(*RETRIEVE_PROJECT, "--status", "404", given=b"\xff"), 2, "UTF-8")

    def test_elsewhere_text_is_refused(self) -> None:
        fails(translate(*RETRIEVE_PROJECT, given="Not Found"), 2, "not JSON")
        fails(translate(*RETRIEVE_PROJECT, given=""), 2, "empty")
        fails(translate(*CREATE_PROJECT, "--status", "404", given="Not Found"), 2, "not JSON")


def test_no_json_needs_a_terminal_of_utf_8() -> None:
    result = process(
        "translate",
        *CREATE_PROJECT,
        input='{"project": {"name": "ü"}}'.encode(),
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert result.returncode == 0
    assert json.loads(result.stdout) == {"project": {"name": "ü"}}
