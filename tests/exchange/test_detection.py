"""Which version does the caller speak: the `/v2` prefix, the sandbox header, the version of its key, a default."""

import hashlib

import pytest

import aurora_compat as ac

from ._talk import V18, V22, V24

KEY, TOKEN = "neutral-key-1", "neutral-token-1"
SANDBOX, PRODUCTION = "https://api-sandbox.aurorasolar.com", "https://api.aurorasolar.com"
KEYS = {ac.key_digest(KEY): V18, ac.key_digest(TOKEN): V22}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def found(request: ac.Request, default: str = V24, environment: str | None = None) -> tuple[str, str]:
    """Version and reason; no credential is shown."""
    told = ac.detect_version(request, default=default, keys=KEYS, environment=environment)
    assert isinstance(told, ac.Detected)
    for secret in (KEY, TOKEN, *KEYS):
        assert secret not in f"{told!r} {told.message}"
    assert told.message.strip()
    return str(told.version), told.reason


class TestPath:
    @pytest.mark.parametrize(
        "path", ["/v2", "/v2/", "/v2/tenants/t-1", f"{PRODUCTION}/v2/tenants/t-1", f"{SANDBOX}/v2"]
    )
    def test_the_prefix_is_2018_01s(self, path: str) -> None:
        assert found(ac.Request("GET", path)) == (V18, "path")

    @pytest.mark.parametrize(
        "path",
        ["/", "", "/v2x/tenants", "/%762/tenants", "/V2/tenants", "/tenants/v2", "/tenants?/v2/", "/v22", "v2/x"],
    )
    def test_only_the_literal_first_segment_counts(self, path: str) -> None:
        assert found(ac.Request("GET", path)) == (V24, "default")

    def test_it_wins_over_header_and_key(self) -> None:
        request = ac.Request("GET", f"{SANDBOX}/v2/tenants/t-1", None, {"Aurora-API-Version": "2024.05", **BEARER})
        assert found(request) == (V18, "path")


class TestHeader:
    @pytest.mark.parametrize("name", ["Aurora-API-Version", "aurora-api-version", "AURORA-API-VERSION"])
    @pytest.mark.parametrize("value", ["2022.09", "v2022.09", "2022-09", " 2022.09 "])
    def test_in_the_sandbox(self, name: str, value: str) -> None:
        request = ac.Request("GET", "/tenants/t-1", None, {"Host": "api-sandbox.aurorasolar.com", name: value})
        assert found(request) == (V22, "header")

    @pytest.mark.parametrize("host", ["API-Sandbox.AuroraSolar.com", "api-sandbox.aurorasolar.com:443"])
    def test_spellings_of_the_host(self, host: str) -> None:
        request = ac.Request("GET", "/tenants/t-1", None, {"Host": host, "Aurora-API-Version": V22})
        assert found(request) == (V22, "header")

    def test_by_url(self) -> None:
        request = ac.Request("GET", f"{SANDBOX}/tenants/t-1", None, {"Aurora-API-Version": V22})
        assert found(request) == (V22, "header")

    @pytest.mark.parametrize("host", ["api.aurorasolar.com", "api-sandbox.aurorasolar.com.example", "gateway.example"])
    def test_it_does_not_count_in_production(self, host: str) -> None:
        request = ac.Request("GET", "/tenants/t-1", None, {"Host": host, "Aurora-API-Version": V22})
        assert found(request) == (V24, "default")

    def test_the_environment_wins_over_the_host(self) -> None:
        request = ac.Request("GET", f"{SANDBOX}/tenants/t-1", None, {"Aurora-API-Version": V22})
        assert found(request, environment="production") == (V24, "default")
        request = ac.Request("GET", "/tenants/t-1", None, {"Host": "gateway.example", "Aurora-API-Version": V22})
        assert found(request, environment="sandbox") == (V22, "header")

    @pytest.mark.parametrize("value", ["", "latest", "2031.01", "2022.9.9", "\ud800", "9" * 5000])
    def test_one_that_names_no_known_version_is_passed_over(self, value: str) -> None:
        request = ac.Request("GET", f"{SANDBOX}/tenants/t-1", None, {"Aurora-API-Version": value})
        assert found(request) == (V24, "default")
        with_key = ac.Request("GET", f"{SANDBOX}/tenants/t-1", None, {"Aurora-API-Version": value, **BEARER})
        assert found(with_key) == (V22, "key")

    def test_it_wins_over_the_key(self) -> None:
        request = ac.Request("GET", f"{SANDBOX}/tenants/t-1", None, {"Aurora-API-Version": V24, **BEARER})
        assert found(request, default=V18) == (V24, "header")


class TestKey:
    def test_the_digest_is_not_the_key(self) -> None:
        assert ac.key_digest(KEY) == hashlib.sha256(KEY.encode()).hexdigest()

    def test_by_the_id_of_a_signing_key(self) -> None:
        request = ac.Request("GET", "/tenants/t-1", {"AuroraKey": KEY, "Timestamp": "x", "Signature": "y"})
        assert found(request) == (V18, "key")

    @pytest.mark.parametrize("value", [f"Bearer {TOKEN}", f"bearer {TOKEN}", f"BEARER  {TOKEN} "])
    def test_by_bearer_token(self, value: str) -> None:
        assert found(ac.Request("GET", "/tenants/t-1", None, {"authorization": value})) == (V22, "key")

    @pytest.mark.parametrize("value", [f"Basic {TOKEN}", TOKEN, "Bearer other", "Bearer", "", "Bearer \ud800"])
    def test_another_credential_is_not_bound(self, value: str) -> None:
        assert found(ac.Request("GET", "/tenants/t-1", None, {"Authorization": value})) == (V24, "default")

    def test_a_version_bound_may_be_a_version(self) -> None:
        told = ac.detect_version(
            ac.Request("GET", "/tenants", None, BEARER), default=V24, keys={ac.key_digest(TOKEN): ac.Version.of(V22)}
        )
        assert told.version == ac.Version.of(V22)

    def test_the_key_itself_is_no_digest(self) -> None:
        told = ac.detect_version(ac.Request("GET", "/tenants", None, BEARER), default=V24, keys={TOKEN: V18})
        assert (str(told.version), told.reason) == (V24, "default")


class TestDefault:
    @pytest.mark.parametrize("default", [V18, V22, V24, "v2022.09", "2022-09"])
    def test_where_nothing_tells(self, default: str) -> None:
        told = ac.detect_version(ac.Request("GET", "/tenants"), default=default)
        assert (told.version, told.reason) == (ac.Version.of(default), "default")

    @pytest.mark.parametrize("default", ["2031.01", "latest", ""])
    def test_it_must_be_known(self, default: str) -> None:
        with pytest.raises(ac.UnknownVersion):
            ac.detect_version(ac.Request("GET", "/tenants"), default=default)

    def test_a_version_bound_to_a_key_must_be_known(self) -> None:
        with pytest.raises(ac.UnknownVersion):
            ac.detect_version(ac.Request("GET", "/", None, BEARER), default=V24, keys={ac.key_digest(TOKEN): "2031.01"})
