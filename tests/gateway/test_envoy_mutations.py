"""What Envoy is told to change is what differs, and nothing else."""

from typing import Any

import pytest
from envoy.service.ext_proc.v3.external_processor_pb2 import CommonResponse

import aurora_compat as ac
from aurora_compat.gateway.envoy.messages import Head
from aurora_compat.gateway.envoy.mutations import immediate, of_request, of_response

from ._envoy import AUTHORITY
from ._envoy import head as told


def head(*fields: tuple[str, str], raw: bool = True) -> Head:
    """Of a request with these fields, as Envoy tells it."""
    return Head.of(told(ac.Request("GET", "/v2/a?b=%20c", None, fields), raw=raw))


def changes(came: tuple[tuple[str, str], ...], wanted: tuple[tuple[str, str], ...]) -> tuple[list[str], list[Any]]:
    """The names that are removed, and what is set: name, value, whether it stands behind what is there."""
    common = of_response(Head.of(told(ac.Response(200, came))), None, ac.Response(200, wanted))
    mutation = common.header_mutation
    assert all(option.append_action == (0 if option.append.value else 2) for option in mutation.set_headers)
    options = [(option.header.key, option.header.raw_value, option.append.value) for option in mutation.set_headers]
    return list(mutation.remove_headers), options


class TestHeads:
    def test_a_request_without_pseudo_fields_and_those_of_the_hop(self) -> None:
        fields = (
            ("connection", "close, x-mine"),
            ("x-mine", "1"),
            ("te", "trailers"),
            ("accept", "a"),
            ("accept", "b"),
        )
        request = head(*fields, ("content-length", "0")).request(b"{}")
        assert (request.method, request.target, request.body) == ("GET", "/v2/a?b=%20c", b"{}")
        assert tuple(request.headers) == (("host", AUTHORITY), ("accept", "a"), ("accept", "b"))

    def test_an_answer_likewise(self) -> None:
        fields = (("transfer-encoding", "chunked"), ("connection", "x-mine"), ("x-mine", "1"), ("etag", "a"))
        response = Head.of(told(ac.Response(404, fields))).response(b"{}")
        assert (response.status, tuple(response.headers), response.body) == (404, (("etag", "a"),), b"{}")

    def test_a_host_that_is_there_stays(self) -> None:
        assert head(("host", "other.example")).request().headers.all("host") == ("other.example",)

    @pytest.mark.parametrize("length", ["", "x", "-1", "12"])
    def test_the_length_of_a_body(self, length: str) -> None:
        assert head(("content-length", length)).length == (12 if length == "12" else None)

    def test_bytes_come_as_they_are(self) -> None:
        name = "Zoë".encode()
        assert head(("x-name", name.decode("latin-1"))).request().headers.raw[-1] == (b"x-name", name)
        assert head(("x-name", "Zo\xeb")).request().headers.raw[-1] == (b"x-name", b"Zo\xeb")


class TestFields:
    def test_what_is_as_it_came_is_not_mentioned(self) -> None:
        fields = (("accept", "a"), ("x", "1"), ("accept", "b"))
        assert changes(fields, (("x", "1"), ("accept", "a"), ("Accept", "b"))) == ([], [])

    def test_one_that_is_gone(self) -> None:
        assert changes((("x", "1"), ("y", "2")), (("y", "2"),)) == (["x"], [])

    def test_one_that_is_new_or_another(self) -> None:
        assert changes((("x", "1"),), (("X", "2"), ("Y", "3"))) == ([], [("x", b"2", False), ("y", b"3", False)])

    def test_repeats_keep_their_order(self) -> None:
        wanted = (("x", "2"), ("y", "0"), ("x", "3"))
        both = [("x", b"2", False), ("x", b"3", True)]
        assert changes((("x", "1"), ("x", "2"), ("y", "0")), wanted) == (["x"], both)
        assert changes((("x", "1"), ("y", "0")), wanted) == ([], both)
        assert changes((("x", "1"), ("x", "2")), (("x", "2"),)) == (["x"], [("x", b"2", False)])

    def test_framing_and_hop_are_envoys(self) -> None:
        own = (
            ("connection", "x"),
            ("content-length", "5"),
            ("host", "a"),
            ("te", "t"),
            ("transfer-encoding", "chunked"),
        )
        assert changes(own, ()) == ([], [])
        assert changes((), own) == ([], [])

    def test_bytes_go_as_they_are(self) -> None:
        assert changes((), (("x", "Zo\xeb"),)) == ([], [("x", b"Zo\xeb", False)])

    def test_an_older_envoy_gets_text(self) -> None:
        common = of_request(head(("x", "1"), raw=False), None, ac.Request("GET", "/v2/a?b=%20c", None, {"x": "2"}))
        (option,) = common.header_mutation.set_headers
        assert (option.header.value, option.header.raw_value) == ("2", b"")

    def test_one_that_is_empty_is_kept(self) -> None:
        common = of_request(head(), None, ac.Request("GET", "/v2/a?b=%20c", None, {"x": ""}))
        assert [option.keep_empty_value for option in common.header_mutation.set_headers] == [True]


class TestLines:
    def test_a_request_as_it_came(self) -> None:
        came = head(("accept", "a"))
        assert of_request(came, b"x", came.request(b"x")).ByteSize() == 0

    def test_path_and_method(self) -> None:
        common = of_request(head(), None, ac.Request("PUT", "https://api.example/b", "c=1"))
        pairs = [(option.header.key, option.header.raw_value) for option in common.header_mutation.set_headers]
        assert pairs == [(":method", b"PUT"), (":path", b"/b?c=1")]
        assert common.clear_route_cache

    def test_the_status_of_an_answer(self) -> None:
        common = of_response(Head.of(told(ac.Response(200))), None, ac.Response(502))
        (option,) = common.header_mutation.set_headers
        assert (option.header.key, option.header.raw_value) == (":status", b"502")


class TestBodies:
    @pytest.mark.parametrize("body", [b"", b"longer than it was"])
    def test_another_one_has_another_length(self, body: bytes) -> None:
        common = of_response(Head.of(told(ac.Response(200))), b"before", ac.Response(200, None, body))
        (option,) = common.header_mutation.set_headers
        assert (option.header.key, option.header.raw_value) == ("content-length", b"%d" % len(body))
        assert common.body_mutation.HasField("body")
        assert (common.body_mutation.body, common.status) == (body, CommonResponse.CONTINUE)

    def test_one_in_place_of_what_was_not_asked_for(self) -> None:
        common = of_response(Head.of(told(ac.Response(200))), None, ac.Response(200, None, b"{}"))
        assert (common.body_mutation.body, common.status) == (b"{}", CommonResponse.CONTINUE_AND_REPLACE)


def test_an_answer_in_the_servers_place() -> None:
    fields = [
        ("Content-Type", "application/json"),
        ("Content-Length", "2"),
        ("X", "1"),
        ("X", "2"),
        ("Connection", "close"),
    ]
    said = immediate(ac.Response(503, fields, b"{}"), is_raw=True, why="aurora_compat_overloaded")
    options = [(option.header.key, option.header.raw_value, option.append.value) for option in said.headers.set_headers]
    assert options == [("content-type", b"application/json", False), ("x", b"1", False), ("x", b"2", True)]
    assert (said.status.code, said.body, said.details) == (503, b"{}", "aurora_compat_overloaded")
