"""The settings of the proxy: where they come from, what each becomes, and that none shows a secret."""

import json
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import aurora_compat as ac
from aurora_compat import hmac_auth
from aurora_compat.gateway.proxy.addresses import Address
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.settings.fields import settings_of

from ._settings import DIGEST, HOME, LEAST, file_of, problems, read

SECRET = "s3cret-and-n0where-shown"

WHOLE = f"""
upstream = "HTTPS://API.Example:8443/aurora/"
server = "v2024.05"
client = "2018-01"
default_client = "2022.09"
listen = "[::1]:0"
workers = 4
hosts = ["Gateway.Example", "api.example:8443"]
environment = "sandbox"
learned = "redis://cache.example:6379/0"
[callers]
unknown = "refuse"
[[callers.key]]
name = "crm"
key_id = "k-1"
secret = "env:SECRET"
token = "env:SECRET"
version = "2018.01"
rate = 30
[[callers.key]]
name = "reports"
digest = "{DIGEST.upper()}"
version = "2022.09"
[limits]
body = 1
depth = 2
concurrency = 3
header = 5000
[timeouts]
connect = 1
read = 2.5
total = 3
drain = 4
grace = 5
[lookups]
most = 1
share = 1
ttl = 2
refetch_after = 3
concurrency = 4
size = 5
[pool]
connections = 1
keepalive = 0
[lifecycle."v2018.01"]
deprecated = 2026-01-01T02:00:00+02:00
sunset = 2026-12-31T00:00:00Z
link = "https://gateway.example/retiring"
[admin]
listen = "0.0.0.0:9000"
token = "env:SECRET"
[log]
level = "WARNING"
access = false
[telemetry]
reads = 0
tracing = false
[[relay]]
name = "crm"
target = "https://crm.example/hook?key={SECRET}"
tenant = "t-1"
asset = "a"
design = "d"
header = "X-Key"
value = "env:SECRET"
[context]
roles = {{ "Team Member" = "r-1", Admin = ["r-2", "r-3"] }}
system_size_source = "none"
default_module_spacing = {{ "v2022.09" = "0.5" }}
pricing_method_values = {{ old = "new" }}
send_version_header = true
"""


@pytest.fixture
def whole(tmp_path: Path) -> Settings:
    return Settings.read(file_of(tmp_path, WHOLE), {**HOME, "SECRET": SECRET})


def test_the_least_that_is_needed() -> None:
    settings = Settings.read(None, {**HOME, "AURORA_COMPAT_UPSTREAM": "http://api.example"}, {"server": "2024.05"})
    assert (settings.upstream, settings.server, settings.client) == ("http://api.example", "2024.05", "auto")


def test_every_key_of_a_file_arrives(whole: Settings) -> None:
    assert whole.as_shown() == {
        "upstream": "https://api.example:8443/aurora",
        "server": "2024.05",
        "client": "2018.01",
        "default_client": "2022.09",
        "listen": "[::1]:0",
        "workers": 4,
        "hosts": ["gateway.example", "api.example:8443"],
        "environment": "sandbox",
        "learned": "redis://cache.example:6379/0",
        "callers": {
            "unknown": "refuse",
            "key": [
                {
                    "name": "crm",
                    "key_id": "k-1",
                    "secret": "***",
                    "token": "***",
                    "digest": None,
                    "version": "2018.01",
                    "rate": 30,
                },
                {
                    "name": "reports",
                    "key_id": None,
                    "secret": None,
                    "token": None,
                    "digest": DIGEST,
                    "version": "2022.09",
                    "rate": 90,
                },
            ],
        },
        "limits": {"body": 1, "depth": 2, "concurrency": 3, "header": 5000},
        "timeouts": {"connect": 1, "read": 2.5, "total": 3, "drain": 4, "grace": 5},
        "lookups": {"most": 1, "share": 1, "ttl": 2, "refetch_after": 3, "concurrency": 4, "size": 5},
        "pool": {"connections": 1, "keepalive": 0},
        "lifecycle": {
            "2018.01": {
                "deprecated": "2026-01-01T00:00:00+00:00",
                "sunset": "2026-12-31T00:00:00+00:00",
                "link": "https://gateway.example/retiring",
            }
        },
        "admin": {"listen": "0.0.0.0:9000", "token": "***"},
        "log": {"level": "warning", "access": False},
        "telemetry": {"reads": 0, "tracing": False},
        "relay": [
            {
                "name": "crm",
                "target": "https://crm.example/hook?***",
                "tenant": "t-1",
                "asset": "a",
                "design": "d",
                "header": "X-Key",
                "value": "***",
            }
        ],
        "context": {
            "roles": {"Team Member": "r-1", "Admin": ["r-2", "r-3"]},
            "system_size_source": "none",
            "default_module_spacing": {"2022.09": "0.5"},
            "pricing_method_values": {"old": "new"},
            "send_version_header": True,
        },
    }


def test_what_is_shown_is_json_and_has_every_key(whole: Settings) -> None:
    shown = json.loads(json.dumps(whole.as_shown()))
    assert shown == whole.as_shown()
    assert set(_keys(shown)) == {key for key, _ in settings_of(Settings)}


def _keys(shown: Any, above: str = "") -> Iterator[str]:
    """Every key of what is shown, as `settings_of` writes them; tables by names of the user's own are values."""
    if isinstance(shown, dict) and above not in {
        "context.roles",
        "context.default_module_spacing",
        "context.pricing_method_values",
    }:
        for name, value in shown.items():
            yield from _keys(value, f"{above}.{name}".removeprefix(".").replace("lifecycle.2018.01", "lifecycle.*"))
    elif isinstance(shown, list) and above != "hosts":
        for value in shown:
            yield from _keys(value, f"{above}[]")
    else:
        yield above


class TestPrecedence:
    def test_each_lies_over_the_next(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, "workers = 2\nlisten = '127.0.0.1:2'\n[limits]\nbody = 2\nconcurrency = 2")
        environ = {
            "AURORA_COMPAT_LIMITS__DEPTH": "3",
            "AURORA_COMPAT_LIMITS__CONCURRENCY": "3",
            "AURORA_COMPAT_WORKERS": "3",
        }
        settings = read({"limits.concurrency": 4, "workers": 4}, environ, path)
        assert (settings.limits.header, settings.listen, settings.limits.body) == (65536, "127.0.0.1:2", 2)
        assert settings.limits.depth == 3
        assert (settings.limits.concurrency, settings.workers) == (4, 4)

    def test_defaults_of_a_program_lie_below_all(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, "workers = 2")
        given = {"server": "2018.01", "workers": 9, "learned": "memory:"}
        settings = Settings.read(path, HOME, {"upstream": "http://a"}, given)
        assert (settings.server, settings.workers, settings.learned) == ("2018.01", 2, "memory:")

    def test_a_list_takes_the_place_of_another(self) -> None:
        assert read({"hosts": ["b"]}, {"AURORA_COMPAT_HOSTS": '["a"]'}).hosts == ("b",)

    def test_a_table_in_json_and_a_part_of_it(self) -> None:
        environ = {"AURORA_COMPAT_LIMITS__BODY": "2", "AURORA_COMPAT_LIMITS": '{"body": 1, "depth": 1}'}
        limits = read({}, environ).limits
        assert (limits.body, limits.depth) == (2, 1)

    def test_the_environment_of_the_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AURORA_COMPAT_WORKERS", "7")
        assert Settings.read(None, None, LEAST).workers == 7
        assert Settings.read(None, HOME, LEAST).workers == 1

    def test_a_constructor_looks_at_its_arguments_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AURORA_COMPAT_WORKERS", "7")
        arguments: dict[str, Any] = {**LEAST, "learned": "memory:"}
        assert Settings(**arguments).workers == 1
        with pytest.raises(ValidationError):
            Settings(**{**arguments, "Workers": 2})


class TestEnvironment:
    @pytest.mark.parametrize(
        ("name", "text", "key", "value"),
        [
            ("CLIENT", "2018.01", "client", "2018.01"),
            ("WORKERS", "2", "workers", 2),
            ("LOOKUPS__SHARE", "0.5", "lookups.share", 0.5),
            ("LOOKUPS__TTL", "60", "lookups.ttl", 60),
            ("LOG__ACCESS", "False", "log.access", False),
            ("TELEMETRY__TRACING", "on", "telemetry.tracing", True),
            ("LOG__LEVEL", "Debug", "log.level", "debug"),
            ("ADMIN__LISTEN", "", "admin.listen", ""),
            ("HOSTS", '["a.example"]', "hosts", ["a.example"]),
            ("ENVIRONMENT", "sandbox", "environment", "sandbox"),
            ("CONTEXT__SYSTEM_SIZE_SOURCE", "none", "context.system_size_source", "none"),
            ("CONTEXT__DEFAULT_MODULE_SPACING", '"none"', "context.default_module_spacing", None),
            ("CONTEXT__ROLES", '{"Admin": "r-1"}', "context.roles", {"Admin": "r-1"}),
            ("LIFECYCLE", '{"2018.01": {"sunset": "2026-01-01T00:00:00Z"}}', "lifecycle", ...),
            ("CALLERS__KEY", f'[{{"name": "a", "digest": "{DIGEST}"}}]', "callers.key", ...),
        ],
    )
    def test_each_kind_of_value(self, name: str, text: str, key: str, value: object) -> None:
        at: Any = read({}, {f"AURORA_COMPAT_{name}": text}).as_shown()
        for part in key.split("."):
            at = at[part]
        assert at == value or (value is ... and at)

    def test_what_is_not_ours_is_passed_over(self) -> None:
        environ = {
            "AURORA_COMPAT_DEBUG": "1",
            "AURORA_COMPAT_SERVICE_HOST": "10.0.0.1",
            "AURORA_COMPAT_SERVICE_PORT_HTTP": "80",
            "AURORA_COMPAT_PORT": "tcp://10.0.0.1:80",
            "AURORA_COMPAT_PORT_80_TCP_ADDR": "10.0.0.1",
            "AURORA_COMPAT_ADMIN_SERVICE_HOST": "10.0.0.2",
            "AURORA_COMPATIBLE": "1",
        }
        assert read({}, environ) == read()

    def test_a_variable_that_a_secret_refers_to_is_no_setting(self) -> None:
        key = [{"name": "a", "key_id": "k", "secret": "env:AURORA_COMPAT_SECRET", "token": "env:AURORA_COMPAT_TOKEN"}]
        secrets = {"AURORA_COMPAT_SECRET": "s3cret", "AURORA_COMPAT_TOKEN": "example-token"}
        assert read({"callers.key": key}, secrets).secrets == {"k": "s3cret"}
        assert read({}, {**secrets, "AURORA_COMPAT_CALLERS__KEY": json.dumps(key)}).secrets == {"k": "s3cret"}


class TestSecrets:
    def test_by_the_environment(self) -> None:
        (caller,) = read(
            {"callers.key": [{"name": "a", "digest": DIGEST, "token": "env:T"}]}, {"T": "example-token"}
        ).callers.key
        assert caller.token is not None
        assert caller.token.get_secret_value() == "example-token"

    @pytest.mark.parametrize(
        ("held", "secret"), [("t", "t"), ("t\n", "t"), ("t\r\n", "t"), ("t\n\n", "t\n"), (" t", " t"), ("é", "é")]
    )
    def test_by_a_file_less_its_last_line_end(self, held: str, secret: str, tmp_path: Path) -> None:
        path = tmp_path / "secret"
        path.write_bytes(held.encode())
        key = {"name": "a", "key_id": "k", "secret": f"file:{path}"}
        assert read({"server": "2018.01", "callers.key": [key]}).secrets["k"] == secret

    def test_one_that_is_overridden_is_not_looked_for(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, "[admin]\ntoken = 'env:MISSING'")
        token = read({"admin.token": "env:T"}, {"T": "example-token"}, path).admin.token
        assert token is not None
        assert token.get_secret_value() == "example-token"

    def test_no_text_shows_one(self, whole: Settings) -> None:
        thawed = pickle.loads(pickle.dumps(whole))
        assert thawed == whole
        assert thawed.secrets == {"k-1": SECRET}
        for settings in (whole, thawed):
            shown = [repr(settings), str(settings), repr(settings.as_shown()), repr(settings.secrets)]
            shown += [repr(settings.callers), repr(settings.callers.key[0]), repr(settings.relay)]
            assert [text for text in shown if SECRET in text] == []

    def test_a_url_with_a_password_is_one(self) -> None:
        settings = read(
            {"learned": "env:STORE"}, {"STORE": f"rediss://user:{SECRET}@cache.example/1?password={SECRET}"}
        )
        assert settings.learned.startswith(f"rediss://user:{SECRET}@")
        assert settings.as_shown()["learned"] == "rediss://***@cache.example/1?***"
        assert SECRET not in repr(settings)

    def test_a_text_of_that_form_elsewhere_is_a_text(self) -> None:
        settings = read(
            {"context.roles": {"file:/Admin": "env:HOME"}, "callers.key": [{"name": "env:HOME", "digest": DIGEST}]}
        )
        assert settings.context.roles == {"file:/Admin": "env:HOME"}
        assert settings.callers.key[0].name == "env:HOME"
        assert type(settings.callers.key[0].name) is str  # nothing of the environment hangs on it
        frozen = pickle.dumps(settings)
        assert HOME["HOME"].encode() not in frozen.replace(settings.learned.encode(), b"")


class TestProperties:
    def test_keys_as_detection_takes_them(self, whole: Settings) -> None:
        assert whole.keys == {ac.key_digest("k-1"): ac.Version.of("2018.01"), DIGEST: ac.Version.of("2022.09")}
        bearer = ac.Request("GET", "/tenants/t-1", headers={"Authorization": "Bearer example-token"})
        found = ac.detect_version(bearer, default="2024.05", keys=whole.keys)
        assert (str(found.version), found.reason) == ("2022.09", "key")

    def test_secrets_as_signatures_are_checked_by(self, whole: Settings) -> None:
        signed = hmac_auth.sign(ac.Request("GET", "/v2/tenants/t-1"), key="k-1", secret=SECRET)
        assert hmac_auth.verify(signed, whole.secrets).key == "k-1"
        assert (list(whole.secrets), len(whole.secrets)) == (["k-1"], 1)

    def test_connections_are_as_many_as_requests_unless_they_are_told(self) -> None:
        assert read({"limits.concurrency": 7}).connections == 7
        assert read({"limits.concurrency": 7, "pool.connections": 3}).connections == 3

    def test_limits(self, whole: Settings) -> None:
        assert whole.limits_of_bodies == ac.Limits(body=1, depth=2)

    def test_the_context(self, whole: Settings) -> None:
        roles: Any = {"Team Member": "r-1", "Admin": ("r-2", "r-3")}
        assert whole.context == ac.Context(
            roles=roles,
            environment="sandbox",
            system_size_source=None,
            default_module_spacing={"2022.09": "0.5"},
            pricing_method_values={"old": "new"},
            send_version_header=True,
        )
        assert read().context == ac.Context()
        assert read({"context.default_module_spacing": "none"}).context.default_module_spacing is None

    def test_roles_by_tenant(self) -> None:
        roles: Any = {"t-1": {"Admin": "r-1"}, "t-2": {"Admin": ["r-2", "r-3"]}}
        assert read({"context.roles": roles}).context.roles == {
            "t-1": {"Admin": "r-1"},
            "t-2": {"Admin": ("r-2", "r-3")},
        }

    def test_headers_of_a_version_that_ends(self, whole: Settings) -> None:
        assert whole.lifecycle_headers == {
            "2018.01": ac.lifecycle.lifecycle_headers(
                deprecated=datetime(2026, 1, 1, tzinfo=UTC),
                sunset=datetime(2026, 12, 31, tzinfo=UTC),
                link="https://gateway.example/retiring",
            )
        }

    def test_addresses(self, whole: Settings) -> None:
        assert whole.address == Address("::1", 0)
        assert whole.admin.address == Address("0.0.0.0", 9000)
        assert read({"admin.listen": ""}).admin.address is None
        free = read({"listen": "127.0.0.1:0", "admin.listen": "127.0.0.1:0"})
        assert free.address == free.admin.address == Address("127.0.0.1", 0)

    @pytest.mark.parametrize(
        ("environ", "url"),
        [
            ({"HOME": "/home/a"}, "sqlite:/home/a/.local/state/aurora-compat/learned.sqlite3"),
            ({"HOME": "/home/a", "XDG_STATE_HOME": "/var/state"}, "sqlite:/var/state/aurora-compat/learned.sqlite3"),
            (
                {"HOME": "/home/a", "XDG_STATE_HOME": "not/absolute"},
                "sqlite:/home/a/.local/state/aurora-compat/learned.sqlite3",
            ),
        ],
    )
    def test_where_learned_ids_are_kept(self, environ: dict[str, str], url: str) -> None:
        assert Settings.read(None, environ, LEAST).learned == url

    def test_nobodys_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def homeless() -> Path:
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.setattr(Path, "home", homeless)
        assert read({"learned": "memory:"}, {"HOME": ""}).learned == "memory:"
        assert problems({}, {"HOME": ""}) == {
            "learned": "it is missing and has no default: write it down, or set AURORA_COMPAT_LEARNED"
        }

    @pytest.mark.parametrize("url", ["memory:", "sqlite:learned.db", "sqlite:///var/l.db", "unix:///run/redis.sock"])
    def test_stores(self, url: str) -> None:
        settings = read({"learned": url})
        assert settings.learned == settings.as_shown()["learned"] == url

    def test_they_are_frozen(self, whole: Settings) -> None:
        for value in (whole, whole.limits, whole.callers.key[0]):
            with pytest.raises(ValidationError):
                value.name = "x"  # type: ignore[union-attr]  # no type has it, and none may get it
