"""What the tests of `docs/deploy/` and of the pages about the proxy share: blocks of pages, settings, what there is."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import typer

from aurora_compat.cli.app import app
from aurora_compat.gateway.directory import Remembered
from aurora_compat.gateway.proxy.admin import Admin
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PROXY, OPERATING = ((DOCS / name).read_text("utf-8") for name in ("proxy.md", "operating.md"))
UNIT = DOCS / "deploy" / "aurora-compat.service"
MANIFEST = DOCS / "deploy" / "kubernetes.yaml"
SECRET = "example-token"
LEAST: dict[str, Any] = {"upstream": "https://api.example", "server": "2024.05", "learned": "memory:"}


def block(page: str, kind: str) -> str:
    """The one block of that kind, as its fence names it."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return str(found)


def references(toml: str) -> list[Path]:
    """The files of secrets that settings refer to."""
    return [Path(path) for path in re.findall(r'"file:([^"]+)"', toml)]


def settings(toml: str, folder: Path, environ: dict[str, str] | None = None) -> Settings:
    """The settings of a text, each of its secrets in a file that is there."""
    for path in references(toml):
        there = folder / path.name
        there.write_text("redis://redis.example/0" if path.name == "learned-url" else SECRET)
        toml = toml.replace(f"file:{path}", f"file:{there}")
    file = folder / "gateway.toml"
    file.write_text(toml, "utf-8")
    return Settings.read(file, {"HOME": "/home/gateway", **(environ or {})})


@cache
def options(command: str) -> frozenset[str]:
    """The options of a command of `aurora-compat`."""
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # it is a group
    return frozenset(name for parameter in commands[command].params for name in parameter.opts)


@cache
def paths_of_the_admin() -> frozenset[tuple[str, str]]:
    """Methods and paths that the admin listener takes."""
    admin = Admin(telemetry=Telemetry.made(0), directory=Remembered(), host="aurora.example", ready=lambda: ())
    routes = admin.app().router.routes()
    return frozenset((route.method, str(route.resource.canonical)) for route in routes if route.resource is not None)
