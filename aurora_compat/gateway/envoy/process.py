"""The processor as a process, or several: one for each core.

All listen at one address (`SO_REUSEPORT`), and the kernel spreads Envoy's connections over them.
"""

import asyncio
import signal
import socket
from contextlib import closing, suppress

from aurora_compat.gateway.directory import DirectoryError
from aurora_compat.gateway.envoy.server import Processor
from aurora_compat.gateway.proxy.addresses import Address
from aurora_compat.gateway.proxy.admin import started
from aurora_compat.gateway.proxy.logs import Log
from aurora_compat.gateway.proxy.server import CannotServe, bound, check_directory
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.workers import run


def serve(settings: Settings) -> int:
    """Run the processor until it is told to stop by SIGTERM or SIGINT; streams that are open are ended first.

    Returns:
        The exit status: 0 where it was told to stop.

    Raises:
        CannotServe: an address can't be used, or what is learned can't be kept where the settings say.
    """
    log = Log(settings.log.level, access=settings.log.access)
    check_directory(settings)
    with closing(_reserved(settings.address)) as held:
        address = Address(settings.address.host, held.getsockname()[1])
        if settings.admin.address is None:
            return run(Worker(settings, address, None), settings.workers, log)
        with bound(settings.admin.address) as admin:
            return run(Worker(settings, address, admin), settings.workers, log)


class Worker:
    """One process of the processor; it pickles on its way into a process that is spawned.

    Args:
        settings: of the gateway.
        address: where Envoy comes in.
        admin: where operators do; None for nowhere.
    """

    def __init__(self, settings: Settings, address: Address, admin: socket.socket | None) -> None:
        self._settings, self._address, self._admin_socket = settings, address, admin

    def __call__(self) -> None:
        """Serve until told to stop."""
        log = Log(self._settings.log.level, access=self._settings.log.access)
        with log.installed():
            asyncio.run(self._serve(log))

    async def _serve(self, log: Log) -> None:
        settings = self._settings
        try:
            service = await Service.opened(settings, log=log)
        except (DirectoryError, ValueError) as error:
            raise CannotServe(f"learned: {error}") from None
        processor = Processor(service, str(self._address), shared=True)
        told, again = asyncio.Event(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, lambda: (again if told.is_set() else told).set())
        admin = await started(service, self._admin_socket, processor.ready)
        try:
            await processor.start()
            log.event(
                "info", "listening", at=str(self._address), upstream=service.upstream.host, server=str(service.server)
            )
            await told.wait()
            processor.is_stopping = True
            with suppress(TimeoutError):  # a second signal does not wait for the time of grace
                await asyncio.wait_for(again.wait(), settings.timeouts.grace)
            await processor.stop(settings.timeouts.drain)
        finally:
            if admin is not None:
                await admin.stop()
            await service.close()


def _reserved(address: Address) -> socket.socket:
    """A socket that holds an address for the workers, and never listens: the kernel gives it no connections.

    Raises:
        CannotServe: another program has the address, or it is none of this machine.
    """
    sock = socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((address.host, address.port))
    except OSError as error:
        sock.close()
        raise CannotServe(f"can't listen at {address}: {error.strerror or error}; choose another address") from None
    return sock
