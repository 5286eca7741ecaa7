"""An HTTP request -> a handler that may answer it: records the call, checks key and scope, strikes faults."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.emulator.catalogue import Era
from pipeline.emulator.checks import check_key, check_scope, fault_answer
from pipeline.emulator.connections import Connection
from pipeline.emulator.faults import BEFORE_SYNTHESIS, Fault, FaultCall, FaultName
from pipeline.emulator.records import CallRecord
from pipeline.emulator.refusals import Refusal, SchemaError, answer_refusal, answer_schema
from pipeline.emulator.responses import Delivery, Outgoing, respond
from pipeline.emulator.world import World

INSPECTION = "/_emu"

Handler = Callable[[Request, World], Awaitable[Response]]
"""What a module of routes offers."""


def read_object(value: object) -> Mapping[str, object]:
    """Return a JSON value that must be an object. Raises ValueError."""
    if isinstance(value, Mapping):
        return value
    raise ValueError("the body, and each row of a list in it, is a JSON object")


class RefusedError(Exception):
    """A handler refuses; the gate answers in the era's shape."""

    def __init__(self, identifier: str, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(identifier=identifier, message=message)


class MisfitError(Exception):
    """A request does not fit the schema; the gate answers 422."""

    def __init__(self, error: SchemaError) -> None:
        super().__init__(error.message)
        self.error = error


def read_number(request: Request, name: str, default: int | None = None) -> int:
    """Return a whole number of the query. Raises MisfitError where it is none, or missing without a default."""
    given = request.query_params.get(name)
    if given is None and default is not None:
        return default
    try:
        return int(given or "")
    except ValueError as error:
        message = "Input should be a valid integer"
        raise MisfitError(
            SchemaError(place=("query", name), message=message, kind="int_parsing", given=given)
        ) from error


async def read_body(request: Request) -> Mapping[str, object]:
    """Return the JSON object of a request. Raises MisfitError where it is none."""
    try:
        return read_object(await request.json())
    except ValueError as error:
        raise MisfitError(
            SchemaError(place=("body",), message="Input should be an object", kind="json_invalid")
        ) from error


class Recorder:
    """ASGI layer around everything: each request becomes a call, each response carries its trace id."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(INSPECTION):
            await self._app(scope, receive, send)
            return
        connection: Connection = scope["state"]["connection"]
        connection.watch(None)
        body = await _read_body(receive)
        call = _record(scope, body, self._world)
        scope["state"]["call"] = call

        async def send_traced(message: Message) -> None:
            if message["type"] == "http.response.start":
                call.status = message["status"]
                message["headers"] = [*message["headers"], (b"x-trace-id", call.trace_id.encode())]
            await send(message)

        if call.headers.get("x-emu-fault", FaultName.LATENCY) not in list(FaultName):
            await JSONResponse({"detail": "x-emu-fault: no such fault"}, status_code=400)(scope, receive, send_traced)
            return
        await self._app(scope, _replay(body, receive), send_traced)
        if call.outcome == "open":
            is_refused = call.status is None or call.status >= 400
            call.outcome, call.ended_at = "refused" if is_refused else "delivered", self._world.now()


async def _read_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once more for the handler, then whatever the connection tells."""
    waiting = [body]

    async def receive_again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receive_again


def _record(scope: Scope, body: bytes, world: World) -> CallRecord:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if "xi-api-key" in headers:
        headers["xi-api-key"] = f"…{headers['xi-api-key'][-4:]}"
    call = CallRecord(
        number=len(world.calls) + 1,
        at=world.now(),
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
        trace_id=world.new_id().lower(),
    )
    world.calls.append(call)
    return call


def guarded(handler: Handler, world: World, scope: str) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a route that needs a key with that scope; faults whose route matches strike it too."""

    async def endpoint(request: Request) -> Response:
        call: CallRecord = request.state.call
        refused = _refuse(request, world, scope)
        if refused:
            return _refused(call, refused, world)
        faults = world.faults.strike(FaultCall(path=call.path, text="", headers=call.headers))
        call.faults = tuple(str(fault.name) for fault in faults)
        try:
            return await _serve(request, world, handler, faults)
        except RefusedError as error:
            return _refused(call, error.refusal, world)
        except MisfitError as error:
            call.identifier = "schema"
            return respond(answer_schema((error.error,), world.options.era))

    return endpoint


def _refuse(request: Request, world: World, scope: str) -> Refusal | None:
    given = request.headers.get("xi-api-key")
    if not given and world.options.era is Era.YEAR_2026 and scope == "models_read":
        return Refusal(identifier="workspace_not_found", message="The workspace was not found.")
    return check_key(world, given) or check_scope(world, given, scope)


def _refused(call: CallRecord, refusal: Refusal, world: World) -> Response:
    call.identifier = refusal.identifier
    return respond(answer_refusal(refusal, world.options, call.trace_id))


async def _serve(request: Request, world: World, handler: Handler, faults: tuple[Fault, ...]) -> Response:
    by_name = {fault.name: fault for fault in faults}
    instead = next((f for f in faults if f.name in {*BEFORE_SYNTHESIS, FaultName.HTTP_504_AFTER}), None)
    if FaultName.LATENCY in by_name:
        await asyncio.sleep(by_name[FaultName.LATENCY].number("headers_s"))
    if instead:
        answer = fault_answer(instead, world.options, request.state.call.trace_id)
        await asyncio.sleep(answer.after_s)
        return respond(answer)
    request.state.faults = faults
    response = await handler(request, world)
    return _cut(request, response, faults, world) if _cuts(by_name) and response.status_code < 400 else response


def _cuts(by_name: dict[FaultName, Fault]) -> bool:
    cutting = {
        FaultName.DROP_BEFORE_HEADERS,
        FaultName.DROP_MID_BODY,
        FaultName.CLOSE_WITHOUT_LENGTH,
        FaultName.SLOW_LORIS,
    }
    return not cutting.isdisjoint(by_name)


def _cut(request: Request, response: Response, faults: tuple[Fault, ...], world: World) -> Response:
    """The same response by way of a faulty network."""
    call: CallRecord = request.state.call
    headers = tuple((name, value) for name, value in response.headers.items() if name != "content-length")
    outgoing = Outgoing(headers=headers, pieces=(bytes(response.body),), status=response.status_code)

    def ended(outcome: str) -> None:
        call.outcome, call.ended_at = outcome, world.now()

    return Delivery(outgoing, request.state.connection, faults=faults, ended=ended)
