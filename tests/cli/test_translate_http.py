"""`translate-http`: whole messages from files, raw or HAR, and back into the form that they came in."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli._run import V18, V24, run

UP = ("--from", V18, "--to", V24)
BODY = '{"project":{"name":"Dach","customer_address":"Ö 1"}}'
REQUEST = (
    "POST /v2/tenants/t-1/projects?tag=a%20b HTTP/1.1\r\n"
    "Host: api.aurorasolar.com\r\nAuthorization: Bearer token-1\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY.encode())}\r\nX-Trace:  7\r\n\r\n{BODY}"
).encode()
NEW_BODY = '{"project":{"name":"Dach","mailing_address":"Ö 1"}}'


def http(*args: str, given: bytes | str = b"") -> Any:
    return run("translate-http", *args, given=given)


def head_and_body(message: bytes) -> tuple[list[str], bytes]:
    head, _, body = message.partition(b"\r\n\r\n")
    return head.decode("latin-1").split("\r\n"), body


def entry(**changes: Any) -> dict[str, Any]:
    """A HAR entry as a browser saves it: a project created, and the answer."""
    request = {
        "method": "POST",
        "url": "https://api.aurorasolar.com/v2/tenants/t-1/projects?tag=a%20b",
        "httpVersion": "HTTP/1.1",
        "headers": [{"name": "Authorization", "value": "Bearer token-1"}],
        "queryString": [{"name": "tag", "value": "a b"}],
        "postData": {"mimeType": "application/json", "text": BODY},
        "bodySize": 50,
    }
    content = {"size": 9, "mimeType": "application/json", "text": '{"project":{"id":"p-1","updated_at":"x"}}'}
    response = {
        "status": 200,
        "headers": [{"name": "Content-Type", "value": "application/json"}, {"name": "Content-Encoding", "value": "br"}],
        "content": content,
    }
    return {"startedDateTime": "2024-05-01", "request": request, "response": response, **changes}


class TestRaw:
    def test_a_request(self) -> None:
        result = http(*UP, given=REQUEST)
        assert result.exit_code == 0
        head, body = head_and_body(result.stdout_bytes)
        assert head == [
            "POST /tenants/t-1/projects?tag=a%20b HTTP/1.1",
            "Host: api.aurorasolar.com",
            "Authorization: Bearer token-1",
            "Content-Type: application/json",
            f"Content-Length: {len(NEW_BODY.encode())}",
            "X-Trace: 7",
            "Accept-Encoding: identity",
        ]
        assert body == NEW_BODY.encode()
        assert result.stderr == ""

    def test_lines_may_end_as_editors_write_them(self) -> None:
        result = http(*UP, given=REQUEST.replace(b"\r\n", b"\n") + b"\n")
        assert head_and_body(result.stdout_bytes)[1] == NEW_BODY.encode()

    def test_a_chunked_body_is_written_whole(self) -> None:
        text = REQUEST.split(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
        half = len(BODY.encode()) // 2
        chunks = [BODY.encode()[:half], BODY.encode()[half:]]
        framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
        head, body = head_and_body(http(*UP, given=text + framed).stdout_bytes)
        assert f"Content-Length: {len(body)}" in head
        assert not any("chunked" in line for line in head)
        assert body == NEW_BODY.encode()

    def test_a_response_and_the_request_that_it_answers(self) -> None:
        answer = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<h1>gone</h1>"
        result = http(*UP, "--request", "GET /tenants/t-1/projects/p-1", given=answer)
        head, body = head_and_body(result.stdout_bytes)
        assert head[:2] == ["HTTP/1.1 404 Not Found", "Content-Type: application/json"]
        messages = [error["message"] for error in json.loads(body)["errors"]]
        assert messages == ["The project with id p-1 could not be found", "<h1>gone</h1>"]
        assert "not-found-message" in result.stderr

    def test_there_and_back_with_the_residue(self, tmp_path: Path) -> None:
        raw = b"POST /v2/tenants/t-1/designs?include_design=1 HTTP/1.1\r\nAuthorization: Bearer token-1\r\n\r\n"
        residue = tmp_path / "residue.json"
        there = http(*UP, "--write-residue", str(residue), given=raw)
        assert "include_design" not in there.stdout
        assert "lost" in there.stderr
        back = http("--from", V24, "--to", V18, "--residue", str(residue), given=there.stdout_bytes)
        assert back.stdout_bytes.split(b"\r\n")[:2] == raw.split(b"\r\n")[:2]

    def test_what_a_message_needs_comes_from_options(self) -> None:
        raw = b"GET /v2/tenants/t-1/assets/a-1 HTTP/1.1\r\nAuthorization: Bearer token-1\r\n\r\n"
        refused = http(*UP, given=raw)
        assert refused.exit_code == 1
        assert "design-asset-path" in refused.stderr
        done = http(*UP, "--design-of-asset", "a-1=d-1", given=raw)
        assert done.stdout_bytes.startswith(b"GET /tenants/t-1/designs/d-1/assets/a-1 HTTP/1.1\r\n")

    def test_roles_and_strict(self) -> None:
        raw = REQUEST.replace(b"projects?tag=a%20b", b"users").split(b"Content-Length")[0]
        user = raw + b'\r\n{"user": {"user_level": "Admin"}}'
        done = http(*UP, "--role", "Admin=r-1", given=user)
        assert json.loads(head_and_body(done.stdout_bytes)[1]) == {"user": {"role_id": "r-1"}}
        strict = http(*UP, "--strict", given=REQUEST.replace(b"/v2", b""))
        assert strict.exit_code == 1
        assert "v2-prefix" in strict.stderr


class TestHar:
    def test_the_request_of_an_entry(self) -> None:
        result = http(*UP, given=json.dumps(entry()))
        told = json.loads(result.stdout)
        assert told["request"]["url"] == "https://api.aurorasolar.com/tenants/t-1/projects?tag=a%20b"
        assert told["request"]["postData"]["text"] == NEW_BODY
        assert told["request"]["queryString"] == [{"name": "tag", "value": "a b"}]
        assert (told["startedDateTime"], told["response"]) == ("2024-05-01", entry()["response"])

    def test_the_response_of_an_entry(self) -> None:
        given = entry()
        given["request"]["url"] = given["request"]["url"].replace("/v2", "")
        result = http("--from", V18, "--to", V24, "--part", "response", given=json.dumps({"log": {"entries": [given]}}))
        told = json.loads(result.stdout)["response"]
        assert told["content"]["text"] == '{"project":{"id":"p-1"}}'
        assert told["headers"] == [{"name": "Content-Type", "value": "application/json"}]
        assert "project-updated-at" in result.stderr

    def test_content_in_base64(self) -> None:
        given = entry()
        given["response"]["content"] = {"text": base64.b64encode(b"\xff\xfe\x00").decode(), "encoding": "base64"}
        given["response"]["headers"] = [{"name": "Content-Type", "value": "image/png"}]
        result = http(*UP, "--part", "response", given=json.dumps(given))
        assert json.loads(result.stdout)["response"]["content"]["text"] == "//4A"


@pytest.mark.parametrize(
    ("given", "args", "says"),
    [
        (b"", UP, "neither HTTP/1.1 text nor a HAR entry"),
        (b"hello", UP, "neither HTTP/1.1 text"),
        (b"GET /v2/versions\r\n\r\n", UP, "no request line"),
        (b"GET /v2/versions HTTP/1.1\r\nno colon\r\n\r\n", UP, "no header field"),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", UP, "give --request"),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", (*UP, "--request", "GET"), "--request takes a method and a path"),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", (*UP, "--part", "request"), "holds a response, not a request"),
        (b"GET /v2/v HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", UP, "chunked body is broken off"),
        (b"GET /v2/v HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", UP, "chunked body is broken off"),
        (b"{", UP, "a HAR entry is a JSON object"),
        (b"{" * 100_000, UP, "a HAR entry is a JSON object"),
        (b"{}", UP, "holds a request with method and url"),
        (b'{"log": {"entries": []}}', UP, "holds 0 entries"),
        (b'{"request": {"method": "GET", "url": "/v2/versions"}}', (*UP, "--part", "response"), "no response"),
        (b'{"request": {"method": "GET", "url": "/v2/versions", "headers": [1]}}', UP, "list of objects with name"),
        (b"GET /v2/versions HTTP/1.1\r\n\r\n", ("--from", "1999.01", "--to", V24), "1999.01"),
        (b"GET /v2/a\x00b HTTP/1.1\r\n\r\n", UP, "NUL"),
    ],
)
def test_bad_input_is_one_line(given: bytes, args: tuple[str, ...], says: str) -> None:
    result = http(*args, given=given)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_token_is_never_told() -> None:
    result = http(*UP, "--notes", "json", given=b"GET /v2/ HTTP/1.1\r\nAuthorization: Bearer s3cret\r\n\r\n")
    assert result.exit_code == 1
    assert "s3cret" not in result.stderr
