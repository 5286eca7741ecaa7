"""A plan with what it costs -> text for a person, JSON for a program, Markdown for a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from pipeline.recording.difference import word_difference
from pipeline.recording.forecast import BudgetView, ChapterCost, Money, TimeLeft
from pipeline.recording.plan import Plan, ToRecord
from pipeline.recording.restitching import ChangedNeighbour

MOST_ROWS = 100
"""In a pull request nobody reads more; the sums count all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A plan and what it takes."""

    title: str
    plan: Plan
    chapters: tuple[ChapterCost, ...]
    chapter_titles: Mapping[str, str]
    money: Money
    time_left: TimeLeft
    budget: BudgetView
    changed: tuple[ChangedNeighbour, ...] = ()
    """Takes that stand beside others than they were made beside."""

    @property
    def characters(self) -> int:
        """Of all lines to record."""
        return sum(line.characters for line in self.plan.to_record)


def format_json(forecast: Forecast) -> str:
    """Return the plan as docs/design.md, section 5, fixes it, with what it takes beside."""
    plan = forecast.plan
    stops_at = forecast.budget.stops_at
    row = {
        "to_record": [_line_row(line) for line in plan.to_record],
        "missing": [
            {"paragraph": take.paragraph, "line": take.line, "take": take.take, "object": take.object}
            for take in plan.missing
        ],
        "reading_changed": list(plan.reading_changed),
        "claimed": [{"paragraph": each.paragraph, "line": each.line, "take": each.take} for each in plan.claimed],
        "neighbours_changed": [asdict(take) for take in forecast.changed],
        "findings": [asdict(finding) for finding in plan.findings],
        "reused": plan.reused,
        "characters": forecast.characters,
        "credits": plan.credits,
        "money": {**asdict(forecast.money), "amount": round(forecast.money.amount, 2)},
        "time_left": {**asdict(forecast.time_left), "seconds": round(forecast.time_left.seconds, 1)},
        "chapters": [_chapter_row(chapter, forecast) for chapter in forecast.chapters],
        "budget": {
            "spent_book": forecast.budget.spent.book,
            "spent_month": forecast.budget.spent.month,
            "lines_that_fit": forecast.budget.fitting,
            "stops_at": {"paragraph": stops_at.paragraph, "line": stops_at.line} if stops_at else None,
        },
    }
    return json.dumps(row, ensure_ascii=False, indent=2)


def format_markdown(forecast: Forecast) -> str:
    """Return the plan as a section for a pull request: sums, chapters, then a row for each line up to a hundred."""
    plan = forecast.plan
    rows = [
        f"### {forecast.title}",
        "",
        f"{len(plan.to_record)} lines to record: {forecast.characters} characters, **{plan.credits:g} credits**,"
        f" {_money(forecast.money)}; {_time(forecast.time_left)}. {plan.reused} lines have their take,"
        f" {len(plan.missing)} takes are missing, {len(plan.reading_changed)} paragraphs only read differently now.",
        "",
    ]
    if forecast.chapters:
        rows += ["| chapter | lines | credits | speech to record | speech to master |", "|---|--:|--:|--:|--:|"]
        rows += [
            f"| {each.chapter} {_cell(forecast.chapter_titles.get(each.chapter, ''))} | {each.lines} |"
            f" {each.credits:g} | {_length(each.record_s)} | {_length(each.master_s)} |"
            for each in forecast.chapters[:MOST_ROWS]
        ]
        rows.append("")
    if plan.to_record:
        rows += ["| paragraph | line | reason | what changed | characters | credits |", "|---|--:|---|---|--:|--:|"]
        rows += [
            f"| {x.paragraph} | {x.line} | {x.reason} | {_cell('; '.join(_changes(x)))} | {x.characters} |"
            f" {x.credits:g} |"
            for x in plan.to_record[:MOST_ROWS]
        ]
    if len(plan.to_record) > MOST_ROWS:
        rows.append(f"\n... and {len(plan.to_record) - MOST_ROWS} more")
    return "\n".join(rows) + "\n"


def format_text(forecast: Forecast) -> str:
    """Return the plan for a person: a line each with what changed, what its chapters take, then the sum."""
    plan = forecast.plan
    rows = [row for line in plan.to_record for row in _line_text(line)]
    rows += [f"missing  {x.paragraph} line {x.line}: the audio of take {x.take} is not here" for x in plan.missing]
    rows += [f"changed  {name}: only our reading of it; its takes stay" for name in plan.reading_changed]
    rows += [f"claimed  {x.paragraph} line {x.line}: take {x.take} of the store says it already" for x in plan.claimed]
    rows += [
        f"beside   {x.paragraph} line {x.line}: {x.neighbour} {x.side} it is another take now" for x in forecast.changed
    ]
    rows += [
        f"chapter  {each.chapter}: {each.lines} lines to record ({_length(each.record_s)}, {each.credits:g} credits),"
        f" {_length(each.master_s)} to master"
        for each in forecast.chapters
    ]
    total = f"{len(plan.to_record)} lines to record, {forecast.characters} characters, {plan.credits:g} credits"
    rows.append(f"{total}; {plan.reused} lines have their take")
    if plan.to_record:
        rows.append(f"{_money(forecast.money)}; {_time(forecast.time_left)}")
    if forecast.budget.stops_at:
        stop = forecast.budget.stops_at
        rows.append(
            f"the budget reaches for {forecast.budget.fitting} of these lines; a run stops before {stop.paragraph} "
            f"line {stop.line}"
        )
    return "\n".join(rows)


def format_cost(forecast: Forecast) -> str:
    """Return what is to be recorded and what it takes, in one line."""
    counts = (
        f"{len(forecast.plan.to_record)} lines, {forecast.characters} characters, {forecast.plan.credits:g} credits"
    )
    return f"{counts}: {_money(forecast.money)}; {_time(forecast.time_left)}"


def _line_row(line: ToRecord) -> dict[str, object]:
    row: dict[str, object] = {
        "paragraph": line.paragraph,
        "line": line.line,
        "reason": str(line.reason),
        "characters": line.characters,
        "credits": line.credits,
    }
    if line.before:
        row |= {"before": line.before, "after": line.after}
    return row | ({"details": list(line.details)} if line.details else {})


def _chapter_row(chapter: ChapterCost, forecast: Forecast) -> dict[str, object]:
    row = asdict(chapter)
    row |= {"record_s": round(chapter.record_s, 1), "master_s": round(chapter.master_s, 1)}
    return row | {"title": forecast.chapter_titles.get(chapter.chapter, "")}


def _line_text(line: ToRecord) -> Iterator[str]:
    yield f"record   {line.paragraph} line {line.line}: {line.reason}, {line.characters} characters"
    for change in _changes(line):
        yield f"           {change}"


def _changes(line: ToRecord) -> list[str]:
    """Return what changed: rules and settings, then the words."""
    words = word_difference(line.before, line.after) if line.before else ""
    return [*line.details, *([words] if words else [])]


def _money(money: Money) -> str:
    return f"{money.amount:.2f} {money.currency} ({money.by})"


def _time(left: TimeLeft) -> str:
    by = "at the pace of the last run" if left.is_measured else f"assumed, {left.at_once} at once"
    return f"about {_length(left.seconds)} to record ({by})"


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
