"""Compiled plans give what the edits themselves give, or step aside; over parsed documents and over sealed ones."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aurora_compat as ac
from aurora_compat.code import Aside, Parsed, Reader
from aurora_compat.run import Call, Refusal
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import same
from tests.documents import PAIRS, documents
from tests.laws.odd import DOCUMENTS
from tests.laws.sealed import Opener, opened, unsealed
from tests.laws.strategies import PARAMS, ROLES, TOUCHED, TWIN_ROLES, Combination, Example, examples, known_contexts
from tests.laws.tally import TALLY


class _Strict(Parsed):
    """A reader of parsed documents with which a compiled plan hides no exception."""


class _Case(NamedTuple):
    """A document, and the call that it is translated in."""

    document: Any
    call: Call

    @classmethod
    def of(
        cls, case: Combination, document: Any, context: ac.Context, params: dict[str, str], lenient: bool
    ) -> "_Case":
        source, target = ac.Version.of(case.source), ac.Version.of(case.target)
        part: Any = case.part
        return cls(
            document,
            Call(case.operation, part, source, target, context, FrozenMap(params), 200, ac.registry, lenient),
        )

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


@pytest.mark.parametrize("case", TOUCHED, ids=lambda case: case.name)
def test_of_any_document(case: Combination) -> None:
    """The share that the laws' summary tells as filtered out is that of documents left aside."""

    @given(examples(case), st.booleans())
    def check(example: Example, lenient: bool) -> None:
        it = _Case.of(case, example.payload, example.context, PARAMS, lenient)
        TALLY.count("compiled", case.name, checked=it.holds()[0])

    check()


def _told_otherwise(server: str) -> ac.Context:
    """A context in which the server's roles are not the caller's."""
    params = FrozenMap({"tenant_id": PARAMS["tenant_id"]})
    need = ac.Need("list_roles", ac.Version.of(server), params, FrozenMap(), None, "", False, None)
    return ac.Context(roles=ROLES).with_answer(need, {"roles": [{"name": "Team Member", "id": TWIN_ROLES[0]}]})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_of_odd_documents(name: str) -> None:
    operation, part = name.split(".")
    for source, target in PAIRS:
        case = Combination(operation, part, source, target)
        server = target if part == "request" else source
        for context in (*known_contexts(server, part), _told_otherwise(server)):
            for document in DOCUMENTS[name]:
                for lenient in (False, True):
                    it = _Case.of(case, document, context, PARAMS, lenient)
                    try:
                        it.holds()
                    except Exception as error:
                        error.add_note(f"{case.name}: {document!r}")
                        raise


_ASIDE = {"retrieve_design_summary.response.arrays_text"}
"""Golden documents that are odd in some version: arrays as JSON in a string."""


@pytest.mark.parametrize("document", [d for d in documents() if d.status == 200], ids=lambda document: document.name)
def test_of_golden_documents_which_it_never_leaves_aside(document: Any) -> None:
    told = document.given()
    for source, target in PAIRS:
        case = Combination(document.operation, document.part, source, target)
        for lenient in (False, True):
            it = _Case.of(case, document.body(source), told["context"], told["path_params"], lenient)
            assert all(it.holds()) or document.name in _ASIDE, case.name
