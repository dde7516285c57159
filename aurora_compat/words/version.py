"""A dated version of an API."""

import re
from functools import total_ordering
from typing import Any

from aurora_compat.words.error import UnknownVersion
from aurora_compat.words.value import Value

_SPELLING = re.compile(r"v?(\d+(?:[.-]\d+)*)", re.ASCII)


@total_ordering
class Version(Value):
    """A dated version such as 2018.01; ordered by its numbers, equal by its name.

    Made by `Version.of`, which reads the spellings in use: `"2018.01"` as in the documentation, `"v2018.01"` and
    `"2018-01"` as clients write them.
    """

    numbers: tuple[int, ...]
    name: str

    @classmethod
    def of(cls, spelling: "Version | str") -> "Version":
        """Read one spelling of a version.

        Raises:
            UnknownVersion: what was given is no dotted or dashed run of numbers.
        """
        if isinstance(spelling, Version):
            return spelling
        match = _SPELLING.fullmatch(spelling) if isinstance(spelling, str) else None
        if match is None:
            raise UnknownVersion(
                f"{spelling!r:.80} is no version; write it like 2018.01, v2018.01 or 2018-01",
                version=str(spelling)[:80],
            )
        name = match[1].replace("-", ".")
        return cls(tuple(int(number[:9]) for number in name.split(".")), name)

    def __post_init__(self) -> None:
        self.__dict__["_hash"] = hash((self.numbers, self.name))  # a key of most look-ups

    def __hash__(self) -> int:
        known: int = self.__dict__["_hash"]
        return known

    def __reduce__(self) -> tuple[Any, ...]:
        return Version, (self.numbers, self.name)  # not its hash: that of a text differs from process to process

    def __lt__(self, other: "Version") -> bool:
        return (self.numbers, self.name) < (other.numbers, other.name)

    def __str__(self) -> str:
        return self.name
