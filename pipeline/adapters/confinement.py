"""A function and its arguments -> its result, from a process of its own with limits on memory and time.

For parsers in C over files that nobody checked: what would take this process down, or keep it for ever, ends the other
one and becomes an error that says so.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from pipeline.errors import DeclaimError, ManuscriptError

T = TypeVar("T")


def run_confined(function: Callable[..., T], *args: object, name: str, memory_bytes: int, time_s: float) -> T:
    """Return what a function returns; it and its arguments travel by name and value.

    Raises what it raises of our own errors; raises ManuscriptError, naming the file `name`, where it needs more than
    `memory_bytes` of address space (not limited on macOS and Windows) or `time_s` seconds, or crashes.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, memory_bytes, function, args), daemon=True)
    process.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(time_s) else None
    except EOFError:
        process.join()
        raise _ended(name, process.exitcode) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if found is None:
        raise ManuscriptError(
            f"{name}: reading takes more than {time_s:.0f} seconds; print the file to a new PDF, or split it"
        )
    value, error = found
    if isinstance(error, MemoryError):
        limit = memory_bytes // 2**20
        raise ManuscriptError(f"{name}: reading takes more than {limit} MB of memory; split the file") from error
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]  # what the function returned, through the pipe


def _ended(name: str, code: int | None) -> Exception:
    """Return the error for a process that sent nothing: a crash of the parser, or a bug that it has told on stderr."""
    if code is not None and code < 0:
        return ManuscriptError(f"{name}: the parser crashed on the file; print it to a new PDF, or fetch it again")
    return RuntimeError(f"{name}: the reader ended with code {code}")


def _serve(pipe: Connection, memory_bytes: int, function: Callable[..., T], args: tuple[object, ...]) -> None:
    """Run the function in the other process and send its result or error."""
    _limit_memory(memory_bytes)
    try:
        found = (function(*args), None)
    except (DeclaimError, MemoryError) as error:
        found = (None, error)  # type: ignore[assignment]
    pipe.send(found)
    pipe.close()


def _limit_memory(limit: int) -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
