"""The laws of whole messages, over generated requests and responses, with shrinking."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from aurora_compat.aurora import aurora
from aurora_compat.change import Change
from aurora_compat.registries import Registry
from aurora_compat.testing import search, smaller, trials
from aurora_compat.testing.bodies import Models, model_of
from aurora_compat.testing.broken import LawBroken
from aurora_compat.testing.example import REFUSED
from aurora_compat.testing.judging import Breach
from aurora_compat.testing.tally import Tally
from aurora_compat.testing.wire import judging
from aurora_compat.testing.wire.dialect import Dialect, aliases_of, dialect_of
from aurora_compat.testing.wire.example import UNKNOWN, MessageCase, MessageExample
from aurora_compat.testing.wire.failure import MessageLawBroken
from aurora_compat.testing.wire.strategies import examples
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.version import Version


class MessageLaw(NamedTuple):
    """One law of messages.

    Attributes:
        name: what `LawBroken.law` and tallies call it.
        says: it, in a sentence.
        judge: where an example breaks it.
    """

    name: str
    says: str
    judge: Callable[[MessageExample, judging.Aliases], Iterator[Breach]]

    def breach(self, example: MessageExample, aliases: judging.Aliases) -> Breach | None:
        """Where an example breaks the law first; None where it holds. Raises what a rule does to refuse a trip."""
        try:
            return next(self.judge(example, aliases), None)
        except REFUSED:
            raise
        except Exception as error:
            return Breach("", f"a rule raises {type(error).__name__}: {error}")


ALL: tuple[MessageLaw, ...] = (
    MessageLaw("purity", "The message is unchanged, and equal calls give equal results.", judging.purity),
    MessageLaw("agreement", "What is translated at once is what the walk gives.", judging.agreement),
    MessageLaw("identity", "A version to itself is the same message.", judging.identity),
    MessageLaw("round_trip", "Back with the residue, the message is the same.", judging.round_trip),
    MessageLaw(
        "no_silent_change",
        "Back without the residue, all that differs is named by a note of either trip.",
        judging.no_silent_change,
    ),
    MessageLaw("composition", "A walk equals its hops one after the other.", judging.composition),
)
"""All laws of messages, in the order in which they are checked."""


def check_messages(
    registry: Registry | None = None,
    *,
    operations: Collection[str] | None = None,
    parts: Collection[Part] | None = None,
    versions: Collection[Version | str] | None = None,
    pairs: trials.Pairs | None = None,
    payloads: trials.Payloads | None = None,
    context: trials.Contexts = None,
    models: Models | None = None,
    fixtures: trials.Fixtures | None = None,
    dialect: Dialect | None = None,
    max_examples: int = 20,
    laws: "Iterable[MessageLaw | str] | None" = None,
    seed: int | None = None,
) -> Tally:
    """Check the laws of whole messages over every operation, an unknown path, both parts and every pair of versions.

    Paths, queries, header fields and content codings are what trips proxies up; bodies are those of `check`, bent out
    of shape. Messages that a rule refuses are outside the laws, and counted.

    Args:
        registry: another than Aurora's.
        operations: names, `UNKNOWN` ("unknown path") among them; all by default.
        parts: `request`, `response`; both by default.
        versions: those to go between; all by default.
        pairs: of these, the ordered pairs to go between; all by default.
        payloads: strategies of bodies, by operation, part and version; None of it stands for the kit's own.
        context: what is known, a `Context` or a strategy of such; by default that of the dialect.
        models: of the bodies, by operation, part, version and status; Aurora's own by default.
        fixtures: bodies to start from, by operation, part, version and status.
        dialect: hosts, prefixes, parameters and header fields of the API; Aurora's own by default.
        max_examples: messages for each operation, part and pair.
        laws: which, by name too; all by default.
        seed: to draw others than the same messages every time.

    Returns:
        How many messages each law was checked for, and how many were refused.

    Raises:
        MessageLawBroken: a law does not hold; it tells the law, the change, the place and the smallest message.
        ValueError: a law has another name.
    """
    registry = registry or aurora()
    wanted = tuple(search.named(law, ALL) for law in (ALL if laws is None else laws))
    dialect = dialect or dialect_of(registry)
    names = (*registry.operations, UNKNOWN) if operations is None else tuple(operations)
    scope = trials.Scope(
        registry, names, parts, versions, payloads, context, models or model_of(registry), pairs, fixtures
    )
    tally, aliases = Tally(), aliases_of(dialect, registry)

    def breach_of(law: MessageLaw, example: MessageExample) -> Breach | None:
        return law.breach(example, aliases)

    for case in cases(scope):
        drawn = examples(case, scope, dialect)
        found = search.broken(drawn, case.name, wanted, breach_of, tally, max_examples, seed)
        if found is not None:
            raise _told(*found, aliases)
    return tally


def cases(scope: trials.Scope) -> Iterator[MessageCase]:
    """What a scope has: requests only of operations that their version lists."""
    registry = scope.registry
    for name in scope.operations or ():
        endpoint = None if name == UNKNOWN else registry.operation(name)
        for part in scope.wanted_parts:
            for source, target in scope.known_pairs():
                if part == "response" or endpoint is None or source in endpoint.paths:
                    yield MessageCase(name, part, source, target, registry)


def _told(law: MessageLaw, example: MessageExample, breach: Breach, aliases: judging.Aliases) -> LawBroken:
    """The failure of the smallest message: what Hypothesis found, less all of its body that can be left out."""

    def broken(one: MessageExample) -> Breach | None:
        try:
            return law.breach(one, aliases)
        except REFUSED:
            return None

    def still(payload: Json) -> bool:
        return broken(example.with_payload(payload)) is not None

    if not example.body.absent:
        example = example.with_payload(smaller.smaller(example.body.payload, still))
    breach = broken(example) or breach
    return MessageLawBroken(law.name, example, breach, ", ".join(_culprits(broken, example, breach)))


def _culprits(
    broken: Callable[[MessageExample], Breach | None], example: MessageExample, breach: Breach
) -> tuple[str, ...]:
    """The ids of the changes without which the law holds, the likeliest; of all at work where there is no such one."""
    case = example.case
    changes: dict[str, Change] = {}
    for ends in ((case.source, case.target), (case.target, case.source)):
        for hop in case.registry.plan(case.known, case.part, *ends).hops:
            changes.update((head.change.id, head.change) for head in hop.heads)
            changes.update((edit.change.id, edit.change) for edit in hop.edits)
    freeing = [id_ for id_ in changes if broken(_without(example, id_)) is None] or list(changes)
    of_body = breach.pointer.startswith("body")
    near = tuple(id_ for id_ in freeing if (changes[id_].bodies if of_body else changes[id_].heads))
    return near or tuple(freeing)


def _without(example: MessageExample, id_: str) -> MessageExample:
    def kept(changes: tuple[Change, ...]) -> tuple[Change, ...]:
        return tuple(change for change in changes if change.id != id_)

    releases = example.case.registry.releases
    registry = Registry(*(release.__replace__(changes=kept(release.changes)) for release in releases))
    return example._replace(case=example.case._replace(registry=registry))
