"""Aurora's own API: one package a release, read in order they are its changelog. A new version is one line here."""

from functools import cache

from aurora_compat.registries import Registry


@cache
def aurora() -> Registry:
    """The registry of the Aurora Solar API; always the same object.

    The releases are loaded by the first call: they are half of what the package costs to load, and who only wants an
    exception or a type does not need them.
    """
    from aurora_compat.aurora import v2018_01, v2022_09, v2024_05

    return Registry(
        v2018_01.RELEASE,
        v2022_09.RELEASE,
        v2024_05.RELEASE,
        pickled_as=aurora,
    )
