"""New connections at a busy server."""

import asyncio
import socket
from typing import Any

import pytest
import uvloop

from aurora_compat.gateway.proxy.accepting import Acceptor

MANY = 40


class Greeting(asyncio.Protocol):
    """Says something to each, and ends."""

    def connection_made(self, transport: Any) -> None:
        transport.write(b"hello")
        transport.close()


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_those_that_wait_when_it_stops_are_taken(loop: object) -> None:
    async def test() -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
            acceptor = Acceptor(listener, Greeting)
            acceptor.start()
            clients = [socket.create_connection(listener.getsockname()) for _ in range(MANY)]
            await acceptor.stop()
        for client in clients:
            client.settimeout(5)
            await asyncio.sleep(0)
            assert await asyncio.to_thread(client.recv, 16) == b"hello"
            client.close()

    with asyncio.Runner(loop_factory=loop) as runner:  # type: ignore[arg-type]  # both make event loops
        runner.run(test())


async def rounds(listener: socket.socket) -> int:
    """How often the loop goes round until many waiting connections are greeted."""
    clients = [socket.create_connection(listener.getsockname()) for _ in range(MANY)]
    for client in clients:
        client.setblocking(False)
    greeted: set[int] = set()
    count = 0
    while len(greeted) < MANY and count < 10 * MANY:
        count += 1
        await asyncio.sleep(0)
        for number, client in enumerate(clients):
            try:
                if number not in greeted and client.recv(16) == b"hello":
                    greeted.add(number)
            except BlockingIOError:
                pass
    for client in clients:
        client.close()
    assert len(greeted) == MANY
    return count


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_they_are_taken_many_at_a_time_beside_a_server(loop: object) -> None:
    async def test() -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
            server = await asyncio.get_running_loop().create_server(Greeting, sock=listener)
            acceptor = Acceptor(listener, Greeting)
            acceptor.start()
            assert await rounds(listener) < MANY
            await acceptor.stop()
            server.close()
            await server.wait_closed()

    with asyncio.Runner(loop_factory=loop) as runner:  # type: ignore[arg-type]  # both make event loops
        runner.run(test())


@pytest.mark.parametrize(("processes", "taken"), [(1, 256), (2, 128), (1000, 16)])
def test_processes_that_share_a_socket_share_what_waits(processes: int, taken: int) -> None:
    async def test() -> list[int]:
        made: list[int] = []

        def protocol() -> asyncio.Protocol:
            made.append(len(made))
            return Greeting()

        with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
            clients = [socket.create_connection(listener.getsockname()) for _ in range(300)]
            acceptor = Acceptor(listener, protocol, processes)
            acceptor.start()
            rounds = []
            while len(made) < len(clients):
                before = len(made)
                await asyncio.sleep(0)
                rounds.append(len(made) - before)
            await acceptor.stop()
        for client in clients:
            client.close()
        return rounds

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert max(runner.run(test())) == taken


def test_it_takes_none_once_it_has_stopped() -> None:
    async def test() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            acceptor = Acceptor(listener, Greeting)
            acceptor.start()
            await acceptor.stop()
            with socket.create_connection(listener.getsockname()) as client:
                client.setblocking(False)
                await asyncio.sleep(0.02)
                with pytest.raises(BlockingIOError):
                    client.recv(1)

    asyncio.run(test())


def test_a_client_that_has_gone_already_does_no_harm() -> None:
    async def test() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            gone = socket.create_connection(listener.getsockname())
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            gone.close()
            acceptor = Acceptor(listener, Greeting)
            acceptor.start()
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            assert await reader.read() == b"hello"
            writer.close()
            await writer.wait_closed()
            await acceptor.stop()

    asyncio.run(test())
