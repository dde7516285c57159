"""The application: its commands, and the one place where whatever goes wrong becomes a line and an exit status."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import aurora_compat as ac
from aurora_compat.cli import streams
from aurora_compat.cli.changes import changes
from aurora_compat.cli.explain import explain
from aurora_compat.cli.ext_proc import ext_proc
from aurora_compat.cli.failure import told
from aurora_compat.cli.operations import operations
from aurora_compat.cli.schema import openapi, schema
from aurora_compat.cli.serve import serve
from aurora_compat.cli.translate import translate
from aurora_compat.cli.translate_http import translate_http
from aurora_compat.cli.usage import usage


class Lines(TyperGroup):
    """A group of commands that fails in one line.

    Typer's own `main` draws panels, prints tracebacks and takes exit statuses for itself, differently from version to
    version; this one does what remains: parse, run, exit.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,  # these three are typer's, and of no use here
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Parse, run, and exit with 0, 1 or 2; 130 where the user interrupted."""
        status = 0
        try:
            try:
                with self.make_context(
                    prog_name or self.name, list(sys.argv[1:] if args is None else args), **extra
                ) as ctx:
                    self.invoke(ctx)
            except typer.Exit as done:
                status = done.exit_code
            streams.settle()
        except BaseException as error:  # the last stop before the interpreter's own traceback
            line, status = told(error)
            streams.complain(line)
        sys.exit(status)


app = typer.Typer(
    cls=Lines,
    name="aurora-compat",
    help="Translate payloads and messages of the Aurora Solar API between its versions 2018.01, 2022.09 and 2024.05.",
    epilog="Exit status: 0 done; 1 refused: by a rule, for a required look-up, or by --strict; 2 bad usage or input.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        streams.put(f"aurora-compat {ac.__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # its callback does it all
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version, and exit.")
    ] = False,
) -> None:
    pass


for command in (translate, translate_http, changes, operations, explain, schema, openapi, serve, usage, ext_proc):
    app.command()(command)
