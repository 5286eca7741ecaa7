"""Answers and outgoing speech -> HTTP responses, whole or as a faulty network would deliver them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from pipeline.emulator.connections import Connection
from pipeline.emulator.faults import Fault, FaultName
from pipeline.emulator.refusals import Answer

_AFTER_PARTIAL_S = 0.05
"""Time for a client to read what came before a reset, which would take it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A response on its way: `pieces` with a pause before each but the first; `is_chunked` leaves the length open."""

    headers: tuple[tuple[str, str], ...]
    pieces: tuple[bytes, ...] = field(repr=False)
    gap_s: float = 0.0
    is_chunked: bool = False
    status: int = 200


def respond(answer: Answer, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return an answer as a response."""
    named = dict((*headers, *answer.headers))
    if answer.text:
        return HTMLResponse(answer.text, status_code=answer.status, headers=named)
    return JSONResponse(answer.value, status_code=answer.status, headers=named)


class Delivery(Response):
    """A response that a fault may cut, slow down or leave without an end; it reports how it ended."""

    def __init__(
        self, outgoing: Outgoing, connection: Connection, *, faults: tuple[Fault, ...], ended: Callable[[str], None]
    ) -> None:
        super().__init__(status_code=outgoing.status)
        self._outgoing = outgoing
        self._connection = connection
        self._faults = {fault.name: fault for fault in faults}
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        del scope, receive
        if FaultName.DROP_BEFORE_HEADERS in self._faults:
            self._ended("dropped")
            await self._connection.reset()
        elif FaultName.CLOSE_WITHOUT_LENGTH in self._faults:
            self._ended("dropped")
            await self._connection.write_raw(self._unlabelled(self._faults[FaultName.CLOSE_WITHOUT_LENGTH]))
        else:
            await self._send_start(send)
            await self._send_body(send)

    def _unlabelled(self, fault: Fault) -> bytes:
        """A response that ends where the connection does; only the trace id of the outer layer is missing."""
        lines = [
            f"HTTP/1.1 {self._outgoing.status} OK",
            *(f"{name}: {value}" for name, value in self._outgoing.headers),
        ]
        return "\r\n".join([*lines, "connection: close", "", ""]).encode() + self._share(fault)

    def _share(self, fault: Fault) -> bytes:
        body = b"".join(self._outgoing.pieces)
        return body[: int(len(body) * fault.number("percent") / 100)]

    async def _send_start(self, send: Send) -> None:
        headers = [(name.encode(), value.encode()) for name, value in self._outgoing.headers]
        if not self._outgoing.is_chunked:
            length = sum(len(piece) for piece in self._outgoing.pieces)
            headers.append((b"content-length", str(length).encode()))
        await send({"type": "http.response.start", "status": self._outgoing.status, "headers": headers})

    async def _send_body(self, send: Send) -> None:
        drop = self._faults.get(FaultName.DROP_MID_BODY)
        if drop:
            await send({"type": "http.response.body", "body": self._share(drop), "more_body": True})
            await self._connection.flushed()
            await asyncio.sleep(_AFTER_PARTIAL_S)
            self._ended("dropped")
            await self._connection.reset()
            return
        *pieces, last = self._slowed()
        for number, piece in enumerate(pieces):
            await asyncio.sleep(self._gap_s if number else 0)
            if self._connection.is_lost:
                break
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await self._send_last(send, last)

    async def _send_last(self, send: Send, last: bytes) -> None:
        """Note the end before the last bytes leave: who has read them may use the id at once."""
        arrived = await self._connection.flushed()
        self._ended("delivered" if arrived else "aborted")
        self._connection.watch(lambda: self._ended("aborted"))
        await send({"type": "http.response.body", "body": last, "more_body": False})

    def _slowed(self) -> tuple[bytes, ...]:
        body = b"".join(self._outgoing.pieces)
        if FaultName.SLOW_LORIS in self._faults:
            return tuple(body[i : i + 1] for i in range(len(body)))
        return (*self._outgoing.pieces[:-1], self._outgoing.pieces[-1][:-1], body[-1:])

    @property
    def _gap_s(self) -> float:
        loris = self._faults.get(FaultName.SLOW_LORIS)
        return loris.number("gap_s") if loris else self._outgoing.gap_s
