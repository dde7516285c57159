"""Strategies of whole messages for the laws: every part of each is drawn from a small pool."""

from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain
from typing import Any
from urllib.parse import unquote

from hypothesis import strategies as st

from aurora_compat.registries import Registry
from aurora_compat.testing import chance
from aurora_compat.testing.bending import Pool, bent, few
from aurora_compat.testing.example import Case
from aurora_compat.testing.outline import errors, words
from aurora_compat.testing.trials import Scope
from aurora_compat.testing.wire import spellings
from aurora_compat.testing.wire.body import Body, encoded, spelled
from aurora_compat.testing.wire.dialect import Dialect
from aurora_compat.testing.wire.example import MessageCase, MessageExample
from aurora_compat.words.context import Context
from aurora_compat.words.message import Request, Response
from aurora_compat.words.operation import Operation, Part, parameters
from aurora_compat.words.version import Version

_STATUSES = st.sampled_from((200, 200, 200, 200, 200, 201, 202, 204, 404, 404, 422, 304, 302, 500))
_METHODS = st.sampled_from(("GET", "POST", "PATCH", "OPTIONS", "DELETE", "HEAD"))
_STRAY: tuple[Any, ...] = (None, {}, {"thing": {"id": "a", "cost": 1, "updated_at": "x"}}, [1])
"""Bodies of what has none."""
_CREDENTIALS = st.sampled_from(spellings.CREDENTIALS)
_LOCATIONS = st.sampled_from(("Location", "location", "Content-Location"))
_segments = st.sampled_from(spellings.SEGMENTS)
_unknown_paths = st.sampled_from(spellings.PATHS)


def examples(case: MessageCase, scope: Scope, dialect: Dialect) -> st.SearchStrategy[MessageExample]:
    """Messages of one operation, part and pair of versions."""
    return _requests(case, scope, dialect) if case.part == "request" else _responses(case, scope, dialect)


def _requests(case: MessageCase, scope: Scope, dialect: Dialect) -> st.SearchStrategy[MessageExample]:
    operation = case.registry.operations.get(case.operation)
    paths, contexts = _paths(case, operation, dialect), _contexts(scope, dialect)
    queries = st.lists(st.sampled_from(_parameters(case, dialect)), max_size=4).map("&".join)
    fields, payloads = _fields(case, dialect), _payloads(case, scope, 200)
    origins, methods = st.sampled_from(dialect.origins), _METHODS
    if operation is not None:
        methods = st.sampled_from(("GET", "GET", "HEAD") if operation.method == "GET" else (str(operation.method),))

    @st.composite
    def drawn(draw: st.DrawFn) -> MessageExample:
        method, path = draw(methods), draw(paths)
        if not path.endswith("/") and draw(chance.sometimes):
            path += "/"
        if draw(chance.sometimes):
            path = draw(origins) + path
        credential = draw(_CREDENTIALS)
        headers = [*([credential] if credential else []), *draw(fields)]
        body = encoded(draw(payloads), draw(spelled), text=False)
        request = body.put(Request(method, path, draw(queries), headers))
        return MessageExample(case, request, body, draw(contexts), method)

    return drawn()


def _responses(case: MessageCase, scope: Scope, dialect: Dialect) -> st.SearchStrategy[MessageExample]:
    operation = case.registry.operations.get(case.operation)
    names = operation.parameters(case.source) or operation.parameters(case.target) if operation else ()
    good, bad = _payloads(case, scope, 200), _payloads(case, scope, 400)
    fields, contexts, urls = _fields(case, dialect), _contexts(scope, dialect), _urls(dialect)

    @st.composite
    def drawn(draw: st.DrawFn) -> MessageExample:
        status, method = draw(_STATUSES), str(operation.method) if operation else "GET"
        if method == "GET" and draw(chance.sometimes):
            method = "HEAD"
        failed = 400 <= status < 500
        body = encoded(draw(bad if failed else good), draw(spelled), text=failed)
        if status in {204, 304} or method == "HEAD":
            body = Body(None, body.kind, absent=True)
        response = body.put(Response(status, [*draw(fields), *draw(urls)]))
        params = {name: unquote(draw(_segments)) for name in names}
        return MessageExample(case, response, body, draw(contexts), method, params)

    return drawn()


def _paths(case: MessageCase, operation: Operation | None, dialect: Dialect) -> st.SearchStrategy[str]:
    """Paths of an operation as its version has them, now and then as another one does; or of none."""
    own = dialect.prefixes.get(str(case.source), "")
    others = [prefix for prefix in dict.fromkeys(dialect.prefixes.values()) if prefix != own]
    prefixes = chance.seldom(st.sampled_from(others)) if others else st.none()
    template = operation.template(case.source) if operation else None
    names = parameters(template) if template else ()

    @st.composite
    def drawn(draw: st.DrawFn) -> str:
        if template is None:
            path = draw(_unknown_paths)
        else:
            path = template.removeprefix(own).format(**{name: draw(_segments) for name in names})
        prefix = draw(prefixes)
        return (own if prefix is None else prefix) + path

    return drawn()


def _payloads(case: MessageCase, scope: Scope, status: int) -> st.SearchStrategy[Any]:
    """Values of bodies, bent out of shape by a few hands; now and then one that belongs nowhere."""
    body = Case(case.operation, case.part, case.source, case.target, case.registry, scope.models)
    if case.known is None:
        pool: Callable[[], Pool] = cache(lambda: Pool.of(words(case.registry)))
        made = chance.of(scope.fixtures_of(case.operation, case.part, case.source, status), chance.objects)
    else:
        pool, made = cache(lambda: scope.pool(body)), scope.made(body, status)
    start = made | errors() if status >= 400 else _or_stray(made)

    @st.composite
    def drawn(draw: st.DrawFn) -> Any:
        payload, doing = draw(start), draw(few)
        return bent(payload, doing, pool()) if doing else payload

    return drawn()


def _or_stray(made: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    stray = st.sampled_from(_STRAY)
    return chance.rarely.flatmap(lambda odd: stray if odd else made)


def _contexts(scope: Scope, dialect: Dialect) -> st.SearchStrategy[Context]:
    if isinstance(scope.context, Context):
        return st.just(scope.context)
    return st.sampled_from(dialect.contexts) if scope.context is None else scope.context


def _parameters(case: MessageCase, dialect: Dialect) -> tuple[str, ...]:
    """Pieces of queries: those of rules, those of the API, odd ones."""
    known = [piece for name in _named(case, "query/") for piece in spellings.of_parameter(name)]
    return (*spellings.PARAMETERS, *known, *dialect.parameters)


def _fields(case: MessageCase, dialect: Dialect) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Header fields: those of rules, those of the API, odd ones."""
    left = {"authorization", *(name.lower() for name in spellings.URL_FIELDS)}
    names = [name for name in _named(case, "headers/") if name.lower() not in left]
    versions = tuple(map(str, case.registry.versions))
    known = [group for name in names for group in spellings.of_header(name, versions)]
    pool = (*spellings.HEADERS, *known, *dialect.headers)
    groups = st.lists(st.sampled_from(pool), max_size=3, unique=True)
    return groups.map(lambda drawn: list(chain.from_iterable(drawn)))


def _urls(dialect: Dialect) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Header fields of answers that hold URLs."""
    urls = st.sampled_from((*spellings.URLS, *dialect.urls))
    some, links = st.sampled_from((0, 0, 1, 2)), st.lists(urls, min_size=1, max_size=3)

    @st.composite
    def drawn(draw: st.DrawFn) -> list[tuple[str, str]]:
        fields = [(draw(_LOCATIONS), draw(urls))] if draw(chance.sometimes) else []
        several = [draw(links) for _ in range(draw(some))]
        return [*fields, *(("Link", ", ".join(map(_linked, some_urls))) for some_urls in several)]

    return drawn()


def _linked(url: str) -> str:
    return f'<{url}>; rel="next"; title="a <b>, c"'


def _named(case: MessageCase, front: str) -> tuple[str, ...]:
    """The parameters or header fields that rules name, on the way there and on the way back."""
    places = (
        *_places(case.registry, case.known, case.part, case.source, case.target),
        *_places(case.registry, case.known, case.part, case.target, case.source),
    )
    names = (place.removeprefix(front) for place in places if place.startswith(front))
    return tuple(dict.fromkeys(name for name in names if "<" not in name))


@lru_cache(maxsize=1024)
def _places(registry: Registry, operation: str | None, part: Part, source: Version, target: Version) -> tuple[str, ...]:
    """The places that rules speak of on the way, each once."""
    return tuple(dict.fromkeys(line.where for _, _, line in registry.plan(operation, part, source, target).lines()))
