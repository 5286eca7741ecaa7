"""What proof-listeners found -> pickups.csv -> another take of each, or a person's work."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.adapters.disk import read_file
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.hearing import mastered_since, read_hearing
from pipeline.commands.pickup_file import read_pickups, write_pickups
from pipeline.commands.pickup_work import work_through
from pipeline.commands.reading import read_chapters
from pipeline.commands.record import takes_wanted
from pipeline.errors import ProjectError
from pipeline.manuscript.decoding import decode
from pipeline.model import Pickup, PickupState
from pipeline.recording.pickup_list import format_clock, parse_pickups
from pipeline.recording.pickups import Hearing, Resolved, close_named, merge_pickups, resolve_pickup

EXAMPLE = """\
declaim pickups import alice listener.csv    a proof-listener's table: paragraphs, or files with time stamps
declaim pickups list alice                   what is open, numbered, each with its paragraph
declaim pickups work alice                   another take of each paragraph that needs one, within the budget
declaim pickups dismiss alice 3 c02-p017     nothing is wrong with row 3, nor with that paragraph"""

ACTIONS = {
    "import": "add a proof-listener's list to pickups.csv, each row with its paragraph",
    "list": "the open pickups, numbered by their row",
    "work": "record another take for each open pickup that asks for one, and mark it done",
    "dismiss": "nothing is wrong with these rows or paragraphs",
    "done": "these rows or paragraphs are mended: the script, the lexicon, a take chosen",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, told in ACTIONS.items():
        action = actions.add_parser(name, help=told, description=told)
        action.add_argument("slug", help="the book")
        match name:
            case "import":
                action.add_argument(
                    "file", type=Path, metavar="FILE", help="a table as CSV, or with tabs or semicolons"
                )
            case "list":
                action.add_argument("--all", action="store_true", help="those that are done and dismissed, too")
                action.add_argument("--json", action="store_true", help="print one JSON object a pickup")
            case "work":
                action.add_argument("--count", type=takes_wanted, default=1, metavar="N", help="takes of each (1)")
                action.add_argument("--restitch", action="store_true", help="and the takes beside them")
                action.add_argument("--workers", type=int, metavar="N", help="worker processes")
            case _:
                action.add_argument("names", nargs="+", metavar="ROW|PARAGRAPH")


def run(arguments: argparse.Namespace) -> int:
    """Do what the action says; return 1 where a pickup is left that a person has to look at."""
    folder = load_project(arguments.projects, arguments.slug)
    match arguments.action:
        case "list":
            return list_pickups(read_pickups(folder), shows_all=arguments.all, as_json=arguments.json)
        case "import":
            with hold_project(folder.path, verb="pickups import"):
                return import_pickups(folder, arguments.file)
        case "work":
            with hold_project(folder.path, verb="pickups work"):
                return _work(folder, arguments)
    with hold_project(folder.path, verb=f"pickups {arguments.action}"):
        state = PickupState.DONE if arguments.action == "done" else PickupState.DISMISSED
        return _close(folder, arguments.names, state)


def import_pickups(folder: ProjectFolder, file: Path) -> int:
    """Add a list to that of the project; return 1 where a row has no paragraph. Raises ProjectError, StorageError."""
    data = read_file(file)
    if data is None:
        raise ProjectError(f"{file}: there is no such file; name the table that the proof-listener sent")
    chapters = read_chapters(folder)
    hearing = read_hearing(folder, chapters)
    new = [resolve_pickup(pickup, hearing) for pickup in parse_pickups(decode(data).text, name=str(file))]
    before = read_pickups(folder)
    known = [_resolved_again(pickup, hearing) for pickup in before]
    order = [paragraph.paragraph for chapter in chapters for paragraph in chapter.paragraphs]
    merged = merge_pickups(known, [row.pickup for row in new], order=order)
    write_pickups(folder, merged)
    _report_import(new, added=len(merged) - len(before), moved=mastered_since(folder))
    return 1 if any(row.problem for row in new) else 0


def list_pickups(pickups: Sequence[Pickup], *, shows_all: bool, as_json: bool) -> int:
    """Print pickups with the number of their row; return 0."""
    for number, pickup in enumerate(pickups, start=1):
        if pickup.state is PickupState.OPEN or shows_all:
            row = {"row": number, **asdict(pickup)}
            print(json.dumps(row, ensure_ascii=False) if as_json else f"{number:>3}  {tell_pickup(pickup)}")
    return 0


def tell_pickup(pickup: Pickup) -> str:
    """Return one line for people: where, what, and what is to be done about it."""
    at = "" if pickup.time_s is None else f" {format_clock(pickup.time_s)}"
    words = "; ".join(
        part
        for part in (
            pickup.note,
            f"heard {pickup.heard!r}" if pickup.heard else "",
            f"written {pickup.written!r}" if pickup.written else "",
        )
        if part
    )
    where = pickup.paragraph or "no paragraph yet"
    state = "" if pickup.state is PickupState.OPEN else f" ({pickup.state})"
    return f"{where}  {pickup.chapter}{at}  {pickup.remedy}  {pickup.kind or 'pickup'}: {words}{state}"


def _resolved_again(pickup: Pickup, hearing: Hearing) -> Pickup:
    """Return a pickup of the list; one that has no paragraph may find it now."""
    return (
        pickup if pickup.paragraph or pickup.state is not PickupState.OPEN else resolve_pickup(pickup, hearing).pickup
    )


def _report_import(new: Sequence[Resolved], *, added: int, moved: frozenset[str]) -> None:
    for number, row in enumerate(new, start=1):
        if row.problem:
            print(f"row {number} has no paragraph: {row.problem} ({row.pickup.note or row.pickup.kind})")
    for chapter in sorted({row.pickup.chapter for row in new if row.pickup.time_s is not None} & moved):
        print(f"{chapter} was mastered again since the release: check the paragraphs of its times", file=sys.stderr)
    unresolved = sum(bool(row.problem) for row in new)
    print(f"{len(new)} rows: {added} new in pickups.csv, {unresolved} without a paragraph")


def _work(folder: ProjectFolder, arguments: argparse.Namespace) -> int:
    """Record what is open and can be; what is left is listed."""
    worked = work_through(
        folder,
        read_pickups(folder),
        keep=lambda pickups: write_pickups(folder, pickups),
        count=arguments.count,
        restitches=arguments.restitch,
        workers=arguments.workers,
    )
    for line in worked.told:
        print(line)
    left = [(number, p) for number, p in enumerate(worked.pickups, start=1) if p.state is PickupState.OPEN]
    for number, pickup in left:
        print(f"left: {number:>3}  {tell_pickup(pickup)}")
    print(f"{worked.done} pickups done, {len(left)} open")
    return 1 if left else 0


def _close(folder: ProjectFolder, names: Sequence[str], state: PickupState) -> int:
    closed, unknown = close_named(read_pickups(folder), [name.removeprefix("@") for name in names], state)
    if unknown:
        raise ProjectError(
            f"{folder.pickups}: no open pickup is called {', '.join(unknown)}; `declaim pickups list` shows rows and "
            "paragraphs; nothing was changed"
        )
    write_pickups(folder, closed)
    return 0
