"""What Envoy does with its filter `ext_proc`, as far as tests need it: heads and bodies told, answers applied.

`test_envoy_real` holds the real one to the same results.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from inspect import signature
from typing import Any

import grpc
import grpc.aio
from envoy.extensions.filters.http.ext_proc.v3.processing_mode_pb2 import ProcessingMode
from envoy.service.ext_proc.v3.external_processor_pb2 import (
    CommonResponse,
    HttpBody,
    HttpHeaders,
    ProcessingRequest,
    ProcessingResponse,
)

import aurora_compat as ac
from aurora_compat.gateway.envoy.server import Processor
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.testing.server import FakeAurora

METHOD = "/envoy.service.ext_proc.v3.ExternalProcessor/Process"
AUTHORITY = "gateway.example"
_EXAMPLE = ProcessingMode(request_body_mode=ProcessingMode.BUFFERED)
"""What the example configuration begins with."""


def settings(upstream: str, server: str, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings for tests: nothing is kept on disk."""
    said = {"upstream": upstream, "server": server, "learned": "memory:", "admin.listen": "", "log.access": False}
    return Settings.read(None, environ or {}, {**said, **given})


def head(message: ac.Request | ac.Response, *, raw: bool = True, more: bool | None = None) -> Any:
    """The head of a message as Envoy tells it; `more` says whether a body follows."""
    if isinstance(message, ac.Request):
        pseudo = [(":authority", AUTHORITY), (":path", message.target), (":method", message.method)]
    else:
        pseudo = [(":status", str(message.status))]
    told = HttpHeaders(end_of_stream=not (message.body if more is None else more))
    for name, value in (*pseudo, *message.headers):
        data = value.encode("latin-1")
        told.headers.headers.add(key=name.lower(), **({"raw_value": data} if raw else {"value": data.decode()}))
    return told


class Envoy:
    """Sends requests through a processor to a server.

    Attributes:
        server: where requests go.
        told: the parts that the processor was told of, in order.
        said: what it said to each.
    """

    def __init__(self, channel: Any, server: FakeAurora) -> None:
        self.told: list[str] = []
        self.said: list[Any] = []
        self.server = server
        self._stream = channel.stream_stream(
            METHOD,
            request_serializer=ProcessingRequest.SerializeToString,
            response_deserializer=ProcessingResponse.FromString,
        )
        self._check = channel.unary_unary("/grpc.health.v1.Health/Check")

    def stream(self) -> Any:
        """The stream of one exchange."""
        return self._stream()

    async def health(self) -> bytes:
        """What the health check says, as bytes of its message."""
        answer: bytes = await self._check(b"")
        return answer

    async def tell(self, stream: Any, **part: Any) -> Any:
        """Tell of a part, and what is said of it."""
        await stream.write(ProcessingRequest(**part))
        said = await stream.read()
        self.told += part
        self.said.append(said)
        return said

    async def send(self, request: ac.Request, *, raw: bool = True) -> ac.Response:
        """A request through the filter, to the server, and its answer back."""
        stream = self.stream()
        up = _Message({":method": request.method, ":path": request.target}, request.headers, request.body)
        if await self._passed(stream, "request", up, head(request, raw=raw)):
            return await _over(stream, up.answer())
        headers = [("host", AUTHORITY), *up.headers]
        answer = self.server.send(ac.Request(up.pseudo[":method"], up.pseudo[":path"], None, headers, up.body))
        if request.method == "HEAD":
            answer = ac.Response(answer.status, answer.headers)
        down = _Message({":status": str(answer.status)}, answer.headers, answer.body)
        await self._passed(stream, "response", down, head(answer, raw=raw))
        return await _over(stream, down.answer())

    async def _passed(self, stream: Any, side: str, message: "_Message", told: Any) -> bool:
        """Whether a message was answered instead of passed on."""
        said = await self.tell(stream, **{f"{side}_headers": told})
        if said.HasField("immediate_response"):
            message.replace(said.immediate_response)
            return True
        message.change(getattr(said, f"{side}_headers").response)
        mode = said.mode_override if said.HasField("mode_override") else _EXAMPLE
        if message.body and getattr(mode, f"{side}_body_mode") == ProcessingMode.BUFFERED:
            said = await self.tell(stream, **{f"{side}_body": HttpBody(body=message.body, end_of_stream=True)})
            if said.HasField("immediate_response"):
                message.replace(said.immediate_response)
                return True
            message.change(getattr(said, f"{side}_body").response)
        return False


class _Message:
    """A message as the filter holds it."""

    def __init__(self, pseudo: dict[str, str], headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.pseudo, self.headers, self.body = pseudo, [(name.lower(), value) for name, value in headers], body

    def change(self, common: Any) -> None:
        """Do what a `CommonResponse` says."""
        self._mutate(common.header_mutation)
        if common.HasField("body_mutation"):
            assert self.body or common.status == CommonResponse.CONTINUE_AND_REPLACE
            self.body = common.body_mutation.body
            length = next((value for name, value in self.headers if name == "content-length"), None)
            assert length == str(len(self.body)), "Envoy refuses a body whose length is another"

    def replace(self, immediate: Any) -> None:
        """Become what an `ImmediateResponse` says."""
        self.pseudo, self.headers, self.body = {":status": str(immediate.status.code)}, [], immediate.body
        self._mutate(immediate.headers)

    def answer(self) -> ac.Response:
        """As the client gets it."""
        return ac.Response(int(self.pseudo[":status"]), self.headers, self.body)

    def _mutate(self, mutation: Any) -> None:
        for name in mutation.remove_headers:
            self.headers = [pair for pair in self.headers if pair[0] != name]
        for option in mutation.set_headers:
            name, header = option.header.key, option.header
            value = (header.raw_value or header.value.encode()).decode("latin-1")
            if name.startswith(":"):
                self.pseudo[name] = value
                continue
            if not option.append.value:
                self.headers = [pair for pair in self.headers if pair[0] != name]
            self.headers.append((name, value))


async def _over(stream: Any, answer: ac.Response) -> ac.Response:
    """Wait until the processor has nothing left to do."""
    assert await stream.read() is grpc.aio.EOF
    return answer


@asynccontextmanager
async def envoy(server: FakeAurora, upstream: str, **given: Any) -> AsyncIterator[tuple[Envoy, Processor]]:
    """Envoy and a processor before a server that is listening at `upstream`."""
    service = await Service.opened(settings(upstream, str(server.version), **given))
    processor = Processor(service, "127.0.0.1:0")
    await processor.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{processor.port}") as channel:
            yield Envoy(channel, server), processor
    finally:
        await processor.stop(0)
        await service.close()


def run(server: FakeAurora, upstream: str, play: Callable[..., Any], **given: Any) -> Any:
    """What a coroutine function makes of Envoy, and of the processor where it wants that too."""

    async def played() -> Any:
        async with envoy(server, upstream, **given) as opened:
            return await play(*opened[: len(signature(play).parameters)])

    return asyncio.run(played())
