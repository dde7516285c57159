"""What the tests of the proxy's settings share: the least that is needed, and a whole file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.settings.error import SettingsError

HOME = {"HOME": "/home/gateway"}
LEAST = {"upstream": "https://api.example", "server": "2024.05"}
DIGEST = "4d1566a1d7df42a8517456d60ea06ed284e535cfe4c956aa6ee172dbcdf945f7"


def read(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None, path: Path | None = None
) -> Settings:
    """Settings from the least that is needed, and what is given."""
    return Settings.read(path, {**HOME, **(environ or {})}, {**LEAST, **(given or {})})


def problems(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None, path: Path | None = None
) -> dict[str, str]:
    """What is wrong, by key; where the key says what comes from the command line that is left out."""
    with pytest.raises(SettingsError) as raised:
        read(given, environ, path)
    assert len(dict(raised.value.problems)) == len(raised.value.problems)
    return {key: told.removesuffix(" (from the command line)") for key, told in raised.value.problems}


def file_of(folder: Path, text: str) -> Path:
    """A file of settings."""
    path = folder / "gateway.toml"
    path.write_text(text, "utf-8")
    return path


def caller(**fields: Any) -> dict[str, object]:
    """Settings with one caller."""
    return {"callers.key": [{"name": "crm", **fields}]}
