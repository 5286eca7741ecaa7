"""The ledger -> attempts whose outcome nobody knows, each to the line that it was made for."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from pipeline.adapters.engines.elevenlabs.client import Client
from pipeline.adapters.engines.elevenlabs.engine import NAME
from pipeline.adapters.engines.elevenlabs.failures import Failure
from pipeline.adapters.engines.elevenlabs.history import Sought, find_items, unclaimed
from pipeline.adapters.takes import SENT, LedgerEntry
from pipeline.commands.desk import Desk
from pipeline.model import Request
from pipeline.recording.plan import Slot

KEPT = "kept"
NOT_MADE = "not in the history: it was not made"
LOST = "lost: it may have been billed"
UNUSED = "delivered, and not needed: its line has a take, or its text has changed"

log = logging.getLogger(__name__)


def sent_at_s(entry: LedgerEntry) -> float:
    """Return when an attempt was written down, in seconds since 1970."""
    return datetime.fromisoformat(entry.time).timestamp()


def sought_of(entry: LedgerEntry, request: Request | None, *, history_item_id: str = "") -> Sought:
    """Return what is known of an attempt, to look for it; its settings where the request is still known."""
    return Sought(
        text=entry.text,
        voice=entry.voice,
        model=entry.model,
        settings=dict(request.voice.settings) if request else {},
        sent_at_s=sent_at_s(entry),
        request_id=entry.request_id,
        history_item_id=history_item_id,
    )


def written_ahead(
    desk: Desk, slot: Slot, *, text: str, estimate: float, sent: tuple[tuple[str, str], ...]
) -> LedgerEntry:
    """Return what stands in the ledger before a call: its id will be the take's."""
    request, key = desk.requests[slot]
    return LedgerEntry(
        id=desk.store.new_id(),
        time=desk.store.now(),
        paragraph=slot[0],
        line=slot[1],
        engine=NAME,
        voice=request.voice.voice,
        model=request.voice.model,
        characters=len(text),
        credits=estimate,
        estimate=estimate,
        outcome=SENT,
        key=key,
        text=text,
        sent=sent,
    )


def settled(entry: LedgerEntry, outcome: str, *, cost: float, take: str = "", request_id: str = "") -> LedgerEntry:
    """Return the last word on an attempt; what only served to find it is left out."""
    return dataclasses.replace(
        entry,
        outcome=outcome,
        credits=cost,
        take=take,
        request_id=request_id or entry.request_id,
        key="",
        text="",
        sent=(),
    )


def claimed_ids(desk: Desk) -> set[str]:
    """Return the request ids and history item ids that takes and settled attempts own."""
    owned = {
        value
        for take in desk.index.takes.values()
        for name, value in take.made_by
        if name in {"request-id", "history-item-id"}
    }
    return {*owned, *(entry.request_id for entry in desk.store.ledger() if not entry.is_open)} - {""}


def sort_open_attempts(
    desk: Desk, wanted: Sequence[Slot]
) -> tuple[dict[Slot, LedgerEntry], tuple[LedgerEntry, ...], tuple[LedgerEntry, ...]]:
    """Return the open attempts by the wanted line of the same key, those that became a take, and the others.

    A line has its own attempt first; one that was made for another line of the same key serves as well.
    """
    entries = [entry for entry in desk.store.ledger() if entry.is_open and entry.engine == NAME]
    kept = tuple(_with_take(desk, entry) for entry in entries if entry.id in desk.index.takes)
    left = [entry for entry in entries if entry.id not in desk.index.takes]
    found: dict[Slot, LedgerEntry] = {}
    for is_own in (True, False):
        for slot in wanted:
            fitting = (entry for entry in left if entry.key == desk.requests[slot][1])
            entry = next((each for each in fitting if not is_own or (each.paragraph, each.line) == slot), None)
            if slot not in found and entry is not None:
                found[slot] = entry
                left.remove(entry)
    return found, kept, tuple(left)


def settle_others(
    client: Client,
    entries: Sequence[LedgerEntry],
    *,
    wanted_keys: Collection[str],
    claimed: set[str],
    now_s: float,
    patience_s: float,
) -> Iterator[LedgerEntry]:
    """Yield the last word on attempts that no line needs; wanted_keys are of lines without a take, whose stay open."""
    for entry in entries:
        if entry.key in wanted_keys or now_s - sent_at_s(entry) < patience_s:
            continue
        items = find_items(client, sought_of(entry, None))
        if isinstance(items, Failure):
            return
        item = unclaimed(items, claimed)
        if item is None:
            yield settled(entry, NOT_MADE, cost=0.0)
        else:
            claimed |= {item.id, item.request_id}
            cost = entry.estimate if item.credits is None else float(item.credits)
            yield settled(entry, UNUSED, cost=cost, request_id=item.request_id)


def _with_take(desk: Desk, entry: LedgerEntry) -> LedgerEntry:
    """Return the last word on an attempt whose take is in the journal: the run ended before the ledger heard of it."""
    take = desk.index.takes[entry.id]
    request_id = dict(take.made_by).get("request-id", "")
    return settled(entry, KEPT, cost=take.credits, take=take.id, request_id=request_id)
