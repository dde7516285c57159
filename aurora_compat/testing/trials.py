"""What the laws are run over: the cases of a registry, and examples of each."""

import warnings
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from aurora_compat.registries import Registry
from aurora_compat.testing import bodies, outline
from aurora_compat.testing.bending import Hand, Pool, bent, few, one_or_two
from aurora_compat.testing.example import REFUSED, Case, Example
from aurora_compat.words.context import Context
from aurora_compat.words.error import AuroraCompatError, MissingContext, NoPath
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied
from aurora_compat.words.note import Need
from aurora_compat.words.operation import PARTS, Part
from aurora_compat.words.version import Version

Payloads: TypeAlias = Callable[[str, Part, Version], "st.SearchStrategy[Any] | None"]
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

    def trials(self, *, conformity_only: bool = False) -> Iterator[Trial]:
        """Every operation, part and ordered pair that a change touches, or whose models differ; errors pair by pair."""
        names = tuple(self.registry.operations if self.operations is None else self.operations)
        for name in names:
            self.registry.operation(name)
        for source, target in self._pairs():
            for name in names:
                for part in PARTS if self.parts is None else self.parts:
                    case = Case(name, part, source, target, self.registry, self.models)
                    touched = _touches(case, 200)
                    if touched or self._models_differ(case):
                        yield Trial(case.name, self._examples(case), touched)
            if self.parts is None or "response" in self.parts:
                cases = [Case(name, "response", source, target, self.registry, self.models) for name in names]
                cases = [case for case in cases if _touches(case, 400)]
                if cases and not conformity_only:
                    drawn = st.sampled_from(cases).flatmap(self._errors)
                    yield Trial(f"4xx response {source} -> {target}", drawn)

    def _pairs(self) -> Iterator[tuple[Version, Version]]:
        wanted = self.registry.versions if self.versions is None else tuple(map(self.registry.version, self.versions))
        for source in wanted:
            for target in wanted:
                try:
                    if source != target and self.registry.path(source, target):
                        yield source, target
                except NoPath:
                    pass

    def _models_differ(self, case: Case) -> bool:
        here, there = (self.models(case.operation, case.part, end, 200) for end in (case.source, case.target))
        return here is not None and there is not None and here is not there

    def _examples(self, case: Case) -> st.SearchStrategy[Drawn]:
        given_ = self.payloads(case.operation, case.part, case.source) if self.payloads else None
        model = self.models(case.operation, case.part, case.source, 200)
        made = given_ if given_ is not None else self._made(case, model)
        return self._drawn(case, made, _STATUSES if case.part == "response" else st.just(200))

    def _errors(self, case: Case) -> st.SearchStrategy[Drawn]:
        made = self._made(case, self.models(case.operation, case.part, case.source, 400), 400)
        return self._drawn(case, made | outline.errors().map(copied), _ERRORS)

    def _made(self, case: Case, model: Any, status: int = 200) -> st.SearchStrategy[Any]:
        own = None if bodies.is_auroras(self.registry) else model
        where = (case.operation, case.part, case.source)
        return bodies.payloads(*where, unknown=True, registry=self.registry, model=own, status=status)

    def _drawn(
        self, case: Case, made: st.SearchStrategy[Any], statuses: st.SearchStrategy[int]
    ) -> st.SearchStrategy[Drawn]:
        pool, params = pool_of(case), _path_params(case)
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


def run(one: Callable[[Drawn], None], trial: Trial, max_examples: int, seed: int | None) -> None:
    """Run a function over examples of a trial, shrinking what it raises for."""
    made = settings(
        max_examples=max_examples,
        derandomize=seed is None,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        verbosity=Verbosity.quiet,
        print_blob=False,
    )
    test = made(given(trial.examples)(one))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        (test if seed is None else seeded(seed)(test))()


def pool_of(case: Case) -> Pool:
    """What hands put into payloads of a case: what its rules and models know, and odd things."""
    keys: dict[str, None] = dict.fromkeys(outline.words(case.registry))
    for version in (case.source, case.target):
        model = case.models(case.operation, case.part, version, 200)
        keys.update(dict.fromkeys(_fields(model) if model is not None else ()))
    return Pool.of(tuple(keys))


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
