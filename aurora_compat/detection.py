"""Which version does a caller speak? By the request itself, by its key, or by default; with the reason."""

from collections.abc import Mapping

from aurora_compat.aurora import aurora
from aurora_compat.aurora.hosts import is_sandbox
from aurora_compat.aurora.signature import KEY
from aurora_compat.aurora.v2024_05.version_header import NAME
from aurora_compat.registries import Registry
from aurora_compat.words.error import UnknownVersion
from aurora_compat.words.message import Request
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

_PREFIXED = ("/v2", "2018.01")
"""Paths with this first segment are of that version alone (change `v2-prefix`)."""


class Detected(Value):
    """A version and how it was told.

    Attributes:
        version: the version that the caller speaks.
        reason: `path`, `header`, `key` or `default`.
        message: the same as a sentence; it holds no credential.
    """

    version: Version
    reason: str
    message: str


def key_digest(key: str) -> str:
    """The fingerprint of an API key or bearer token by which `detect_version` knows it: SHA-256, in hex."""
    from hashlib import sha256

    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def detect_version(
    request: Request,
    *,
    default: Version | str,
    keys: Mapping[str, Version | str] | None = None,
    environment: str | None = None,
    registry: Registry | None = None,
) -> Detected:
    """Tell the version that a request is in.

    In this order: the `/v2` in front of its path; the header `Aurora-API-Version`, in the sandbox; the version that
    its key is bound to; the default. A header that names no known version is passed over.

    Args:
        request: as the client made it.
        default: where nothing tells.
        keys: digest of an API key or bearer token (`key_digest`) -> version; never the key itself.
        environment: `production` or `sandbox`; by the request's host where it is None.
        registry: another than Aurora's.

    Raises:
        UnknownVersion: `default` or a version in `keys` is none.
    """
    registry = registry or aurora()
    path = request.path[len(request.origin) :]
    prefix, version = _PREFIXED
    if path == prefix or path.startswith(f"{prefix}/"):
        return Detected(registry.version(version), "path", f"only {version} has {prefix} in front of its paths")
    if is_sandbox(request.host, environment):
        named = request.headers.get(NAME)
        try:
            if named is not None:
                found = registry.version(named.strip())
                return Detected(found, "header", f"{NAME} names {found}")
        except UnknownVersion:
            pass
    for credential in _credentials(request) if keys else ():
        bound = (keys or {}).get(key_digest(credential))
        if bound is not None:
            found = registry.version(bound)
            return Detected(found, "key", f"the caller's key is bound to {found}")
    found = registry.version(default)
    return Detected(found, "default", f"nothing in the request tells; {found} is the default")


def _credentials(request: Request) -> list[str]:
    bearers = [value[7:].strip() for value in request.headers.all("authorization") if value[:7].lower() == "bearer "]
    return [*request.query.all(KEY), *bearers]
