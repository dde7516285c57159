"""What the laws are run over: the cases of a registry, and examples of each."""

import warnings
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, TypeVar
from uuid import NAMESPACE_URL, uuid5
from zlib import crc32

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from aurora_compat.registries import Registry
from aurora_compat.testing import bodies, chance, outline, words
from aurora_compat.testing.bending import Hand, Pool, bent, few, one_or_two, places_of
from aurora_compat.testing.example import REFUSED, Case, Example
from aurora_compat.words.context import Context
from aurora_compat.words.error import AuroraCompatError, MissingContext, NoPath
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.note import Need
from aurora_compat.words.operation import PARTS, Part
from aurora_compat.words.pointer import keys_of
from aurora_compat.words.version import Version

T = TypeVar("T")
Payloads: TypeAlias = Callable[[str, Part, Version], "st.SearchStrategy[Any] | None"]
Fixtures: TypeAlias = Callable[[str, Part, Version, int], Collection[Json]]
"""Payloads to start from, by operation, part, version and status."""
Pairs: TypeAlias = Collection[tuple[Version | str, Version | str]]
Contexts: TypeAlias = "Context | st.SearchStrategy[Context] | None"

_STATUSES = st.sampled_from((200, 200, 200, 200, 200, 201, 302, 500))
_ERRORS = st.sampled_from((404, 422, 400))


class Drawn(NamedTuple):
    """One draw: a payload as its version has it, the same bent out of shape, and an edit for the middle."""

    valid: Example
    bent: Example
    edit: tuple[Hand, ...]
    pool: Pool

    def __repr__(self) -> str:
        return f"<{self.bent.case.name}: {self.bent.payload!r}>"


class Trial(NamedTuple):
    """A strategy of examples of one operation, part and pair; `touched`: whether a change has a rule for it."""

    name: str
    examples: st.SearchStrategy[Drawn]
    touched: bool = True


class Scope(NamedTuple):
    """What a check was asked for."""

    registry: Registry
    operations: Collection[str] | None
    parts: Collection[Part] | None
    versions: Collection[Version | str] | None
    payloads: Payloads | None
    context: Contexts
    models: bodies.Models
    pairs: Pairs | None = None
    fixtures: Fixtures | None = None
    untouched: bool = False

    def trials(self, *, conformity_only: bool = False) -> Iterator[Trial]:
        """Every operation, part and ordered pair that a change touches, or whose models differ; errors pair by pair."""
        names = tuple(self.registry.operations if self.operations is None else self.operations)
        for name in names:
            self.registry.operation(name)
        for source, target in self.known_pairs():
            for name in names:
                for part in self.wanted_parts:
                    case = Case(name, part, source, target, self.registry, self.models)
                    touched = _touches(case, 200)
                    if touched or self._models_differ(case):
                        yield Trial(case.name, self._examples(case), touched)
            if self.untouched and not conformity_only:
                yield from self._where_nothing_applies(names, source, target)
            if "response" in self.wanted_parts:
                cases = [Case(name, "response", source, target, self.registry, self.models) for name in names]
                cases = [case for case in cases if _touches(case, 400)]
                if cases and not conformity_only:
                    drawn = st.sampled_from(cases).flatmap(self._errors)
                    yield Trial(f"4xx response {source} -> {target}", drawn)

    @property
    def wanted_parts(self) -> Collection[Part]:
        """Both parts, unless fewer were asked for."""
        return PARTS if self.parts is None else self.parts

    def known_pairs(self) -> Iterator[tuple[Version, Version]]:
        """The ordered pairs of versions that a walk joins, of those asked for."""
        known = self.registry.version
        wanted = self.registry.versions if self.versions is None else tuple(map(known, self.versions))
        named = None if self.pairs is None else {(known(source), known(target)) for source, target in self.pairs}
        for source in wanted:
            for target in wanted:
                try:
                    if source != target and (named is None or (source, target) in named):
                        self.registry.path(source, target)
                        yield source, target
                except NoPath:
                    pass

    def _where_nothing_applies(self, names: Collection[str], source: Version, target: Version) -> Iterator[Trial]:
        """One trial of all payloads that no change touches between two versions: they are to stay as they are."""
        wanted = [(name, part) for name in names for part in self.wanted_parts]
        cases = [Case(name, part, source, target, self.registry, self.models) for name, part in wanted]
        cases = [case for case in cases if not _touches(case, 200)]
        if cases:
            yield Trial(f"untouched {source} -> {target}", st.sampled_from(cases).flatmap(self._examples))

    def _models_differ(self, case: Case) -> bool:
        here, there = (self.models(case.operation, case.part, end, 200) for end in (case.source, case.target))
        return here is not None and there is not None and here is not there

    def _examples(self, case: Case) -> st.SearchStrategy[Drawn]:
        return self._drawn(case, self.made(case), _STATUSES if case.part == "response" else st.just(200))

    def _errors(self, case: Case) -> st.SearchStrategy[Drawn]:
        return self._drawn(case, self.made(case, 400) | outline.errors().map(copied), _ERRORS)

    def made(self, case: Case, status: int = 200) -> st.SearchStrategy[Any]:
        """Payloads of a case as its version has them: the caller's, else mostly fixtures, else generated ones."""
        where = (case.operation, case.part, case.source)
        given_ = self.payloads(*where) if self.payloads and status < 400 else None
        if given_ is not None:
            return given_
        own = None if bodies.is_auroras(self.registry) else self.models(*where, status)
        made = st.deferred(
            lambda: bodies.payloads(*where, unknown=True, registry=self.registry, model=own, status=status)
        )
        return chance.of(self.fixtures_of(*where, status), made)

    def fixtures_of(self, operation: str, part: Part, version: Version, status: int = 200) -> tuple[Json, ...]:
        """The payloads to start from that were given."""
        return tuple(self.fixtures(operation, part, version, status)) if self.fixtures else ()

    def pool(self, case: Case) -> Pool:
        """What hands put into payloads of a case."""
        held = (self.fixtures_of(case.operation, case.part, version) for version in (case.source, case.target))
        return pool_of(case, [fixture for some in held for fixture in some])

    def _drawn(
        self, case: Case, made: st.SearchStrategy[Any], statuses: st.SearchStrategy[int]
    ) -> st.SearchStrategy[Drawn]:
        pool, params = self.pool(case), _path_params(case)
        contexts: st.SearchStrategy[Context]
        if isinstance(self.context, Context):
            contexts = st.just(self.context)
        else:
            contexts = bodies.contexts(self.registry) if self.context is None else self.context
        answering = self.context is None

        @st.composite
        def drawn(draw: st.DrawFn) -> Drawn:
            payload, status = draw(made), draw(statuses)
            example = Example(case, payload, status, draw(contexts), params)
            doing = draw(few)
            other = example._replace(payload=bent(payload, doing, pool)) if doing else example
            if answering:
                known = _answered(other, draw)
                example, other = example._replace(context=known), other._replace(context=known)
            return Drawn(example, other, draw(one_or_two), pool)

        return drawn()


def run(
    one: Callable[[T], None], examples: st.SearchStrategy[T], name: str, max_examples: int, seed: int | None
) -> None:
    """Run a function over examples, shrinking what it raises for; `name` makes the draws of two trials differ."""
    made = settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        verbosity=Verbosity.quiet,
        print_blob=False,
    )
    test = seeded(crc32(f"{seed} {name}".encode()))(made(given(examples)(one)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        test()


def pool_of(case: Case, fixtures: Iterable[Json] = ()) -> Pool:
    """What hands put into payloads of a case: what its rules, models and fixtures know, and odd things."""
    keys: dict[str, None] = dict.fromkeys(outline.words(case.registry, case.operation, case.part))
    for version in (case.source, case.target):
        model = case.models(case.operation, case.part, version, 200)
        keys.update(dict.fromkeys(_fields(model) if model is not None else ()))
    for fixture in fixtures:
        keys.update((key, None) for _, key in places_of(fixture) if isinstance(key, str))
    auroras = bodies.is_auroras(case.registry)
    pool = Pool.of(tuple(keys | dict.fromkeys(words.KEYS if auroras else ())), words.PARTS if auroras else ())
    named = _named(case)
    often = named * (len(pool.keys) // (2 * len(named))) if named else ()
    return pool._replace(keys=(*often, *pool.keys))


def _named(case: Case) -> tuple[str, ...]:
    """The keys that the rules of a case speak of, in either version: of all keys these matter most."""
    back = case.registry.plan(case.operation, case.part, case.target, case.source)
    wheres = (line.where for plan in (case.plan, back) for _, _, line in plan.lines() if line.where.startswith("/"))
    return tuple(dict.fromkeys(key for where in wheres for key in keys_of(where) if "*" not in key))


@lru_cache(maxsize=512)
def _fields(model: Any) -> tuple[str, ...]:
    schema = model.model_json_schema()
    objects = (schema, *schema.get("$defs", {}).values())
    return tuple(dict.fromkeys(key for one in objects for key in one.get("properties", {})))


def _touches(case: Case, status: int) -> bool:
    back = case.registry.plan(case.operation, case.part, case.target, case.source)
    return case.plan.touches(status) or back.touches(status)


def _path_params(case: Case) -> FrozenMap[str, str]:
    """Values for all path parameters of an operation, always the same."""
    operation = case.registry.operation(case.operation)
    names = (name for version in operation.paths for name in operation.parameters(version))
    return FrozenMap({name: str(uuid5(NAMESPACE_URL, name)) for name in names})


def _answered(example: Example, draw: st.DrawFn) -> Context:
    """The context, with answers to some of the needs of the way there."""
    case, context = example.case, example.context
    for need in _needs(example):
        if need.operation not in case.registry.operations or not draw(st.booleans()):
            continue
        model = case.models(need.operation, "response", need.version, 200)
        own = None if bodies.is_auroras(case.registry) else model
        answers = bodies.payloads(need.operation, "response", need.version, registry=case.registry, model=own)
        body = draw(answers)
        if isinstance(body, dict):
            context = context.with_answer(need, body)
    return context


def _needs(example: Example) -> tuple[Need, ...]:
    try:
        return example._replace(payload=copied(example.payload)).there().needs
    except MissingContext as missing:
        return missing.needs
    except (*REFUSED, AuroraCompatError):
        return ()
    except Exception:  # a rule that raises: the laws will meet it
        return ()
