"""Documents that are opened level by level, as a reader of bytes opens them: nobody sees into a value by accident."""

from typing import Any

from aurora_compat.code import Aside


class Sealed:
    """A value that only the reader opens; whoever compares it, or asks whether it is true, fails."""

    __slots__ = ("held",)
    __hash__ = None  # type: ignore[assignment]  # a look into the value, too

    def __init__(self, held: Any) -> None:
        self.held = held

    def __eq__(self, other: object) -> bool:
        raise AssertionError("a sealed value was compared")

    def __bool__(self) -> bool:
        raise AssertionError("a sealed value was asked whether it is true")


class Opener:
    """The reader of such documents."""

    @staticmethod
    def object(value: Any) -> dict[str, Any] | None:
        """The members, sealed."""
        held = _opened(value, dict)
        return None if held is None else {key: Sealed(member) for key, member in held.items()}

    @staticmethod
    def list(value: Any) -> "list[Any] | None":
        """The items, sealed."""
        held = _opened(value, list)
        return None if held is None else [Sealed(item) for item in held]

    @staticmethod
    def member(value: Any) -> Any:
        """The value, None for a sealed null."""
        return None if type(value) is Sealed and value.held is None else value

    @staticmethod
    def value(value: Any) -> Any:
        """The whole value."""
        return unsealed(value)


def _opened(value: Any, kind: type) -> Any:
    """What a sealed value holds, null or of that kind; what is open already is not opened again."""
    assert type(value) is not kind, "open already"
    held = value.held if type(value) is Sealed else value
    if held is not None and type(held) is not kind:
        raise Aside
    return held


def opened(document: Any) -> Any:
    """A document of which the outermost level is open."""
    if type(document) is dict:
        return {key: Sealed(member) for key, member in document.items()}
    return [Sealed(item) for item in document] if type(document) is list else Sealed(document)


def unsealed(value: Any) -> Any:
    """The whole value."""
    if type(value) is Sealed:
        return value.held
    if type(value) is dict:
        return {key: unsealed(member) for key, member in value.items()}
    return [unsealed(item) for item in value] if type(value) is list else value
