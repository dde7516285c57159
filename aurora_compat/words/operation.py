"""An operation of an API: its name, its method, and its path template in each version."""

import re
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

Part: TypeAlias = Literal["request", "response"]
Method: TypeAlias = Literal["GET", "POST", "PUT", "DELETE"]
PARTS: tuple[Part, ...] = ("request", "response")

_PARAMETER = re.compile(r"\{(\w+)\}")


class Operation(Value):
    """One endpoint under the documentation's own name.

    Attributes:
        name: the documentation's title in snake case, such as `create_project`.
        method: the HTTP method.
        paths: version -> path template (`/tenants/{tenant_id}/projects`), for the versions that list the operation.
        evidence: where its path is known from: `doc`, `code` (working public clients) or `name` (the name is
            documented, the path follows the API's convention).
    """

    name: str
    method: Method
    paths: FrozenMap[Version, str]
    evidence: str

    @property
    def title(self) -> str:
        """The name as the documentation writes it: `Create Project`."""
        return self.name.replace("_", " ").title()

    def template(self, version: Version) -> str | None:
        """The path template in that version, None where the version does not list the operation."""
        return self.paths.get(version)

    def parameters(self, version: Version) -> tuple[str, ...]:
        """The names of the path parameters, in the order of the path."""
        return parameters(self.paths.get(version, ""))

    def path(self, version: Version, path_params: Mapping[str, str]) -> str | None:
        """The path with its parameters filled in and percent-encoded; None where one is unknown."""
        from urllib.parse import quote  # loads ipaddress: only needs want it

        template = self.template(version)
        if template is None or any(name not in path_params for name in parameters(template)):
            return None
        return _PARAMETER.sub(lambda match: quote(path_params[match[1]], safe="", errors="surrogatepass"), template)


def parameters(template: str) -> tuple[str, ...]:
    """The names in braces of a path template, in its order."""
    return tuple(_PARAMETER.findall(template))


def known_params(params: Mapping[str, Any]) -> FrozenMap[str, str]:
    """Path parameters as text, less those that are not known."""
    return FrozenMap({name: str(value) for name, value in params.items() if value is not None})
