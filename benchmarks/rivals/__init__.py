"""Other libraries doing what `handwritten/projects.py` does: one file each, used the fastest way that they document.

The change is that of a project, 2022.09 <-> 2024.05: two new names, and three members moved into `location`. A rival
may be given the hand-written functions as its migration: then what it costs is its own. What a rival leaves out is said
in its file (most drop unknown fields, all drop the notes).
"""

from collections.abc import Iterator
from importlib import import_module

from benchmarks.rivals.base import Rival

MODULES = ("with_cadwyn", "with_pyrmute", "with_pydantic", "with_jsonpatch", "with_msgspec")


def rivals() -> tuple[tuple[Rival, ...], tuple[str, ...]]:
    """Those that are installed; and a sentence for each that is not."""
    found: list[Rival] = []
    skipped: list[str] = []
    for name in MODULES:
        loaded = _loaded(name)
        if isinstance(loaded, str):
            skipped.append(loaded)
        else:
            found += loaded
    return tuple(found), tuple(skipped)


def _loaded(name: str) -> Iterator[Rival] | str:
    try:
        module = import_module(f"{__name__}.{name}")
    except ImportError as error:
        return f"{name.removeprefix('with_')} is skipped: {error}"
    made: Iterator[Rival] = module.rivals()
    return made
