"""Several workers that count together: each into files of its own, in one directory that whoever is asked sums up."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable by which prometheus_client, when it is imported, knows of the directory."""


def shared_directory(environ: Mapping[str, str]) -> Path | None:
    """The directory in which this process counts; None where it counts for itself."""
    found = environ.get(VARIABLE)
    return Path(found) if found else None


@contextmanager
def counting_together() -> Iterator[Path]:
    """For the process that starts workers, around all of their lives: they inherit the directory.

    One that the environment names is made and emptied of what an earlier run has left, which would be counted again;
    else one is made for the time being.
    """
    named = shared_directory(os.environ)
    directory = named or Path(tempfile.mkdtemp(prefix="aurora-compat-metrics-"))
    directory.mkdir(parents=True, exist_ok=True)
    for left in directory.glob("*.db"):
        left.unlink()
    os.environ[VARIABLE] = str(directory)
    try:
        yield directory
    finally:
        if named is None:
            del os.environ[VARIABLE]
            shutil.rmtree(directory, ignore_errors=True)


def worker_ended(pid: int) -> None:
    """For the process that starts workers: what one that has ended had in flight is no more; its counts stay."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid)  # type: ignore[no-untyped-call]  # it has no types
