"""The directory in Redis: a real one, and what is told of one that does not answer."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import pytest
import redis

from aurora_compat.gateway.directory import DirectoryError, Scope
from aurora_compat.gateway.redis import RedisDirectory

from ._redis import redis_server

T = TypeVar("T")
SCOPE = Scope("api.example:8443", "t/1")
PAIRS = {"a-1": "d-1"}


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def url(running: str) -> Iterator[str]:
    yield running
    with redis.Redis.from_url(running) as client:
        client.flushall()


@pytest.fixture
def client(running: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(running, decode_responses=True) as client:
        yield client


def using(url: str, work: Callable[[RedisDirectory], Awaitable[T]], timeout: float = 5) -> T:
    async def run() -> T:
        directory = RedisDirectory(url, timeout=timeout)
        try:
            return await work(directory)
        finally:
            await directory.close()

    return asyncio.run(run())


async def learn(directory: RedisDirectory) -> None:
    await directory.learn(SCOPE, "design_of_asset", PAIRS)


async def find(directory: RedisDirectory) -> object:
    return await directory.find(SCOPE, "design_of_asset", ["a-1"])


async def probe(directory: RedisDirectory) -> object:
    return await directory.find(SCOPE, "design_of_asset", ())


def refused(url: str, work: Callable[[RedisDirectory], Awaitable[object]], timeout: float = 5) -> str:
    """What is told where Redis can't be used."""
    with pytest.raises(DirectoryError) as raised:
        using(url, work, timeout)
    told = str(raised.value)
    assert not any(text in told for text in ("s3cret", "a-1", "d-1", *SCOPE))
    return told


@asynccontextmanager
async def listening(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """The port of a server; its connections are closed, and its talks over, when this ends."""
    talks: dict[asyncio.Task[object], asyncio.StreamWriter] = {}

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks[task] = writer
        with suppress(ConnectionError):
            await talk(reader, writer)
            writer.close()
            await writer.wait_closed()

    async with await asyncio.start_server(connected, "127.0.0.1", 0) as server:
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            for writer in talks.values():
                writer.close()
            await asyncio.gather(*talks)


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """The URL of a server that says the same to everything, or, if that is empty, nothing."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            writer.write(answer)

    async with listening(talk) as port:
        yield f"redis://user:s3cret@127.0.0.1:{port}/0"


@asynccontextmanager
async def delaying(url: str) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """A way to Redis on which answers wait while its gate is shut: its URL, and the gate."""
    gate = asyncio.Event()
    gate.set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_unix_connection(url.removeprefix("unix://"))
        while came := await reader.read(4096):
            ours.write(came)
            answer = await theirs.read(4096)
            await gate.wait()
            writer.write(answer)
        ours.close()
        await ours.wait_closed()

    async with listening(talk) as port:
        yield f"redis://127.0.0.1:{port}/0", gate


def test_one_hash_for_every_scope_and_kind(url: str, client: redis.Redis) -> None:
    using(url, learn)
    key = "aurora-compat:design_of_asset:api.example%3A8443:t%2F1"
    assert client.keys() == [key]
    assert client.hgetall(key) == PAIRS


def test_prefixes_part_gateways(url: str, client: redis.Redis) -> None:
    using(f"{url}?prefix=north:", learn)
    assert using(f"{url}?db=0&prefix=south:", find) == {}
    assert using(f"{url}?prefix=north:&db=0", find) == PAIRS
    assert client.keys() == ["north::design_of_asset:api.example%3A8443:t%2F1"]


def test_a_connection_that_redis_closed_is_made_anew(url: str, client: redis.Redis) -> None:
    async def work(directory: RedisDirectory) -> None:
        await learn(directory)
        assert client.client_kill_filter(_type="normal", skipme=True) == 1
        assert await find(directory) == PAIRS

    using(url, work)


def test_more_tasks_than_connections(url: str, client: redis.Redis) -> None:
    async def work(directory: RedisDirectory) -> None:
        await learn(directory)
        assert await asyncio.gather(*(find(directory) for _ in range(200))) == [PAIRS] * 200
        assert len(client.client_list()) <= 21

    using(url, work)


@pytest.mark.parametrize("work", [learn, find, probe])
def test_nobody_listens(work: Callable[[RedisDirectory], Awaitable[object]]) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # and does not listen
        port = held.getsockname()[1]
        told = refused(f"redis://:s3cret@127.0.0.1:{port}/0", work)
    assert told.startswith(f"Redis at 127.0.0.1:{port} can't be reached: look whether it runs")


@pytest.mark.parametrize("work", [learn, find, probe])
def test_a_redis_that_does_not_answer_is_not_waited_for(work: Callable[[RedisDirectory], Awaitable[object]]) -> None:
    async def run() -> str:
        async with answering(b"") as url:
            directory = RedisDirectory(f"{url}?socket_timeout=3600", timeout=0.02)
            with pytest.raises(DirectoryError) as raised:
                await work(directory)
            await directory.close()
            return str(raised.value)

    told = asyncio.run(run())
    assert "did not answer in time: look whether it runs and can be reached (TimeoutError)" in told
    assert "s3cret" not in told


def test_an_answer_that_comes_too_late_is_not_taken_for_the_next_one(url: str) -> None:
    async def run() -> None:
        async with delaying(url) as (place, gate):
            directory = RedisDirectory(place, timeout=0.2)
            await directory.learn(SCOPE, "design_of_asset", {"a-1": "d-1", "a-2": "d-2"})
            gate.clear()
            with pytest.raises(DirectoryError, match="did not answer in time"):
                await directory.find(SCOPE, "design_of_asset", ["a-1"])
            gate.set()
            for _ in range(3):
                assert await directory.find(SCOPE, "design_of_asset", ["a-2"]) == {"a-2": "d-2"}
            await directory.close()

    asyncio.run(run())


def test_a_password_that_is_wrong(url: str) -> None:
    told = refused(url.replace("unix://", "unix://nobody:s3cret@"), find)
    assert "refuses its user: look at the URL and the ACL (AuthenticationError)" in told


def test_a_user_that_may_not(url: str, client: redis.Redis) -> None:
    client.acl_setuser("reader", enabled=True, passwords=["+s3cret"], commands=["+hmget", "+ping"], keys=["*"])
    mine = url.replace("unix://", "unix://reader:s3cret@")
    assert using(mine, find) == {}
    assert "refuses its user" in refused(mine, learn)


def test_a_replica(url: str, client: redis.Redis) -> None:
    client.replicaof("127.0.0.1", "1")
    try:
        assert "is a replica that takes no writes: name the primary (ReadOnlyError)" in refused(url, learn)
    finally:
        client.replicaof("NO", "ONE")


def test_no_memory(url: str, client: redis.Redis) -> None:
    client.config_set("maxmemory", 1)
    try:
        assert "has no memory left: raise its maxmemory" in refused(url, learn)
    finally:
        client.config_set("maxmemory", 0)


def test_a_key_that_somebody_else_writes(url: str, client: redis.Redis) -> None:
    client.set("aurora-compat:design_of_asset:api.example%3A8443:t%2F1", "x")
    for work in (find, learn):
        assert "refused the command: look whether something else writes to keys of that prefix" in refused(url, work)


def test_something_else_than_redis() -> None:
    async def run() -> None:
        async with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url:
            directory = RedisDirectory(url)
            with pytest.raises(DirectoryError, match="can't be reached"):
                await find(directory)
            await directory.close()

    asyncio.run(run())


def test_tls_that_is_none() -> None:
    async def run() -> None:
        async with answering(b"-ERR Protocol error\r\n") as url:
            directory = RedisDirectory(url.replace("redis://", "rediss://"))
            with pytest.raises(DirectoryError, match="does not speak TLS as it should: look at redis:// or rediss://"):
                await find(directory)
            await directory.close()

    asyncio.run(run())


def test_text_that_redis_can_not_hold(url: str) -> None:
    async def work(directory: RedisDirectory) -> None:
        with pytest.raises(DirectoryError, match="UnicodeEncodeError"):
            await directory.learn(SCOPE, "design_of_asset", {"a-1": "d-1", "a-2": "\ud800"})
        assert await find(directory) == {}

    using(url, work)
