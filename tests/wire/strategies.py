"""Whole messages for the laws: targets, queries, headers and encodings around the bodies of `tests.laws`.

Every part is drawn from a small pool, so Hypothesis shrinks a failure to the one or two things that matter. The pools
hold what trips proxies up: percent-encoding of every kind, malformed too, trailing slashes, whole URLs, repeated
parameters and fields, parameters that rules name in either spelling, names of headers in odd case.
"""

import gzip
import json
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from hypothesis import strategies as st

import aurora_compat as ac
from tests.documents import VERSIONS
from tests.laws.strategies import _FEW, PARAMS, ROLES, Combination, Hand, _bodies, _error_bodies, _keys, mutate

Message: TypeAlias = ac.Request | ac.Response
Trip: TypeAlias = ac.MessageTranslation[Any]

UNKNOWN = "unknown"
"""The name that cases give to a path of no operation."""
OPERATIONS = (*ac.operations, UNKNOWN)
PAIRS = tuple((source, target) for source in VERSIONS for target in VERSIONS if source != target)
CASES = tuple(
    Combination(operation, part, *pair)
    for operation in OPERATIONS
    for part in ("request", "response")
    for pair in PAIRS
)
"""Everything; a request of an operation that its version does not list is an unknown path there."""
PROJECT = PARAMS["project_id"]

SEGMENTS = (
    *("a%20b", "%C3%BC", "%c3%bc", "a%2Fb", "a%2fb", "a+b", "%7Ex~", "x;y=1,2", "a:b@c", "%61%62", "caf%e9", "100%"),
    *("%zz", "a%25b", "v2", "users", "...", "a%26b%3Dc", "'()*!$&"),
)
"""Path segments as they are spelled."""
PLAIN_SEGMENTS = ("a%20b", "%C3%BC", "%c3%bc", "a%2Fb", "%7Ex~", "%61%62", "a%25b", "v2", "...")
"""Those that are spelled alike in a path and in a query: Duplicate Design has its id here, Create Design there."""
UNKNOWN_PATHS = (
    *("/", "/elsewhere", "/tenants", "/tenants/t-1/elsewhere/", "/tenants//users", "//", "/a//b/", "/v2x", "/%762/x"),
    *("/tenants/t-1/projects/p-1/x%2Fy", "/.", "/a/../b", "/tenants/t-1/Projects", "/a%", "/a b", "/%C3%BC"),
)
ORIGINS = (
    *("https://api.aurorasolar.com", "https://api-sandbox.aurorasolar.com", "https://API.AuroraSolar.com:443"),
    *("http://localhost:8080", "https://[::1]:8443", "https://user:pw@api.aurorasolar.com"),
)
PARAMETERS = (
    *("page=2", "per_page=100", "page=1&page=1", "q=a%20b", "q=a+b", "q=%fc", "q=%C3%BC&q=%c3%bc", "q=%zz", "q=%"),
    *("flag", "=x", "=", "", "&", "a=b=c", "status[]=1&status[]=2", "%71=odd", "a;b=1", "u=http://x/?y", "job_id=j"),
    *("max_panel_spacing=0.02", "max_module_spacing=0%2E03", "max_panel_spacing=", "max_panel_spacing"),
    *("max_panel_spacing=1&max_panel_spacing=2", "max_module_spacing=5&max_panel_spacing=6", "MAX_PANEL_SPACING=1"),
    *(
        "include_design=true",
        "include_design=1&x=y",
        "site_model_design_id=d%2D1&include_design=true",
        "include_design",
    ),
    *("include_design=TRUE&x=1&site_model_design_id=a%20b", "AuroraKey=key&Timestamp=now&Signature=s%3D"),
    *("signature=mine", "Timestamp=2018", "%41uroraKey=k"),
)
HEADERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Accept", "application/json"),),
    (("X-Trace", "a"), ("x-trace", "b"), ("X-TRACE", "a")),
    (("cookie", "a=b; c=d"), ("Cookie", "e=f")),
    (("X-Empty", ""), ("X-Odd", "é \t;,=\"'")),
    (("Aurora-API-Version", "2018.01"),),
    (("aurora-api-version", "2024.05"),),
    (("AURORA-API-VERSION", "2022.09"), ("X-Between", "1"), ("Aurora-API-Version", "latest")),
    (("Accept-Encoding", "gzip, br"),),
    (("If-None-Match", '"abc"'), ("If-Match", "*")),
    (("ETag", 'W/"1"'), ("Digest", "sha-256=abc"), ("Content-MD5", "abc")),
    (("Date", "Mon, 01 Jan 2024 00:00:00 GMT"), ("Retry-After", "3"), ("Vary", "*")),
)
URLS = (
    *("/v2/tenants/t-1/projects", "/tenants/t-1/projects/", "/v2", "/v2/", "/", "/v2x/y", "/%762/x", "/v2?page=2"),
    *("projects/1", "../x", "?page=2", "#top", "", "https://api.aurorasolar.com/v2/tenants/t-1?page=2#x"),
    *("https://api-sandbox.aurorasolar.com/tenants/t-1", "//api.aurorasolar.com/v2/x", "//elsewhere.example/v2"),
    *("https://elsewhere.example/v2/x", "HTTPS://API.aurorasolar.com:443/v2/x", "http://user@api.aurorasolar.com/v2/"),
    *("https://api.aurorasolar.com.evil.example/v2/x", "mailto:a@b.example", "/v2/v2/x", "/v2//x", "//"),
)
TYPES = (
    *("application/json", "application/json", "application/json; charset=utf-8", "application/vnd.aurora+json"),
    *("Application/JSON", None),
)
CODINGS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("Deflate", lambda body: zlib.compress(body, wbits=-15)),
    ("gzip, deflate", lambda body: zlib.compress(gzip.compress(body))),
    ("identity", bytes),
)
DESIGNS: tuple[Any, ...] = (
    *(None, {}, {"design": None}, {"design": {}}, {"design": {"name": "n", "x": [1.0]}, "y": None}),
    *({"design": {"project_id": PROJECT}}, {"design": {"name": 1, "project_id": PROJECT}, "project_id": "mine"}),
    {"design": {"project_id": None, "name": "n"}},
)
"""Bodies of Create and of Duplicate Design, for which there are no golden documents."""

_EVERY_ID = {unquote(segment) for segment in (*SEGMENTS, *PARAMS.values(), "d%2D1", "asset-1")}
CONTEXT = ac.Context(
    roles=ROLES,
    bearer_token="token-of-a-caller",
    design_of_asset=dict.fromkeys(_EVERY_ID, "design of/it"),
    project_of_design=dict.fromkeys(_EVERY_ID, PROJECT),
)
"""One that leaves as few requests to refuse as can be."""
CONTEXTS = (
    CONTEXT,
    CONTEXT,
    CONTEXT.__replace__(default_module_spacing=None),
    CONTEXT.__replace__(environment="sandbox", send_version_header=True, default_module_spacing={"2022.09": "0.5"}),
    CONTEXT.__replace__(environment="sandbox", system_size_source=None),
)


class Example(NamedTuple):
    """A message, and everything that it is translated with."""

    case: Combination
    message: Message
    context: ac.Context
    method: str
    path_params: dict[str, str]
    payload: Any
    """The value of the body, as it was before it was encoded."""

    def __repr__(self) -> str:
        message = self.message
        settings = {name: getattr(self.context, name) for name in ("environment", "default_module_spacing")}
        start = f"{message.method} {message.target}" if isinstance(message, ac.Request) else f"{message.status}"
        told = f"{start}, {list(message.headers)}, {message.body[:1000]!r}"
        return f"<{self.case.name}: {told}, answers {self.method}, {self.path_params}, {settings}>"

    @property
    def operation(self) -> str | None:
        return None if self.case.operation == UNKNOWN else self.case.operation

    @property
    def status(self) -> int:
        return self.message.status if isinstance(self.message, ac.Response) else 200

    def there(self) -> Trip:
        return self.over(self.message, self.case.source, self.case.target)

    def back(self, message: Message, residue: Any = None) -> Trip:
        return self.over(message, self.case.target, self.case.source, residue)

    def over(self, message: Message, source: str, target: str, residue: Any = None) -> Trip:
        given: dict[str, Any] = {"source": source, "target": target, "context": self.context, "residue": residue}
        if isinstance(message, ac.Request):
            return ac.translate_request(message, **given)
        params = self.path_params if self.operation else None
        return ac.translate_response(message, operation=self.operation, path_params=params, method=self.method, **given)


def examples(case: Combination) -> st.SearchStrategy[Example]:
    """Messages of one combination."""
    return _requests(case) if case.part == "request" else _responses(case)


@st.composite
def _requests(draw: st.DrawFn, case: Combination) -> Example:
    operation = ac.operations.get(case.operation)
    params: dict[str, str] = {}
    if operation is None:
        method = draw(st.sampled_from(("GET", "POST", "PATCH", "OPTIONS", "DELETE", "HEAD")))
        path = draw(st.sampled_from(UNKNOWN_PATHS))
    else:
        method = draw(st.sampled_from(("GET", "GET", "HEAD"))) if operation.method == "GET" else operation.method
        path, params = draw(_paths(operation, case.source))
    path = _prefixed(case.source, path, odd=draw(_rarely))
    if not path.endswith("/") and draw(_rarely):
        path += "/"
    if draw(_rarely):
        path = draw(st.sampled_from(ORIGINS)) + path
    may_duplicate = case.operation != "create_design" or case.source == "2018.01"  # else see `test_laws`
    pool = PARAMETERS if may_duplicate else tuple(text for text in PARAMETERS if "design" not in text)
    query = "&".join(draw(st.lists(st.sampled_from(pool), max_size=4)))
    credential = draw(
        st.sampled_from((("Authorization", "Bearer of-the-client"), ("authorization", "Basic eA=="), None))
    )
    headers = [*([credential] if credential else []), *draw(_fields)]
    payload = draw(_payloads(case))
    fields, body = draw(_encoded(case, payload, text=False))
    request = ac.Request(method, path, query, [*headers, *fields], body)
    return Example(case, request, draw(st.sampled_from(CONTEXTS)), method, params, payload)


@st.composite
def _responses(draw: st.DrawFn, case: Combination) -> Example:
    status = draw(st.sampled_from((200, 200, 200, 200, 200, 201, 202, 204, 404, 404, 422, 304, 302, 500)))
    method = getattr(ac.operations.get(case.operation), "method", "GET")
    if method == "GET" and draw(_rarely):
        method = "HEAD"
    if 400 <= status < 500:
        bodies = _error_bodies(case.source)
        payload = mutate(bodies[draw(st.integers(0, len(bodies) - 1))], draw(_FEW), _keys("create_user", "request"))
    else:
        payload = draw(_payloads(case))
    fields, body = draw(_encoded(case, payload, text=400 <= status < 500))
    if status in {204, 304} or method == "HEAD":
        body, fields = b"", [(name, value) for name, value in fields if name != "Content-Encoding"]
    headers = [*draw(_fields), *draw(_urls())]
    params = {name: unquote(draw(_segments)) for name in _parameters(case.operation)}
    response = ac.Response(status, [*headers, *fields], body)
    return Example(case, response, draw(st.sampled_from(CONTEXTS)), method, params, payload)


_rarely = st.integers(0, 3).map(lambda drawn: drawn == 3)
_fields = st.lists(st.sampled_from(HEADERS), max_size=3, unique=True).map(
    lambda drawn: [f for fields in drawn for f in fields]
)
_segments = st.one_of(st.sampled_from((PARAMS["tenant_id"], PROJECT)), st.sampled_from(SEGMENTS))


@st.composite
def _urls(draw: st.DrawFn) -> list[tuple[str, str]]:
    fields = []
    if draw(_rarely):
        fields.append(
            (draw(st.sampled_from(("Location", "location", "Content-Location"))), draw(st.sampled_from(URLS)))
        )
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        links = draw(st.lists(st.sampled_from(URLS), min_size=1, max_size=3))
        fields.append(("Link", ", ".join(f'<{url}>; rel="next"; title="a <b>, c"' for url in links)))
    return fields


def _parameters(operation: str) -> tuple[str, ...]:
    if operation == UNKNOWN:
        return ()
    return max((ac.operations[operation].parameters(version) for version in ac.versions), key=len)


@st.composite
def _paths(draw: st.DrawFn, operation: ac.Operation, version: str) -> tuple[str, dict[str, str]]:
    """A path of an operation, without prefix, and its parameters, decoded."""
    template = operation.template(ac.Version.of(version)) or next(iter(operation.paths.values()))
    segments = {name: draw(_segments) for name in _parameters(operation.name)}
    if operation.name == "duplicate_design":
        segments["design_id"] = draw(st.sampled_from(PLAIN_SEGMENTS))
    path = template.removeprefix("/v2").format(**segments)
    return path, {name: unquote(segment) for name, segment in segments.items()}


def _prefixed(version: str, path: str, *, odd: bool) -> str:
    """A path with the prefix of its version; `odd`: with that of the others."""
    return f"/v2{path}" if (version == "2018.01") is not odd else path


@st.composite
def _payloads(draw: st.DrawFn, case: Combination) -> Any:
    if case.operation in {"create_design", "duplicate_design"} and case.part == "request":
        with_project = case.operation == "create_design"  # in Duplicate Design it is an unknown key that goes unnoted
        return draw(st.sampled_from([body for body in DESIGNS if with_project or PROJECT not in repr(body)]))
    bodies = _bodies_of(case)
    hands: tuple[Hand, ...] = draw(_FEW)
    return mutate(bodies[draw(st.integers(0, len(bodies) - 1))], hands, _keys(case.operation, case.part))


@cache
def _bodies_of(case: Combination) -> tuple[Any, ...]:
    return _bodies(case.operation, case.part, case.source)


@st.composite
def _encoded(draw: st.DrawFn, case: Combination, payload: Any, *, text: bool) -> tuple[list[tuple[str, str]], bytes]:
    """The header fields of a body, and its bytes: in some spelling of JSON, some coding; text as it is."""
    kind = draw(st.sampled_from(TYPES))
    if payload is None and (case.operation == "duplicate_design" or draw(st.booleans())):
        return [("Content-Length", "0")], b""
    if text and isinstance(payload, str):
        body = payload.encode()
        kind = draw(st.sampled_from(("text/html", "text/plain; charset=utf-8", None)))
    else:
        body = json.dumps(
            payload, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from((None, None, 1)))
        ).encode()
    fields = [("Content-Type", kind)] if kind else []
    if draw(_rarely):
        name, encode = draw(st.sampled_from(CODINGS))
        fields.append(("Content-Encoding", name))
        body = encode(body)
    if draw(st.booleans()):
        fields.append(("content-length", str(len(body))))
    return fields, body
