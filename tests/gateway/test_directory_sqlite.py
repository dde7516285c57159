"""The directory in SQLite: what lies on the disk, who shares it, and what is told when it can't be used."""

import asyncio
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from aurora_compat.gateway.directory import DirectoryError, Scope
from aurora_compat.gateway.sqlite import SCHEMA, SqliteDirectory

T = TypeVar("T")
SCOPE = Scope("api.example", "tenant-1")
PAIRS = {"a-1": "d-1"}

LEARNING = """
import asyncio, sys
from aurora_compat.gateway.directory import Scope
from aurora_compat.gateway.sqlite import SqliteDirectory

async def main():
    directory = SqliteDirectory(sys.argv[1], busy=10)
    print("ready", flush=True)
    for line in sys.stdin:
        start, end = line.split()
        for number in range(int(start), int(end)):
            await directory.learn(Scope("api.example", "tenant-1"), "design_of_asset", {f"a-{number}": f"d-{number}"})
        print("learned", flush=True)

asyncio.run(main())
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "learned.sqlite3"


def using(file: Path, work: Callable[[SqliteDirectory], Awaitable[T]], busy: float = 5) -> T:
    async def run() -> T:
        directory = SqliteDirectory(file, busy=busy)
        try:
            return await work(directory)
        finally:
            await directory.close()

    return asyncio.run(run())


async def learn(directory: SqliteDirectory) -> None:
    await directory.learn(SCOPE, "design_of_asset", PAIRS)


async def find(directory: SqliteDirectory) -> object:
    return await directory.find(SCOPE, "design_of_asset", ["a-1"])


def refused(file: Path, work: Callable[[SqliteDirectory], Awaitable[object]]) -> str:
    """What is told where the file can't be used."""
    with pytest.raises(DirectoryError) as raised:
        using(file, work, busy=0.01)
    told = str(raised.value)
    assert str(file) in told
    assert not any(text in told for text in ("a-1", "d-1", *SCOPE))
    return told


def of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (name)")


def learner(file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LEARNING, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


# The file.


def test_the_file_and_its_directories_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "state" / "aurora-compat" / "learned.sqlite3"

    async def work(directory: SqliteDirectory) -> None:
        assert not file.parent.exists()
        await learn(directory)
        made = [*file.parent.iterdir()]
        assert {path.name for path in made} == {file.name, f"{file.name}-wal", f"{file.name}-shm"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    using(file, work)
    assert [*file.parent.iterdir()] == [file]


def test_the_mode_that_an_operator_gave_stays(file: Path) -> None:
    file.touch()
    file.chmod(0o640)
    using(file, learn)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_other_programs_can_tell_what_it_is(file: Path) -> None:
    using(file, learn)
    with closing(sqlite3.connect(file)) as connection:
        pragmas = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "user_version")]
        rows = connection.execute("SELECT host, tenant, kind, id, value FROM learned").fetchall()
    assert pragmas == ["wal", SCHEMA]
    assert rows == [("api.example", "tenant-1", "design_of_asset", "a-1", "d-1")]


# Durable, and shared.


def test_what_was_learned_survives_a_kill(file: Path) -> None:
    with learner(file) as process:
        assert told(process) == "ready"
        tell(process, "1 3")
        assert told(process) == "learned"
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    found = using(file, lambda directory: directory.find(SCOPE, "design_of_asset", ["a-1", "a-2"]))
    assert found == {"a-1": "d-1", "a-2": "d-2"}


def test_processes_share_a_file_that_none_of_them_has_made_yet(file: Path) -> None:
    processes = [learner(file) for _ in range(3)]
    try:
        assert [told(process) for process in processes] == ["ready"] * 3
        for number, process in enumerate(processes):
            tell(process, f"{number * 40} {number * 40 + 40}")
        assert [told(process) for process in processes] == ["learned"] * 3
    finally:
        for process in processes:
            process.communicate()
    wanted = {f"a-{number}": f"d-{number}" for number in range(120)}
    assert using(file, lambda directory: directory.find(SCOPE, "design_of_asset", list(wanted))) == wanted


def test_directories_opened_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    async def work() -> None:
        for number in range(10):
            file = tmp_path / f"{number}.sqlite3"
            directories = [SqliteDirectory(file, busy=10) for _ in range(6)]
            await asyncio.gather(*(learn(directory) for directory in directories))
            await asyncio.gather(*(directory.close() for directory in directories))

    asyncio.run(work())


def test_one_process_finds_what_another_has_just_learned(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        assert await find(directory) == {}
        other = SqliteDirectory(file)
        await learn(other)
        assert await find(directory) == PAIRS
        await other.close()

    using(file, work)


def test_the_loop_runs_on_while_another_process_writes(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        await directory.find(SCOPE, "design_of_asset", ())
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            learning = asyncio.create_task(learn(directory))
            await asyncio.sleep(0)  # it is on its way to its thread
            other.execute("ROLLBACK")  # had it held this thread, it would have waited in vain
            await learning
        assert await find(directory) == PAIRS

    using(file, work)


def test_nobody_who_only_reads_waits_for_a_writer(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        await learn(directory)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE learned SET value = 'half done'")
            assert await find(directory) == PAIRS
            await learn(directory)  # it is known: there is nothing to write

    using(file, work, busy=0)


def test_a_writer_that_holds_on_too_long(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        await learn(directory)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DirectoryError, match=r"another process holds it .*\(SQLITE_BUSY\)"):
                await directory.learn(SCOPE, "design_of_asset", {"a-1": "d-2", "a-2": "d-2"})
            assert await find(directory) == PAIRS
        await directory.learn(SCOPE, "design_of_asset", {"a-1": "d-2"})
        assert await find(directory) == {"a-1": "d-2"}

    using(file, work, busy=0.01)


def test_a_caller_that_gives_up_takes_nothing_with_it(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        await directory.find(SCOPE, "design_of_asset", ())
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            learning = asyncio.create_task(learn(directory))
            await asyncio.sleep(0)
            learning.cancel()
            await asyncio.wait({learning})
            other.execute("ROLLBACK")
        await find(directory)

    using(file, work)


# What can't be used.


def test_a_file_of_another_program_stays_as_it_is(file: Path) -> None:
    of_another_program(file)
    before = file.read_bytes()
    for work in (find, learn):
        assert "an SQLite file of another program: give another path" in refused(file, work)
    assert file.read_bytes() == before


@pytest.mark.parametrize(("pragma", "told"), [("user_version", "another program"), ("application_id", "layout 0")])
def test_marks_of_other_programs(file: Path, pragma: str, told: str) -> None:
    using(file, learn)
    with closing(sqlite3.connect(file)) as connection:
        marks = {"application_id": 0} if pragma == "user_version" else {"user_version": 0}
        for name, value in marks.items():
            connection.execute(f"PRAGMA {name} = {value}")
    assert told in refused(file, find)


def test_a_file_of_another_release(file: Path) -> None:
    using(file, learn)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    told = refused(file, find)
    assert f"layout {SCHEMA + 1}, and this release layout {SCHEMA}: give another path, or use that release" in told


def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_text("What I did on my holidays. " * 100)
    assert "no SQLite file: give another path, or move it away (SQLITE_NOTADB)" in refused(file, find)
    assert file.read_text().startswith("What I did")


def test_a_damaged_file(file: Path) -> None:
    using(file, lambda directory: directory.learn(SCOPE, "design_of_asset", {f"x-{n}": "y" * 50 for n in range(900)}))
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    assert "it is damaged: move it away, and the gateway learns anew (SQLITE_CORRUPT" in refused(file, find)


def test_a_file_that_can_only_be_read(file: Path) -> None:
    using(file, learn)
    with file.open("r+b") as opened:  # SQLite may not write what says so in its header: good for root too
        opened.seek(18)
        opened.write(b"\x03")
    assert using(file, find) == PAIRS
    told = refused(file, lambda directory: directory.learn(SCOPE, "design_of_asset", {"a-2": "d-2"}))
    assert "can't be written: let the gateway's user read and write the file" in told


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write everything: for so long this process is somebody else."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if mine == 0:
            os.seteuid(0)


def test_a_file_that_its_modes_do_not_let_us_write() -> None:
    with tempfile.TemporaryDirectory() as place:  # pytest's own is for its owner alone
        Path(place).chmod(0o755)
        file = Path(place, "learned.sqlite3")
        using(file, learn)
        file.chmod(0o444)
        with without_rights():
            told = refused(file, find)
    assert "can't be opened: let the gateway's user read and write the file and its directory (EACCES)" in told


def test_a_path_that_is_a_directory(tmp_path: Path) -> None:
    assert "it is a directory: name a file in it (EISDIR)" in refused(tmp_path, find)


def test_a_path_below_a_file(file: Path) -> None:
    file.touch()
    assert "a part of its path is a file" in refused(file / "learned", find)


def test_no_room(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        await learn(directory)
        full = "PRAGMA max_page_count = 2"  # no disk can be filled for a test
        await directory._done(lambda connection: connection.execute(full).close())  # noqa: SLF001  # it holds for one
        with pytest.raises(DirectoryError, match="no room: free some of the disk"):
            await directory.learn(SCOPE, "design_of_asset", {f"x-{n}": "y" * 50 for n in range(900)})
        assert await directory.find(SCOPE, "design_of_asset", ["a-1", "x-1"]) == PAIRS

    using(file, work)


def test_text_that_sqlite_can_not_hold(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        with pytest.raises(DirectoryError, match="UnicodeEncodeError"):
            await directory.learn(SCOPE, "design_of_asset", {"a-1": "d-1", "a-2": "\ud800"})
        assert await find(directory) == {}

    using(file, work)


def test_a_repair_needs_no_restart(file: Path) -> None:
    of_another_program(file)

    async def work(directory: SqliteDirectory) -> None:
        with pytest.raises(DirectoryError):
            await learn(directory)
        file.rename(file.with_suffix(".away"))
        await learn(directory)
        assert await find(directory) == PAIRS

    using(file, work)


def test_a_file_that_was_broken_while_in_use_can_be_moved_away(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        await learn(directory)
        with closing(sqlite3.connect(file)) as other:
            other.execute("DROP TABLE learned")
        with pytest.raises(DirectoryError, match="look at path and disk"):
            await find(directory)
        file.unlink()
        await learn(directory)
        assert await find(directory) == PAIRS

    using(file, work)
    assert using(file, find) == PAIRS


def test_after_the_end(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        await directory.close()
        with pytest.raises(DirectoryError, match="was closed: open it anew"):
            await find(directory)

    using(file, work)


def test_what_was_begun_is_done_before_the_end(file: Path) -> None:
    async def work(directory: SqliteDirectory) -> None:
        learning = asyncio.create_task(learn(directory))
        await asyncio.sleep(0)
        await directory.close()
        await learning

    using(file, work)
    assert using(file, find) == PAIRS
