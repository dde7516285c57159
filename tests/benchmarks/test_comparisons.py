"""Every comparison of the benchmarks runs, and its two sides do the same; no test looks at a clock."""

import importlib
from typing import Any

import pytest

import aurora_compat as ac

pytest.importorskip("orjson", reason="the benchmarks need their extra")
pytest.importorskip("pyperf", reason="the benchmarks need their extra")

from benchmarks import bodies, graphs, rivals, sampling
from benchmarks.comparison import Comparison, Outcome, at_most, equal, faster
from benchmarks.groups import GROUPS, TITLES
from benchmarks.handwritten import messages
from benchmarks.sampling import SMOKE

COMPARISONS = [comparison for make in GROUPS.values() for comparison in make()]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: f"{one.group}: {one.title}")
def test_both_sides_run_and_do_the_same(comparison: Comparison) -> None:
    outcome = comparison.measure(SMOKE)
    assert len(outcome.samples) == SMOKE.pairs


def test_titles_are_unique_within_a_group() -> None:
    titles = [(comparison.group, comparison.title) for comparison in COMPARISONS]
    assert len(set(titles)) == len(titles)
    assert {group for group, _ in titles} == set(GROUPS)
    assert set(GROUPS) < set(TITLES)


def test_bodies_are_as_large_as_they_are_called() -> None:
    project = bodies.PROJECT
    assert all(650 <= len(project.raw(version)) < 750 for version in ("2018.01", "2022.09", "2024.05"))
    assert len(bodies.PRICING.raw("2022.09")) // 100 == 21
    assert len(bodies.HOURLY.raw("2022.09")) // 1000 == 61
    assert len(bodies.LIST.document("2022.09")["projects"]) == 250
    assert len(bodies.many_projects(2, "2022.09")) == pytest.approx(2_000_000, rel=0.001)


class TestVerify:
    def sides(self, ours: Any, theirs: Any) -> Comparison:
        return Comparison("plan", "n", (lambda _: ours, None), (lambda _: theirs, None), "a", "b")

    def test_different_results_are_refused_before_anything_is_timed(self) -> None:
        with pytest.raises(ValueError, match="different results"):
            self.sides({"a": 1}, {"a": 1.0}).measure(SMOKE)

    def test_equality_is_that_of_json_and_bytes_are_parsed(self) -> None:
        assert equal({"a": 1, "b": 2}, {"b": 2, "a": 1})
        assert equal(b'{"a": 1}', {"a": 1})
        assert not equal({"a": 1}, {"a": True})

    @pytest.mark.parametrize("group", ["plan", "translate", "messages", "rivals"])
    def test_a_broken_side_is_found(self, group: str) -> None:
        for comparison in (one for one in COMPARISONS if one.group == group):
            broken = comparison._replace(
                ours=(lambda _: ac.Response(200, body=b"{}") if group == "messages" else {}, None)
            )
            if "message" not in comparison.our_name:
                with pytest.raises(ValueError, match="different results"):
                    broken.verify()


class TestOutcome:
    def outcome(self, *samples: tuple[float, float], target: Any = None) -> Outcome:
        return Outcome(COMPARISONS[0]._replace(target=target), samples)

    def test_the_ratio_is_the_median_of_the_pairs(self) -> None:
        outcome = self.outcome((1.0, 1.0), (2.0, 1.0), (90.0, 10.0))
        assert outcome.ratio == 2.0
        assert outcome.seconds == (2.0, 1.0)
        assert outcome.spread == pytest.approx((1.1, 8.3))

    @pytest.mark.parametrize(
        ("target", "ratio", "holds"),
        [
            (at_most(1.5), 1.5, True),
            (at_most(1.5), 1.6, False),
            (faster(10), 0.1, True),
            (faster(10), 0.2, False),
            (None, 9.0, None),
        ],
    )
    def test_targets(self, target: Any, ratio: float, holds: bool | None) -> None:
        assert self.outcome((ratio, 1.0), target=target).holds is holds


class TestSampling:
    def test_pairs_are_taken_in_turns(self) -> None:
        order: list[str] = []
        effort = sampling.Effort(pairs=4, seconds=0.0)
        sampling.pairs((lambda _: order.append("a"), None), (lambda _: order.append("b"), None), effort)
        warmed = "ab"
        assert "".join(order) == warmed + "ab" + "ba" + "ab" + "ba"

    def test_a_loop_is_made_long_enough(self) -> None:
        calls: list[None] = []
        loops = sampling.loops_of((calls.append, None), sampling.Effort(pairs=1, seconds=1e-4))
        assert loops > 1
        assert len(calls) == 2 * loops - 1


class TestRivals:
    def test_all_are_here(self) -> None:
        found, skipped = rivals.rivals()
        assert len(found) == 8
        assert skipped == ()

    def test_a_missing_one_is_skipped_with_a_word(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def loaded(name: str) -> Any:
            if name.endswith("with_cadwyn"):
                raise ImportError("No module named 'cadwyn'")
            return importlib.import_module(name)

        monkeypatch.setattr(rivals, "import_module", loaded)
        found, skipped = rivals.rivals()
        assert skipped == ("cadwyn is skipped: No module named 'cadwyn'",)
        assert len(found) == 7


class TestHandWrittenRouting:
    @pytest.mark.parametrize("version", ["2022.09", "2024.05"])
    def test_it_finds_every_operation_as_the_registry_does(self, version: str) -> None:
        routes = messages.Routes(version)
        for operation in ac.operations.values():
            template = operation.paths.get(ac.registry.version(version))
            if template is not None:
                path = template.replace("{", "").replace("}", "")
                route = ac.registry.route(operation.method, path, version)
                assert route is not None
                assert routes.find(operation.method, path) == (route.operation, dict(route.path_params))
        assert routes.find("GET", "/tenants/t-1/nothing") == (None, {})


@pytest.mark.parametrize("hops", [1, 3])
def test_the_synthetic_graph_renames_a_key_a_hop(hops: int) -> None:
    chain, one = graphs.registry(hops), graphs.registry(1, hops)
    assert len(chain.path("1", str(hops + 1))) == hops
    document = graphs.order(hops)
    results = [
        ac.translate(
            document, operation=graphs.OPERATION, part="request", source="1", target=target, registry=held
        ).result
        for held, target in ((chain, str(hops + 1)), (one, "2"))
    ]
    assert results[0] == results[1] == graphs.hand_written(hops)(document)
    assert not [key for key in results[0]["order"] if key.startswith("old")]
