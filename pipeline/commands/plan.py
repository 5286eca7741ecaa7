"""Lines and takes -> what would be recorded, why, and what it costs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime

from pipeline.adapters.cores import count_cores
from pipeline.adapters.prices import load_prices
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.takes import LedgerEntry
from pipeline.commands.desk import Desk, card_of, changed_neighbours, prepare_desk
from pipeline.commands.pickup_file import read_pickups
from pipeline.commands.plan_texts import Forecast, format_json, format_markdown, format_text
from pipeline.commands.reading import ChapterLines, paragraphs_of, read_chapters
from pipeline.recording.budget import sum_spent
from pipeline.recording.forecast import TimeLeft, chapter_costs, measure_pace, price_of, time_left, view_budget
from pipeline.recording.lanes import expected_service_s
from pipeline.recording.pickups import retakes_wanted
from pipeline.recording.plan import Plan, ToRecord

EXAMPLE = """\
declaim plan alice             one line for every line of speech that has no take, with what changed
declaim plan alice --json      the same for a program
declaim plan alice --pickups   with the takes that `declaim pickups work` would record
declaim plan alice --check     exit code 1 unless every line has its take"""

LOCAL_CHARACTERS_PER_SECOND = 1440.0
"""Of a core: hibari speaks 96 times as fast as it reads aloud (docs/benchmarks.md), at 15 characters a second."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("slug", help="the book")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--markdown", action="store_true", help="print a table for a pull request")
    parser.add_argument(
        "--retake", action="append", default=[], metavar="ID", help="with another take of it; repeatable"
    )
    parser.add_argument("--pickups", action="store_true", help="with another take for each open pickup that needs one")
    parser.add_argument("--check", action="store_true", help="exit code 1 where anything is left to do")


def run(arguments: argparse.Namespace) -> int:
    """Print the plan; with --check return 1 where it is not empty."""
    folder = load_project(arguments.projects, arguments.slug)
    chapters = read_chapters(folder)
    retake = {*(paragraphs_of(chapters, chapter=None, paragraphs=arguments.retake) or ())}
    if arguments.pickups:
        retake |= {*retakes_wanted(read_pickups(folder))}
    desk = prepare_desk(folder, chapters, retake=retake)
    forecast = foresee(folder, chapters, desk)
    if arguments.markdown:
        print(format_markdown(forecast))
    else:
        print(format_json(forecast) if arguments.json else format_text(forecast))
    for note in (*desk.notes, *(f"{finding.where}: {finding.message}" for finding in desk.plan.findings)):
        print(note, file=sys.stderr)
    return 1 if arguments.check and not is_done(desk.plan) else 0


def is_done(plan: Plan) -> bool:
    """Return whether nothing is left: nothing to record, nothing missing, no finding, no reading changed."""
    return not (plan.to_record or plan.missing or plan.findings or plan.reading_changed)


def foresee(folder: ProjectFolder, chapters: Sequence[ChapterLines], desk: Desk) -> Forecast:
    """Return the plan of a desk with what it takes, by the ledger, the price table and the pace of the last run."""
    budget, ledger = folder.project.budget, desk.store.ledger()
    spent = sum_spent(((entry.time, entry.credits) for entry in ledger), now=desk.store.now())
    return Forecast(
        title=folder.project.metadata.title,
        plan=desk.plan,
        chapters=chapter_costs(desk.plan, desk.index.takes),
        chapter_titles={chapter.entry.id: chapter.entry.title for chapter in chapters},
        money=price_of(desk.plan.credits, budget, load_prices()),
        time_left=_time_left(folder, desk, ledger),
        budget=view_budget(desk.plan, budget, spent),
        changed=changed_neighbours(desk),
    )


def _time_left(folder: ProjectFolder, desk: Desk, ledger: Sequence[LedgerEntry]) -> TimeLeft:
    """Return how long the lines take: the engines of one plan work one after the other at worst."""
    far = [line for line in desk.plan.to_record if not card_of(_engine(desk, line)).is_local]
    wanted = far or desk.plan.to_record
    engines = {_engine(desk, line) for line in wanted}
    attempts = sorted(
        (datetime.fromisoformat(entry.time).timestamp(), entry.characters)
        for entry in ledger
        if entry.engine in engines and entry.take
    )
    seconds_of = expected_service_s if far else _local_s
    return time_left(
        wanted,
        pace=measure_pace(attempts),
        assumed_s=[seconds_of(line.characters) for line in wanted],
        at_once=folder.project.elevenlabs.concurrency if far else count_cores(),
    )


def _local_s(characters: int) -> float:
    return characters / LOCAL_CHARACTERS_PER_SECOND


def _engine(desk: Desk, line: ToRecord) -> str:
    return desk.requests[line.paragraph, line.line][0].voice.engine
