"""Run AutoDesigner: one object of options becomes four, and the unit leaves the names of the spacings."""

from collections.abc import Callable
from typing import Any, NamedTuple

from aurora_compat.aurora.v2022_09.auto_designer_quick import quick_down, quick_up
from aurora_compat.aurora.v2022_09.placement_options import FILLER, NAMED, NEW, OBJECTS, OLD, OLD_ONLY, OPTIONS
from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import Custom, Line
from aurora_compat.edits.members import both_spellings
from aurora_compat.run import Refusal, Run
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.note import SPEAKS
from aurora_compat.words.pointer import Trail

_NO_FILLER = "{} has no allow_filler_row (filler_row_locations says where filler rows go); it is kept"


def _up(body: Json, run: Run, at: Trail) -> Json:
    return _wherever(body, run, at, _split)


def _down(body: Json, run: Run, at: Trail) -> Json:
    return _wherever(body, run, at, _merge)


def _wherever(body: Json, run: Run, at: Trail, edit: "Callable[[dict[str, Any], Run, Trail], dict[str, Any]]") -> Json:
    """The edit at the root and in the envelope: the objects are siblings wherever one of them stands."""
    if not isinstance(body, dict):
        run.odd(at, body, "an object")
        return body
    edited: dict[str, Any] = {}
    for key, value in body.items():
        if key not in OBJECTS and isinstance(value, dict) and _holds_options(value):
            new = edit(value, run, (at, key))
            if new is not value:
                edited[key] = new
    body = {**body, **edited} if edited else body
    return edit(body, run, at) if _holds_options(body) else body


def _holds_options(value: dict[str, Any]) -> bool:
    return FILLER in value or any(key in value for key in OBJECTS)


def _split(options: dict[str, Any], run: Run, at: Trail) -> dict[str, Any]:
    """2018.01's one object as four."""
    old = options.get(OLD)
    if old is not None and not isinstance(old, dict):
        run.odd((at, OLD), old, "an object")
        old = None
    placement = dict(old or {})
    objects = {name: _held(options, name, placement, run, at) for name in NEW}
    moves: list[tuple[Trail, Trail]] = []
    filled: set[str] = set()
    for option in OPTIONS:
        part = placement if option.object == OLD else objects[option.object]
        spelled = next((key for key in (option.old, option.also) if key is not None and key in placement), None)
        if spelled is None or part is None:
            continue
        came: Trail = ((at, OLD), spelled)
        goes: Trail = ((at, option.object), option.key)
        if spelled == option.also:
            run.normalised(came, f"this spelling of {option.old} is read; the way back writes {option.old}")
        elif option.also in placement:
            both_spellings(run, ((at, OLD), option.also or ""), option.old)
            del placement[option.also]
        elif option.object != OLD and option.key in part:
            both_spellings(run, goes, f"{OLD}/{spelled}")
        part[option.key] = placement.pop(spelled)
        moves += [(came, goes)] if came != goes else []
        filled.add(option.object)
    edited = _without_filler(options, placement, objects[NEW[2]], run, at)
    for came, goes in moves:
        run.moved(came, goes)
    if old is not None and (moves or placement.keys() != old.keys()):
        edited = {**edited, OLD: placement}
    fresh = {name: part for name, part in objects.items() if name in filled}
    return {**edited, **fresh} if fresh else edited


def _held(options: dict[str, Any], name: str, placement: dict[str, Any], run: Run, at: Trail) -> dict[str, Any] | None:
    """What already stands in an object that only the newer version has; None where nothing can move into it."""
    held = options.get(name)
    moving = {option.key for option in OPTIONS if option.object == name and option.old in placement}
    if held is not None and not isinstance(held, dict):
        if moving and run.may_refuse:
            wanted = ", ".join(sorted(moving))
            raise Refusal(
                (at, name), f"{kind_of(held)} stands where {run.target} wants an object with {wanted}; send one"
            )
        run.odd((at, name), held, "an object")
        return None
    if name in options and held is None and moving:
        run.normalised((at, name), "null counts as absent here, and is filled")
    kept: list[Trail] = [((at, name), key) for key in held or () if key not in moving]
    for place in kept or ([(at, name)] if held == {} else []):
        run.unsupported(place, f"{run.source} has no '{name}': {SPEAKS} {run.target} here; it is kept")
    return dict(held or {})


def _without_filler(
    options: dict[str, Any], placement: dict[str, Any], constraints: dict[str, Any] | None, run: Run, at: Trail
) -> dict[str, Any]:
    """The options without `allow_filler_row`, which stood in `placement_options` or beside it."""
    chosen = constraints is not None and "filler_row_locations" in constraints
    for holder, place in ((options, (at, FILLER)), (placement, ((at, OLD), FILLER))):
        if FILLER in holder:
            why = "filler rows now follow the server's default unless filler_row_locations is set"
            if chosen or holder[FILLER] is not True:
                why = f"{run.target} has no {FILLER}; filler_row_locations says where filler rows go"
            run.lost(place, why)
    placement.pop(FILLER, None)
    return {key: value for key, value in options.items() if key != FILLER} if FILLER in options else options


class _Claim(NamedTuple):
    """A value that wants a name in 2018.01's `placement_options`."""

    value: Json
    came: Trail
    known: bool


def _merge(options: dict[str, Any], run: Run, at: Trail) -> dict[str, Any]:
    """The four objects as 2018.01's one."""
    if FILLER in options:
        run.unsupported((at, FILLER), _NO_FILLER.format(run.source))
    present = [name for name in OBJECTS if _enter(options, name, run, at)]
    blocked = options.get(OLD) is not None and OLD not in present
    claims: dict[str, list[_Claim]] = {}
    for name in present:
        for key, value in options[name].items():
            known = (name, key) in NAMED
            claim = _Claim(value, ((at, name), key), known)
            claims.setdefault(NAMED.get((name, key), key), []).append(claim)
    merged_away = [name for name in present if name != OLD]
    if not claims and not merged_away:
        return options
    if blocked and any(options[name] for name in merged_away):
        if run.may_refuse:
            raise Refusal((at, OLD), f"{kind_of(options[OLD])} stands where {run.target} wants an object; send one")
        for name in merged_away:
            run.unsupported((at, name), f"{OLD} is {kind_of(options[OLD])} and can't take it in; it stays")
        return options
    placement, moves = _settled(claims, run, at)
    for name in merged_away:
        if not options[name]:
            run.lost((at, name), f"{run.target} has no '{name}', and this one says nothing")
    if claims and options.get(OLD) is None:
        if OLD in options:
            run.normalised((at, OLD), "null counts as absent here, and is filled")
        else:
            run.assumed((at, OLD), f"{run.target} keeps these options in '{OLD}', which was not there")
    for came, goes in moves:
        run.moved(came, goes)
    if not moves and not merged_away and placement.keys() == options[OLD].keys():
        return options
    edited = {key: value for key, value in options.items() if key not in merged_away}
    return {**edited, OLD: placement} if claims or OLD in present else edited


def _enter(options: dict[str, Any], name: str, run: Run, at: Trail) -> bool:
    """Whether one of the four objects is there to be read."""
    held = options.get(name)
    if isinstance(held, dict):
        return True
    if name in options and (held is not None or name != OLD):
        if held is not None and name != OLD and run.may_refuse:
            raise Refusal(
                (at, name),
                f"{kind_of(held)} stands where an object belongs; {run.target} has no '{name}' either",
            )
        if held is None:
            run.unsupported((at, name), f"{run.target} has no '{name}'; null is kept")
        else:
            run.odd((at, name), held, "an object")
    return False


def _settled(claims: dict[str, list[_Claim]], run: Run, at: Trail) -> tuple[dict[str, Json], list[tuple[Trail, Trail]]]:
    """One value a name: a known key wins over an unknown one, then the order of the objects."""
    placement: dict[str, Json] = {}
    moves: list[tuple[Trail, Trail]] = []
    for name, rivals in claims.items():
        winner = next((claim for claim in rivals if claim.known), rivals[0])
        for claim in rivals:
            if claim is not winner:
                run.conflict(claim.came, f"another value becomes '{name}' in {OLD}; this one is left out")
        goes = ((at, OLD), name)
        if winner.came != goes:
            moves.append((winner.came, goes))
            if not winner.known:
                run.normalised(winner.came, f"an undocumented option: it moves into '{OLD}' with the others")
        elif not winner.known and name in OLD_ONLY | {FILLER}:
            why = _NO_FILLER if name == FILLER else "{} has no such key here, only the older version has; it is kept"
            run.unsupported(goes, why.format(run.source))
        placement[name] = winner.value
    return placement, moves


AUTODESIGNER_OPTIONS = Change(
    id="autodesigner-options",
    summary="Run AutoDesigner's placement_options are split in four objects, and spacings lose `_meters`.",
    published=(
        "_meters is removed from four spacings, allow_filler_row is removed in favour of filler_row_locations,"
        " placement_options is split in four."
    ),
    source="changelog of 2022.09; AutoDesigner's documentation",
    grade="A",
    bodies=(
        Body(
            ("run_auto_designer",),
            Custom(
                _up,
                _down,
                (
                    *(
                        Line(f"/*/{OLD}/{option.old}", f"becomes {option.object}/{option.key}")
                        for option in OPTIONS
                        if (option.object, option.key) != (OLD, option.old)
                    ),
                    Line("/*/allow_filler_row", "is dropped", ("lost",)),
                    Line(f"/*/{OLD}/allow_filler_row", "is dropped", ("lost",)),
                    Line(f"/*/{OLD}", "other spellings and unknown keys are read and stay", ("assumed",)),
                ),
                (
                    *(
                        Line(f"/*/{option.object}/{option.key}", f"becomes {OLD}/{option.old}")
                        for option in OPTIONS
                        if (option.object, option.key) != (OLD, option.old)
                    ),
                    Line(f"/*/{OLD}", "takes in the unknown keys of the three new objects", ("assumed", "lost")),
                ),
                quick_up,
                quick_down,
            ),
            parts=("request",),
        ),
    ),
    readings=(
        Reading("B", "The published block and its prose disagree on some suffixes: both spellings are read."),
        Reading("B", "Tilts and thresholds lose `_deg` as spacings lose `_meters`."),
    ),
)
