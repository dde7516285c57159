"""OpenTelemetry traces, where `opentelemetry-api` is installed and a provider is set up; nothing at all where not.

A span for each request, taken over from the caller's `traceparent` (W3C Trace Context) and passed on upstream, and one
for each look-up and for the request to the server. A span can be told a few things, none of which is an id or a value
of a caller; of exceptions it is told the type.
"""

from collections.abc import MutableMapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

from aurora_compat.words.fields import Headers

if TYPE_CHECKING:
    from opentelemetry import trace
    from opentelemetry.trace import TracerProvider

_NAME = "aurora_compat.gateway"
_FIELDS = ("traceparent", "tracestate")
_OUR_FAULT = 500
"""From this status on an answer is an error of the server that gives it, as OpenTelemetry sees it."""


class Span:
    """A span that records nothing; those that do are of the same form. Entered once, ended when it is left."""

    __slots__ = ()

    trace_id: str | None = None
    """That of the trace it belongs to, for logs; None where nothing is recorded."""

    def child(self, name: str) -> "Span":
        """A span within this one, of a request to the server."""
        return self

    def tell(
        self,
        *,
        operation: str | None = None,
        client: str | None = None,
        server: str | None = None,
        outcome: str | None = None,
        status: int | None = None,
    ) -> None:
        """What is known by now.

        Args:
            operation: its name.
            client: the client's version.
            server: the server's version.
            outcome: how it ended.
            status: of the answer.
        """

    def injected(self, headers: Headers) -> Headers:
        """The header fields of a request that is sent within this span."""
        return headers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        return None


SILENT = Span()


class Tracing:
    """Makes the spans of requests."""

    def __init__(self, tracer: "trace.Tracer | None" = None) -> None:
        """Of a tracer, or of none."""
        self._tracer = tracer

    @classmethod
    def found(cls, enabled: bool = True, provider: "TracerProvider | None" = None) -> Self:
        """As this process is set up: what sets up OpenTelemetry must have done so before.

        Args:
            enabled: whether anything is to be traced.
            provider: another than the global one.
        """
        if not enabled:
            return cls()
        try:
            from opentelemetry import trace
        except ImportError:
            return cls()
        found = provider or trace.get_tracer_provider()
        if isinstance(found, (trace.ProxyTracerProvider, trace.NoOpTracerProvider)):
            return cls()  # nobody has set one up: spans would go nowhere, and still cost
        return cls(found.get_tracer(_NAME))

    @property
    def records(self) -> bool:
        """Whether there is anything that takes spans."""
        return self._tracer is not None

    def request(self, headers: Headers, name: str) -> Span:
        """The span of a request with these header fields.

        Args:
            headers: of the request as it came.
            name: of its operation, or another that holds nothing of the caller.
        """
        if self._tracer is None:
            return SILENT
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        came = {name: list(held) for name in _FIELDS if (held := headers.all(name))}
        context = TraceContextTextMapPropagator().extract(came)
        span = self._tracer.start_span(name, context, SpanKind.SERVER)
        return _Recorded(self._tracer, span)


class _Recorded(Span):
    """A span of OpenTelemetry. One that is sampled out records nothing, but is passed on."""

    __slots__ = ("_span", "_tracer", "trace_id")

    def __init__(self, tracer: "trace.Tracer", span: "trace.Span") -> None:
        self._tracer, self._span = tracer, span
        self.trace_id = f"{span.get_span_context().trace_id:032x}" if span.is_recording() else None

    def child(self, name: str) -> Span:
        from opentelemetry.trace import SpanKind, set_span_in_context

        context = set_span_in_context(self._span)
        return _Recorded(self._tracer, self._tracer.start_span(name, context, SpanKind.CLIENT))

    def tell(
        self,
        *,
        operation: str | None = None,
        client: str | None = None,
        server: str | None = None,
        outcome: str | None = None,
        status: int | None = None,
    ) -> None:
        if not self._span.is_recording():
            return
        told = {"operation": operation, "client": client, "server": server, "outcome": outcome}
        for name, value in told.items():
            if value is not None:
                self._span.set_attribute(f"aurora_compat.{name}", value)
        if status is not None:
            self._span.set_attribute("http.response.status_code", status)
            if status >= _OUR_FAULT:
                self._fail(str(status))

    def injected(self, headers: Headers) -> Headers:
        from opentelemetry.trace import set_span_in_context
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carried: MutableMapping[str, str] = {}
        TraceContextTextMapPropagator().inject(carried, set_span_in_context(self._span))
        return Headers((*headers.without(*_FIELDS), *carried.items()))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and self._span.is_recording():  # others, such as a client gone, are no failures
            self._fail(type(error).__name__)
        self._span.end()

    def _fail(self, why: str) -> None:
        from opentelemetry.trace import StatusCode

        self._span.set_attribute("error.type", why)
        self._span.set_status(StatusCode.ERROR)
