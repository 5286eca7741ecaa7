"""What a service delivered for a line -> what the take store and the ledger keep of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from pipeline.adapters.engines.elevenlabs.booth import Heard, Sent
from pipeline.adapters.engines.elevenlabs.engine import API, NAME
from pipeline.adapters.engines.elevenlabs.headers import AnswerHeaders
from pipeline.adapters.engines.elevenlabs.history import HistoryItem
from pipeline.adapters.engines.elevenlabs.wire import Call
from pipeline.adapters.takes import LedgerEntry
from pipeline.commands.attempts import KEPT, settled
from pipeline.commands.keeping import Recording
from pipeline.model import Delivery, TimingUnit
from pipeline.recording.plan import Slot


@dataclasses.dataclass(slots=True, kw_only=True)
class LineUnderWay:
    """What a run knows of one line; it changes as errands come back."""

    slot: Slot
    call: Call | None = None
    """What was sent last."""
    attempt: LedgerEntry | None = None
    """The attempt whose outcome is open."""
    is_of_earlier_run: bool = False
    """Whether the open attempt was made by a run before this one."""
    is_sent: bool = False
    """Whether its call is under way."""
    history_item_id: str = ""
    await_until_s: float = 0.0
    """Until when the answer of the open attempt is awaited in the history, on the run's clock."""
    looks: int = 0
    """How often the history did not have it."""
    doubtful: Sent | None = None
    """A delivery that is looked up in the history before it is judged."""

    @property
    def open_attempt(self) -> LedgerEntry:
        """The attempt whose outcome is open. Raises ValueError where there is none."""
        if self.attempt is None:
            raise ValueError(f"{self.slot} has no open attempt")
        return self.attempt

    def credits(self, told: int | None) -> float:
        """Return what the open attempt cost: as the service told, else as it was estimated."""
        return self.open_attempt.estimate if told is None else float(told)


def headers_of(item: HistoryItem) -> AnswerHeaders:
    """Return what an item of the history says of what the headers of its call said."""
    return AnswerHeaders(request_id=item.request_id, history_item_id=item.id, credits=item.credits)


def recording_of(
    line: LineUnderWay,
    heard: Heard,
    headers: AnswerHeaders,
    *,
    item: HistoryItem | None,
    now: str,
    clock_ahead_s: float,
) -> Recording:
    """Return what is kept; with an item of the history it was made when the item says, on the service's clock."""
    attempt, cost = line.open_attempt, line.credits(headers.credits)
    made_by = (
        ("engine", f"{NAME} {API}"),
        ("request-id", headers.request_id),
        ("history-item-id", headers.history_item_id),
        ("trace-id", headers.trace_id),
        ("region", headers.region),
        ("from-history", "yes" if item else ""),
        *attempt.sent,
    )
    outcome = f"{KEPT}, from the history" if item else KEPT
    outcome = f"{outcome}, doubtful" if heard.findings else outcome
    return Recording(
        slot=line.slot,
        take=attempt.id,
        delivery=Delivery(
            audio=heard.audio,
            timings=heard.timings,
            timing_unit=TimingUnit.WORD,
            made_by=tuple((name, value) for name, value in made_by if value),
            credits=cost,
        ),
        sound=heard.sound,
        findings=heard.findings,
        recorded_at=_iso(item.made_at_s - clock_ahead_s) if item else now,
        audio_format=heard.audio_format,
        ledger=(settled(attempt, outcome, cost=cost, take=attempt.id, request_id=headers.request_id),),
    )


def _iso(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
