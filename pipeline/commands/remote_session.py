"""Lines that a service speaks -> takes: sent under the service's limits, kept as they come, never bought twice.

Each call is written into the ledger before it is sent and its take is durable before anything else happens. An answer
that was lost, in this run or in one that was killed, is looked for in the account's history before its line is sent
again; what is found there is owned by one line only. Errands run in threads; everything is decided in this one.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.adapters.callers import Callers
from pipeline.adapters.engines.elevenlabs.booth import Booth, Errand, Fetched, Inspect, Looked, Sent
from pipeline.adapters.engines.elevenlabs.client import DEADLINE_S, Client, find_account
from pipeline.adapters.engines.elevenlabs.engine import PACE
from pipeline.adapters.progress import Advance
from pipeline.adapters.signals import uninterrupted
from pipeline.adapters.takes import LedgerEntry
from pipeline.commands.attempts import claimed_ids, settle_others, sort_open_attempts
from pipeline.commands.desk import Desk
from pipeline.commands.keeping import Keeper, name_of
from pipeline.commands.remote_calls import Calls
from pipeline.commands.remote_ends import tell_stop
from pipeline.commands.remote_lines import Chapters
from pipeline.errors import BudgetError, EngineError
from pipeline.recording.budget import Spent
from pipeline.recording.plan import Slot, ToRecord
from pipeline.recording.run import RecordingRun
from pipeline.recording.sound import inspect_take

HISTORY_PATIENCE_S = 60.0
"""How long an answer that was lost is awaited in the history; its delay is undocumented (our decision)."""
LONGEST_SLEEP_S = 0.5
"""The run looks up this often, so that Ctrl-C is heard at once."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteOptions:
    """How a run calls the service, beyond book.toml: for tests and benches."""

    patience_s: float = HISTORY_PATIENCE_S
    pace: tuple[float, float] = PACE
    deadline_s: float = DEADLINE_S
    inspect: Inspect = inspect_take
    chance: Callable[[], float] = field(default=random.random)
    pause: float = 1.0
    """What waiting times are multiplied by."""


def record_remotely(
    desk: Desk,
    keeper: Keeper,
    wanted: Sequence[ToRecord],
    *,
    spent: Spent,
    advance: Advance,
    options: RemoteOptions | None = None,
) -> None:
    """Record lines through the service and keep their takes; without lines nothing is asked of it.

    Raises EngineError where lines could not be recorded or the run had to stop, BudgetError before the first call that
    would pass the budget, StorageError; what was recorded until then is kept.
    """
    if not wanted:
        return
    options = options or RemoteOptions()
    account = find_account(desk.folder.path)
    with Client(account, connections=desk.folder.project.elevenlabs.concurrency, deadline_s=options.deadline_s) as it:
        booth = Booth(client=it, inspect=options.inspect, pace=options.pace)
        _Session(desk, keeper, booth, wanted, spent=spent, advance=advance, options=options).record()


class _Session:
    """One run: it starts lines as the schedule says, and hears what came of them."""

    def __init__(
        self,
        desk: Desk,
        keeper: Keeper,
        booth: Booth,
        wanted: Sequence[ToRecord],
        *,
        spent: Spent,
        advance: Advance,
        options: RemoteOptions,
    ) -> None:
        slots: list[Slot] = [(line.paragraph, line.line) for line in wanted]
        attempts, kept, others = sort_open_attempts(desk, slots)
        chapters = Chapters(desk, slots)
        self._desk, self._booth, self._options = desk, booth, options
        self._others = others
        self._callers: Callers[Errand] = Callers()
        self._run = RecordingRun(chapters.scheduled(), most_in_flight=desk.folder.project.elevenlabs.concurrency)
        self._calls = Calls(
            desk,
            keeper,
            booth,
            chapters,
            self._run,
            start=self._callers.start,
            slots={name_of(slot): slot for slot in slots},
            attempts={name_of(slot): entry for slot, entry in attempts.items()},
            claimed=claimed_ids(desk),
            spent=spent,
            advance=advance,
            patience_s=options.patience_s,
            chance=lambda: options.chance() * options.pause,
        )
        desk.store.account(kept)

    def record(self) -> None:
        self._settle_others()
        try:
            self._go_on()
        except KeyboardInterrupt:
            self._run.stop()
            if self._run.in_flight:
                log.warning(
                    "%d calls are under way and paid for; they are kept as they come (Ctrl-C again leaves them to the "
                    "next run, which fetches them from the account's history)",
                    len(self._run.in_flight),
                )
            self._go_on()
            raise
        self._report()

    def _go_on(self) -> None:
        """Start and hear lines until nothing is left to do."""
        while not self._run.is_done:
            now_s = time.monotonic()
            self._calls.start_lines([line.id for line in self._run.next_lines(now_s)])
            if self._run.is_done:
                return
            wakes_at_s = self._run.wakes_at_s(now_s)
            sleep_s = LONGEST_SLEEP_S if wakes_at_s is None else min(wakes_at_s - now_s, LONGEST_SLEEP_S)
            errands = self._callers.wait(sleep_s)
            with uninterrupted():
                self._hear(errands)

    def _hear(self, errands: Sequence[Errand]) -> None:
        for errand in errands:
            match errand:
                case Sent():
                    self._calls.hear_sent(errand)
                case Looked():
                    self._calls.hear_looked(errand)
                case Fetched():
                    self._calls.hear_fetched(errand)

    def _settle_others(self) -> None:
        """Find out about attempts of earlier runs for texts that nobody wants any more; the ledger is to be true."""
        without_take = [(line.paragraph, line.line) for line in self._desk.plan.to_record]
        entries: list[LedgerEntry] = list(
            settle_others(
                self._booth.client,
                self._others,
                wanted_keys={self._desk.requests[slot][1] for slot in without_take},
                claimed=self._calls.claimed,
                now_s=time.time(),
                patience_s=self._options.patience_s,
            )
        )
        self._desk.store.account(entries)

    def _report(self) -> None:
        """Raise what kept lines from being recorded; a stop comes first, because it explains the rest."""
        calls = self._calls
        if calls.stopped_by is not None:
            raise EngineError(
                tell_stop(calls.stopped_by, self._booth.client, done=calls.done, wanted=calls.wanted),
                problems=tuple(calls.problems),
            )
        if calls.problems:
            raise EngineError(
                f"{len(calls.problems)} of {calls.wanted} lines could not be recorded; the others are kept; mend what "
                "is said here and run the same command again",
                problems=tuple(calls.problems),
            )
        if calls.over_budget:
            raise BudgetError(
                f"{calls.over_budget}: another call would pass the budget; {calls.done} of {calls.wanted} lines were "
                "recorded; raise [budget] in book.toml, then run again"
            )
