"""Frozen values, as `dataclasses.dataclass(frozen=True)` makes them, without what its import costs.

`import dataclasses` alone takes about as long as this whole package may (it loads `inspect`, and compiles code
for every class). A `Value` behaves the same: fields by annotation, defaults, equality, hash, representation; it
pickles, can't be changed, type checkers know it (PEP 681), and `dataclasses.replace`, `fields` and `asdict` work on it.
"""

from typing import Any, ClassVar, dataclass_transform


class _DataclassFields:
    """`__dataclass_fields__`, worked out when the dataclasses module looks for it."""

    def __get__(self, instance: object, owner: "type[Value]") -> Any:
        from dataclasses import field, fields, make_dataclass

        defaults = owner.field_defaults()
        declared = [(name, Any, field(default=value)) if has else (name, Any) for name, has, value in defaults]
        return {found.name: found for found in fields(make_dataclass(owner.__name__, declared, kw_only=True))}


@dataclass_transform(frozen_default=True)
class Value:
    """Base of the frozen values. Subclasses annotate their fields, and may check them in `__post_init__`."""

    _names: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _kw_only: ClassVar[bool] = False
    _hidden: ClassVar[frozenset[str]] = frozenset()
    """Fields that the representation leaves out."""
    __dataclass_fields__: ClassVar[Any] = _DataclassFields()

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        names = [name for name in cls.__annotations__ if not name.startswith("_")]
        cls._names = (*cls._names, *names)
        cls._defaults = {**cls._defaults, **{name: cls.__dict__[name] for name in names if name in cls.__dict__}}
        cls._kw_only = kw_only

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        cls = type(self)
        if args:
            if cls._kw_only or len(args) > len(cls._names):
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._names)}, by name")
            given = dict(zip(cls._names, args, strict=False))
            if not given.keys().isdisjoint(kwargs):
                raise TypeError(f"{cls.__name__} got a field twice")
            kwargs = given | kwargs
        values = {**cls._defaults, **kwargs}
        if len(values) != len(cls._names) or not values.keys() <= set(cls._names):
            raise TypeError(f"{cls.__name__} takes {', '.join(cls._names)}; it was given {', '.join(kwargs) or 'none'}")
        self.__dict__.update(values)
        self.__post_init__()

    @classmethod
    def field_defaults(cls) -> tuple[tuple[str, bool, Any], ...]:
        """Name of every field, whether it has a default, and the default."""
        return tuple((name, name in cls._defaults, cls._defaults.get(name)) for name in cls._names)

    def __post_init__(self) -> None:
        """Check or complete the fields; `self.__dict__` can be written to here, and nowhere else."""

    def __replace__(self, **changes: Any) -> Any:
        """What `copy.replace` (Python 3.13) calls."""
        return type(self)(**{name: getattr(self, name) for name in self._names} | changes)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} can't be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} can't be deleted")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in self._names if name not in self._hidden)
        return f"{type(self).__name__}({', '.join(shown)})"

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self._names])
