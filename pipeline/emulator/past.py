"""The history -> its five routes: list, item, audio, deletion, download."""

from __future__ import annotations

import io
import zipfile

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.emulator.encoding import decode, write_wav
from pipeline.emulator.gate import RefusedError, read_body, read_number
from pipeline.emulator.records import HistoryItem
from pipeline.emulator.world import World

PAGE_SIZE = 100
MAX_PAGE_SIZE = 1000
_FOREVER = 2**53
_ZIP_DATE = (2025, 4, 14, 0, 0, 0)


async def list_history(request: Request, world: World) -> Response:
    """GET /v1/history: newest first, after a given item if one is named."""
    query = request.query_params
    if "search" in query and "source" not in query:
        raise RefusedError("invalid_parameters", "search needs source.")
    since, until = read_number(request, "date_after_unix", 0), read_number(request, "date_before_unix", _FOREVER)
    items = [item for item in world.past() if _fits(item, dict(query)) and since <= item.date_unix <= until]
    if query.get("sort_direction") == "asc":
        items.reverse()
    after = query.get("start_after_history_item_id")
    names = [item.history_item_id for item in items]
    if after:
        items = items[names.index(after) + 1 :] if after in names else []
    size = min(read_number(request, "page_size", PAGE_SIZE), MAX_PAGE_SIZE)
    page = items[:size]
    return JSONResponse(
        {
            "history": [item.shown() for item in page],
            "last_history_item_id": page[-1].history_item_id if page else None,
            "has_more": len(items) > size,
            "scanned_until": page[-1].date_unix if page else None,
        }
    )


def _fits(item: HistoryItem, query: dict[str, str]) -> bool:
    wanted = {"voice_id": item.voice_id, "model_id": item.model_id, "source": "TTS"}
    if any(query.get(name, value) != value for name, value in wanted.items()):
        return False
    return query.get("search", "").lower() in item.text.lower()


async def show_item(request: Request, world: World) -> Response:
    """GET /v1/history/{id}."""
    return JSONResponse(_item(request.path_params["item_id"], world).shown())


async def play_item(request: Request, world: World) -> Response:
    """GET /v1/history/{id}/audio: the bytes as they were delivered."""
    item = _item(request.path_params["item_id"], world)
    return Response(item.audio, media_type=item.content_type)


async def delete_item(request: Request, world: World) -> Response:
    """DELETE /v1/history/{id}."""
    world.history.remove(_item(request.path_params["item_id"], world))
    return JSONResponse({"status": "ok"})


async def download_items(request: Request, world: World) -> Response:
    """POST /v1/history/download: one item as audio, several as a zip; `wav` decodes them."""
    body = await read_body(request)
    names = body.get("history_item_ids")
    known = {item.history_item_id: item for item in world.past()}
    if not isinstance(names, list) or not names or any(name not in known for name in names):
        raise RefusedError("invalid_history_items", "history_item_ids must name items of the history.")
    is_wav = body.get("output_format") == "wav"
    files = [(name, _as_wav(known[name]) if is_wav else known[name].audio) for name in names]
    if len(files) == 1:
        return Response(files[0][1], media_type="audio/wav" if is_wav else known[names[0]].content_type)
    suffix = "wav" if is_wav else known[names[0]].form.codec
    return Response(_zip(files, suffix), media_type="application/zip")


def _item(item_id: str, world: World) -> HistoryItem:
    for item in world.past():
        if item.history_item_id == item_id:
            return item
    raise RefusedError("history_item_not_found", f"History item {item_id} was not found.")


def _as_wav(item: HistoryItem) -> bytes:
    heard = decode(item.audio, item.form)
    return write_wav(heard.samples, heard.rate_hz)


def _zip(files: list[tuple[str, bytes]], suffix: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, audio in files:
            archive.writestr(zipfile.ZipInfo(f"{name}.{suffix}", date_time=_ZIP_DATE), audio)
    return file.getvalue()
