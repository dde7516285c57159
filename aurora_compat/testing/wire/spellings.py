"""What trips proxies up in messages of any API: percent-encoding of every kind, odd targets, fields in odd case.

The pools are small, and begin with what is plain: a failure shrinks to the one or two things that matter.
"""

SEGMENTS = (
    *("7e7a0000-0000-4000-8000-000000000001", "12345343-5343-4345-3445-123456789012", "a%20b", "%C3%BC", "%c3%bc"),
    *("a%2Fb", "a%2fb", "a+b", "%7Ex~", "x;y=1,2", "a:b@c", "%61%62", "caf%e9", "100%", "%zz", "a%25b", "v2"),
    *("users", "...", "a%26b%3Dc", "'()*!$&"),
)
"""Path segments as they are spelled."""
PATHS = (
    *("/elsewhere", "/", "/tenants", "/tenants/t-1/elsewhere/", "/tenants//users", "//", "/a//b/", "/v2x", "/%762/x"),
    *("/tenants/t-1/projects/p-1/x%2Fy", "/.", "/a/../b", "/tenants/t-1/Projects", "/a%", "/a b", "/%C3%BC"),
)
"""Paths that hardly any version lists."""
PARAMETERS = (
    *("page=2", "per_page=100", "page=1&page=1", "q=a%20b", "q=a+b", "q=%fc", "q=%C3%BC&q=%c3%bc", "q=%zz", "q=%"),
    *("flag", "=x", "=", "", "&", "a=b=c", "status[]=1&status[]=2", "%71=odd", "a;b=1", "u=http://x/?y"),
)
HEADERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Accept", "application/json"),),
    (("X-Trace", "a"), ("x-trace", "b"), ("X-TRACE", "a")),
    (("cookie", "a=b; c=d"), ("Cookie", "e=f")),
    (("X-Empty", ""), ("X-Odd", "é \t;,=\"'")),
    (("Accept-Encoding", "gzip, br"),),
    (("If-None-Match", '"abc"'), ("If-Match", "*")),
    (("ETag", 'W/"1"'), ("Digest", "sha-256=abc"), ("Content-MD5", "abc")),
    (("Date", "Mon, 01 Jan 2024 00:00:00 GMT"), ("Retry-After", "3"), ("Vary", "*")),
)
URLS = (*("/", "projects/1", "../x", "?page=2", "#top", "", "https://elsewhere.example/x", "mailto:a@b.example", "//"),)
CREDENTIALS = (("Authorization", "Bearer of-the-client"), ("authorization", "Basic eA=="), None)
URL_FIELDS = ("Location", "Content-Location", "Link")
"""Header fields of answers that hold URLs; the last one several, as RFC 8288 has it."""


def of_parameter(name: str) -> tuple[str, ...]:
    """Pieces of a query with a parameter that rules know, in ways that they may stumble over."""
    encoded = f"%{ord(name[0]):02X}{name[1:]}"
    return (
        *(f"{name}=1", f"{name}=true", f"{name}=0%2E03", f"{name}=", name, f"{name}=1&{name}=2", f"{encoded}=1"),
        f"{name.upper()}=1",
    )


def of_header(name: str, values: tuple[str, ...]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Groups of header fields with one that rules know: of every value, in another case, repeated."""
    plain = tuple(((name, value),) for value in values)
    return (*plain, ((name.lower(), values[-1]),), ((name.upper(), values[0]), ("X-Between", "1"), (name, "else")))
