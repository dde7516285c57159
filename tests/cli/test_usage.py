"""`usage`: which changes are in use behind a proxy, and which versions can be retired."""

import json
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest

import aurora_compat as ac
from aurora_compat.cli import fetching
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.usage import Usage
from tests.cli._run import V18, V22, V24, fails, run

AT = 1_714_564_800.0
NOON = "2024-05-01T12:00:00Z"
BEARER = {"Authorization": "Bearer example-token", "Content-Type": "application/json"}


def counting(*clients: str, server: str = V24, customer: bool = True) -> Telemetry:
    """A proxy that has answered one Create Project of each of these versions."""
    telemetry = Telemetry.made(reads=100, now=lambda: AT)
    name = "mailing_address" if server != V24 else "customer_address"
    for client in clients:
        telemetry.finished("create_project", client, server, "translated", 200, 0.1)
        path = "/v2/tenants/t-1/projects" if client == V18 else "/tenants/t-1/projects"
        body = json.dumps({"project": {name: "PO Box 12"} if customer else {}}).encode()
        if client != server:
            request = ac.Request("POST", path, None, BEARER, body)
            telemetry.translation(ac.translate_request(request, source=client, target=server))
    return telemetry


def usage_of(telemetry: Telemetry) -> bytes:
    return json.dumps(Usage.of(telemetry.collect(), ac.changes).as_json()).encode()


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: Mapping[str, str] = {}


class Stub(NamedTuple):
    origin: str
    calls: list[tuple[str, str | None]]


@contextmanager
def answering(answers: Mapping[str, Answer]) -> Iterator[Stub]:
    """A server that knows a few paths, and what was asked of it: paths, and the credentials that came with them."""
    calls: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append((self.path, self.headers.get("Authorization")))
            answer = answers.get(self.path, Answer(404, b""))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as http.server has it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Stub(f"http://127.0.0.1:{server.server_port}", calls)
        finally:
            server.shutdown()
            thread.join()


def told(given: bytes, *args: str) -> list[str]:
    result = run("usage", "-", *args, given=given)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


class TestTables:
    def test_a_line_for_each_change_then_one_for_each_version(self) -> None:
        lines = told(usage_of(counting(V18, V18, V22)))
        table = [line.split() for line in lines[:4]]
        assert table[0] == ["CHANGE", "CLIENT", "SERVER", "COUNT", "LAST", "SEEN", "SUMMARY"]
        assert [row[:5] for row in table[1:]] == [
            ["v2-prefix", V18, V24, "2", NOON],
            ["mailing-address", V18, V24, "2", NOON],
            ["mailing-address", V22, V24, "1", NOON],
        ]
        assert lines[2].endswith(ac.changes["mailing-address"].summary)
        assert lines[4:] == [
            "",
            f"2018.01: 1 change to 2022.09 in use, last seen {NOON}",
            f"2022.09: 1 change to 2024.05 in use, last seen {NOON}",
            "2024.05: the server speaks it",
            f"counted since {NOON}",
        ]

    def test_versions_that_nobody_speaks(self) -> None:
        assert told(usage_of(counting(V24))) == [
            "no change was used",
            "",
            "2018.01: no client of it was seen",
            "2022.09: no client of it was seen",
            "2024.05: the server speaks it",
            f"counted since {NOON}",
        ]

    def test_clients_that_no_change_does_anything_for(self) -> None:
        lines = told(usage_of(counting(V22, V22, customer=False)))
        line = "2022.09: 2 requests, none used a change to 2024.05: its clients may be taken for 2024.05's"
        assert line in lines

    def test_changes_of_later_edges_do_not_keep_a_version(self) -> None:
        own = {"change": "mailing-address", "client": V18, "server": V24, "count": 5, "last_seen": None, "summary": ""}
        clients = [{"client": V18, "server": V24, "requests": 7}]
        lines = told(json.dumps({"changes": [own], "clients": clients, "since": None}).encode())
        assert lines[3] == "2018.01: 7 requests, none used a change to 2022.09: its clients may be taken for 2022.09's"
        assert len(lines) == 6

    def test_a_proxy_before_an_older_server(self) -> None:
        lines = told(usage_of(counting(V24, server=V18)))
        assert lines[-4:-1] == [
            "2018.01: the server speaks it",
            "2022.09: no client of it was seen",
            f"2024.05: 1 change to 2022.09 in use, last seen {NOON}",
        ]

    def test_versions_of_another_registry(self) -> None:
        clients = [{"client": V18, "server": "2030.01", "requests": 1}, {"client": "1", "server": "2", "requests": 1}]
        lines = told(json.dumps({"changes": [], "clients": clients, "since": None}).encode())
        assert lines[2] == "2018.01: 1 request"

    def test_of_one_version_alone(self) -> None:
        lines = told(usage_of(counting(V18, V22)), "--client", "v2022.09")
        assert [line.partition(" ")[0] for line in lines] == ["CHANGE", "mailing-address", "", "2022.09:", "counted"]


class TestJson:
    def test_holds_the_same(self) -> None:
        found = json.loads("\n".join(told(usage_of(counting(V18)), "--json")))
        assert found["since"] == NOON
        assert [one["change"] for one in found["changes"]] == ["v2-prefix", "mailing-address"]
        assert found["clients"] == [{"client": V18, "server": V24, "requests": 1}]
        assert found["versions"][0] == {
            "version": V18,
            "next": V22,
            "served": False,
            "requests": 1,
            "used": ["v2-prefix"],
            "last_seen": NOON,
        }

    def test_of_one_version_alone(self) -> None:
        found = json.loads("\n".join(told(usage_of(counting(V18, V22)), "--json", "--client", V22)))
        assert {one["client"] for one in found["changes"]} == {V22}
        assert [one["version"] for one in found["versions"]] == [V22]


class TestSources:
    def test_metrics_tell_the_same_as_usage(self, tmp_path: Path) -> None:
        telemetry = counting(V18, V22)
        saved = tmp_path / "metrics.txt"
        saved.write_bytes(telemetry.exposition())
        result = run("usage", str(saved))
        assert result.exit_code == 0
        assert result.stdout.splitlines() == told(usage_of(telemetry))

    @pytest.mark.parametrize("path", ["", "/", "/usage", "/usage?x=1"])
    def test_a_listener(self, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ADMIN_TOKEN", "s3cret")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # the token is not for a proxy
        telemetry = counting(V18)
        with answering({"/usage": Answer(200, usage_of(telemetry))}) as stub:
            result = run("usage", stub.origin + path, "--token-env", "ADMIN_TOKEN")
        assert result.stdout.splitlines() == told(usage_of(telemetry))
        assert stub.calls == [("/usage", "Bearer s3cret")]

    def test_the_metrics_of_a_listener(self) -> None:
        telemetry = counting(V18)
        with answering({"/metrics": Answer(200, telemetry.exposition())}) as stub:
            result = run("usage", stub.origin + "/metrics")
        assert result.stdout.splitlines() == told(usage_of(telemetry))
        assert stub.calls == [("/metrics", None)]


class TestFailures:
    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ("", "standard input holds no metrics of a proxy"),
            ("{", "standard input: not JSON"),
            ("{}", "it is not what /usage of the admin listener gives"),
            ("<html>", "standard input is neither what /usage nor what /metrics"),
            ("\udcff", "standard input is neither"),
            ("up 1\n", "standard input holds no metrics of a proxy: name its admin listener"),
        ],
    )
    def test_what_is_neither_usage_nor_metrics(self, given: str, words: str) -> None:
        fails(run("usage", "-", given=given.encode("utf-8", "surrogateescape")), 2, words)

    def test_bad_usage(self) -> None:
        fails(run("usage"), 2, "URL|FILE|-")
        fails(run("usage", "no/such"), 2, "no/such can't be read")
        fails(run("usage", "-", "--client", "2019.01"), 2, "2019.01")
        fails(run("usage", "-", "--token-env", "NO_SUCH_TOKEN"), 2, "NO_SUCH_TOKEN: there is no such")

    @pytest.mark.parametrize("url", ["http://", "http://[::1", "http://x:y", "http://u:s3cret@127.0.0.1:1/x"])
    def test_what_is_no_url_of_a_listener(self, url: str) -> None:
        result = run("usage", url)
        fails(result, 2, "is no URL of an admin listener such as http://127.0.0.1:9090")
        assert "s3cret" not in result.output

    def test_a_listener_that_wants_its_token(self) -> None:
        with answering({"/usage": Answer(401, b"")}) as stub:
            fails(run("usage", stub.origin), 2, f"{stub.origin} answers with 401; --token-env NAME")

    def test_a_listener_that_leads_elsewhere_is_not_followed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ADMIN_TOKEN", "s3cret")
        with answering({"/usage": Answer(302, b"", {"Location": "/elsewhere"})}) as stub:
            fails(run("usage", stub.origin, "--token-env", "ADMIN_TOKEN"), 2, "answers with 302")
        assert [path for path, _ in stub.calls] == ["/usage"]

    def test_another_page(self) -> None:
        with answering({"/usage": Answer(200, b"<html>")}) as stub:
            fails(run("usage", stub.origin), 2, f"{stub.origin} is neither")

    def test_one_without_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetching, "_LIMIT", 10)
        with answering({"/usage": Answer(200, b"x" * 11)}) as stub:
            fails(run("usage", stub.origin), 2, "more than 10 bytes")

    def test_nobody_listens(self) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            origin = f"http://127.0.0.1:{sock.getsockname()[1]}"
            fails(run("usage", origin), 2, f"{origin} can't be asked: connection refused")

    def test_nobody_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetching, "_TIMEOUT", 0.01)
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            sock.listen()
            fails(run("usage", f"http://127.0.0.1:{sock.getsockname()[1]}"), 2, "no answer within")

    def test_without_the_library_that_reads_metrics(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "prometheus_client.parser", None)
        fails(run("usage", "-", given="up 1\n"), 2, "takes prometheus-client: pip install 'aurora_compat[serve]'")


def test_help() -> None:
    result: Any = run("usage", "--help")
    assert result.exit_code == 0
    assert "--token-env" in result.stdout
