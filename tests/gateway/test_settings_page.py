"""docs/gateway-settings.md says what is so: its file can be read, its table has every key and default."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.settings.fields import settings_of

PAGE = (Path(__file__).parents[2] / "docs" / "gateway-settings.md").read_text("utf-8")
SECRETS = {"CRM_SECRET": "s3cret", "ADMIN_TOKEN": "example-token"}


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def default_of(key: str, field: FieldInfo) -> str:
    """The default as the table has it."""
    if key == "learned":
        return "`sqlite:` in the state directory"
    if field.default is PydanticUndefined:
        return "required"
    value: Any = {} if field.default == {} else field.default
    return "unset" if value is None else f"`{json.dumps(value)}`"


def test_the_table_has_every_key_and_its_default() -> None:
    table = PAGE.split("<!-- settings -->")[1].split("\n\n")[1]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \| ([^|]+) \|$", table, re.MULTILINE)
    assert len(rows) == table.count("\n") - 1
    assert {key: default for key, _, default in rows} == {
        key: default_of(key, field) for key, field in settings_of(Settings)
    }


def test_units_are_told() -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \| [^|]+ \|$", PAGE, re.MULTILINE))
    assert all("seconds" in told for key, told in rows.items() if key.startswith("timeouts."))
    assert all("bytes" in rows[key] for key in ("limits.body", "limits.header"))


class TestTheFile:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        text = block(r'toml title="gateway.toml"')
        for number, path in enumerate(sorted(set(re.findall(r"file:(/[^\"]+)", text)))):
            held = tmp_path / str(number)
            held.write_text("example-token\n")
            text = text.replace(path, str(held))
        file = tmp_path / "gateway.toml"
        file.write_text(text, "utf-8")
        return Settings.read(file, SECRETS)

    def test_is_read(self, settings: Settings) -> None:
        assert [caller.name for caller in settings.callers.key] == ["crm", "reports"]
        assert settings.secrets == {"k-1": "s3cret"}
        assert settings.limits.body == 8 * 1024 * 1024
        assert list(settings.lifecycle_headers) == ["2018.01"]


def test_the_variables_are_read() -> None:
    (shell,) = re.findall(r"^```sh\n(AURORA_COMPAT_.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    environ = dict(re.findall(r"^(\w+)='(.*)'$", shell, re.MULTILINE))
    assert len(environ) == shell.count("\n")
    secrets = {"CRM_SECRET": "s3cret", "CRM_TOKEN": "example-token", "HOME": "/home/gateway"}
    settings = Settings.read(None, {**environ, **secrets}, {"upstream": "https://api.example", "server": "2024.05"})
    assert settings.hosts == ("gateway.example",)
    assert settings.secrets == {"k-1": "s3cret"}
    assert list(settings.lifecycle) == ["2018.01"]
