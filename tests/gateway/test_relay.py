"""The relay of webhooks: what is passed on, to whom, what is learned, and what never happens."""

import asyncio
import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

import aurora_compat as ac
from aurora_compat.gateway.directory import DirectoryError, Kind, Remembered, Scope
from aurora_compat.gateway.proxy.relay import Relay, Relays

SECRET = ("X-Webhook-Secret", "s3cret")
SCOPE = Scope("api.example:8443", "t-1")
ASSET = "ASSET_ID=a-1&DESIGN_ID=d-1"


def relay(**changed: str) -> Relay:
    told = {
        "name": "shop",
        "target": "https://hook.example/aurora?key=k-1",
        "tenant": "t-1",
        "asset": "ASSET_ID",
        "design": "DESIGN_ID",
        "header": "X-Webhook-Secret",
        "value": "s3cret",
        "host": "api.example:8443",
    }
    return Relay(**told | changed)


def delivery(
    target: str = f"/relay/shop?{ASSET}", *fields: tuple[str, str], method: str = "GET", body: bytes = b""
) -> ac.Request:
    return ac.Request(method, target, None, (("Host", "gateway.example"), *(fields or (SECRET,))), body)


class Subscriber:
    """Takes what the relay sends, and answers or fails."""

    def __init__(self, answer: ac.Response | Exception) -> None:
        self.answer, self.got = answer, list[ac.Request]()

    async def send(self, request: ac.Request) -> ac.Response:
        self.got.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


OK = ac.Response(200, {"Content-Type": "text/plain"}, b"taken")


class World:
    """A gateway with relays, its directory, and the subscriber behind it."""

    def __init__(
        self, *relays: Relay, answer: ac.Response | Exception = OK, directory: Any = None, patience: float = 5
    ) -> None:
        self.subscriber = Subscriber(answer)
        self.directory = directory or Remembered()
        self.failures: list[Exception] = []
        self.relays = Relays(
            relays or (relay(),), self.directory, self.subscriber.send, self.failures.append, patience=patience
        )

    def answer(self, request: ac.Request) -> ac.Response:
        return asyncio.run(self.relays.answer(request))

    def sent(self, request: ac.Request) -> ac.Request:
        self.answer(request)
        (got,) = self.subscriber.got
        return got

    def known(self, scope: Scope = SCOPE, asset: str = "a-1") -> str | None:
        found: Mapping[str, str] = asyncio.run(self.directory.find(scope, "design_of_asset", [asset]))
        return found.get(asset)


class Broken:
    """A directory that can't learn."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    async def find(self, scope: Scope, kind: Kind, ids: Collection[str]) -> Mapping[str, str]:
        return {}

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        if self._error is None:
            await asyncio.Event().wait()
        assert self._error is not None
        raise self._error

    async def close(self) -> None:
        """Nothing to close."""


def message(answer: ac.Response) -> str:
    told: str = answer.json()["errors"][0]["message"]
    return told


# What is passed on.


def test_a_delivery_reaches_its_subscriber() -> None:
    world = World()
    got = world.sent(delivery())
    assert (got.method, got.target, got.body) == ("GET", f"https://hook.example/aurora?key=k-1&{ASSET}", b"")
    assert world.failures == []


@pytest.mark.parametrize(
    ("target", "came", "sent"),
    [
        ("https://hook.example", "/relay/shop", "https://hook.example/"),
        ("https://hook.example", "/relay/shop?A=1", "https://hook.example/?A=1"),
        ("https://hook.example/", "/relay/shop/", "https://hook.example/"),
        ("https://hook.example/in", "/relay/shop", "https://hook.example/in"),
        ("https://hook.example/in/", "/relay/shop", "https://hook.example/in/"),
        ("https://hook.example/in", "/relay/shop/", "https://hook.example/in/"),
        ("https://hook.example/in/", "/relay/shop/assets/new", "https://hook.example/in/assets/new"),
        ("http://hook.example:8080/in?x=1&y=", "/relay/shop/z?A=1", "http://hook.example:8080/in/z?x=1&y=&A=1"),
        ("http://[::1]:8080", "/relay/shop/z", "http://[::1]:8080/z"),
        ("https://hook.example?x=1", "/relay/shop?A=1", "https://hook.example/?x=1&A=1"),
        ("https://hook.example/in?x=%zz", "/relay/shop?a=b%20c&a=b+c&%41&&=", "https://hook.example/in?x=%zz&a=b%20c&a=b+c&%41&&="),
        ("https://hook.example/%7Ein", "/relay/shop/%7e%2Fa;b=1", "https://hook.example/%7Ein/%7e%2Fa;b=1"),
        ("https://hook.example/in", "https://gateway.example/relay/shop/z?A=1", "https://hook.example/in/z?A=1"),
        ("https://hook.example/in", "/relay/shop//z", "https://hook.example/in//z"),
        ("https://hook.example/in", "/relay/shop/a#b?c=d", "https://hook.example/in/a%23b?c=d"),
        ("https://hook.example/in", "/relay/shop?a=x#y", "https://hook.example/in?a=x%23y"),
    ],
)  # fmt: skip
def test_the_target_and_what_came_behind_it(target: str, came: str, sent: str) -> None:
    assert World(relay(target=target)).sent(delivery(came)).target == sent


def test_end_to_end_fields_pass_and_those_of_the_hop_do_not() -> None:
    kept = (
        ("Authorization", "Bearer example-token"),
        ("Accept-Encoding", "gzip"),
        ("X-Trace", "1"),
        ("X-Trace", "2"),
        SECRET,
        ("User-Agent", "Aurora"),
    )
    hop = (
        ("Connection", "close, X-Hop"),
        ("connection", "X-More"),
        ("X-Hop", "1"),
        ("x-more", "1"),
        ("Keep-Alive", "timeout=5"),
        ("Proxy-Connection", "close"),
        ("Proxy-Authorization", "Basic eA=="),
        ("TE", "trailers"),
        ("Trailer", "X-Sum"),
        ("Transfer-Encoding", "chunked"),
        ("Upgrade", "h2c"),
        ("Expect", "100-continue"),
    )
    got = World().sent(delivery(f"/relay/shop?{ASSET}", *hop, *kept))
    assert got.headers == (*kept, ("Content-Length", "0"))


def test_a_body_passes_too() -> None:
    got = World().sent(delivery("/relay/shop", SECRET, ("Content-Length", "2"), body=b"{}"))
    assert (got.body, got.headers.get("content-length")) == (b"{}", "2")


def test_relays_are_told_apart_by_their_names() -> None:
    world = World(relay(), relay(name="shop2", target="https://two.example", tenant="t-2", value="other"))
    got = world.sent(delivery(f"/relay/shop2/x?{ASSET}", ("X-Webhook-Secret", "other")))
    assert got.origin == "https://two.example"
    assert (world.known(), world.known(Scope("api.example:8443", "t-2"))) == (None, "d-1")


# What Aurora is answered.


@pytest.mark.parametrize("status", [200, 201, 302, 404, 410, 429, 500, 503])
def test_the_subscribers_answer_is_auroras(status: int) -> None:
    fields = [("Content-Type", "text/html"), ("Retry-After", "5"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    answer = World(answer=ac.Response(status, fields, b"<p>as it is")).answer(delivery())
    assert answer == ac.Response(status, [*fields, ("Content-Length", "11")], b"<p>as it is")


def test_the_answers_hop_ends_here() -> None:
    fields = [("Connection", "X-Hop"), ("X-Hop", "1"), ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]
    answer = World(answer=ac.Response(200, fields, b"\x1f\x8b")).answer(delivery())
    assert answer.headers == (("Content-Encoding", "gzip"), ("Content-Length", "2"))
    assert answer.body == b"\x1f\x8b"


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_answers_without_a_body_keep_their_fields(method: str, status: int) -> None:
    fields = [("Content-Type", "text/plain"), *([("Content-Length", "5")] if method == "HEAD" else [])]
    assert World(answer=ac.Response(status, fields)).answer(delivery(method=method)).headers == tuple(fields)


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (TimeoutError("hook.example s3cret"), 504, "the subscriber did not answer in time"),
        (ConnectionRefusedError("hook.example s3cret"), 502, "the subscriber could not be reached"),
        (OSError("hook.example s3cret"), 502, "the subscriber could not be reached"),
    ],
)
def test_a_subscriber_in_trouble(error: Exception, status: int, told: str) -> None:
    world = World(answer=error)
    answer = world.answer(delivery())
    assert (answer.status, message(answer)) == (status, told)
    assert answer.headers.get("content-length") == str(len(answer.body))
    assert world.known() == "d-1"  # it is true all the same


# Who may deliver.


@pytest.mark.parametrize(
    "fields",
    [
        (("Accept", "*/*"),),
        (("X-Webhook-Secret", ""),),
        (("X-Webhook-Secret", "S3cret"),),
        (("X-Webhook-Secret", "s3cret "),),
        (("X-Webhook-Secret", "s3cre"),),
        (("X-Webhook-Secret", "s3cret\u0100"),),
        (("X-Webhook", "s3cret"),),
        (("Authorization", "s3cret"),),
        (SECRET, SECRET),
        (SECRET, ("X-Webhook-Secret", "guess")),
    ],
)
def test_without_the_secret_nothing_happens(fields: tuple[tuple[str, str], ...]) -> None:
    world = World()
    answer = world.answer(delivery(f"/relay/shop?{ASSET}", *fields))
    assert (answer.status, world.subscriber.got, world.known()) == (401, [], None)
    assert "header_auth_key" in message(answer)
    assert "s3cret" not in json.dumps([*answer.headers, message(answer)])
    assert answer.headers.get("www-authenticate") is not None


@pytest.mark.parametrize(
    ("value", "field"),
    [("s3cret", ("x-webhook-secret", "s3cret")), ("gr\u00fcn", (b"X-Webhook-Secret", "gr\u00fcn".encode()))],
)
def test_the_secret_is_compared_as_bytes_and_its_name_without_case(value: str, field: Any) -> None:
    assert World(relay(value=value)).answer(delivery("/relay/shop", field)).status == 200


def test_a_secret_in_the_query_counts_for_nothing() -> None:
    assert World().answer(delivery("/relay/shop?X-Webhook-Secret=s3cret", ("Accept", "*/*"))).status == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get"])
def test_other_methods_are_refused(method: str) -> None:
    world = World()
    answer = world.answer(delivery(method=method))
    assert (answer.status, answer.headers.get("allow")) == (405, "GET, HEAD")
    assert (world.subscriber.got, world.known()) == ([], None)


def test_head_passes() -> None:
    world = World(answer=ac.Response(200, {"Content-Length": "5"}))
    assert world.answer(delivery(method="HEAD")).status == 200
    assert world.subscriber.got[0].method == "HEAD"


def test_what_is_told_to_head_has_no_body() -> None:
    answer = World().answer(delivery("/relay/shop", ("Accept", "*/*"), method="HEAD"))
    assert (answer.status, answer.body) == (401, b"")


@pytest.mark.parametrize(
    "path", ["/relay/", "/relay/other", "/relay/shop2", "/relay/SHOP", "/relay/sh%6Fp", "/relay//shop"]
)
def test_no_relay_of_that_name(path: str) -> None:
    world = World()
    answer = world.answer(delivery(f"{path}?{ASSET}"))
    assert (answer.status, message(answer), world.subscriber.got) == (404, "no relay has this name", [])


@pytest.mark.parametrize(
    ("path", "is_ours"),
    [
        ("/relay/shop", True),
        ("/relay/shop/x", True),
        ("/relay/", True),
        ("/relay", False),
        ("/relays/shop", False),
        ("/v2/relay/shop", False),
        ("/", False),
    ],
)
def test_which_paths_are_relays(path: str, is_ours: bool) -> None:
    assert World().relays.matches(path) is is_ours


# What never happens: another target.


@pytest.mark.parametrize(
    "rest",
    [
        "/..",
        "/../admin",
        "/x/../../admin",
        "/.",
        "/%2e%2e/admin",
        "/%2E./x",
        "/x%2f..%2fadmin",
        "/..\\admin",
        "/x\\..\\y",
    ],
)
def test_a_path_can_not_climb_out_of_the_targets(rest: str) -> None:
    world = World()
    answer = world.answer(delivery(f"/relay/shop{rest}?{ASSET}"))
    assert (answer.status, world.subscriber.got, world.known()) == (400, [], None)


@pytest.mark.parametrize("rest", ["/...", "/..a", "/a..b", "/%2e%2e%2e", "?next=/../x", "/a?b=.."])
def test_dots_that_climb_nowhere(rest: str) -> None:
    assert World().answer(delivery(f"/relay/shop{rest}")).status == 200


_SEPARATORS = ["/", "//", "\\", "@", ":", "#", "?", "%2f", "%5c", "%00", "%0d%0a", "..", "."]
_NASTY = st.sampled_from([*_SEPARATORS, "evil.example", "http://", "https://u:p@evil.example", "\u00e9"])


@settings(max_examples=150)
@given(st.lists(_NASTY | st.text(max_size=3), max_size=8).map("".join))
def test_the_target_stays_whatever_the_path_holds(rest: str) -> None:
    for target in ("https://hook.example", "https://hook.example/in?key=k-1"):
        world = World(relay(target=target))
        world.answer(delivery(f"/relay/shop{rest}"))
        for got in world.subscriber.got:
            assert got.target.isprintable()
            assert urlsplit(got.target)[:2] == ("https", "hook.example")
            assert URL(got.target).origin() == URL(got.target, encoded=True).origin() == URL("https://hook.example")


# What is learned.


def test_the_design_of_an_asset_is_learned_for_the_tenant() -> None:
    world = World()
    world.answer(delivery())
    assert world.known() == "d-1"
    assert world.known(Scope("api.example", "t-1")) is None


def test_it_is_known_before_the_subscriber_hears_of_the_asset() -> None:
    world = World()

    async def send(request: ac.Request) -> ac.Response:
        known = await world.directory.find(SCOPE, "design_of_asset", ["a-1"])
        return ac.Response(200, None, known["a-1"].encode())

    relays = Relays([relay()], world.directory, send, world.failures.append)
    assert asyncio.run(relays.answer(delivery())).body == b"d-1"


def test_the_subscribers_own_names_of_parameters() -> None:
    world = World(relay(asset="asset", design="of design"))
    world.answer(delivery("/relay/shop?of+design=d%2D9&asset=a-1&ASSET_ID=a-2&DESIGN_ID=d-2"))
    assert (world.known(), world.known(asset="a-2")) == ("d-9", None)


@pytest.mark.parametrize(
    "query",
    [
        "PROJECT_ID=p-1&STATUS=sold",
        "ASSET_ID=a-1",
        "ASSET_ID=a-1&DESIGN_ID=",
        "ASSET_ID=&DESIGN_ID=d-1",
        "ASSET_ID=a-1&DESIGN_ID=<DESIGN_ID>",
        "ASSET_ID=a-1&DESIGN_ID=%3CDESIGN_ID%3E",
        "ASSET_ID=a-1&DESIGN_ID=d-1&DESIGN_ID=d-2",
        "asset_id=a-1&design_id=d-1",
    ],
)
def test_deliveries_that_teach_nothing_pass_all_the_same(query: str) -> None:
    world = World()
    assert world.answer(delivery(f"/relay/shop?{query}")).status == 200
    assert world.known() is None
    assert world.failures == []


@pytest.mark.parametrize("error", [DirectoryError("the disk fails"), ValueError("a directory of the operator's own")])
def test_a_directory_that_fails_fails_no_delivery(error: Exception) -> None:
    world = World(directory=Broken(error))
    assert world.answer(delivery()).body == b"taken"
    assert world.failures == [error]


def test_a_directory_that_hangs_is_not_waited_for() -> None:
    world = World(directory=Broken(None), patience=0.01)
    assert world.answer(delivery()).body == b"taken"
    assert world.failures == [DirectoryError("relay shop: learning took more than 0.01 seconds")]


# What a relay is told.


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "name of a relay: one segment"),
        ({"name": "a/b"}, "name of a relay: one segment"),
        ({"name": ".."}, "name of a relay: one segment"),
        ({"name": "caf\u00e9"}, "name of a relay: one segment"),
        ({"tenant": ""}, "tenant of relay shop: it is empty"),
        ({"header": ""}, "header of relay shop: it is empty"),
        ({"value": ""}, "value of relay shop: it is empty"),
        ({"host": ""}, "host of relay shop: it is empty"),
        ({"asset": "ID", "design": "ID"}, "two parameters of the query, not one"),
        ({"target": "hook.example"}, "starts with http:// or https://"),
        ({"target": "ftp://hook.example/secret"}, "starts with http:// or https://"),
        ({"target": "https:///secret"}, "has a host"),
        ({"target": "https://hook.example:secret/"}, "has a host"),
        ({"target": "https://hook.example:0/"}, "has a host"),
        ({"target": "https://u:secret@hook.example/"}, "user or password"),
        ({"target": "https://hook.example/#secret"}, "behind #"),
        ({"target": "https://hook.example/a secret"}, "percent-encode"),
        ({"target": "https://hook.example\\secret"}, "percent-encode"),
        ({"target": "https://h\u00f6k.example/"}, "percent-encode"),
        ({"target": "https://hook.example/\r\nsecret"}, "percent-encode"),
    ],
)
def test_settings_that_make_no_relay(changed: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told) as raised:
        relay(**changed)
    assert "secret" not in str(raised.value)


def test_two_relays_of_one_name() -> None:
    with pytest.raises(ValueError, match="two relays are called shop"):
        World(relay(), relay(target="https://two.example"))


def test_a_relay_does_not_show_its_secrets() -> None:
    shown = repr(relay())
    assert "shop" in shown
    assert "s3cret" not in shown
    assert "k-1" not in shown
