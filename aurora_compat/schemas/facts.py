"""What an OpenAPI document says beyond paths and bodies, as data: each fact with the versions that it holds for."""

from fnmatch import fnmatchcase
from typing import NamedTuple

from aurora_compat.aurora.hosts import PRODUCTION, SANDBOX
from aurora_compat.aurora.signature import PARAMETERS
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Method, Operation
from aurora_compat.words.version import Version

TITLE = "Aurora Solar API"
DESCRIPTION = (
    "Not Aurora's own document: aurora_compat gathered it from the published documentation, the changelog and working"
    " public clients. `x-aurora-evidence` tells of an operation where its path is known from: `doc` the documentation,"
    " `code` working public clients, `name` the documented name and the API's convention. `x-evidence` tells of a field"
    " whether it was seen (`S`) or inferred (`I`). Sets of values are open, and so is every object."
)
SERVERS: tuple[FrozenMap[str, Json], ...] = (
    FrozenMap({"url": f"https://{PRODUCTION}", "description": "Production"}),
    FrozenMap({"url": f"https://{SANDBOX}", "description": "Sandbox"}),
)


class Span(NamedTuple):
    """The versions from one on, and before another; None leaves an end open."""

    since: Version | None = None
    before: Version | None = None

    def holds(self, version: Version) -> bool:
        """Whether a version is among them."""
        return (self.since is None or version >= self.since) and (self.before is None or version < self.before)


ALWAYS = Span()
_BEFORE_2022 = Span(before=Version.of("2022.09"))
_BEFORE_2024 = Span(before=Version.of("2024.05"))
_SINCE_2024 = Span(since=Version.of("2024.05"))


class QueryParameter(NamedTuple):
    """A query parameter, and which operations take it: a name, or a pattern of names as of files."""

    operations: str
    name: str
    description: str
    schema: FrozenMap[str, Json]
    required: bool = False
    versions: Span = ALWAYS

    def is_of(self, operation: Operation, version: Version) -> bool:
        """Whether an operation takes it in a version."""
        return fnmatchcase(operation.name, self.operations) and self.versions.holds(version)


_UUID = FrozenMap({"type": "string", "format": "uuid"})
_SPACING = "How far apart two modules of one array may be at most, in metres (the unit is inferred)."

QUERY: tuple[QueryParameter, ...] = (
    QueryParameter(
        "list_*", "page", "The page wanted, from 1.", FrozenMap({"type": "integer", "minimum": 1, "default": 1})
    ),
    QueryParameter(
        "list_*",
        "per_page",
        "How many items a page has, at most 250.",
        FrozenMap({"type": "integer", "minimum": 1, "maximum": 250, "default": 100}),
    ),
    QueryParameter(
        "list_racking_arrays",
        "max_panel_spacing",
        _SPACING,
        FrozenMap({"type": "number", "default": 0.01}),
        versions=_BEFORE_2024,
    ),
    QueryParameter(
        "list_racking_arrays",
        "max_module_spacing",
        _SPACING,
        FrozenMap({"type": "number", "default": 0.026}),
        versions=_SINCE_2024,
    ),
    QueryParameter(
        "create_design",
        "site_model_design_id",
        "Id of the design whose roof model the new design starts from.",
        _UUID,
        versions=_BEFORE_2022,
    ),
    QueryParameter(
        "create_design",
        "include_design",
        "Whether the whole of that design is copied; without `site_model_design_id` it does nothing.",
        FrozenMap({"type": "boolean"}),
        versions=_BEFORE_2022,
    ),
    QueryParameter(
        "retrieve_*_status", "job_id", "Id of the job, as the answer to its run told it.", _UUID, required=True
    ),
)

PATH_PARAMETER = _UUID
"""The schema of every path parameter: they are ids."""


class Credential(NamedTuple):
    """A security scheme."""

    name: str
    scheme: FrozenMap[str, Json]


class Access(NamedTuple):
    """One way to prove who calls: the credentials that it takes together."""

    credentials: tuple[Credential, ...]
    versions: Span = ALWAYS


ACCESS: tuple[Access, ...] = (
    Access(
        (
            Credential(
                "bearer",
                FrozenMap({"type": "http", "scheme": "bearer", "description": "An API key, as a bearer token."}),
            ),
        )
    ),
    Access(
        tuple(
            Credential(name, FrozenMap({"type": "apiKey", "in": "query", "name": name, "description": description}))
            for name, description in zip(
                PARAMETERS,
                (
                    "Id of the key that signs.",
                    "When the request was signed: `YYYY-MM-DD HH:MM:SS UTC`.",
                    "Base64 of the HMAC-SHA256 of the request; aurora_compat's `hmac_auth` tells what is signed.",
                ),
                strict=True,
            )
        ),
        _BEFORE_2022,
    ),
)


class Success(NamedTuple):
    """How operations answer when all went well; the first that fits is theirs. No method stands for any."""

    operations: str
    status: int
    description: str
    method: Method | None = None
    has_body: bool = True

    def is_of(self, operation: Operation) -> bool:
        """Whether it fits an operation."""
        return self.method in {None, operation.method} and fnmatchcase(operation.name, self.operations)


_EMPTY = "Done; the answer has no body."

SUCCESSES: tuple[Success, ...] = (
    Success("*", 204, _EMPTY, method="DELETE", has_body=False),
    Success("activate_user", 204, _EMPTY, has_body=False),
    Success("deactivate_user", 204, _EMPTY, has_body=False),
    Success("run_*", 202, "The job was started; its status is asked for by its `job_id`."),
    Success("*", 200, "Done."),
)


class Failure(NamedTuple):
    """An answer that any operation may give.

    Attributes:
        status: as OpenAPI writes it.
        example: a status that it stands for.
        name: of the shared response.
        description: what it means.
        headers: that come with it.
    """

    status: str
    example: int
    name: str
    description: str
    headers: FrozenMap[str, FrozenMap[str, Json]] = FrozenMap()


FAILURES: tuple[Failure, ...] = (
    Failure(
        "429",
        429,
        "TooManyRequests",
        "Too many requests: by default a key has 90 a minute.",
        FrozenMap(
            {
                "Retry-After": FrozenMap(
                    {
                        "description": "How long to wait, as RFC 9110 writes it: seconds, or a date.",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                )
            }
        ),
    ),
    Failure("4XX", 400, "ClientError", "The request was refused."),
)
