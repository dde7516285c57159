"""Header fields as they are usually written."""

JSON = frozenset({"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8"})
"""Content types of JSON in UTF-8."""
_TITLES = (
    *("Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Aurora-API-Version"),
    *("Cache-Control", "Connection", "Content-Digest", "Content-Encoding", "Content-Length", "Content-Location"),
    *("Content-MD5", "Content-Type", "Cookie", "Date", "Digest", "ETag", "Expect", "Forwarded", "Host", "If-Match"),
    *("If-None-Match", "Keep-Alive", "Link", "Location", "Origin", "Referer", "Repr-Digest", "Retry-After", "Server"),
    *("Set-Cookie", "Strict-Transport-Security", "Traceparent", "Transfer-Encoding", "User-Agent", "Vary", "Via"),
    *("X-Amzn-Trace-Id", "X-Content-Type-Options", "X-Correlation-Id", "X-Forwarded-For", "X-Forwarded-Host"),
    *("X-Forwarded-Proto", "X-Frame-Options", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"),
    *("X-Real-Ip", "X-Request-Id", "X-Runtime"),
)
LOWER = {spelling: title.lower() for title in _TITLES for spelling in (title, title.lower())}
"""Names of header fields as they are usually written, in lower case: those need not be looked at."""
USUAL_NAMES = frozenset(LOWER.values())
"""The same, in lower case alone."""
