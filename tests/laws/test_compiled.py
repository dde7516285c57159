"""Compiled plans give what the edits themselves give, or step aside; over parsed documents and over sealed ones."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

import aurora_compat as ac
from aurora_compat.code import Aside, Parsed, Reader
from aurora_compat.run import Call, Refusal
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import same
from tests.documents import PAIRS, documents
from tests.laws.sealed import Opener, opened, unsealed


class _Strict(Parsed):
    """A reader of parsed documents with which a compiled plan hides no exception."""


class _Case(NamedTuple):
    """A document, and the call that it is translated in."""

    document: Any
    call: Call

    def holds(self) -> tuple[bool, bool]:
        """The law; whether the document was translated without stepping aside, parsed and sealed."""
        return self._over(self.document, _Strict(), lambda value: value), self._over(
            opened(self.document), Opener(), unsealed
        )

    def _over(self, document: Any, reader: Reader, seen: Callable[[Any], Any]) -> bool:
        plan = ac.registry.plan(self.call.operation, self.call.part, self.call.source, self.call.target)
        before = repr(seen(document))
        try:
            result = plan.compiled.function(document, self.call, reader)
        except (Aside, Refusal):
            return False
        finally:
            assert repr(seen(document)) == before, "the document was changed"
        expected = plan.interpret(self.document, self.call)  # what this refuses, a compiled plan must leave aside
        assert same(seen(result), expected)
        assert (result is document) == (expected is self.document)
        return True


_ASIDE = {"retrieve_design_summary.response.arrays_text"}
"""Golden documents that are odd in some version: arrays as JSON in a string."""


@pytest.mark.parametrize("document", [d for d in documents() if d.status == 200], ids=lambda document: document.name)
def test_of_golden_documents_which_it_never_leaves_aside(document: Any) -> None:
    told = document.given()
    for source, target in PAIRS:
        ends = ac.Version.of(source), ac.Version.of(target)
        params = FrozenMap(told["path_params"])
        for lenient in (False, True):
            call = Call(document.operation, document.part, *ends, told["context"], params, 200, ac.registry, lenient)
            assert all(_Case(document.body(source), call).holds()) or document.name in _ASIDE, call.where
