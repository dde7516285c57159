"""The operations of every version, as the releases bring, move and remove them."""

from aurora_compat.change import Endpoint, Release
from aurora_compat.words.error import RegistryError, listed
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.operation import Operation
from aurora_compat.words.version import Version


def add(release: Release, catalogues: dict[Version, dict[str, Endpoint]]) -> None:
    """Add a release's version and its operations; an edge between two known versions adds none.

    Raises:
        RegistryError: the release does not fit to what was there before it.
    """
    version, after = release.version, release.after
    if after is None:
        if release.changes or release.removed or release.paths:
            raise RegistryError(f"{version} comes after no version, so nothing can have changed in it")
        before: dict[str, Endpoint] = {}
    elif after in catalogues:
        before = catalogues[after]
    else:
        raise RegistryError(f"the release of {version} comes after {after}, which no earlier release leads to")
    named = [*release.removed, *(() if callable(release.paths) else release.paths)]
    unknown = [name for name in named if name not in before]
    if unknown:
        raise RegistryError(f"the release of {version} removes or moves {listed(unknown)}, which {after} does not list")
    if version in catalogues:
        if after is None or release.endpoints or release.removed or release.paths:
            raise RegistryError(
                f"{version} is there already: a direct edge to it brings changes, no operations or paths"
            )
        return
    names = [endpoint.name for endpoint in release.endpoints]
    twice = {name for name in names if names.count(name) > 1} | (set(names) & set(before))
    if twice:
        raise RegistryError(f"the release of {version} brings {listed(sorted(twice))}, which is there already")
    kept = {
        name: Endpoint(name, known.method, release.moved(name, known.path), known.evidence)
        for name, known in before.items()
        if name not in release.removed
    }
    catalogues[version] = kept | {endpoint.name: endpoint for endpoint in release.endpoints}


def operations_of(catalogues: dict[Version, dict[str, Endpoint]]) -> FrozenMap[str, Operation]:
    """The operations of all versions by name.

    Raises:
        RegistryError: one has another method than before.
    """
    listings: dict[str, dict[Version, Endpoint]] = {}
    for version, catalogue in catalogues.items():
        for name, endpoint in catalogue.items():
            listings.setdefault(name, {})[version] = endpoint
    operations = {}
    for name, listing in listings.items():
        methods = {endpoint.method for endpoint in listing.values()}
        if len(methods) > 1:
            raise RegistryError(
                f"{name} has several methods: {listed(sorted(methods))}; give the new one a name of its own"
            )
        first = next(iter(listing.values()))
        paths = FrozenMap({version: endpoint.path for version, endpoint in sorted(listing.items())})
        operations[name] = Operation(name, first.method, paths, first.evidence)
    return FrozenMap(operations)
