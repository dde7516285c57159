"""What the proxy counts, for Prometheus.

The engine counts into plain dictionaries, at about a microsecond each; `flush` carries the sums over into the metrics
of prometheus_client, which cost several times that. In one process every look at the metrics flushes first. Several
workers (`sharing`) see each other's flushed counts: each flushes every second, see `admin`.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal, Self, TypeAlias

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from aurora_compat.gateway.proxy.counts import BOUNDS, Counts, Durations, Flushes, Seconds
from aurora_compat.gateway.proxy.reads import Reads
from aurora_compat.gateway.proxy.sharing import shared_directory
from aurora_compat.messages import MessageTranslation
from aurora_compat.messages.lanes import Topic

Outcome: TypeAlias = Literal[
    "translated",
    "passed",
    "refused",
    "unauthorized",
    "malformed",
    "too_large",
    "overloaded",
    "timeout",
    "upstream_failed",
    "client_gone",
    "lookup_failed",
    "relayed",
    "failed",
]
"""How a request ended."""

How: TypeAlias = Literal["asked", "cached", "shared", "refused", "failed"]
"""How a look-up was met: `shared` with another one that was under way, `refused` as it was over the budget."""

Mismatched: TypeAlias = Callable[[str, str, str], None]
"""Is told which change found that a message speaks the other version already, and the versions of client and server."""

UNKNOWN, GENERAL = "unknown", "general"
"""What stands for an operation that no catalogue knows, and for the rules that belong to no change."""

STAGES = ("total", "translation", "lookups", "upstream")
_SAID = {True: "true", False: "false"}
_LOG = logging.getLogger(__name__)


class Telemetry(Collector):
    """The metrics of one process. Its methods belong to one event loop.

    Attributes:
        weight: tells how many translations of a topic one stands for that is read now: see `Reads`.
        is_shared: whether other workers count into the same directory; then `collect` reads files, and may be called
            in another thread after a `flush`.
    """

    @classmethod
    def made(
        cls,
        reads: float,
        registry: CollectorRegistry | None = None,
        *,
        mismatched: Mismatched | None = None,
        clock: Callable[[], float] = time.perf_counter,
        now: Callable[[], float] = time.time,
    ) -> Self:
        """The metrics of a process.

        Args:
            reads: translations a second that are read, at most; see `Reads`.
            registry: where the metrics are registered; None for one of their own.
            mismatched: is told of messages that speak the other version already.
            clock: seconds that only go up, as `time.perf_counter` tells them.
            now: the time of day, in seconds since 1970.
        """
        return cls(Reads(reads, clock), registry or CollectorRegistry(), mismatched, now, clock)

    def __init__(
        self,
        reads: Reads,
        registry: CollectorRegistry,
        mismatched: Mismatched | None,
        now: Callable[[], float],
        clock: Callable[[], float],
    ) -> None:
        self._reads, self._registry, self._now, self._mismatched = reads, registry, now, mismatched
        self.weight = reads.weight
        self._clock = clock
        self._directory = shared_directory(os.environ)
        self.is_shared = self._directory is not None
        if self._directory is not None:
            self._directory.mkdir(parents=True, exist_ok=True)
        else:
            registry.register(Flushes(self.flush))  # before the others: it is collected before them
            ProcessCollector(registry=registry)
        self._counters: list[Counts] = []
        count = self._count
        self._requests = count("requests", "Requests.", "operation", "client", "server", "outcome")
        self._answers = count("answers", "Answers to clients.", "status")
        self._notes = count("notes", "Notes of translations, by change and kind.", "change", "kind")
        self._changes = count("changes", "Messages that a change did something to.", "change", "client", "server")
        self._mismatches = count(
            "version_mismatch", "Messages that speak the other version already.", "change", "client", "server"
        )
        self._lookups = count("lookups", "Look-ups, by how they were met.", "operation", "how")
        self._needs = count("needs", "Needs of exchanges, by whether they were met.", "change", "required", "met")
        self._signatures = count("bad_signatures", "Signatures that did not hold.", "reason")
        self._failures = count("learned_failures", "Failures of the store of what is learned.")
        self._failures[()] += 0
        self._durations = {stage: Durations() for stage in STAGES}
        self._total, self._translation, self._looking, self._upstream = self._durations.values()
        self._seconds = Seconds("aurora_compat_seconds", "Time by stage.", ["stage"], registry=registry, buckets=BOUNDS)
        self._last_seen: dict[tuple[str, str], float] = {}
        self._last = Gauge(
            "aurora_compat_change_last_seconds",
            "When a change last did something to a message of a client version, in seconds since 1970.",
            ["change", "client"],
            registry=registry,
            multiprocess_mode="max",
        )
        self._flying = 0
        self._flight = Gauge(
            "aurora_compat_in_flight", "Requests in flight.", registry=registry, multiprocess_mode="livesum"
        )
        start = Gauge(
            "aurora_compat_start_seconds",
            "When counting began, in seconds since 1970.",
            registry=registry,
            multiprocess_mode="min",
        )
        start.set(now())

    # What the engine tells, on its way.

    def finished(
        self,
        operation: str | None,
        client: str,
        server: str,
        outcome: Outcome,
        status: int,
        seconds: float,
        translating: float = 0.0,
        looking_up: float = 0.0,
        upstream: float = 0.0,
    ) -> None:
        """A request has ended.

        Args:
            operation: as the client called it; None for one that no catalogue knows.
            client: the client's version.
            server: the server's version.
            outcome: how it ended.
            status: of the answer that the client got; 0 where it got none.
            seconds: from the head of the request to the last byte of the answer.
            translating: seconds of that within the translation; 0 where nothing was translated.
            looking_up: seconds of that in look-ups.
            upstream: seconds of that in the request itself.
        """
        self._requests[operation or UNKNOWN, client, server, outcome] += 1
        self._answers[status] += 1
        self._total.add(seconds)
        if translating:
            self._translation.add(translating)
        if looking_up:
            self._looking.add(looking_up)
        if upstream:
            self._upstream.add(upstream)

    def lookup(self, operation: str, how: How) -> None:
        """A look-up was met, or was not."""
        self._lookups[operation, how] += 1

    def need(self, change: str | None, required: bool, met: bool) -> None:
        """An exchange had a need."""
        self._needs[change or GENERAL, _SAID[required], _SAID[met]] += 1

    def flight(self, delta: int) -> None:
        """So many more requests are in flight."""
        self._flying += delta

    def signature(self, reason: str) -> None:
        """A signature did not hold, for one of `hmac_auth.REASONS`."""
        self._signatures[reason,] += 1

    def directory_failed(self) -> None:
        """The store of what is learned could not be read or written."""
        self._failures[()] += 1

    def translation(self, t: MessageTranslation[Any]) -> None:
        """A message was translated. One that is read costs a walk; it stands for those of its topic passed over."""
        weight = self.weight(self._reads.passed(t.topic), len(t.result.body))
        if weight:
            self.read(t, weight)

    def read(self, t: MessageTranslation[Any], weight: int) -> None:
        """Read one that stands for so many."""
        start = self._clock()
        try:
            self._read(t, t.topic, weight)
        except Exception as error:  # whatever it is: the message itself is well, and must go on
            _LOG.warning("a translation can't be read for the metrics: %s", type(error).__name__)
        self._reads.took(self._clock() - start)

    def _read(self, t: MessageTranslation[Any], topic: Topic, weight: int) -> None:
        ends = (topic.source, topic.target) if topic.part == "request" else (topic.target, topic.source)
        now = self._now()
        for change in t.acted:
            self._changes[change, *ends] += weight
            self._last_seen[change, ends[0]] = now
        for note in t.notes:
            change = note.change or GENERAL
            self._notes[change, note.kind] += weight
            if note.is_mismatch:
                self._mismatches[change, *ends] += weight
                if self._mismatched is not None:
                    self._mismatched(change, *ends)

    # What is asked from outside.

    def flush(self) -> None:
        """Carry what was counted over into the metrics."""
        for counts in self._counters:
            counts.flush()
        for stage, durations in self._durations.items():
            durations.flush(self._seconds.labels(stage))
        seen, self._last_seen = self._last_seen, {}
        for labels, at in seen.items():
            self._last.labels(*labels).set(at)
        self._flight.set(self._flying)

    def collect(self) -> Iterator[Metric]:
        """The metrics as they stand, those of all workers summed up."""
        if self._directory is None:
            source: Collector = self._registry
        else:
            source = MultiProcessCollector(None, str(self._directory))  # type: ignore[no-untyped-call]  # it has no types
        for metric in source.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric

    def exposition(self) -> bytes:
        """The metrics in the text format of Prometheus."""
        return generate_latest(self)

    def _count(self, name: str, told: str, *labels: str) -> Counts:
        counts = Counts(Counter(f"aurora_compat_{name}", told, labels, registry=self._registry))
        self._counters.append(counts)
        return counts
