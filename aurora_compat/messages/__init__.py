"""Whole HTTP messages between versions: `translate_request` and `translate_response`.

The head walks first, hop by hop: it may turn the message into another operation, and may ask for edits of the body.
So it is known which rules apply before the body is looked at; one that no rule applies to comes back as the same bytes.
"""

from aurora_compat.messages.checks import checked, harmless
from aurora_compat.messages.lanes import Lane, Way, lane_of
from aurora_compat.messages.requests import (
    begin_request,
    quick_request,
    request_walk,
    translate_request,
    translation_of,
)
from aurora_compat.messages.responses import (
    Incoming,
    quick_response,
    response_call,
    response_walk,
    translate_response,
)
from aurora_compat.messages.shortcuts import Answerer, Sender, answerer, sender
from aurora_compat.messages.translation import MessageTranslation
from aurora_compat.messages.usual import USUAL_NAMES

__all__ = [
    "USUAL_NAMES",
    "Answerer",
    "Incoming",
    "Lane",
    "MessageTranslation",
    "Sender",
    "Way",
    "answerer",
    "begin_request",
    "checked",
    "harmless",
    "lane_of",
    "quick_request",
    "quick_response",
    "request_walk",
    "response_call",
    "response_walk",
    "sender",
    "translate_request",
    "translate_response",
    "translation_of",
]
