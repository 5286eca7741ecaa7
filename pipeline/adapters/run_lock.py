"""A project folder -> the one run that may write in it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.adapters.disk import make_folder, sweep_leftovers
from pipeline.errors import BusyError, StorageError


@contextmanager
def hold_project(folder: Path, *, verb: str) -> Iterator[None]:
    """Hold a project folder while a run writes in it, and sweep what a killed run left half written.

    The lock is the kernel's, on `build/run.lock`: it is free again the moment its process is gone, however it ended.
    Raises BusyError, naming the other run's verb and process, and StorageError.
    """
    descriptor = _lock(folder, folder / "build" / "run.lock")
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {verb} {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n".encode(), 0)
        sweep_leftovers(folder)
        yield
    finally:
        os.close(descriptor)


def _lock(folder: Path, path: Path) -> int:
    make_folder(path.parent)
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}; make the folder writable and run again") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = os.pread(descriptor, 200, 0).decode(errors="replace")
            os.close(descriptor)
            raise BusyError(_busy_message(folder, other)) from error
        if _is_still_there(descriptor, path):
            return descriptor
        os.close(descriptor)


def _is_still_there(descriptor: int, path: Path) -> bool:
    """Return whether the locked file is the one at the path: somebody may have removed `build/` in between."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _busy_message(folder: Path, other: str) -> str:
    match other.split():
        case [pid, verb, since]:
            who = f"`declaim {verb}` (process {pid}, since {since})"
        case _:
            who = "another run"
    return f"{folder}: {who} is at work on this project; wait for it to end, or stop it, then run again"
