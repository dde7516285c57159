"""`aurora-compat serve`: the gateway as a reverse proxy, by its settings; `--demo` brings the server too."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aurora_compat.cli import streams
from aurora_compat.cli.failure import BAD, InputError

if TYPE_CHECKING:
    from aurora_compat.gateway.proxy.settings import Settings


def serve(
    *,
    upstream: Annotated[str | None, typer.Option(metavar="URL", help="The server to send requests to.")] = None,
    server: Annotated[str | None, typer.Option(metavar="VERSION", help="The version that the server speaks.")] = None,
    client: Annotated[
        str | None,
        typer.Option(metavar="VERSION|auto", help="The version that callers speak; auto, the default: told of each."),
    ] = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where callers come in; 127.0.0.1:8080 by default.")
    ] = None,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings as TOML.")] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes; 1 by default.")] = None,
    admin: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Where metrics and health are; 127.0.0.1:9090 by default, '' for none."),
    ] = None,
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
    said = {key: value for key, value in {**given, "admin.listen": admin}.items() if value is not None}
    if demo:
        if upstream is not None:
            raise InputError("--demo brings its own server: leave --upstream out")
        with _extra():
            from aurora_compat.cli.demo import Demo
        with Demo() as fake:
            settings = _settings(config, {**said, **fake.settings}, fake.defaults)
            if not _only_told(settings, check=check, show=show):
                settings = fake.behind(settings)
                streams.tell(fake.invitation(settings))
                _run(settings)
        return
    settings = _settings(config, said, {})
    if not _only_told(settings, check=check, show=show):
        _run(settings)


def _settings(config: Path | None, said: Mapping[str, object], defaults: Mapping[str, object]) -> "Settings":
    with _extra():
        from aurora_compat.gateway.proxy.settings import Settings
        from aurora_compat.gateway.proxy.settings_error import SettingsError
    try:
        return Settings.read(config, None, said, defaults)
    except SettingsError as error:
        for line in str(error).splitlines():
            streams.tell(f"aurora-compat: {streams.plain(line)}\n")
        raise typer.Exit(BAD) from None


def _only_told(settings: "Settings", *, check: bool, show: bool) -> bool:
    """Whether it was asked no more than what the settings are."""
    if show:
        shown = json.dumps(settings.as_shown(), ensure_ascii=False, indent=2, sort_keys=True)
        streams.put(f"{shown}\n", "utf-8")
    elif check:
        streams.tell("aurora-compat: the settings are in order\n")
    return check or show


def _run(settings: "Settings") -> None:
    with _extra():
        from aurora_compat.gateway.proxy import server
    try:
        status = server.serve(settings)
    except server.CannotServe as error:
        raise InputError(str(error)) from None
    raise typer.Exit(status)


@contextmanager
def _extra() -> Iterator[None]:
    """Import what the extra `serve` brings.

    Raises:
        InputError: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "aurora_compat":
            raise
        raise InputError(
            f"serving needs {missing.name}, which is not installed; install it by: pip install 'aurora_compat[serve]'"
        ) from None
