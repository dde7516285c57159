"""The example configuration is one: Envoy's own messages take every key of it, and it says what the processor needs.

What a real Envoy makes of it is tested in `test_envoy_real`.
"""

from typing import Any

import yaml
from envoy.config.bootstrap.v3.bootstrap_pb2 import Bootstrap
from envoy.extensions.filters.http.ext_proc.v3.ext_proc_pb2 import ExternalProcessor
from envoy.extensions.filters.http.ext_proc.v3.processing_mode_pb2 import ProcessingMode
from envoy.extensions.filters.http.router.v3.router_pb2 import Router
from envoy.extensions.filters.network.http_connection_manager.v3.http_connection_manager_pb2 import (
    HttpConnectionManager,
)
from envoy.extensions.transport_sockets.tls.v3.tls_pb2 import UpstreamTlsContext
from envoy.extensions.upstreams.http.v3.http_protocol_options_pb2 import HttpProtocolOptions
from google.protobuf.json_format import ParseDict  # type: ignore[import-untyped]  # without types of its own

from aurora_compat.cli.ext_proc import DEFAULTS
from aurora_compat.gateway.proxy.settings.tables import LimitSettings, TimeoutSettings

from ._real_envoy import EXAMPLE, LIMIT, example

TYPES = (ExternalProcessor, HttpConnectionManager, HttpProtocolOptions, Router, UpstreamTlsContext)
"""What stands in the example under `@type`: a message is known by its name once its module is imported."""


def parsed(text: str) -> Any:
    return ParseDict(yaml.safe_load(text), Bootstrap())


def unpacked(packed: Any) -> Any:
    (kind,) = [kind for kind in TYPES if packed.Is(kind.DESCRIPTOR)]
    message = kind()
    packed.Unpack(message)
    return message


def filter_of(bootstrap: Any) -> Any:
    (listener,) = bootstrap.static_resources.listeners
    manager = unpacked(listener.filter_chains[0].filters[0].typed_config)
    assert not manager.normalize_path.value
    assert not manager.merge_slashes
    return unpacked(manager.http_filters[0].typed_config)


def test_it_says_what_the_processor_needs() -> None:
    said = filter_of(parsed(EXAMPLE.read_text("utf-8")))
    assert (said.allow_mode_override, said.failure_mode_allow, said.status_on_error.code) == (True, False, 503)
    assert said.mutation_rules.allow_all_routing.value
    mode = said.processing_mode
    assert (mode.request_header_mode, mode.response_header_mode) == (ProcessingMode.SEND, ProcessingMode.SEND)
    assert (mode.request_body_mode, mode.response_body_mode) == (ProcessingMode.BUFFERED, ProcessingMode.NONE)


def test_its_figures_fit_those_of_the_settings() -> None:
    bootstrap = parsed(EXAMPLE.read_text("utf-8"))
    (listener,) = bootstrap.static_resources.listeners
    assert listener.per_connection_buffer_limit_bytes.value == LIMIT <= LimitSettings().body
    assert filter_of(bootstrap).message_timeout.seconds > TimeoutSettings().total


def test_it_finds_the_processor_where_that_listens() -> None:
    _, processor = parsed(EXAMPLE.read_text("utf-8")).static_resources.clusters
    address = processor.load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address
    assert f"{address.address}:{address.port_value}" == DEFAULTS["listen"]
    (options,) = processor.typed_extension_protocol_options.values()
    assert unpacked(options).explicit_http_config.HasField("http2_protocol_options")


def test_the_tests_with_a_real_envoy_change_its_addresses_alone() -> None:
    there, changed = parsed(EXAMPLE.read_text("utf-8")), parsed(example(1, 2))
    there.static_resources.clusters[0].ClearField("transport_socket")
    for bootstrap in (there, changed):
        bootstrap.ClearField("admin")
        bootstrap.static_resources.listeners[0].ClearField("address")
        for cluster in bootstrap.static_resources.clusters:
            cluster.ClearField("load_assignment")
    assert changed == there
