"""Typed payloads of every version: `model_for` finds one, the modules `v2018_01`, `v2022_09`, ... hold them by name.

A new version is one module beside these, with `VERSION`, `PAYLOADS` and `ERRORS`, and one line here.
"""

from importlib import import_module
from types import ModuleType

from aurora_compat.aurora import aurora
from aurora_compat.models.base import Model
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.operation import PARTS, Part
from aurora_compat.words.version import Version

MODULES = FrozenMap(
    {
        Version.of("2018.01"): "v2018_01",
        Version.of("2022.09"): "v2022_09",
        Version.of("2024.05"): "v2024_05",
    }
)
"""The modules beside this one that hold a version's payloads; each is loaded when it is first asked for."""

_WITHOUT_BODY = frozenset({204, 205})


def model_for(operation: str, part: Part, version: Version | str, status: int = 200) -> type[Model] | None:
    """The model of a body: that of a request, of a 2xx answer or, by `status`, of a 4xx.

    None where there is no body (a GET, an answer 204), where the version does not list the operation, or where nothing
    is known of its body: the root of 2018.01, errors before 2022.09, and whatever is neither a 2xx nor a 4xx.

    Raises:
        UnknownOperation, UnknownVersion, ValueError for a part that is neither request nor response.
    """
    registry = aurora()
    known, name = registry.version(version), registry.operation(operation).name
    if part not in PARTS:
        raise ValueError(f"part is 'request' or 'response', not {part!r:.80}")
    module = _module(known)
    if module is None:
        return None
    found: type[Model] | None = None
    if part == "request" or (200 <= status <= 299 and status not in _WITHOUT_BODY):
        found = module.PAYLOADS.get((name, part))
    elif 400 <= status <= 499:
        found = module.ERRORS
    return found


def _module(version: Version) -> ModuleType | None:
    name = MODULES.get(version)
    return import_module(f"{__name__}.{name}") if name is not None else None


__all__ = ["MODULES", "Model", "model_for"]
