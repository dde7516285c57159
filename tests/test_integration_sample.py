"""The sample integration project, as its owner would run it: the wheel in a fresh environment, and pytest there."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = Path(__file__).parent / "integration_sample" / "solar-crm"
XFAILS = "test_properties.py::test_how_a_difference_is_told"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")


def _own() -> dict[str, str]:
    """The environment of an integration's own: what this run's pytest and Python were told is not for theirs."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTEST_ADDOPTS", "PYTHONPATH"}}


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    told = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=_own(), capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, f"{command}\n{told.stdout}\n{told.stderr}"
    return told


def test_an_integration_uses_plugin_strategies_and_fake_server(tmp_path: Path) -> None:
    environment, project = tmp_path / "venv", tmp_path / "solar_crm"
    here = ("--no-build-isolation",) if importlib.util.find_spec("hatchling") else ()
    _run(*PIP, "wheel", ROOT, "--no-deps", *here, "-w", tmp_path, cwd=tmp_path)
    (wheel,) = tmp_path.glob("aurora_compat-*.whl")
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    _run(*PIP, "--python", python, "install", f"{wheel}[testing]", cwd=tmp_path)

    shutil.copytree(SAMPLE, project, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    origin = _run(python, "-c", "import aurora_compat; print(aurora_compat.__file__)", cwd=project).stdout
    assert str(environment) in origin
    told = _run(python, "-m", "pytest", "-p", "no:cacheprovider", "-v", cwd=project)
    assert re.search(r"\b23 passed, 1 xfailed\b", told.stdout), told.stdout
    for version in ("2018.01", "2022.09", "2024.05"):
        assert f"TestEveryVersion::test_a_customer_is_added[{version}] PASSED" in told.stdout

    failing = subprocess.run(
        [python, "-m", "pytest", "-p", "no:cacheprovider", "--runxfail", XFAILS],
        cwd=project,
        env=_own(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert failing.returncode == 1
    assert "JSON Patch from the expected document (right) to the actual one (left):" in failing.stdout
    assert '"path": "/project/name"' in failing.stdout
