"""A plan, prices, the ledger -> what recording and mastering it will take: money, time, seconds of audio by chapter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Budget, PlanPrice, Take
from pipeline.recording.budget import Spent, affordable
from pipeline.recording.plan import Plan, PlannedParagraph, ToRecord

CHARACTERS_PER_SECOND = 15.0
"""Of speech: as hibari reads The Time Machine (bench/workers.py), and as reports from the field have ElevenLabs."""
ASSUMED_PLAN = "creator"
"""The plan whose prices are shown where book.toml names none: the smallest that may buy more credits."""
LONGEST_PAUSE_S = 120.0
"""Between two attempts of one run; a longer one parts two runs."""
LEAST_ATTEMPTS = 5
"""Of a run whose pace is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What credits cost, and by what price."""

    amount: float
    currency: str
    by: str
    """`budget.price`, or the plan of the price table with the date it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft:
    """How long recording will take."""

    seconds: float
    is_measured: bool
    """Whether the pace is that of the last run; else it is assumed."""
    at_once: int
    """Lines recorded at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterCost:
    """What a chapter's rebuild takes."""

    chapter: str
    lines: int
    """To record."""
    characters: int
    credits: float
    record_s: float
    """Of speech that is expected of those lines."""
    master_s: float
    """Of speech in the whole chapter, which is mastered again: what is kept and what is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetView:
    """How a plan stands to the budget."""

    spent: Spent
    stops_at: ToRecord | None
    """The first line that would not be recorded; None where all fit."""
    fitting: int


def price_of(credit_count: float, budget: Budget, prices: Mapping[str, PlanPrice]) -> Money:
    """Return what credits cost: by the price in book.toml, else by its plan, else by the assumed one.

    Of a plan the month's own credits cost their share of the month; those beyond cost what more credits do. What the
    month has left is not known here, so all of it counts as there.
    """
    if budget.price is not None:
        return Money(amount=credit_count / 1000 * budget.price, currency=budget.currency, by="budget.price")
    row = prices[budget.plan or ASSUMED_PLAN]
    own = min(credit_count, row.credits) if row.extra is not None else credit_count
    amount = own * row.month / row.credits + (credit_count - own) / 1000 * (row.extra or 0.0)
    assumed = "" if budget.plan else ", assumed; set budget.plan or budget.price"
    return Money(amount=amount, currency=row.currency, by=f"plan {row.plan}, read {row.read}{assumed}")


def measure_pace(attempts: Sequence[tuple[float, int]]) -> float | None:
    """Return the characters a second of the last run, from (time in seconds, characters) of its attempts in order.

    None where the last run is too short to tell.
    """
    run: list[tuple[float, int]] = []
    for attempt in reversed(attempts):
        if run and run[-1][0] - attempt[0] > LONGEST_PAUSE_S:
            break
        run.append(attempt)
    length_s = run[0][0] - run[-1][0] if run else 0.0
    if len(run) < LEAST_ATTEMPTS or length_s <= 0:
        return None
    return sum(characters for _, characters in run[:-1]) / length_s


def time_left(lines: Sequence[ToRecord], *, pace: float | None, assumed_s: Sequence[float], at_once: int) -> TimeLeft:
    """Return how long lines take at a measured pace (characters a second), else at assumed seconds for each.

    assumed_s is by line, in the order of lines; at_once are recorded at the same time.
    """
    if pace is not None:
        seconds = sum(line.characters for line in lines) / pace
        return TimeLeft(seconds=seconds, is_measured=True, at_once=at_once)
    width = max(1, min(at_once, len(lines)))
    return TimeLeft(seconds=math.fsum(assumed_s) / width, is_measured=False, at_once=at_once)


def chapter_costs(plan: Plan, takes: Mapping[str, Take]) -> tuple[ChapterCost, ...]:
    """Return each chapter in which a line is recorded, or a take of the store is heard from now on, in script order."""
    chapters = {planned.lines.paragraph: planned.lines.chapter for planned in plan.paragraphs}
    touched = {chapters[line.paragraph] for line in plan.to_record} | {
        chapters[each.paragraph] for each in plan.claimed
    }
    own: dict[str, list[PlannedParagraph]] = {}
    for paragraph in plan.paragraphs:
        if paragraph.lines.chapter in touched:
            own.setdefault(paragraph.lines.chapter, []).append(paragraph)
    wanted: dict[str, list[ToRecord]] = {}
    for line in plan.to_record:
        wanted.setdefault(chapters[line.paragraph], []).append(line)
    return tuple(_cost(name, wanted.get(name, []), paragraphs, takes) for name, paragraphs in own.items())


def view_budget(plan: Plan, budget: Budget, spent: Spent) -> BudgetView:
    """Return how far the budget reaches."""
    fitting = len(affordable(plan.to_record, budget=budget, spent=spent))
    stops_at = plan.to_record[fitting] if fitting < len(plan.to_record) else None
    return BudgetView(spent=spent, stops_at=stops_at, fitting=fitting)


def _cost(
    chapter: str, lines: Sequence[ToRecord], paragraphs: Sequence[PlannedParagraph], takes: Mapping[str, Take]
) -> ChapterCost:
    characters = sum(line.characters for line in lines)
    record_s = characters / CHARACTERS_PER_SECOND
    kept = [
        entry.take
        for paragraph in paragraphs
        for entry in (paragraph.before.takes if paragraph.stands_whole and paragraph.before else paragraph.takes)
        if entry is not None
    ]
    kept_s = math.fsum(takes[name].sound.duration_s for name in kept if name in takes)
    return ChapterCost(
        chapter=chapter,
        lines=len(lines),
        characters=characters,
        credits=sum((line.credits for line in lines), 0.0),
        record_s=record_s,
        master_s=kept_s + record_s,
    )
