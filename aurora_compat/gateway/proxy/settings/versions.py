"""Tables of the proxy's settings about versions: how they are named, when they end, what is known for translations."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, model_validator

from aurora_compat.aurora import aurora
from aurora_compat.gateway.proxy.settings.error import SeveralError, met, one_of, unless
from aurora_compat.gateway.proxy.settings.fields import Path
from aurora_compat.gateway.proxy.settings.table import Table
from aurora_compat.lifecycle import lifecycle_headers
from aurora_compat.words.context import Context
from aurora_compat.words.error import InvalidContext, NoPath, UnknownVersion
from aurora_compat.words.fields import Headers
from aurora_compat.words.frozen import FrozenMap


def version_name(value: object, *others: str) -> str:
    """The name of a version, as the registry spells it.

    Args:
        value: as it was written.
        others: what may be written instead.

    Raises:
        PydanticCustomError: it is none of them.
    """
    if isinstance(value, str):
        try:
            return str(aurora().version(value))
        except UnknownVersion:
            pass
    raise one_of((*others, *map(str, aurora().versions)))


def no_walk(client: str, server: str) -> str | None:
    """What to say where no walk leads from one version to the other; None where one does."""
    try:
        aurora().path(client, server)
    except NoPath:
        return f"no chain of releases leads from {client} to the server's {server}"
    return None


def _once(value: object) -> object:
    """A table by versions as it was written, if it has none in two spellings: one would take the other's place."""
    seen: set[str] = set()
    problems: list[tuple[Path, str]] = []
    for name in value if isinstance(value, dict) else ():
        with suppress(UnknownVersion):
            version = str(aurora().version(name))
            if version in seen:
                problems.append(((name,), f"{version} is there already, in another spelling"))
            seen.add(version)
    unless(problems)
    return value


def _moment(value: object) -> datetime:
    """A time from TOML, or from JSON in the environment."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(found, datetime) and found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    kind = "one without" if isinstance(value, datetime) else met(value)
    raise ValueError(f"a time with its zone is wanted, such as 2026-05-01T00:00:00Z; {kind} was met")


T = TypeVar("T")
VersionName: TypeAlias = Annotated[str, BeforeValidator(version_name)]
ByVersion: TypeAlias = Annotated[Mapping[VersionName, T], AfterValidator(FrozenMap), BeforeValidator(_once)]
"""A table by names of versions; they end up as the registry spells them."""
_Moment: TypeAlias = Annotated[datetime, BeforeValidator(_moment)]


def _roles(value: dict[str, Any]) -> dict[str, Any]:
    """Roles as they were written, where they have one of the two forms."""
    if _is_directory(value):
        return _plain(value)
    if all(_is_directory(directory) for directory in value.values()):
        return {tenant: _plain(directory) for tenant, directory in value.items()}
    raise ValueError("names of roles map to ids (a text, or a list of texts), or ids of tenants map to such tables")


def _is_directory(value: object) -> bool:
    texts = (str, list)
    return isinstance(value, dict) and all(
        isinstance(ids, texts) and all(isinstance(id_, str) for id_ in ids) for ids in value.values()
    )


def _plain(directory: dict[str, Any]) -> dict[str, Any]:
    """A directory of plain texts: what looks like a reference to a secret is none here."""
    return {name: str(ids) if isinstance(ids, str) else tuple(map(str, ids)) for name, ids in directory.items()}


class Lifetime(Table):
    """What callers of a version are told about its end, by header fields.

    Attributes:
        deprecated: since when it is deprecated.
        sunset: from when it will not be answered.
        link: of a page about it.
    """

    deprecated: _Moment | None = None
    sunset: _Moment | None = None
    link: str | None = None

    @property
    def headers(self) -> Headers:
        """The fields that tell it."""
        return lifecycle_headers(deprecated=self.deprecated, sunset=self.sunset, link=self.link)

    @model_validator(mode="after")
    def _can_be_told(self) -> "Lifetime":
        if self.deprecated is not None and self.sunset is not None and self.sunset < self.deprecated:
            raise SeveralError([(("sunset",), "it is before deprecated, which RFC 9745 (section 4) forbids")])
        try:
            self.headers  # noqa: B018  # made for what it refuses
        except ValueError as error:
            raise SeveralError([(("link",), str(error))]) from None
        return self


class ContextSettings(Table):
    """What is known of all requests: the fields of `aurora_compat.Context` of these names.

    Attributes:
        roles: name -> id or ids, or one such mapping per tenant id.
        system_size_source: which size stands for `system_size`; `none` to leave it out.
        default_module_spacing: version -> metres, as text; `none` to send nothing.
        pricing_method_values: old -> new value of `pricing_mode`.
        send_version_header: add `Aurora-API-Version` in the sandbox.
    """

    roles: Annotated[dict[str, Any] | None, AfterValidator(lambda roles: roles and _roles(roles))] = None
    system_size_source: Literal["stc", "ptc", "ac", "none"] = "stc"
    default_module_spacing: Annotated[
        ByVersion[str] | None,
        BeforeValidator(lambda value: None if value == "none" else value),
    ] = FrozenMap()
    pricing_method_values: Mapping[str, str] = FrozenMap()
    send_version_header: bool = False

    def context(self, environment: Literal["production", "sandbox"] | None = None) -> Context:
        """As translations take it."""
        source = self.system_size_source
        return Context(
            roles=self.roles,
            environment=environment,
            system_size_source=None if source == "none" else source,
            default_module_spacing=self.default_module_spacing,
            pricing_method_values=self.pricing_method_values,
            send_version_header=self.send_version_header,
        )

    @model_validator(mode="after")
    def _no_contradiction(self) -> "ContextSettings":
        try:
            self.context()
        except InvalidContext:  # the one thing that the types leave open
            told = "over the published values it gives one new value to two old ones: make it one-to-one"
            raise SeveralError([(("pricing_method_values",), told)]) from None
        return self
