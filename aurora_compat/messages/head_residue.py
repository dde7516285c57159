"""The residue of a message's head: how path, query and headers were spelled, where the way back would not know.

Each of the three is put back only where it stands in the translated message exactly as the translation left it.
"""

from typing import Any

from aurora_compat.heads import Draft
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json, digest
from aurora_compat.words.message import Headers, Query
from aurora_compat.words.note import Note
from aurora_compat.words.value import Value

_OF_BODIES = frozenset(
    {
        *("accept-encoding", "content-encoding", "content-length", "content-type", "transfer-encoding"),
        *("etag", "content-md5", "digest", "content-digest", "repr-digest"),
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
            if before.get(name) != after.get(name):
                held = {"was": digest(between.get(name, [])), "is": before.get(name, [])}
                parts[f"headers/{name}"] = held
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
            held: Json = (
                given.path
                if name == "path"
                else list(given.query.spellings)
                if name == "query"
                else list(given.headers.all(name.removeprefix("headers/")))
            )
            if digest(held) != part["was"]:
                notes.append(Note("lost", name, None, _ASIDE, "target"))
            elif name == "path":
                result = result._replace(path=part["is"])
            elif name == "query":
                result = result._replace(query=Query.of("&".join(part["is"])))
            else:
                result = result._replace(headers=_with(result.headers, name.removeprefix("headers/"), part["is"]))
        return result, tuple(notes)


def _by_name(headers: Headers) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.lower(), []).append(value)
    return found


def _with(headers: Headers, name: str, values: list[str]) -> Headers:
    if not values:
        return headers.without(name)
    fields = headers.with_value(name, values[0])
    return Headers([*fields, *((name, value) for value in values[1:])])


def _is_part(name: object, part: Json) -> bool:
    if not isinstance(part, dict) or not isinstance(part.get("was"), str):
        return False
    kept = part.get("is")
    if name == "path":
        return isinstance(kept, str) and kept.startswith("/")
    known = name == "query" or str(name).startswith("headers/")
    return known and isinstance(kept, list) and all(isinstance(text, str) for text in kept)
