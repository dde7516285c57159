"""List Racking Arrays: the spacing has another name and another default."""

from aurora_compat.change import Change, Head, Reading
from aurora_compat.edits import Line
from aurora_compat.heads import CustomHead, Draft, parameter
from aurora_compat.run import Run
from aurora_compat.words.version import Version

_OLD, _NEW = "max_panel_spacing", "max_module_spacing"
_DEFAULTS = {"2018.01": "0.01", "2022.09": "0.01", "2024.05": "0.026"}
"""What the server takes where the parameter is absent, in metres."""


def _defaults(run: Run) -> tuple[str | None, str | None]:
    """The default of the source version and that of the target, as they are published; the caller's where given."""
    given = run.call.context.default_module_spacing or {}
    laid = _DEFAULTS | {_name(version): value for version, value in given.items()}
    return laid.get(str(run.source)), laid.get(str(run.target))


def _name(version: str) -> str:
    return str(Version.of(version))


def _renamed(draft: Draft, run: Run, old: str, new: str) -> Draft:
    query = draft.query
    has_old, has_new = query.get(old) is not None, query.get(new) is not None
    if has_old and has_new:
        run.conflict(parameter(new), f"{old} is given too, and is what {run.source} reads; this one is not sent")
        query = query.without(new)
    if has_old:
        if not query.is_plain(old):
            run.normalised(parameter(old), "the name was percent-encoded, and is written plainly")
        run.moved(parameter(old), parameter(new))
        return draft._replace(query=query.renamed(old, new))
    if has_new:
        run.unsupported(parameter(new), f"{run.source} has no such parameter, {run.target} has: it is kept")
        return draft
    here, there = _defaults(run)
    sends = run.call.context.default_module_spacing is not None and here is not None
    told = (
        f"where no spacing is given {run.source} takes {here or 'its own'}, {run.target} {there or 'its own'} (metres)"
    )
    sent = f"{here} is sent" if sends else "nothing is sent, so that the server takes its own"
    run.assumed(parameter(new), f"{told}; {sent}")
    return draft._replace(query=query.plus(new, here)) if sends and here is not None else draft


def _up(draft: Draft, run: Run) -> Draft:
    return _renamed(draft, run, _OLD, _NEW)


def _down(draft: Draft, run: Run) -> Draft:
    return _renamed(draft, run, _NEW, _OLD)


MODULE_SPACING = Change(
    id="module-spacing",
    summary="`max_panel_spacing` of List Racking Arrays is `max_module_spacing`, and its default 2.6 cm, not 1 cm.",
    published="In List Racking Arrays max_panel_spacing becomes max_module_spacing; default 1 cm becomes 2.6 cm.",
    source="changelog of 2024.05",
    grade="A",
    heads=(
        Head(
            ("list_racking_arrays",),
            CustomHead(
                _up,
                _down,
                (Line(f"query/{_OLD}", f"becomes {_NEW}; where absent, the old default is sent", ("assumed",)),),
                (Line(f"query/{_NEW}", f"becomes {_OLD}; where absent, the new default is sent", ("assumed",)),),
            ),
        ),
    ),
    readings=(
        Reading("B", "It is a query parameter."),
        Reading("C", "Its unit is the metre, as in AutoDesigner.", "default_module_spacing"),
    ),
)
