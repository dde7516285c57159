"""What is raised where a law of messages does not hold: the law, the change, the place, the smallest message."""

from collections.abc import Iterator

from aurora_compat.testing.broken import LawBroken
from aurora_compat.testing.judging import Breach
from aurora_compat.testing.wire.example import Message, MessageExample
from aurora_compat.words.message import Request


class MessageLawBroken(LawBroken):
    """A law does not hold for a message.

    Attributes:
        message: the message, the smallest that was found.
        pointer: where, as notes tell it: `path`, `query/page`, `headers/x-trace`, `body#/project/name`.
        law, change, operation, part, source, target, what, payload, status: as of `LawBroken`.
    """

    def __init__(self, law: str, example: MessageExample, breach: Breach, change: str) -> None:
        case = example.case
        self.law, self.change, self.pointer, self.what = law, change, breach.pointer, breach.what
        self.payload, self.status, self.message = example.body.payload, example.status, example.message
        self.operation, self.part, self.source, self.target = case.operation, case.part, case.source, case.target
        AssertionError.__init__(self, "\n".join(_lines(self, example)))


def _lines(broken: MessageLawBroken, example: MessageExample) -> Iterator[str]:
    by = f" by the change {broken.change}" if broken.change else ""
    yield f"{broken.law} is broken{by}: {example.case.name}"
    yield f"  at {broken.pointer or 'the whole message'}: {broken.what}"
    yield f"  smallest message: {_start(example.message)}"
    yield from _rest(example.message)
    if not isinstance(example.message, Request):
        yield f"  answers: {example.method} with {dict(example.path_params)}"
    try:
        there = example.there()
        yield f"  translated: {_start(there.result)}"
        yield from _rest(there.result)
        for note in there.notes:
            yield f"  note: {note.kind} at {note.pointer} [{note.change}] ({note.side})"
    except Exception as error:  # what is broken may raise here as well
        yield f"  its translation raises {type(error).__name__}: {error}"


def _start(message: Message) -> str:
    return f"{message.method} {message.target}" if isinstance(message, Request) else str(message.status)


def _rest(message: Message) -> Iterator[str]:
    for name, value in message.headers:
        yield f"    {name}: {value}"
    if message.body:
        yield f"    {message.body[:1000]!r}"
