"""What the proxy counts, in one process and in several."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

import aurora_compat as ac
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.reads import Reads
from aurora_compat.gateway.proxy.sharing import VARIABLE, counting_together, shared_directory
from aurora_compat.gateway.proxy.usage import Spoken, Usage, Used
from aurora_compat.messages.lanes import Topic

BEARER = {"Authorization": "Bearer example-token", "Content-Type": "application/json"}
PROJECTS = "/v2/tenants/t-1/projects"


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self, at: float = 1000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def created(body: bytes = b'{"project": {"customer_address": "PO Box 12"}}') -> "ac.MessageTranslation[ac.Request]":
    return ac.translate_request(ac.Request("POST", PROJECTS, None, BEARER, body), source="2018.01", target="2024.05")


def samples(telemetry: Telemetry) -> dict[tuple[Any, ...], float]:
    """Every sample of an exposition: name and label values, in the order of the labels' names."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(telemetry.exposition().decode())
        for sample in family.samples
    }


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry.made(reads=100, clock=Clock(), now=Clock(1_714_564_800.0))


class TestRequests:
    def test_are_counted_by_operation_versions_and_outcome(self, telemetry: Telemetry) -> None:
        for _ in range(2):
            telemetry.finished("list_projects", "2018.01", "2024.05", "translated", 200, 0.2, 0.01, 0.05, 0.1)
        telemetry.finished(None, "2022.09", "2024.05", "passed", 404, 0.1, 0.0, 0.0, 0.09)
        found = samples(telemetry)
        requests = "aurora_compat_requests_total"
        assert found[requests, "2018.01", "list_projects", "translated", "2024.05"] == 2
        assert found[requests, "2022.09", "unknown", "passed", "2024.05"] == 1
        assert found["aurora_compat_answers_total", "200"] == 2
        assert found["aurora_compat_answers_total", "404"] == 1

    def test_their_time_is_told_by_stage(self, telemetry: Telemetry) -> None:
        telemetry.finished("list_projects", "2018.01", "2024.05", "translated", 200, 0.2, 0.01, 0.05, 0.1)
        telemetry.finished("list_projects", "2018.01", "2024.05", "passed", 200, 100.0, 0.0, 0.0, 0.3)
        found = samples(telemetry)
        count, total, bucket = (f"aurora_compat_seconds_{name}" for name in ("count", "sum", "bucket"))
        assert [found[count, stage] for stage in ("total", "translation", "lookups", "upstream")] == [2, 1, 1, 2]
        assert found[total, "total"] == pytest.approx(100.2)
        assert found[total, "upstream"] == pytest.approx(0.4)
        assert found[bucket, "0.01", "translation"] == 1  # a bound belongs to its bucket
        assert found[bucket, "0.005", "translation"] == 0
        assert found[bucket, "60.0", "total"] == 1
        assert found[bucket, "+Inf", "total"] == 2

    def test_are_told_again_and_again(self, telemetry: Telemetry) -> None:
        for count in (1, 2, 3):
            telemetry.finished("list_projects", "2018.01", "2024.05", "translated", 200, 0.2)
            found = samples(telemetry)
            key = ("aurora_compat_requests_total", "2018.01", "list_projects", "translated", "2024.05")
            assert found[key] == found["aurora_compat_seconds_count", "total"] == count

    def test_in_flight(self, telemetry: Telemetry) -> None:
        telemetry.flight(1)
        telemetry.flight(1)
        assert samples(telemetry)["aurora_compat_in_flight",] == 2
        telemetry.flight(-1)
        assert samples(telemetry)["aurora_compat_in_flight",] == 1


def test_lookups_needs_signatures_and_failures(telemetry: Telemetry) -> None:
    assert samples(telemetry)["aurora_compat_learned_failures_total",] == 0
    telemetry.lookup("list_roles", "asked")
    telemetry.lookup("list_roles", "shared")
    telemetry.lookup("list_roles", "shared")
    telemetry.need("user-roles", required=True, met=False)
    telemetry.need(None, required=False, met=True)
    telemetry.signature("expired")
    telemetry.directory_failed()
    found = samples(telemetry)
    assert found["aurora_compat_lookups_total", "asked", "list_roles"] == 1
    assert found["aurora_compat_lookups_total", "shared", "list_roles"] == 2
    assert found["aurora_compat_needs_total", "user-roles", "false", "true"] == 1
    assert found["aurora_compat_needs_total", "general", "true", "false"] == 1
    assert found["aurora_compat_bad_signatures_total", "expired"] == 1
    assert found["aurora_compat_learned_failures_total",] == 1


class TestTranslations:
    def test_of_requests(self, telemetry: Telemetry) -> None:
        telemetry.translation(created())
        telemetry.translation(created(b"{}"))
        found = samples(telemetry)
        assert found["aurora_compat_changes_total", "v2-prefix", "2018.01", "2024.05"] == 2
        assert found["aurora_compat_changes_total", "mailing-address", "2018.01", "2024.05"] == 1
        assert found["aurora_compat_change_last_seconds", "v2-prefix", "2018.01"] == 1_714_564_800.0

    def test_of_answers_client_and_server_are_whose_they_are(self, telemetry: Telemetry) -> None:
        body = b'{"project": {"mailing_address": "PO Box 12"}}'
        response = ac.Response(200, {"Content-Type": "application/json"}, body)
        telemetry.translation(
            ac.translate_response(response, operation="retrieve_project", source="2024.05", target="2018.01")
        )
        assert samples(telemetry)["aurora_compat_changes_total", "mailing-address", "2018.01", "2024.05"] == 1

    def test_notes_by_change_and_kind(self, telemetry: Telemetry) -> None:
        request = ac.Request("GET", "/v2/tenants/t-1/designs/d-1/racking_arrays", None, BEARER)
        telemetry.translation(ac.translate_request(request, source="2018.01", target="2024.05"))
        assert samples(telemetry)["aurora_compat_notes_total", "module-spacing", "assumed"] == 1

    def test_bodies_that_speak_the_other_version(self) -> None:
        told: list[tuple[str, ...]] = []
        telemetry = Telemetry.made(reads=100, mismatched=lambda *found: told.append(found))
        telemetry.translation(created(b'{"project": {"mailing_address": "PO Box 12"}}'))
        assert told == [("mailing-address", "2018.01", "2024.05")]
        found = samples(telemetry)
        assert found["aurora_compat_version_mismatch_total", "mailing-address", "2018.01", "2024.05"] == 1
        assert ("aurora_compat_changes_total", "mailing-address", "2018.01", "2024.05") not in found

    def test_one_that_cannot_be_read_harms_nobody(self, telemetry: Telemetry, caplog: pytest.LogCaptureFixture) -> None:
        def broken(*_: object) -> "ac.MessageTranslation[ac.Request]":
            raise RuntimeError("example-token")

        t = created()
        t._again = (broken, ())  # noqa: SLF001  # there is no such translation
        telemetry.translation(t)
        assert "RuntimeError" in caplog.text
        assert "example-token" not in caplog.text

    def test_none_is_walked_that_is_passed_over(self) -> None:
        telemetry = Telemetry.made(reads=0)
        t = created()
        telemetry.translation(t)
        assert t._found is None  # noqa: SLF001  # that is what makes it cheap
        assert not [key for key in samples(telemetry) if key[0] == "aurora_compat_changes_total"]

    def test_with_few_of_them_everything_is_exact(self) -> None:
        clock = Clock()
        telemetry = Telemetry.made(reads=10, clock=clock)
        for index in range(95):
            clock.at = 1000.0 + index / 10
            telemetry.translation(created() if index % 19 == 0 else created(b"{}"))
        found = samples(telemetry)
        assert found["aurora_compat_changes_total", "v2-prefix", "2018.01", "2024.05"] == 95
        assert found["aurora_compat_changes_total", "mailing-address", "2018.01", "2024.05"] == 5

    def test_with_many_those_that_are_read_stand_for_the_others(self) -> None:
        clock = Clock()
        telemetry = Telemetry.made(reads=10, clock=clock)
        walked = 0
        for index in range(2001):  # 200 a second
            clock.at = 1000.0 + index / 200
            t = created()
            telemetry.translation(t)
            walked += t._found is not None  # noqa: SLF001  # as above
        assert 90 <= walked <= 120
        counted = samples(telemetry)["aurora_compat_changes_total", "v2-prefix", "2018.01", "2024.05"]
        assert 1950 < counted <= 2001


class TestReads:
    COMMON, RARE = (Topic(name, "request", "2018.01", "2024.05") for name in ("list_projects", "create_user"))

    def test_what_is_rare_is_not_drowned_by_what_is_common(self) -> None:
        clock = Clock()
        reads = Reads(5, clock)
        weights: dict[str, list[int]] = {"list_projects": [], "create_user": []}
        for index in range(10_000):  # 1000 a second
            clock.at = 1000.0 + index / 1000
            topic = self.RARE if index % 1000 == 999 else self.COMMON
            weights[topic.operation or ""].append(reads.weight(reads.passed(topic)))
        assert weights["create_user"] == [1] * 10
        assert 40 <= sum(map(bool, weights["list_projects"])) <= 55
        assert sum(weights["list_projects"]) > 9000

    def test_never_more_than_a_second_or_two_of_them_ahead(self) -> None:
        clock = Clock()
        reads = Reads(5, clock)
        topics = [Topic(f"operation_{index}", "request", "1", "2") for index in range(1000)]
        assert (
            sum(map(bool, map(reads.weight, map(reads.passed, topics)))) == 10
        )  # five that are left, and five at the expense of later ones

    @pytest.mark.parametrize("most", [0.5, 2.0])
    def test_the_rate_holds_over_time(self, most: float) -> None:
        clock = Clock()
        reads = Reads(most, clock)
        found = 0
        for index in range(10_000):
            clock.at = 1000.0 + index / 100
            found += bool(reads.weight(reads.passed(self.COMMON)))
        assert 100 * most - 2 <= found <= 100 * most + 2 * most + 2

    @pytest.mark.parametrize(("size", "most"), [(16_383, 101), (10 << 14, 12), (1 << 20, 3)])
    def test_large_bodies_use_up_the_turns_of_others(self, size: int, most: int) -> None:
        clock = Clock()
        reads = Reads(10, clock)
        found = 0
        for index in range(101):  # 10 a second
            clock.at = 1000.0 + index / 10
            found += bool(reads.weight(reads.passed(self.COMMON), size))
        assert most - 2 <= found <= most

    @pytest.mark.parametrize(("seconds", "most"), [(0.001, 101), (0.002, 60), (0.01, 15)])
    def test_slow_reads_use_up_the_turns_of_others(self, seconds: float, most: int) -> None:
        clock = Clock()
        reads = Reads(10, clock)
        found = 0
        for index in range(101):  # 10 a second, which may take 10 ms of it
            clock.at = 1000.0 + index / 10
            if reads.weight(reads.passed(self.COMMON)):
                found += 1
                reads.took(seconds)
        assert most - 10 <= found <= most

    @pytest.mark.parametrize("most", [0.0, 0.5, 3.0, 50.0])
    def test_who_asks_only_when_it_is_due_is_told_the_same(self, most: float) -> None:
        def read(*, only_when_due: bool) -> list[tuple[int, str, int]]:
            clock, found = Clock(), []
            reads = Reads(most, clock)
            for index in range(3000):  # 200 a second, and a rare one among them
                clock.at = 1000.0 + index / 200
                topic = self.RARE if index % 170 == 169 else self.COMMON
                passed = reads.passed(topic)
                if only_when_due and clock.at < passed.due:
                    passed.count += 1
                elif weight := reads.weight(passed, 40_000 if index % 7 == 0 else 10):
                    found.append((index, topic.operation or "", weight))
                    reads.took(0.001)
            return found

        told = read(only_when_due=True)
        assert told == read(only_when_due=False)
        assert bool(told) is bool(most)

    def test_none(self) -> None:
        clock = Clock()
        reads = Reads(0, clock)
        for _ in range(3):
            clock.at += 100
            assert reads.weight(reads.passed(self.COMMON)) == 0


class TestRegistries:
    def test_one_that_is_given_is_complete_whoever_collects_it(self) -> None:
        registry = CollectorRegistry()
        telemetry = Telemetry.made(100, registry)
        telemetry.lookup("list_roles", "asked")
        assert b'aurora_compat_lookups_total{how="asked",operation="list_roles"} 1.0' in generate_latest(registry)

    def test_the_process_itself_is_told_of(self, telemetry: Telemetry) -> None:
        found = samples(telemetry)
        if sys.platform == "linux":
            assert found["process_resident_memory_bytes",] > 0
        assert found["aurora_compat_start_seconds",] == 1_714_564_800.0

    def test_when_a_counter_was_made_is_nobody_s_business(self, telemetry: Telemetry) -> None:
        assert b"_created" not in telemetry.exposition()


_WORKER = """
import sys
from aurora_compat.gateway.proxy.metrics import Telemetry
import aurora_compat as ac
count, at = int(sys.argv[1]), float(sys.argv[2])
telemetry = Telemetry.made(reads=100, now=lambda: at)
for _ in range(count):
    telemetry.finished("list_projects", "2018.01", "2024.05", "translated", 200, 0.2, 0.01, 0.05, 0.1)
    telemetry.flight(1)
request = ac.Request("GET", "/v2/tenants/t-1", None, {"Authorization": "Bearer example-token"})
telemetry.translation(ac.translate_request(request, source="2018.01", target="2024.05"))
telemetry.flush()
"""
_SUM = """
import sys
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.sharing import worker_ended
telemetry = Telemetry.made(reads=100, now=lambda: 3000.0)
assert telemetry.is_shared
for pid in sys.argv[1:]:
    worker_ended(int(pid))
telemetry.directory_failed()
telemetry.flush()
sys.stdout.buffer.write(telemetry.exposition())
"""


def _started(script: str, *args: object, environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, args)],
        env=dict(environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_several_workers_are_summed_up(tmp_path: Path) -> None:
    environ = os.environ | {VARIABLE: str(tmp_path / "metrics")}
    workers = [_started(_WORKER, 2, 1000.0, environ=environ), _started(_WORKER, 3, 2000.0, environ=environ)]
    for worker in workers:
        _, complaints = worker.communicate(timeout=60)
        assert (worker.returncode, complaints) == (0, b"")
    told = _started(_SUM, workers[0].pid, environ=environ)
    exposition, complaints = told.communicate(timeout=60)
    assert (told.returncode, complaints) == (0, b"")
    families = list(text_string_to_metric_families(exposition.decode()))
    found = {
        (one.name, *(value for _, value in sorted(one.labels.items()))): one.value
        for family in families
        for one in family.samples
    }
    assert found["aurora_compat_requests_total", "2018.01", "list_projects", "translated", "2024.05"] == 5
    assert found["aurora_compat_seconds_count", "total"] == 5
    assert found["aurora_compat_seconds_sum", "total"] == pytest.approx(1.0)
    assert found["aurora_compat_seconds_bucket", "0.25", "total"] == 5
    assert found["aurora_compat_changes_total", "v2-prefix", "2018.01", "2024.05"] == 2
    assert found["aurora_compat_learned_failures_total",] == 1
    assert found["aurora_compat_in_flight",] == 3  # those of the worker that was said to have ended are gone
    assert found["aurora_compat_change_last_seconds", "v2-prefix", "2018.01"] == 2000.0
    assert found["aurora_compat_start_seconds",] == 1000.0
    usage = Usage.of(families, ac.changes)
    summary = ac.changes["v2-prefix"].summary
    assert usage.changes == (Used("v2-prefix", "2018.01", "2024.05", 2, 2000.0, summary),)
    assert usage.clients == (Spoken("2018.01", "2024.05", 5),)


class TestCountingTogether:
    def test_a_directory_of_its_own_goes_with_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(VARIABLE, raising=False)
        with counting_together() as directory:
            assert directory.is_dir()
            assert shared_directory(os.environ) == directory
        assert not directory.exists()
        assert shared_directory(os.environ) is None

    def test_one_that_is_named_stays_but_for_what_an_earlier_run_has_left(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        named = tmp_path / "metrics"
        named.mkdir()
        (named / "counter_1.db").write_bytes(b"")
        (named / "README").write_bytes(b"")
        monkeypatch.setenv(VARIABLE, str(named))
        with counting_together() as directory:
            assert directory == named
            assert [path.name for path in named.iterdir()] == ["README"]
        assert named.is_dir()
        assert shared_directory(os.environ) == named


class TestUsage:
    def test_goes_out_as_json_and_comes_back(self, telemetry: Telemetry) -> None:
        telemetry.translation(created())
        telemetry.finished("create_project", "2018.01", "2024.05", "translated", 200, 0.1)
        usage = Usage.of(telemetry.collect(), ac.changes)
        assert [(one.change, one.count) for one in usage.changes] == [("v2-prefix", 1), ("mailing-address", 1)]
        assert usage.as_json()["changes"][0]["last_seen"] == "2024-05-01T12:00:00Z"
        assert Usage.read(usage.as_json()) == usage
        assert usage.of_client("2018.01") == usage
        assert usage.of_client("2022.09").changes == usage.of_client("2022.09").clients == ()

    @pytest.mark.parametrize(
        "told",
        [
            *(None, [], {}, {"changes": 5, "clients": [], "since": None}, {"changes": [], "clients": []}),
            {"changes": [], "clients": [], "since": "yesterday"},
            {"changes": [], "clients": [{"client": "2018.01", "server": 5, "requests": 1}], "since": None},
            {"changes": [], "clients": [{"client": "2018.01", "server": "2024.05", "requests": "1"}], "since": None},
        ],
        ids=repr,
    )
    def test_something_else_is_refused(self, told: Any) -> None:
        with pytest.raises(ValueError, match="not what /usage"):
            Usage.read(told)
