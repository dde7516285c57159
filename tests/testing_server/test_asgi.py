"""The fake server as an ASGI application."""

import asyncio
import json
from typing import Any

import pytest

from aurora_compat.testing.server import FakeAurora

from ._kit import VERSIONS


def _run(fake: FakeAurora, scope: dict[str, Any], *events: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    waiting = list(events)

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(event: Any) -> None:
        sent.append(event)

    asyncio.run(fake(scope, receive, send))
    return sent


@pytest.mark.parametrize("version", VERSIONS)
def test_a_request_in_pieces(version: str) -> None:
    fake = FakeAurora(version)
    request = fake.request("create_webhook", {"webhook": {"event": "lead_created"}})
    scope = request.to_asgi({"type": "http"})
    first, second = request.body[:9], request.body[9:]
    start, body = _run(
        fake,
        dict(scope),
        {"type": "http.request", "body": first, "more_body": True},
        {"type": "http.request", "body": second},
    )
    assert (start["type"], start["status"], body["type"]) == ("http.response.start", 200, "http.response.body")
    assert json.loads(body["body"])["webhook"]["event"] == "lead_created"
    assert dict(start["headers"])[b"content-type"] == b"application/json"
    assert fake.calls[0].request.body == request.body


def test_a_lifespan_and_what_is_not_http() -> None:
    fake = FakeAurora("2024.05")
    events = _run(fake, {"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [event["type"] for event in events] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    with pytest.raises(NotImplementedError, match="websocket"):
        _run(fake, {"type": "websocket"})
