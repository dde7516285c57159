"""How a message is framed once its body was read whole."""

from aurora_compat.words.fields import Headers


def of_whole(headers: Headers, body: bytes) -> Headers:
    """The header fields of a request whose body came in chunks, and now has a length (RFC 9112, section 6)."""
    if headers.get("transfer-encoding") is None:
        return headers
    return headers.without("Transfer-Encoding").with_value("Content-Length", str(len(body)))
