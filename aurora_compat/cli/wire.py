"""HTTP messages in files: raw HTTP/1.1 text, or an entry of an HTTP Archive (HAR 1.2); written as they were read."""

import base64
import json
import re
from http import HTTPStatus
from typing import Any, NamedTuple

import aurora_compat as ac
from aurora_compat.cli.failure import InputError
from aurora_compat.cli.streams import dumped
from aurora_compat.words.fields import Headers
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part

Message = ac.Request | ac.Response

_REQUEST_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/1\.[01]")
_STATUS_LINE = re.compile(r"HTTP/1\.[01] ([0-9]{3})(?: .*)?")
_LINE_END = re.compile(rb"\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")


class Held(NamedTuple):
    """A message and the form that it came in.

    Attributes:
        message: the message.
        part: which one it is.
        method: of the request, also where the message is its answer; None where that is not told.
        url: of the request, likewise.
        entry: the HAR entry around it, None for raw text.
    """

    message: Message
    part: Part
    method: str | None
    url: str | None
    entry: dict[str, Any] | None = None


def read(data: bytes, part: Part | None, name: str) -> Held:
    """The message that a file holds.

    Args:
        data: its bytes.
        part: which part of a HAR entry is meant; of raw text it must be what the text is.
        name: of the file, for errors.

    Raises:
        InputError: it holds neither form, or not that part.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _of_entry(data, part, name)
    held = _of_text(data, name)
    if part is not None and part != held.part:
        raise InputError(f"{name} holds a {held.part}, not a {part}")
    return held


def written(held: Held, message: Message) -> bytes:
    """The translated message in the form that the original came in."""
    if held.entry is None:
        return _text(message)
    return dumped(_entry(held, message)).encode()


# Raw text.


def _of_text(data: bytes, name: str) -> Held:
    end = _HEAD_END.search(data)
    if end is None:
        raise InputError(
            f"{name} is neither HTTP/1.1 text nor a HAR entry: a request or status line is expected, header fields,"
            " and an empty line"
        )
    first, *fields = _LINE_END.split(data[: end.start()])
    line, body = first.decode("latin-1"), data[end.end() :]
    headers = [_field(field.decode("latin-1"), name) for field in fields]
    body = _unchunked(body, Headers.of(headers), name)
    status = _STATUS_LINE.fullmatch(line)
    if status is not None:
        return Held(ac.Response(int(status[1]), headers, body), "response", None, None)
    request = _REQUEST_LINE.fullmatch(line)
    if request is None:
        raise InputError(f"{name}: {line!r:.80} is no request line such as 'GET /path HTTP/1.1', and no status line")
    return Held(ac.Request(request[1], request[2], None, headers, body), "request", request[1], request[2])


def _field(line: str, name: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon or not key or key != key.strip():
        raise InputError(f"{name}: {line!r:.80} is no header field such as 'Content-Type: application/json'")
    return key, value.strip(" \t")


def _unchunked(body: bytes, headers: Headers, name: str) -> bytes:
    """The body without the frame that `Transfer-Encoding` or `Content-Length` put around it (RFC 9112, section 6)."""
    if (headers.get("transfer-encoding") or "").lower() == "chunked":
        parts: list[bytes] = []
        rest = body
        while True:
            size, line_end, rest = rest.partition(b"\n")
            digits = size.strip().partition(b";")[0].strip()
            if not line_end or not re.fullmatch(rb"[0-9a-fA-F]{1,15}", digits) or int(digits, 16) > len(rest):
                raise InputError(f"{name}: the chunked body is broken off, or is not chunked")
            length = int(digits, 16)
            if not length:
                return b"".join(parts)
            parts.append(rest[:length])
            rest = rest[length:].removeprefix(b"\r").removeprefix(b"\n")
    length_text = headers.get("content-length")
    if length_text is not None and length_text.isascii() and length_text.isdigit() and len(length_text) < 16:
        length = int(length_text)
        if length < len(body) and not body[length:].strip(b"\r\n"):
            return body[:length]  # the line feed that an editor put at the end
    return body


def _text(message: Message) -> bytes:
    if isinstance(message, ac.Request):
        line = f"{message.method} {message.target} HTTP/1.1"
    else:
        phrase = HTTPStatus(message.status).phrase if message.status in set(HTTPStatus) else ""
        line = f"HTTP/1.1 {message.status} {phrase}".rstrip()
    headers = message.headers.without("Transfer-Encoding")  # the body is written whole
    had_frame = len(headers) < len(message.headers)
    if (message.body or had_frame) and headers.get("content-length") is None:
        headers = headers.with_value("Content-Length", str(len(message.body)))
    head = b"".join(name + b": " + value + b"\r\n" for name, value in headers.raw)
    return line.encode("latin-1") + b"\r\n" + head + b"\r\n" + message.body


# HAR.


def _of_entry(data: bytes, part: Part | None, name: str) -> Held:
    try:
        entry = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: a HAR entry is a JSON object, and this is none: {error}") from None
    entries = entry.get("log", {}).get("entries") if isinstance(entry.get("log"), dict) else None
    if isinstance(entries, list):
        if len(entries) != 1:
            raise InputError(f"{name} holds {len(entries)} entries: give a file that holds one")
        entry = entries[0]
    asked = entry.get("request") if isinstance(entry, dict) else None
    if not isinstance(asked, dict) or not isinstance(asked.get("url"), str) or not isinstance(asked.get("method"), str):
        raise InputError(f"{name}: a HAR entry holds a request with method and url")
    method, url = asked["method"], asked["url"]
    if (part or "request") == "request":
        posted = asked.get("postData")
        text = posted.get("text") if isinstance(posted, dict) else None
        body = text.encode() if isinstance(text, str) else b""
        return Held(ac.Request(method, url, None, _pairs(asked, name), body), "request", method, url, entry)
    answer = entry.get("response")
    if not isinstance(answer, dict) or not isinstance(answer.get("status"), int):
        raise InputError(f"{name}: this HAR entry holds no response with a status")
    headers = [field for field in _pairs(answer, name) if field[0].lower() != "content-encoding"]  # HAR has decoded it
    return Held(ac.Response(answer["status"], headers, _content(answer, name)), "response", method, url, entry)


def _pairs(message: dict[str, Any], name: str) -> list[tuple[str, str]]:
    fields = message.get("headers", [])
    try:
        return [(field["name"], field["value"]) for field in fields]
    except (TypeError, KeyError):
        raise InputError(f"{name}: headers of a HAR entry are a list of objects with name and value") from None


def _content(answer: dict[str, Any], name: str) -> bytes:
    """The body of a response. HAR holds it without its content coding, as text or Base64."""
    content = answer.get("content")
    text = content.get("text", "") if isinstance(content, dict) else ""
    if not isinstance(text, str):
        raise InputError(f"{name}: the text of a HAR entry's content is a string")
    if isinstance(content, dict) and content.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            raise InputError(f"{name}: the content of the HAR entry is not Base64, as it says") from None
    return text.encode("utf-8", "surrogatepass")


def _entry(held: Held, message: Message) -> Json:
    """The entry with one of its messages replaced; what describes bytes on the wire that never were is -1 (unknown)."""
    entry: dict[str, Any] = dict(held.entry or {})
    headers = [{"name": name, "value": value} for name, value in message.headers]
    if isinstance(message, ac.Request):
        asked = {**entry["request"], "method": message.method, "url": message.target, "headers": headers}
        asked["queryString"] = [{"name": name, "value": value} for name, value in message.query]
        asked |= {"bodySize": len(message.body), "headersSize": -1}
        asked.pop("postData", None)
        if message.body:
            kind = message.headers.get("content-type", "")
            asked["postData"] = {"mimeType": kind, "text": message.body.decode("utf-8", "replace")}
        return {**entry, "request": asked}
    kind = message.headers.get("content-type", "")
    content = {"size": len(message.body), "mimeType": kind, **_shown(message.body)}
    answer = {**entry["response"], "status": message.status, "headers": headers, "content": content}
    return {**entry, "response": answer | {"bodySize": -1, "headersSize": -1}}


def _shown(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode(), "encoding": "base64"}
