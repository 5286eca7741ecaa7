"""Contexts -> what a take's record keeps of them; takes -> generations to stitch to.

The record says what the engine conditioned on; a context is never part of a key, so no line is bought again for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import Context, ContextMode, ContextSide, Generation, Take

REQUEST_ID = "request-id"
LOGGED = "logged"
_AFTER = "context-after"
_BEFORE = "context-before"


def record_context(context: Context, *, is_logged: bool) -> tuple[tuple[str, str], ...]:
    """Return the entries for `made_by` of a take: mode, row, ids and text hash of each side, and the logging."""
    logged = ((LOGGED, "yes" if is_logged else "no"),)
    return (*_record_side(_BEFORE, context.before), *_record_side(_AFTER, context.after), *logged)


def recall_generation(take: Take, *, completed_at_s: float, is_chosen: bool) -> Generation:
    """Return what stitching needs to know of a take; a take without a request id has an empty one.

    completed_at_s is the take's `recorded_at` in seconds since 1970. A take is in the journal only after its answer was
    read to the end.
    """
    made_by = dict(take.made_by)
    return Generation(
        request_id=made_by.get(REQUEST_ID, ""),
        voice=take.request.voice.voice,
        model=take.request.voice.model,
        completed_at_s=completed_at_s,
        is_checked=not take.findings,
        is_chosen=is_chosen,
        is_logged=made_by.get(LOGGED, "yes") == "yes",
        used_next_ids=made_by.get(f"{_AFTER}-mode") == ContextMode.IDS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSide:
    """What a take's record tells of the nearest neighbour on one side."""

    request_id: str = ""
    """Of the generation that was named, where the engine conditioned on generations."""
    text_sha256: str = ""
    """Of what the neighbour was to say, where it conditioned on text; empty in takes from before that was kept."""


def recall_sides(take: Take) -> tuple[RecordedSide, RecordedSide]:
    """Return the nearest neighbours, before and after, that a take was made beside; empty where none was sent."""
    entries = dict(take.made_by)
    return _recall_side(entries, _BEFORE, nearest=-1), _recall_side(entries, _AFTER, nearest=0)


def request_id_of(take: Take) -> str:
    """Return the id by which later calls name a take; empty where its engine gave none."""
    return dict(take.made_by).get(REQUEST_ID, "")


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _recall_side(entries: dict[str, str], prefix: str, *, nearest: int) -> RecordedSide:
    match entries.get(f"{prefix}-mode", ""):
        case ContextMode.IDS:
            ids = entries.get(f"{prefix}-ids", "").split()
            return RecordedSide(request_id=ids[nearest] if ids else "")
        case ContextMode.TEXT:
            return RecordedSide(text_sha256=entries.get(f"{prefix}-nearest-sha256", ""))
    return RecordedSide()


def tell_context(made_by: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return a line for each side of the context that a take was made with, for people; none where none is recorded."""
    entries = dict(made_by)
    sides = (("before", _BEFORE), ("after", _AFTER))
    return tuple(_tell_side(name, entries, prefix) for name, prefix in sides if f"{prefix}-mode" in entries)


def _record_side(prefix: str, side: ContextSide) -> tuple[tuple[str, str], ...]:
    entries = (
        (f"{prefix}-mode", side.mode.value),
        (f"{prefix}-row", side.row.value),
        (f"{prefix}-ids", " ".join(side.ids)),
        (f"{prefix}-text-sha256", hash_text(side.text) if side.text else ""),
        (f"{prefix}-nearest-sha256", hash_text(side.nearest) if side.nearest and side.text else ""),
    )
    return tuple((name, value) for name, value in entries if value)


def _tell_side(name: str, entries: dict[str, str], prefix: str) -> str:
    mode, row = entries[f"{prefix}-mode"], entries.get(f"{prefix}-row", "?")
    ids = entries.get(f"{prefix}-ids", "")
    return f"context {name}: {mode} ({row}){f' {ids}' if ids else ''}"
