"""JSON values: equality as the API's clients see it, and copies; at any depth, without recursion."""

from typing import Any, TypeAlias

Json: TypeAlias = Any
"""A JSON value: dict with text keys, list, str, int, float, bool or None. What a rule looks at it checks itself."""

LEAVES = frozenset({str, int, float, bool, type(None)})
"""The types of values that hold no others."""


def same(left: Json, right: Json) -> bool:
    """Whether two JSON values are equal: member order does not matter, and 1, 1.0 and true are three values.

    Python holds 1 == 1.0 == True, and JSON Patch libraries follow it; here two numbers are equal when both are integers
    of equal value or both are doubles of equal value (so -0.0 equals 0.0).
    """
    pairs = [(left, right)]
    while pairs:
        a, b = pairs.pop()
        if a is b:
            continue
        if type(a) is not type(b):
            return False
        if isinstance(a, dict):
            if len(a) != len(b):
                return False
            for key, value in a.items():
                if key not in b:
                    return False
                pairs.append((value, b[key]))
        elif isinstance(a, list):
            if len(a) != len(b):
                return False
            pairs.extend(zip(a, b, strict=True))
        elif a != b:
            return False
    return True


def copied(value: Json) -> Json:
    """A copy that shares no list and no object with the original."""
    root: list[Json] = [value]
    todo: list[Json] = [root]
    while todo:
        container = todo.pop()
        for key, child in container.items() if isinstance(container, dict) else enumerate(container):
            if isinstance(child, (dict, list)):
                fresh = child.copy()
                container[key] = fresh
                todo.append(fresh)
    return root[0]


def kind_of(value: Json) -> str:
    """What a value is called in a sentence: `a list`, `an object`, `a string`, ..."""
    if isinstance(value, bool):
        return "a boolean"
    names = {dict: "an object", list: "a list", str: "a string", int: "a number", float: "a number"}
    known = next((name for type_, name in names.items() if isinstance(value, type_)), None)
    return known or ("null" if value is None else f"a Python {type(value).__name__}, which is no JSON value,")


def digest(value: Json) -> str:
    """A short fingerprint (SHA-256, 128 bits of it, in hex) that two values share exactly when they are `same`."""
    from hashlib import sha256  # loads OpenSSL: only those who keep a residue pay for it

    hashed = sha256()
    todo: list[tuple[bool, Json]] = [(False, value)]
    while todo:
        is_token, item = todo.pop()
        if is_token:
            token = item
        elif isinstance(item, dict):
            token = f"{{{len(item)}"
            for key in sorted(item, reverse=True):
                todo += ((False, item[key]), (True, f"k{len(key)}:{key}"))
        elif isinstance(item, list):
            token = f"[{len(item)}"
            todo += ((False, child) for child in reversed(item))
        elif isinstance(item, str):
            token = f"s{len(item)}:{item}"
        else:
            token = (
                f"{type(item).__name__}:{item or 0!r}" if isinstance(item, float) else f"{type(item).__name__}:{item!r}"
            )
        hashed.update(token.encode("utf-8", "surrogatepass") + b"\0")
    return hashed.hexdigest()[:32]
