"""A pytest plugin for integrations with Aurora; pytest finds it by itself where this package is installed.

Fixtures: `aurora_version` (the version that the test speaks), `aurora_payload`, `aurora_translate`, `aurora_server`.
A marker runs a test in several versions, all of them where it names none:

    @pytest.mark.aurora_version("2018.01", "2024.05")
    def test_retrieve(aurora_server, aurora_payload): ...

Without it a test speaks the version of the setting `aurora_version` (pytest.ini, pyproject.toml), else the newest one.
Where a test of these compares two JSON documents by `==` and they differ, the JSON Patch from the expected one (on the
right) to the one that came (on the left) is shown. Other tests are left alone, and pay nothing but the import of this
module.
"""

import json
from collections.abc import Callable, Generator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aurora_compat import Translation
    from aurora_compat.testing.server import FakeAurora

MARKER = "aurora_version"
_FIXTURES = frozenset({"aurora_version", "aurora_payload", "aurora_translate", "aurora_server"})
_RUNNING: pytest.StashKey[pytest.Item] = pytest.StashKey()
_MOST = 50
"""Patch operations that are shown without `-vv`."""
_WIDEST = 60
"""How much of a value is shown."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The version that tests speak where they say nothing."""
    parser.addini(
        "aurora_version", "The version of the Aurora API that tests speak where no marker says so.", default=""
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(*versions): run the test once in each of these versions of the Aurora API; in all by default",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a marked test once in each of its versions."""
    marker = metafunc.definition.get_closest_marker(MARKER)
    if marker is None:
        return
    versions = _versions(marker.args, metafunc.definition.nodeid)
    if "aurora_version" not in metafunc.fixturenames:
        metafunc.fixturenames.append("aurora_version")
    metafunc.parametrize("aurora_version", versions, indirect=True, ids=versions)


@pytest.fixture
def aurora_version(request: pytest.FixtureRequest) -> str:
    """The version of the Aurora API that the test speaks."""
    asked: str = getattr(request, "param", None) or request.config.getini("aurora_version")
    return _versions((asked,), request.node.nodeid)[0] if asked else _versions((), "")[-1]


@pytest.fixture
def aurora_payload(aurora_version: str) -> Callable[..., Any]:
    """A function from operation, part and version (the test's by default) to a realistic payload, always the same.

    A request is one that `aurora_server` takes, a response one that it gives.
    """

    def made(operation: str, part: Any = "response", version: str | None = None) -> Any:
        from aurora_compat.testing.server.payload import payload

        return payload(operation, part, version or aurora_version)

    return made


@pytest.fixture
def aurora_translate(aurora_version: str) -> "Callable[..., Translation]":
    """`aurora_compat.translate`, bound to the test's version.

    `source` and `target` are the test's version where they are not given; with neither, it goes to the newest version.
    The role directory of the sample tenant is known, unless a `context` is given.
    """

    def translated(
        payload: Any,
        operation: str,
        part: Any = "response",
        *,
        source: str | None = None,
        target: str | None = None,
        **options: Any,
    ) -> "Translation":
        import aurora_compat as ac

        if source is None and target is None:
            target = str(ac.versions[-1])
        if "context" not in options:
            from aurora_compat.testing.server import sample_tenant

            options["context"] = ac.Context(roles=sample_tenant().directory())
        source, target = source or aurora_version, target or aurora_version
        return ac.translate(payload, operation=operation, part=part, source=source, target=target, **options)

    return translated


@pytest.fixture
def aurora_server(aurora_version: str) -> "FakeAurora":
    """A fake server of the test's version over the sample tenant, new for each test."""
    from aurora_compat.testing.server import FakeAurora

    return FakeAurora(aurora_version)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember which test runs."""
    before = item.config.stash.get(_RUNNING, None)
    item.config.stash[_RUNNING] = item
    try:
        return (yield)
    finally:
        if before is None:
            del item.config.stash[_RUNNING]
        else:
            item.config.stash[_RUNNING] = before


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    """Show how two JSON documents differ."""
    if op != "==" or type(left) is not type(right) or not isinstance(left, (dict, list)):
        return None
    item = config.stash.get(_RUNNING, None)
    if item is None or not _speaks_aurora(item) or not (_is_json(left) and _is_json(right)):
        return None
    found = _patch(right, left)
    if not found:
        return None
    more = len(found) - _MOST if config.get_verbosity() < 2 else 0
    names = f"{_short(left)} == {_short(right)}"
    lines = [names, "", "JSON Patch from the expected document (right) to the actual one (left):"]
    lines += found[: _MOST if more > 0 else None]
    return [*lines, f"... and {more} more, shown by -vv"] if more > 0 else lines


def _versions(asked: Sequence[Any], test: str) -> list[str]:
    """The canonical names of versions, each once.

    Raises:
        UsageError: one is none.
    """
    import aurora_compat as ac

    try:
        return list(dict.fromkeys(str(ac.registry.version(one)) for one in asked or ac.versions))
    except ac.AuroraCompatError as error:
        raise pytest.UsageError(f"{test}: {MARKER}: {error.message}") from None


def _patch(expected: Any, actual: Any) -> list[str]:
    """The operations of the patch, a line each, and what they replace or remove."""
    from aurora_compat.patch import patch_operations

    lines = []
    for operation in patch_operations(expected, actual):
        line = json.dumps(operation, ensure_ascii=False)
        if operation["op"] in {"replace", "remove"}:
            line += f"  expected {_short(_at(expected, operation['path']))}"
        lines.append(line)
    return lines


def _at(document: Any, pointer: str) -> Any:
    from aurora_compat.words.pointer import keys_of

    for key in keys_of(pointer):
        document = document[int(key) if isinstance(document, list) else key]
    return document


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."


def _is_json(value: object) -> bool:
    todo = [value]
    while todo:
        one = todo.pop()
        if type(one) is dict:
            if not all(type(key) is str for key in one):
                return False
            todo += one.values()
        elif type(one) is list:
            todo += one
        elif not (one is None or type(one) in {str, int, bool} or (type(one) is float and isfinite(one))):
            return False
    return True


def _speaks_aurora(item: pytest.Item) -> bool:
    return not _FIXTURES.isdisjoint(getattr(item, "fixturenames", ())) or bool(item.get_closest_marker(MARKER))
