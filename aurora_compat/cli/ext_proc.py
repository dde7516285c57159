"""`aurora-compat ext-proc`: the gateway as an external processor of Envoy, by the settings of `serve`."""

from pathlib import Path
from typing import Annotated

import typer

from aurora_compat.cli.gateway import Admin, Client, Server, extra, run, settings_of

DEFAULTS = {"listen": "127.0.0.1:9002"}
"""What is another than that of `serve`: Envoy itself is likely to listen at 8080."""


def ext_proc(
    *,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings as TOML, those of `serve`.")] = None,
    upstream: Annotated[str | None, typer.Option(metavar="URL", help="The server, for look-ups.")] = None,
    server: Server = None,
    client: Client = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where Envoy comes in; 127.0.0.1:9002 by default.")
    ] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes, one a core; 1 by default.")] = None,
    admin: Admin = None,
) -> None:
    """Translate what passes through Envoy, as a server of its filter `ext_proc`.

    What is said here lies over the environment (AURORA_COMPAT_...), that over the file, that over the defaults.
    """
    given = {"upstream": upstream, "server": server, "client": client, "listen": listen, "workers": workers}
    with extra("envoy"):
        from aurora_compat.gateway.envoy import process
    run(process.serve, settings_of(config, {**given, "admin.listen": admin}, DEFAULTS))
