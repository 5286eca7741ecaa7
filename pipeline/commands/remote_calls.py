"""Lines that may start, and what errands brought -> errands, takes, entries of the ledger: the decisions of a run."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pipeline.adapters.engines.elevenlabs.answers import Damage
from pipeline.adapters.engines.elevenlabs.booth import Booth, Errand, Fetched, Heard, Looked, Sent
from pipeline.adapters.engines.elevenlabs.catalogue import load_catalogue
from pipeline.adapters.engines.elevenlabs.failures import Failure
from pipeline.adapters.engines.elevenlabs.headers import AnswerHeaders
from pipeline.adapters.engines.elevenlabs.history import HistoryItem, unclaimed
from pipeline.adapters.engines.elevenlabs.wire import Call, Route, make_call
from pipeline.adapters.progress import Advance
from pipeline.adapters.takes import LedgerEntry
from pipeline.commands.attempts import LOST, NOT_MADE, sent_at_s, settled, sought_of, written_ahead
from pipeline.commands.desk import Desk
from pipeline.commands.keeping import Keeper
from pipeline.commands.remote_lines import Chapters
from pipeline.commands.remote_records import LineUnderWay, headers_of, recording_of
from pipeline.errors import EngineError
from pipeline.model import Context, FailureClass, StitchingSupport
from pipeline.recording.budget import Spent, passed_limit
from pipeline.recording.plan import Slot
from pipeline.recording.provenance import record_context
from pipeline.recording.retry import RETRY_RULES
from pipeline.recording.run import RecordingRun
from pipeline.recording.stitching import degrade

LOOK_AGAIN_S, LONGEST_LOOK_S = 0.25, 8.0
"""Between the first two looks into the history for the same answer; then twice as long each time, up to the second."""
_GATEWAY_TIMED_OUT = 504

log = logging.getLogger(__name__)


class Calls:
    """The lines of a run and what is under way for each."""

    def __init__(
        self,
        desk: Desk,
        keeper: Keeper,
        booth: Booth,
        chapters: Chapters,
        run: RecordingRun,
        *,
        start: Callable[[Callable[[], Errand]], None],
        slots: Mapping[str, Slot],
        attempts: Mapping[str, LedgerEntry],
        claimed: set[str],
        spent: Spent,
        advance: Advance,
        patience_s: float,
        chance: Callable[[], float],
    ) -> None:
        self._desk, self._keeper, self._booth, self._chapters, self._run = desk, keeper, booth, chapters, run
        self._options = desk.folder.project.elevenlabs
        self._start, self._advance, self._patience_s, self._chance = start, advance, patience_s, chance
        self._lines = {name: LineUnderWay(slot=slot) for name, slot in slots.items()}
        self._supports: dict[str, StitchingSupport] = {}
        self._refused: dict[str, str] = {}
        """Voices that the account does not have, with what the service said."""
        self._spent, self._spent_now = spent, 0.0
        self.claimed = claimed
        """Ids of requests and history items that a line owns."""
        self.problems: list[str] = []
        self.stopped_by: Failure | None = None
        self.over_budget = ""
        """The line whose call would have passed the budget."""
        self.done = 0
        now_s = time.monotonic()
        for name, entry in attempts.items():
            self._lines[name].attempt, self._lines[name].is_of_earlier_run = entry, True
            self._spent = self._spent.plus(entry.estimate, time=entry.time, now=desk.store.now())
            self._lines[name].await_until_s = now_s + patience_s - (time.time() - sent_at_s(entry))

    @property
    def wanted(self) -> int:
        """How many lines the run is to record."""
        return len(self._lines)

    def start_lines(self, names: Sequence[str]) -> None:
        """Start lines: those with an open attempt look for its answer, the others are written ahead and sent."""
        to_send: list[str] = []
        for name in names:
            line = self._lines[name]
            if line.attempt is None:
                to_send.append(name)
                continue
            request = self._desk.requests[line.slot][0]
            sought = sought_of(line.attempt, request, history_item_id=line.history_item_id)
            self._start(partial(self._booth.look, name, sought))
        self._send(to_send)

    # --- what came back ----------------------------------------------------------------------------------------------

    def hear_sent(self, sent: Sent) -> None:
        """Keep what a call delivered, look again where it is doubtful, or let the run decide what its failure means."""
        line = self._lines[sent.name]
        line.is_sent = False
        if isinstance(sent.heard, Heard):
            self.claimed |= {sent.headers.request_id, sent.headers.history_item_id} - {""}
        if isinstance(sent.heard, Failure):
            self._fail(sent, sent.heard)
        elif sent.heard.is_doubtful and sent.headers.history_item_id:
            line.doubtful = sent
            sought = sought_of(line.open_attempt, None, history_item_id=sent.headers.history_item_id)
            self._start(partial(self._booth.look, sent.name, sought))
        else:
            self._judge(sent.name, sent.heard, sent.headers, sent_at_s=sent.sent_at_s)

    def hear_looked(self, looked: Looked) -> None:
        """Fetch what the history has of a lost or doubtful answer, or go on without it."""
        line = self._lines[looked.name]
        if line.doubtful is not None:
            items = looked.items if not isinstance(looked.items, Failure) else ()
            self._fetch_or_judge(looked.name, line.doubtful, items)
        elif isinstance(looked.items, Failure):
            self._without_history(looked.name, looked.items)
        else:
            self._claim(looked.name, looked.items)

    def hear_fetched(self, fetched: Fetched) -> None:
        """Keep what was fetched: of a doubtful delivery the better of both."""
        line = self._lines[fetched.name]
        item, heard = fetched.item, fetched.heard
        if line.doubtful is not None:
            sent, line.doubtful = line.doubtful, None
            delivered = sent.heard
            is_better = isinstance(heard, Heard) and not heard.is_damaged
            best = heard if is_better else delivered
            if isinstance(best, Heard):
                self._judge(
                    fetched.name, best, sent.headers, sent_at_s=sent.sent_at_s, item=item if is_better else None
                )
        elif isinstance(heard, Heard):
            self._judge(fetched.name, heard, headers_of(item), sent_at_s=time.monotonic(), item=item)
        elif isinstance(heard, Damage):
            self._close(line, f"delivered, but {heard.reason}", cost=line.credits(item.credits))
            self._give_up_or_retry(fetched.name, FailureClass.TRANSPORT_AFTER_HEADERS, heard.reason)
        else:
            self.claimed.difference_update({item.id, item.request_id})
            self._without_history(fetched.name, heard)

    # --- sending -----------------------------------------------------------------------------------------------------

    def _send(self, names: Sequence[str]) -> None:
        """Write calls ahead, all of them durable, and send them."""
        ahead = [pair for name in names if (pair := self._written_ahead(name)) is not None]
        self._desk.store.account([entry for _, entry in ahead])
        for name, entry in ahead:
            line = self._lines[name]
            line.attempt, line.history_item_id, line.is_sent, line.looks = entry, "", True, 0
            self._spent_now += entry.estimate
            request = self._desk.requests[line.slot][0]
            if line.call is not None:
                self._start(partial(self._booth.send, name, line.call, request, sent_at_s=time.monotonic()))

    def _written_ahead(self, name: str) -> tuple[str, LedgerEntry] | None:
        """Return the entry of a call that is about to be sent; None where it must not be, which is then a problem."""
        line = self._lines[name]
        request, _ = self._desk.requests[line.slot]
        context = self._context(name, request.voice.model)
        if request.voice.voice in self._refused:
            self._give_up(name, f"voice {request.voice.voice}: {self._refused[request.voice.voice]}")
            return None
        try:
            line.call = make_call(request, context, route=Route(self._options.route), is_logged=self._options.is_logged)
        except EngineError as error:
            self._give_up(name, str(error))
            return None
        estimate = float(load_catalogue().model(request.voice.model).credits(line.call.text))
        if self._passes_budget(estimate):
            self.over_budget = self.over_budget or name
            self._run.stop()
            self._run.gave_up(name, now_s=time.monotonic())
            return None
        sent = record_context(context, is_logged=self._options.is_logged)
        return name, written_ahead(self._desk, line.slot, text=line.call.text, estimate=estimate, sent=sent)

    def _context(self, name: str, model: str) -> Context:
        support = self._supports.get(model, load_catalogue().model(model).support)
        support = dataclasses.replace(support, is_logged=self._options.is_logged)
        context = self._chapters.context(name, now_s=time.time(), support=support)
        return degrade(context, self._run.failures(name, FailureClass.SERVER))

    def _passes_budget(self, estimate: float) -> bool:
        budget = self._desk.folder.project.budget
        return bool(passed_limit(budget, spent=self._spent, run=self._spent_now + estimate))

    # --- failures ----------------------------------------------------------------------------------------------------

    def _fail(self, sent: Sent, failure: Failure) -> None:
        """Settle what a failed call cost, if that is known, and let the run say whether its line is sent again."""
        line, now_s = self._lines[sent.name], time.monotonic()
        if failure.may_be_billed:
            attempt = line.open_attempt
            line.attempt = dataclasses.replace(attempt, request_id=failure.headers.request_id)
            line.history_item_id = failure.headers.history_item_id
            # The service answered a plain server error itself: what it made, if anything, is in the history already.
            is_awaited = failure.status is None or failure.status == _GATEWAY_TIMED_OUT
            line.await_until_s = now_s + (self._patience_s if is_awaited else 0.0)
        else:
            self._close(line, failure.failure.value, cost=0.0)
        if RETRY_RULES[failure.failure].stops_run:
            self.stopped_by = self.stopped_by or failure
        self._learn(sent.name, failure)
        self._give_up_or_retry(sent.name, failure.failure, failure.tell(), headers=failure.headers, at_s=sent.sent_at_s)

    def _learn(self, name: str, failure: Failure) -> None:
        """Take note of what a refusal says about all lines to come: a voice that is not there, context not taken."""
        line = self._lines[name]
        request = self._desk.requests[line.slot][0]
        if failure.failure is FailureClass.CONFIG_VOICE:
            self._refused[request.voice.voice] = failure.tell()
        if failure.failure is FailureClass.CONFIG_MODEL and line.call is not None:
            model = request.voice.model
            support = self._supports.get(model, load_catalogue().model(model).support)
            if support.takes_ids and line.call.has_context_ids:
                self._supports[model] = dataclasses.replace(support, takes_ids=False)
            elif support.takes_text and line.call.has_context:
                self._supports[model] = dataclasses.replace(support, takes_ids=False, takes_text=False)

    def _give_up_or_retry(
        self,
        name: str,
        failure: FailureClass,
        told: str,
        *,
        headers: AnswerHeaders | None = None,
        at_s: float | None = None,
    ) -> None:
        now_s = time.monotonic()
        line = self._lines[name]
        model = self._desk.requests[line.slot][0].voice.model
        if failure is FailureClass.CONFIG_MODEL and line.call is not None and self._has_less_context(line.call, model):
            self._run.postponed(name, until_s=now_s)
            return
        will_retry = self._run.failed(
            name,
            failure,
            sent_at_s=now_s if at_s is None else at_s,
            now_s=now_s,
            jitter=min(self._chance(), 1.0),
            retry_after_s=headers.retry_after_s if headers else None,
            maximum=headers.most_in_flight if headers else None,
        )
        if will_retry:
            log.info("%s: %s; it will be sent again", name, told)
        elif not RETRY_RULES[failure].stops_run:
            self.problems.append(f"{name}: {told}")

    def _has_less_context(self, call: Call, model: str) -> bool:
        """Whether the model was just learned to take less context than a call carried."""
        support = self._supports.get(model)
        if support is None:
            return False
        return (call.has_context_ids and not support.takes_ids) or (call.has_context and not support.takes_text)

    def _give_up(self, name: str, told: str) -> None:
        self.problems.append(f"{name}: {told}")
        self._run.gave_up(name, now_s=time.monotonic())

    # --- the history -------------------------------------------------------------------------------------------------

    def _claim(self, name: str, items: tuple[HistoryItem, ...]) -> None:
        """Let a line own the item that is its lost answer; without one send it, once the answer was awaited."""
        line, now_s = self._lines[name], time.monotonic()
        attempt = line.open_attempt
        item = unclaimed(items, self.claimed | self._named_by_others(line))
        is_named = item is not None and attempt.request_id in {item.request_id, ""} and bool(attempt.request_id)
        if not is_named and self._is_in_flight(attempt):
            # The item may be the answer of another line with the same words, which is still on its way.
            self._run.postponed(name, until_s=now_s + LOOK_AGAIN_S)
        elif item is not None:
            self.claimed |= {item.id, item.request_id} - {""}
            request = self._desk.requests[line.slot][0]
            line.call = line.call or make_call(request, None)
            self._start(partial(self._booth.fetch, name, item, request, line.call))
        elif now_s < line.await_until_s:
            self._run.postponed(name, until_s=min(now_s + _next_look_s(line), line.await_until_s))
        elif self._options.is_logged:
            self._send_again(name, NOT_MADE, cost=0.0)
        else:
            self._send_again(name, LOST, cost=attempt.estimate)

    def _send_again(self, name: str, outcome: str, *, cost: float) -> None:
        """Write the last word on an attempt and send its line anew; a run that stops leaves both to the next."""
        if self._run.is_stopped:
            self._run.postponed(name, until_s=time.monotonic())
            return
        self._close(self._lines[name], outcome, cost=cost)
        self._send([name])

    def _named_by_others(self, line: LineUnderWay) -> set[str]:
        """Return the ids that the lost answers of other lines are known by: the same words, but not this line's."""
        others = [other for other in self._lines.values() if other is not line and other.attempt is not None]
        return {name for other in others for name in (other.open_attempt.request_id, other.history_item_id) if name}

    def _is_in_flight(self, attempt: LedgerEntry) -> bool:
        """Whether another call with the same words is under way."""
        sought = (attempt.text, attempt.voice, attempt.model)
        return any(
            other.attempt is not None
            and other.attempt.id != attempt.id
            and (other.attempt.text, other.attempt.voice, other.attempt.model) == sought
            and other.is_sent
            for other in self._lines.values()
        )

    def _without_history(self, name: str, failure: Failure) -> None:
        """Wait for the history while it may be reached; a key that may not read it cannot find what it paid for."""
        line, now_s = self._lines[name], time.monotonic()
        if failure.failure is FailureClass.AUTH:
            log.warning(
                "%s: the answer of a call was lost and the key may not read the history (%s), so it is sent again and "
                "may be paid twice; give the key the scope speech_history_read",
                name,
                failure.tell(),
            )
            self._send_again(name, LOST, cost=line.open_attempt.estimate)
        elif now_s < line.await_until_s:
            self._run.postponed(name, until_s=now_s + _next_look_s(line))
        else:
            self._give_up(name, f"its answer was lost and the history cannot be read ({failure.tell()})")

    def _fetch_or_judge(self, name: str, sent: Sent, items: tuple[HistoryItem, ...]) -> None:
        """Fetch the item of a doubtful delivery, or take the delivery as it is."""
        line = self._lines[name]
        if items and line.call is not None:
            request = self._desk.requests[line.slot][0]
            self._start(partial(self._booth.fetch, name, items[0], request, line.call))
        elif isinstance(sent.heard, Heard):
            line.doubtful = None
            self._judge(name, sent.heard, sent.headers, sent_at_s=sent.sent_at_s)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def _judge(
        self, name: str, heard: Heard, headers: AnswerHeaders, *, sent_at_s: float, item: HistoryItem | None = None
    ) -> None:
        """Keep audio as a take; what is damaged is kept as well, because it was paid for, and made once more."""
        line, now_s = self._lines[name], time.monotonic()
        clock_ahead_s = self._booth.client.clock_ahead_s
        now = self._desk.store.now()
        recording = recording_of(line, heard, headers, item=item, now=now, clock_ahead_s=clock_ahead_s)
        take = self._keeper.keep([recording])[0]
        log.info("%s: %g credits, %s", name, take.credits, recording.ledger[0].outcome)
        self._forget_attempt(line, cost=take.credits)
        if heard.is_damaged:
            told = "; ".join(f"{finding.code}: {finding.message}" for finding in heard.findings)
            self._give_up_or_retry(name, FailureClass.TRANSPORT_AFTER_HEADERS, told, headers=headers, at_s=sent_at_s)
            return
        line.call = None
        self.done += 1
        self._chapters.recorded(name, take)
        self._advance(len(take.request.text))
        if item is not None and headers.most_in_flight is None:
            self._run.found(name, now_s=now_s)
        else:
            self._run.delivered(name, now_s=now_s, maximum=headers.most_in_flight)

    def _close(self, line: LineUnderWay, outcome: str, *, cost: float) -> None:
        """Write the last word on an attempt that became no take."""
        attempt = line.open_attempt
        self._desk.store.account([settled(attempt, outcome, cost=cost)])
        self._forget_attempt(line, cost=cost)

    def _forget_attempt(self, line: LineUnderWay, *, cost: float) -> None:
        """Let what an attempt cost take the place of its estimate, in the sum of the run that made it."""
        difference = cost - line.open_attempt.estimate
        if line.is_of_earlier_run:
            time = line.open_attempt.time
            self._spent = self._spent.plus(difference, time=time, now=self._desk.store.now())
        else:
            self._spent_now += difference
        line.attempt, line.is_of_earlier_run = None, False


def _next_look_s(line: LineUnderWay) -> float:
    """Return the seconds until a line's answer is looked for again."""
    line.looks += 1
    return float(min(LOOK_AGAIN_S * 2 ** min(line.looks - 1, 16), LONGEST_LOOK_S))
