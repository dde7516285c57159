"""A fake Aurora server of 2024.05 as a process. Its tenant is new for every request: what is deleted is not missed.

python -m benchmarks.gateway.aurora --port 9001
"""

import argparse
from collections.abc import Sequence
from typing import Any

import uvicorn

from aurora_compat.testing.server import FakeAurora
from benchmarks.bodies import V2024


async def fresh(scope: Any, receive: Any, send: Any) -> None:
    """The ASGI application."""
    await FakeAurora(V2024)(scope, receive, send)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gateway.aurora", description="Be an Aurora server.")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(arguments)
    uvicorn.run(fresh, host="127.0.0.1", port=options.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
