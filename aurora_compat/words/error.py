"""The errors: one hierarchy, each a value that says what was met, where, and what to do."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from aurora_compat.words.note import Need, Note
    from aurora_compat.words.problem import Problem


class AuroraCompatError(Exception):
    """Whatever this package refuses. Two errors are equal when they say the same of the same place.

    Attributes:
        message: the sentence, without the place.
        operation: the operation's name, or None where none is at stake.
        part: `"request"` or `"response"`.
        change: id of the change whose rule speaks, None for a general rule.
        pointer: JSON Pointer (RFC 6901) into the payload that was given.
        source: the version translated from.
        target: the version translated to.
    """

    message: str
    operation: str | None
    part: str | None
    change: str | None
    pointer: str | None
    source: str | None
    target: str | None
    _fields: tuple[str, ...] = ("message", "operation", "part", "change", "pointer", "source", "target")

    def __init__(self, message: str, **data: Any) -> None:
        unknown = set(data) - set(self._fields)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        super().__init__(message)
        values = {"message": message, **data}
        for field in self._fields:
            object.__setattr__(self, field, values.get(field))

    def replaced(self, **data: Any) -> Self:
        """The same error with other data: a caller further out knows more of the place."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | data)

    def __setattr__(self, name: str, value: object) -> None:
        if name in self._fields:
            raise AttributeError(f"{type(self).__name__} is frozen: {name} can't be set")
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, field) == getattr(other, field) for field in self._fields)

    def __hash__(self) -> int:
        return hash((type(self), self.message, self.change, self.pointer))

    def __reduce__(self) -> tuple[Any, ...]:
        data = {field: getattr(self, field) for field in self._fields if field != "message"}
        return _rebuild, (type(self), self.message, data)

    def __str__(self) -> str:
        subject = " ".join(word for word in (self.operation, self.part) if word)
        hop = f"{self.source} -> {self.target}" if self.source and self.target else ""
        place = f"at {self.pointer}" if self.pointer else ""
        rule = f"[{self.change}]" if self.change else ""
        where = " ".join(word for word in (subject, hop, place, rule) if word)
        return f"{where}: {self.message}" if where else self.message


def _rebuild(cls: type[AuroraCompatError], message: str, data: dict[str, Any]) -> AuroraCompatError:
    return cls(message, **data)


class UnknownVersion(AuroraCompatError):
    """A version that is none, or that the registry does not hold (`version`)."""

    version: str
    _fields = (*AuroraCompatError._fields, "version")


class UnknownOperation(AuroraCompatError):
    """An operation that the registry does not hold (`operation`); `nearest` are names that look like it."""

    nearest: tuple[str, ...]
    _fields = (*AuroraCompatError._fields, "nearest")


class NoPath(AuroraCompatError):
    """No chain of releases joins the two versions, or, for one link of a chain, more than one release does."""


class MalformedPayload(AuroraCompatError):
    """What was given is no payload: broken JSON, over a limit, or a residue that belongs to something else.

    `problems` are those that a model found, where `validate` was asked for; None elsewhere.
    """

    problems: "tuple[Problem, ...] | None"
    _fields = (*AuroraCompatError._fields, "problems")


class Untranslatable(AuroraCompatError):
    """A rule refuses this request: the target version has no equivalent, and guessing would cost money."""


class MissingContext(AuroraCompatError):
    """A request needs something that the payload does not say.

    `needs` are the look-ups that would supply it, empty where only the caller can know; then the message names the
    field of `Context`.
    """

    needs: "tuple[Need, ...]"
    _fields = (*AuroraCompatError._fields, "needs")


class LossError(AuroraCompatError):
    """Raised under `strict`: `notes` are those of the kinds that the caller does not accept."""

    notes: "tuple[Note, ...]"
    _fields = (*AuroraCompatError._fields, "notes")


class InvalidContext(AuroraCompatError, ValueError):
    """A `Context` that contradicts itself; the message names its field."""


class RegistryError(AuroraCompatError, ValueError):
    """A registry that can't be: a gap, an id given twice, an unknown operation, a change that nothing can reach."""


def listed(names: Iterable[object]) -> str:
    """`a, b and c`."""
    words = [str(name) for name in names]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
