"""The ledger of a book -> what was spent, by chapter, day and voice, and whether the account agrees."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.adapters.engines.elevenlabs.account import Subscription, read_subscription
from pipeline.adapters.engines.elevenlabs.client import Client, find_account
from pipeline.adapters.engines.elevenlabs.engine import NAME
from pipeline.adapters.project import load_project
from pipeline.adapters.takes import LedgerEntry, TakeStore
from pipeline.commands.reading import read_chapters
from pipeline.errors import EngineError

EXAMPLE = """\
declaim ledger alice           credits by chapter, day and voice, and what the account says
declaim ledger alice --json    the same for a program"""

ELSEWHERE = "elsewhere"
"""The chapter of paragraphs that are no longer in the script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What some attempts came to."""

    name: str
    attempts: int
    takes: int
    characters: int
    """Of the attempts that cost something."""
    credits: float
    estimate: float
    open: int
    """Attempts of which nobody knows yet whether they were delivered; their credits are estimates."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the sums; the account is asked for its counters where a key is set."""
    folder = load_project(arguments.projects, arguments.slug)
    entries = TakeStore(folder.takes).ledger()
    chapters = {
        paragraph.paragraph: chapter.entry.id for chapter in read_chapters(folder) for paragraph in chapter.paragraphs
    }
    subscription, note = _ask_account(folder.path) if any(entry.engine == NAME for entry in entries) else (None, "")
    sums = {
        "chapters": sum_by(entries, lambda entry: chapters.get(entry.paragraph, ELSEWHERE)),
        "days": sum_by(entries, lambda entry: entry.time[:10]),
        "voices": sum_by(entries, lambda entry: f"{entry.engine}/{entry.voice or '?'}"),
    }
    total = sum_of("all", entries)
    print(format_json(sums, total, subscription)) if arguments.json else print_sums(sums, total, subscription)
    if note:
        print(note, file=sys.stderr)
    return 0


def sum_by(entries: Sequence[LedgerEntry], name_of: Callable[[LedgerEntry], str]) -> tuple[Sum, ...]:
    """Return a sum for each name, sorted by name."""
    groups: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        groups.setdefault(name_of(entry), []).append(entry)
    return tuple(sum_of(name, groups[name]) for name in sorted(groups))


def sum_of(name: str, entries: Sequence[LedgerEntry]) -> Sum:
    """Return what attempts came to."""
    paid = [entry for entry in entries if entry.credits]
    return Sum(
        name=name,
        attempts=len(entries),
        takes=sum(1 for entry in entries if entry.take),
        characters=sum(entry.characters for entry in paid),
        credits=sum((entry.credits for entry in paid), 0.0),
        estimate=sum((entry.estimate for entry in paid), 0.0),
        open=sum(entry.is_open for entry in entries),
    )


def print_sums(sums: Mapping[str, Sequence[Sum]], total: Sum, subscription: Subscription | None) -> None:
    """Print a table for each way to sum up, then the account's counters."""
    console = Console(highlight=False)
    for title, rows in sums.items():
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column(title, no_wrap=True)
        for heading in ("attempts", "takes", "characters", "credits"):
            table.add_column(heading, justify="right", no_wrap=True)
        for row in rows:
            table.add_row(escape(row.name), str(row.attempts), str(row.takes), str(row.characters), f"{row.credits:g}")
        console.print(table)
        console.print()
    print(f"{total.credits:g} credits for {total.takes} takes in {total.attempts} attempts; {total.open} of them open")
    if total.estimate and total.estimate != total.credits:
        print(f"billed {total.credits / total.estimate:.3f} times what was estimated")
    if subscription is not None:
        print(
            f"account ({subscription.tier}): {subscription.used} of {subscription.limit} credits used in this period, "
            f"{subscription.available} left{subscription.reset_note}"
        )
        if subscription.used < total.credits:
            print("the account's period holds less than this ledger: the rest was billed in earlier periods, or lags")


def format_json(sums: Mapping[str, Sequence[Sum]], total: Sum, subscription: Subscription | None) -> str:
    """Return the same for a program."""
    row: dict[str, object] = {title: [_row(each) for each in rows] for title, rows in sums.items()}
    row["total"] = _row(total)
    row["account"] = (
        {
            "tier": subscription.tier,
            "used": subscription.used,
            "limit": subscription.limit,
            "available": subscription.available,
            "resets_at": subscription.resets_at,
        }
        if subscription
        else None
    )
    return json.dumps(row, ensure_ascii=False, indent=2)


def _row(each: Sum) -> dict[str, object]:
    return {name: getattr(each, name) for name in each.__slots__}


def _ask_account(project: Path) -> tuple[Subscription | None, str]:
    """Return the account's counters, or why they are not known; the ledger is right without them."""
    try:
        with Client(find_account(project)) as client:
            return read_subscription(client), ""
    except EngineError as error:
        return None, f"the account's counters are not known: {error.message}"
