"""What is found once for the messages of an operation with clients of a version."""

from typing import NamedTuple

from aurora_compat.gateway.proxy.bodies import Bodies
from aurora_compat.gateway.proxy.reads import Passed
from aurora_compat.messages import Answerer, Sender, Way


class Quick(NamedTuple):
    """How both messages are translated at once.

    Attributes:
        up, down: the ways of requests and of answers.
        send, answer: the shortcuts for ordinary ones.
        passed: pairs of them that were not read for the metrics.
    """

    up: Way
    down: Way
    send: Sender
    answer: Answerer
    passed: Passed


class Track(NamedTuple):
    """How an operation's messages are led.

    Attributes:
        bodies: which of them are read whole.
        quick: how both are translated at once; None where they can't be.
    """

    bodies: Bodies
    quick: Quick | None = None
