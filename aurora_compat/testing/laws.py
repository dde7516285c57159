"""The laws that every registry must keep, over generated payloads, with shrinking.

    from aurora_compat.testing import laws

    laws.check(registry)

runs them over every operation, part and ordered pair of versions that a change touches. Each law is a function too, for
`@given` tests of your own: it raises `LawBroken`, and says whether the payload was in its scope (no trip refused).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

from aurora_compat.aurora import aurora
from aurora_compat.registries import Registry
from aurora_compat.testing import blame, judging, search, smaller, trials
from aurora_compat.testing.bending import Hand, Pool, some_edits
from aurora_compat.testing.bodies import Models, model_of
from aurora_compat.testing.broken import LawBroken
from aurora_compat.testing.editing import edit_in_the_middle as _edit_in_the_middle
from aurora_compat.testing.example import REFUSED, Case, Example
from aurora_compat.testing.tally import Tally
from aurora_compat.testing.wire.laws import check_messages
from aurora_compat.words.context import Context
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.operation import Part
from aurora_compat.words.version import Version

_EDITS = some_edits(14)


class Law:
    """One law: a function of a payload and its trip that raises `LawBroken`.

    Attributes:
        name: what `LawBroken.law` and tallies call it.
        says: it, in a sentence.
    """

    def __init__(self, name: str, says: str, judge: Callable[[Example], Iterator[judging.Breach]] | None) -> None:
        self.name, self.says, self._judge = name, says, judge
        self.__name__, self.__doc__ = name, says

    def __repr__(self) -> str:
        return f"<Law {self.name}: {self.says}>"

    def __call__(
        self,
        payload: Json,
        *,
        operation: str,
        part: Part,
        source: Version | str,
        target: Version | str,
        registry: Registry | None = None,
        context: Context | None = None,
        path_params: Mapping[str, str] | None = None,
        status: int = 200,
        models: Models | None = None,
    ) -> bool:
        """Check the law for one payload; false where a rule refuses a trip, which is outside every law.

        Raises:
            LawBroken: it does not hold.
        """
        registry = registry or aurora()
        ends = registry.version(source), registry.version(target)
        case = Case(registry.operation(operation).name, part, *ends, registry, models or model_of(registry))
        known = FrozenMap(path_params or {})
        example = Example(case, payload, status, context or Context(), known)
        pool = trials.pool_of(case)
        held = [self.holds(example, edit, pool) for edit in (_EDITS if self._judge is None else _EDITS[:1])]
        return any(held)

    def applies(self, case: Case) -> bool:
        """Whether the law says anything of a case: stability speaks of the way up, conformity of two models."""
        if self is stability:
            return case.is_up
        ends = (case.source, case.target)
        return self is not conformity or all(
            any(case.models(case.operation, case.part, end, status) is not None for status in (200, 400))
            for end in ends
        )

    def holds(self, example: Example, edit: tuple[Hand, ...], pool: Pool) -> bool:
        """The same of a whole example, with the edit that is made in the middle.

        Raises:
            LawBroken: it does not hold.
        """
        try:
            breach = self.breach(example, edit, pool)
        except REFUSED:
            return False
        if breach is None:
            return True
        judge = self._judging(edit, pool)
        found = blame.culprits(judge, _fresh(example), breach, by_notes=self is conformity)
        raise LawBroken(self.name, example, breach, ", ".join(found))

    def breach(self, example: Example, edit: tuple[Hand, ...], pool: Pool) -> judging.Breach | None:
        """Where an example breaks the law first; None where it holds. Raises what a rule does to refuse a trip."""
        try:
            return next(self._judging(edit, pool)(example), None)
        except REFUSED:
            raise
        except Exception as error:
            return judging.Breach("", f"a rule raises {type(error).__name__}: {error}")

    def _judging(self, edit: tuple[Hand, ...], pool: Pool) -> Callable[[Example], Iterator[judging.Breach]]:
        """The law with its edit, of a payload of its own each time: a rule that changes what it is given spoils it."""
        judge = self._judge or partial(_edit_in_the_middle, edit=edit, pool=pool)
        return lambda example: judge(_fresh(example))


def check(
    registry: Registry | None = None,
    *,
    operations: Collection[str] | None = None,
    parts: Collection[Part] | None = None,
    versions: Collection[Version | str] | None = None,
    payloads: trials.Payloads | None = None,
    pairs: trials.Pairs | None = None,
    context: trials.Contexts = None,
    models: Models | None = None,
    fixtures: trials.Fixtures | None = None,
    untouched: bool = False,
    max_examples: int = 20,
    laws: "Iterable[Law | str] | None" = None,
    seed: int | None = None,
) -> Tally:
    """Check the laws over every operation, part and ordered pair of versions that a change touches.

    Payloads are generated, with unknown fields, nulls and absent fields, and bent out of shape by a few random hands
    (conformity takes them as they are). Translations that a rule refuses are outside the laws, and counted.

    Args:
        registry: another than Aurora's.
        operations: names; all by default.
        parts: `request`, `response`; both by default.
        versions: those to go between; all by default.
        pairs: of these, the ordered pairs to go between; all by default.
        payloads: strategies of the payloads, by operation, part and version; None of it stands for the kit's own.
        context: what is known, a `Context` or a strategy of such; by default the kit makes some, and answers needs.
        models: of the payloads, by operation, part, version and status, for conformity; Aurora's own by default.
        fixtures: payloads to start from, by operation, part, version and status: where there are some, most examples
            are one of them, bent out of shape.
        untouched: check payloads that no change touches, too, together for each pair.
        max_examples: payloads for each operation, part and pair.
        laws: which, by name too; all by default.
        seed: to draw others than the same payloads every time.

    Returns:
        How many examples each law was checked for, and how many were refused.

    Raises:
        LawBroken: a law does not hold; it tells the law, the change, the place and the smallest payload.
        ValueError: a law has another name.
    """
    registry = registry or aurora()
    wanted = tuple(search.named(law, ALL) for law in (ALL if laws is None else laws))
    known = models or model_of(registry)
    scope = trials.Scope(registry, operations, parts, versions, payloads, context, known, pairs, fixtures, untouched)
    tally = Tally()
    for trial in scope.trials(conformity_only=wanted == (conformity,)):
        some = wanted if trial.touched else tuple(law for law in wanted if law is conformity)
        found = search.broken(trial.examples, trial.name, some, _breach_of, tally, max_examples, seed, _applies)
        if found is not None:
            law, drawn, _ = found
            _tell(law, drawn)
    return tally


def _breach_of(law: Law, drawn: trials.Drawn) -> judging.Breach | None:
    return law.breach(_example_of(law, drawn), drawn.edit, drawn.pool)


def _applies(law: Law, drawn: trials.Drawn) -> bool:
    return law.applies(_example_of(law, drawn).case)


def _example_of(law: Law, drawn: trials.Drawn) -> Example:
    """Conformity takes payloads as they are, the others bent."""
    return drawn.valid if law is conformity else drawn.bent


def _tell(law: Law, drawn: trials.Drawn) -> None:
    """Raise the failure of the smallest payload: what Hypothesis found, less all that can be left out."""
    example = _example_of(law, drawn)

    def still(payload: Json) -> bool:
        try:
            return law.breach(example._replace(payload=payload), drawn.edit, drawn.pool) is not None
        except REFUSED:
            return False

    payload = smaller.smaller(example.payload, still)
    law.holds(example._replace(payload=payload), drawn.edit, drawn.pool)
    raise LawBroken(law.name, example, judging.Breach("", "it was broken once, and then no more"), "")


def _fresh(example: Example) -> Example:
    """With a payload of its own."""
    return example._replace(payload=copied(example.payload))


purity = Law("purity", "The input is unchanged, and equal calls give equal results.", judging.purity)
round_trip = Law("round_trip", "Back with the residue gives the original, exactly.", judging.round_trip)
no_silent_loss = Law(
    "no_silent_loss",
    "Back without the residue, every place that differs is named by a note of either trip.",
    judging.no_silent_loss,
)
edit_in_the_middle = Law(
    "edit_in_the_middle", "An edit of the translated payload survives, and nothing else is disturbed.", None
)
composition = Law(
    "composition", "A walk equals its hops one after the other: result, notes, needs.", judging.composition
)
stability = Law(
    "stability", "Up, down and up again is up, where no note is unsupported or conflict.", judging.stability
)
conformity = Law(
    "conformity", "A payload valid in the source version's model is valid in the target version's.", judging.conformity
)

agreement = Law("agreement", "A compiled plan gives what its edits give one by one, or steps aside.", judging.agreement)

ALL: tuple[Law, ...] = (
    *(purity, round_trip, no_silent_loss, edit_in_the_middle, composition, stability, conformity, agreement),
)
"""All laws, in the order in which they are checked: what changes its input breaks purity first."""

__all__ = [
    "ALL",
    "Law",
    "LawBroken",
    "agreement",
    "check",
    "check_messages",
    "composition",
    "conformity",
    "edit_in_the_middle",
    "no_silent_loss",
    "purity",
    "round_trip",
    "stability",
]
