"""Tables of the proxy's settings about others: callers, and the webhooks that are relayed to subscribers."""

import re
from typing import Literal

from pydantic import Field, field_validator, model_validator

from aurora_compat.gateway.proxy.addresses import http_url
from aurora_compat.gateway.proxy.secrets import HeaderSecret, Secret
from aurora_compat.gateway.proxy.settings.error import unless
from aurora_compat.gateway.proxy.settings.fields import Path
from aurora_compat.gateway.proxy.settings.table import Table, twice
from aurora_compat.gateway.proxy.settings.versions import VersionName

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SEGMENT = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._~-]{1,100}")
_FIELD_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")


class Caller(Table):
    """Someone whose requests the gateway knows: by the key that signs them, or by their bearer token.

    Attributes:
        name: a label for logs and metrics.
        key_id: of the key that signs its requests (2018.01).
        secret: of that key.
        token: sent to the upstream in place of what the caller brings.
        digest: SHA-256 of the caller's bearer token, in hex, as `aurora_compat.key_digest` makes it.
        version: the version that its key is bound to; counts where `client` is `auto`.
        rate: requests a minute that the upstream lets it make; look-ups take their share of it.
    """

    name: str = Field(min_length=1, max_length=100)
    key_id: str | None = Field(default=None, min_length=1)
    secret: Secret | None = None
    token: HeaderSecret | None = None
    digest: str | None = None
    version: VersionName | None = None
    rate: int = Field(default=90, ge=1, le=1_000_000)

    @field_validator("name", "key_id")
    @classmethod
    def _shown(cls, value: str | None) -> str | None:
        if value is not None and not value.isprintable():
            raise ValueError("printable text is wanted: it is shown in logs")
        return value

    @field_validator("digest")
    @classmethod
    def _sha256(cls, value: str | None) -> str | None:
        if value is not None and not _DIGEST.fullmatch(value.lower()):
            raise ValueError("64 hex digits are wanted, as aurora_compat.key_digest(token) gives them; not the token")
        return value and value.lower()

    @model_validator(mode="after")
    def _known_by_something(self) -> "Caller":
        problems: list[tuple[Path, str]] = []
        if self.key_id is None and self.digest is None:
            told = "key_id (with secret) or digest is wanted: by nothing else a caller is known"
            problems.append((("token",) if self.token is not None else (), told))
        if (self.key_id is None) != (self.secret is None):
            lacks, has = ("secret", "key_id") if self.secret is None else ("key_id", "secret")
            problems.append(((lacks,), f"it is missing: {has} is there, and a signature is checked by both"))
        unless(problems)
        return self


class Callers(Table):
    """Who may come in, and in which version and with whose credential.

    Attributes:
        unknown: whether requests of others `pass` with the credential that they bring, or the gateway refuses them.
        key: the known ones.
    """

    unknown: Literal["pass", "refuse"] = "pass"
    key: tuple[Caller, ...] = Field(default=(), strict=False)

    @field_validator("key")
    @classmethod
    def _told_apart(cls, value: tuple[Caller, ...]) -> tuple[Caller, ...]:
        unless(
            ((position, name), told)
            for name in ("name", "key_id", "digest")
            for position, told in twice(name, (getattr(caller, name) for caller in value))
        )
        return value


class Relay(Table):
    """A webhook that comes to the gateway, which learns from it and passes it on.

    Attributes:
        name: the last segment of the path at which it comes.
        target: the URL that it goes to.
        tenant: whose assets and designs it tells of.
        asset: the query parameter that holds the asset's id.
        design: the query parameter that holds the design's id.
        header: the header field that deliveries carry (`header_auth_key`).
        value: what it holds (`header_auth_value`).
    """

    name: str
    target: str = Field(repr=False)
    tenant: str = Field(min_length=1)
    asset: str = Field(default="ASSET_ID", min_length=1)
    design: str = Field(default="DESIGN_ID", min_length=1)
    header: str
    value: HeaderSecret

    @model_validator(mode="after")
    def _two_parameters(self) -> "Relay":
        unless([(("design",), "asset has the same name: they are two parameters")] if self.asset == self.design else ())
        return self

    @field_validator("name")
    @classmethod
    def _segment(cls, value: str) -> str:
        if not _SEGMENT.fullmatch(value):
            raise ValueError("a segment of a path is wanted: letters, digits, and any of . _ ~ -")
        return value

    @field_validator("target")
    @classmethod
    def _url(cls, value: str) -> str:
        return http_url(value, of_a_page=True)

    @field_validator("header")
    @classmethod
    def _field_name(cls, value: str) -> str:
        if not _FIELD_NAME.fullmatch(value):
            raise ValueError("the name of a header field is wanted, such as X-Webhook-Key")
        return value
