"""Functions and their arguments -> results, from worker processes over all cores."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

from pipeline.adapters.cores import count_cores

P = ParamSpec("P")
T = TypeVar("T")


@contextlib.contextmanager
def worker_pool(jobs: int, *, workers: int | None = None) -> Iterator[Executor]:
    """Yield an executor of as many processes as there are cores and jobs; a single job runs in this process.

    Functions and arguments travel to the workers by name and value. Where the block raises, what has not begun is
    dropped. Workers end with this process, however it ends.
    """
    count = min(jobs, workers or count_cores())
    if count <= 1:
        yield _InPlace()
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_watch_parent)
    try:
        yield pool
    finally:
        # Where all went well, nothing is left to be dropped; what is running is waited for, so that no worker writes
        # after its run is over.
        pool.shutdown(cancel_futures=True)


class _InPlace(Executor):
    """Runs each function when it is submitted."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return a future that is done; what the function raises is raised here."""
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _watch_parent() -> None:
    """End this worker when its parent is gone: a pool's queue would keep it waiting for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.join,), daemon=True).start()


def _end_after(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)
