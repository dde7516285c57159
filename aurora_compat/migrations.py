"""The links of a chain: what one release means for one operation, as importable, picklable pairs of pure functions."""

from collections.abc import Mapping
from typing import Literal

from aurora_compat.aurora import aurora
from aurora_compat.registries import Registry
from aurora_compat.translation import translate
from aurora_compat.words.context import Context
from aurora_compat.words.error import NoPath
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version


class Migration(Value):
    """One link of a chain: what one release means for one part of one operation, as a pair of pure functions.

    Pickles, so that it can be handed to worker processes.

    Attributes:
        operation: the operation's name.
        part: `request` or `response`.
        source: the older version.
        target: the newer version.
        direction: `up` or `down`: the way that the walk which this link was asked for goes.
        registry: the registry that it is from.
    """

    operation: str
    part: Part
    source: Version
    target: Version
    direction: Literal["up", "down"]
    registry: Registry

    def up(
        self,
        document: Json,
        context: Context | None = None,
        path_params: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Json:
        """The document in the newer version. Raises what `translate` would."""
        return self._translated(document, self.source, self.target, context, path_params, status)

    def down(
        self,
        document: Json,
        context: Context | None = None,
        path_params: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Json:
        """The document in the older version. Raises what `translate` would."""
        return self._translated(document, self.target, self.source, context, path_params, status)

    def __call__(
        self,
        document: Json,
        context: Context | None = None,
        path_params: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Json:
        """The document one link further along the walk."""
        return (self.up if self.direction == "up" else self.down)(document, context, path_params, status)

    def _translated(
        self,
        document: Json,
        source: Version,
        target: Version,
        context: Context | None,
        path_params: Mapping[str, str] | None,
        status: int,
    ) -> Json:
        return translate(
            document,
            operation=self.operation,
            part=self.part,
            source=source,
            target=target,
            context=context,
            path_params=path_params,
            status=status,
            registry=self.registry,
        ).result


def steps(
    operation: str, part: Part, source: Version | str, target: Version | str, *, registry: Registry | None = None
) -> tuple[Migration, ...]:
    """The chain that `translate` composes: each link called on the result of the one before gives the same result.

    Raises:
        UnknownVersion, UnknownOperation, NoPath.
    """
    registry = registry or aurora()
    plan = registry.plan(registry.operation(operation).name, part, source, target)
    hops = (planned.hop for planned in plan.hops)
    return tuple(Migration(operation, part, hop.older, hop.newer, hop.direction, registry) for hop in hops)


def migration(
    operation: str, part: Part, source: Version | str, target: Version | str, *, registry: Registry | None = None
) -> Migration:
    """One link of the chain: the two versions must be joined by one release, in either order.

    Raises:
        UnknownVersion, UnknownOperation.
        NoPath: no release joins the two versions, or a chain of several does: that is what `steps` gives.
    """
    links = steps(operation, part, source, target, registry=registry)
    if len(links) != 1:
        hint = f"{len(links)} releases lie between them: use steps()" if links else "they are the same version"
        raise NoPath(
            f"a migration is one release long; {hint}",
            operation=operation,
            part=part,
            source=str(source),
            target=str(target),
        )
    return links[0]
