"""Requests -> takes' audio, spoken by worker processes: one engine thread each, as many as there are cores.

A worker opens its engines once, speaks, decodes, measures and checks. In the main process a thread of its own hands
out orders and receives answers, so that no engine waits while the disk makes takes durable; at most `MOST_UNKEPT`
answers wait to be kept. Workers end with the main process, however it ends: each watches for its parent's death.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from typing import TypeAlias

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import Samples
from pipeline.adapters.cores import count_cores
from pipeline.adapters.engines.protocol import Engine, EngineCard, Speaker
from pipeline.adapters.engines.registry import find_engine
from pipeline.errors import DeclaimError, EngineError
from pipeline.model import Delivery, Finding, Request, SoundMeasure, Timing, TimingUnit

Pipe: TypeAlias = "connection.Connection"
Inspect: TypeAlias = Callable[
    [Samples, int, Request, tuple[float, float], tuple[Timing, ...]], tuple[SoundMeasure, tuple[Finding, ...]]
]
"""Samples, their rate, the request, the engine's pace and its timings of words -> what was measured and found;
importable by name."""
Order: TypeAlias = tuple[str, Request]
"""A name for the request, by which its result and its errors are told, and the request."""

WAITING = 2
"""Orders that each worker has at most: the one it speaks and the next. More would leave one worker idle at the end."""
MOST_UNKEPT = 32
"""Answers that wait to be kept, at most: some 16 MB. A slower disk than that holds the workers back."""
SECOND_SEED = 1
"""With which a local engine speaks a line again whose first take had findings."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Two threads in a worker are slower than one: they would fight the other workers for their cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """A request that was spoken, with what the check on arrival said."""

    name: str
    delivery: Delivery
    sound: SoundMeasure
    findings: tuple[Finding, ...]
    attempts: int
    """2 where the first attempt had findings and was spoken once more with another seed."""


def speak_all(
    orders: Iterable[Order],
    *,
    inspect: Inspect,
    workers: int | None = None,
    find: Callable[[str], Engine] = find_engine,
) -> Generator[tuple[SpokenLine, ...], None, None]:
    """Yield what was spoken, in groups of whatever is ready, in the order in which it became ready.

    orders are taken, in another thread, as workers become free. Raises EngineError naming the order where a worker
    fails or dies; the others finish what they are speaking, and everything that was delivered is yielded first.
    Leaving the iterator early (an error, Ctrl-C) ends the workers; close it where that must be at once. With no
    workers (0) this process speaks, one after another.
    """
    if workers == 0:
        yield from _speak_here(orders, _Booth(inspect, find))
        return
    waiting = iter(orders)
    first = list(itertools.islice(waiting, workers or count_cores()))
    crew = _Crew(count=len(first), inspect=inspect, find=find)
    with ThreadPoolExecutor(1) as thread:
        reception = thread.submit(crew.receive, itertools.chain(first, waiting))
        try:
            yield from crew.groups()
        finally:
            crew.end(reception)
    reception.result()


def _speak_here(orders: Iterable[Order], booth: _Booth) -> Iterator[tuple[SpokenLine, ...]]:
    for name, request in orders:
        answer = booth.answer(name, request)
        if isinstance(answer, DeclaimError):
            raise answer
        yield (answer,)


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Pipe
    orders: deque[str] = dataclasses.field(default_factory=deque)
    """Names of what it has and has not answered, the one it speaks first."""


class _Crew:
    """The workers and what each has in hand."""

    def __init__(self, *, count: int, inspect: Inspect, find: Callable[[str], Engine]) -> None:
        self._failure: DeclaimError | None = None
        self._answered: queue.Queue[SpokenLine | None] = queue.Queue(MOST_UNKEPT)
        self._workers: list[_Worker] = []
        with _made_for_workers():
            self._workers.extend(_start_worker(inspect, find) for _ in range(count))

    def receive(self, orders: Iterator[Order]) -> None:
        """Hand out orders and receive answers until all are answered. Raises the first failure."""
        try:
            self._hand_out(orders)
            while busy := [worker for worker in self._workers if worker.orders]:
                connection.wait([worker.pipe for worker in busy])
                for worker in busy:
                    self._receive_from(worker)
                if self._failure is None:
                    self._hand_out(orders)
        finally:
            self._answered.put(None)
        if self._failure is not None:
            raise self._failure

    def groups(self) -> Iterator[tuple[SpokenLine, ...]]:
        """Yield whatever has been answered since the last group, until all is."""
        is_over = False
        while not is_over:
            answers = [self._answered.get()]
            while not self._answered.empty():
                answers.append(self._answered.get())
            is_over = answers[-1] is None
            if group := tuple(answer for answer in answers if answer is not None):
                yield group

    def end(self, reception: Future[None]) -> None:
        """End the workers, whatever they do, and the reception with them."""
        for worker in self._workers:
            worker.process.kill()
        while not reception.done():
            with contextlib.suppress(queue.Empty):
                self._answered.get(timeout=0.01)
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()

    def _hand_out(self, orders: Iterator[Order]) -> None:
        """Give every worker what it may have waiting, one each in turn."""
        while free := [worker for worker in self._workers if len(worker.orders) < WAITING]:
            worker = min(free, key=lambda worker: len(worker.orders))
            order = next(orders, None)
            if order is None:
                return
            worker.orders.append(order[0])
            with contextlib.suppress(OSError):  # it died: its answer will be the end of the pipe
                worker.pipe.send(order)

    def _receive_from(self, worker: _Worker) -> None:
        """Receive what a worker has answered by now, in the order of its orders; note where it failed."""
        while worker.orders and worker.pipe.poll():
            answer = _receive(worker)
            if isinstance(answer, SpokenLine):
                worker.orders.popleft()
                self._answered.put(answer)
            else:
                self._fail(worker, answer)

    def _fail(self, worker: _Worker, failure: DeclaimError) -> None:
        """Keep the first failure; of the others only what they are speaking now is waited for."""
        self._failure = self._failure or failure
        worker.orders.clear()
        for other in self._workers:
            while len(other.orders) > 1:
                other.orders.pop()


def _start_worker(inspect: Inspect, find: Callable[[str], Engine]) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, inspect, find), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process=process, pipe=ours)


def _receive(worker: _Worker) -> SpokenLine | DeclaimError:
    try:
        answer: SpokenLine | DeclaimError = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join()
        how = f"exit code {worker.process.exitcode}"
        return EngineError(f"{worker.orders[0]}: the process that spoke it ended ({how}); run the same command again")
    return answer


@contextlib.contextmanager
def _made_for_workers() -> Iterator[None]:
    """Set what workers inherit: one thread for every library, and no Ctrl-C, which is the main process's to take."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _work(pipe: Pipe, inspect: Inspect, find: Callable[[str], Engine]) -> None:
    """Answer orders until the pipe ends: the life of a worker process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    booth = _Booth(inspect, find)
    with contextlib.suppress(EOFError, OSError):
        while True:
            name, request = pipe.recv()
            pipe.send(booth.answer(name, request))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Booth:
    """The engines that a worker has opened."""

    def __init__(self, inspect: Inspect, find: Callable[[str], Engine]) -> None:
        self._inspect = inspect
        self._find = find
        self._speakers: dict[str, tuple[EngineCard, Speaker]] = {}

    def answer(self, name: str, request: Request) -> SpokenLine | DeclaimError:
        try:
            return self._record(name, request)
        except DeclaimError as error:
            return EngineError(f"{name}: {error.message}", problems=error.problems)

    def _record(self, name: str, request: Request) -> SpokenLine:
        """Speak a request; one with findings once more with another seed, if that costs nothing and may be tried."""
        spoken = self._speak(name, request, attempts=1)
        may_try_again = request.seed is None and self._open(request)[0].is_local
        if not spoken.findings or not may_try_again:
            return spoken
        again = self._speak(name, dataclasses.replace(request, seed=SECOND_SEED), attempts=2)
        return dataclasses.replace(spoken, attempts=2) if again.findings else again

    def _speak(self, name: str, request: Request, *, attempts: int) -> SpokenLine:
        card, speaker = self._open(request)
        delivery = speaker.speak(request)
        samples, sample_rate_hz = decode_take(delivery.audio, request.audio_format)
        timed = delivery.timings if delivery.timing_unit is not TimingUnit.SENTENCE else ()
        sound, findings = self._inspect(samples, sample_rate_hz, request, card.pace, timed)
        return SpokenLine(name=name, delivery=delivery, sound=sound, findings=findings, attempts=attempts)

    def _open(self, request: Request) -> tuple[EngineCard, Speaker]:
        name = request.voice.engine
        if name not in self._speakers:
            engine = self._find(name)
            self._speakers[name] = engine.describe(), engine.open_speaker()
        return self._speakers[name]
