"""Payloads where no model tells what they hold: made around the members that the rules of a registry name.

A rule says of itself which places it looks at (`Line`), and its edits hold the keys and values that it knows. So a
general JSON object that has those members, and others beside them, is one that the rules have something to do with.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import FunctionType
from typing import Any, TypeAlias

from hypothesis import strategies as st

from aurora_compat.registries import Registry
from aurora_compat.run import Call
from aurora_compat.testing import chance
from aurora_compat.words.context import Context
from aurora_compat.words.error import NoPath
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import keys_of
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

Tree: TypeAlias = dict[str, Any]
"""Members by key, `*` for the items of a list; an empty tree is any value."""

ITEMS = "*"
_NO_JSON = frozenset({"NaN", "Infinity", "-Infinity"})
"""Texts that lenient readers take for numbers: as bodies they are refused, which is outside every law."""


def general(
    registry: Registry, operation: str, part: Part, version: Version, *, unknown: bool
) -> st.SearchStrategy[Any]:
    """JSON objects with the members that rules name, of any value; without rules, any objects."""
    tree = _tree(registry, operation, part, version)
    return _drawn(tree, words(registry), unknown) if tree else chance.objects


def errors() -> st.SearchStrategy[Any]:
    """Bodies of 4xx answers that have no one form: objects in several usual shapes, text, nothing."""
    said = st.sampled_from(("something went wrong", "is bad", "größer als erlaubt")) | chance.plain_text
    said = said.filter(lambda text: text.strip() not in _NO_JSON)
    return st.one_of(
        said.map(lambda text: {"error": text}),
        said.map(lambda text: {"message": text}),
        st.lists(said, max_size=2).map(lambda texts: {"errors": [{"message": text} for text in texts]}),
        st.lists(said, max_size=2).map(lambda texts: {"errors": {"name": texts}}),
        st.none(),
        said,
        st.lists(said | said.map(lambda text: {"message": text}), max_size=2),
        chance.objects,
    )


def pointers(registry: Registry, operation: str, part: Part, version: Version) -> Iterator[tuple[str, ...]]:
    """The places of a version's body that rules look at on the way to any other version; `*` stands for items."""
    for other in registry.versions:
        try:
            lines = list(registry.plan(operation, part, version, other).lines())
        except NoPath:
            continue
        for hop, _, line in lines:
            if line.where.startswith("/"):
                keys = _plain(keys_of(line.where))
                yield from (
                    [keys] if hop.source == version else _in(registry, operation, part, version, hop.source, keys)
                )


def _in(
    registry: Registry, operation: str, part: Part, version: Version, there: Version, keys: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """A place that is known by its name in another version, as this version calls it; nothing where it has it not."""
    path = tuple(0 if key == ITEMS else key for key in keys)
    document: Json = "text"
    for step in reversed(path):
        document = [document] if step == 0 else {step: document}
    call = Call(operation, part, there, version, Context(), FrozenMap(), 200, registry, lenient=True)
    try:
        result, run = registry.plan(operation, part, there, version).trace(document, call)
    except Exception:  # a rule that raises: the laws will meet it
        return
    found = run.moves.destination(path, 0) if run.moves else path
    for step in found:
        try:
            result = result[step]
        except (LookupError, TypeError):
            return
    yield tuple(ITEMS if isinstance(step, int) else step for step in found)


def words(registry: Registry, operation: str | None = None, part: Part | None = None) -> tuple[str, ...]:
    """The keys and values that the edits of a registry know, those in functions written by hand too, each once.

    Args:
        registry: whose.
        operation: only of the edits that touch it.
        part: and that part of it.
    """
    found: dict[str, None] = {}
    seen: set[int] = set()
    for change in registry.changes.values():
        for body in change.bodies:
            if part is None or body.touches(operation, part):
                found.update(dict.fromkeys(text for text in _texts(body.edit, seen) if _may_be_known(text)))
    return tuple(found)


def _may_be_known(text: str) -> bool:
    """Whether it may be a key or a value, and is no piece of a sentence."""
    return len(text) <= _LONGEST and text == text.strip(" ,:;'")


_LONGEST = 40
"""What is longer is a sentence, no key or value."""


def _texts(part: object, seen: set[int]) -> Iterator[str]:
    """The texts in an edit's fields, but for what it tells people."""
    inside: Iterable[object] = ()
    if isinstance(part, str):
        yield part
    elif isinstance(part, Value):
        names = (name for name, _, _ in part.field_defaults() if not name.endswith(("_line", "_lines", "_needs")))
        inside = (getattr(part, name) for name in names)
    elif isinstance(part, Mapping):
        inside = (*part.keys(), *part.values())
    elif isinstance(part, (tuple, frozenset)):
        inside = part if isinstance(part, tuple) else sorted(part, key=repr)
    elif isinstance(part, FunctionType) and id(part) not in seen:
        seen.add(id(part))
        inside = _named_in(part)
    for one in inside:
        yield from _texts(one, seen)


def _named_in(function: FunctionType) -> Iterator[object]:
    """The constants of a function and what it names of its module: other functions, texts, tables of texts."""
    for constant in function.__code__.co_consts:
        if isinstance(constant, (str, tuple, frozenset)) and constant != function.__doc__:
            yield constant
    for name in function.__code__.co_names:
        known = function.__globals__.get(name)
        here = isinstance(known, FunctionType) and known.__module__ == function.__module__
        if here or isinstance(known, (str, tuple, frozenset, Mapping)):
            yield known


def _plain(keys: tuple[str, ...]) -> tuple[str, ...]:
    """A pattern up to where it stops naming places."""
    for index, key in enumerate(keys):
        if key != ITEMS and ("*" in key or key.startswith("<")):
            return keys[:index]
    return keys


def _tree(registry: Registry, operation: str, part: Part, version: Version) -> Tree:
    root: Tree = {}
    for keys in pointers(registry, operation, part, version):
        branch = root
        for key in keys:
            branch = branch.setdefault(key, {})
    return root


def _drawn(tree: Tree, known: tuple[str, ...], unknown: bool) -> st.SearchStrategy[Any]:
    if not tree:
        return st.one_of(chance.values, *[st.sampled_from(known)] * 4) if known else chance.values
    if set(tree) == {ITEMS}:
        items = _drawn(tree[ITEMS], known, unknown)
        named = st.tuples(st.sampled_from(("a", "b", "c", 1, 2)), items).map(
            lambda drawn: {"id": drawn[0], **drawn[1]} if isinstance(drawn[1], dict) else drawn[1]
        )
        return st.lists(named, max_size=3, unique_by=_told) | st.lists(items, max_size=3)
    members = {key: _drawn(branch, known, unknown) for key, branch in tree.items() if key != ITEMS}

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, Any]:
        value = {key: draw(one) for key, one in members.items() if draw(chance.mostly)}
        if unknown and draw(st.booleans()):
            value = {**draw(st.dictionaries(chance.keys, chance.values, max_size=2)), **value}
        return value

    return drawn()


def _told(item: Any) -> Any:
    return (0, type(item["id"]), item["id"]) if isinstance(item, dict) and "id" in item else (1, None, id(item))
