"""The edit of a member that the newer version does not have: removed, and on the way back supplied."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from aurora_compat.code import Code, Place
from aurora_compat.edits.base import Edit, Line, MemberEdit
from aurora_compat.run import Call, Run
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Trail

Supply: TypeAlias = Callable[[dict[str, Any], Run, "Trail"], tuple[Json, str] | None]
"""What a removed member was, as far as it can be known: given the object, the walk and the object's place, the value
and the sentence that tells where it is from; None where nothing is known. May `ask` the walk for an answer."""
QuickSupply: TypeAlias = Callable[[dict[str, Any], Call], tuple[Json] | None]
"""The same value without the sentence, in a tuple of one, for compiled plans. It is given the object and the call, and
asks for nothing. Values that it finds unopened it hands on as they are; what is parsed it copies, as a `Supply` does.
"""


class Remove(MemberEdit):
    """A member that the newer version does not have; `supply` tells what the way down puts there, if anything.

    `opaque_supply` says that `supply` looks at the keys of the object and not into its values: none need be parsed.
    `quick_supply` knows the same, for compiled plans: of a `supply` that needs no more than the call.
    """

    key: str
    supply: Supply | None = None
    supply_line: str = ""
    supply_needs: tuple[str, ...] = ()
    opaque_supply: bool = False
    quick_supply: QuickSupply | None = None

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        if self.key not in value:
            return value
        run.lost((at, self.key), f"{run.target} has no '{self.key}' here; the value is left out")
        edited = dict(value)
        del edited[self.key]
        return edited

    def write(self, code: Code, place: Place, run: str) -> Place:
        with code.block(f"if {self.key!r} in {place.now}:"):
            code.own(place)
            code.line(f"del {place.now}[{self.key!r}]")
        return place

    @property
    def inverse(self) -> Edit:
        return Restore(self)

    def lines(self) -> Iterator[Line]:
        yield Line(f"/{self.key}", "is dropped", ("lost",))


class Restore(MemberEdit):
    """The way back of `Remove`: a member that the target version has and the source has not."""

    removal: Remove

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
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
    def opaque(self) -> bool:
        removal = self.removal
        return removal.supply is None or removal.opaque_supply or removal.quick_supply is not None

    def write(self, code: Code, place: Place, run: str) -> Place:
        removal = self.removal
        if removal.supply is None:
            return place
        found = code.fresh("found")
        with code.block(f"if {removal.key!r} not in {place.now}:"):
            code.line(f"{found} = {self._supplied(removal.supply, code, place.now, run)}")
            with code.block(f"if {found} is not None:"):
                code.own(place)
                code.line(f"{place.now}[{removal.key!r}] = {found}[0]")
        return place

    def _supplied(self, supply: Supply, code: Code, now: str, run: str) -> str:
        """The expression for what is known."""
        quick = self.removal.quick_supply
        if quick is not None:
            return f"{code.constant(quick, quick.__name__)}({now}, call)"
        given = now if self.removal.opaque_supply else f"reader.value({now})"
        return f"{code.constant(supply, supply.__name__)}({given}, {run}, None)"

    @property
    def inverse(self) -> Edit:
        return self.removal

    def lines(self) -> Iterator[Line]:
        removal = self.removal
        if removal.supply_line:
            yield Line(f"/{removal.key}", removal.supply_line, ("assumed", "missing"), removal.supply_needs)
        else:
            yield Line(f"/{removal.key}", "stays absent: nothing can supply it", ("missing",))
