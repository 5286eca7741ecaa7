"""Every book -> a line: words, what is recorded, what is stale, hours, cost, last release."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.adapters.disk import read_file
from pipeline.adapters.project import ProjectFolder, list_slugs, load_project
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import Desk, prepare_desk
from pipeline.errors import DeclaimError
from pipeline.recording.plan import chosen_after

EXAMPLE = """\
declaim status           a line for each book in projects/
declaim status --json    the same for a program"""

WIDE = 120
"""Columns of text where the output is no terminal."""
COLUMNS = ("book", "words", "lines", "recorded", "stale", "missing", "locked", "hours", "credits", "release")

Row = dict[str, object]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object a book")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; return 1 where a book cannot be read (its line says why)."""
    rows = [describe_book(arguments.projects, slug) for slug in list_slugs(arguments.projects)]
    if arguments.json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        _print_table(rows)
    return 1 if any("error" in row for row in rows) else 0


def describe_book(projects: Path, slug: str) -> Row:
    """Return the line of one book; with `error` where it cannot be read."""
    try:
        folder = load_project(projects, slug)
        desk = prepare_desk(folder, read_chapters(folder))
    except DeclaimError as error:
        return {"book": slug, "error": error.message}
    return {"book": slug, **_progress(desk), "release": _release(folder)}


def _progress(desk: Desk) -> Row:
    plan = desk.plan
    lines = sum(len(paragraph.keys) for paragraph in plan.paragraphs)
    chosen = chosen_after(plan, {})
    standing = [entry.take for choice in chosen for entry in choice.takes]
    heard = [desk.index.takes[take] for take in standing if take in desk.index.takes]
    return {
        "words": sum(len(paragraph.lines.text.split()) for paragraph in plan.paragraphs),
        "lines": lines,
        "recorded": lines - len(plan.to_record),
        "stale": sum(line.reason != "new" for line in plan.to_record) + len(plan.reading_changed),
        "missing": len(plan.missing),
        "locked": sum(choice.is_locked for choice in chosen),
        "hours": round(sum(take.sound.duration_s for take in heard) / 3600, 2),
        "credits": round(sum(entry.credits for entry in desk.store.ledger()), 2),
    }


def _release(folder: ProjectFolder) -> str:
    """Return the files of the last release, and whether it is there at all."""
    data = read_file(folder.release / "manifest.json")
    if data is None:
        return ""
    files = json.loads(data).get("files", [])
    return f"{len(files)} files"


def _print_table(rows: Sequence[Row]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in COLUMNS:
        is_text = name in {"book", "release"}
        table.add_column(name, justify="left" if is_text else "right", no_wrap=True, min_width=len(name))
    for row in rows:
        table.add_row(*_cells(row))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)
    for row in rows:
        if "error" in row:
            print(f"{row['book']}: {row['error']}")


def _cells(row: Row) -> Iterator[str]:
    for name in COLUMNS:
        value = row.get(name, "")
        yield f"{value:,}" if isinstance(value, int | float) else escape(str(value))
