"""Aurora's own API: one package a release, read in order they are its changelog. A new version is one line here."""

from functools import cache
from importlib import import_module

from aurora_compat.registries import Registry

RELEASES = (
    "v2018_01",
    "v2022_09",
    "v2024_05",
)
"""The modules beside this one that hold a `RELEASE`, oldest first."""


@cache
def aurora() -> Registry:
    """The registry of the Aurora Solar API; always the same object.

    The releases are loaded by the first call: they are half of what the package costs to load, and who only wants an
    exception or a type does not need them.
    """
    modules = (import_module(f"{__name__}.{name}") for name in RELEASES)
    return Registry(*(module.RELEASE for module in modules), pickled_as=aurora)
