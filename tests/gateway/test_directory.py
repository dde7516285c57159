"""What is learned is kept: the same of every directory, whatever is behind it."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from aurora_compat.gateway.directory import Directory, Kind, Remembered, Scope, opened
from aurora_compat.gateway.redis import RedisDirectory
from aurora_compat.gateway.sqlite import SqliteDirectory

from ._redis import redis_server

T = TypeVar("T")
SCOPE = Scope("api.example", "t-1")
DESIGN: Kind = "design_of_asset"
PROJECT: Kind = "project_of_design"


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(params=["memory", "sqlite", "redis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "memory":
        return "memory:"
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/learned.sqlite3"
    return f"{request.getfixturevalue('redis_url')}?prefix={tmp_path.name}"


def using(url: str, work: Callable[[Directory], Awaitable[T]]) -> T:
    """What some work with a new directory gives."""

    async def run() -> T:
        directory = opened(url)
        try:
            return await work(directory)
        finally:
            await directory.close()

    return asyncio.run(run())


def test_what_was_learned_is_found(url: str) -> None:
    async def work(directory: Directory) -> None:
        await directory.learn(SCOPE, DESIGN, {"a-1": "d-1", "a-2": "d-2"})
        assert await directory.find(SCOPE, DESIGN, ["a-2", "a-3", "a-1"]) == {"a-1": "d-1", "a-2": "d-2"}
        assert await directory.find(SCOPE, DESIGN, {"a-3"}) == {}

    using(url, work)


@pytest.mark.parametrize(
    ("scope", "kind"),
    [
        (Scope("api.example:8443", "t-1"), DESIGN),
        (Scope("api.example", "t-2"), DESIGN),
        (Scope("api.example", "t-1"), PROJECT),
    ],
    ids=["host", "tenant", "kind"],
)
def test_what_is_known_of_others_is_not_found(url: str, scope: Scope, kind: Kind) -> None:
    async def work(directory: Directory) -> None:
        await directory.learn(SCOPE, DESIGN, {"x-1": "d-1"})
        await directory.learn(scope, kind, {"x-2": "y-1"})
        assert await directory.find(scope, kind, ["x-1", "x-2"]) == {"x-2": "y-1"}
        assert await directory.find(SCOPE, DESIGN, ["x-1", "x-2"]) == {"x-1": "d-1"}

    using(url, work)


def test_hosts_and_tenants_do_not_run_into_each_other(url: str) -> None:
    async def work(directory: Directory) -> None:
        await directory.learn(Scope("api.example:1", "t"), DESIGN, {"a": "d"})
        for other in (Scope("api.example", "1:t"), Scope("api.example%3A1", "t"), Scope("", "api.example:1:t")):
            assert await directory.find(other, DESIGN, ["a"]) == {}

    using(url, work)


def test_newer_wins_and_leaves_the_rest(url: str) -> None:
    async def work(directory: Directory) -> None:
        await directory.learn(SCOPE, DESIGN, {"a-1": "old", "a-2": "d-2"})
        await directory.learn(SCOPE, DESIGN, {"a-1": "new"})
        assert await directory.find(SCOPE, DESIGN, ["a-1", "a-2"]) == {"a-1": "new", "a-2": "d-2"}

    using(url, work)


def test_nothing_asked_and_nothing_told(url: str) -> None:
    async def work(directory: Directory) -> None:
        await directory.learn(SCOPE, DESIGN, {})
        assert await directory.find(SCOPE, DESIGN, ()) == {}

    using(url, work)


@pytest.mark.parametrize(
    "text",
    ["", " ", "a:b", "%3A", "'; DROP TABLE learned; --", "zwei\nZeilen", "é", "\u65e5\u672c", "\U0001f31e", "x" * 9000],
)
def test_ids_are_any_text(url: str, text: str) -> None:
    async def work(directory: Directory) -> None:
        await directory.learn(Scope(text, text), PROJECT, {text: text, "d-1": "p-1"})
        assert await directory.find(Scope(text, text), PROJECT, [text, "d-1"]) == {text: text, "d-1": "p-1"}

    using(url, work)


def test_many_at_once(url: str) -> None:
    pairs = {f"a-{number}": f"d-{number}" for number in range(2000)}

    async def work(directory: Directory) -> None:
        await directory.learn(SCOPE, DESIGN, pairs)
        assert await directory.find(SCOPE, DESIGN, list(pairs)) == pairs

    using(url, work)


def test_many_tasks_at_once(url: str) -> None:
    async def work(directory: Directory) -> None:
        async def task(number: int) -> None:
            await directory.learn(SCOPE, DESIGN, {f"a-{number}": f"d-{number}", "shared": f"d-{number}"})
            found = await directory.find(SCOPE, DESIGN, [f"a-{number}", "shared"])
            assert (found[f"a-{number}"], len(found)) == (f"d-{number}", 2)

        async with asyncio.TaskGroup() as group:
            for number in range(60):
                group.create_task(task(number))

    using(url, work)


def test_what_is_given_is_the_callers_own(url: str) -> None:
    async def work(directory: Directory) -> None:
        pairs = {"a-1": "d-1"}
        await directory.learn(SCOPE, DESIGN, pairs)
        pairs["a-1"] = "changed"
        assert await directory.find(SCOPE, DESIGN, ["a-1"]) == {"a-1": "d-1"}

    using(url, work)


def test_closing_twice(url: str) -> None:
    async def work(directory: Directory) -> None:
        await directory.learn(SCOPE, DESIGN, {"a-1": "d-1"})
        await directory.close()

    using(url, work)


def test_closing_what_was_never_used(url: str) -> None:
    async def work(directory: Directory) -> None:
        """Only opened."""

    using(url, work)


def test_what_was_learned_outlives_the_one_that_learned_it(url: str) -> None:
    expected = {} if url == "memory:" else {"a-1": "d-1"}
    using(url, lambda directory: directory.learn(SCOPE, DESIGN, {"a-1": "d-1"}))
    assert using(url, lambda directory: directory.find(SCOPE, DESIGN, ["a-1"])) == expected


# In memory.


def test_memory_is_bounded_and_the_oldest_goes() -> None:
    async def work() -> None:
        directory = Remembered(most=3)
        await directory.learn(SCOPE, DESIGN, {"a-1": "d-1", "a-2": "d-2"})
        await directory.learn(SCOPE, PROJECT, {"d-1": "p-1"})
        await directory.learn(SCOPE, DESIGN, {"a-1": "d-9", "a-4": "d-4"})
        assert await directory.find(SCOPE, DESIGN, ["a-1", "a-2", "a-4"]) == {"a-1": "d-9", "a-4": "d-4"}
        assert await directory.find(SCOPE, PROJECT, ["d-1"]) == {"d-1": "p-1"}

    asyncio.run(work())


def test_memory_that_holds_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pair, not 0"):
        Remembered(most=0)


# URLs.


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:learned.sqlite3", "learned.sqlite3"),
        ("sqlite:./a b/learned", "./a b/learned"),
        ("sqlite:/var/lib/learned", "/var/lib/learned"),
        ("sqlite:///var/lib/learned", "/var/lib/learned"),
        ("sqlite:////var/lib/learned", "/var/lib/learned"),
        ("sqlite:~/learned", str(Path.home() / "learned")),
    ],
)
def test_the_path_of_an_sqlite_url(url: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Path] = []
    monkeypatch.setattr(SqliteDirectory, "__init__", lambda self, path: given.append(path))
    assert isinstance(opened(url), SqliteDirectory)
    assert given == [Path(path)]


@pytest.mark.parametrize("url", ["redis://localhost:6379/0", "rediss://cache.example/1?prefix=x", "unix:///run/redis"])
def test_urls_of_redis(url: str) -> None:
    assert isinstance(opened(url), RedisDirectory)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "give memory:, sqlite:PATH or redis:"),
        ("learned.sqlite3", "give memory:"),
        ("postgres://u:s3cret@db.example/x", "a URL like 'postgres:'"),
        ("s3cret@db:6379", "a URL like 'that'"),
        ("MEMORY:", "a URL like 'MEMORY:'"),
        ("memory", "a URL like 'that'"),
        ("memory:x", "memory: stands alone"),
        ("sqlite:", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite::memory:", "memory: to keep nothing"),
        ("sqlite://host/learned", "sqlite:///PATH or sqlite:PATH"),
        ("redis://:s3/cret@cache.example/0", "percent-encoded"),
        ("redis://:s3cret@cache.example:port/0", "write it as redis://USER"),
        ("redis://:s3cret@cache.example/0?colour=red", "write it as redis://USER"),
        ("redis://:5333#s3cret@cache.example/0", "write it as redis://USER"),
        ("redis://:s3cret@[cache.example/0", "write it as redis://USER"),
    ],
)
def test_urls_that_name_no_directory(url: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as raised:
        opened(url)
    assert "s3" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_redis_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aurora_compat.gateway.redis")
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ValueError, match=r"pip install 'aurora_compat\[redis\]'"):
        opened("redis://localhost")


def test_only_what_is_needed_is_loaded() -> None:
    script = """
import sys
from aurora_compat.gateway.directory import opened
opened("memory:")
print([name for name in ("sqlite3", "redis") if name in sys.modules])
opened("sqlite:learned")
print([name for name in ("sqlite3", "redis") if name in sys.modules])
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["[]", "['sqlite3']"]
