"""The files of `docs/deploy/` are of one piece: settings, flags, paths, ports, secrets and times fit together."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from aurora_compat.gateway.proxy.settings import Settings
from tests._deploy import (
    LEAST,
    MANIFEST,
    OPERATING,
    SECRET,
    UNIT,
    block,
    options,
    paths_of_the_admin,
    references,
    settings,
)


def time_to_stop(read: Settings) -> float:
    return read.timeouts.grace + read.timeouts.drain


class TestSystemd:
    LINES = tuple(
        (key, value)
        for line in UNIT.read_text("utf-8").splitlines()
        if line and line[0] not in "#["
        for key, _, value in [line.partition("=")]
    )
    TOML = block(OPERATING, 'toml title="gateway.toml"')

    def all(self, key: str) -> list[str]:
        return [value for name, value in self.LINES if name == key]

    def one(self, key: str) -> str:
        (value,) = self.all(key)
        return value

    def test_every_line_is_a_setting_of_a_section(self) -> None:
        text = UNIT.read_text("utf-8")
        assert re.findall(r"^\[(\w+)\]$", text, re.MULTILINE) == ["Unit", "Service", "Install"]
        assert all(re.fullmatch(r"#.*|\[\w+\]|[A-Z]\w+=.*|", line) for line in text.splitlines())

    def test_the_settings_of_the_page_can_be_read_with_its_environment(self, tmp_path: Path) -> None:
        environ = dict(pair.split("=", 1) for pair in self.all("Environment"))
        read = settings(self.TOML, tmp_path, environ)
        assert read.learned == f"sqlite:/var/lib/{self.one('StateDirectory')}/learned.sqlite3"
        assert read.secrets == {"k-1": SECRET}

    def test_its_secrets_are_credentials_of_the_unit(self) -> None:
        loaded = {value.partition(":")[0] for value in self.all("LoadCredential")}
        assert {path.name for path in references(self.TOML)} == loaded
        assert {str(path.parent) for path in references(self.TOML)} == {f"/run/credentials/{UNIT.name}"}

    def test_it_waits_until_requests_are_answered(self, tmp_path: Path) -> None:
        assert float(self.one("TimeoutStopSec")) > time_to_stop(settings(self.TOML, tmp_path))
        assert float(self.one("TimeoutStopSec")) > time_to_stop(Settings(**LEAST))
        assert self.one("KillMode") == "mixed"  # else workers are told twice, and do not wait for the grace

    def test_it_may_open_as_many_files_as_it_may_need(self, tmp_path: Path) -> None:
        read = settings(self.TOML, tmp_path)
        wanted = read.workers * (read.limits.concurrency + read.connections)
        assert int(self.one("LimitNOFILE")) > 2 * wanted


class TestKubernetes:
    OBJECTS: tuple[Any, ...] = tuple(yaml.safe_load_all(MANIFEST.read_text("utf-8")))

    def of(self, kind: str) -> Any:
        (found,) = (one for one in self.OBJECTS if one["kind"] == kind)
        return found

    @property
    def pod(self) -> Any:
        return self.of("Deployment")["spec"]["template"]["spec"]

    @property
    def container(self) -> Any:
        (found,) = self.pod["containers"]
        return found

    @pytest.fixture
    def read(self, tmp_path: Path) -> Settings:
        return settings(self.of("ConfigMap")["data"]["gateway.toml"], tmp_path)

    def test_all_objects_are_of_one_name(self) -> None:
        kinds = ["ConfigMap", "Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler"]
        assert [one["kind"] for one in self.OBJECTS] == kinds
        assert {one["metadata"]["name"] for one in self.OBJECTS} == {"aurora-compat"}
        assert self.of("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"] == "aurora-compat"

    def test_they_find_the_pods(self) -> None:
        labels = self.of("Deployment")["spec"]["template"]["metadata"]["labels"]
        assert self.of("Service")["spec"]["selector"] == labels
        for kind in ("Deployment", "PodDisruptionBudget"):
            assert self.of(kind)["spec"]["selector"]["matchLabels"] == labels
        (spread,) = self.pod["topologySpreadConstraints"]
        assert spread["labelSelector"]["matchLabels"] == labels

    def test_the_ports_are_those_of_the_settings(self, read: Settings) -> None:
        ports = {port["name"]: port["containerPort"] for port in self.container["ports"]}
        assert read.admin.address is not None
        assert ports == {"http": read.address.port, "admin": read.admin.address.port}
        assert {read.address.host, read.admin.address.host} == {"0.0.0.0"}  # others than the pod ask both
        (served,) = self.of("Service")["spec"]["ports"]
        assert served["targetPort"] == "http"

    def test_the_probes_ask_the_admin_listener(self) -> None:
        for name, path in (("startup", "/readyz"), ("readiness", "/readyz"), ("liveness", "/healthz")):
            assert self.container[f"{name}Probe"]["httpGet"] == {"path": path, "port": "admin"}
            assert ("GET", path) in paths_of_the_admin()

    def test_the_command_reads_the_settings_that_are_mounted(self) -> None:
        program, command, *arguments = self.container["command"]
        assert (program, command) == ("aurora-compat", "serve")
        assert {argument for argument in arguments if argument.startswith("-")} <= options("serve")
        places = {mount["name"]: mount["mountPath"] for mount in self.container["volumeMounts"]}
        assert arguments[arguments.index("--config") + 1] == f"{places['settings']}/gateway.toml"
        assert places.keys() == {volume["name"] for volume in self.pod["volumes"]}

    def test_every_secret_is_mounted(self) -> None:
        (mount,) = (mount for mount in self.container["volumeMounts"] if mount["name"] == "secrets")
        (volume,) = (volume for volume in self.pod["volumes"] if volume["name"] == "secrets")
        there = {f"{mount['mountPath']}/{item['path']}" for item in volume["secret"]["items"]}
        toml = self.of("ConfigMap")["data"]["gateway.toml"]
        assert {str(path) for path in references(toml)} == there
        made = set(re.findall(r"--from-file=(\S+)", MANIFEST.read_text("utf-8")))
        assert made == {item["key"] for item in volume["secret"]["items"]}

    def test_pods_end_when_their_requests_are_answered(self, read: Settings) -> None:
        assert self.pod["terminationGracePeriodSeconds"] > time_to_stop(read)
        probe = self.container["readinessProbe"]
        assert read.timeouts.grace >= probe["periodSeconds"] * probe["failureThreshold"]

    def test_all_replicas_together_keep_to_the_share_of_look_ups(self, read: Settings) -> None:
        most = self.of("HorizontalPodAutoscaler")["spec"]["maxReplicas"]
        assert read.lookups.share * most <= Settings(**LEAST).lookups.share
        (caller,) = read.callers.key
        assert read.lookups.share * caller.rate >= 1  # else a replica makes none at all
        assert read.learned == "redis://redis.example/0"  # shared by them
