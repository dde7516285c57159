"""Whole messages, bytes to bytes, against `orjson` that merely parses and dumps the body, and against code by hand."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import orjson

import aurora_compat as ac
from aurora_compat.words.jsons import same
from benchmarks import bodies, subject
from benchmarks.bodies import V2018, V2022, V2024, Body
from benchmarks.comparison import Comparison, Target, at_most
from benchmarks.handwritten import FLOORS

TENANT = "7e7a0000-0000-4000-8000-000000000001"
DESIGN = "de510000-0000-4000-8000-000000000001"
HEADERS = (
    ("Host", "api.aurorasolar.com"),
    ("Authorization", "Bearer token"),
    ("Accept", "application/json"),
    ("User-Agent", "benchmark"),
    ("X-Request-Id", "12345343-5343-4345-3445-123456789012"),
)
PATHS = {
    "create_project": ("POST", f"/tenants/{TENANT}/projects"),
    "create_webhook": ("POST", f"/tenants/{TENANT}/webhooks"),
    "run_auto_designer": ("POST", f"/tenants/{TENANT}/designs/{DESIGN}/auto_designer/run"),
}
CASES: tuple[tuple[Body, str, str, Target | None], ...] = (
    (bodies.PROJECT, V2022, V2024, at_most(2.5)),
    (bodies.PROJECT, V2024, V2022, at_most(2.5)),
    (bodies.PROJECT_ANSWER, V2022, V2024, at_most(2.5)),
    (bodies.PROJECT_ANSWER, V2024, V2022, at_most(2.5)),
    (bodies.PROJECT, V2018, V2024, None),
    (bodies.PRICING, V2022, V2024, at_most(4)),
    (bodies.PRICING, V2024, V2022, at_most(4)),
    (bodies.AUTO_DESIGNER, V2018, V2022, None),
    (bodies.WEBHOOK, V2022, V2024, None),
    (bodies.SUMMARY, V2024, V2022, None),
    (bodies.HOURLY, V2022, V2024, at_most(0.35)),
    (bodies.HOURLY, V2024, V2022, at_most(0.35)),
    (bodies.HOURLY, V2024, V2018, None),
    (bodies.HOURLY_COMPACT, V2024, V2022, None),
    (bodies.LIST, V2022, V2024, None),
    (bodies.LIST, V2024, V2022, None),
)


def message(body: Body, source: str) -> ac.Request | ac.Response:
    """A message with such a body, as a client or a server sends it."""
    raw = body.raw(source)
    headers = (*HEADERS, ("Content-Type", "application/json"), ("Content-Length", str(len(raw))))
    if body.part == "response":
        return ac.Response(200, headers, raw)
    method, path = PATHS[body.operation]
    return ac.Request(method, f"/v2{path}" if source == V2018 else path, headers=headers, body=raw)


def ours(body: Body, source: str, target: str) -> Callable[[Any], Any]:
    """The translation of such messages."""
    if body.part == "response":
        return subject.translate_response(body.operation, source, target)
    return subject.translate_request(source, target)


def parse_and_dump(body: bytes) -> bytes:
    """What it costs to have looked at the body at all."""
    return orjson.dumps(orjson.loads(body))


def comparisons() -> Iterator[Comparison]:
    for body, source, target, wanted in CASES:
        yield _comparison(body, source, target, wanted)
    for body, source, target in (
        (bodies.PROJECT, V2022, V2024),
        (bodies.PRICING, V2024, V2022),
        (bodies.HOURLY, V2024, V2022),
    ):
        yield _by_hand(body, source, target)


def _comparison(body: Body, source: str, target: str, wanted: Target | None) -> Comparison:
    floor = FLOORS[body.operation, body.part, source, target]
    expected = floor(body.document(source))
    return Comparison(
        group="messages",
        name=f"{body.label(source)} ({body.part}), {source} → {target}",
        ours=(ours(body, source, target), message(body, source)),
        other=(parse_and_dump, body.raw(source)),
        our_name=f"`translate_{body.part}`",
        other_name="orjson parse + dump of the body",
        target=wanted,
        check=lambda result, _: same(json.loads(result.body), expected),
    )


def _by_hand(body: Body, source: str, target: str) -> Comparison:
    floor = FLOORS[body.operation, body.part, source, target]

    def by_hand(raw: bytes) -> bytes:
        return orjson.dumps(floor(orjson.loads(raw)))

    return Comparison(
        group="messages",
        name=f"{body.label(source)} ({body.part}), {source} → {target}",
        ours=(ours(body, source, target), message(body, source)),
        other=(by_hand, body.raw(source)),
        our_name=f"`translate_{body.part}`",
        other_name="orjson + hand-written, body only",
        check=lambda result, theirs: same(json.loads(result.body), json.loads(theirs)),
    )
