"""The directory that a gateway keeps by default: one SQLite file, which the processes of one machine share."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from errno import errorcode
from pathlib import Path
from typing import TypeVar

from aurora_compat.gateway.directory import DirectoryError, Kind, Scope

SCHEMA = 1
"""The layout that this release reads and writes (`PRAGMA user_version`)."""

BUSY = 1.0
"""Seconds that a writer waits for the writers of other processes."""

_AGAIN = 0.002
"""Seconds between two tries to put a new file in WAL mode."""

_APPLICATION = 0x41434C44
"""`PRAGMA application_id` of these files, "ACLD"; `file` shows it."""

_CREATE = """
CREATE TABLE learned (
    host TEXT NOT NULL, tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (host, tenant, kind, id)
) WITHOUT ROWID
"""
_FIND = "SELECT value FROM learned WHERE host = ? AND tenant = ? AND kind = ? AND id = ?"
_LEARN = "INSERT OR REPLACE INTO learned (host, tenant, kind, id, value) VALUES (?, ?, ?, ?, ?)"

_MINE = "let the gateway's user read and write the file and its directory"
_WHAT = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "another process holds it for too long: end that process, or its backup"),
    (("SQLITE_CORRUPT",), "it is damaged: move it away, and the gateway learns anew"),
    (("SQLITE_NOTADB",), "it is no SQLite file: give another path, or move it away"),
    (("SQLITE_READONLY", "EROFS"), f"it can't be written: {_MINE}"),
    (("SQLITE_CANTOPEN", "SQLITE_PERM", "EACCES", "EPERM"), f"it can't be opened: {_MINE}"),
    (("SQLITE_FULL", "ENOSPC", "EDQUOT"), "there is no room: free some of the disk"),
    (("SQLITE_IOERR", "EIO"), "the disk fails: put the file on another"),
    (("EISDIR",), "it is a directory: name a file in it"),
    (("ENOTDIR", "EEXIST"), "a part of its path is a file: give another path"),
)
"""How names of errors start, and what is told of each."""

_T = TypeVar("_T")


class SqliteDirectory:
    """Learned pairs in one SQLite file.

    The file is made when it is first used, for its owner alone, directories and all. All work is done on one thread of
    its own, so no event loop waits for a disk. What was learned survives the end of the process, however it ends; a
    power cut may take the last seconds (WAL, `synchronous=NORMAL`).

    After a failure the file is opened anew with the next use, so that a repair needs no restart.

    Args:
        path: the file, on a local disk: WAL does not work over a network.
        busy: seconds that a writer waits for the writers of other processes.
    """

    def __init__(self, path: Path | str, *, busy: float = BUSY) -> None:
        self._path, self._busy = Path(path), busy
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="aurora-compat-learned")
        self._is_closed = False

    async def find(self, scope: Scope, kind: Kind, ids: Collection[str]) -> Mapping[str, str]:
        """Those of the ids that are known; writers of other processes are not waited for.

        Raises:
            DirectoryError: the file can't be opened or read.
        """
        wanted = tuple(ids)
        return await self._done(lambda connection: _found(connection, scope, kind, wanted))

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        """Keep pairs: all of them, or none.

        Raises:
            DirectoryError: the file can't be opened or written.
        """
        given = dict(pairs)
        await self._done(lambda connection: _learn(connection, scope, kind, given))

    async def close(self) -> None:
        """Close the file when all that was begun is done."""
        if not self._is_closed:
            self._is_closed = True
            await asyncio.get_running_loop().run_in_executor(self._thread, self._drop)
            self._thread.shutdown(wait=False)

    async def _done(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        if self._is_closed:
            raise DirectoryError(f"the file of what is learned, {self._path}, was closed: open it anew")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._try, work)

    # On the thread.

    def _try(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        try:
            if self._connection is None:
                self._connection = _opened(self._path, self._busy)
            return work(self._connection)
        except (sqlite3.Error, OSError, ValueError) as error:
            name = _name(error)
            if not name.startswith("SQLITE_BUSY"):  # a busy file is still the right one, and can be read
                self._drop()
            raise _told(self._path, name) from None

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _found(connection: sqlite3.Connection, scope: Scope, kind: Kind, ids: Collection[str]) -> dict[str, str]:
    rows = ((id_, connection.execute(_FIND, (*scope, kind, id_)).fetchone()) for id_ in ids)
    return {id_: row[0] for id_, row in rows if row is not None}


def _learn(connection: sqlite3.Connection, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
    known = _found(connection, scope, kind, pairs.keys())
    fresh = [(*scope, kind, id_, value) for id_, value in pairs.items() if known.get(id_) != value]
    if fresh:  # what is known already needs no lock, and no page of the log
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_LEARN, fresh)


def _opened(path: Path, busy: float) -> sqlite3.Connection:
    """A connection to the file, which is ours, and in WAL mode.

    Raises:
        DirectoryError: the file is something else, or can't be put in WAL mode.
        sqlite3.Error, OSError: it can't be opened, or not be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite would make it readable for others
    connection = sqlite3.connect(path, timeout=busy, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        with connection:
            connection.execute("BEGIN IMMEDIATE")  # so that of several processes one makes the table
            _check(connection, path)
        _to_wal(connection, path, busy)
    except BaseException:
        connection.close()
        raise
    return connection


def _to_wal(connection: sqlite3.Connection, path: Path, busy: float) -> None:
    """Put a new file in WAL mode, for good.

    SQLite itself waits for nobody here: processes that open a new file at once get in each other's way.
    """
    until = time.monotonic() + busy
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if not _name(error).startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(_AGAIN)
        else:
            break
    if mode != "wal":
        raise _trouble(path, "it can't be shared by WAL there: put it on a local disk")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Make the table in an empty file; refuse a file of others, or of another release."""
    found = _number(connection, "application_id"), _number(connection, "user_version")
    if found == (_APPLICATION, SCHEMA):
        return
    if found[0] == _APPLICATION:
        told = f"it has layout {found[1]}, and this release layout {SCHEMA}: give another path, or use that release"
        raise _trouble(path, told)
    if found != (0, 0) or _number(connection, "schema_version"):
        raise _trouble(path, "it is an SQLite file of another program: give another path")
    connection.execute(_CREATE)
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    with closing(connection.execute(f"PRAGMA {pragma}")) as cursor:
        (number,) = cursor.fetchone()
    return int(number)


def _name(error: Exception) -> str:
    """The name that SQLite, the system or Python has for an error; its text may hold what was asked."""
    name = getattr(error, "sqlite_errorname", None) or errorcode.get(getattr(error, "errno", None) or 0)
    return name or type(error).__name__


def _told(path: Path, name: str) -> DirectoryError:
    what = next((what for starts, what in _WHAT if name.startswith(starts)), "it can't be used: look at path and disk")
    return _trouble(path, f"{what} ({name})")


def _trouble(path: Path, what: str) -> DirectoryError:
    return DirectoryError(f"the file of what is learned, {path}: {what}")
