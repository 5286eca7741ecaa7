"""Sockets -> connections that can be cut: what an ASGI server hides and a faulty network needs.

A connection knows when it is lost and whether it was reset, flushes what was written, and can be torn down
in the middle of a response.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_POLL_S = 0.001


class Connection:
    """One client's connection; several requests may use it one after the other."""

    def __init__(self) -> None:
        self.is_lost = False
        self._lost = asyncio.Event()
        self._transport: asyncio.Transport | None = None
        self._on_reset: Callable[[], None] | None = None

    def opened(self, transport: asyncio.Transport) -> None:
        """Take the transport; nothing stays in our own buffer without the sender knowing."""
        self._transport = transport
        transport.set_write_buffer_limits(high=0)

    def closed(self, *, was_reset: bool) -> None:
        """Note that the connection is gone; a reset means that the last response was not read to its end."""
        self.is_lost = True
        self._lost.set()
        if was_reset and self._on_reset:
            self._on_reset()

    def watch(self, on_reset: Callable[[], None] | None) -> None:
        """Call that if the connection is reset from now on; the next request takes it back with None."""
        self._on_reset = on_reset

    async def flushed(self) -> bool:
        """Wait until everything written is with the socket; return False where the connection was lost before."""
        while not self.is_lost and self._transport and self._transport.get_write_buffer_size():
            await asyncio.sleep(_POLL_S)
        await asyncio.sleep(0)
        return not self.is_lost

    async def reset(self) -> None:
        """Send a TCP reset and wait until the connection is gone."""
        if self._transport and not self.is_lost:
            peer: socket.socket = self._transport.get_extra_info("socket")
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        await self._lost.wait()

    async def write_raw(self, data: bytes) -> None:
        """Write past the HTTP layer, close the connection in good order and wait until it is gone."""
        if self._transport and not self.is_lost:
            self._transport.write(data)
            self._transport.close()
        await self._lost.wait()


class CuttableProtocol(H11Protocol):
    """HTTP/1.1 over a connection that the application finds in `scope["state"]["connection"]`."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.connection = Connection()
        super().__init__(config, server_state, {**app_state, "connection": self.connection}, _loop)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Open the connection."""
        super().connection_made(transport)
        self.connection.opened(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Close the connection."""
        super().connection_lost(exc)
        self.connection.closed(was_reset=exc is not None)
