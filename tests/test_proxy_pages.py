"""What the pages about the proxy name is there: settings, flags, paths, statuses, metrics; and what they show is so.

An operator follows them line by line.
"""

import asyncio
import json
import re
import tomllib
from collections import defaultdict
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple, get_args

import httpx
import pytest
import yaml

import aurora_compat as ac
from aurora_compat.cli.demo import Demo
from aurora_compat.gateway.httpx import AsyncCompatTransport
from aurora_compat.gateway.proxy import refusals
from aurora_compat.gateway.proxy.metrics import STAGES, How, Outcome, Telemetry
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.settings.fields import settings_of
from aurora_compat.gateway.proxy.taught import Taught
from aurora_compat.testing.server import TOKEN, FakeAurora
from tests._deploy import (
    DOCS,
    LEAST,
    MANIFEST,
    OPERATING,
    PROXY,
    ROOT,
    SECRET,
    UNIT,
    block,
    options,
    paths_of_the_admin,
    settings,
)
from tests.cli._run import run

FILES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), UNIT, MANIFEST]


def table(page: str, mark: str) -> list[list[str]]:
    """The cells of the table behind a mark, less head and code quotes."""
    lines = page.split(f"<!-- {mark} -->\n\n")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.replace("`", "").strip("|").split("|")] for line in lines]


@cache
def keys() -> dict[str, Any]:
    """Every setting, and its default."""
    return {key: field.default for key, field in settings_of(Settings)}


@cache
def variables() -> frozenset[str]:
    """Every variable that is a setting."""
    wholes = {re.split(r"\[\]|\.\*", key)[0] for key in keys()}
    return frozenset("AURORA_COMPAT_" + key.upper().replace(".", "__") for key in wholes)


class Metrics(NamedTuple):
    """Names of metrics -> their labels; of samples, which of a histogram are several."""

    families: dict[str, frozenset[str]]
    samples: dict[str, frozenset[str]]


@cache
def metrics() -> Metrics:
    """What a proxy tells that has met everything once."""
    telemetry = Telemetry.made(100)
    telemetry.finished("list_projects", "2018.01", "2024.05", "translated", 200, 0.2, 0.1, 0.1, 0.1)
    telemetry.lookup("list_roles", "asked")
    telemetry.need("user-roles", required=True, met=True)
    telemetry.signature("expired")
    body = b'{"project": {"mailing_address": "PO Box 12", "updated_at": "2022-05-01"}}'
    response = ac.Response(200, {"Content-Type": "application/json"}, body)
    where: dict[str, Any] = {"operation": "retrieve_project", "path_params": {}, "source": "2022.09"}
    telemetry.translation(ac.translate_response(response, **where, target="2024.05"))
    families: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    samples: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for family in telemetry.collect():
        for sample in family.samples:
            samples[sample.name] |= sample.labels.keys()
            name = family.name if family.type == "histogram" else sample.name
            families[name] |= sample.labels.keys() - {"le"}
    return Metrics({name: labels for name, labels in families.items() if "process_" not in name}, dict(samples))


# What files and pages name.

OTHERS = {
    *("AURORA_COMPAT_DEBUG", "AURORA_COMPAT_SERVICE_HOST", "AURORA_COMPAT_PORT"),  # passed over, as a page says
    "AURORA_COMPAT_ENVOY",  # of the tests with a real one
}
"""Variables that begin as settings do, and are none."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
class TestNames:
    def test_flags_are_those_of_the_command(self, file: Path) -> None:
        text = file.read_text("utf-8").replace("\\\n", "")
        for command, rest in re.findall(r"aurora-compat (serve|ext-proc|usage)\b([^`\n|&;]*)", text):
            assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= options(command), f"{command}{rest}"

    def test_variables_are_settings(self, file: Path) -> None:
        named = set(re.findall(r"\bAURORA_COMPAT_[A-Z0-9_]*[A-Z0-9]", file.read_text("utf-8")))
        assert named - OTHERS <= variables()

    def test_keys_are_settings(self, file: Path) -> None:
        known = {re.sub(r"\[\]|\.\*", "", key) for key in keys()}
        tables = {key.partition(".")[0] for key in known if "." in key} - {"context"}
        for quoted in re.findall(r"`([a-z_]+\.[a-z_.]+)(?: = [^`]*)?`", file.read_text("utf-8")):
            if quoted.partition(".")[0] in tables:
                assert quoted in known, quoted

    def test_defaults_are_those_of_the_settings(self, file: Path) -> None:
        for key, told in re.findall(r"`([a-z_]+\.[a-z_]+)` \(([\d.]+)(?: s)?\)", file.read_text("utf-8")):
            assert float(told) == keys()[key], key


def test_settings_of_the_proxys_page_can_be_read(tmp_path: Path) -> None:
    toml = block(re.sub(r"^   ", "", PROXY, flags=re.MULTILINE), "toml")
    read = settings(
        'upstream = "https://api.example"\nserver = "2024.05"\n' + toml, tmp_path, {"WEBHOOK_SECRET": SECRET}
    )
    (relay,) = read.relay
    webhook = json.loads(block(re.sub(r"^   ", "", PROXY, flags=re.MULTILINE), "json"))["webhook"]
    ac.translate(
        {"webhook": webhook},
        operation="create_webhook",
        part="request",
        source="2024.05",
        target="2018.01",
        validate=True,
    )
    url = f"https://gateway.example/relay/{relay.name}?{relay.asset}=<ASSET_ID>&{relay.design}=<DESIGN_ID>"
    assert (webhook["url_template"], webhook["header_auth_key"]) == (url, relay.header)


def test_what_the_page_teaches_can_be_learned() -> None:
    (body,) = re.findall(r"/learned \\\n +-d '(.*)'$", PROXY, re.MULTILINE)
    assert Taught.read(body.encode()).tenant == "t-1"


class TestTables:
    def test_the_paths_of_the_admin_listener(self) -> None:
        told = {tuple(path.split()) for path, _ in table(OPERATING, "admin paths")}
        assert told == {route for route in paths_of_the_admin() if route[0] != "HEAD"}

    def test_every_metric_with_its_labels(self) -> None:
        told = {name: frozenset(filter(None, labels.split(", "))) for name, labels, _ in table(OPERATING, "metrics")}
        assert told == metrics().families

    def test_the_values_of_labels(self) -> None:
        assert [outcome for outcome, _ in table(OPERATING, "outcomes")] != []
        assert {outcome for outcome, _ in table(OPERATING, "outcomes")} == set(get_args(Outcome))
        told = {name: what for name, _, what in table(OPERATING, "metrics")}
        assert all(how in told["aurora_compat_lookups_total"] for how in get_args(How))
        assert all(stage in told["aurora_compat_seconds"] for stage in STAGES)

    def test_the_statuses_that_the_proxy_answers(self) -> None:
        sources = (ROOT / "aurora_compat" / "gateway" / "proxy").glob("*.py")
        named = {
            HTTPStatus[name] for file in sources for name in re.findall(r"HTTPStatus\.([A-Z_]+)", file.read_text())
        }
        of_rules = {HTTPStatus.UNPROCESSABLE_ENTITY}
        own = {str(int(status)) for status in named | of_rules if status >= 400}
        assert [status for status, _ in table(PROXY, "statuses")] == sorted(own)
        assert set(re.findall(r"^\| (\d{3}) \|", refusals.__doc__ or "", re.MULTILINE)) <= own

    @pytest.mark.parametrize("page", [PROXY, OPERATING], ids=["proxy.md", "operating.md"])
    def test_no_other_metric_is_named(self, page: str) -> None:
        named = set(re.findall(r"\baurora_compat_[a-z_]+", page))
        assert named <= metrics().families.keys() | metrics().samples.keys()
        assert named


class TestRules:
    RULES: tuple[Any, ...] = tuple(yaml.safe_load(block(OPERATING, 'yaml title="rules.yaml"'))["groups"][0]["rules"])

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
    def test_names_metrics_labels_and_values_that_there_are(self, rule: Any) -> None:
        expression: str = rule["expr"]
        labels: set[str] = set()
        found = 0
        for name, matchers in re.findall(r"\b(aurora_compat_\w+)(?:\{([^}]*)\})?", expression):
            found += 1
            own = metrics().samples[name]
            labels |= own
            for label, value in re.findall(r'(\w+)=~?"([^"]*)"', matchers):
                assert label in own
                assert label != "outcome" or set(value.split("|")) <= set(get_args(Outcome))
        assert found or expression == 'up{job="aurora-compat"} == 0'
        for grouped in re.findall(r"\bby \(([^)]*)\)", expression):
            assert set(grouped.split(", ")) <= labels

    def test_every_rule_has_a_name_of_its_own(self) -> None:
        assert len({rule["alert"] for rule in self.RULES}) == len(self.RULES)

    def test_prometheus_asks_the_admin_port(self) -> None:
        (job,) = yaml.safe_load(block(OPERATING, "yaml"))["scrape_configs"]
        assert job["job_name"] == "aurora-compat"
        address = Settings(**LEAST).admin.address
        assert address is not None
        (static,) = job["static_configs"]
        assert {target.rpartition(":")[2] for target in static["targets"]} == {str(address.port)}


# What pages show of a terminal, where it can't be run as it stands.


class TestTheDemo:
    def test_it_prints_what_the_pages_show(self) -> None:
        with Demo() as demo:
            read = Settings.read(None, {}, demo.settings, demo.defaults)
            shown = demo.invitation(read)
        for page in (PROXY, (ROOT / "README.md").read_text("utf-8")):
            (found,) = re.findall(r"^\$ .* serve --demo\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
            assert found == shown

    @pytest.mark.parametrize("prefix", ["/v2", ""])
    def test_it_answers_what_the_page_shows(self, prefix: str) -> None:
        with Demo() as demo:
            tenant = demo.tenant
        url = f"http://127.0.0.1:8080{prefix}/tenants/{tenant.id}/projects"
        line = rf"^\$ curl -s -H 'Authorization: Bearer {TOKEN}' {url} \| jq '([^']*)'\n(.*?)^```$"
        ((query, shown),) = re.findall(line, PROXY, re.MULTILINE | re.DOTALL)
        assert query.startswith(".projects[0] | {")

        async def asked() -> Any:
            server = httpx.ASGITransport(FakeAurora("2024.05", tenant=tenant))
            speaks = "2018.01" if prefix else "2024.05"
            transport = AsyncCompatTransport(client=speaks, server="2024.05", transport=server)
            async with httpx.AsyncClient(transport=transport, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
                return (await client.get(url)).json()["projects"][0]

        project = asyncio.run(asked())
        known = project | ({} if prefix else {"address": project["location"]["property_address"]})
        told = json.loads(shown)
        assert told == {name: known[name] for name in told}
        assert len(told) == 2


def test_usage_prints_what_the_page_shows(tmp_path: Path) -> None:
    page = OPERATING.split("<!-- usage -->")[1]
    command, shown = page.split("```text\n")[1].split("```")[0].split("\n", 1)
    assert command.startswith("$ aurora-compat usage http://127.0.0.1:9090 ")
    rows = re.findall(r"^([a-z0-9-]+) +(\S+) +(\S+) +(\d+) +(\S+Z) +(.*)$", shown, re.MULTILINE)
    since = re.search(r"^counted since (.*)$", shown, re.MULTILINE)
    assert since is not None
    assert rows
    changes = [
        {"change": change, "client": client, "server": server, "count": int(count), "last_seen": seen, "summary": told}
        for change, client, server, count, seen, told in rows
    ]
    assert [told["summary"] for told in changes] == [ac.changes[told["change"]].summary for told in changes]
    clients = [{"client": "2018.01", "server": "2024.05", "requests": 900}]
    file = tmp_path / "usage.json"
    file.write_text(json.dumps({"since": since[1], "changes": changes, "clients": clients}))
    assert run("usage", str(file)).stdout == shown


def test_the_image_has_the_extras_that_its_settings_need() -> None:
    (extras,) = re.findall(r"aurora_compat\[([a-z,]+)\]", block(OPERATING, "dockerfile"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extras.split(",")) == {"serve", "redis"} <= project["optional-dependencies"].keys()
