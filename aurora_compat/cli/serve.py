"""`aurora-compat serve`: the gateway as a reverse proxy, by its settings; `--demo` brings the server too."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aurora_compat.cli import streams
from aurora_compat.cli.failure import InputError
from aurora_compat.cli.gateway import Admin, Client, Server, extra, run, settings_of

if TYPE_CHECKING:
    from aurora_compat.gateway.proxy.settings import Settings


def serve(
    *,
    upstream: Annotated[str | None, typer.Option(metavar="URL", help="The server to send requests to.")] = None,
    server: Server = None,
    client: Client = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where callers come in; 127.0.0.1:8080 by default.")
    ] = None,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings as TOML.")] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes; 1 by default.")] = None,
    admin: Admin = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Put a fake Aurora server behind it, with invented data.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Check the settings, and exit: 0 good, 2 not.")] = False,
    show: Annotated[
        bool, typer.Option("--show", help="Print the settings as JSON, without secrets, and exit.")
    ] = False,
) -> None:
    """Stand between clients and a server of different versions, as a reverse proxy.

    What is said here lies over the environment (AURORA_COMPAT_...), that over the file, that over the defaults.
    """
    given = {"upstream": upstream, "server": server, "client": client, "listen": listen, "workers": workers}
    said = {**given, "admin.listen": admin}
    if demo:
        if upstream is not None:
            raise InputError("--demo brings its own server: leave --upstream out")
        with extra("serve"):
            from aurora_compat.cli.demo import Demo
        with Demo() as fake:
            settings = settings_of(config, {**said, **fake.settings}, fake.defaults)
            if not _only_told(settings, check=check, show=show):
                settings = fake.behind(settings)
                streams.tell(fake.invitation(settings))
                _run(settings)
        return
    with extra("serve"):
        settings = settings_of(config, said, {})
    if not _only_told(settings, check=check, show=show):
        _run(settings)


def _only_told(settings: "Settings", *, check: bool, show: bool) -> bool:
    """Whether it was asked no more than what the settings are."""
    if show:
        shown = json.dumps(settings.as_shown(), ensure_ascii=False, indent=2, sort_keys=True)
        streams.put(f"{shown}\n", "utf-8")
    elif check:
        streams.tell("aurora-compat: the settings are in order\n")
    return check or show


def _run(settings: "Settings") -> None:
    with extra("serve"):
        from aurora_compat.gateway.proxy import server
    run(server.serve, settings)
