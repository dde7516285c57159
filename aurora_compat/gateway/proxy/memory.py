"""What passes by and is kept: which design an asset is of, which project a design is in."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from aurora_compat.exchange import Exchange
from aurora_compat.gateway.directory import Directory, Kind, Scope
from aurora_compat.words.context import Context

_KINDS: tuple[Kind, ...] = get_args(Kind)
_ASKED: Mapping[Kind, tuple[str, ...]] = {
    "design_of_asset": ("asset_id",),
    "project_of_design": ("design_id", "site_model_design_id"),
}
"""Parameters of path and query that name what is looked for."""
_SEEN = 100_000
"""Pairs that this process remembers to have kept, so that each is written once."""


class Memory:
    """The directory, as exchanges use it. What is wrong with it is told, and never fails an exchange.

    Args:
        directory: where pairs are kept.
        host: of the upstream.
        failed: is told of what is wrong.
    """

    def __init__(self, directory: Directory, host: str, failed: Callable[[Exception], None]) -> None:
        self._directory, self._host, self._failed = directory, host, failed
        self._seen: OrderedDict[tuple[Scope, Kind, str, str], None] = OrderedDict()

    async def known(self, exchange: Exchange) -> Context | None:
        """The exchange's context and what was learned of the ids in its request; None where that is nothing."""
        scope = self._scope(exchange)
        context = exchange.context
        if scope is None:
            return None
        found = False
        for kind in _KINDS:
            ids = set(_ids(exchange, kind))
            try:
                pairs = await self._directory.find(scope, kind, ids) if ids else {}
            except Exception as error:  # an operator's own directory may raise anything
                self._failed(error)
                continue
            if pairs:
                context, found = context.__replace__(**{kind: {**pairs, **getattr(context, kind)}}), True
        return context if found else None

    async def keep(self, exchange: Exchange) -> None:
        """Keep what an exchange has learned, if it is news."""
        scope = self._scope(exchange)
        if scope is None or self._is_seen(scope, exchange):
            return
        learned = exchange.learned
        for kind in _KINDS:
            held: Mapping[str, str] = getattr(exchange.context, kind)
            pairs = {id_: of for id_, of in getattr(learned, kind).items() if held.get(id_) != of}
            fresh = {id_: of for id_, of in pairs.items() if (scope, kind, id_, of) not in self._seen}
            if not fresh:
                continue
            try:
                await self._directory.learn(scope, kind, fresh)
            except Exception as error:
                self._failed(error)
                continue
            for id_, of in fresh.items():
                self._remember((scope, kind, id_, of))

    def _is_seen(self, scope: Scope, exchange: Exchange) -> bool:
        """Whether a large answer can tell nothing new: a design's project stays what it was."""
        operation = exchange.operation
        if operation is None or operation.name != "retrieve_design_summary":
            return False
        design = exchange.path_params.get("design_id", "")
        return (scope, "project_of_design", design, "") in self._seen

    def _remember(self, key: tuple[Scope, Kind, str, str]) -> None:
        scope, kind, id_, _ = key
        self._seen[key] = None
        self._seen[(scope, kind, id_, "")] = None
        while len(self._seen) > _SEEN:
            self._seen.popitem(last=False)

    def _scope(self, exchange: Exchange) -> Scope | None:
        tenant = exchange.path_params.get("tenant_id")
        return Scope(self._host, tenant) if tenant else None


def _ids(exchange: Exchange, kind: Kind) -> Iterator[str]:
    for name in _ASKED[kind]:
        if name in exchange.path_params:
            yield exchange.path_params[name]
        yield from exchange.request.query.all(name)
