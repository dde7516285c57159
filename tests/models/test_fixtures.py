"""Every golden document fits the model of its operation, and comes back out of it unchanged."""

import pytest
from pydantic import ValidationError

import aurora_compat as ac
from aurora_compat.models import Model, model_for
from aurora_compat.words.jsons import copied, same
from aurora_compat.words.operation import Part
from tests.documents import VERSIONS, Document, documents

TOO_OLD = {
    ("create_webhook.request.enabled_text", "2024.05"): ("webhook", "enabled"),
    ("update_webhook.request.enabled_text", "2024.05"): ("webhook", "enabled"),
}
"""Documents of what a client goes on sending after its upgrade, which the version refuses, and where."""

VALID = [
    (document, version) for document in documents() for version in VERSIONS if (document.name, version) not in TOO_OLD
]
CASES = [pytest.param(document, version, id=f"{document.name}:{version}") for document, version in VALID]
JOURNEYS = [
    pytest.param(document, source, target, id=f"{document.name}:{source}-{target}")
    for document, source in VALID
    for target in VERSIONS
    if target != source
]


def _model(document: Document, version: str) -> type[Model] | None:
    part: Part = "request" if document.part == "request" else "response"
    return model_for(document.operation, part, version, document.status)


@pytest.mark.parametrize(("document", "version"), CASES)
def test_a_golden_document_fits_its_model_and_is_dumped_as_it_was(document: Document, version: str) -> None:
    model, body = _model(document, version), document.body(version)
    if model is None:
        assert (document.status >= 400, version) == (True, "2018.01")
        return
    before = copied(body)
    assert same(model.model_validate(body).model_dump(exclude_unset=True), before)
    assert same(body, before)


@pytest.mark.parametrize(("name", "version"), TOO_OLD)
def test_text_for_enabled_is_refused_where_only_booleans_are_taken(name: str, version: str) -> None:
    document = next(document for document in documents() if document.name == name)
    model = _model(document, version)
    assert model is not None
    with pytest.raises(ValidationError) as caught:
        model.model_validate(document.body(version))
    assert [error["loc"] for error in caught.value.errors()] == [TOO_OLD[name, version]]


@pytest.mark.parametrize(("document", "source", "target"), JOURNEYS)
def test_a_translated_golden_document_fits_the_model_of_its_new_version(
    document: Document, source: str, target: str
) -> None:
    model = _model(document, target)
    if model is not None and _model(document, source) is not None:
        t = ac.translate(document.body(source), source=source, target=target, **document.given())
        assert same(model.model_validate(t.result).model_dump(exclude_unset=True), t.result)


def test_a_field_of_another_shape_in_each_version_does_not_fit_the_other() -> None:
    body = {"webhook": {"filters": [{"url_parameter": "STATUS", "value": "sold"}]}}
    older, newer = model_for("update_webhook", "request", "2022.09"), model_for("update_webhook", "request", "2024.05")
    assert older is not None
    assert newer is not None
    newer.model_validate(body)
    with pytest.raises(ValidationError):
        older.model_validate(body)
