"""What the commands share that run the gateway: options, settings, what must be installed, how it ends."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aurora_compat.cli import streams
from aurora_compat.cli.failure import BAD, InputError

if TYPE_CHECKING:
    from aurora_compat.gateway.proxy.settings import Settings

Server = Annotated[str | None, typer.Option(metavar="VERSION", help="The version that the server speaks.")]
Client = Annotated[
    str | None,
    typer.Option(metavar="VERSION|auto", help="The version that callers speak; auto, the default: told of each."),
]
Admin = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="Where metrics and health are; 127.0.0.1:9090 by default, '' for none."),
]


def settings_of(config: Path | None, said: Mapping[str, object | None], defaults: Mapping[str, object]) -> "Settings":
    """The settings: what was said (None for nothing), over the environment, over the file, over the defaults.

    Raises:
        typer.Exit: they can't be used; what is wrong with them was told.
    """
    from aurora_compat.gateway.proxy.settings import Settings
    from aurora_compat.gateway.proxy.settings.error import SettingsError

    try:
        return Settings.read(config, None, {key: value for key, value in said.items() if value is not None}, defaults)
    except SettingsError as error:
        for line in str(error).splitlines():
            streams.tell(f"aurora-compat: {streams.plain(line)}\n")
        raise typer.Exit(BAD) from None


def run(serve: "Callable[[Settings], int]", settings: "Settings") -> None:
    """Serve until told to stop, and exit.

    Raises:
        InputError: it can't be served.
    """
    from aurora_compat.gateway.proxy.server import CannotServe

    try:
        status = serve(settings)
    except CannotServe as error:
        raise InputError(str(error)) from None
    raise typer.Exit(status)


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Import what an extra of that name brings.

    Raises:
        InputError: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "aurora_compat":
            raise
        told = f"{missing.name} is wanted here and not installed; install it by: pip install 'aurora_compat[{name}]'"
        raise InputError(told) from None
