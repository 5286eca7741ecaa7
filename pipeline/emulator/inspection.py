"""The world -> what tests may see and turn: calls, state, clock, faults, options, keys, concurrency. Needs no key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.emulator.account import Key
from pipeline.emulator.catalogue import Plan
from pipeline.emulator.faults import read_rule
from pipeline.emulator.gate import INSPECTION, read_object
from pipeline.emulator.world import World

Action = Callable[[World, object], object]
"""The world and the JSON body -> the JSON answer; ValueError becomes 400."""


def inspection_routes(world: World) -> list[Route]:
    """Return the routes under `/_emu`."""
    table: list[tuple[str, str, Action]] = [
        ("GET", "/state", _show_state),
        ("GET", "/concurrency", _show_concurrency),
        ("GET", "/faults", lambda world, _: world.faults.shown()),
        ("DELETE", "/faults", _clear_faults),
        ("POST", "/faults", _add_faults),
        ("POST", "/clock", _move_clock),
        ("POST", "/options", _change_options),
        ("POST", "/keys", _add_key),
        ("POST", "/reset", _reset),
    ]
    routes = [Route(INSPECTION + path, _endpoint(action, world), methods=[method]) for method, path, action in table]
    return [Route(INSPECTION + "/calls", _calls_endpoint(world), methods=["GET"]), *routes]


def _endpoint(action: Action, world: World) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            return JSONResponse(action(world, await request.json() if body else {}))
        except (ValueError, KeyError) as error:
            return JSONResponse({"detail": str(error)}, status_code=400)

    return endpoint


def _calls_endpoint(world: World) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        """All calls, or those whose path holds `path` and whose number is above `after`."""
        path, after = request.query_params.get("path", ""), int(request.query_params.get("after", 0))
        return JSONResponse([call.shown() for call in world.calls if path in call.path and call.number > after])

    return endpoint


def _show_state(world: World, _: object) -> object:
    billed = Counter[str]()
    for call in world.calls:
        billed[call.text] += 1 if call.credits else 0
    return {
        "now": world.now(),
        "options": asdict(world.options),
        "credits": {"limit": world.account.limit, "used": world.account.used, "reserved": world.account.reserved},
        "billed_calls": sum(billed.values()),
        "billed_more_than_once": {text: times for text, times in billed.items() if times > 1},
        "history": [item.history_item_id for item in world.past()],
        "generations": {name: str(generation.state) for name, generation in world.generations.items()},
        "dictionaries": list(world.dictionaries),
        "voices": list(world.voices),
        "remarks": [[call.number, remark] for call in world.calls for remark in call.remarks],
    }


def _show_concurrency(world: World, _: object) -> object:
    """`peak` counts generations that ran at a time, `open_peak` those that waited as well."""
    return {
        str(group): {
            "cap": world.cap(group),
            "in_flight": lane.in_flight,
            "peak": lane.peak,
            "open": lane.open,
            "open_peak": lane.open_peak,
            "rejected": lane.rejected,
        }
        for group, lane in world.slots.lanes.items()
    }


def _add_faults(world: World, body: object) -> object:
    rows = body if isinstance(body, list) else [body]
    for rule in [read_rule(read_object(row)) for row in rows]:
        world.add_fault(rule)
    return world.faults.shown()


def _clear_faults(world: World, _: object) -> object:
    world.faults.clear()
    return []


def _move_clock(world: World, body: object) -> object:
    seconds = float(str(read_object(body)["advance_s"]))
    if seconds < 0:
        raise ValueError("advance_s: the clock goes ahead only")
    world.advance(seconds)
    return {"now": world.now()}


def _change_options(world: World, body: object) -> object:
    world.change_options(read_object(body))
    return asdict(world.options)


def _add_key(world: World, body: object) -> object:
    """{"key", "scopes": [..] or null, "credit_cap": number or null, "plan": name or null}."""
    row = read_object(body)
    scopes, cap = row.get("scopes"), row.get("credit_cap")
    world.keys[str(row["key"])] = Key(
        key=str(row["key"]),
        scopes=frozenset(str(scope) for scope in scopes) if isinstance(scopes, list) else None,
        credit_cap=cap if isinstance(cap, int) else None,
        plan=Plan(str(row["plan"])) if row.get("plan") else None,
    )
    return {"keys": len(world.keys)}


def _reset(world: World, _: object) -> object:
    world.reset()
    return {"now": world.now()}
