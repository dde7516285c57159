"""Whatever is given wrongly is one clear line, and exit status 2."""

from pathlib import Path

import pytest

from aurora_compat.cli import files
from aurora_compat.reading import Limits
from tests.cli._run import CREATE_PROJECT, CREATE_USER, RETRIEVE_PROJECT, ROLE, V18, V24, fails, fixture, run, translate

GIVEN = Path(fixture("create_project.request")).read_bytes()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "Missing command"),
        (["nonsense"], "No such command 'nonsense'"),
        (["tranlate"], "translate"),
        (["--nonsense"], "--nonsense"),
        (["translate"], "--operation"),
        (["translate", *CREATE_PROJECT[2:]], "--operation"),
        (["translate", *CREATE_PROJECT, "--nonsense"], "--nonsense"),
        (["translate", *CREATE_PROJECT, "one", "two"], "two"),
        (["translate", *CREATE_PROJECT[:-1]], "--to"),
        (["translate", *CREATE_PROJECT, "--status", "abc"], "--status"),
        (["translate", *CREATE_PROJECT, "--status", "99"], "--status"),
        (["translate", *CREATE_PROJECT, "--status", "600"], "--status"),
        (["translate", *CREATE_PROJECT, "--notes", "yaml"], "'table', 'json', 'none'"),
        (["translate", *CREATE_PROJECT, "--strict-kind", "all"], "'lost'"),
        (["translate", *CREATE_PROJECT[:3], "both", *CREATE_PROJECT[4:]], "'request', 'response'"),
        (["explain", *CREATE_PROJECT[:3], "both", *CREATE_PROJECT[4:]], "'request', 'response'"),
        (["explain"], "--operation"),
        (["changes", "extra"], "extra"),
        (["operations", "--from", V18], "--from"),
    ],
)
def test_bad_usage(args: list[str], words: str) -> None:
    fails(run(*args, given=GIVEN), 2, words, "--help")


@pytest.mark.parametrize("command", ["translate", "explain"])
class TestNames:
    def test_an_unknown_operation_is_told_with_those_that_look_like_it(self, command: str) -> None:
        args = ["creat_project" if arg == "create_project" else arg for arg in CREATE_PROJECT]
        fails(run(command, *args), 2, "there is no operation 'creat_project'", "create_project")

    def test_where_none_does_the_command_that_lists_them(self, command: str) -> None:
        args = ["zzz" if arg == "create_project" else arg for arg in CREATE_PROJECT]
        fails(run(command, *args), 2, "'zzz'", "operations")

    @pytest.mark.parametrize("version", ["2019.01", "latest", "", "2024.05.01"])
    def test_an_unknown_version(self, command: str, version: str) -> None:
        fails(run(command, *[version if arg == V24 else arg for arg in CREATE_PROJECT]), 2, version)

    def test_they_are_looked_at_before_the_payload_is_waited_for(self, command: str) -> None:
        args = ["zzz" if arg == "create_project" else arg for arg in CREATE_PROJECT]
        fails(run(command, *args, given=b"\xff"), 2, "'zzz'")

    def test_they_cannot_write_to_the_terminal(self, command: str) -> None:
        args = ["\x1b[31m\nx" if arg == "create_project" else arg for arg in CREATE_PROJECT]
        fails(run(command, *args), 2, "x1b")


def test_the_catalogue_knows_its_names_too() -> None:
    fails(run("changes", "--operation", "creat_project"), 2, "create_project")
    fails(run("changes", "--from", "2019.01"), 2, "2019.01")


class TestFiles:
    def test_missing(self) -> None:
        fails(translate("no/such/file.json", *CREATE_PROJECT), 2, "no/such/file.json", "no such file")

    def test_a_directory(self, tmp_path: Path) -> None:
        fails(translate(str(tmp_path), *CREATE_PROJECT), 2, str(tmp_path), "directory")

    def test_unreadable(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def denied(path: Path, *_: object) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "open", denied)  # file modes do not bind root
        fails(translate(str(tmp_path / "x"), *CREATE_PROJECT), 2, "x can't be read: permission denied")

    def test_a_name_that_no_file_can_have(self) -> None:
        fails(translate("a\0b", *CREATE_PROJECT), 2, "can't be read")
        fails(translate("x" * 5000, *CREATE_PROJECT), 2, "can't be read: file name too long")

    def test_a_name_with_a_line_feed(self) -> None:
        fails(translate("a\nb", *CREATE_PROJECT), 2, "a\\nb")

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            (b"", "empty"),
            (b"Not Found", "not JSON"),
            (GIVEN + b"}", "something follows"),
            (GIVEN[:-10], "not JSON"),
            (b'{"project": NaN}', "NaN is no JSON number, at line 1, column 13"),
            (b'{"project": 1E400}', "1E400"),
            (b'{"project": ' + b"9" * 4301 + b"}", "4,301 digits"),
            (b'{"project": "\xff"}', "UTF-8"),
            (b'{"\\ud800": 1}', "surrogate"),
            (b"[" * 100_000 + b"]" * 100_000, "nested more than 512 levels deep"),
            (b'{"project":' * 100_000 + b"1" + b"}" * 100_000, "nested more than 512 levels deep"),
        ],
        ids=lambda value: repr(value)[:30],
    )
    def test_no_json_that_may_be_trusted(self, given: bytes, words: str) -> None:
        fails(translate(*CREATE_PROJECT, given=given), 2, "standard input: ", words)

    def test_larger_than_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "LIMITS", Limits(body=100))
        fails(translate(fixture("create_project.request"), *CREATE_PROJECT), 2, "larger than the limit of 100 bytes")

    def test_without_end(self) -> None:
        fails(translate("/dev/zero", *CREATE_PROJECT), 2, "larger than the limit of 67,108,864 bytes")

    def test_as_deep_as_the_limit_is_no_problem(self) -> None:
        deep = b'{"project":{"x":' + b"[" * 510 + b"]" * 510 + b"}}"
        result = translate(*CREATE_PROJECT, given=deep)
        assert result.exit_code == 0
        assert result.stdout.encode().replace(b" ", b"").replace(b"\n", b"") == deep


def test_standard_input_is_read_once() -> None:
    for option in ("--context", "--residue"):
        fails(translate(*CREATE_PROJECT, option, "-", given="null"), 2, "standard input can be read only once")


class TestPairs:
    @pytest.mark.parametrize("pair", ["Team Member", "=id", "Team Member=", " = ", ""])
    def test_a_role_that_is_no_pair(self, pair: str) -> None:
        fails(translate(*CREATE_USER, "--role", pair, given="{}"), 2, "--role takes NAME=UUID", repr(pair))

    def test_a_path_parameter_that_is_no_pair(self) -> None:
        fails(translate(*CREATE_USER, "--path-param", "tenant_id", given="{}"), 2, "--path-param takes NAME=VALUE")

    def test_a_path_parameter_that_no_path_has(self) -> None:
        fails(translate(*CREATE_USER, "--path-param", "tenat_id=1", given="{}"), 2, "'tenat_id'", "tenant_id")

    def test_a_path_parameter_with_two_values(self) -> None:
        args = ("--path-param", "tenant_id=1", "--path-param", "tenant_id=2")
        fails(translate(*CREATE_USER, *args, given="{}"), 2, "tenant_id two values")

    @pytest.mark.parametrize("option", ["--role", "--path-param"])
    def test_bytes_that_are_no_text(self, option: str) -> None:
        fails(translate(*CREATE_USER, option, "tenant_id=\udcff", given="{}"), 2, option, "UTF-8")


class TestResidueFiles:
    @pytest.mark.parametrize("held", ["[]", "{}", '{"format": 2}', '"text"', "0"])
    def test_that_hold_none(self, held: str, tmp_path: Path) -> None:
        path = tmp_path / "residue.json"
        path.write_text(held)
        fails(translate(*CREATE_PROJECT, "--residue", str(path), given=GIVEN), 2, "the residue given is none")

    def test_that_are_no_json(self, tmp_path: Path) -> None:
        path = tmp_path / "residue.json"
        path.write_text("residue")
        fails(translate(*CREATE_PROJECT, "--residue", str(path), given=GIVEN), 2, str(path), "not JSON")

    def test_that_belong_to_something_else(self, tmp_path: Path) -> None:
        path = str(tmp_path / "residue.json")
        assert (
            translate(fixture("retrieve_project.response"), *RETRIEVE_PROJECT, "--write-residue", path).exit_code == 0
        )
        fails(translate(*CREATE_PROJECT, "--residue", path, given=GIVEN), 2, "retrieve_project response")

    def test_that_are_missing(self) -> None:
        fails(translate(*CREATE_PROJECT, "--residue", "no/such", given=GIVEN), 2, "no/such")

    def test_that_cannot_be_written(self, tmp_path: Path) -> None:
        for path in (str(tmp_path), str(tmp_path / "no" / "such"), "a\0b"):
            fails(translate(*CREATE_PROJECT, "--write-residue", path, given=GIVEN), 2, "can't be written")

    def test_that_would_go_where_the_result_goes(self) -> None:
        fails(translate(*CREATE_PROJECT, "--write-residue", "-", given=GIVEN), 2, "--write-residue", "standard output")

    def test_that_would_overwrite_an_input(self, tmp_path: Path) -> None:
        path = tmp_path / "payload.json"
        path.write_bytes(GIVEN)
        linked = tmp_path / "link.json"
        linked.symlink_to(path)
        fails(translate(str(path), *CREATE_PROJECT, "--write-residue", str(linked)), 2, "overwrite the input")
        assert path.read_bytes() == GIVEN


def test_a_refusal_by_a_rule_is_no_bad_input() -> None:
    fails(translate(*CREATE_USER, *ROLE, given='{"user": {"user_level": []}}'), 1, "[user-roles]", "/user/user_level")


def test_a_defect_of_ours_is_a_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("aurora_compat.translate", broken)
    fails(translate(*CREATE_PROJECT, given=GIVEN), 2, "internal error, please report it (KeyError: 'x'")
