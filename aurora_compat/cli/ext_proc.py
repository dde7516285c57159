"""`aurora-compat ext-proc`: the gateway as an external processor of Envoy, by the settings of `serve`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from aurora_compat.cli import streams
from aurora_compat.cli.failure import BAD, InputError

DEFAULTS = {"listen": "127.0.0.1:9002"}
"""What is another than that of `serve`: Envoy itself is likely to listen at 8080."""


def ext_proc(
    *,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings as TOML, those of `serve`.")] = None,
    upstream: Annotated[str | None, typer.Option(metavar="URL", help="The server, for look-ups.")] = None,
    server: Annotated[str | None, typer.Option(metavar="VERSION", help="The version that the server speaks.")] = None,
    client: Annotated[
        str | None,
        typer.Option(metavar="VERSION|auto", help="The version that callers speak; auto, the default: told of each."),
    ] = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where Envoy comes in; 127.0.0.1:9002 by default.")
    ] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes, one a core; 1 by default.")] = None,
    admin: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Where metrics and health are; 127.0.0.1:9090 by default, '' for none."),
    ] = None,
) -> None:
    """Translate what passes through Envoy, as a server of its filter `ext_proc`.

    What is said here lies over the environment (AURORA_COMPAT_...), that over the file, that over the defaults.
    """
    given = {"upstream": upstream, "server": server, "client": client, "listen": listen, "workers": workers}
    said = {key: value for key, value in {**given, "admin.listen": admin}.items() if value is not None}
    with _extra():
        from aurora_compat.gateway.envoy import process
        from aurora_compat.gateway.proxy.server import CannotServe
        from aurora_compat.gateway.proxy.settings import Settings
        from aurora_compat.gateway.proxy.settings_error import SettingsError
    try:
        settings = Settings.read(config, None, said, DEFAULTS)
    except SettingsError as error:
        for line in str(error).splitlines():
            streams.tell(f"aurora-compat: {streams.plain(line)}\n")
        raise typer.Exit(BAD) from None
    try:
        status = process.serve(settings)
    except CannotServe as error:
        raise InputError(str(error)) from None
    raise typer.Exit(status)


@contextmanager
def _extra() -> Iterator[None]:
    """Import what the extra `envoy` brings.

    Raises:
        InputError: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "aurora_compat":
            raise
        raise InputError(
            f"ext-proc needs {missing.name}, which is not installed; install it by: pip install 'aurora_compat[envoy]'"
        ) from None
