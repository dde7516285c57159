"""What the fake server answers with a 4xx: a status, and sentences."""

from collections.abc import Mapping
from typing import NamedTuple

from aurora_compat.words.frozen import FrozenMap


class Trouble(NamedTuple):
    """One thing that is wrong with a request.

    Attributes:
        message: the sentence, behind the field's name where there is one.
        field: the field in 2024.05, names joined by dots; None where no one field is to blame.
    """

    message: str
    field: str | None = None


class Refused(Exception):
    """A request that the server does not fulfil.

    Attributes:
        status: a 4xx.
        troubles: what is wrong.
        headers: further fields of the answer.
        resource: of a 404: what could not be found, and its id.
    """

    def __init__(
        self,
        status: int,
        *troubles: Trouble,
        headers: Mapping[str, str] = FrozenMap(),
        resource: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(status, *(trouble.message for trouble in troubles))
        self.status = status
        self.troubles = troubles
        self.headers = headers
        self.resource = resource


def wrong(field: str, message: str) -> Refused:
    """A 422 that names a field, in the names of 2024.05."""
    return Refused(422, Trouble(message, field))


def unknown(kind: str, id_: str) -> Refused:
    """A 404 for an id that the tenant does not have."""
    return Refused(404, resource=(kind, id_))
