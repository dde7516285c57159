"""`schema` and `openapi`: what is printed, and what is refused."""

import json

import pytest

from aurora_compat.schemas import json_schema
from tests.cli._run import V18, V22, V24, fails, run
from tests.documents import FIXTURES, VERSIONS

REQUEST = ("schema", "--operation", "create_project", "--part", "request")
RESPONSE = ("schema", "--operation", "retrieve_project", "--part", "response")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_schema_of_a_request(version: str) -> None:
    result = run(*REQUEST, "--version", version)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json_schema("create_project", "request", version)


def test_the_schema_of_an_answer_is_that_of_its_status() -> None:
    assert "ProjectEnvelope" not in run(*RESPONSE, "--version", V24).stdout
    for args, status in (((), 200), (("--status", "201"), 200), (("--status", "404"), 404)):
        result = run(*RESPONSE, "--version", V24, *args)
        assert json.loads(result.stdout) == json_schema("retrieve_project", "response", V24, status)
    assert "errors" in json.loads(result.stdout)["properties"]


def test_versions_are_read_in_every_spelling() -> None:
    assert run(*REQUEST, "--version", "v2024-05").stdout == run(*REQUEST, "--version", V24).stdout


@pytest.mark.parametrize("version", VERSIONS)
def test_the_openapi_document(version: str) -> None:
    result = run("openapi", "--version", version)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json.loads((FIXTURES / "openapi" / f"{version}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((*REQUEST, "--version", "2023.01"), ("2023.01", V18)),
        ((*REQUEST[:2], "creat_project", *REQUEST[3:], "--version", V24), ("creat_project", "create_project")),
        ((*REQUEST[:2], "duplicate_design", *REQUEST[3:], "--version", V18), ("2018.01 does not list", "operations")),
        ((*RESPONSE[:4], "request", "--version", V24), ("no body is known of retrieve_project request in 2024.05",)),
        ((*RESPONSE, "--version", V18, "--status", "404"), ("retrieve_project response with status 404 in 2018.01",)),
        ((*RESPONSE, "--version", V22, "--status", "500"), ("status 500",)),
        (("openapi", "--version", "latest"), ("latest",)),
    ],
    ids=lambda value: " ".join(value)[-50:],
)
def test_what_there_is_not_is_one_line(args: tuple[str, ...], words: tuple[str, ...]) -> None:
    fails(run(*args), 2, *words)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (REQUEST, "--version"),
        (("schema", "--part", "request", "--version", V24), "--operation"),
        ((*REQUEST[:4], "both", "--version", V24), "'request', 'response'"),
        ((*RESPONSE, "--version", V24, "--status", "99"), "--status"),
        (("openapi",), "--version"),
        (("openapi", "--version", V24, "extra"), "extra"),
    ],
    ids=lambda value: " ".join(value)[-50:] if isinstance(value, tuple) else value,
)
def test_bad_usage(args: tuple[str, ...], words: str) -> None:
    fails(run(*args), 2, words, "--help")


@pytest.mark.parametrize("command", ["schema", "openapi"])
def test_help_is_no_failure(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout
