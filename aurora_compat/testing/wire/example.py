"""What a law of messages is checked for: one message, the trip that it makes, and what is known beside it."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from aurora_compat.messages.requests import translate_request
from aurora_compat.messages.responses import translate_response
from aurora_compat.messages.translation import MessageTranslation
from aurora_compat.registries import Registry
from aurora_compat.testing.wire.body import Body, Message
from aurora_compat.words.context import Context
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Request, Response
from aurora_compat.words.operation import Part
from aurora_compat.words.version import Version

__all__ = ["UNKNOWN", "Message", "MessageCase", "MessageExample", "Trip"]

Trip: TypeAlias = MessageTranslation[Any]

UNKNOWN = "unknown path"
"""How cases call what no version lists."""


class MessageCase(NamedTuple):
    """An operation or `UNKNOWN`, a part of it, and an ordered pair of versions."""

    operation: str
    part: Part
    source: Version
    target: Version
    registry: Registry

    @property
    def known(self) -> str | None:
        """The operation, None where there is none."""
        return None if self.operation == UNKNOWN else self.operation

    @property
    def name(self) -> str:
        """How tallies and failures call it."""
        return f"{self.operation} {self.part} {self.source} -> {self.target}"


class MessageExample(NamedTuple):
    """One message of a case, and everything that it is translated with.

    Attributes:
        case: where it is from and where it goes.
        message: with its body.
        body: the same, before it was encoded.
        context: what the caller knows.
        method: of the request, or of the one that is answered.
        path_params: of the request that is answered.
    """

    case: MessageCase
    message: Message
    body: Body
    context: Context = Context()
    method: str = "GET"
    path_params: Mapping[str, str] = {}

    @property
    def status(self) -> int:
        """Of a response; 200 of a request."""
        return self.message.status if isinstance(self.message, Response) else 200

    def with_payload(self, payload: Json) -> "MessageExample":
        """The same with another value in its body."""
        body = self.body._replace(payload=payload)
        return self._replace(body=body, message=body.put(self.message))

    def there(self) -> Trip:
        """The way there."""
        return self.over(self.message, self.case.source, self.case.target)

    def back(self, message: Message, residue: Json = None) -> Trip:
        """The way back."""
        return self.over(message, self.case.target, self.case.source, residue)

    def over(self, message: Message, source: Version, target: Version, residue: Json = None) -> Trip:
        """Any way."""
        given: dict[str, Any] = {"source": source, "target": target, "context": self.context, "residue": residue}
        given["registry"] = self.case.registry
        if isinstance(message, Request):
            return translate_request(message, **given)
        known = self.case.known
        params = self.path_params if known else None
        return translate_response(message, operation=known, path_params=params, method=self.method, **given)
