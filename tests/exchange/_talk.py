"""What the tests of exchanges share: requests and replies in one line, notes as keys, a gateway in ten lines."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeAlias

import aurora_compat as ac
from tests.rules._check import V18, V22, V24, NoteKey, exact, notes_of

Json: TypeAlias = Any
Pairs: TypeAlias = Iterable[tuple[str, str]]

__all__ = ["PAIRS", "TOKEN", "V18", "V22", "V24", "Json", "NoteKey", "exact", "notes_of", "versions_of"]

TOKEN = "neutral-token-1"
KNOWN = ac.Context(bearer_token=TOKEN)
PAIRS = [(V18, V22), (V18, V24), (V22, V24), (V22, V18), (V24, V18), (V24, V22)]
FROM_18 = [(V18, V22), (V18, V24)]
TO_18 = [(V22, V18), (V24, V18)]
JSON = ("Content-Type", "application/json")


def versions_of(pair: tuple[str, str]) -> str:
    """A pair of versions as the name of a test case."""
    return "-to-".join(pair)


def prefixed(version: str, path: str) -> str:
    """A path as that version spells it."""
    return f"/v2{path}" if version == V18 else path


def call(
    version: str,
    method: str,
    path: str,
    body: Json = None,
    *,
    headers: Pairs = (("Authorization", f"Bearer {TOKEN}"),),
    query: str = "",
) -> ac.Request:
    """A request of a version: its path without `/v2`, its body as a JSON value."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    described = [JSON, ("Content-Length", str(len(content)))] if content else []
    return ac.Request(method, prefixed(version, path), query, [*headers, *described], content)


def reply(body: Json = None, status: int = 200, headers: Pairs = ()) -> ac.Response:
    """An answer: its body as a JSON value."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    described = [JSON, ("Content-Length", str(len(content)))] if content else []
    return ac.Response(status, [*headers, *described], content)


def exchange(request: ac.Request, client: str, server: str, context: ac.Context = KNOWN, **kw: Any) -> ac.Exchange:
    """An exchange, by default with a bearer token at hand."""
    return ac.Exchange(request, client=client, server=server, context=context, **kw)


def asked(needs: Iterable[ac.Need]) -> list[tuple[str, str, bool]]:
    """Needs as an engineer would send them: method and target, and whether they are required."""
    told = []
    for need in needs:
        assert need.request is not None
        told.append((need.request.method, need.request.target, need.required))
    return told


def one(needs: Iterable[ac.Need]) -> ac.Need:
    """The only need."""
    (need,) = needs
    return need


def raised(run: Callable[[], object]) -> ac.AuroraCompatError:
    """What a call raises."""
    try:
        run()
    except ac.AuroraCompatError as error:
        return error
    raise AssertionError("nothing was raised")


class Talk(NamedTuple):
    """A whole conversation: what the client was answered, and how it came to it."""

    response: ac.Response
    exchange: ac.Exchange
    upstream: ac.Request | None
    notes: set[NoteKey]
    asked: list[str]


def converse(
    request: ac.Request,
    client: str,
    server: str,
    send: Callable[[ac.Request], ac.Response],
    context: ac.Context = KNOWN,
) -> Talk:
    """What a gateway does: ask what is needed, send, ask what would complete the answer, answer."""
    told: list[str] = []
    held = exchange(request, client, server, context)

    def provided(held: ac.Exchange, needs: tuple[ac.Need, ...]) -> ac.Exchange:
        for need in needs:
            assert need.request is not None
            target = need.request
            told.append(f"{need.operation} {target.target}")
            held = held.provide(
                need, send(ac.Request(target.method, target.path, target.query, [("Authorization", f"Bearer {TOKEN}")]))
            )
        return held

    while held.needs:
        held = provided(held, held.needs)
        assert len(told) < 20, "the exchange asks without end"
    try:
        upstream = held.upstream
    except ac.AuroraCompatError as error:
        return Talk(held.refusal(error), held, None, set(), told)
    answer = send(upstream)
    translation = held.respond(answer)
    while translation.needs:
        assert not any(need.required for need in translation.needs)
        held = provided(held, translation.needs)
        translation = held.respond(answer)
        assert len(told) < 40, "the answer asks without end"
    return Talk(translation.result, held, upstream, notes_of(translation.notes), told)
