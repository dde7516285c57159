"""Hypothesis profiles, and the count of what the laws were checked for."""

import pickle
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import aurora_compat
from aurora_compat.aurora import aurora
from tests.tallies import BODIES, MESSAGES

_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "ci", max_examples=6, derandomize=True, deadline=None, database=None, suppress_health_check=_QUIET
)
settings.register_profile("nightly", max_examples=110, deadline=None, suppress_health_check=_QUIET, print_blob=True)
settings.load_profile("ci")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start with releases that nobody has loaded: mutation testing runs many sessions in forks of one process."""
    aurora.cache_clear()
    for name in [name for name in sys.modules if name.startswith("aurora_compat.aurora.")]:
        del sys.modules[name]
    for name in ("changes", "operations", "registry", "versions"):
        vars(aurora_compat).pop(name, None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a process has counted to the one that started it."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["tallies"] = pickle.dumps((BODIES, MESSAGES))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take it."""
    for tally, counted in zip((BODIES, MESSAGES), pickle.loads(node.workeroutput["tallies"]), strict=True):
        tally.add(counted)


def pytest_terminal_summary(terminalreporter) -> None:  # type: ignore[no-untyped-def]  # pytest's own class
    """Say how much the laws prove."""
    for tally in (BODIES, MESSAGES):
        for line in tally.lines():
            terminalreporter.write_line(line)
