"""The residue of a message's head: how path, query and headers were spelled, where the way back would not know.

Each of the three is put back only where it stands in the translated message exactly as the translation left it.
"""

from typing import Any

from aurora_compat.heads import Draft
from aurora_compat.messages.checks import breaks, is_field
from aurora_compat.messages.payload import VALIDATORS
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.fields import Headers, Query
from aurora_compat.words.jsons import Json, digest
from aurora_compat.words.note import Note
from aurora_compat.words.value import Value

_OF_BODIES = frozenset(
    {
        *("accept-encoding", "content-encoding", "content-length", "content-type", "transfer-encoding"),
        *VALIDATORS,
    }
)
"""Fields that follow from the body: the body's own residue makes them right again."""

_ASIDE = "it was edited since it was translated; what the residue holds for it is not put over the edit"


class HeadResidue(Value):
    """What is kept of a head, by part: `path`, `query`, and `headers/<name>`; `was` is a fingerprint of the result."""

    parts: dict[str, Any]

    @classmethod
    def made(cls, came: Draft, went: Draft, back: Draft, credentials: frozenset[str]) -> Json:
        """What the way back can't know: compared are the head that came (`came`) and the one that comes back."""
        parts: dict[str, Json] = {}
        if back.path != came.path:
            parts["path"] = {"was": digest(went.path), "is": came.path}
        secret = [name.removeprefix("query/") for name in credentials if name.startswith("query/")]
        query = came.query.without(*secret)
        if back.query.without(*secret).spellings != query.spellings:
            parts["query"] = {"was": digest(list(went.query.spellings)), "is": list(query.spellings)}
        hidden = {name.removeprefix("headers/").lower() for name in credentials} | _OF_BODIES
        before, between, after = (_by_name(draft.headers) for draft in (came, went, back))
        for name in sorted((before.keys() | after.keys()) - hidden):
            if _values(before.get(name)) != _values(after.get(name)):
                parts[f"headers/{name}"] = {"was": digest(_values(between.get(name))), "is": before.get(name, [])}
        return parts or None

    @classmethod
    def read(cls, residue: Json, **where: str | None) -> "HeadResidue":
        """The residue of a head, as it came.

        Raises:
            MalformedPayload: it is none.
        """
        if residue is None:
            return cls({})
        if not isinstance(residue, dict) or not all(_is_part(name, part) for name, part in residue.items()):
            raise MalformedPayload("the residue given is none: pass what `residue` of the way there was", **where)
        return cls(residue)

    def holds_path(self, draft: Draft) -> bool:
        """Whether the path of the result is kept here."""
        return "path" in self.parts and self.parts["path"]["was"] == digest(draft.path)

    def restored(self, given: Draft, result: Draft) -> tuple[Draft, tuple[Note, ...]]:
        """The head that comes back, completed; and a note for each part that was edited since."""
        notes: list[Note] = []
        for name, part in self.parts.items():
            if digest(_held(given, name)) != part["was"]:
                notes.append(Note("lost", name, None, _ASIDE, "target"))
            elif name == "path":
                result = result._replace(path=part["is"])
            elif name == "query":
                result = result._replace(query=Query.of("&".join(part["is"])))
            else:
                result = result._replace(headers=_with(result.headers, name.removeprefix("headers/"), part["is"]))
        return result, tuple(notes)


def _held(draft: Draft, name: str) -> Json:
    """What a head says in one of its parts, as fingerprints are taken of it."""
    if name == "path":
        return draft.path
    if name == "query":
        return list(draft.query.spellings)
    return list(draft.headers.all(name.removeprefix("headers/")))


def _by_name(headers: Headers) -> dict[str, list[Json]]:
    """The fields by name, each with its position, its spelling and its value."""
    found: dict[str, list[Json]] = {}
    for position, (name, value) in enumerate(headers):
        found.setdefault(name.lower(), []).append([position, name, value])
    return found


def _values(fields: list[Json] | None) -> list[str]:
    return [field[2] for field in fields or ()]


def _with(headers: Headers, name: str, fields: list[Json]) -> Headers:
    held = list(headers.without(name))
    for position, spelling, value in fields:
        held.insert(position, (spelling, value))
    return Headers(held)


def _is_part(name: object, part: Json) -> bool:
    """Whether a part is one that a translation has made, and harmless: it goes into a message as it is."""
    if not isinstance(part, dict) or not isinstance(part.get("was"), str):
        return False
    kept = part.get("is")
    if name == "path":
        return isinstance(kept, str) and kept.startswith("/") and not breaks(kept)
    if not isinstance(kept, list):
        return False
    if name == "query":
        return all(isinstance(text, str) and not breaks(text) and "&" not in text for text in kept)
    return all(_is_field(field) and f"headers/{field[1].lower()}" == name for field in kept)


def _is_field(field: Json) -> bool:
    return (
        isinstance(field, list)
        and [type(item) for item in field] == [int, str, str]
        and field[0] >= 0
        and is_field(field[1], field[2])
    )
