"""An attempt whose answer was lost -> the items of the account's history that may be it -> its audio and timings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.adapters.engines.elevenlabs.alignment import read_alignment
from pipeline.adapters.engines.elevenlabs.answers import Answer, Damage, name_format, read_sound
from pipeline.adapters.engines.elevenlabs.client import Client
from pipeline.adapters.engines.elevenlabs.failures import Failure
from pipeline.adapters.engines.elevenlabs.wire import SETTING_NAMES

PAGE_SIZE = 100
MOST_PAGES = 20
"""2,000 generations of one voice since the call was sent; what is further back is not looked at."""
CLOCK_TOLERANCE_S = 2.0
"""`date_unix` has whole seconds, and so has the clock that the answers' Date header shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is known of a call whose answer was lost."""

    text: str
    voice: str
    model: str
    settings: Mapping[str, float | bool | str]
    sent_at_s: float
    """In seconds since 1970 on our clock."""
    request_id: str = ""
    history_item_id: str = ""
    """Both where headers came before the answer broke off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """A generation of the account's history."""

    id: str
    request_id: str
    text: str
    voice: str
    model: str
    made_at_s: float
    """`date_unix`, on the service's clock."""
    credits: int | None
    settings: Mapping[str, object]
    alignment: object = field(repr=False)
    """JSON as it came; None where the list leaves it out."""


def find_items(client: Client, sought: Sought) -> tuple[HistoryItem, ...] | Failure:
    """Return the items that may be a lost call, the oldest first; by its ids where they are known.

    An item that others own is among them: who owns what is the run's to know.
    """
    since_s = sought.sent_at_s + client.clock_ahead_s - CLOCK_TOLERANCE_S
    listed = _list_since(client, sought.voice, since_s)
    if isinstance(listed, Failure):
        return listed
    named = [
        item
        for item in listed
        if (sought.history_item_id and item.id == sought.history_item_id)
        or (sought.request_id and item.request_id == sought.request_id)
    ]
    if named or sought.request_id or sought.history_item_id:
        return tuple(named)
    # The list has the newest first, and items of one second in their order.
    same = [item for item in reversed(listed) if _is_same(item, sought)]
    return tuple(sorted(same, key=lambda item: item.made_at_s))


def fetch_item(client: Client, item: HistoryItem, audio_format: str) -> Answer | Damage | Failure:
    """Return audio and timings of an item; the audio may be of another format than was asked for, and says so."""
    audio = client.look(f"/v1/history/{item.id}/audio")
    if isinstance(audio, Failure):
        return audio
    sound = read_sound(audio, name_format(audio, audio_format))
    if isinstance(sound, Damage):
        return sound
    alignment = read_alignment(item.alignment or _alignment_of(client, item.id))
    return Answer(sound=sound, alignment=alignment, lacks_timings=alignment is None)


def unclaimed(items: Collection[HistoryItem], claimed: Collection[str]) -> HistoryItem | None:
    """Return the first item that nobody owns, by its id or its request's; None where there is none."""
    return next((item for item in items if item.id not in claimed and item.request_id not in claimed), None)


def _list_since(client: Client, voice: str, since_s: float) -> tuple[HistoryItem, ...] | Failure:
    """Return the voice's items made at or after a time, newest first."""
    found: list[HistoryItem] = []
    after: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        body = client.look("/v1/history", voice_id=voice, page_size=PAGE_SIZE, **after)
        if isinstance(body, Failure):
            return body
        page = _read_page(body)
        items = [*_items(page)]
        young = [item for item in items if item.made_at_s >= since_s]
        found += young
        last = page.get("last_history_item_id")
        if not page.get("has_more") or len(young) < len(items) or not last:
            break
        after = {"start_after_history_item_id": str(last)}
    return tuple(found)


def _read_page(body: bytes) -> Mapping[str, Any]:
    try:
        page = json.loads(body)
    except ValueError:
        return {}
    return page if isinstance(page, dict) else {}


def _items(page: Mapping[str, Any]) -> Iterator[HistoryItem]:
    for row in page.get("history") or ():
        alignments = row.get("alignments") or {}
        yield HistoryItem(
            id=str(row.get("history_item_id") or ""),
            request_id=str(row.get("request_id") or ""),
            text=str(row.get("text") or ""),
            voice=str(row.get("voice_id") or ""),
            model=str(row.get("model_id") or ""),
            made_at_s=float(row.get("date_unix") or 0),
            credits=_credits(row),
            settings=row.get("settings") or {},
            alignment=alignments.get("alignment"),
        )


def _credits(row: Mapping[str, Any]) -> int | None:
    before, after = row.get("character_count_change_from"), row.get("character_count_change_to")
    return after - before if isinstance(before, int) and isinstance(after, int) else None


def _is_same(item: HistoryItem, sought: Sought) -> bool:
    """Whether text, voice, model and every setting that the item tells are those of the call."""
    if (item.text, item.voice, item.model) != (sought.text, sought.voice, sought.model):
        return False
    told = {ours: item.settings.get(theirs) for ours, theirs in SETTING_NAMES.items()}
    return all(
        value is None or name not in sought.settings or _equal(value, sought.settings[name])
        for name, value in told.items()
    )


def _equal(told: object, sent: object) -> bool:
    if isinstance(told, int | float) and isinstance(sent, int | float):
        return abs(float(told) - float(sent)) < 1e-6
    return told == sent


def _alignment_of(client: Client, item: str) -> object:
    """Return the alignment of a single item; the list may leave it out."""
    body = client.look(f"/v1/history/{item}")
    if isinstance(body, Failure):
        return None
    return (_read_page(body).get("alignments") or {}).get("alignment")
