"""Lines and takes -> what would be recorded, why, and what it costs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from pipeline.adapters.project import load_project
from pipeline.commands.desk import changed_neighbours, prepare_desk
from pipeline.commands.pickup_file import read_pickups
from pipeline.commands.reading import paragraphs_of, read_chapters
from pipeline.recording.pickups import retakes_wanted
from pipeline.recording.plan import Plan
from pipeline.recording.restitching import ChangedNeighbour

EXAMPLE = """\
declaim plan alice             one line for every line of speech that has no take
declaim plan alice --json      the same for a program
declaim plan alice --pickups   with the takes that `declaim pickups work` would record
declaim plan alice --check     exit code 1 unless every line has its take"""

CHARACTERS_PER_MINUTE = 900
"""For the estimate of minutes: 15 characters a second, as hibari reads The Time Machine (bench/workers.py)."""


MOST_ROWS = 100
"""In a pull request nobody reads more; the sums count all."""


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
    changed = changed_neighbours(desk)
    if arguments.markdown:
        print(format_markdown(desk.plan, title=folder.project.metadata.title))
    else:
        print(format_json(desk.plan, changed) if arguments.json else format_text(desk.plan, changed))
    for note in (*desk.notes, *(f"{finding.where}: {finding.message}" for finding in desk.plan.findings)):
        print(note, file=sys.stderr)
    return 1 if arguments.check and not is_done(desk.plan) else 0


def is_done(plan: Plan) -> bool:
    """Return whether nothing is left: nothing to record, nothing missing, no finding, no reading changed."""
    return not (plan.to_record or plan.missing or plan.findings or plan.reading_changed)


def format_json(plan: Plan, changed: Sequence[ChangedNeighbour] = ()) -> str:
    """Return the plan as docs/design.md, section 5, fixes it."""
    row = {
        "to_record": [
            {
                "paragraph": line.paragraph,
                "line": line.line,
                "reason": str(line.reason),
                "characters": line.characters,
                "credits": line.credits,
            }
            for line in plan.to_record
        ],
        "missing": [
            {"paragraph": take.paragraph, "line": take.line, "take": take.take, "object": take.object}
            for take in plan.missing
        ],
        "reading_changed": list(plan.reading_changed),
        "reused": plan.reused,
        "credits": plan.credits,
        "neighbours_changed": [asdict(take) for take in changed],
        "findings": [asdict(finding) for finding in plan.findings],
    }
    return json.dumps(row, ensure_ascii=False, indent=2)


def format_markdown(plan: Plan, *, title: str) -> str:
    """Return the plan as a section for a pull request: sums, then a row for each line up to a hundred."""
    characters = sum(line.characters for line in plan.to_record)
    rows = [
        f"### {title}",
        "",
        f"{len(plan.to_record)} lines to record: {characters} characters, about {_minutes(characters)},"
        f" **{plan.credits:g} credits**. {plan.reused} lines have their take, {len(plan.missing)} takes are missing,"
        f" {len(plan.reading_changed)} paragraphs only read differently now.",
        "",
    ]
    if plan.to_record:
        rows += ["| paragraph | line | reason | characters | credits |", "|---|--:|---|--:|--:|"]
        shown = plan.to_record[:MOST_ROWS]
        rows += [f"| {x.paragraph} | {x.line} | {x.reason} | {x.characters} | {x.credits:g} |" for x in shown]
    if len(plan.to_record) > MOST_ROWS:
        rows.append(f"\n... and {len(plan.to_record) - MOST_ROWS} more")
    return "\n".join(rows) + "\n"


def format_text(plan: Plan, changed: Sequence[ChangedNeighbour] = ()) -> str:
    """Return the plan for a person: a line each, then the sum."""
    rows = [
        *(f"record   {x.paragraph} line {x.line}: {x.reason}, {x.characters} characters" for x in plan.to_record),
        *(f"missing  {x.paragraph} line {x.line}: the audio of take {x.take} is not here" for x in plan.missing),
        *(f"changed  {name}: only our reading of it; its takes stay" for name in plan.reading_changed),
        *(f"beside   {x.paragraph} line {x.line}: {x.neighbour} {x.side} it is another take now" for x in changed),
    ]
    characters = sum(line.characters for line in plan.to_record)
    total = f"{len(plan.to_record)} lines to record, {characters} characters, about {_minutes(characters)} of audio"
    rows.append(f"{total}, {plan.credits:g} credits; {plan.reused} lines have their take")
    return "\n".join(rows)


def _minutes(characters: int) -> str:
    return f"{characters / CHARACTERS_PER_MINUTE:.1f} minutes"
