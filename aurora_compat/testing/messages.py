"""Strategies of whole messages: requests as clients make them, and exchanges with the server's answer."""

import json
from typing import Any
from urllib.parse import quote

from hypothesis import assume
from hypothesis import strategies as st

from aurora_compat.aurora import aurora
from aurora_compat.exchange import Exchange
from aurora_compat.registries import Registry
from aurora_compat.testing import bodies, chance, leaves
from aurora_compat.words.context import Context
from aurora_compat.words.error import AuroraCompatError, NoPath
from aurora_compat.words.message import Request, Response
from aurora_compat.words.operation import parameters
from aurora_compat.words.version import Version

_ODD_IDS = ("a b", "größe", "a/b", "x;y=1,2", "a:b@c", "50%", "~me", "a+b")
_VALUES = {
    "page": ("1", "2", "17"),
    "per_page": ("10", "250"),
    "include_design": ("true", "false"),
}
_NUMBERS = ("0.02", "0.5", "1", "")
_JSON = (("Content-Type", "application/json"),)
_HEADERS = (
    ("Accept", "application/json"),
    ("User-Agent", "example-integration/1.0"),
    ("X-Request-Id", "2b0e7c1a"),
    ("Accept-Encoding", "identity"),
)
_ROUNDS = 8
"""Pages and look-ups that an exchange may ask for before it is given up."""

ids: st.SearchStrategy[str] = chance.rarely.flatmap(lambda odd: st.sampled_from(_ODD_IDS) if odd else leaves.uuids)
"""Values of path parameters, decoded: uuids, now and then a text that a path must percent-encode."""


def requests(
    operation: str,
    version: Version | str,
    *,
    unknown: bool = False,
    registry: Registry | None = None,
    model: Any = None,
) -> st.SearchStrategy[Request]:
    """Requests of an operation as clients of a version make them: ids in the path, query, header fields and body.

    Args:
        operation: its name, such as `create_project`.
        version: the version that the requests are in.
        unknown: add members that no document names to the body, and a parameter to the query.
        registry: another than Aurora's.
        model: a pydantic model of the body, where the registry is your own.

    Raises:
        UnknownOperation, UnknownVersion: the registry holds none of that name.
        ValueError: the version does not list the operation.
    """
    registry = registry or aurora()
    version, found = registry.version(version), registry.operation(operation)
    template = found.template(version)
    if template is None:
        raise ValueError(f"{version} does not list {operation}; it has no request there")
    names = parameters(template)
    asked = _asked(registry, operation, version)
    encoded = _bodies(registry, operation, version, unknown, model)

    @st.composite
    def drawn(draw: st.DrawFn) -> Request:
        path = found.path(version, {name: draw(ids) for name in names}) or template
        query = [(name, draw(st.sampled_from(values))) for name, values in asked.items() if draw(st.booleans())]
        if unknown and draw(st.booleans()):
            query.append(("x-custom", draw(chance.plain_text)))
        headers = [("Authorization", "Bearer token-of-a-test"), *draw(st.lists(st.sampled_from(_HEADERS), unique=True))]
        body = draw(encoded)
        return Request(found.method, path, query, [*headers, *(_JSON if body else ())], body)

    return drawn()


def exchanges(
    operation: str,
    client: Version | str,
    server: Version | str,
    *,
    unknown: bool = False,
    registry: Registry | None = None,
) -> st.SearchStrategy[tuple[Exchange, Response]]:
    """Exchanges of a client and a server, their needs answered, each with an answer as the server's version gives it.

    Requests that a rule refuses are left out: `exchange.upstream` can be sent.

    Args:
        operation: its name, as the client's version has it.
        client: the client's version.
        server: the server's version.
        unknown: add members that no document names to both bodies.
        registry: another than Aurora's.

    Raises:
        UnknownOperation, UnknownVersion, NoPath: there is no such exchange.
        ValueError: the client's version does not list the operation.
    """
    known = registry or aurora()
    client, server = known.version(client), known.version(server)
    made = requests(operation, client, unknown=unknown, registry=known)
    template = known.operation(operation).paths[client]

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[Exchange, Response]:
        request = draw(made)
        route = known.route(request.method, request.path, client)
        params = dict(route.path_params) if route is not None else dict.fromkeys(parameters(template), "")
        context = _informed(draw(bodies.contexts(known)), params, draw, known)
        exchange = Exchange(request, client=client, server=server, context=context, registry=registry)
        for _ in range(_ROUNDS):
            if not exchange.needs:
                break
            need = exchange.needs[0]
            answer = draw(bodies.payloads(need.operation, "response", need.version, registry=known))
            exchange = exchange.provide(need, Response(200, _JSON, _encoded(answer)))
        try:
            upstream = exchange.upstream
        except AuroraCompatError:
            assume(False)
        there = known.route(upstream.method, upstream.path.removeprefix(upstream.origin), server)
        assume(there is not None)
        return exchange, draw(_answers(known, there.operation if there else operation, server, unknown))

    return drawn()


def _informed(context: Context, params: dict[str, str], draw: st.DrawFn, registry: Registry) -> Context:
    """A context that knows the resources of a path."""
    if not bodies.is_auroras(registry):
        return context
    known: Context = context.__replace__(
        design_of_asset={id_: draw(leaves.uuids) for name, id_ in params.items() if name == "asset_id"},
        project_of_design={id_: draw(leaves.uuids) for name, id_ in params.items() if name == "design_id"},
    )
    return known


def _answers(registry: Registry, operation: str, version: Version, unknown: bool) -> st.SearchStrategy[Response]:
    """Answers of a version's server: mostly what was asked for, now and then an error."""
    method = registry.operation(operation).method
    good = bodies.payloads(operation, "response", version, unknown=unknown, registry=registry)
    bad = bodies.payloads(operation, "response", version, unknown=unknown, registry=registry, status=422)

    @st.composite
    def drawn(draw: st.DrawFn) -> Response:
        if draw(chance.rarely):
            payload = draw(bad)
            status = draw(st.sampled_from((404, 422)))
            if payload is None or isinstance(payload, str):
                return Response(status, (("Content-Type", "text/plain"),), (payload or "").encode())
            return Response(status, _JSON, _encoded(payload))
        if method == "DELETE":
            return Response(204)
        return Response(201 if method == "POST" else 200, _JSON, _encoded(draw(good)))

    return drawn()


def _bodies(
    registry: Registry, operation: str, version: Version, unknown: bool, model: Any
) -> st.SearchStrategy[bytes]:
    """Bodies as bytes; none where the operation has none, or nothing is known of it."""
    bare = bodies.is_auroras(registry) and model is None
    if bare and bodies.model_of(registry)(operation, "request", version, 200) is None:
        return st.just(b"")
    values = bodies.payloads(operation, "request", version, unknown=unknown, registry=registry, model=model)
    return st.tuples(values, st.booleans()).map(
        lambda drawn: b"" if drawn[0] is None else _encoded(drawn[0], ascii_only=drawn[1])
    )


def _encoded(payload: Any, *, ascii_only: bool = False) -> bytes:
    return json.dumps(payload, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


def _asked(registry: Registry, operation: str, version: Version) -> dict[str, tuple[str, ...]]:
    """The parameters of a query, and values of theirs: those of lists, and those that rules name."""
    names = ["page", "per_page"] if operation.startswith("list_") else []
    for other in registry.versions:
        try:
            lines = list(registry.plan(operation, "request", version, other).lines())
        except NoPath:
            continue
        for _, _, line in lines:
            name = line.where.removeprefix("query/")
            if name != line.where and name == quote(name, safe=""):
                names.append(name)
    uuid = ("de510000-0000-4000-8000-000000000001",)
    return {name: _VALUES.get(name, uuid if name.endswith("_id") else _NUMBERS) for name in dict.fromkeys(names)}
