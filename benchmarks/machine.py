"""The machine and the versions that figures were taken with; never its name."""

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

import pyperf

PACKAGES = ("aurora_compat", "orjson", "msgspec", "cadwyn", "pyrmute", "pydantic", "jsonpatch", "pyperf")
_KEPT = (
    "cpu_config",
    "cpu_count",
    "cpu_freq",
    "cpu_model_name",
    "python_compiler",
    "python_implementation",
    "python_version",
    "timer",
)


def metadata() -> dict[str, str]:
    """What pyperf says of the machine and of its tuning, less what names it."""
    found: Mapping[str, object] = pyperf.Run([1.0], collect_metadata=True).get_metadata()
    return {name: str(found[name]) for name in _KEPT if name in found}


def described() -> list[str]:
    """Lines for the page."""
    known = metadata()
    cores = f"{known.get('cpu_model_name', platform.machine())}, {known.get('cpu_count', '?')} cores"
    packages = [f"{name} {_version(name)}" for name in PACKAGES if _version(name)]
    tuning = known.get("cpu_config", "")
    return [
        f"{cores}{f' ({tuning})' if tuning else ''}, {platform.system()} {platform.release().partition('-')[0]}",
        f"{platform.python_implementation()} {platform.python_version()} ({platform.python_compiler()})",
        ", ".join(packages),
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
