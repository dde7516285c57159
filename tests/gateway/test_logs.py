"""The proxy's logs: lines of JSON that hold nothing of what callers send."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.gateway.proxy.logs import Log, request_id

SECRETS = ("s3cret", "example-token", "PO-Box-12", "c2lnbmVk", "t-1", "p-1")
ACCESS: dict[str, Any] = {
    "request_id": "r-1",
    "method": "GET",
    "operation": "retrieve_project",
    "query": ac.Request("GET", "/v2/tenants/t-1/projects/p-1").query,
    "status": 200,
    "outcome": "translated",
    "seconds": 0.0123456,
    "client": "2018.01",
    "server": "2024.05",
}


class Kept(io.BytesIO):
    """A stream whose lines can be read."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def log(kept: Kept) -> Log:
    return Log(stream=kept, now=lambda: 1_714_564_800.1239)


@pytest.fixture
def installed(log: Log) -> Iterator[None]:
    with log.installed():
        yield


def headers(*pairs: tuple[str, str]) -> Any:
    return ac.Request("GET", "/", None, pairs).headers


class TestRequestIds:
    @pytest.mark.parametrize("given", ["r-1", "!", "~" * 128])
    def test_the_caller_s_own(self, given: str) -> None:
        assert request_id(headers(("x-request-ID", given))) == given

    @pytest.mark.parametrize("given", ["", "a b", "a\tb", "é", "x" * 129, "r-1\n", "\x7f"])
    def test_others_are_replaced(self, given: str) -> None:
        assert re.fullmatch("[0-9a-f]{32}", request_id(headers(("X-Request-Id", given))))

    def test_no_two_are_the_same(self) -> None:
        assert request_id(headers()) != request_id(headers())


class TestRequests:
    def test_have_a_line_each(self, log: Log, kept: Kept) -> None:
        query = ac.Request("GET", "/?page=2&per_page=50&page=3").query
        log.access(**ACCESS | {"query": query}, caller="crm", received=10, sent=2048)
        log.access(**ACCESS, trace_id="0af7")
        assert kept.lines[0] == {
            "time": "2024-05-01T12:00:00.123Z",
            "level": "info",
            "event": "request",
            "request_id": "r-1",
            "method": "GET",
            "operation": "retrieve_project",
            "route": "/v2/tenants/{tenant_id}/projects/{project_id}",
            "query": ["page", "per_page"],
            "status": 200,
            "outcome": "translated",
            "ms": 12.346,
            "client": "2018.01",
            "server": "2024.05",
            "caller": "crm",
            "received": 10,
            "sent": 2048,
        }
        assert kept.lines[1]["trace_id"] == "0af7"

    @pytest.mark.parametrize(("operation", "client"), [(None, "2018.01"), ("drone", "2018.01"), ("create_user", "?")])
    def test_of_unknown_operations_and_versions_have_no_route(
        self, log: Log, kept: Kept, operation: str | None, client: str
    ) -> None:
        log.access(**ACCESS | {"operation": operation, "client": client})
        assert kept.lines[0]["route"] is None

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("AuroraKey=k-1&Timestamp=2024&Signature=c2lnbmVk%3D", ["AuroraKey", "Timestamp", "Signature"]),
            ("s3cret", []),
            ("s3cret==", []),
            ("s3cret=", []),
            ("example token=1&%73=2&a.b[]=3&=4&" + "x" * 41 + "=5", ["a.b[]"]),
            ("&".join(f"q{index}=1" for index in range(50)), [f"q{index}" for index in range(20)]),
        ],
    )
    def test_names_of_parameters_are_told_where_they_are_names(
        self, log: Log, kept: Kept, query: str, names: list[str]
    ) -> None:
        log.access(**ACCESS | {"query": ac.Request("GET", f"/?{query}").query})
        assert kept.lines[0]["query"] == names

    def test_a_method_that_nobody_knows_is_not_told(self, log: Log, kept: Kept) -> None:
        log.access(**ACCESS | {"method": "S3CRET"})
        assert kept.lines[0]["method"] == "other"

    def test_have_none_where_that_is_set_so(self, kept: Kept) -> None:
        Log(access=False, stream=kept).access(**ACCESS)
        Log("warning", stream=kept).access(**ACCESS)
        assert kept.lines == []


class TestEvents:
    def test_hold_what_they_are_given(self, log: Log, kept: Kept) -> None:
        log.event("warning", "lookup_failed", operation="list_roles", status=503, again=False, text="a\nb\u2028\ud800")
        assert kept.getvalue().count(b"\n") == 1
        assert kept.lines == [
            {
                "time": "2024-05-01T12:00:00.123Z",
                "level": "warning",
                "event": "lookup_failed",
                "operation": "list_roles",
                "status": 503,
                "again": False,
                "text": "a\nb\u2028\ud800",
            }
        ]

    def test_below_the_level_are_left_out(self, kept: Kept) -> None:
        log = Log("error", stream=kept)
        log.event("warning", "a")
        log.event("error", "b")
        assert [line["event"] for line in kept.lines] == ["b"]

    def test_there_is_no_other_level(self) -> None:
        with pytest.raises(
            ValueError, match="'loud' is no level of logs; there are debug, info, warning, error, critical"
        ):
            Log("loud")

    def test_the_time_goes_on(self, kept: Kept) -> None:
        times = iter([0.0, 0.9999, 1.0, 1.5])
        log = Log(stream=kept, now=lambda: next(times))
        for _ in range(4):
            log.event("info", "a")
        told = [line["time"].removeprefix("1970-01-01T00:00:") for line in kept.lines]
        assert told == ["00.000Z", "00.999Z", "01.000Z", "01.500Z"]


class TestWarningsOnceIn:
    def test_are_told_again_when_time_has_passed_and_say_how_many_were_not(self, kept: Kept) -> None:
        at = [0.0]
        log = Log(stream=kept, clock=lambda: at[0])
        made = []
        for at[0] in (0.0, 1.0, 59.0, 60.0, 61.0):
            made.append(log.warn_once_in(60, "key", "upset", number=at[0]))
        assert made == [True, False, False, True, False]
        assert [(line["number"], line.get("passed_over")) for line in kept.lines] == [(0.0, None), (60.0, 2)]
        assert {line["level"] for line in kept.lines} == {"warning"}

    def test_keys_do_not_disturb_each_other(self, log: Log, kept: Kept) -> None:
        assert log.warn_once_in(60, ("a", 1), "upset")
        assert log.warn_once_in(60, ("a", 2), "upset")
        assert not log.warn_once_in(60, ("a", 1), "upset")

    def test_keys_that_may_be_told_again_are_forgotten(self) -> None:
        at = [0.0]
        log = Log(stream=Kept(), clock=lambda: at[0])
        for at[0] in range(5000):
            log.warn_once_in(60, at[0], "upset")
        assert len(log._warned) <= 1000  # noqa: SLF001  # it can't be seen from outside, but in the memory it takes

    def test_versions_that_do_not_fit(self, log: Log, kept: Kept) -> None:
        for _ in range(3):
            log.mismatched("mailing-address", "2018.01", "2024.05")
        log.mismatched("mailing-address", "2022.09", "2024.05")
        assert [(line["event"], line["change"], line["client"]) for line in kept.lines] == [
            ("version_mismatch", "mailing-address", "2018.01"),
            ("version_mismatch", "mailing-address", "2022.09"),
        ]

    def test_a_store_that_fails(self, log: Log, kept: Kept) -> None:
        for _ in range(3):
            log.directory_failed(OSError("the disk is full"))
        assert [(line["event"], line["error"]) for line in kept.lines] == [("learned_failure", "the disk is full")]


@pytest.mark.usefixtures("installed")
class TestOthers:
    def test_uvicorn_writes_the_same_lines(self, kept: Kept) -> None:
        logging.getLogger("uvicorn.error").info("Started server process [%d]", 7, extra={"color_message": "x"})
        line = kept.lines[0]
        assert (line["level"], line["event"], line["logger"]) == ("info", "log", "uvicorn.error")
        assert line["message"] == "Started server process [7]"

    def test_lines_of_requests_are_ours_alone(self, kept: Kept) -> None:
        for name in ("uvicorn.access", "aiohttp.access"):
            logging.getLogger(name).info('%s - "%s"', "127.0.0.1", "GET /v2/tenants/t-1?Signature=c2lnbmVk")
            logging.getLogger(name).error('%s - "%s"', "127.0.0.1", "GET /v2/tenants/t-1?Signature=c2lnbmVk")
        assert kept.lines == []

    def test_of_others_the_text_counts_and_not_what_fills_it(self, kept: Kept) -> None:
        logging.getLogger("aiohttp.client").warning("no good: %s", "s3cret")
        logging.getLogger("aiohttp.client").error(OSError("s3cret"))
        logging.getLogger("aiohttp.client").info("not of interest")
        assert [line["message"] for line in kept.lines] == ["no good: %s", "OSError"]

    def test_exceptions_are_told_by_type_and_place(self, kept: Kept) -> None:
        def fail() -> None:
            try:
                SECRETS.index("s3cret-too")
            except ValueError as error:
                raise KeyError("example-token") from error

        try:
            fail()
        except KeyError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
        line = kept.lines[0]
        assert line["error"] == ["KeyError", "ValueError"]
        assert re.fullmatch(rf"{re.escape(__name__)}\.fail:\d+", line["at"][-1])
        assert line["message"] == "Exception in ASGI application"

    def test_tasks_that_fail_unseen_do_not_show_what_they_held(self, kept: Kept) -> None:
        async def main() -> None:
            loop = asyncio.get_running_loop()
            error = ValueError("s3cret")
            loop.call_exception_handler(
                {"message": "Task exception was never retrieved", "exception": error, "x": "t-1"}
            )

        asyncio.run(main())
        assert kept.lines[0]["message"] == "Task exception was never retrieved"
        assert b"s3cret" not in kept.getvalue()
        assert b"t-1" not in kept.getvalue()


def test_arguments_that_do_not_fit_are_not_shown(log: Log, kept: Kept) -> None:
    with log.installed():
        logging.getLogger("aurora_compat.x").warning("%d", "s3cret")
    assert [(line["event"], line["error"]) for line in kept.lines] == [("unloggable", "TypeError")]


def test_loggers_are_left_as_they_were(log: Log, kept: Kept) -> None:
    uvicorn, root = logging.getLogger("uvicorn"), logging.getLogger()
    before = uvicorn.level, root.level, list(root.handlers), logging.getLogger("uvicorn.access").disabled
    with log.installed():
        uvicorn.warning("a")
    uvicorn.warning("b")
    assert (uvicorn.level, root.level, list(root.handlers), logging.getLogger("uvicorn.access").disabled) == before
    assert [line["message"] for line in kept.lines] == ["a"]


def test_nothing_of_a_caller_is_in_any_line(kept: Kept) -> None:
    log = Log("debug", stream=kept)
    target = "/v2/tenants/t-1/projects/p-1?AuroraKey=s3cret&Signature=c2lnbmVk&example-token&customer_address=PO-Box-12"
    request = ac.Request("GET", target, None, {"Authorization": "Bearer example-token"}, b'{"a": "PO-Box-12"}')
    with log.installed():
        log.access(**ACCESS | {"query": request.query, "method": "example-token"})
        log.mismatched("mailing-address", "2018.01", "2024.05")
        try:
            ac.translate_request(
                ac.Request("PUT", target, None, None, b'{"PO-Box-12'), source="2018.01", target="2024.05"
            )
        except ac.AuroraCompatError:
            logging.getLogger("aurora_compat").exception("it can't be translated")
            logging.getLogger("aiohttp.server").exception("Error handling request from %s", target)
        logging.getLogger("uvicorn.access").warning("%s", target)
        logging.getLogger("redis").warning("%r", request.headers)
    assert len(kept.lines) == 5
    told = kept.getvalue().decode()
    assert not [secret for secret in SECRETS if secret in told]


class Broken(io.BytesIO):
    def write(self, data: Any) -> int:
        raise BrokenPipeError


def test_that_nobody_reads_them_stops_nothing() -> None:
    Log(stream=Broken()).access(**ACCESS)
    closed = Kept()
    closed.close()
    Log(stream=closed).event("error", "a")


def test_they_go_to_standard_error(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Log().event("error", "a")
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert json.loads(err)["event"] == "a"


def test_a_process_without_standard_error_logs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    Log().event("error", "a")
