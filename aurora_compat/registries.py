"""The registry: the releases of an API as an immutable value that walks from version to version."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, get_args

from aurora_compat.catalogue import add, operations_of
from aurora_compat.change import EVERY_OPERATION, Answers, Body, Change, Endpoint, Head, Release
from aurora_compat.graph import Hop, walk
from aurora_compat.plan import Journey, Plan, PlannedHop
from aurora_compat.routing import Route, Router
from aurora_compat.run import Call
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.error import RegistryError, UnknownOperation, UnknownVersion, listed
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import PARTS, Operation, Part
from aurora_compat.words.version import Version


class Registry:
    """The versions of an API as nodes, its releases as edges, and what follows from them.

    Immutable: `with_release` gives a new one. Plans are composed when first asked for and kept. Any graph will do:
    chains, branches, direct edges beside a chain (then the shortest walk is taken), several APIs side by side.

    Raises:
        RegistryError: the releases don't fit together: a gap, an id given to two changes, a change or a path for an
            operation that no version lists, a change that nothing can reach.
    """

    def __init__(self, *releases: Release, pickled_as: "Callable[[], Registry] | None" = None) -> None:
        self._releases = releases
        self._pickled_as = pickled_as
        catalogues: dict[Version, dict[str, Endpoint]] = {}
        joined: set[frozenset[Version]] = set()
        for release in releases:
            add(release, catalogues)
            if release.after is not None:
                ends = frozenset({release.version, release.after})
                if len(ends) == 1 or ends in joined:
                    raise RegistryError(
                        f"{release.after} and {release.version} are joined already: a second edge would never be walked"
                    )
                joined.add(ends)
        self._versions = tuple(sorted(catalogues))
        self._spellings: dict[object, Version] = {
            spelling: version for version in self._versions for spelling in (version.name, version)
        }
        self._operations = operations_of(catalogues)
        self._changes = _changes(releases, catalogues, self._operations)
        self._everywhere = tuple(
            change for change in self._changes.values() if any(head.everywhere for head in change.heads)
        )
        self._plans: dict[tuple[object, ...], Plan] = {}
        self._journeys: dict[tuple[object, ...], Journey] = {}
        self._catalogues = catalogues
        self._routers: dict[Version, Router] = {}
        self.memo: dict[tuple[object, ...], Any] = {}
        """What other layers derive from a registry and keep with it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (self._pickled_as, ()) if self._pickled_as else (Registry, self._releases)

    def __repr__(self) -> str:
        return f"<Registry of {listed(self._versions)}>"

    @property
    def releases(self) -> tuple[Release, ...]:
        """As given."""
        return self._releases

    @property
    def versions(self) -> tuple[Version, ...]:
        """All versions, oldest first."""
        return self._versions

    @property
    def operations(self) -> Mapping[str, Operation]:
        """The operations of all versions by name, in the order in which the releases bring them."""
        return self._operations

    @property
    def changes(self) -> Mapping[str, Change]:
        """The changes of all releases by id, in their order."""
        return self._changes

    def with_release(self, release: Release) -> "Registry":
        """A registry that holds one more release: a new version, a branch, or a direct edge between known versions."""
        return Registry(*self._releases, release)

    def version(self, spelling: "Version | str") -> Version:
        """The version that a spelling means.

        Raises:
            UnknownVersion: this registry does not hold it.
        """
        known = self._spellings.get(spelling) if isinstance(spelling, (str, Version)) else None
        if known is not None:
            return known  # one and the same object, however it is spelled
        try:
            version = Version.of(spelling)
        except UnknownVersion as error:
            raise UnknownVersion(
                f"{error.message}; there are {listed(self._versions)}", version=error.version
            ) from None
        if version not in self._versions:
            raise UnknownVersion(
                f"there is no version {version.name[:80]}; there are {listed(self._versions)}",
                version=version.name[:80],
            )
        return version

    def are_usual(self, *spellings: "Version | str") -> bool:
        """Whether known versions are spelled as usual: what is kept by spelling must not grow with others."""
        return all(isinstance(spelling, Version) or spelling in self._spellings for spelling in spellings)

    def operation(self, name: str) -> Operation:
        """The operation of that name.

        Raises:
            UnknownOperation: this registry does not hold it; the error names those that look like it.
        """
        found = self._operations.get(name) if isinstance(name, str) else None
        if found is None:
            import difflib  # only those who misspell a name wait for it

            shown = str(name)[:80]
            nearest = tuple(difflib.get_close_matches(shown.lower(), self._operations, n=3))
            hint = f"did you mean {' or '.join(nearest)}?" if nearest else "`operations` lists those there are"
            raise UnknownOperation(f"there is no operation {shown!r}; {hint}", operation=shown, nearest=nearest)
        return found

    def path(self, source: "Version | str", target: "Version | str") -> tuple[Hop, ...]:
        """The walk from one version to another: the shortest, empty for a version to itself.

        Raises:
            UnknownVersion, NoPath.
        """
        start, end = self.version(source), self.version(target)
        key = (walk, start, end)
        found: tuple[Hop, ...] | None = self.memo.get(key)
        if found is None:
            found = self.memo.setdefault(key, walk(self._releases, start, end))
        return found

    def plan(self, operation: str | None, part: Part, source: "Version | str", target: "Version | str") -> Plan:
        """What happens to one part of one operation (None: one that no catalogue knows) between two versions.

        Raises:
            UnknownOperation, UnknownVersion, NoPath, ValueError for a part that is neither request nor response.
        """
        key = (operation, part, source, target)
        try:
            plan = self._plans.get(key)
        except TypeError:  # something that can't be hashed; what is wrong with it is told below
            plan = None
        if plan is None:
            if operation is not None:
                self.operation(operation)
            if part not in PARTS:
                raise ValueError(f"part is 'request' or 'response', not {part!r:.80}")
            hops = tuple(PlannedHop.of(hop, operation, part, self._everywhere) for hop in self.path(source, target))
            plan = self._plans.setdefault(key, Plan(operation, part, hops))
        return plan

    def journey(self, operation: str, part: Part, source: "Version | str", target: "Version | str") -> Journey:
        """A plan with a call of which nothing more is known, looked up once for every spelling of the versions.

        Raises:
            UnknownVersion, UnknownOperation, NoPath, ValueError for a part that is neither request nor response.
        """
        key = (operation, part, source, target)
        try:
            journey = self._journeys.get(key)
        except TypeError:  # something that can't be hashed; what is wrong with it is told below
            journey = None
        if journey is None:
            start, end = self.version(source), self.version(target)
            name = self.operation(operation).name
            plan = self.plan(name, part, start, end)
            call = Call(name, part, start, end, NOTHING_KNOWN, FrozenMap(), 200, self)
            journey = Journey(plan, call, partial(self.plan, name, part, end, start))
            if self.are_usual(source, target):
                self._journeys[key] = journey
        return journey

    def route(self, method: str, path: str, version: "Version | str") -> Route | None:
        """The operation that a method and a path (no scheme, host or query) mean in a version; None for an unknown one.

        Raises:
            UnknownVersion.
        """
        return self.router(self.version(version) if isinstance(version, str) else version).route(method, path)

    def router(self, version: Version) -> Router:
        """The path templates of a version.

        Raises:
            UnknownVersion.
        """
        router = self._routers.get(version)
        if router is None:
            endpoints = self._catalogues[self.version(version)].values()
            router = self._routers.setdefault(version, Router((one.name, one.method, one.path) for one in endpoints))
        return router

    def bring(self, body: Json, operation: str, source: Version, target: Version, context: Context) -> Json:
        """The answer to a need, brought from the server's version to that of the hop that wants it."""
        plan = self.plan(operation, "response", source, target)
        call = Call(operation, "response", source, target, context, FrozenMap(), 200, self, lenient=True)
        return plan.apply(body, call)


def registry_of(call: Call) -> Registry:
    """The registry that a call is about: a walk knows it as no more than a `Library`."""
    registry = call.library
    assert isinstance(registry, Registry)
    return registry


def plan_of(call: Call, operation: str | None) -> Plan:
    """The plan of an operation for the walk that a call is about."""
    return registry_of(call).plan(operation, call.part, call.source, call.target)


def _check_rules(change: Change) -> None:
    """A misspelt part or class of answers would switch a rule off without a word."""
    rules: tuple[Body | Head, ...] = (*change.bodies, *change.heads)
    for rule in rules:
        kind = type(rule).__name__.lower()
        if isinstance(rule.operations, str):
            raise RegistryError(f"a {kind} names its operations in a tuple, not in a text", change=change.id)
        if not rule.parts or not set(rule.parts) <= set(PARTS):
            raise RegistryError(
                f"a {kind}'s parts are of {listed(PARTS)}, not {listed(rule.parts) or 'none'}", change=change.id
            )
    for body in change.bodies:
        if body.answers not in get_args(Answers):
            raise RegistryError(f"answers is one of {listed(get_args(Answers))}, not {body.answers}", change=change.id)


def _changes(
    releases: tuple[Release, ...], catalogues: dict[Version, dict[str, Endpoint]], operations: Mapping[str, Operation]
) -> FrozenMap[str, Change]:
    changes: dict[str, Change] = {}
    for release in releases:
        twice = [change.id for change in release.changes if release.changes.count(change) > 1]
        if twice:
            raise RegistryError(f"the release of {release.version} makes this change twice", change=twice[0])
        for change in release.changes:
            _check_rules(change)
            if changes.setdefault(change.id, change) is not change:
                raise RegistryError(f"two changes have the id {change.id}", change=change.id)
            unknown = [name for name in change.operations if name not in operations and name not in EVERY_OPERATION]
            if unknown:
                raise RegistryError(f"touches {listed(unknown)}, which no version lists", change=change.id)
            assert release.after is not None  # _add refuses changes of a first version
            reachable = catalogues[release.after].keys() | catalogues[release.version].keys()
            lost = [name for name in change.operations if name not in reachable and name not in EVERY_OPERATION]
            if lost or not change.operations:
                raise RegistryError(
                    f"can't be reached: neither {release.after} nor {release.version} lists"
                    f" {listed(lost) or 'any operation that it names'}",
                    change=change.id,
                )
    return FrozenMap(changes)
