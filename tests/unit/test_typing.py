"""The types of the public interface: mypy checks this module with the others, so a type that changes fails CI.

Where a wrong call must be refused, an ignored error says so: mypy reports an ignore that is not needed.
"""

from collections.abc import Iterator, Mapping
from typing import Any, assert_type

import pytest
from hypothesis.strategies import SearchStrategy
from jsonpatch import JsonPatch

import aurora_compat as ac
from aurora_compat import models
from aurora_compat.testing import as_of, laws, payloads, requests
from aurora_compat.testing.tally import Tally

PROJECT = {"project": {"name": "Roof"}}
ENDS: dict[str, Any] = {"source": "2022.09", "target": "2024.05"}


def test_translate() -> None:
    t = ac.translate(PROJECT, operation="create_project", part="request", source="2022.09", target="2024.05")
    assert_type(t, ac.Translation)
    assert_type(t.notes, tuple[ac.Note, ...])
    assert_type(t.needs, tuple[ac.Need, ...])
    assert_type(t.problems, tuple[ac.Problem, ...])
    assert_type(t.patch(), JsonPatch)
    many = ac.translate_batch([PROJECT], operation="create_project", part="request", source="2022.09", target="2024.05")
    assert_type(many, Iterator[ac.Translation])


def test_parts_are_two_words() -> None:
    with pytest.raises(ValueError, match="part"):
        ac.translate(PROJECT, operation="create_project", part="body", **ENDS)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ac.translate(PROJECT, "create_project", "request", **ENDS)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="part"):
        ac.steps("create_project", "body", "2022.09", "2024.05")  # type: ignore[arg-type]


def test_links() -> None:
    link = ac.migration("create_project", "request", "2022.09", ac.Version.of("2024.05"))
    assert_type(link, ac.Migration)
    assert_type(ac.steps("create_project", "request", "2018.01", "2024.05"), tuple[ac.Migration, ...])
    assert_type(link.source, ac.Version)


def test_messages() -> None:
    request = ac.Request("GET", "/tenants/t-1/projects", {"page": "1"}, [("Accept", "*/*")])
    sent = ac.translate_request(request, source="2022.09", target="2024.05")
    assert_type(sent, ac.MessageTranslation[ac.Request])
    assert_type(sent.result, ac.Request)
    assert_type(sent.operation, ac.Operation | None)
    assert_type(sent.path_params, Mapping[str, str])
    answer = ac.translate_response(ac.Response(200), operation="list_projects", source="2024.05", target="2022.09")
    assert_type(answer.result, ac.Response)
    assert_type(answer.result.headers.get("Content-Type"), str | None)
    with pytest.raises(ac.InvalidContext):
        ac.translate_request(ac.Response(200), source="2022.09", target="2024.05")  # type: ignore[arg-type]


def test_exchanges() -> None:
    exchange = ac.Exchange(ac.Request("GET", "/tenants/t-1/projects"), client="2022.09", server="2024.05")
    assert_type(exchange.upstream, ac.Request)
    assert_type(exchange.needs, tuple[ac.Need, ...])
    assert_type(exchange.respond(ac.Response(200)), ac.MessageTranslation[ac.Response])
    assert_type(exchange.learned, ac.Context)


def test_the_catalogue() -> None:
    assert_type(ac.operations, Mapping[str, ac.Operation])
    assert_type(ac.changes, Mapping[str, ac.Change])
    assert_type(ac.versions, tuple[ac.Version, ...])
    assert_type(ac.registry, ac.Registry)
    assert_type(ac.Version.of("2018.01") < ac.Version.of("2022.09"), bool)


def test_values_are_frozen() -> None:
    with pytest.raises(AttributeError):
        ac.Context().roles = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        ac.Context(rolls={})  # type: ignore[call-arg]


def test_models_and_kit() -> None:
    assert models.model_for("create_project", "request", "2024.05") is not None
    assert_type(requests("create_project", "2024.05"), SearchStrategy[ac.Request])
    assert_type(payloads("create_project", "request", "2024.05"), SearchStrategy[Any])
    assert_type(laws.check(operations=["retrieve_versions"], max_examples=1), Tally)
    assert as_of is not None
