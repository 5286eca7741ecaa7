"""A world -> the ASGI application and its server on a loopback port."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.emulator import lexicons, library, listening, past
from pipeline.emulator.connections import CuttableProtocol
from pipeline.emulator.gate import Handler, Recorder, guarded
from pipeline.emulator.inspection import inspection_routes
from pipeline.emulator.making import Wrapping
from pipeline.emulator.speech import speak
from pipeline.emulator.world import World

LOOPBACK = "127.0.0.1"
KEEP_ALIVE_S = 300
"""Longer than any pause of a client, so that none meets a connection that we are just closing."""
GRACE_S = 1
"""How long open responses may go on when the server is stopped."""
_DICTIONARIES = "/v1/pronunciation-dictionaries"
_MISSING, _WRONG_METHOD = 404, 405

GUARDED: list[tuple[str, str, str, Handler]] = [
    ("GET", "/v1/models", "models_read", library.list_models),
    ("GET", "/v1/voices", "voices_read", library.list_voices),
    ("GET", "/v2/voices", "voices_read", library.search_voices),
    ("GET", "/v1/voices/settings/default", "voices_read", library.show_default_settings),
    ("GET", "/v1/voices/{voice_id}", "voices_read", library.show_voice),
    ("GET", "/v1/voices/{voice_id}/settings", "voices_read", library.show_settings),
    ("POST", "/v1/voices/{voice_id}/settings/edit", "voices_write", library.edit_settings),
    ("GET", "/v1/user", "user_read", library.show_user),
    ("GET", "/v1/user/subscription", "user_read", library.show_subscription),
    ("GET", "/v1/usage/character-stats", "user_read", library.show_usage),
    ("GET", "/v1/history", "speech_history_read", past.list_history),
    ("POST", "/v1/history/download", "speech_history_read", past.download_items),
    ("GET", "/v1/history/{item_id}", "speech_history_read", past.show_item),
    ("DELETE", "/v1/history/{item_id}", "speech_history_write", past.delete_item),
    ("GET", "/v1/history/{item_id}/audio", "speech_history_read", past.play_item),
    ("GET", _DICTIONARIES, "pronunciation_dictionaries_read", lexicons.list_dictionaries),
    ("POST", _DICTIONARIES + "/add-from-file", "pronunciation_dictionaries_write", lexicons.create_from_file),
    ("POST", _DICTIONARIES + "/add-from-rules", "pronunciation_dictionaries_write", lexicons.create_from_rules),
    ("GET", _DICTIONARIES + "/{dictionary_id}", "pronunciation_dictionaries_read", lexicons.show_dictionary),
    ("PATCH", _DICTIONARIES + "/{dictionary_id}", "pronunciation_dictionaries_write", lexicons.edit_dictionary),
    ("POST", _DICTIONARIES + "/{dictionary_id}/add-rules", "pronunciation_dictionaries_write", lexicons.add_to),
    ("POST", _DICTIONARIES + "/{dictionary_id}/remove-rules", "pronunciation_dictionaries_write", lexicons.remove_from),
    ("POST", _DICTIONARIES + "/{dictionary_id}/set-rules", "pronunciation_dictionaries_write", lexicons.replace_in),
    (
        "GET",
        _DICTIONARIES + "/{dictionary_id}/{version_id}/download",
        "pronunciation_dictionaries_read",
        lexicons.download_version,
    ),
    ("POST", "/v1/speech-to-text", "speech_to_text", listening.transcribe),
    ("POST", "/v1/forced-alignment", "forced_alignment", listening.align),
]
"""Method, path, the scope that a key needs, handler. Scope names as far as field reports showed them."""

SPEECH = {
    "/v1/text-to-speech/{voice_id}": Wrapping.WHOLE,
    "/v1/text-to-speech/{voice_id}/stream": Wrapping.STREAM,
    "/v1/text-to-speech/{voice_id}/with-timestamps": Wrapping.TIMED,
    "/v1/text-to-speech/{voice_id}/stream/with-timestamps": Wrapping.TIMED_STREAM,
}


def make_app(world: World) -> Recorder:
    """Return the application over a world. It needs the connections of `CuttableProtocol`."""
    routes = [
        *(Route(path, _speech_endpoint(world, wrapping), methods=["POST"]) for path, wrapping in SPEECH.items()),
        *_guarded_routes(world),
        *inspection_routes(world),
    ]
    handlers = {
        _MISSING: _plain_detail("Not Found", _MISSING),
        _WRONG_METHOD: _plain_detail("Method Not Allowed", _WRONG_METHOD),
    }
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Recorder(app, world)


def make_server(world: World) -> uvicorn.Server:
    """Return the server, not yet running; it says nothing and leaves signals to whoever runs it."""
    config = uvicorn.Config(
        make_app(world),
        http=CuttableProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    return uvicorn.Server(config)


def open_socket(port: int) -> socket.socket:
    """Return a listening loopback socket; port 0 takes any free one. Raises OSError where the port is taken."""
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it, small pieces wait 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(256)
    except OSError:
        listener.close()
        raise
    return listener


def base_url(listener: socket.socket) -> str:
    """Return where the socket is reached."""
    host, port = listener.getsockname()
    return f"http://{host}:{port}"


def _speech_endpoint(world: World, wrapping: Wrapping) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await speak(request, world, wrapping)

    return endpoint


def _guarded_routes(world: World) -> list[Route]:
    """One route per path, with and without a trailing slash, that leads by method: a wrong method is 405, not 404."""
    by_path: dict[str, list[tuple[str, str, Handler]]] = {}
    for method, path, scope, handler in GUARDED:
        by_path.setdefault(path, []).append((method, scope, handler))
    routes: list[Route] = []
    for path, rows in by_path.items():
        endpoints = {method: guarded(handler, world, scope) for method, scope, handler in rows}
        leads = _by_method(endpoints)
        routes += (Route(slashed, leads, methods=list(endpoints)) for slashed in (path, path + "/"))
    return routes


def _by_method(
    endpoints: dict[str, Callable[[Request], Awaitable[Response]]],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        return await endpoints[method](request)

    return endpoint


def _plain_detail(detail: str, status: int) -> Callable[[Request, Exception], Response]:
    def handle(request: Request, error: Exception) -> Response:
        del request, error
        return JSONResponse({"detail": detail}, status_code=status)

    return handle
