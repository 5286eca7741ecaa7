"""What the emulator keeps: calls, history items, voices of the account."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from pipeline.emulator.alignment import Alignment
from pipeline.emulator.catalogue import CatalogueVoice, OutputFormat
from pipeline.emulator.stitching import Stitching

DEFAULT_SETTINGS: dict[str, float | bool] = {
    "stability": 0.5,
    "similarity_boost": 0.75,
    "style": 0.0,
    "use_speaker_boost": True,
    "speed": 1.0,
}
"""API reference and field reports, 2025."""


@dataclass(slots=True, kw_only=True)
class CallRecord:
    """One request as it arrived, and what became of it; the inspection API shows it. Times are the emulator's clock."""

    number: int
    at: float
    method: str
    path: str
    query: str
    headers: dict[str, str]
    """Names in lower case; the key is shortened to its last four characters."""
    body: bytes = field(repr=False)
    trace_id: str
    status: int | None = None
    identifier: str = ""
    """Of the refusal, in the names of April 2025."""
    faults: tuple[str, ...] = ()
    request_id: str = ""
    history_item_id: str = ""
    voice_id: str = ""
    model_id: str = ""
    text: str = ""
    credits: int = 0
    """Billed, whether the answer arrived or not."""
    stitching: Stitching | None = None
    remarks: tuple[str, ...] = ()
    """What a careful client does not do: `tag_in_context`, `unpinned_locator`."""
    outcome: str = "open"
    """open, delivered, aborted (the client went away), dropped (we cut it), refused."""
    ended_at: float | None = None

    def shown(self) -> dict[str, object]:
        """Return the record as JSON; the body as base64 and, where it is JSON, as a value too."""
        row = {name: getattr(self, name) for name in self.__slots__ if name not in {"body", "stitching"}}
        row["body_base64"] = base64.b64encode(self.body).decode()
        row["json"] = _json(self.body)
        row["stitching"] = asdict(self.stitching) if self.stitching else None
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """A generation as the history shows it from `available_at` on."""

    history_item_id: str
    request_id: str
    voice_id: str
    voice_name: str
    voice_category: str
    model_id: str
    text: str
    date_unix: int
    available_at: float
    count_from: int
    count_to: int
    content_type: str
    settings: Mapping[str, float | bool]
    alignment: Alignment = field(repr=False)
    normalized_alignment: Alignment = field(repr=False)
    audio: bytes = field(repr=False)
    form: OutputFormat

    def shown(self) -> dict[str, object]:
        """Return the item as the API writes it."""
        return {
            "history_item_id": self.history_item_id,
            "request_id": self.request_id,
            "voice_id": self.voice_id,
            "voice_name": self.voice_name,
            "voice_category": self.voice_category,
            "model_id": self.model_id,
            "text": self.text,
            "date_unix": self.date_unix,
            "character_count_change_from": self.count_from,
            "character_count_change_to": self.count_to,
            "content_type": self.content_type,
            "state": "created",
            "settings": dict(self.settings),
            "source": "TTS",
            "feedback": None,
            "share_link_id": None,
            "alignments": {"alignment": self.alignment, "normalized_alignment": self.normalized_alignment},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What was said in audio that the emulator has made: for transcripts and forced alignment."""

    text: str
    alignment: Alignment = field(repr=False)
    duration_s: float


@dataclass(slots=True, kw_only=True)
class AccountVoice:
    """A voice of the account: its stored settings, and from when on it is gone."""

    voice: CatalogueVoice
    settings: dict[str, float | bool] = field(default_factory=lambda: dict(DEFAULT_SETTINGS))
    withdrawn_at: float = math.inf


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None
