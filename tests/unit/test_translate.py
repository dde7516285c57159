"""The functions that people call: `translate`, `steps`, `migration`, and what importing them costs nobody."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import aurora_compat as ac
from aurora_compat.edits import At, Custom, Remove, Rename
from aurora_compat.run import Run
from aurora_compat.words.jsons import copied, same
from aurora_compat.words.pointer import Trail
from tests.unit._registries import change, first, then

Json: TypeAlias = Any

OLDEST, MIDDLE, NEWEST = "2018.01", "2022.09", "2024.05"
PROJECT = {
    "project": {
        "name": "Example",
        "customer_address": "1 Example Way",
        "address": "2 Example Way",
        "preferred_solar_panels": ["p1"],
        "tags": ["a"],
    }
}
PROJECT_NEWEST = {
    "project": {
        "name": "Example",
        "mailing_address": "1 Example Way",
        "location": {"property_address": "2 Example Way"},
        "preferred_solar_modules": ["p1"],
        "tags": ["a"],
    }
}
USER = {"user": {"first_name": "Jessica", "user_level": "Team Member"}}
ROLE = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
ROLES = ac.Context(roles={"Team Member": ROLE})


def translated(payload: Json, source: str = OLDEST, target: str = NEWEST, **more: Any) -> ac.Translation:
    given: dict[str, Any] = {"operation": "create_project", "part": "request", "source": source, "target": target}
    return ac.translate(payload, **(given | more))


# One translation.


def test_a_translation_says_what_it_is_of_and_nothing_of_the_payload() -> None:
    t = translated(PROJECT)
    assert repr(t) == "<Translation of create_project request 2018.01 -> 2024.05>"
    assert t.result == PROJECT_NEWEST
    assert (t.notes, t.needs, t.residue) == ((), (), None)
    assert translated(PROJECT_NEWEST, NEWEST, OLDEST).result == PROJECT


def test_everything_but_the_payload_is_given_by_name() -> None:
    with pytest.raises(TypeError):
        ac.translate({}, "create_project", "request", OLDEST, NEWEST)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "payload", [PROJECT, {}, [], None, "", "text", 0, 1.5, True, False, {"project": 5}, {"project": None}], ids=repr
)
@pytest.mark.parametrize("version", [OLDEST, MIDDLE, NEWEST])
@pytest.mark.parametrize("part", ["request", "response"])
def test_a_version_to_itself_is_the_identity(payload: Json, version: str, part: str) -> None:
    for status in (200, 404, 500):
        t = translated(payload, version, version, part=part, status=status)
        assert t.result is payload
        assert (t.notes, t.needs, t.residue) == ((), (), None)
        assert t.patch().patch == []


def test_what_no_rule_touches_is_the_same_object() -> None:
    t = translated(PROJECT)
    assert t.result is not PROJECT
    assert t.result["project"]["tags"] is PROJECT["project"]["tags"]
    assert t.result["project"]["preferred_solar_modules"] is PROJECT["project"]["preferred_solar_panels"]
    other = {"design": {"customer_address": 1}}
    assert translated(other).result is other
    assert translated(PROJECT, operation="create_design").result is PROJECT


@pytest.mark.parametrize("spelling", ["2018.01", "v2018.01", "2018-01", ac.Version.of("2018.01"), ac.versions[0]])
def test_versions_are_read_in_any_spelling(spelling: str) -> None:
    assert translated(PROJECT, spelling).result == PROJECT_NEWEST
    assert translated(PROJECT_NEWEST, NEWEST, spelling).result == PROJECT


def test_a_registry_of_one_s_own() -> None:
    mine = ac.Registry(first(), then("1", "2", change("mine", Rename("old", "new"))))
    t = ac.translate({"old": 1}, operation="update_thing", part="request", source="1", target="2", registry=mine)
    assert t.result == {"new": 1}
    with pytest.raises(ac.UnknownOperation):
        ac.translate({}, operation="create_project", part="request", source="1", target="2", registry=mine)


# Statuses.

WITH_LOSS = {"project": {"updated_at": "2022-05-01", "customer_address": "1 Way"}}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_bodies_of_good_answers_are_translated(status: int) -> None:
    t = translated(WITH_LOSS, MIDDLE, NEWEST, part="response", status=status)
    assert t.result == {"project": {"mailing_address": "1 Way"}}
    assert [note.change for note in t.notes] == ["project-updated-at"]


@pytest.mark.parametrize("status", [100, 199, 300, 302, 304, 399, 500, 503, 599])
def test_bodies_of_redirects_and_faults_are_left_alone(status: int) -> None:
    for payload in (WITH_LOSS, None, "gone"):
        t = translated(payload, OLDEST, NEWEST, part="response", status=status)
        assert t.result is payload
        assert t.notes == ()


@pytest.mark.parametrize("status", [400, 404, 422, 429, 499])
def test_bodies_of_refusals_get_the_error_format(status: int) -> None:
    t = translated({"error": "no"}, OLDEST, NEWEST, part="response", status=status)
    assert t.result == {"errors": [{"message": "no"}]}
    assert [note.change for note in t.notes] == ["error-format"]
    assert translated(WITH_LOSS, MIDDLE, NEWEST, part="response", status=status).result is WITH_LOSS


def test_the_status_of_a_request_does_not_matter() -> None:
    for status in (200, 404, 500):
        assert translated(PROJECT, status=status).result == PROJECT_NEWEST


def test_an_absent_body() -> None:
    for part in ("request", "response"):
        for pair in ((OLDEST, NEWEST), (NEWEST, OLDEST)):
            t = translated(None, *pair, part=part)
            assert (t.result, t.notes, t.residue) == (None, (), None)


# Strict.


KINDS_BY_PAYLOAD: dict[str, tuple[Json, str, str]] = {
    "lost": ({"project": {"updated_at": "x"}}, MIDDLE, NEWEST),
    "unsupported": ({"project": {"mailing_address": "x"}}, MIDDLE, NEWEST),
    "conflict": ({"project": {"mailing_address": "x", "customer_address": "y"}}, MIDDLE, NEWEST),
    "assumed": ({"project": {"address": "x", "location": {}}}, MIDDLE, NEWEST),
    "missing": ({"project": {}}, NEWEST, MIDDLE),
}
every_kind = pytest.mark.parametrize("kind", KINDS_BY_PAYLOAD)


@every_kind
def test_strict_refuses_all_kinds_but_assumed(kind: str) -> None:
    payload, source, target = KINDS_BY_PAYLOAD[kind]
    t = translated(payload, source, target, part="response")
    assert {note.kind for note in t.notes} == {kind}
    if kind == "assumed":
        assert translated(payload, source, target, part="response", strict=True).result == t.result
        return
    with pytest.raises(ac.LossError) as raised:
        translated(payload, source, target, part="response", strict=True)
    error = raised.value
    assert error.notes == t.notes
    assert (error.operation, error.part, error.source, error.target) == ("create_project", "response", source, target)
    assert (error.change, error.pointer) == (t.notes[0].change, t.notes[0].pointer)
    assert error.message == f"{kind}: {t.notes[0].message}"


@every_kind
@pytest.mark.parametrize(
    "given", [lambda kind: kind, lambda kind: {kind}, lambda kind: [kind, kind], lambda kind: (kind,)]
)
def test_strict_takes_kinds(kind: str, given: Callable[[str], Any]) -> None:
    payload, source, target = KINDS_BY_PAYLOAD[kind]
    with pytest.raises(ac.LossError, match=kind):
        translated(payload, source, target, part="response", strict=given(kind))
    for other in set(KINDS_BY_PAYLOAD) - {kind}:
        assert translated(payload, source, target, part="response", strict=given(other)).notes[0].kind == kind


@pytest.mark.parametrize("strict", [False, (), set(), []])
def test_strict_of_nothing_accepts_everything(strict: Any) -> None:
    for payload, source, target in KINDS_BY_PAYLOAD.values():
        assert translated(payload, source, target, part="response", strict=strict).notes


def test_strict_names_the_first_and_counts_the_rest() -> None:
    payload = {"projects": [{"updated_at": 1}, {"updated_at": 2}, {"updated_at": 3, "mailing_address": "x"}]}
    with pytest.raises(ac.LossError, match=r"lost: .* \(and 2 more\)") as raised:
        translated(payload, MIDDLE, NEWEST, operation="list_projects", part="response", strict={"lost"})
    assert [note.pointer for note in raised.value.notes] == [f"/projects/{n}/updated_at" for n in range(3)]
    assert raised.value.pointer == "/projects/0/updated_at"
    with pytest.raises(ac.LossError) as raised:
        translated(payload, MIDDLE, NEWEST, operation="list_projects", part="response", strict=True)
    assert len(raised.value.notes) == 4


@pytest.mark.parametrize("strict", ["los", "", ["lost", "gone"], {"Lost"}, ("assumed", ""), "lost,missing"])
def test_strict_of_unknown_kinds(strict: Any) -> None:
    if strict == "":
        assert translated(PROJECT, strict=strict).result == PROJECT_NEWEST  # nothing, like the other empty ones
        return
    with pytest.raises(ValueError, match="lost, unsupported, conflict, assumed and missing, not ") as raised:
        translated(PROJECT, strict=strict)
    unknown = [strict] if isinstance(strict, str) else [kind for kind in strict if kind not in KINDS_BY_PAYLOAD]
    assert all(kind in str(raised.value) for kind in unknown)


def test_strict_looks_at_what_the_residue_left_open() -> None:
    where: dict[str, Any] = {"part": "response"}
    there = translated(WITH_LOSS, MIDDLE, NEWEST, **where)
    with pytest.raises(ac.LossError, match="missing"):
        translated(there.result, NEWEST, MIDDLE, strict=True, **where)
    back = translated(there.result, NEWEST, MIDDLE, strict=True, residue=there.residue, **where)
    assert back.result == WITH_LOSS
    with pytest.raises(ac.LossError, match="lost"):
        translated({"project": None}, NEWEST, MIDDLE, strict=True, residue=there.residue, **where)


# Notes, needs, residue and patch when they are asked for.


def counting() -> tuple[ac.Registry, list[str]]:
    """A registry that writes down how often its edit runs."""
    ran: list[str] = []

    def step(value: Json, run: Run, at: Trail) -> Json:
        ran.append(str(run.source))
        return value

    return ac.Registry(first(), then("1", "2", change("counts", Custom(step, step)))), ran


def test_notes_are_worked_out_when_first_asked_for_and_once() -> None:
    registry, ran = counting()
    t = ac.translate({}, operation="update_thing", part="response", source="1", target="2", registry=registry)
    assert ran == ["1"]
    assert (t.notes, t.needs) == ((), ())
    assert ran == ["1", "1"]
    assert (t.notes, t.needs, t.patch().patch) == ((), (), [])
    assert ran == ["1", "1"]
    assert t.residue is None
    assert ran == ["1", "1", "2"]
    assert t.residue is None
    assert ran == ["1", "1", "2"]
    assert t.notes is t.notes


def test_what_is_worked_out_later_does_not_follow_edits_of_what_the_translation_made() -> None:
    payload = {"project": {"updated_at": "x", "customer_address": "1 Way", "mailing_address": "2 Way"}, "page": 1}
    where: dict[str, Any] = {"part": "response"}
    expected, late = translated(payload, MIDDLE, NEWEST, **where), translated(copied(payload), MIDDLE, NEWEST, **where)
    late.result["project"]["mailing_address"] = "edited"
    late.result["project"]["new"] = "edited"
    late.result["page"] = "edited"
    assert (late.notes, late.needs, late.residue) == (expected.notes, expected.needs, expected.residue)
    assert late.patch() == expected.patch()
    assert len(expected.notes) == 2
    assert expected.residue is not None


def test_the_input_is_never_changed() -> None:
    for payload, source, target in KINDS_BY_PAYLOAD.values():
        before = copied(payload)
        t = translated(payload, source, target, part="response")
        _ = (t.notes, t.needs, t.residue, t.patch())
        translated(t.result, target, source, part="response", residue=t.residue)
        assert same(payload, before)


# Bad arguments.


@pytest.mark.parametrize(
    "payload",
    [b"{}", bytearray(b"{}"), (1,), {1, 2}, object(), iter([]), 1j, range(3)],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_json_value_is_malformed(payload: Any) -> None:
    for part in ("request", "response"):
        with pytest.raises(ac.MalformedPayload) as raised:
            translated(payload, part=part)
        error = raised.value
        assert (error.operation, error.part, error.source, error.target) == ("create_project", part, OLDEST, NEWEST)
        assert type(payload).__name__ in error.message
        assert "parse" in error.message


@pytest.mark.parametrize("context", [{}, {"roles": {}}, "roles", 5, [], True, object(), ac.Context])
def test_a_context_is_a_context(context: Any) -> None:
    with pytest.raises(ac.InvalidContext) as raised:
        translated(PROJECT, context=context)
    assert raised.value.operation == "create_project"
    assert type(context).__name__ in raised.value.message
    assert "Context" in raised.value.message


UNHASHABLE: tuple[Any, ...] = ([], ["create_project"], {}, {"a": 1}, {"create_project"}, bytearray(b"x"))


@pytest.mark.parametrize("operation", [None, 5, b"create_project", "", "create_projct", *UNHASHABLE], ids=repr)
def test_what_is_no_operation(operation: Any) -> None:
    for call in (
        lambda: translated(PROJECT, operation=operation),
        lambda: ac.steps(operation, "request", OLDEST, NEWEST),
        lambda: ac.migration(operation, "request", OLDEST, MIDDLE),
    ):
        with pytest.raises(ac.UnknownOperation):
            call()


@pytest.mark.parametrize("part", [None, 5, b"request", "", "Request", "both", ("request",), *UNHASHABLE], ids=repr)
def test_what_is_no_part(part: Any) -> None:
    for call in (
        lambda: translated(PROJECT, part=part),
        lambda: ac.steps("create_project", part, OLDEST, NEWEST),
        lambda: ac.migration("create_project", part, OLDEST, MIDDLE),
    ):
        with pytest.raises(ValueError, match="'request' or 'response'"):
            call()


@pytest.mark.parametrize("version", [None, 2018.01, b"2018.01", "", "2019.01", *UNHASHABLE], ids=repr)
def test_what_is_no_version(version: Any) -> None:
    for call in (
        lambda: translated(PROJECT, version, NEWEST),
        lambda: translated(PROJECT, NEWEST, version),
        lambda: ac.steps("create_project", "request", version, NEWEST),
        lambda: ac.migration("create_project", "request", MIDDLE, version),
    ):
        with pytest.raises(ac.UnknownVersion):
            call()


@pytest.mark.parametrize("status", ["404", None, [], {}, b"404", 404.5])
def test_a_status_is_a_number(status: Any) -> None:
    with pytest.raises(ac.InvalidContext, match="status"):
        translated(PROJECT, part="response", status=status)


@pytest.mark.parametrize("params", ["project_id", [("project_id", "x")], 5, {"project_id"}])
def test_path_params_are_a_mapping(params: Any) -> None:
    with pytest.raises(ac.InvalidContext, match="path_params"):
        translated(PROJECT, path_params=params)


def test_path_params_are_texts_when_used() -> None:
    where: dict[str, Any] = {"operation": "retrieve_project", "part": "response", "status": 404}
    t = translated({"errors": [{"message": "no"}]}, path_params={"project_id": 7}, **where)
    assert t.result["errors"][0] == {"message": "The project with id 7 could not be found"}
    assert len(translated({"errors": []}, path_params={"project_id": None}, **where).result["errors"]) == 0
    assert translated({"errors": []}, path_params={}, **where).result == {"errors": []}
    assert translated({"errors": []}, path_params=None, **where).result == {"errors": []}


def test_the_errors_of_a_refusal_and_of_a_need_say_where() -> None:
    params = {"tenant_id": "t1"}
    where: dict[str, Any] = {"operation": "create_user", "path_params": params}
    with pytest.raises(ac.MissingContext) as missing:
        translated(USER, **where)
    (need,) = missing.value.needs
    assert (need.operation, str(need.version), need.required) == ("list_roles", NEWEST, True)
    assert need.request is not None
    assert need.request.path == "/tenants/t1/roles"
    assert (missing.value.change, missing.value.pointer) == ("user-roles", "/user/user_level")
    assert "Context.roles" in missing.value.message
    assert "with_answer" in missing.value.message
    with pytest.raises(ac.MissingContext) as missing:
        translated(USER, operation="create_user")
    assert missing.value.needs[0].request is None
    assert "path_params" in missing.value.message
    with pytest.raises(ac.Untranslatable) as refused:
        translated({"user": {"user_level": "Nobody"}}, context=ROLES, **where)
    assert (refused.value.change, refused.value.pointer) == ("user-roles", "/user/user_level")
    assert (refused.value.source, refused.value.target) == (OLDEST, NEWEST)
    assert translated(USER, context=ROLES, **where).result["user"]["role_id"] == ROLE


# Links of the chain.


@pytest.mark.parametrize(
    ("source", "target", "links"),
    [
        (OLDEST, NEWEST, [(OLDEST, MIDDLE, "up"), (MIDDLE, NEWEST, "up")]),
        (NEWEST, OLDEST, [(MIDDLE, NEWEST, "down"), (OLDEST, MIDDLE, "down")]),
        (MIDDLE, NEWEST, [(MIDDLE, NEWEST, "up")]),
        (MIDDLE, OLDEST, [(OLDEST, MIDDLE, "down")]),
        (MIDDLE, MIDDLE, []),
    ],
)
def test_steps_are_the_links_in_the_order_of_the_walk(
    source: str, target: str, links: list[tuple[str, str, str]]
) -> None:
    steps = ac.steps("create_project", "request", source, target)
    assert [(str(link.source), str(link.target), link.direction) for link in steps] == links
    assert all(
        (link.operation, link.part, link.registry) == ("create_project", "request", ac.registry) for link in steps
    )
    document: Json = PROJECT if source < target else PROJECT_NEWEST
    expected = translated(document, source, target).result
    for link in steps:
        document = link(document)
    assert document == expected


def test_a_migration_is_one_link_whichever_way_it_was_asked_for() -> None:
    up = ac.migration("create_project", "request", MIDDLE, NEWEST)
    down = ac.migration("create_project", "request", NEWEST, MIDDLE)
    assert (str(up.source), str(up.target), up.direction) == (MIDDLE, NEWEST, "up")
    assert (str(down.source), str(down.target), down.direction) == (MIDDLE, NEWEST, "down")
    for link in (up, down):
        assert link.up(PROJECT) == PROJECT_NEWEST
        assert link.down(PROJECT_NEWEST) == PROJECT
    assert up(PROJECT) == PROJECT_NEWEST
    assert down(PROJECT_NEWEST) == PROJECT
    assert up != down
    assert up == ac.migration("create_project", "request", "v2022.09", "2024-05")
    assert hash(up) == hash(ac.migration("create_project", "request", MIDDLE, NEWEST))


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        (OLDEST, NEWEST, ("2 releases", "steps()")),
        (NEWEST, OLDEST, ("2 releases",)),
        (OLDEST, OLDEST, ("same version",)),
    ],
)
def test_a_migration_is_one_release_long(source: str, target: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ac.NoPath) as raised:
        ac.migration("create_project", "request", source, target)
    error = raised.value
    assert (error.operation, error.part, error.source, error.target) == ("create_project", "request", source, target)
    assert all(word in error.message for word in words)


def test_versions_that_nothing_joins_have_no_steps() -> None:
    apart = ac.Registry(first("1"), first("2"))
    for call in (ac.steps, ac.migration):
        with pytest.raises(ac.NoPath):
            call("update_thing", "request", "1", "2", registry=apart)
    assert ac.steps("update_thing", "request", "1", "1", registry=apart) == ()


def test_a_link_takes_context_path_params_and_status() -> None:
    link = ac.migration("create_user", "request", OLDEST, MIDDLE)
    assert link.up(USER, ROLES) == {"user": {"first_name": "Jessica", "role_id": ROLE}}
    assert link.up(USER, context=ROLES, path_params={"tenant_id": "t"}) == link(USER, ROLES)
    with pytest.raises(ac.MissingContext) as raised:
        link(USER, None, {"tenant_id": "t1"})
    assert raised.value.needs[0].path_params == {"tenant_id": "t1"}
    errors = ac.migration("retrieve_project", "response", OLDEST, MIDDLE)
    assert errors.up({"error": "no"}, status=500) == {"error": "no"}
    assert errors.up({"error": "no"}, status=422) == {"errors": [{"message": "no"}]}
    named = errors({"error": "no"}, None, {"project_id": "p1"}, 404)
    assert "p1" in named["errors"][0]["message"]
    assert errors.down({"errors": []}, None, {"project_id": "p1"}, 404) == {"errors": []}


def test_links_pickle() -> None:
    for link in ac.steps("create_project", "request", OLDEST, NEWEST):
        copy = pickle.loads(pickle.dumps(link))
        assert copy == link
        assert copy.registry is ac.registry
        assert copy(PROJECT) == link(PROJECT)


def test_links_of_other_registries_pickle_too() -> None:
    mine = ac.Registry(first(), then("1", "2", change("mine", At("thing", Remove("gone")))))
    link = ac.migration("update_thing", "request", "1", "2", registry=mine)
    copy = pickle.loads(pickle.dumps(link))
    assert copy.up({"thing": {"gone": 1}}) == {"thing": {}}
    assert copy.registry.releases == mine.releases


# In a process of its own.


def python(code: str, *args: str, data: bytes = b"") -> str:
    """What a fresh interpreter prints that finds this very package."""
    env = {**os.environ, "PYTHONPATH": str(Path(ac.__file__).parent.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run([sys.executable, "-c", code, *args], input=data, capture_output=True, env=env, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()


def test_a_pickled_link_works_in_another_process() -> None:
    links = pickle.dumps(ac.steps("create_project", "request", OLDEST, NEWEST))
    code = (
        "import json, pickle, sys\n"
        "document = json.loads(sys.argv[1])\n"
        "for link in pickle.loads(sys.stdin.buffer.read()): document = link(document)\n"
        "print(json.dumps(document))"
    )
    assert json.loads(python(code, json.dumps(PROJECT), data=links)) == PROJECT_NEWEST


TRANSLATES = """
t = aurora_compat.translate(
    {"project": {"updated_at": 1}}, operation="retrieve_project", part="response", source="2018.01", target="2024.05"
)
assert t.notes and t.residue and not t.needs
"""

UNDER_MUTATION = "MUTANT_UNDER_TEST" in os.environ
"""Mutated modules import the tool that mutates them."""


@pytest.mark.skipif(UNDER_MUTATION, reason="mutated modules import the tool that mutates them")
@pytest.mark.parametrize(
    "use",
    [
        "",
        "aurora_compat.registry.path('2018.01', '2024.05')",
        TRANSLATES,
    ],
    ids=["import", "registry", "translate"],
)
def test_no_third_party_module_is_loaded(use: str) -> None:
    code = (
        "import json, sys\n"
        "before = set(sys.modules)\n"
        f"import aurora_compat\n{use}\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    loaded = {name.partition(".")[0] for name in json.loads(python(code))}
    assert "aurora_compat" in loaded
    assert loaded - sys.stdlib_module_names == {"aurora_compat"}


@pytest.mark.skipif(UNDER_MUTATION, reason="mutated modules import the tool that mutates them")
def test_importing_loads_neither_the_releases_nor_costly_modules_of_the_standard_library() -> None:
    code = "import json, sys\nimport aurora_compat\nprint(json.dumps(sorted(sys.modules)))"
    loaded = set(json.loads(python(code)))
    assert "aurora_compat.aurora.v2018_01" not in loaded
    assert not loaded & {"dataclasses", "inspect", "hashlib", "json.decoder", "difflib", "urllib.parse", "asyncio"} - (
        set(json.loads(python("import json, sys; print(json.dumps(sorted(sys.modules)))")))
    )


# Threads.


def test_many_threads_get_what_one_gets() -> None:
    fresh = ac.Registry(*ac.registry.releases)
    jobs = [
        (operation, source, target)
        for operation in ("create_project", "list_projects", "update_design_pricing", "run_auto_designer")
        for source, target in ((OLDEST, NEWEST), (NEWEST, OLDEST), (MIDDLE, NEWEST))
    ] * 4
    payload = {
        "project": PROJECT["project"],
        "projects": [{"updated_at": 1}],
        "pricing": {"system_cost": 1, "unit_cost": 2},
        "placement_options": {"row_spacing_meters": 1, "min_sap": 2},
    }

    def work(job: tuple[str, str, str]) -> tuple[Json, ...]:
        operation, source, target = job
        where: dict[str, Any] = {"operation": operation, "part": "response" if "list" in operation else "request"}
        t = ac.translate(payload, source=source, target=target, registry=fresh, **where)
        plan = fresh.plan(operation, where["part"], source, target)
        return t.result, t.notes, t.residue, id(plan)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, jobs))
    expected = {job: work(job) for job in jobs}
    assert all(result == expected[job] for job, result in zip(jobs, found, strict=True))


def test_threads_share_one_translation() -> None:
    t = translated({"projects": [{"updated_at": n} for n in range(50)]}, operation="list_projects", part="response")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: (t.notes, t.residue), range(16)))
    assert all(one == found[0] for one in found)
    assert len(found[0][0]) == 50
