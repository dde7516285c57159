"""Fixtures in every version, and what loads what."""

import subprocess
import sys
from pathlib import Path

import pytest

import aurora_compat as ac
from aurora_compat.models import model_for
from aurora_compat.testing import SAMPLES, Sample, as_of
from tests.testing._broken import GOOD


@pytest.mark.parametrize("name", list(SAMPLES))
@pytest.mark.parametrize("version", [str(version) for version in ac.versions])
def test_packaged_samples_are_valid_in_every_version(name: str, version: str) -> None:
    sample = SAMPLES[name]
    payload = as_of(version, name)
    model = model_for(sample.operation, sample.part, version, sample.status)
    assert model is not None or sample.status >= 400
    if model is not None:
        model.model_validate(payload)


def test_as_of() -> None:
    assert as_of("2018.01", "update_project") == {"project": {"name": "South roof"}}
    created = as_of("2024.05", "create_project")["project"]
    assert created["location"]["property_address"] == "120 Example Street, Sampleville, CA 90000, USA"
    assert as_of("2024.05", "user")["user"]["role_id"] == "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    with pytest.raises(ac.LossError, match="updated_at"):
        as_of("2024.05", "project", strict=True)
    with pytest.raises(KeyError, match="there are create_project, "):
        as_of("2024.05", "projet")


def test_what_comes_back_is_the_callers() -> None:
    mine = as_of("2018.01", "project")
    mine["project"].clear()
    assert as_of("2018.01", "project")["project"]["id"]


def test_a_sample_of_ones_own() -> None:
    order = Sample("create_order", "request", "1", {"order": {"qty": 3}}, registry=GOOD)
    assert as_of("2", order) == {"order": {"quantity": 3}}
    assert as_of("1", order) == {"order": {"qty": 3}}
    assert hash(order) == hash(Sample("create_order", "request", "1", {}))


def _loaded(code: str) -> set[str]:
    shown = f"{code}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", shown], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_the_library_does_not_load_the_kit() -> None:
    loaded = _loaded("import aurora_compat; aurora_compat.registry")
    assert not {name for name in loaded if name.startswith(("aurora_compat.testing", "hypothesis", "pydantic"))}


def test_samples_need_no_hypothesis() -> None:
    loaded = _loaded("from aurora_compat.testing import as_of; as_of('2018.01', 'project')")
    assert not {name for name in loaded if name.startswith(("hypothesis", "pydantic"))}


def test_names() -> None:
    import aurora_compat.testing as kit

    for name in kit.__all__:
        assert getattr(kit, name)
    with pytest.raises(AttributeError, match="no attribute 'fake'"):
        kit.fake  # noqa: B018


def test_modules_are_short() -> None:
    import aurora_compat.testing as kit

    for path in Path(kit.__file__).parent.glob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 300, path.name
