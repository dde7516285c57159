"""Hypothesis strategies: payloads, contexts, requests and exchanges of any version, valid and lifelike."""

from aurora_compat.testing.bodies import contexts, payloads
from aurora_compat.testing.messages import exchanges, ids, requests

__all__ = ["contexts", "exchanges", "ids", "payloads", "requests"]
