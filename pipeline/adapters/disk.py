"""Bytes -> files that are whole or absent.

Everything Declaim writes passes here: a temporary name in the same folder, fsync, rename, fsync of the folder. What a
killed run leaves behind has a dot-name with the suffix `.partial`, which no reader looks at and `sweep_leftovers`
removes at the next start.

Fault points: with `DECLAIM_KILL_AT=N` in the environment, the N-th fsync or rename of the process is not done; the
process kills itself with SIGKILL instead. Tests count N up from 1 until a run completes (promise 5).
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import StorageError

LEFTOVER_SUFFIX = ".partial"

_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space and run the same command again",
    errno.EDQUOT: "the disk quota is used up; free some space and run the same command again",
    errno.EACCES: "no permission to write there; change the permissions or the owner, then run again",
    errno.EPERM: "the system forbids writing there; change the permissions or the owner, then run again",
    errno.EROFS: "the place is read-only; mount it writable or choose another folder",
}
_boundaries = itertools.count(1)
_names = itertools.count()


def write_file(path: Path, data: bytes, *, read_only: bool = False) -> None:
    """Write a file so that it appears complete or not at all, and is durable when this returns.

    An existing file is replaced; missing folders are made. Raises StorageError; the temporary file is then gone.
    """
    with whole_file(path) as partial:
        _write_new(partial, data, mode=0o444 if read_only else 0o666)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that appears complete or not at all while the machine runs, and need not outlive a power cut.

    For what can be made again and proves itself when it is read. Raises StorageError.
    """
    partial = path.parent / f".{path.name}.{os.getpid()}-{next(_names)}{LEFTOVER_SUFFIX}"
    with storage_errors(path):
        try:
            partial.write_bytes(data)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; when the block ends well, it is fsynced and renamed into place.

    When the block raises, it is removed. Every OSError becomes a StorageError; what else the block raises passes.
    """
    make_folder(path.parent)
    partial = path.parent / f".{path.name}.{os.getpid()}-{next(_names)}{LEFTOVER_SUFFIX}"
    try:
        with storage_errors(path):
            yield partial
            _settle(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def append_lines(path: Path, lines: Sequence[str]) -> None:
    """Append lines in one write, durable when this returns. Raises StorageError; then none of them is there.

    A torn last line (one without its line feed, from a crash in the middle of a write) is cut off first.
    """
    if not lines:
        return
    with storage_errors(path):
        make_folder(path.parent)
        is_new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            _append_whole(descriptor, "".join(f"{line}\n" for line in lines).encode(), name=path.name)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(path.parent)


def read_file(path: Path) -> bytes | None:
    """Return the bytes of a file, or None where it does not exist. Raises StorageError where it cannot be read."""
    with storage_errors(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def read_lines(path: Path) -> tuple[str, ...]:
    """Return the whole lines of a file, without line feeds; () where it does not exist. A torn last line is no line.

    Raises StorageError where it cannot be read.
    """
    data = read_file(path) or b""
    return tuple(data[: data.rfind(b"\n") + 1].decode(errors="replace").split("\n")[:-1])


def make_folder(path: Path) -> None:
    """Make a folder and its parents, each durable. Raises StorageError."""
    with storage_errors(path):
        if not path.is_dir():
            make_folder(path.parent)
            path.mkdir(exist_ok=True)
            sync_folder(path.parent)


def sweep_leftovers(folder: Path) -> int:
    """Remove what killed runs left below a folder and return how many files that were.

    Only for the run that holds the project: another's temporary file looks the same. Raises StorageError.
    """
    with storage_errors(folder):
        leftovers = list(_leftovers_below(folder))
        for path in leftovers:
            path.unlink(missing_ok=True)
    return len(leftovers)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a rename is not before. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _sync(descriptor, f"{folder.name}/")
    finally:
        os.close(descriptor)


def pass_boundary(name: str) -> None:
    """Die here if this is the boundary that DECLAIM_KILL_AT names."""
    kill_at = os.environ.get("DECLAIM_KILL_AT")
    if kill_at is not None and next(_boundaries) == int(kill_at):
        sys.stderr.write(f"killed at boundary {kill_at}: {name}\n")
        sys.stderr.flush()
        os.kill(os.getpid(), signal.SIGKILL)


@contextlib.contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn every OSError of the block into a StorageError about the path, with what to do."""
    try:
        yield
    except OSError as error:
        if isinstance(error.errno, int) and error.errno in _REMEDIES:
            raise StorageError(f"{path}: {_REMEDIES[error.errno]}") from error
        raise StorageError(f"{path}: {error.strerror or error}; nothing was left half written") from error


def _leftovers_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(LEFTOVER_SUFFIX):
                yield Path(parent, name)


def _settle(partial: Path, path: Path) -> None:
    descriptor = os.open(partial, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _sync(descriptor, path.name)
    finally:
        os.close(descriptor)
    pass_boundary(f"rename {path.name}")
    partial.rename(path)
    sync_folder(path.parent)


def _write_new(path: Path, data: bytes, *, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _append_whole(descriptor: int, data: bytes, *, name: str) -> None:
    size = _end_of_last_line(descriptor)
    if size != os.lseek(descriptor, 0, os.SEEK_END):
        os.ftruncate(descriptor, size)
    try:
        _write_all(descriptor, data)
        _sync(descriptor, name)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def _end_of_last_line(descriptor: int) -> int:
    """Return the offset behind the last line feed: the size of the file without a torn line."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    while end > 0:
        begin = max(0, end - 65536)
        found = os.pread(descriptor, end - begin, begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync(descriptor: int, name: str) -> None:
    pass_boundary(f"fsync {name}")
    os.fsync(descriptor)
