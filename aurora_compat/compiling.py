"""Compiled plans: the edits of all hops, fused into one pass and written down as one function.

Edits of the same object stand together, whichever hop they are of: what lies between them touches other members, so
their order among each other is all that counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from aurora_compat.code import PARSED, Aside, Code, Place, Reader
from aurora_compat.edits import At, Chain, Custom, Each, Edit
from aurora_compat.run import Call, Run
from aurora_compat.words.jsons import Json
from aurora_compat.words.version import Version

Function: TypeAlias = Callable[[Json, Call, Reader], Json]
"""A compiled plan: document, call and reader to result; the same document where nothing applies."""


class Told(NamedTuple):
    """An edit, and what a run must know when it is made."""

    edit: Edit
    source: Version
    target: Version
    change: str


class Compiled(NamedTuple):
    """A plan as one function.

    Attributes:
        function: of document, call and reader.
        source: what it was compiled from, for people.
        walks: whether it calls edits that may ask for anything, of the path parameters too.
        asks_call: whether it looks at the call.
        by_level: whether it leaves most of a document alone, so that a large one need not be parsed at once.
        touched: the members of the outermost object that it looks at; None where it looks at the object itself.
        lists: those of them that are lists of which it judges every item on its own.
    """

    function: Function
    source: str
    walks: bool = False
    asks_call: bool = False
    by_level: bool = False
    touched: frozenset[str] | None = None
    lists: frozenset[str] = frozenset()


_EACH = 0
"""Stands for every item of a list, where a key stands for a member."""


class _Scope:
    """What happens within one value: edits of it, and scopes of its members, in order."""

    def __init__(self, key: str | int) -> None:
        self.key = key
        self.entries: list[Told | _Scope] = []

    def add(self, path: tuple[str | int, ...], told: Told) -> None:
        """One more edit, of the value at a path below this one."""
        if not path:
            self.entries.append(told)
            return
        self._inner(path[0]).add(path[1:], told)

    def _inner(self, key: str | int) -> "_Scope":
        """The scope of a member: the one that is there, unless something in between may have touched the member."""
        for entry in reversed(self.entries):
            if isinstance(entry, Told) or (entry.key != key and _EACH in (entry.key, key)):
                break
            if entry.key == key:
                return entry
        scope = _Scope(key)
        self.entries.append(scope)
        return scope

    def write(self, code: Code, place: Place, kind: str | None) -> None:
        """Write down its entries; `kind` is what the value is known to be."""
        for entry in self.entries:
            wanted = entry.edit.opens if isinstance(entry, Told) else entry.wants
            if wanted is not None and wanted != kind:
                code.open(place.now, wanted)
                with code.block(f"if {place.now} is None:"):
                    code.line("raise Aside")
                kind = wanted
            if isinstance(entry, Told):
                code.line(f"# {entry.change}")
                after = entry.edit.write(code, place, _run(code, entry))
                kind, place = (kind if after == place else None), after
            elif entry.key == _EACH:
                entry.write_items(code, place)
            else:
                entry.write_member(code, place)

    @property
    def by_level(self) -> bool:
        """Whether its edits take values as opaque, and none looks at every item of a list in the envelope."""
        inner = [entry for entry in self.entries if isinstance(entry, _Scope)]
        lists = any(deeper.key == _EACH for scope in inner for deeper in scope.entries if isinstance(deeper, _Scope))
        return not lists and self.opaque

    @property
    def keys(self) -> frozenset[str] | None:
        """The members that it is about; None where it is about more."""
        keys = [entry.key for entry in self.entries if isinstance(entry, _Scope)]
        return frozenset(str(key) for key in keys) if len(keys) == len(self.entries) and _EACH not in keys else None

    @property
    def lists(self) -> frozenset[str]:
        """The members that are lists, of which every item is judged on its own."""
        inner = [entry for entry in self.entries if isinstance(entry, _Scope)]
        return frozenset(
            str(scope.key)
            for scope in inner
            if all(isinstance(deeper, _Scope) and deeper.key == _EACH for deeper in scope.entries)
        )

    @property
    def opaque(self) -> bool:
        """Whether all its edits take values as opaque."""
        return all(entry.edit.opaque if isinstance(entry, Told) else entry.opaque for entry in self.entries)

    @property
    def wants(self) -> str:
        """What the value must be in which this scope is one."""
        return "list" if self.key == _EACH else "dict"

    @property
    def opens(self) -> str | None:
        """What the value of this scope must be for its first entry; quick forms take what those after them need.

        So the value is opened once, and is seen to be the same where nothing applies.
        """
        for entry in self.entries:
            wanted = entry.edit.opens if isinstance(entry, Told) else entry.wants
            if wanted is not None or not (isinstance(entry, Told) and _is_quick(entry.edit)):
                return wanted
        return None

    def write_member(self, code: Code, place: Place) -> None:
        """What happens to the value under a key; absent stays absent, null stays null."""
        key = repr(self.key)
        given = code.fresh(str(self.key))
        code.line(f"{given} = {place.now}.get({key})")
        self._write_inner(code, given, place, key)

    def write_items(self, code: Code, place: Place) -> None:
        """What happens to every item of a list; null items stay."""
        index, given = code.fresh("index"), code.fresh("item")
        with code.block(f"for {index}, {given} in enumerate({place.now}):"):
            self._write_inner(code, given, place, index)

    def _write_inner(self, code: Code, given: str, place: Place, key: str) -> None:
        now, kind = f"{given}_now", self.opens
        if kind is not None:
            code.open(given, kind)
        else:
            code.line(f"if {given} is not None and type({given}) is not dict:")
            code.line(f"    {given} = reader.member({given})")
        with code.block(f"if {given} is not None:"):
            code.line(f"{now} = {given}")
            self.write(code, Place(now, given), kind)
            with code.block(f"if {now} is not {given}:"):
                code.own(place)
                code.line(f"{place.now}[{key}] = {now}")


def _run(code: Code, told: Told) -> str:
    """The expression for the run, told where it is."""
    return f"run.at({code.constant(told.source, 'from')}, {code.constant(told.target, 'to')}, {told.change!r})"


def _parts(edit: Edit) -> Iterator[tuple[tuple[str | int, ...], Edit]]:
    """The edits that an edit is made of, each with the path below which it works."""
    if isinstance(edit, Chain):
        for one in edit.edits:
            yield from _parts(one)
    elif isinstance(edit, (At, Each)):
        key = edit.key if isinstance(edit, At) else _EACH
        for path, inner in _parts(edit.edit):
            yield (key, *path), inner
    elif not _is_silent(edit):
        yield (), edit


def _is_quick(edit: Edit) -> bool:
    return isinstance(edit, Custom) and edit.quick_up is not None


def _is_silent(edit: Edit) -> bool:
    """Whether an edit only makes notes, so that nothing is written down for it."""
    scratch = Code()
    edit.write(scratch, Place("it", "it"), "run")
    return not scratch.lines


def compiled(title: str, edits: Iterable[Told], plain: Callable[[Json, Call], Json]) -> Compiled:
    """The function of some edits; `plain` does the same without being compiled, for documents that are odd."""
    whole = _Scope("")
    for told in edits:
        for path, edit in _parts(told.edit):
            whole.add(path, told._replace(edit=edit))
    body = Code()
    whole.write(body, Place("result", "document"), None)
    text = "\n".join(f"    {line}" for line in body.lines)
    walks = "run.at(" in text
    source = _source(title, body.constants, text, walks)
    names: dict[str, Any] = {"Aside": Aside, "Run": Run, "PARSED": PARSED, "plain": plain, **body.constants}
    exec(compile(source, f"<plan: {title}>", "exec"), names)
    function: Function = names["translate"]
    return Compiled(function, source, walks, ", call" in text, whole.by_level, whole.keys, whole.lists)


def _source(title: str, constants: Mapping[str, Any], body: str, walks: bool) -> str:
    return "\n".join(
        [
            *(f"# {name}: {_shown(value)}" for name, value in constants.items() if name in body),
            "def translate(document, call, reader):",
            f'    """{title}"""',
            "    try:",
            "        result = document",
            *(["        run = Run(call, traced=False)"] if walks else []),
            *([body] if body else []),
            *(["        if run.unmet:", "            raise Aside"] if walks else []),
            "        return result",
            "    except Exception:",
            "        if reader is not PARSED:",
            "            raise",
            "        return plain(document, call)",
            "",
        ]
    )


def _shown(value: Any) -> str:
    shown = getattr(value, "__qualname__", None)
    if shown:
        return f"{value.__module__}.{shown}"
    return str(value) if isinstance(value, Version) else " ".join(repr(value).split())
