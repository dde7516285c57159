"""Small strategies that the others are made of; each shrinks to the first thing that it names."""

from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

mostly: st.SearchStrategy[bool] = st.sampled_from((False, *[True] * 7))
"""True seven times of eight; shrinks to false."""
rarely: st.SearchStrategy[bool] = st.sampled_from((*[False] * 7, True))
"""True one time of eight; shrinks to false."""
sometimes: st.SearchStrategy[bool] = st.sampled_from((False, False, False, True))
"""True one time of four; shrinks to false."""

ODD_KEYS = ("custom_field", "", "/", "~", "a/b", "~1", "ключ", "0", "ünït")
"""Names that trip up who spells JSON Pointers, or takes a key for an index."""
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 1.0, -0.0, 1.5, -1, 2**70, 10**40, "", "text", "é", "1"),
    *([], {}, [[]], [None], [1, 1.0, True], {"": 1}, {"a/b": 1, "~": {"ключ": [1]}}, [{"id": "a"}, {"id": "a"}]),
)
"""Values of every JSON type that comparisons and copies stumble over: 1, 1.0 and true are three of them."""

plain_text: st.SearchStrategy[str] = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12
)
keys: st.SearchStrategy[str] = st.sampled_from(ODD_KEYS) | plain_text
"""Names of unknown members."""
scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1000, 1000),
    st.integers(-(2**80), 2**80),
    st.floats(-1e9, 1e9, allow_nan=False),
    plain_text,
    st.sampled_from(("1", "true", "null")),
)
values: st.SearchStrategy[Any] = st.sampled_from(ODD_VALUES) | st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)
"""Any JSON value, small."""
objects: st.SearchStrategy[dict[str, Any]] = st.dictionaries(keys, values, max_size=4)
"""Any JSON object, small."""


def of(items: tuple[T, ...], other: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Mostly one of the items, now and then something else."""
    if not items:
        return other
    known = st.sampled_from(items)
    return rarely.flatmap(lambda odd: other if odd else known)


def seldom(other: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """None three times of four, else something."""
    return sometimes.flatmap(lambda some: other if some else st.none())
