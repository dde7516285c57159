"""Which changes are in use, by which versions of clients: what tells an operator when a version can be retired."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aurora_compat.change import Change
from aurora_compat.words.jsons import Json
from aurora_compat.words.value import Value

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

CHANGES, LAST = "aurora_compat_changes_total", "aurora_compat_change_last_seconds"
REQUESTS, START = "aurora_compat_requests_total", "aurora_compat_start_seconds"


class Used(Value):
    """A change that did something to messages of a client version.

    Attributes:
        change: its id.
        client: the client's version.
        server: the server's version.
        count: of messages, requests and answers.
        last: when it did so last, in seconds since 1970; None where that is not told.
        summary: of the change; empty where it is not known here.
    """

    change: str
    client: str
    server: str
    count: int
    last: float | None
    summary: str


class Spoken(Value):
    """A version that clients speak, and how many requests they made."""

    client: str
    server: str
    requests: int


class Usage(Value):
    """What was used since counting began (`since`, in seconds since 1970; None where that is not told)."""

    changes: tuple[Used, ...]
    clients: tuple[Spoken, ...]
    since: float | None = None

    @classmethod
    def of(cls, metrics: Iterable["Metric"], catalogue: Mapping[str, Change]) -> "Usage":
        """As metrics tell it; in the order of versions, then of the catalogue."""
        counts: defaultdict[tuple[str, str, str], float] = defaultdict(float)
        spoken: defaultdict[tuple[str, str], float] = defaultdict(float)
        last: dict[tuple[str, str], float] = {}
        since: float | None = None
        for metric in metrics:
            for sample in metric.samples:
                labels = sample.labels
                if sample.name == CHANGES:
                    counts[labels["client"], labels["server"], labels["change"]] += sample.value
                elif sample.name == REQUESTS:
                    spoken[labels["client"], labels["server"]] += sample.value
                elif sample.name == LAST:
                    key = labels["client"], labels["change"]
                    last[key] = max(sample.value, last.get(key, 0.0))
                elif sample.name == START:
                    since = sample.value if since is None else min(since, sample.value)
        places = {id_: index for index, id_ in enumerate(catalogue)}
        used = tuple(
            Used(change, client, server, round(count), last.get((client, change)), _summary(change, catalogue))
            for (client, server, change), count in sorted(
                counts.items(), key=lambda item: (*item[0][:2], places.get(item[0][2], len(places)), item[0][2])
            )
            if count
        )
        clients = tuple(Spoken(*ends, round(count)) for ends, count in sorted(spoken.items()) if count)
        return cls(used, clients, since)

    @classmethod
    def read(cls, told: Json) -> "Usage":
        """From what `as_json` gave.

        Raises:
            ValueError: it is something else.
        """
        try:
            changes = tuple(
                Used(
                    _text(one["change"]),
                    _text(one["client"]),
                    _text(one["server"]),
                    _number(one["count"]),
                    _seconds(one["last_seen"]),
                    _text(one["summary"]),
                )
                for one in told["changes"]
            )
            clients = tuple(
                Spoken(_text(one["client"]), _text(one["server"]), _number(one["requests"])) for one in told["clients"]
            )
            return cls(changes, clients, _seconds(told["since"]))
        except (KeyError, TypeError, ValueError):
            raise ValueError("it is not what /usage of the admin listener gives") from None

    def of_client(self, version: str) -> "Usage":
        """That of the clients of one version."""
        return Usage(
            tuple(one for one in self.changes if one.client == version),
            tuple(one for one in self.clients if one.client == version),
            self.since,
        )

    def as_json(self) -> Json:
        """For programs; times as RFC 3339."""
        return {
            "since": told_time(self.since),
            "changes": [
                {
                    "change": one.change,
                    "client": one.client,
                    "server": one.server,
                    "count": one.count,
                    "last_seen": told_time(one.last),
                    "summary": one.summary,
                }
                for one in self.changes
            ],
            "clients": [{"client": one.client, "server": one.server, "requests": one.requests} for one in self.clients],
        }


def told_time(seconds: float | None) -> str | None:
    """A time as RFC 3339 has it, in UTC, to the second."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def latest(times: Collection[float | None]) -> float | None:
    """The last of some times, of those that are known."""
    return max((time for time in times if time is not None), default=None)


def _summary(change: str, catalogue: Mapping[str, Change]) -> str:
    known = catalogue.get(change)
    return known.summary if known is not None else ""


def _seconds(told: Json) -> float | None:
    return None if told is None else datetime.strptime(told, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Json) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value
