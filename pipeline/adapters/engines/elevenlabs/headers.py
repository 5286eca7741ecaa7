"""Headers of an answer -> what the run, the ledger and the take keep of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHeaders:
    """The headers that matter; names in https://elevenlabs.io/docs/api-reference (read 2025-04) and from the field."""

    request_id: str = ""
    """For stitching; errors carry none."""
    history_item_id: str = ""
    """For the history; never for stitching."""
    trace_id: str = ""
    """What support asks for."""
    credits: int | None = None
    """Billed for this call; None where the answer does not say."""
    in_flight: int | None = None
    most_in_flight: int | None = None
    """The cap of the model's group on this account."""
    retry_after_s: float | None = None
    region: str = ""


def read_headers(headers: Mapping[str, str], *, retry_after_s: float | None = None) -> AnswerHeaders:
    """Return what an answer's headers (names in lower case) say; what is not a number counts as not said."""
    return AnswerHeaders(
        request_id=headers.get("request-id", ""),
        history_item_id=headers.get("history-item-id", ""),
        trace_id=headers.get("x-trace-id", ""),
        credits=_whole(headers, "character-cost", "x-character-cost", "x-character-count"),
        in_flight=_whole(headers, "current-concurrent-requests"),
        most_in_flight=_whole(headers, "maximum-concurrent-requests"),
        retry_after_s=retry_after_s,
        region=headers.get("x-region", ""),
    )


def _whole(headers: Mapping[str, str], *names: str) -> int | None:
    value = next((headers[name] for name in names if name in headers), "")
    return int(value) if value.isascii() and value.isdigit() else None
