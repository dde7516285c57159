"""Traces of the proxy, with OpenTelemetry's own exporter in memory, and without anything."""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import SpanKind, StatusCode

from aurora_compat.gateway.proxy.tracing import Span, Tracing
from aurora_compat.words.fields import Headers

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CAME = Headers.of(
    {"Host": "gateway.example", "Traceparent": f"00-{TRACE}-{PARENT}-01", "Tracestate": "vendor=1", "X-Other": "1"}
)


class Traced(NamedTuple):
    tracing: Tracing
    exporter: InMemorySpanExporter

    @property
    def spans(self) -> dict[str, ReadableSpan]:
        return {span.name: span for span in self.exporter.get_finished_spans()}


@pytest.fixture
def traced() -> Iterator[Traced]:
    provider, exporter = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    yield Traced(Tracing.found(provider=provider), exporter)
    provider.shutdown()


def parent_of(span: ReadableSpan) -> str | None:
    return f"{span.parent.span_id:016x}" if span.parent is not None else None


def id_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"{span.context.span_id:016x}"


def test_a_request_its_lookups_and_its_way_upstream(traced: Traced) -> None:
    with traced.tracing.request(CAME, "create_user") as span:
        with span.child("lookup list_roles") as lookup:
            lookup.tell(operation="list_roles", status=200)
        with span.child("upstream") as upstream:
            sent = upstream.injected(CAME)
            upstream.tell(status=201)
        span.tell(operation="create_user", client="2018.01", server="2024.05", outcome="translated", status=201)
    spans = traced.spans
    request = spans["create_user"]
    assert list(spans) == ["lookup list_roles", "upstream", "create_user"]
    assert parent_of(request) == PARENT
    assert span.trace_id == TRACE
    assert parent_of(spans["upstream"]) == parent_of(spans["lookup list_roles"]) == id_of(request)
    assert (request.kind, spans["upstream"].kind) == (SpanKind.SERVER, SpanKind.CLIENT)
    assert dict(request.attributes or {}) == {
        "aurora_compat.operation": "create_user",
        "aurora_compat.client": "2018.01",
        "aurora_compat.server": "2024.05",
        "aurora_compat.outcome": "translated",
        "http.response.status_code": 201,
    }
    assert dict(spans["upstream"].attributes or {}) == {"http.response.status_code": 201}
    assert sent.get("traceparent") == f"00-{TRACE}-{id_of(spans['upstream'])}-01"
    assert sent.get("tracestate") == "vendor=1"
    assert [name for name, _ in sent] == ["Host", "X-Other", "traceparent", "tracestate"]


@pytest.mark.parametrize("given", [None, "00-zz", f"00-{'0' * 32}-{PARENT}-01", f"ff-{TRACE}-{PARENT}-01"])
def test_without_a_trace_of_the_caller_one_begins(traced: Traced, given: str | None) -> None:
    headers = Headers.of({"traceparent": given} if given is not None else {})
    with traced.tracing.request(headers, "list_projects") as span:
        sent = span.injected(headers)
    request = traced.spans["list_projects"]
    assert request.parent is None
    assert len(span.trace_id or "") == 32
    assert [name for name, _ in sent] == ["traceparent"]
    assert sent[0][1].startswith(f"00-{span.trace_id}-{id_of(request)}-")


class TestFailures:
    def test_of_the_server_are_errors_and_those_of_the_client_are_not(self, traced: Traced) -> None:
        for status in (404, 503):
            with traced.tracing.request(Headers(), str(status)) as span:
                span.tell(status=status)
        assert traced.spans["404"].status.status_code is StatusCode.UNSET
        assert traced.spans["503"].status.status_code is StatusCode.ERROR
        assert (traced.spans["503"].attributes or {})["error.type"] == "503"

    def test_exceptions_are_told_by_their_type_alone(self, traced: Traced) -> None:
        request = traced.tracing.request(Headers(), "list_projects")
        with pytest.raises(ValueError, match="s3cret"), request:
            raise ValueError("s3cret")
        span = traced.spans["list_projects"]
        assert span.status.status_code is StatusCode.ERROR
        assert dict(span.attributes or {}) == {"error.type": "ValueError"}
        assert "s3cret" not in span.to_json()
        assert span.events == ()

    def test_a_client_gone_is_none(self, traced: Traced) -> None:
        request = traced.tracing.request(Headers(), "list_projects")
        with pytest.raises(KeyboardInterrupt), request:
            raise KeyboardInterrupt
        assert traced.spans["list_projects"].status.status_code is StatusCode.UNSET


def test_what_is_sampled_out_is_passed_on_and_records_nothing() -> None:
    provider, exporter = TracerProvider(sampler=ALWAYS_OFF), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with Tracing.found(provider=provider).request(CAME, "list_projects") as span, span.child("upstream") as upstream:
        span.tell(operation="list_projects", status=503)
        sent = upstream.injected(CAME)
    provider.shutdown()
    assert exporter.get_finished_spans() == ()
    assert span.trace_id is None
    assert (sent.get("traceparent") or "").startswith(f"00-{TRACE}-")
    assert (sent.get("traceparent") or "").endswith("-00")


class TestNothing:
    def check(self, tracing: Tracing) -> None:
        assert not tracing.records
        span = tracing.request(CAME, "list_projects")
        assert type(span) is Span
        with span, span.child("upstream") as upstream:
            span.tell(operation="list_projects", client="2018.01", server="2024.05", outcome="passed", status=200)
            assert upstream is span  # none of them costs anything
            assert upstream.injected(CAME) is CAME
            assert upstream.trace_id is None

    def test_where_it_is_not_wanted(self) -> None:
        self.check(Tracing.found(enabled=False, provider=TracerProvider()))

    def test_where_nobody_has_set_anything_up(self) -> None:
        assert isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)
        self.check(Tracing.found())
        self.check(Tracing.found(provider=trace.NoOpTracerProvider()))

    def test_where_it_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "opentelemetry", None)
        self.check(Tracing.found())
