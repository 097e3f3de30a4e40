"""One run at a time in a folder: a lock of the system, which goes with the process that holds it, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from framing.errors import FramingError, Place, Problem

_NAME = ".lock"


@contextmanager
def run_lock(folder: Path) -> Iterator[None]:
    """The folder is this run's alone inside the block; raises FramingError where another run holds it.

    The file stays behind: to remove it would let two runs lock two files of one name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _NAME).open("a+", encoding="utf-8") as file:
        if not _take(file):
            file.seek(0)
            holder = file.read().strip()
            message = "another run works in this folder" + (f" (process {holder})" if holder else "")
            raise FramingError(Problem(Place(str(folder)), "run-locked", message, "wait for it to end, or write elsewhere with --reports"))
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _take(file: IO[str]) -> bool:
    """Whether the lock is ours now; the system gives it back when the file is closed."""
    try:
        import fcntl
    except ImportError:  # Windows
        return _take_on_windows(file)
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _take_on_windows(file: IO[str]) -> bool:
    """As `_take`, by a lock on one byte that lies behind all that is written there."""
    import msvcrt

    try:
        file.seek(1 << 20)
        getattr(msvcrt, "locking")(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009 - unknown to mypy elsewhere
    except OSError:
        return False
    return True
