"""Contexts -> what a take's record keeps of them; takes -> generations to stitch to.

The record says what the engine conditioned on; a context is never part of a key, so no line is bought again for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

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
        (f"{prefix}-text-sha256", hashlib.sha256(side.text.encode()).hexdigest() if side.text else ""),
    )
    return tuple((name, value) for name, value in entries if value)


def _tell_side(name: str, entries: dict[str, str], prefix: str) -> str:
    mode, row = entries[f"{prefix}-mode"], entries.get(f"{prefix}-row", "?")
    ids = entries.get(f"{prefix}-ids", "")
    return f"context {name}: {mode} ({row}){f' {ids}' if ids else ''}"
