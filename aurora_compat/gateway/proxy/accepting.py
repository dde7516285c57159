"""New connections, taken as they come even where the loop has much to do.

libuv, and so uvloop, takes one waiting connection each time that the loop goes round. Where connections that are there
keep it busy, new ones wait for seconds, and are not even told that there is no room. This takes many at a time.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

_AT_ONCE = 256
"""Connections that are taken before the loop goes on, by all processes that listen at one socket together.

A loop that is behind goes round seldom: what it leaves waiting then waits for seconds, and is not even refused.
"""
_LEAST = 16


class Acceptor:
    """Takes connections of a listening socket, beside the server that the loop made for it.

    Args:
        listener: listens; it is not closed.
        protocol: makes the protocol of a connection.
        processes: how many listen at that socket.
    """

    def __init__(self, listener: socket.socket, protocol: Callable[[], asyncio.Protocol], processes: int = 1) -> None:
        self._listener, self._protocol = listener.dup(), protocol
        self._at_once = max(_LEAST, _AT_ONCE // processes)
        self._listener.setblocking(False)
        self._loop = asyncio.get_running_loop()
        self._begun: set[asyncio.Task[object]] = set()

    def start(self) -> None:
        """Begin to take connections."""
        self._loop.add_reader(self._listener.fileno(), self._accept)

    async def stop(self) -> None:
        """Take no more than wait now: they would be reset. All that were taken have a protocol when this returns."""
        self._loop.remove_reader(self._listener.fileno())
        while self._accept():
            pass
        self._listener.close()
        await asyncio.gather(*self._begun, return_exceptions=True)

    def _accept(self) -> bool:
        """Take some; whether more may wait."""
        for _ in range(self._at_once):
            try:
                connection, _ = self._listener.accept()
            except OSError:  # none is left; or there is no file to be had for it now, and it goes on waiting
                return False
            connection.setblocking(False)
            task = self._loop.create_task(self._begin(connection))
            self._begun.add(task)
            task.add_done_callback(self._begun.discard)
        return True

    async def _begin(self, connection: socket.socket) -> None:
        with suppress(OSError):  # it has gone already
            await self._loop.connect_accepted_socket(self._protocol, connection)
