"""Translate Aurora Solar API payloads between 2018.01, 2022.09 and 2024.05: lossless, explained, both ways.

    import aurora_compat as ac

    t = ac.translate(payload, operation="create_project", part="request", source="2018.01", target="2024.05")
    t.result, t.notes, t.needs, t.residue

What is exported here is the public interface; importing it loads no third-party package.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from aurora_compat.aurora import aurora
from aurora_compat.change import EVERY_OPERATION, Body, Change, Endpoint, Head, Reading, Release
from aurora_compat.migrations import Migration, migration, steps
from aurora_compat.reading import Limits
from aurora_compat.registries import Registry
from aurora_compat.translation import Translation, translate, translate_batch
from aurora_compat.words.context import Context
from aurora_compat.words.error import (
    AuroraCompatError,
    InvalidContext,
    LossError,
    MalformedPayload,
    MissingContext,
    NoPath,
    RegistryError,
    UnknownOperation,
    UnknownVersion,
    Untranslatable,
)
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need, Note
from aurora_compat.words.operation import Operation
from aurora_compat.words.problem import Problem
from aurora_compat.words.version import Version

__version__ = "0.1.0"

if TYPE_CHECKING:
    registry: Registry
    """Aurora's own registry."""
    operations: Mapping[str, Operation]
    """The operations of all versions, by name."""
    changes: Mapping[str, Change]
    """The breaking changes, by id."""
    versions: tuple[Version, ...]
    """The versions, oldest first."""
    from aurora_compat import hmac_auth, lifecycle
    from aurora_compat.detection import Detected, detect_version, key_digest
    from aurora_compat.exchange import Exchange
    from aurora_compat.forgotten import Forgotten, forgotten_fields
    from aurora_compat.lineages import lineage
    from aurora_compat.messages import MessageTranslation, translate_request, translate_response
    from aurora_compat.schemas import json_schema, openapi


_OF_AURORA = frozenset({"changes", "operations", "registry", "versions"})
_MODULES = frozenset({"hmac_auth", "lifecycle"})
_HOMES = {
    "Detected": "detection",
    "detect_version": "detection",
    "key_digest": "detection",
    "Exchange": "exchange",
    "Forgotten": "forgotten",
    "forgotten_fields": "forgotten",
    "lineage": "lineages",
    "json_schema": "schemas",
    "openapi": "schemas",
    "MessageTranslation": "messages",
    "translate_request": "messages",
    "translate_response": "messages",
}
"""Public names that are loaded when they are first asked for, and the modules that they are in."""


def __getattr__(name: str) -> Any:
    """Load what not everyone needs when it is first asked for: Aurora's releases, messages, exchanges, ..."""
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _HOMES:
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = found
        return found
    if name not in _OF_AURORA:
        raise AttributeError(f"module 'aurora_compat' has no attribute {name!r}")
    held = aurora()
    globals().update(registry=held, operations=held.operations, changes=held.changes, versions=held.versions)
    return globals()[name]


__all__ = [
    "EVERY_OPERATION",
    "AuroraCompatError",
    "Body",
    "Change",
    "Context",
    "Detected",
    "Endpoint",
    "Exchange",
    "Forgotten",
    "Head",
    "InvalidContext",
    "Limits",
    "LossError",
    "MalformedPayload",
    "MessageTranslation",
    "Migration",
    "MissingContext",
    "Need",
    "NoPath",
    "Note",
    "Operation",
    "Problem",
    "Reading",
    "Registry",
    "RegistryError",
    "Release",
    "Request",
    "Response",
    "Translation",
    "UnknownOperation",
    "UnknownVersion",
    "Untranslatable",
    "Version",
    "changes",
    "detect_version",
    "forgotten_fields",
    "hmac_auth",
    "json_schema",
    "key_digest",
    "lifecycle",
    "lineage",
    "migration",
    "openapi",
    "operations",
    "registry",
    "steps",
    "translate",
    "translate_batch",
    "translate_request",
    "translate_response",
    "versions",
]
