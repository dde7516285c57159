"""The body of a message: from bytes to a JSON value and back, and what its header fields must then say."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from aurora_compat.messages import coding
from aurora_compat.plan import Journey, Plan
from aurora_compat.reading import Limits, NotJson, parse
from aurora_compat.run import Call
from aurora_compat.translation import Translation
from aurora_compat.words.error import AuroraCompatError, MalformedPayload, Untranslatable, listed
from aurora_compat.words.fields import Headers
from aurora_compat.words.jsons import Json, same
from aurora_compat.words.note import Note

WHOLE = "body#"
"""The place of a whole body; a JSON Pointer behind it is a place within."""

VALIDATORS = frozenset({"etag", "content-md5", "digest", "content-digest", "repr-digest"})
"""Fields that vouch for the bytes of a body, in lower case: they are dropped with the bytes."""

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
        content: how the body was written, for a residue.
        later: opens a body that no rule of this way touches, for the residue of one that the way back does.
    """

    body: bytes
    headers: Headers
    translation: Translation | None = None
    notes: tuple[Note, ...] = ()
    content: Json = None
    later: "Callable[[], Outcome | None] | None" = None


class Job(NamedTuple):
    """What is to be done with a body.

    Attributes:
        plan: the walk.
        call: what it is about.
        limits: on what is read.
        way_back: the plan of the way back.
        groups: of the residue's body, None without one.
        content: of the residue, how the body was written that is to come back.
    """

    plan: Plan
    call: Call
    limits: Limits
    way_back: Callable[[], Plan]
    groups: list[Any] | None = None
    content: Json = None

    @property
    def is_error(self) -> bool:
        """Whether the body is that of a 4xx answer, which may be anything."""
        return self.plan.answers(self.call.status) == "client error"

    @property
    def makes(self) -> bool:
        """Whether a body may be made where there is none."""
        return any(edit.absent for hop in self.plan.hops for edit in hop.edits)


class _Opened(NamedTuple):
    """A document, and whether its body was text that is no JSON, or the JSON null."""

    document: Json
    is_text: bool = False
    is_null: bool = False


def translated(body: bytes, headers: Headers, job: Job) -> Outcome:
    """Walk a body through a plan.

    Raises:
        MalformedPayload: a rule applies, and the body is broken or over a limit.
        Untranslatable, MissingContext: a rule refuses the request.
    """
    if not job.plan.touches(job.call.status) and job.groups is None:
        return Outcome(body, headers, later=partial(_later, body, headers, job))
    unknown = coding.unknown_codings(headers)
    if unknown and body:
        told = f"the content coding {listed(unknown)[:80]} can't be read; gzip, deflate and identity can"
        if job.call.part == "request":
            raise Untranslatable(told, **job.call.where)
        note = Note("unsupported", WHOLE, None, f"{told}: the body is as it came", "source")
        return Outcome(body, headers, notes=(note,))
    opened = _opened(body, headers, job)
    return _walked(body, headers, job, opened) if opened is not None else Outcome(body, headers)


def _later(body: bytes, headers: Headers, job: Job) -> Outcome | None:
    if not job.way_back().touches(job.call.status) or coding.unknown_codings(headers):
        return None
    try:
        opened = _opened(body, headers, job)
        return _walked(body, headers, job, opened) if opened is not None else None
    except AuroraCompatError:
        return None  # the way back can't read it either


def _opened(body: bytes, headers: Headers, job: Job) -> _Opened | None:
    """The document of a body; None for a body that is not to be opened."""
    plain = coding.decoded(body, headers, job.limits.body) if body else b""
    if not plain and not job.is_error:
        return _Opened(None) if job.makes else None
    kind = headers.get("content-type")
    if job.is_error:
        document, is_text = _read(plain, kind, job.limits)
        return _Opened(document, is_text, document is None and bool(plain.strip()))
    if kind is not None and _JSON_TYPE.fullmatch(kind.partition(";")[0].strip()) is None:
        if job.makes:
            told = f"the body is {kind!r:.80}, and a rule must write into it: send JSON"
            raise Untranslatable(told, **job.call.where)
        return None
    try:
        document = parse(plain, job.limits)
    except MalformedPayload as problem:
        tried = isinstance(problem, NotJson) or plain.lstrip()[:1] not in (b"{", b"[")
        if kind is None and not job.makes and tried:
            return None
        raise
    return _Opened(document, is_null=document is None)


def _walked(body: bytes, headers: Headers, job: Job, opened: _Opened) -> Outcome:
    document, is_text, is_null = opened
    call = job.call._replace(null=True) if job.is_error and is_null else job.call
    translation = Translation(document, Journey(job.plan, call, job.way_back), job.groups)
    result = translation.result
    if result is document or (job.groups is not None and same(result, document)):
        fresh, fields = body, headers
    else:
        kind = headers.get("content-type")
        reshaped = job.is_error and any(note.kind == "assumed" and not note.pointer for note in translation.notes)
        wanted = "application/json" if reshaped or (not body and result is not None) else None
        restored, fields = _restored(result, headers, job)
        if restored is not None:
            fresh = restored
        else:
            fresh = b"" if result is None else _written(result)
            fields = _described(headers, _type(kind, wanted) if result is not None else kind)
    notes: tuple[Note, ...] = ()
    if fields.get("content-type") is not None and headers.get("content-type") is None and not job.is_error:
        notes = (Note("assumed", "headers/Content-Type", None, "the body that was made is JSON", "target"),)
    content = {
        "was": fields.get("content-type"),
        "type": headers.get("content-type"),
        "text": is_text,
        "null": is_null,
    }
    return Outcome(fresh, fields, translation, notes, content)


def _restored(result: Json, headers: Headers, job: Job) -> tuple[bytes | None, Headers]:
    """A body that comes back, written as it was before the way there; None where that does not tell."""
    content = job.content
    if not isinstance(content, dict) or headers.get("content-type") != content.get("was"):
        return None, headers
    kind = content.get("type")
    text = isinstance(result, str) and content.get("text") is True
    if content.get("text") is True and not text and result is not None:
        return None, headers  # what came back is no text any more
    if text:
        fresh = _encoded(result, kind)
    elif result is None:
        fresh = b"null" if content.get("null") is True else b""
    else:
        fresh = _written(result)
    return fresh, _described(headers, kind if isinstance(kind, str) else None)


def _type(held: str | None, wanted: str | None) -> str | None:
    """The content type of a body that was written anew, in UTF-8."""
    charset = _CHARSET.search(held or "")
    plain = (held or "").partition(";")[0].strip().lower()
    if (wanted and plain != wanted) or (charset and charset[1].lower() not in _UTF_8):
        return "application/json"
    return held


def _read(body: bytes, kind: str | None, limits: Limits) -> tuple[Json, bool]:
    """The body of a 4xx answer, None for an empty one; and whether it is text that is no JSON."""
    if len(body) > limits.body:
        raise MalformedPayload(f"larger than the limit of {limits.body:,} bytes")
    if not body.strip(b" \t\r\n"):
        return None, False
    charset = _CHARSET.search(kind or "")
    declared = charset[1].lower() if charset else ""
    if declared in {"", "us-ascii", *_UTF_8}:
        try:
            return parse(body, limits), False
        except NotJson:
            return body.decode("utf-8-sig"), True
        except MalformedPayload:
            is_json = kind is None or _JSON_TYPE.match(kind.strip()) is not None
            if is_json and not _is_odd_text(body):
                raise
    text = _text(body, declared)
    try:
        return parse(text, limits), False
    except MalformedPayload:
        return text, True


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


def _encoded(text: str, kind: object) -> bytes:
    charset = _CHARSET.search(kind) if isinstance(kind, str) else None
    name = charset[1] if charset and _DECODED.fullmatch(charset[1].lower()) else "utf-8"
    try:
        return text.encode(name)
    except (LookupError, ValueError):
        return text.encode("utf-8", "replace")


def _described(headers: Headers, kind: str | None) -> Headers:
    """The fields for a changed body: its type is right, what vouched for the old bytes is gone."""
    fields = headers.without("Content-Encoding", *VALIDATORS)
    if kind != fields.get("content-type"):
        fields = fields.without("Content-Type") if kind is None else fields.with_value("Content-Type", kind)
    return fields
