"""The command line `aurora-compat`: an adapter at the edge, the core never imports it.

It needs typer and rich, which `pip install aurora_compat` alone does not bring; so they are imported when `main` runs.
"""

import sys


def main() -> None:
    """Run the command line with the arguments of the process, and exit: 0 done, 1 refused, 2 bad usage or input."""
    try:
        from aurora_compat.cli.app import app
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "aurora_compat":
            raise
        print(  # the stream helpers are of no use yet: they belong to the package that could not be loaded
            f"aurora-compat: the command line needs {missing.name}, which is not installed;"
            " install it by: pip install 'aurora_compat[cli]'",
            file=sys.stderr,
        )
        sys.exit(2)
    except KeyboardInterrupt:  # loading takes long enough to be interrupted
        print("aurora-compat: interrupted", file=sys.stderr)
        sys.exit(130)
    app(prog_name="aurora-compat")
