"""A real Redis, started by the tests that want one."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ABSENT = "redis-server is not on the PATH: apt-get install redis-server"


@contextmanager
def redis_server() -> Iterator[str]:
    """The URL of a Redis that keeps nothing on the disk, at a socket that only this user reaches."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip(ABSENT)
    with tempfile.TemporaryDirectory() as directory:  # paths of sockets are short: pytest's own are too long
        place = Path(directory, "redis.sock")
        told = ["--port", "0", "--unixsocket", str(place), "--dir", directory, "--save", "", "--appendonly", "no"]
        with subprocess.Popen([program, *told], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            try:
                assert process.stdout is not None
                lines = []
                for line in process.stdout:
                    lines.append(line)
                    if "ready to accept connections" in line.lower():
                        break
                else:
                    pytest.fail(f"redis-server ended: {''.join(lines)}")
                yield f"unix://{place}"
            finally:
                process.terminate()
                process.communicate()
