"""What the hand-written modules share."""

from collections.abc import Callable
from typing import Any, TypeAlias

Floor: TypeAlias = Callable[[Any], Any]
"""Document in, document out; what it is given stays as it is."""
Key: TypeAlias = tuple[str, str, str, str]
"""Operation, part, source version, target version."""

V2018, V2022, V2024 = "2018.01", "2022.09", "2024.05"


class Refused(Exception):
    """A request that has no equivalent in the target version."""


def first_hop(operation: str, part: str, up: Floor, down: Floor) -> dict[Key, Floor]:
    """The walks of a body that only 2022.09 has changed."""
    return {
        **{(operation, part, V2018, target): up for target in (V2022, V2024)},
        **{(operation, part, source, V2018): down for source in (V2022, V2024)},
    }


def second_hop(operation: str, part: str, up: Floor, down: Floor) -> dict[Key, Floor]:
    """The walks of a body that only 2024.05 has changed."""
    return {
        **{(operation, part, source, V2024): up for source in (V2018, V2022)},
        **{(operation, part, V2024, target): down for target in (V2018, V2022)},
    }
