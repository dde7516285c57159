"""What an adapter was told when it was made, and how it begins a talk by it."""

from collections.abc import Callable, Collection
from typing import TypeAlias, TypedDict

from aurora_compat.aurora import aurora
from aurora_compat.exchange import Exchange
from aurora_compat.gateway.talk import MOST, Steps, Talk
from aurora_compat.reading import DEFAULTS, Limits
from aurora_compat.registries import Registry
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.message import Request
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

Known: TypeAlias = Context | Callable[[Request], Context]
"""What is known, or a function of the client's request that tells it."""

Learned: TypeAlias = Callable[[Request, Context], None]
"""Is told after each exchange: the client's request, and the context with what its answers told of later requests."""


class Settings(TypedDict, total=False):
    """What every adapter may be told, by name.

    Attributes:
        context: what is known, or a function of the client's request that tells it.
        learned: called after each exchange with the client's request and `Exchange.learned`; nothing is kept without.
        hosts: names of the server and of the gateway beside those that requests name, as `Exchange` takes them.
        limits: on the size and depth of bodies.
        lookups: how many look-ups one exchange may take.
        registry: another than Aurora's.
    """

    context: Known | None
    learned: Learned | None
    hosts: Collection[str]
    limits: Limits
    lookups: int
    registry: Registry | None


class ClientSettings(Settings, total=False):
    """What the adapters of clients may be told as well.

    Attributes:
        raises: raise what the exchange refuses, instead of answering it in the client's format.
    """

    raises: bool


class Terms(Value, kw_only=True):
    """The settings of an adapter, and the version that its server speaks.

    Raises:
        UnknownVersion: `server` is none.
    """

    server: Version | str
    context: Known | None = None
    learned: Learned | None = None
    hosts: Collection[str] = ()
    limits: Limits = DEFAULTS
    lookups: int = MOST
    raises: bool = False
    registry: Registry | None = None

    def __post_init__(self) -> None:
        self.__dict__["server"] = self.version(self.server)

    def version(self, name: Version | str) -> Version:
        """A version by its name.

        Raises:
            UnknownVersion: it is none.
        """
        return (self.registry or aurora()).version(name)

    def known(self, request: Request) -> Context:
        """What is known when a request comes."""
        context = self.context(request) if callable(self.context) else self.context
        return context or NOTHING_KNOWN

    def steps(self, request: Request, client: Version, known: Context, *, entrusted: bool = True) -> Steps:
        """The talk of one request; where its caller is not entrusted, `known` counts without its bearer token."""
        context = known if entrusted else known.__replace__(bearer_token=None)
        exchange = self.exchange(request, client, context)
        talk = Talk(exchange, most=self.lookups, raises=self.raises, registry=self.registry)
        answer = yield from talk.steps()
        if self.learned is not None:
            self.learned(request, talk.exchange.learned.__replace__(bearer_token=known.bearer_token))
        return answer

    def exchange(self, request: Request, client: Version, context: Context | None = None) -> Exchange:
        """An exchange of one request."""
        return Exchange(
            request,
            client=client,
            server=self.server,
            context=context,
            registry=self.registry,
            limits=self.limits,
            hosts=self.hosts,
        )
