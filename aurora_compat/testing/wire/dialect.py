"""What the messages of an API look like beside its operations: hosts, prefixes, parameters, header fields."""

from collections.abc import Mapping
from urllib.parse import unquote

from aurora_compat.registries import Registry
from aurora_compat.testing import words
from aurora_compat.testing.bodies import is_auroras
from aurora_compat.testing.wire.spellings import SEGMENTS
from aurora_compat.words.context import Context
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.value import Value


class Dialect(Value, kw_only=True):
    """What messages are made of beside what a registry tells, each part optional.

    Parameters and header fields that rules name are drawn without being told here.

    Attributes:
        origins: schemes and hosts in front of paths.
        prefixes: version -> what stands in front of all its paths, where versions differ in that.
        parameters: pieces of queries, as they are spelled.
        headers: groups of header fields that come together.
        urls: of the header fields of answers that hold URLs.
        aliases: place of a head -> other places that a note on it speaks of, such as its name in another version; where
            it is None, the parameters and header fields that one rule names are aliases of each other.
        contexts: what callers know.
    """

    origins: tuple[str, ...] = (
        *("https://api.example.com", "https://API.Example.com:443", "http://localhost:8080", "https://[::1]:8443"),
        "https://user:pw@api.example.com",
    )
    prefixes: Mapping[str, str] = FrozenMap()
    parameters: tuple[str, ...] = ()
    headers: tuple[tuple[tuple[str, str], ...], ...] = ()
    urls: tuple[str, ...] = ("https://api.example.com/orders/1?page=2#x", "//api.example.com/orders")
    aliases: Mapping[str, tuple[str, ...]] | None = None
    contexts: tuple[Context, ...] = (Context(),)


def dialect_of(registry: Registry) -> Dialect:
    """Aurora's own for what is Aurora's, the general one for others."""
    return AURORA if is_auroras(registry) else Dialect()


def aliases_of(dialect: Dialect, registry: Registry) -> Mapping[str, tuple[str, ...]]:
    """The aliases that a dialect tells, else those of the rules."""
    if dialect.aliases is not None:
        return dialect.aliases
    found: dict[str, tuple[str, ...]] = {}
    for head in (head for change in registry.changes.values() for head in change.heads):
        places = {line.where for edit in (head.edit, head.edit.inverse) for line in edit.lines()}
        named = sorted(place for place in places if place.startswith(("query/", "headers/")))
        found.update((place, tuple({*found.get(place, ()), *named} - {place})) for place in named)
    return found


_PROJECT = "12345343-5343-4345-3445-123456789012"
_IDS = {unquote(segment) for segment in (*SEGMENTS, "d%2D1", "asset-1")}
_ROLES: dict[str, str | tuple[str, ...]] = {**words.ROLES, **words.TWINS}
_KNOWING = Context(
    roles=_ROLES,
    bearer_token="token-of-a-caller",
    design_of_asset=dict.fromkeys(_IDS, "design of/it"),
    project_of_design=dict.fromkeys(_IDS, _PROJECT),
)
"""Leaves as few requests to refuse as can be."""

AURORA = Dialect(
    origins=(
        *("https://api.aurorasolar.com", "https://api-sandbox.aurorasolar.com", "https://API.AuroraSolar.com:443"),
        *("http://localhost:8080", "https://[::1]:8443", "https://user:pw@api.aurorasolar.com"),
    ),
    prefixes=FrozenMap({"2018.01": "/v2", "2022.09": "", "2024.05": ""}),
    parameters=(
        *("job_id=j", "max_panel_spacing=0.02", "max_module_spacing=0%2E03", "max_panel_spacing=", "max_panel_spacing"),
        *("max_panel_spacing=1&max_panel_spacing=2", "max_module_spacing=5&max_panel_spacing=6"),
        *("MAX_PANEL_SPACING=1", "max%5Fpanel_spacing=1", "include_design=true", "include_design=1&x=y"),
        *("site_model_design_id=d%2D1&include_design=true", "include_design"),
        *("include_design=TRUE&x=1&site_model_design_id=a%20b", "AuroraKey=key&Timestamp=now&Signature=s%3D"),
        *("signature=mine", "Timestamp=2018", "%41uroraKey=k"),
    ),
    headers=((("AURORA-API-VERSION", "2022.09"), ("X-Between", "1"), ("Aurora-API-Version", "latest")),),
    urls=(
        *("/v2/tenants/t-1/projects", "/tenants/t-1/projects/", "/v2", "/v2/", "/v2x/y", "/%762/x", "/v2?page=2"),
        *("https://api.aurorasolar.com/v2/tenants/t-1?page=2#x", "https://api-sandbox.aurorasolar.com/tenants/t-1"),
        *("//api.aurorasolar.com/v2/x", "//elsewhere.example/v2", "https://elsewhere.example/v2/x"),
        *("HTTPS://API.aurorasolar.com:443/v2/x", "http://user@api.aurorasolar.com/v2/", "/v2/v2/x", "/v2//x"),
        "https://api.aurorasolar.com.evil.example/v2/x",
    ),
    aliases=FrozenMap(
        {
            "query/max_panel_spacing": ("query/max_module_spacing",),
            "query/max_module_spacing": ("query/max_panel_spacing",),
            # Which operation it is, Create or Duplicate Design, path and query tell together.
            "query/site_model_design_id": ("path",),
        }
    ),
    contexts=(
        _KNOWING,
        _KNOWING,
        _KNOWING.__replace__(default_module_spacing=None),
        _KNOWING.__replace__(
            environment="sandbox", send_version_header=True, default_module_spacing={"2022.09": "0.5"}
        ),
        _KNOWING.__replace__(environment="sandbox", system_size_source=None),
    ),
)
"""Aurora's messages: what trips up who translates them."""
