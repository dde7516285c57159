"""Edits of the members of one object: renamed, removed, moved into an object of their own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from aurora_compat.edits.base import Edit, Line
from aurora_compat.run import Refusal, Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.pointer import Trail

Supply: TypeAlias = Callable[[dict[str, Any], Run, "Trail"], tuple[Json, str] | None]
"""What a removed member was, as far as it can be known: given the object, the walk and the object's place, the value and
the sentence that tells where it is from; None where nothing is known. May `ask` the walk for an answer."""


@dataclass(frozen=True, slots=True)
class Rename(Edit):
    """A member under another key, its value as it is.

    Both spellings: the source's own wins, the other gives way (`conflict`). Only the target's: the object already
    speaks the target version, the member is kept (`unsupported`).
    """

    old: str
    new: str

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, dict):
            run.odd(at, value, "an object")
            return value
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

    @property
    def inverse(self) -> Edit:
        return Rename(self.new, self.old)

    def lines(self) -> Iterator[Line]:
        yield Line(f"/{self.old}", f"becomes {self.new}")


def target_key(run: Run, at: Trail, old: str) -> None:
    """Say that an object already bears a key that only the target version defines."""
    run.unsupported(at, f"{run.source} calls this '{old}': the body already speaks {run.target} here; it is kept")


def both_spellings(run: Run, at: Trail, old: str) -> None:
    """Say that a key of the target version gave way to the source version's own."""
    run.conflict(at, f"{run.source}'s own key '{old}' is there too and is used; this value is left out")


@dataclass(frozen=True, slots=True)
class Remove(Edit):
    """A member that the newer version does not have; `supply` tells what the way down puts in its place, if anything."""

    key: str
    supply: Supply | None = None
    supply_line: str = ""
    supply_needs: tuple[str, ...] = ()

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, dict):
            run.odd(at, value, "an object")
            return value
        if self.key not in value:
            return value
        run.lost((at, self.key), f"{run.target} has no '{self.key}' here; the value is left out")
        edited = dict(value)
        del edited[self.key]
        return edited

    @property
    def inverse(self) -> Edit:
        return Restore(self)

    def lines(self) -> Iterator[Line]:
        yield Line(f"/{self.key}", "is dropped", ("lost",))


@dataclass(frozen=True, slots=True)
class Restore(Edit):
    """The way back of `Remove`: a member that the target version has and the source has not."""

    removal: Remove

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, dict):
            run.odd(at, value, "an object")
            return value
        key = self.removal.key
        if key in value:
            run.unsupported((at, key), f"{run.source} has no '{key}' here, {run.target} has; it is kept")
            return value
        found = self.removal.supply(value, run, at) if self.removal.supply else None
        if found is None:
            run.missing((at, key), f"{run.target} has '{key}' here, and nothing in {run.source} says what it is")
            return value
        run.assumed((at, key), found[1])
        return {**value, key: found[0]}

    @property
    def inverse(self) -> Edit:
        return self.removal

    def lines(self) -> Iterator[Line]:
        removal = self.removal
        if removal.supply_line:
            yield Line(f"/{removal.key}", removal.supply_line, ("assumed", "missing"), removal.supply_needs)
        else:
            yield Line(f"/{removal.key}", "stays absent: nothing can supply it", ("missing",))


@dataclass(frozen=True, slots=True)
class Nest(Edit):
    """Members moved into an object of their own under `into`, which is made where one of them is present.

    Other members of that object stay. Null or empty it counts as absent (`assumed`), as the way back leaves none.
    """

    into: str
    keys: FrozenMap[str, str]

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, dict):
            run.odd(at, value, "an object")
            return value
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
            raise Refusal(
                (at, self.into),
                f"{kind_of(held)} stands where {run.target} wants an object with {', '.join(self.keys[k] for k in moving)};"
                f" send '{self.into}' as an object, or leave it out",
            )
        for key in moving:
            run.unsupported((at, key), f"'{self.into}' is {kind_of(held)} and can't take it in; it stays where it was")
        return value

    @property
    def inverse(self) -> Edit:
        return Unnest(self.into, FrozenMap({new: old for old, new in self.keys.items()}))

    def lines(self) -> Iterator[Line]:
        for old, new in self.keys.items():
            yield Line(f"/{old}", f"moves to {self.into}/{new}")


@dataclass(frozen=True, slots=True)
class Unnest(Edit):
    """The way back of `Nest`: the object goes when it held at least one of the members and nothing else."""

    out_of: str
    keys: FrozenMap[str, str]

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, dict):
            run.odd(at, value, "an object")
            return value
        held = value.get(self.out_of)
        if held is not None and not isinstance(held, dict):
            if run.may_refuse:
                raise Refusal(
                    (at, self.out_of),
                    f"{kind_of(held)} stands where {run.source} wants an object, and {run.target} has no "
                    f"'{self.out_of}'; send an object, or leave it out",
                )
            run.odd((at, self.out_of), held, "an object")
            held = None
        moving = [key for key in self.keys if held and key in held]
        for old, new in self.keys.items():
            if new in value:
                (both_spellings if old in moving else target_key)(run, (at, new), f"{self.out_of}/{old}")
        if not moving:
            return value
        nested = dict(held or {})
        edited = dict(value)
        for old in moving:
            edited[self.keys[old]] = nested.pop(old)
            run.moved(((at, self.out_of), old), (at, self.keys[old]))
        if nested:
            edited[self.out_of] = nested
        else:
            del edited[self.out_of]
        return edited

    @property
    def inverse(self) -> Edit:
        return Nest(self.out_of, FrozenMap({new: old for old, new in self.keys.items()}))

    def lines(self) -> Iterator[Line]:
        for old, new in self.keys.items():
            yield Line(f"/{self.out_of}/{old}", f"moves to {new}")
