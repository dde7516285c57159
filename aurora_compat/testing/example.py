"""What a law is checked for: one payload, the trip that it makes, and what is known beside it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aurora_compat.plan import Plan
from aurora_compat.registries import Registry
from aurora_compat.run import Call, Run
from aurora_compat.testing.bodies import Models
from aurora_compat.translation import Translation, translate
from aurora_compat.words.context import Context
from aurora_compat.words.error import MissingContext, Untranslatable
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import Path, keys_of
from aurora_compat.words.version import Version

REFUSED = (Untranslatable, MissingContext)
"""What a rule raises for a payload that it refuses: outside every law."""
END = 10**9
"""Later than every move of a walk."""


class Case(NamedTuple):
    """An operation, a part of it, and an ordered pair of versions."""

    operation: str
    part: Part
    source: Version
    target: Version
    registry: Registry
    models: Models

    @property
    def name(self) -> str:
        """How tallies and failures call it."""
        return f"{self.operation} {self.part} {self.source} -> {self.target}"

    @property
    def plan(self) -> Plan:
        """The way there."""
        return self.registry.plan(self.operation, self.part, self.source, self.target)

    @property
    def is_up(self) -> bool:
        """Whether the walk only goes up."""
        return all(hop.direction == "up" for hop in self.registry.path(self.source, self.target))


class Example(NamedTuple):
    """One payload of a case, and everything that it is translated with."""

    case: Case
    payload: Json
    status: int = 200
    context: Context = Context()
    path_params: Mapping[str, str] = FrozenMap()

    def there(self) -> Translation:
        """The way there."""
        return self.over(self.payload, self.case.source, self.case.target)

    def back(self, document: Json, residue: Json = None) -> Translation:
        """The way back."""
        return self.over(document, self.case.target, self.case.source, residue)

    def over(self, document: Json, source: Version, target: Version, residue: Json = None) -> Translation:
        """Any way."""
        return translate(
            document,
            operation=self.case.operation,
            part=self.case.part,
            source=source,
            target=target,
            status=self.status,
            context=self.context,
            path_params=self.path_params,
            residue=residue,
            registry=self.case.registry,
        )

    def walk(self, document: Json, source: Version, target: Version) -> Run:
        """The walk of a document that kept track."""
        case = self.case
        plan = case.registry.plan(case.operation, case.part, source, target)
        return plan.trace(document, self.call._replace(source=source, target=target))[1]

    @property
    def call(self) -> Call:
        """What the way there is about."""
        operation, part, source, target, registry, _ = self.case
        params = FrozenMap(self.path_params)
        return Call(operation, part, source, target, self.context, params, self.status, registry)

    def model(self, version: Version) -> Any:
        """The model of the payload in a version; None where there is none."""
        return self.case.models(self.case.operation, self.case.part, version, self.status)

    @property
    def envelopes(self) -> frozenset[str]:
        """The members of the whole document that rules look into and none speaks of: `project`, `projects`.

        A note on such a member does not speak of what is within.
        """
        places = [
            keys_of(line.where) for _, _, line in self.case.plan.lines() if not line.where or line.where[0] == "/"
        ]
        return frozenset(keys[0] for keys in places if len(keys) > 1) - {keys[0] for keys in places if len(keys) == 1}


def path_in(document: Json, pointer: str) -> Path:
    """A pointer into a document as a path: what stands in a list is found by its index, all else by key."""
    path: list[str | int] = []
    for key in keys_of(pointer):
        is_index = key.isascii() and key.isdigit() and not isinstance(document, dict)
        path.append(int(key) if is_index else key)
        document = value_at(document, (path[-1],))
    return tuple(path)


def related(path: Path, place: Path) -> bool:
    """Whether two places are one, or one is above the other."""
    length = min(len(path), len(place))
    return [str(key) for key in path[:length]] == [str(key) for key in place[:length]]


class _Gap(NamedTuple):
    """Nothing there."""


def value_at(document: Json, path: Path) -> Any:
    """What stands at a path; a value that equals no JSON where nothing does."""
    for key in path:
        try:
            document = document[key]
        except (LookupError, TypeError):
            return _Gap()
    return document
