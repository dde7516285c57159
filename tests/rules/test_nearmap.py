"""`nearmap-true-ortho` and `nearmap-spelling`: what `image_src` of a design request may say."""

import pytest

from ._check import DOWN, NEW, OLD, UP, V18, V22, V24, Json, NoteKey, check, each, edited, hop, unsupported

ORTHO, SPELLING = "nearmap-true-ortho", "nearmap-spelling"
TRUE_ORTHO = "Nearmap (True Ortho)"
REQUESTS = ["create_design_request", "accept_design_request"]
ANSWERS = ["create_design_request", "list_design_requests", "retrieve_design_request", "accept_design_request"]
CASES = [(name, "request") for name in REQUESTS] + [(name, "response") for name in ANSWERS]
OTHERS: list[Json] = ["Google", "nearmap", "NEARMAP", "NearMap ", "Nearmap HD", "", "nearMap (True Ortho)", None, 5, []]


def body(operation: str, image_src: Json) -> Json:
    one = {"id": "x", "sla": 30, "image_src": image_src}
    return {"design_requests": [one]} if operation == "list_design_requests" else {"design_request": one}


def at(operation: str) -> str:
    return "/design_requests/0/image_src" if operation == "list_design_requests" else "/design_request/image_src"


def kept(value: Json, operation: str, part: str, source: str, target: str, *notes: NoteKey) -> None:
    same = body(operation, value)
    check(same, operation, part, source, target, same, notes)


@pytest.mark.parametrize(("operation", "part"), CASES)
class TestTrueOrtho:
    @pytest.mark.parametrize("target", [V22, V18])
    def test_down_it_is_kept_with_a_note(self, operation: str, part: str, target: str) -> None:
        kept(TRUE_ORTHO, operation, part, V24, target, unsupported(ORTHO, at(operation)))

    @pytest.mark.parametrize("source", [V22, V18])
    def test_up_nothing(self, operation: str, part: str, source: str) -> None:
        kept(TRUE_ORTHO, operation, part, source, V24)


@pytest.mark.parametrize("operation", ANSWERS)
class TestSpellingInResponses:
    @pytest.mark.parametrize("older", [V22, V18])
    def test_both_ways(self, operation: str, older: str) -> None:
        check(body(operation, "NearMap"), operation, "response", older, V24, body(operation, "Nearmap"))
        check(body(operation, "Nearmap"), operation, "response", V24, older, body(operation, "NearMap"))

    def test_the_targets_spelling_is_kept_with_a_note(self, operation: str) -> None:
        kept("Nearmap", operation, "response", V22, V24, unsupported(SPELLING, at(operation)))
        kept("NearMap", operation, "response", V24, V22, unsupported(SPELLING, at(operation)))


@pytest.mark.parametrize("operation", REQUESTS)
class TestSpellingInRequests:
    @pytest.mark.parametrize("source", [V22, V18])
    def test_up_it_is_respelled_with_a_note(self, operation: str, source: str) -> None:
        notes = [edited(SPELLING, at(operation))]
        check(body(operation, "NearMap"), operation, "request", source, V24, body(operation, "Nearmap"), notes)

    def test_up_the_new_spelling_passes(self, operation: str) -> None:
        kept("Nearmap", operation, "request", V22, V24)

    @pytest.mark.parametrize("value", ["NearMap", "Nearmap"])
    @pytest.mark.parametrize("target", [V22, V18])
    def test_down_it_is_kept(self, operation: str, value: str, target: str) -> None:
        kept(value, operation, "request", V24, target)


@pytest.mark.parametrize(("operation", "part"), CASES)
@pytest.mark.parametrize("direction", [UP, DOWN])
class TestWhatPasses:
    @pytest.mark.parametrize("value", OTHERS)
    def test_exact_values_only(self, operation: str, part: str, direction: str, value: Json) -> None:
        kept(value, operation, part, *hop(NEW, direction))

    @pytest.mark.parametrize("value", ["NearMap", "Nearmap", TRUE_ORTHO])
    def test_not_on_the_older_edge(self, operation: str, part: str, direction: str, value: str) -> None:
        kept(value, operation, part, *hop(OLD, direction))

    def test_null_and_absent(self, operation: str, part: str, direction: str) -> None:
        for same in each(
            {}, {"design_request": None}, {"design_requests": [None, {}]}, {"design_request": {"id": "x"}}
        ):
            check(same, operation, part, *hop(NEW, direction), same)


def test_every_item_on_its_own() -> None:
    def items(*values: str) -> Json:
        return {"design_requests": [{"image_src": value} for value in values]}

    before = items("NearMap", "Google", "Nearmap", "NearMap", TRUE_ORTHO)
    after = items("Nearmap", "Google", "Nearmap", "Nearmap", TRUE_ORTHO)
    notes = [unsupported(SPELLING, "/design_requests/2/image_src")]
    check(before, "list_design_requests", "response", V22, V24, after, notes)
    before, after = items("Nearmap", "NearMap", TRUE_ORTHO), items("NearMap", "NearMap", TRUE_ORTHO)
    notes = [unsupported(SPELLING, "/design_requests/1/image_src"), unsupported(ORTHO, "/design_requests/2/image_src")]
    check(before, "list_design_requests", "response", V24, V22, after, notes)


def test_other_places_and_operations() -> None:
    same = {"image_src": "NearMap", "design_request": {"design": {"image_src": "NearMap"}}}
    check(same, "retrieve_design_request", "response", V22, V24, same)
    for value in ("NearMap", "Nearmap", TRUE_ORTHO):
        for operation in ("retrieve_design", "create_design"):
            for source, target in [(V22, V24), (V24, V22)]:
                check(
                    {"design_request": {"image_src": value}},
                    operation,
                    "response",
                    source,
                    target,
                    {"design_request": {"image_src": value}},
                )
