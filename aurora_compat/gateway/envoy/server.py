"""The processor as a gRPC server: a stream for each HTTP exchange, a message for each part of it.

Beside it the server tells its health in the manner of gRPC (`grpc.health.v1.Health/Check`), for the health checks of
Envoy's cluster and for Kubernetes: serving, until it is told to stop.
"""

import asyncio
from typing import Any

import grpc
import grpc.aio
from envoy.service.ext_proc.v3.external_processor_pb2 import ProcessingRequest, ProcessingResponse

from aurora_compat.gateway.envoy.processing import Processing
from aurora_compat.gateway.proxy.service import Service

_SERVING, _NOT_SERVING = b"\x08\x01", b"\x08\x02"
"""The two messages `HealthCheckResponse` that are needed: field 1 is the status."""

_ROOM = 1024 * 1024
"""Bytes that a message may take beside the body in it."""


class Processor:
    """A server of Envoy's `ExternalProcessor` service.

    Args:
        service: the engine; it is closed by who opened it.
        address: host and port; port 0 takes a free one.
        shared: whether other processes may listen at the same address, each getting a part of the connections.

    Attributes:
        port: the one that was taken, once it is started.
        is_stopping: set when it is to end: its health is then not to serve.
    """

    def __init__(self, service: Service, address: str, *, shared: bool = False) -> None:
        self.port = 0
        self._service, self._address = service, address
        self._left: set[asyncio.Task[None]] = set()
        self.is_stopping = False
        self._flying = 0
        self._server = grpc.aio.server(
            options=[
                ("grpc.so_reuseport", int(shared)),
                ("grpc.max_receive_message_length", service.settings.limits.body + _ROOM),
                ("grpc.max_send_message_length", -1),  # a body may grow as it is translated
            ]
        )
        self._server.add_generic_rpc_handlers(
            (
                _handlers("envoy.service.ext_proc.v3.ExternalProcessor", Process=self._streams()),
                _handlers("grpc.health.v1.Health", Check=grpc.unary_unary_rpc_method_handler(self._health)),
            )
        )

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the address is taken, or is none of this machine.
        """
        try:
            self.port = self._server.add_insecure_port(self._address)
        except RuntimeError:
            self.port = 0
        if not self.port:
            raise OSError(f"can't listen at {self._address}: it is taken, or no address of this machine")
        await self._server.start()

    def ready(self) -> tuple[str, ...]:
        """Why no streams should come here now; nothing where they may."""
        if not self.port:
            return ("it is starting",)
        return ("it is stopping",) if self.is_stopping else ()

    async def stop(self, drain: float) -> None:
        """Take no more streams, and wait for those that are open, and for what they have learned to be kept.

        Args:
            drain: seconds that open streams are given; what is left then is broken off, and Envoy answers for it.
        """
        self.is_stopping = True
        await self._server.stop(drain)
        while self._left:
            await asyncio.wait(self._left)

    def _streams(self) -> Any:
        return grpc.stream_stream_rpc_method_handler(
            self._process,
            request_deserializer=ProcessingRequest.FromString,
            response_serializer=ProcessingResponse.SerializeToString,
        )

    async def _process(self, _: Any, stream: Any) -> None:
        """One stream; it is cancelled where Envoy resets it, as the client has gone away."""
        service = self._service
        processing = Processing(service, has_room=self._flying < service.settings.limits.concurrency)
        self._flying += 1
        service.telemetry.flight(1)
        try:
            while not processing.is_over and (came := await stream.read()) is not grpc.aio.EOF:
                await stream.write(await processing.answer(came))
        finally:
            self._flying -= 1
            service.telemetry.flight(-1)
            # Envoy closes the stream when it has its last answer: what is left to do goes on all the same.
            task = asyncio.create_task(processing.finished())
            self._left.add(task)
            task.add_done_callback(self._left.discard)
            await asyncio.shield(task)

    async def _health(self, _: bytes, __: Any) -> bytes:
        return _NOT_SERVING if self.ready() else _SERVING


def _handlers(service: str, **methods: Any) -> Any:
    return grpc.method_handlers_generic_handler(service, methods)
