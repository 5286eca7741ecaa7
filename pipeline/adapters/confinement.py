"""A function and its arguments -> its result, from a process of its own with limits on memory and time.

For parsers over files that nobody checked: what would take this process down, fill it, or keep it for ever, ends the
other one and becomes an error that says so.
"""

from __future__ import annotations

import math
import multiprocessing
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TypeVar

from pipeline.errors import DeclaimError, ManuscriptError

T = TypeVar("T")

PATIENCE = 5.0
"""Times the limit of CPU time that is waited for a result."""
_OUT_OF_TIME = 24
"""SIGXCPU of Linux and macOS: the limit of CPU time is reached."""
_SIZES = Path("/proc/self/statm")
"""The address space of this process, in pages, before all else (proc(5))."""


def run_confined(function: Callable[..., T], *args: object, name: str, memory_bytes: int, time_s: float) -> T:
    """Return what a function returns; it and its arguments travel by name and value.

    Raises what it raises of our own errors; raises ManuscriptError, naming the file `name`, where it takes more than
    `memory_bytes` of address space beyond what the process begins with (not limited on macOS and Windows) or `time_s`
    seconds of CPU time, or crashes. CPU time, because a machine that does much else takes no file for a hostile one;
    what waits without working ends after PATIENCE times as long.
    """
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(  # type: ignore[attr-defined]  # every context has it; the stub of their base has not
        target=_serve, args=(theirs, memory_bytes, time_s, function, args), daemon=True
    )
    process.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(time_s * PATIENCE) else None
    except EOFError:
        process.join()
        raise _ended(name, process.exitcode, time_s) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if found is None:
        raise _too_slow(name, time_s)
    value, error = found
    if isinstance(error, MemoryError):
        limit = memory_bytes // 2**20
        raise ManuscriptError(f"{name}: reading takes more than {limit} MB of memory; split the file") from error
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]  # what the function returned, through the pipe


def _context() -> BaseContext:
    """Return how to begin the other process: as a copy of this one where nothing else runs in it, else afresh.

    A copy costs milliseconds, a fresh one loads everything again. A copy made while other threads run may wait for ever
    for a lock that one of them held (idle threads of numeric libraries hold none), and macOS and Windows cannot copy
    safely at all.
    """
    is_alone = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if is_alone else "spawn")


def _too_slow(name: str, time_s: float) -> Exception:
    return ManuscriptError(f"{name}: reading takes more than {time_s:g} seconds; split the file, or export it again")


def _ended(name: str, code: int | None, time_s: float) -> Exception:
    """Return the error for a process that sent nothing: out of time, a crash, or a bug that it has told on stderr."""
    if code == -_OUT_OF_TIME:
        return _too_slow(name, time_s)
    if code is not None and code < 0:
        return ManuscriptError(f"{name}: the parser crashed on the file; export it anew, or fetch it again")
    return RuntimeError(f"{name}: the reader ended with code {code}")


def _serve(
    pipe: Connection, memory_bytes: int, time_s: float, function: Callable[..., T], args: tuple[object, ...]
) -> None:
    """Run the function in the other process and send its result or error."""
    _set_limits(memory_bytes, time_s)
    try:
        pipe.send((function(*args), None))
    except (DeclaimError, MemoryError) as error:
        pipe.send((None, error))
    pipe.close()


def _set_limits(memory_bytes: int, time_s: float) -> None:
    """Limit this process; the system ends it also where nobody else is left to end it."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    own = int(_SIZES.read_text().split()[0]) * resource.getpagesize() if _SIZES.is_file() else 0
    seconds = math.ceil(time_s)
    for kind, limit in ((resource.RLIMIT_AS, own + memory_bytes), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
