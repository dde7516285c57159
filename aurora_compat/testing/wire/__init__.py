"""Whole messages for the laws: targets, queries, header fields and encodings around generated bodies."""

from aurora_compat.testing.wire.dialect import AURORA, Dialect, dialect_of
from aurora_compat.testing.wire.example import UNKNOWN, MessageExample
from aurora_compat.testing.wire.failure import MessageLawBroken
from aurora_compat.testing.wire.laws import MessageLaw, check_messages

__all__ = [
    "AURORA",
    "UNKNOWN",
    "Dialect",
    "MessageExample",
    "MessageLaw",
    "MessageLawBroken",
    "check_messages",
    "dialect_of",
]
