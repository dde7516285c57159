"""The version graph: versions are nodes, releases are edges that are walked both ways."""

from collections import deque
from collections.abc import Iterable
from typing import Literal

from aurora_compat.change import Change, Release
from aurora_compat.words.error import NoPath
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version


class Hop(Value):
    """One release, walked up (towards its version) or down."""

    release: Release
    direction: Literal["up", "down"]

    @property
    def older(self) -> Version:
        """The version that the release starts from."""
        assert self.release.after is not None  # a first version is no edge, so no hop is made of it
        return self.release.after

    @property
    def newer(self) -> Version:
        """The version that the release leads to."""
        return self.release.version

    @property
    def source(self) -> Version:
        """The version that the hop starts from."""
        return self.older if self.direction == "up" else self.newer

    @property
    def target(self) -> Version:
        """The version that the hop leads to."""
        return self.newer if self.direction == "up" else self.older

    @property
    def changes(self) -> tuple[Change, ...]:
        """The release's changes in the order of the walk: the way down undoes the last first."""
        return self.release.changes if self.direction == "up" else self.release.changes[::-1]

    def __str__(self) -> str:
        return f"{self.source} -> {self.target}"


def walk(releases: Iterable[Release], source: Version, target: Version) -> tuple[Hop, ...]:
    """The shortest walk between two versions; of equally short ones that over the releases given first.

    Raises:
        NoPath: no chain of releases joins them.
    """
    leaving: dict[Version, list[Hop]] = {}
    for release in releases:
        if release.after is not None:
            for hop in (Hop(release, "up"), Hop(release, "down")):
                leaving.setdefault(hop.source, []).append(hop)
    arrived_by: dict[Version, Hop | None] = {source: None}
    queue = deque([source])
    while queue and target not in arrived_by:
        for hop in leaving.get(queue.popleft(), ()):
            if hop.target not in arrived_by:
                arrived_by[hop.target] = hop
                queue.append(hop.target)
    if target not in arrived_by:
        raise NoPath("no chain of releases joins these versions", source=str(source), target=str(target))
    hops: list[Hop] = []
    while (last := arrived_by[target]) is not None:
        hops.append(last)
        target = last.source
    return tuple(reversed(hops))
