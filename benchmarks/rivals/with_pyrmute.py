"""pyrmute: `migrate_data` without validation, and `migrate`, which ends in a model of the target version.

Versions are given as `ModelVersion`, which saves it parsing them. The migrations are the hand-written functions.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from pyrmute import ModelManager, ModelVersion

from benchmarks.handwritten.projects import request_down, request_up
from benchmarks.rivals.base import Rival
from benchmarks.rivals.models import NewBody, OldBody, plain


def rivals() -> Iterator[Rival]:
    manager = ModelManager()
    old, new = ModelVersion(2022, 9, 0), ModelVersion(2024, 5, 0)
    manager.model("Project", old)(OldBody)
    manager.model("Project", new)(NewBody)
    manager.migration("Project", old, new)(request_up)
    manager.migration("Project", new, old)(request_down)
    up: dict[str, Any] = {"name": "Project", "from_version": old, "to_version": new}
    down: dict[str, Any] = {"name": "Project", "from_version": new, "to_version": old}
    yield Rival(
        "pyrmute, not validated", partial(manager.migrate_data, **up), partial(manager.migrate_data, **down), faster=3
    )
    yield Rival(
        "pyrmute, validated at the end", partial(manager.migrate, **up), partial(manager.migrate, **down), plain=plain
    )
