"""The header `Aurora-API-Version` works in the sandbox only; what a hop makes of it holds on every edge."""

from collections.abc import Iterator

from aurora_compat.aurora.hosts import is_sandbox
from aurora_compat.change import EVERY_OPERATION, Change, Head, Reading
from aurora_compat.code import Aside
from aurora_compat.edits import Line
from aurora_compat.heads import Draft, HeadEdit, Ordinary, Sketch, header
from aurora_compat.run import Run
from aurora_compat.words.operation import Part
from aurora_compat.words.version import Version

NAME = "Aurora-API-Version"
_FIELD = NAME.lower()


class _NamesTarget(HeadEdit):
    """The header names the version that a hop leads to; from one version on it is for the sandbox only."""

    sandbox_only_from: Version
    up: bool = True

    def apply(self, draft: Draft, run: Run) -> Draft:
        context = run.call.context
        sandbox = is_sandbox(draft.host, context.environment)
        spelling = next((name for name, _ in draft.headers if name.lower() == NAME.lower()), None)
        if spelling is None:
            if not (sandbox and context.send_version_header):
                return draft
            run.assumed(header(NAME), "the header was asked for by Context.send_version_header")
        elif self.up and not sandbox and run.target >= self.sandbox_only_from:
            run.lost(header(spelling), f"in production {run.target} takes no version from a header; it is not sent")
            return draft._replace(headers=draft.headers.without(NAME))
        elif draft.headers.all(NAME) != (str(run.source),):
            run.normalised(header(spelling), f"it did not name {run.source}; it names {run.target} now")
        return draft._replace(headers=draft.headers.with_value(NAME, str(run.target)))

    def quick(self, sketch: Sketch) -> None:
        if _FIELD in sketch.fields or sketch.context.send_version_header:
            raise Aside

    def watches(self, part: Part) -> frozenset[str]:
        return frozenset({_FIELD})

    @property
    def ordinary(self) -> Ordinary:
        return Ordinary(absent=frozenset({_FIELD}))

    @property
    def inverse(self) -> HeadEdit:
        return _NamesTarget(self.sandbox_only_from, not self.up)

    def lines(self) -> Iterator[Line]:
        yield Line(f"headers/{NAME}", "names the target version, where it is sent", ("assumed",))
        if self.up:
            yield Line(f"headers/{NAME}", f"is dropped for production from {self.sandbox_only_from} on", ("lost",))


VERSION_HEADER = Change(
    id="version-header",
    summary="`Aurora-API-Version` works in the sandbox only.",
    published="The header Aurora-API-Version was removed from production; it is still there in the sandbox.",
    source="changelog of 2024.05",
    grade="A",
    heads=(Head(EVERY_OPERATION, _NamesTarget(Version.of("2024.05")), everywhere=True),),
    readings=(
        Reading("C", "Until 2024.05 production reads it; the same page says elsewhere it never did.", "environment"),
        Reading("C", "Where the client does not send it, it is added only on demand.", "send_version_header"),
    ),
)
