"""Edits of the members of one object: renamed, moved into an object of their own."""

from collections.abc import Iterator
from typing import Any

from aurora_compat.code import Code, Place
from aurora_compat.edits.base import Edit, Line, MemberEdit
from aurora_compat.run import Refusal, Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.note import SPEAKS
from aurora_compat.words.pointer import Trail


class Rename(MemberEdit):
    """A member under another key, its value as it is.

    Both spellings: the source's own wins, the other gives way (`conflict`). Only the target's: the object already
    speaks the target version, the member is kept (`unsupported`).
    """

    old: str
    new: str

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        if self.old not in value:
            if self.new in value:
                target_key(run, (at, self.new), self.old)
            return value
        if self.new in value:
            both_spellings(run, (at, self.new), self.old)
        run.moved((at, self.old), (at, self.new))
        edited = dict(value)
        edited[self.new] = edited.pop(self.old)
        return edited

    def write(self, code: Code, place: Place, run: str) -> Place:
        with code.block(f"if {self.old!r} in {place.now}:"):
            code.own(place)
            code.line(f"{place.now}[{self.new!r}] = {place.now}.pop({self.old!r})")
        return place

    @property
    def inverse(self) -> Edit:
        return Rename(self.new, self.old)

    def lines(self) -> Iterator[Line]:
        yield Line(f"/{self.old}", f"becomes {self.new}")


def target_key(run: Run, at: Trail, old: str) -> None:
    """Say that an object already bears a key that only the target version defines."""
    run.unsupported(at, f"{run.source} calls this '{old}': {SPEAKS} {run.target} here; it is kept")


def both_spellings(run: Run, at: Trail, old: str) -> None:
    """Say that a key of the target version gave way to the source version's own."""
    run.conflict(at, f"{run.source}'s own key '{old}' is there too and is used; this value is left out")


class Nest(MemberEdit):
    """Members moved into an object of their own under `into`, which is made where one of them is present.

    Other members of that object stay. Null or empty it counts as absent (`assumed`), as the way back leaves none.
    `strays` are keys of the object that some documents give beside it: the way back reads them where the object has
    none, as the member named (`assumed`).
    """

    into: str
    keys: FrozenMap[str, str]
    strays: FrozenMap[str, str] = FrozenMap()

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        for stray in self.strays:
            if stray in value:
                run.unsupported((at, stray), f"only {run.target} knows this key, and there it is in '{self.into}'")
        held = value.get(self.into)
        moving = [key for key in self.keys if key in value]
        if held is not None and not isinstance(held, dict):
            return self._blocked(value, held, moving, run, at)
        for old, new in self.keys.items():
            if held and new in held:
                (both_spellings if old in moving else target_key)(run, ((at, self.into), new), old)
        if not moving:
            return value
        if self.into in value and not held:
            run.normalised((at, self.into), f"the empty '{self.into}' counts as absent, and is filled")
        nested = dict(held or {})
        edited = dict(value)
        for old in moving:
            nested[self.keys[old]] = edited.pop(old)
            run.moved((at, old), ((at, self.into), self.keys[old]))
        edited[self.into] = nested
        return edited

    def _blocked(self, value: dict[str, Any], held: Json, moving: list[str], run: Run, at: Trail) -> Json:
        if not moving:
            run.odd((at, self.into), held, "an object")
        elif run.may_refuse:
            wanted = ", ".join(self.keys[key] for key in moving)
            raise Refusal(
                (at, self.into),
                f"{kind_of(held)} stands where {run.target} wants an object with {wanted}; send one, or leave it out",
            )
        for key in moving:
            run.unsupported((at, key), f"'{self.into}' is {kind_of(held)} and can't take it in; it stays where it was")
        return value

    def write(self, code: Code, place: Place, run: str) -> Place:
        now, held = place.now, code.fresh(self.into)
        with code.block(f"if {' or '.join(f'{key!r} in {now}' for key in self.keys)}:"):
            code.line(f"{held} = {now}.get({self.into!r})")
            code.open(held, "dict")
            code.line(f"{held} = {{}} if {held} is None else {held}.copy()")
            code.own(place)
            for old, new in self.keys.items():
                with code.block(f"if {old!r} in {now}:"):
                    code.line(f"{held}[{new!r}] = {now}.pop({old!r})")
            code.line(f"{now}[{self.into!r}] = {held}")
        return place

    @property
    def inverse(self) -> Edit:
        return Unnest(self)

    def lines(self) -> Iterator[Line]:
        for old, new in self.keys.items():
            yield Line(f"/{old}", f"moves to {self.into}/{new}")


class Unnest(MemberEdit):
    """The way back of `Nest`: the object goes when it held at least one of the members and nothing else."""

    nest: Nest

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        into, old_of = self.nest.into, {new: old for old, new in self.nest.keys.items()}
        held = self._held(value, run, at)
        came: dict[str, Trail] = {old: ((at, into), new) for new, old in old_of.items() if new in held}
        strays = {stray: old for stray, old in self.nest.strays.items() if stray in value and old not in came}
        for stray, old in strays.items():
            came[old] = (at, stray)
            run.normalised((at, stray), f"read as the one in '{into}', where {run.source} has it")
        for new, old in old_of.items():
            if old in value:
                (both_spellings if old in came else target_key)(run, (at, old), f"{into}/{new}")
        if not came:
            return value
        edited = {key: member for key, member in value.items() if key not in strays}
        edited.update({old: value[stray] for stray, old in strays.items()})
        edited.update({old_of[new]: member for new, member in held.items() if new in old_of})
        for old, trail in came.items():
            run.moved(trail, (at, old))
        rest = {key: member for key, member in held.items() if key not in old_of}
        if rest and len(rest) < len(held):
            edited[into] = rest
        elif held and not rest:
            del edited[into]
        return edited

    def _held(self, value: dict[str, Any], run: Run, at: Trail) -> dict[str, Any]:
        """The object to take apart; an empty one where there is none, or nothing can be taken out of it."""
        held = value.get(self.nest.into)
        if isinstance(held, dict) or held is None:
            return held or {}
        place = (at, self.nest.into)
        if run.may_refuse:
            raise Refusal(
                place,
                f"{kind_of(held)} stands where {run.source} wants an object; {run.target} has no '{self.nest.into}':"
                " send an object, or leave it out",
            )
        run.odd(place, held, "an object")
        return {}

    def write(self, code: Code, place: Place, run: str) -> Place:
        nest, now, held, left = self.nest, place.now, code.fresh(self.nest.into), code.fresh("left")
        if nest.strays:
            with code.block(f"if {' or '.join(f'{stray!r} in {now}' for stray in nest.strays)}:"):
                code.line("raise Aside")
        code.line(f"{held} = {now}.get({nest.into!r})")
        code.open(held, "dict")
        with code.block(f"if {held}:"):
            code.line(f"{left} = {held}.copy()")
            for old, new in nest.keys.items():
                with code.block(f"if {new!r} in {left}:"):
                    code.own(place)
                    code.line(f"{now}[{old!r}] = {left}.pop({new!r})")
            with code.block(f"if not {left}:"):
                code.line(f"del {now}[{nest.into!r}]")
            with code.block(f"elif len({left}) < len({held}):"):
                code.line(f"{now}[{nest.into!r}] = {left}")
        return place

    @property
    def inverse(self) -> Edit:
        return self.nest

    def lines(self) -> Iterator[Line]:
        for old, new in self.nest.keys.items():
            yield Line(f"/{self.nest.into}/{new}", f"moves to {old}")
        for stray, old in self.nest.strays.items():
            yield Line(f"/{stray}", f"is read as {old} where {self.nest.into} has none", ("assumed",))
