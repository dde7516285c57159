"""pydantic at both ends: a model of the source version reads the document, one of the target version writes it.

`through models` gives what the models hold, so each end parses and dumps; `checked only` throws the models away and
passes the document itself through the hand-written function, which is the least that two models can cost.
"""

from collections.abc import Iterator
from typing import Any

from benchmarks.handwritten.projects import request_down, request_up
from benchmarks.rivals.base import Rival
from benchmarks.rivals.models import NewBody, OldBody


def _up(document: Any) -> Any:
    held = OldBody.model_validate(document).model_dump(exclude_unset=True)
    return NewBody.model_validate(request_up(held)).model_dump(exclude_unset=True)


def _down(document: Any) -> Any:
    held = NewBody.model_validate(document).model_dump(exclude_unset=True)
    return OldBody.model_validate(request_down(held)).model_dump(exclude_unset=True)


def _up_checked(document: Any) -> Any:
    OldBody.model_validate(document)
    result = request_up(document)
    NewBody.model_validate(result)
    return result


def _down_checked(document: Any) -> Any:
    NewBody.model_validate(document)
    result = request_down(document)
    OldBody.model_validate(result)
    return result


def rivals() -> Iterator[Rival]:
    yield Rival("pydantic at both ends, through models", _up, _down, faster=15)
    yield Rival("pydantic at both ends, checked only", _up_checked, _down_checked)
