"""Options -> a running emulator: in a thread of a test, or until a signal stops the process."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from pipeline.emulator.faults import read_rule
from pipeline.emulator.gate import read_object
from pipeline.emulator.options import Options
from pipeline.emulator.server import base_url, make_server, open_socket
from pipeline.emulator.voice import Synthesiser
from pipeline.emulator.world import World

_POLL_S = 0.005
_START_LIMIT_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEmulator:
    """An emulator that listens."""

    base_url: str
    world: World
    """For reading between requests; what changes it belongs through `/_emu`."""


@contextmanager
def run_emulator(
    *,
    port: int = 0,
    synthesise: Synthesiser | None = None,
    faults: tuple[Mapping[str, object], ...] = (),
    **options: object,
) -> Iterator[RunningEmulator]:
    """Run an emulator in a thread on a loopback port (0: any free one) and stop it at the end.

    `options` are those of `Options` as JSON gives them (`plan="free"`, `characters_per_second=400`); `faults` are
    rules as `POST /_emu/faults` takes them. Raises ValueError for one that is not.
    """
    world = _make_world(Options().changed(options), faults, synthesise)
    listener = open_socket(port)
    server = make_server(world)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    try:
        _wait_started(server, thread)
        yield RunningEmulator(base_url=base_url(listener), world=world)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def serve_emulator(
    port: int,
    options: Options,
    *,
    announce: Callable[[str], None],
    faults: tuple[Mapping[str, object], ...] = (),
    synthesise: Synthesiser | None = None,
) -> None:
    """Run an emulator in this process until SIGTERM or SIGINT; `announce` gets its URL once it answers.

    Raises OSError where the port is taken, ValueError for a fault rule that is none.
    """
    world = _make_world(options, faults, synthesise)
    listener = open_socket(port)
    # The server raises the signal that stopped it once more when it is done; here that is the good end.
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        asyncio.run(_serve(make_server(world), listener, announce))
    finally:
        listener.close()
        for number, handler in before.items():
            signal.signal(number, handler)


async def _serve(server: uvicorn.Server, listener: socket.socket, announce: Callable[[str], None]) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(_POLL_S)
    announce(base_url(listener))
    await serving


def _make_world(options: Options, faults: tuple[Mapping[str, object], ...], synthesise: Synthesiser | None) -> World:
    return World(options, synthesise=synthesise, fault_rules=[read_rule(read_object(row)) for row in faults])


def _wait_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_LIMIT_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the emulator did not start")
        time.sleep(_POLL_S)
