"""The body of a message: from bytes to a JSON value and back, and what its header fields must then say."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from aurora_compat.messages import coding
from aurora_compat.plan import Plan
from aurora_compat.reading import Limits, NotJson, parse
from aurora_compat.run import Call
from aurora_compat.translation import Translation
from aurora_compat.words.error import MalformedPayload, Untranslatable, listed
from aurora_compat.words.jsons import Json, same
from aurora_compat.words.message import Headers
from aurora_compat.words.note import Note

WHOLE = "body#"
"""The place of a whole body; a JSON Pointer behind it is a place within."""

_VALIDATORS = ("ETag", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest")
"""Fields that vouch for the bytes of a body: they are dropped with the bytes."""

_JSON_TYPE = re.compile(r"(?:application|text)/(?:[\w.+-]*\+)?json", re.IGNORECASE)
_DECODED = re.compile(
    r"utf-?(?:16|32)(?:-?[lb]e)?|(?:us-)?ascii|latin-?1|iso-?8859-?\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]"
)
"""Charsets of one or two tables: others of Python's cost more than their length, or do more than decode."""
_UTF_8 = frozenset({"utf-8", "utf8"})
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)


class Outcome(NamedTuple):
    """What came of a body.

    Attributes:
        body: the same bytes object where nothing changed.
        headers: the fields that go with it.
        translation: None where no body was translated.
        notes: on the body as a whole.
    """

    body: bytes
    headers: Headers
    translation: Translation | None = None
    notes: tuple[Note, ...] = ()


def translated(
    body: bytes,
    headers: Headers,
    plan: Plan,
    call: Call,
    limits: Limits,
    way_back: Callable[[], Plan],
    groups: list[Any] | None,
) -> Outcome:
    """Walk a body through a plan.

    Raises:
        MalformedPayload: a rule applies, and the body is broken or over a limit.
        Untranslatable, MissingContext: a rule refuses the request.
    """
    unchanged = Outcome(body, headers)
    if not plan.touches(call.status):
        return unchanged
    error = call.part == "response" and 400 <= call.status < 500
    made = any(edit.absent for hop in plan.hops for edit in hop.edits)
    codings = coding.codings_of(",".join(headers.all("content-encoding")))
    unknown = [name for name in codings if name not in coding.KNOWN]
    document: Json = None
    if unknown and body:
        told = f"the content coding {listed(unknown)[:80]} can't be read; gzip, deflate and identity can"
        if call.part == "request":
            raise Untranslatable(told, **call.where)
        return unchanged._replace(
            notes=(Note("unsupported", WHOLE, None, f"{told}: the body is as it came", "source"),)
        )
    plain = coding.decoded(body, codings, limits.body) if body else b""
    if plain or error:
        kind = headers.get("content-type")
        is_json = kind is None or _JSON_TYPE.match(kind.strip()) is not None
        if not is_json and not error:
            if made:
                raise Untranslatable(
                    f"the body is {kind!r:.80}, and a rule must write into it: send JSON", **call.where
                )
            return unchanged
        try:
            document = _read(plain, kind, limits) if error else parse(plain, limits)
        except MalformedPayload as problem:
            tried = isinstance(problem, NotJson) or plain.lstrip()[:1] not in (b"{", b"[")
            if kind is None and not made and tried:
                return unchanged
            raise
    elif not made:
        return unchanged
    if error and document is None and plain.strip():
        call = call._replace(null=True)
    translation = Translation(document, call, plan, way_back, groups)
    result = translation.result
    if result is document or (groups is not None and same(result, document)):
        return unchanged._replace(translation=translation)
    if result is None:
        return Outcome(b"", _described(headers, b"", None), translation)
    fresh = _written(result)
    return Outcome(fresh, _described(headers, fresh, "error" if error else "json"), translation)


def _read(body: bytes, kind: str | None, limits: Limits) -> Json:
    """The body of a 4xx answer: JSON, or whatever text it is; None for an empty one."""
    if len(body) > limits.body:
        raise MalformedPayload(f"larger than the limit of {limits.body:,} bytes")
    if not body.strip(b" \t\r\n"):
        return None
    charset = _CHARSET.search(kind or "")
    declared = charset[1].lower() if charset else ""
    if declared in {"", "us-ascii", *_UTF_8}:
        try:
            return parse(body, limits)
        except NotJson:
            return body.decode("utf-8-sig")
        except MalformedPayload:
            if (kind is None or _JSON_TYPE.match(kind)) and not _is_odd_text(body):
                raise
    text = _text(body, declared)
    try:
        return parse(text, limits)
    except MalformedPayload:
        return text


def _is_odd_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return True
    return False


def _text(body: bytes, charset: str) -> str:
    """The text of a body that is not UTF-8: by the charset that it declares, else as Windows writes it."""
    for name in (*([charset] if _DECODED.fullmatch(charset) else ()), "cp1252", "latin-1"):
        try:
            return body.decode(name).removeprefix("\ufeff")
        except (LookupError, ValueError):
            continue
    raise AssertionError("every body is Latin-1")


def _written(document: Json) -> bytes:
    import json

    try:
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except (RecursionError, ValueError) as error:
        raise MalformedPayload(f"the result can't be written as JSON: {error}") from None


def _described(headers: Headers, body: bytes, kind: str | None) -> Headers:
    """The fields for a changed body: its length and type are right, what vouched for the old bytes is gone."""
    fields = headers.without("Content-Encoding", *_VALIDATORS)
    if fields.get("content-length") is not None:
        fields = fields.with_value("Content-Length", str(len(body)))
    held = fields.get("content-type") or ""
    charset = _CHARSET.search(held)
    other = kind == "error" and held.partition(";")[0].strip().lower() != "application/json"
    if kind is not None and (not held or other or (charset and charset[1].lower() not in _UTF_8)):
        fields = fields.with_value("Content-Type", "application/json")
    return fields
