"""What is wrong with settings is told all at once: by key, with what was met and what is wanted, without a secret."""

import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.settings import versions as settings_versions
from aurora_compat.gateway.proxy.settings.error import SettingsError

from ._settings import DIGEST, HOME, LEAST, caller, file_of, problems, read

SECRET = "s3cret-and-n0where-shown"
VERSIONS = "'2018.01', '2022.09' or '2024.05' is wanted"
PLAIN = 'a secret is written as a reference, "env:NAME" or "file:/path"; plain text was met'
LISTEN = "HOST:PORT is wanted, such as 127.0.0.1:8080 or [::1]:8080, with a port from 0 to 65535"
URL = "a URL of http or https is wanted, such as https://api.example"
STORE = "memory:, sqlite:PATH or redis://HOST:PORT/DB is wanted"
RELAY = {"name": "r", "target": "http://a", "tenant": "t-1", "header": "X-Key", "value": "env:HOME"}

ONE_PROBLEM: list[tuple[dict[str, Any], str, str]] = [
    # URLs
    ({"upstream": "api.example"}, "upstream", URL),
    ({"upstream": "ftp://api.example"}, "upstream", URL),
    ({"upstream": "https:///path"}, "upstream", URL),
    ({"upstream": "https://user:pw@api.example"}, "upstream", "the URL holds a credential"),
    ({"upstream": "https://user@api.example"}, "upstream", "the URL holds a credential"),
    ({"upstream": "https://api.example?a=1"}, "upstream", "the URL has a query or a fragment"),
    ({"upstream": "https://api.example/?"}, "upstream", "the URL has a query or a fragment"),
    ({"upstream": "https://api.example/#top"}, "upstream", "the URL has a query or a fragment"),
    ({"upstream": "https://api.example:0"}, "upstream", "port 0 can't be sent to"),
    ({"upstream": "https://api.example:65536"}, "upstream", "the host or the port of the URL can't be read"),
    ({"upstream": "https://api.example:x"}, "upstream", "the host or the port of the URL can't be read"),
    ({"upstream": "https://[::1"}, "upstream", "the host or the port of the URL can't be read"),
    ({"upstream": "https://[v1.x]:1"}, "upstream", "what stands in brackets is no IPv6 address"),
    ({"upstream": "https://a b"}, "upstream", "a URL is of printable ASCII without spaces"),
    ({"upstream": "https://\u00fcber.example"}, "upstream", "a URL is of printable ASCII without spaces"),
    ({"upstream": "https://a\n"}, "upstream", "a URL is of printable ASCII without spaces"),
    ({"upstream": "https://$/"}, "upstream", "the host is no name and no IP address"),
    ({"upstream": 5}, "upstream", "text in quotes is wanted; a whole number was met"),
    # Versions
    ({"server": "2025.01"}, "server", f"{VERSIONS}; '2025.01' was met"),
    ({"server": "x" * 100}, "server", f"{VERSIONS}; '{'x' * 79} was met"),
    ({"server": 2024.05}, "server", f"{VERSIONS}; a fractional number, not text in quotes, was met"),
    ({"client": "automatic"}, "client", "'auto', '2018.01', '2022.09' or '2024.05' is wanted; 'automatic' was met"),
    ({"default_client": "auto"}, "default_client", f"{VERSIONS}; 'auto' was met"),
    # Addresses
    ({"listen": ""}, "listen", LISTEN),
    ({"listen": "8080"}, "listen", LISTEN),
    ({"listen": "localhost"}, "listen", LISTEN),
    ({"listen": "localhost:"}, "listen", LISTEN),
    ({"listen": "localhost:65536"}, "listen", LISTEN),
    ({"listen": "localhost:-1"}, "listen", LISTEN),
    ({"listen": "localhost:\u0661"}, "listen", LISTEN),
    ({"listen": ":8080"}, "listen", "the host is missing before the port"),
    ({"listen": "::1:8080"}, "listen", "an IPv6 address stands in brackets"),
    ({"listen": "[127.0.0.1]:8080"}, "listen", "what stands in brackets is no IPv6 address"),
    ({"listen": "a b:8080"}, "listen", "the host is no name and no IP address"),
    ({"listen": "127.0.0.1:1", "upstream": "http://127.0.0.1:1/x"}, "listen", "it is the address of upstream"),
    ({"hosts": ["a/b"]}, "hosts[0]", "the host is no name and no IP address"),
    ({"hosts": ["a", "a:x"]}, "hosts[1]", LISTEN),
    ({"hosts": "a"}, "hosts", "a list is wanted; text was met"),
    # Plain values
    ({"workers": 0}, "workers", "at least 1 is wanted; less was met"),
    ({"workers": 65}, "workers", "at most 64 is wanted; more was met"),
    ({"workers": 1.5}, "workers", "a whole number is wanted; a fractional number was met"),
    ({"workers": True}, "workers", "a whole number is wanted; true or false was met"),
    ({"workers": "2"}, "workers", "a whole number is wanted; text was met"),
    ({"workers": 10**30}, "workers", "at most 64 is wanted; more was met"),
    ({"environment": "staging"}, "environment", "'production' or 'sandbox' is wanted; 'staging' was met"),
    ({"callers.unknown": "block"}, "callers.unknown", "'pass' or 'refuse' is wanted; 'block' was met"),
    ({"limits.body": 0}, "limits.body", "at least 1 is wanted; less was met"),
    ({"limits.header": 10}, "limits.header", "at least 1024 is wanted; less was met"),
    ({"limits": 5}, "limits", "a table is wanted; a whole number was met"),
    ({"timeouts.connect": 0}, "timeouts.connect", "more than 0 is wanted; that or less was met"),
    ({"timeouts.read": float("nan")}, "timeouts.read", "a finite number is wanted; a fractional number was met"),
    ({"timeouts.drain": float("inf")}, "timeouts.drain", "a finite number is wanted; a fractional number was met"),
    ({"timeouts.grace": -1}, "timeouts.grace", "at least 0 is wanted; less was met"),
    ({"timeouts.total": "1m"}, "timeouts.total", "a number is wanted; text was met"),
    ({"lookups.share": 1.01}, "lookups.share", "at most 1 is wanted; more was met"),
    ({"log.level": "loud"}, "log.level", "'debug', 'info', 'warning' or 'error' is wanted; 'loud' was met"),
    ({"log.access": "no"}, "log.access", "true or false is wanted; text was met"),
    # Names
    ({"upstreem": "x"}, "upstreem", "there is no such setting; did you mean upstream?"),
    ({"limits.bodi": 1}, "limits.bodi", "there is no such setting; did you mean body?"),
    ({"pool.xyz": 1}, "pool.xyz", "there is no such setting; here are connections and keepalive"),
    (
        {"callers.key": [{"name": "a", "digest": DIGEST, "tokn": 1}]},
        "callers.key[0].tokn",
        "there is no such setting; did you mean token?",
    ),
    ({"a b": 1}, '"a b"', "there is no such setting; here are upstream, server"),
    ({"layers": []}, "layers", "there is no such setting"),
    # Callers
    (caller(digest="x"), "callers.key[0].digest", "64 hex digits are wanted"),
    (caller(), "callers.key[0]", "key_id (with secret) or digest is wanted"),
    (caller(token="env:HOME"), "callers.key[0].token", "key_id (with secret) or digest is wanted"),
    (caller(key_id="k"), "callers.key[0].secret", "it is missing: key_id is there"),
    (caller(secret="env:HOME", digest=DIGEST), "callers.key[0].key_id", "it is missing: secret is there"),
    (caller(key_id="k", secret="env:HOME"), "callers.key[0].token", "it is missing: 2024.05 knows no signatures"),
    (caller(key_id="", digest=DIGEST), "callers.key[0].key_id", "it is empty"),
    (caller(digest=DIGEST, rate=0), "callers.key[0].rate", "at least 1 is wanted; less was met"),
    (caller(digest=DIGEST, version="1"), "callers.key[0].version", f"{VERSIONS}; '1' was met"),
    (caller(digest=DIGEST, name="a\n"), "callers.key[0].name", "printable text is wanted"),
    (caller(digest=DIGEST, name="a" * 101), "callers.key[0].name", "it is longer than 100 characters"),
    ({"callers.key": [{"digest": DIGEST}]}, "callers.key[0].name", "it is missing and has no default: write it down"),
    ({"callers.key": {"name": "a"}}, "callers.key", "a list is wanted; a table was met"),
    ({"callers.key": ["a"]}, "callers.key[0]", "a table is wanted; text was met"),
    # Secrets
    ({"admin.token": SECRET}, "admin.token", PLAIN),
    ({"admin.token": "env:1"}, "admin.token", PLAIN),
    ({"admin.token": "file:"}, "admin.token", PLAIN),
    (
        {"admin.token": 5},
        "admin.token",
        'a secret is written as a reference, "env:NAME" or "file:/path"; something else was met',
    ),
    ({"admin.token": "env:MISSING"}, "admin.token", "env:MISSING refers to a variable that the environment has not"),
    ({"admin.token": "env:EMPTY"}, "admin.token", "env:EMPTY is empty"),
    ({"admin.token": "env:SPACED"}, "admin.token", "what it refers to is not printable ASCII without outer spaces"),
    ({"admin.token": "env:BYTES"}, "admin.token", "env:BYTES is not UTF-8"),
    ({"admin.token": "file:/no/such"}, "admin.token", "file:/no/such can't be read: no such file or directory"),
    ({"admin.token": "file:/"}, "admin.token", "file:/ can't be read: is a directory"),
    ({"admin.token": "file:/a\0b"}, "admin.token", "file:/a\0b is a name that no file can have"),
    ({"admin.token": "file:secret"}, "admin.token", "file:secret is not absolute: write the whole path"),
    # Lifecycle
    ({"lifecycle": {"2019.01": {}}}, 'lifecycle."2019.01"', f"it is named by no version; {VERSIONS}, in quotes"),
    (
        {"lifecycle": {"2018.01": {}, "v2018.01": {}}},
        'lifecycle."v2018.01"',
        "2018.01 is there already, in another spelling",
    ),
    (
        {"lifecycle": {"2018.01": {"sunset": "2026"}}},
        'lifecycle."2018.01".sunset',
        "a time with its zone is wanted, such as 2026-05-01T00:00:00Z; text was met",
    ),
    (
        {"lifecycle": {"2018.01": {"sunset": "2026-01-01T00:00:00"}}},
        'lifecycle."2018.01".sunset',
        "a time with its zone",
    ),
    (
        {"lifecycle": {"2018.01": {"sunset": "0001-01-01T00:00:00+14:00"}}},
        'lifecycle."2018.01".sunset',
        "a time with its",
    ),
    (
        {"lifecycle": {"2018.01": {"deprecated": "2026-01-02T00:00:00Z", "sunset": "2026-01-01T00:00:00Z"}}},
        'lifecycle."2018.01".sunset',
        "it is before deprecated",
    ),
    ({"lifecycle": {"2018.01": {"link": "a b"}}}, 'lifecycle."2018.01".link', "link is a URL, percent-encoded"),
    # Operators
    ({"admin.listen": "0.0.0.0:9090"}, "admin.token", "it is missing: admin.listen is open to other machines"),
    ({"admin.listen": "[::]:9090"}, "admin.token", "it is missing: admin.listen is open to other machines"),
    ({"admin.listen": "gateway.example:9090"}, "admin.token", "it is missing: admin.listen is open to other machines"),
    ({"admin.listen": "9090"}, "admin.listen", LISTEN),
    ({"admin.listen": "127.0.0.1:8080"}, "admin.listen", "callers come in there, by listen"),
    # Stores
    ({"learned": "postgres://a"}, "learned", STORE),
    ({"learned": "memory:x"}, "learned", STORE),
    ({"learned": "sqlite:"}, "learned", STORE),
    ({"learned": "sqlite:///"}, "learned", STORE),
    ({"learned": "sqlite://host/path"}, "learned", STORE),
    ({"learned": 5}, "learned", f"{STORE}, as text in quotes"),
    ({"learned": "redis://"}, "learned", "the host, the port or the path of the URL can't be read"),
    ({"learned": "redis://a:x"}, "learned", "the host, the port or the path of the URL can't be read"),
    ({"learned": f"redis://:{SECRET}@a"}, "learned", "the URL holds a credential: write a reference to all of it"),
    ({"learned": f"redis://a?password={SECRET}"}, "learned", "the URL holds a credential: write a reference to all"),
    # Relays
    ({"relay": [{**RELAY, "name": "a/b"}]}, "relay[0].name", "a segment of a path is wanted"),
    ({"relay": [{**RELAY, "name": ".."}]}, "relay[0].name", "a segment of a path is wanted"),
    ({"relay": [{**RELAY, "name": ""}]}, "relay[0].name", "a segment of a path is wanted"),
    ({"relay": [RELAY, RELAY]}, "relay[1].name", "an earlier one has the same name"),
    ({"relay": [{**RELAY, "target": "http://u:p@a"}]}, "relay[0].target", "the URL holds a credential"),
    ({"relay": [{**RELAY, "target": "http://a#b"}]}, "relay[0].target", "the URL has a query or a fragment"),
    ({"relay": [{**RELAY, "header": "X Key"}]}, "relay[0].header", "the name of a header field is wanted"),
    ({"relay": [{**RELAY, "value": SECRET}]}, "relay[0].value", PLAIN),
    ({"relay": [{**RELAY, "asset": "DESIGN_ID"}]}, "relay[0].design", "asset has the same name"),
    ({"relay": [{key: RELAY[key] for key in RELAY if key != "header"}]}, "relay[0].header", "it is missing"),
    ({"relay": [{key: RELAY[key] for key in RELAY if key != "value"}]}, "relay[0].value", "it is missing"),
    # Context
    ({"context.roles": {"Admin": 5}}, "context.roles", "names of roles map to ids"),
    ({"context.roles": {"Admin": "r-1", "t-1": {"Admin": "r-1"}}}, "context.roles", "names of roles map to ids"),
    (
        {"context.system_size_source": "dc"},
        "context.system_size_source",
        "'stc', 'ptc', 'ac' or 'none' is wanted; 'dc' was met",
    ),
    (
        {"context.default_module_spacing": {"2022.09": 0.5}},
        'context.default_module_spacing."2022.09"',
        "text in quotes is wanted; a fractional number was met",
    ),
    ({"context.default_module_spacing": {"1": "0.5"}}, "context.default_module_spacing.1", "it is named by no version"),
    (
        {"context.pricing_method_values": {"a": "price per watt"}},
        "context.pricing_method_values",
        "over the published values it gives",
    ),
]


@pytest.mark.parametrize(
    ("given", "key", "sentence"), ONE_PROBLEM, ids=[f"{n}-{p[1]}" for n, p in enumerate(ONE_PROBLEM)]
)
def test_one_problem(given: dict[str, Any], key: str, sentence: str) -> None:
    environ = {"EMPTY": "", "SPACED": f" {SECRET}", "BYTES": "\udcff"}
    found = problems(given, environ)
    assert list(found) == [key]
    assert found[key].startswith(sentence)
    assert SECRET not in str(found)


@pytest.mark.parametrize("name", ["name", "key_id", "digest"])
def test_callers_are_told_apart(name: str) -> None:
    keys = [
        {"name": f"c-{n}", "key_id": f"k-{n}", "secret": "env:HOME", "digest": digit * 64}
        for n, digit in enumerate("abc")
    ]
    keys[2][name] = keys[0][name]
    found = problems({"server": "2018.01", "callers.key": keys})
    assert found == {f"callers.key[2].{name}": f"an earlier one has the same {name}: each is there once"}


def test_a_signed_caller_of_a_server_that_knows_signatures_needs_no_token() -> None:
    settings = read({"server": "2018.01", **caller(key_id="k", secret="env:HOME")})
    assert settings.callers.key[0].token is None


def test_all_is_told_at_once(tmp_path: Path) -> None:
    text = "upstream = 5\nserver = '2020.01'\nworkers = 0\n[limits]\nbody = -1\nbodi = 1\n[admin]\ntoken = 'plain'\n"
    with pytest.raises(SettingsError) as raised:
        Settings.read(file_of(tmp_path, text), {**HOME, "AURORA_COMPAT_POOL__SIZE": "1"}, {"callers.unknown": "loud"})
    assert str(raised.value).splitlines() == [
        "upstream: text in quotes is wanted; a whole number was met",
        f"server: {VERSIONS}; '2020.01' was met",
        "workers: at least 1 is wanted; less was met",
        "callers.unknown: 'pass' or 'refuse' is wanted; 'loud' was met (from the command line)",
        "limits.body: at least 1 is wanted; less was met",
        "limits.bodi: there is no such setting; did you mean body?",
        "pool.size: there is no such setting; here are connections and keepalive (from AURORA_COMPAT_POOL__SIZE)",
        f"admin.token: {PLAIN}",
    ]
    assert pickle.loads(pickle.dumps(raised.value)).problems == raised.value.problems


def test_what_has_no_default() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.read(None, HOME)
    assert [key for key, _ in raised.value.problems] == ["upstream", "server"]
    assert "AURORA_COMPAT_UPSTREAM" in str(raised.value)


class TestWalks:
    @pytest.fixture(autouse=True)
    def island(self, monkeypatch: pytest.MonkeyPatch) -> None:
        registry = ac.registry.with_release(ac.Release(version=ac.Version.of("1999.01"), after=None, changes=()))
        monkeypatch.setattr(settings_versions, "aurora", lambda: registry)

    @pytest.mark.parametrize("name", ["client", "default_client"])
    def test_none_to_the_server(self, name: str) -> None:
        assert problems({name: "1999.01"}) == {name: "no chain of releases leads from 1999.01 to the server's 2024.05"}

    def test_none_for_a_caller(self) -> None:
        (key,) = problems(caller(digest=DIGEST, version="1999.01"))
        assert key == "callers.key[0].version"

    def test_one_to_itself(self) -> None:
        assert read({"server": "1999.01", "client": "1999.01"}).client == "1999.01"


class TestEnvironment:
    @pytest.mark.parametrize(
        ("name", "text", "key", "sentence"),
        [
            ("SERVER", SECRET, "server", f"{VERSIONS}; another text was met"),
            ("LOG__LEVEL", SECRET, "log.level", "'debug', 'info', 'warning' or 'error' is wanted; another"),
            ("WORKERS", SECRET, "workers", "a whole number is wanted; text was met"),
            ("LOOKUPS__SHARE", SECRET, "lookups.share", "a number is wanted; text was met"),
            ("LOG__ACCESS", SECRET, "log.access", "true or false is wanted; text was met"),
            ("HOSTS", SECRET, "hosts", "a list is wanted, as JSON; text was met"),
            ("HOSTS", "[" * 100_000, "hosts", "a list is wanted, as JSON; text was met"),
            ("LIFECYCLE", SECRET, "lifecycle", "a table is wanted, as JSON; text was met"),
            ("LIMITS", SECRET, "limits", "a table is wanted, as JSON; text was met"),
            ("CALLERS__KEY", f'[{{"name": "{SECRET}"}}]', "callers.key[0]", "key_id (with secret) or digest is wanted"),
            ("ADMIN__TOKEN", SECRET, "admin.token", PLAIN),
            ("ADMIN__TOKEN", "env:MISSING", "admin.token", "env:MISSING refers to a variable that"),
            ("LIMITS__BODI", SECRET, "limits.bodi", "there is no such setting; did you mean body?"),
            ("LIMITS__BODI__X", SECRET, "limits.bodi", "there is no such setting; did you mean body?"),
            ("LISTNE", SECRET, "listne", "there is no such setting; did you mean listen?"),
            ("PORT", "8080", "port", "there is no such setting"),
            ("", SECRET, '""', "there is no such setting"),
            ("LEARNED", f"x:{SECRET}", "learned", STORE),
        ],
    )  # fmt: skip
    def test_a_variable_is_named_and_its_value_is_not(self, name: str, text: str, key: str, sentence: str) -> None:
        base = {key: value for key, value in LEAST.items() if key.upper() != name}
        with pytest.raises(SettingsError) as raised:
            Settings.read(None, {**HOME, f"AURORA_COMPAT_{name}": text}, base)
        ((found, told),) = raised.value.problems
        assert found == key
        assert told.startswith(sentence)
        assert told.endswith(f" (from AURORA_COMPAT_{name})")
        assert SECRET not in repr(raised.value)

    @pytest.mark.parametrize(
        ("name", "key", "whole"),
        [
            ("CALLERS__KEY__0__NAME", "callers.key", "CALLERS__KEY"),
            ("CONTEXT__ROLES__ADMIN", "context.roles", "CONTEXT__ROLES"),
            ("LIFECYCLE__2018", "lifecycle", "LIFECYCLE"),
            ("WORKERS__X", "workers", "WORKERS"),
        ],
    )
    def test_names_that_are_the_users_own_are_no_variables(self, name: str, key: str, whole: str) -> None:
        found = problems({}, {f"AURORA_COMPAT_{name}": SECRET})
        assert found == {
            key: f"AURORA_COMPAT_{name} goes below it: write what it holds as a whole, in AURORA_COMPAT_{whole}"
        }

    def test_a_part_of_what_is_no_table(self) -> None:
        environ = {"AURORA_COMPAT_LIMITS": "[1]", "AURORA_COMPAT_LIMITS__BODY": "1"}
        assert problems({}, environ) == {"limits": "a table is wanted; a list was met (from AURORA_COMPAT_LIMITS)"}

    def test_json_of_another_kind(self) -> None:
        found = problems(
            {}, {"AURORA_COMPAT_CONTEXT__SYSTEM_SIZE_SOURCE": "", "AURORA_COMPAT_HOSTS": json.dumps([None])}
        )
        assert found["hosts[0]"] == "text in quotes is wanted; null was met (from AURORA_COMPAT_HOSTS)"


class TestFiles:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (b"a = 1\nb = \n", "line 2, column 5: invalid value"),
            (b"a = 1\na = 2\n", "line 2, column 6: cannot overwrite a value"),
            (b"a = [1,\n", "line 2, column 1: invalid value"),
            (b"[a\n", "line 1, column 3: expected ']' at the end of a table declaration"),
            (b"a = '\xff'\n", "line 1, column 6: not UTF-8; save the file as UTF-8"),
            (b"# \xc3\xa9\n\nb = '\xc3\xa9\xff'", "line 3, column 7: not UTF-8; save the file as UTF-8"),
            (b"a = " + b"1" * 5000, "it holds a number that is too long"),
            (b"a = " + b"[" * 100_000, "it is nested too deeply to be settings"),
            (b".".join([b"a"] * 1_500) + b" = 1", "it is nested too deeply to be settings"),
        ],
        ids=["value", "twice", "end", "table", "bytes", "later bytes", "number", "lists", "tables"],
    )
    def test_what_is_no_toml(self, text: bytes, sentence: str, tmp_path: Path) -> None:
        path = tmp_path / "gateway.toml"
        path.write_bytes(text)
        assert problems({}, {}, path) == {str(path): sentence}

    def test_none_there(self, tmp_path: Path) -> None:
        path = tmp_path / "none.toml"
        assert problems({}, {}, path) == {str(path): "it can't be read: no such file or directory"}

    def test_a_directory(self, tmp_path: Path) -> None:
        assert problems({}, {}, tmp_path) == {str(tmp_path): "it can't be read: is a directory"}

    def test_a_name_that_no_file_can_have(self) -> None:
        assert problems({}, {}, Path("a\0b")) == {"a\0b": "it can't be read: no such name"}

    def test_one_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(_: Path) -> bytes:
            raise PermissionError(13, os.strerror(13))  # as root none is refused

        monkeypatch.setattr(Path, "read_bytes", refused)
        path = tmp_path / "gateway.toml"
        assert problems({}, {}, path) == {str(path): "it can't be read: permission denied"}

    def test_a_byte_order_mark_is_passed_over(self, tmp_path: Path) -> None:
        path = tmp_path / "gateway.toml"
        path.write_bytes(b"\xef\xbb\xbfworkers = 3\r\n")
        assert read({}, {}, path).workers == 3

    def test_a_version_without_quotes(self, tmp_path: Path) -> None:
        found = problems({}, {}, file_of(tmp_path, "[lifecycle.2018.01]\nsunset = 2026-01-01T00:00:00Z\n"))
        assert found["lifecycle.2018"] == f"it is named by no version; {VERSIONS}, in quotes"

    @pytest.mark.parametrize(
        ("value", "met"), [("2026-01-01", "a date or time"), ("2026-01-01T00:00:00", "one without")]
    )
    def test_a_time_without_zone(self, value: str, met: str, tmp_path: Path) -> None:
        found = problems({}, {}, file_of(tmp_path, f"[lifecycle.'2018.01']\nsunset = {value}\n"))
        assert found['lifecycle."2018.01".sunset'].endswith(f"such as 2026-05-01T00:00:00Z; {met} was met")

    def test_a_large_secret_is_another_file(self, tmp_path: Path) -> None:
        path = tmp_path / "secret"
        path.write_bytes(b"x" * 70_000)
        found = problems({"admin.token": f"file:{path}"})
        assert found["admin.token"] == f"file:{path} is larger than 65,536 bytes: a file of the secret alone is wanted"
