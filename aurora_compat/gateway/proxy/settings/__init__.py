"""The settings of the proxy: read from a TOML file, the environment and the command line, and checked as a whole."""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from aurora_compat.detection import key_digest
from aurora_compat.gateway.proxy.addresses import Address, address_of, host_name, http_url
from aurora_compat.gateway.proxy.learned_url import LearnedUrl, default_url, shown
from aurora_compat.gateway.proxy.secrets import Secrets
from aurora_compat.gateway.proxy.settings.callers import Caller, Callers, Relay
from aurora_compat.gateway.proxy.settings.error import PREFIX, SettingsError, problems_of, unless
from aurora_compat.gateway.proxy.settings.fields import Path as Place
from aurora_compat.gateway.proxy.settings.layers import (
    BETWEEN,
    Environment,
    Said,
    TomlFile,
    origin_in,
)
from aurora_compat.gateway.proxy.settings.table import shown_as_json, twice
from aurora_compat.gateway.proxy.settings.tables import (
    AdminSettings,
    LimitSettings,
    LogSettings,
    LookupSettings,
    PoolSettings,
    TelemetrySettings,
    TimeoutSettings,
)
from aurora_compat.gateway.proxy.settings.versions import (
    ByVersion,
    ContextSettings,
    Lifetime,
    VersionName,
    no_walk,
    version_name,
)
from aurora_compat.reading import Limits
from aurora_compat.words.context import Context
from aurora_compat.words.fields import Headers
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.version import Version

AUTO = "auto"
_SIGNED = "2018.01"
"""The only version whose requests may be signed: for any other the gateway sends a token instead."""


def _client(value: object) -> str:
    return AUTO if value == AUTO else version_name(value, AUTO)


class Settings(BaseSettings):
    """All that the proxy is told; `Settings.read` makes it. Frozen, picklable, and shown without secrets.

    Made by its constructor it looks at nothing but the arguments, and raises pydantic's errors.

    Attributes:
        upstream: the URL of the server, without a slash at its end; it may have a path.
        server: the version that the server speaks.
        client: the version that callers speak, or `auto`: told of each request by `detect_version`.
        default_client: with `auto`, what they speak where nothing tells; None for the server's.
        listen: where callers come in.
        workers: processes.
        hosts: further names of gateway and server, for URLs in answers.
        environment: of the API; by the host of each request where it is None.
        callers: those that are known, and what happens to others.
        limits, timeouts, lookups, pool: how much and how long.
        lifecycle: what callers are told about the end of their version, by its name.
        admin, log, telemetry: what operators see.
        relay: webhooks that are passed on.
    """

    model_config = SettingsConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        hide_input_in_errors=True,
        case_sensitive=True,
        env_prefix=PREFIX,
        env_nested_delimiter=BETWEEN,
    )

    upstream: Annotated[str, AfterValidator(http_url)]
    server: VersionName
    client: Annotated[str, BeforeValidator(_client)] = AUTO
    default_client: VersionName | None = None
    listen: Annotated[str, AfterValidator(lambda text: str(address_of(text)))] = "127.0.0.1:8080"
    workers: int = Field(default=1, ge=1, le=64)
    hosts: tuple[Annotated[str, AfterValidator(host_name)], ...] = Field(default=(), strict=False)
    environment: Literal["production", "sandbox"] | None = None
    callers: Callers = Callers()
    limits: LimitSettings = LimitSettings()
    timeouts: TimeoutSettings = TimeoutSettings()
    lookups: LookupSettings = LookupSettings()
    pool: PoolSettings = PoolSettings()
    learned_url: LearnedUrl = Field(alias="learned")
    lifecycle: ByVersion[Lifetime] = FrozenMap()
    admin: AdminSettings = AdminSettings()
    log: LogSettings = LogSettings()
    telemetry: TelemetrySettings = TelemetrySettings()
    relay: tuple[Relay, ...] = Field(default=(), strict=False)
    context_settings: ContextSettings = Field(default=ContextSettings(), alias="context")

    @classmethod
    def read(
        cls,
        path: Path | None = None,
        environ: Mapping[str, str] | None = None,
        overrides: Mapping[str, object] | None = None,
        defaults: Mapping[str, object] | None = None,
    ) -> "Settings":
        """The settings of a proxy: what was said when it was started, over its environment, over its file.

        Args:
            path: of a TOML file.
            environ: the environment, to which references to secrets refer too; that of this process where it is None.
            overrides: whole keys, such as `limits.body`, and values as TOML would have them; secrets as references.
            defaults: the same, for what is said nowhere; they lie over the defaults of the settings.

        Raises:
            SettingsError: all that is wrong with them, at once; only a file that is no TOML hides the rest.
        """
        environ = os.environ if environ is None else environ
        said = Said(cls, overrides or {}, environ, "the command line")
        files = [TomlFile(cls, path, environ)] if path is not None else []
        referred = said.references.union(*(file.references for file in files))
        learned = default_url(environ)
        assumed = {"learned": SecretStr(learned)} if learned is not None else {}
        fallback = Said(cls, {**assumed, **(defaults or {})}, environ, "the defaults")
        layers = (said, Environment(cls, environ, referred), *files, fallback)
        problems = [problem for layer in layers for problem in layer.problems]
        given: dict[str, Any] = {"layers": layers}
        try:
            settings = cls(**given)
        except ValidationError as error:
            problems += problems_of(error, cls, lambda place: origin_in(layers, place))
        if problems:
            raise SettingsError(problems)
        return settings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The layers that `read` hands over; those of pydantic-settings read the environment without naming it."""
        layers = getattr(init_settings, "init_kwargs", {}).pop("layers", None)
        return (init_settings,) if layers is None else layers

    @property
    def address(self) -> Address:
        """Where callers come in."""
        return address_of(self.listen)

    @property
    def connections(self) -> int:
        """To the upstream, at most, per worker."""
        return self.pool.connections or self.limits.concurrency

    @property
    def learned(self) -> str:
        """The URL of the store for what is learned; it may hold a password."""
        return self.learned_url.get_secret_value()

    @cached_property
    def keys(self) -> FrozenMap[str, Version]:
        """Digests of key ids and tokens -> the version that they are bound to, as `detect_version` takes them."""
        bound = [(caller, Version.of(caller.version)) for caller in self.callers.key if caller.version is not None]
        by_key = {key_digest(caller.key_id): version for caller, version in bound if caller.key_id is not None}
        return FrozenMap({**by_key, **{caller.digest: version for caller, version in bound if caller.digest}})

    @property
    def secrets(self) -> Secrets:
        """Secrets by key id, as `hmac_auth.verify` takes them."""
        return Secrets({caller.key_id: caller.secret for caller in self.callers.key if caller.key_id and caller.secret})

    @property
    def limits_of_bodies(self) -> Limits:
        """On what is read of a body."""
        return Limits(self.limits.body, self.limits.depth)

    @cached_property
    def context(self) -> Context:
        """What is known of all requests; without a token: that is the caller's."""
        return self.context_settings.context(self.environment)

    @cached_property
    def lifecycle_headers(self) -> FrozenMap[str, Headers]:
        """The header fields that tell of a version's end, by its name."""
        return FrozenMap({name: lifetime.headers for name, lifetime in self.lifecycle.items()})

    def as_shown(self) -> dict[str, Any]:
        """All settings as a file would have them, as JSON values; secrets and queries of URLs as `***`."""
        told: dict[str, Any] = shown_as_json(self)
        told["learned"] = shown(self.learned)
        for relay in told["relay"]:
            relay["target"] = shown(relay["target"])
        return told

    # Checks over several settings: each looks at those that stand above its own and were found to be right.

    @field_validator("client", "default_client")
    @classmethod
    def _reaches_the_server(cls, client: str | None, info: ValidationInfo) -> str | None:
        server = info.data.get("server")
        told = no_walk(client, server) if server is not None and client not in (AUTO, None) else None
        if told is not None:
            raise ValueError(told)
        return client

    @field_validator("listen")
    @classmethod
    def _not_the_upstream(cls, listen: str, info: ValidationInfo) -> str:
        if info.data.get("upstream", "").partition("://")[2].partition("/")[0] == listen:
            raise ValueError("it is the address of upstream: the gateway would ask itself")
        return listen

    @field_validator("callers")
    @classmethod
    def _can_be_carried(cls, callers: Callers, info: ValidationInfo) -> Callers:
        server = info.data.get("server")
        if server is not None:
            unless(problem for at, caller in enumerate(callers.key) for problem in _troubles(caller, at, server))
        return callers

    @field_validator("admin")
    @classmethod
    def _elsewhere(cls, admin: AdminSettings, info: ValidationInfo) -> AdminSettings:
        if admin.address is not None and admin.address.port and admin.listen == info.data.get("listen"):
            unless([(("listen",), "callers come in there, by listen: give it a port of its own")])
        return admin

    @field_validator("relay")
    @classmethod
    def _told_apart(cls, relay: tuple[Relay, ...]) -> tuple[Relay, ...]:
        unless(((at, "name"), told) for at, told in twice("name", (one.name for one in relay)))
        return relay


def _troubles(caller: Caller, at: int, server: str) -> Iterator[tuple[Place, str]]:
    """What keeps a caller's requests from the server."""
    told = no_walk(caller.version, server) if caller.version is not None else None
    if told is not None:
        yield ("key", at, "version"), told
    if caller.secret is not None and caller.token is None and server != _SIGNED:
        yield ("key", at, "token"), f"it is missing: {server} knows no signatures, so they are swapped for a token"
