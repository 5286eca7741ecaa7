"""An import -> what a person or a program reviews of it: chapters, the account of words, warnings, changes."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from pipeline.manuscript.conservation import account_as_decided
from pipeline.manuscript.extract import account_table, chapter_table, reviewed
from pipeline.manuscript.review import review_book
from pipeline.manuscript.rules import CHOSEN
from pipeline.model import Book, Finding
from pipeline.script.merge import Merged


def add_review(parser: argparse.ArgumentParser) -> None:
    """Declare `--strict` and `--json` for verbs that import a manuscript."""
    parser.add_argument(
        "--strict",
        action="store_true",
        help="writes nothing, and exits with 1, where a word of the manuscript is unaccounted for",
    )
    parser.add_argument("--json", action="store_true", help="chapters, account, warnings and changes, as JSON")


def as_decided(book: Book, merged: Merged) -> Book:
    """Return a book with the chapters' ids in the project, read or skipped as book.toml has it."""
    chapters = tuple(
        chapter if chapter.is_read_aloud == was.is_read_aloud else replace(chapter, rule=CHOSEN)
        for was, chapter in zip(book.chapters, merged.chapters, strict=True)
    )
    return replace(book, chapters=chapters, conservation=account_as_decided(book, chapters))


def account_report(book: Book, *, as_json: bool) -> str:
    """Return the review of a book that is not imported, because words of it are unaccounted for."""
    warnings = review_book(book)
    return _json(book, warnings) if as_json else _text(book, warnings)


def import_report(book: Book, merged: Merged, *, as_json: bool = False) -> str:
    """Return what an import did: chapters, the account of words, warnings, changes to the script."""
    decided = as_decided(book, merged)
    warnings = review_book(decided)
    changes = _changes(merged)
    if as_json:
        return _json(decided, warnings, changes=changes, findings=merged.findings)
    told = ", ".join(f"{len(ids)} {word}" for word, ids in changes.items() if ids) or "none"
    return _text(decided, warnings, end=f"\n\nparagraphs: {told}")


def _changes(merged: Merged) -> dict[str, tuple[str, ...]]:
    summary = merged.summary
    return {
        "kept": summary.kept,
        "new": summary.new,
        "changed": summary.changed,
        "moved": summary.moved,
        "removed": summary.removed,
        "left out by hand": summary.left_out,
        "in conflict": summary.conflicts,
    }


def _text(book: Book, warnings: tuple[str, ...], *, end: str = "") -> str:
    told = "".join(f"\nwarning: {warning}" for warning in warnings)
    return f"{chapter_table(book)}\n\n{account_table(book)}{end}{told}"


def _json(
    book: Book,
    warnings: tuple[str, ...],
    *,
    changes: dict[str, tuple[str, ...]] | None = None,
    findings: tuple[Finding, ...] = (),
) -> str:
    document = reviewed(book, warnings)
    document["paragraphs"] = {word.replace(" ", "_"): len(ids) for word, ids in (changes or {}).items()}
    document["findings"] = [
        {"code": finding.code, "where": finding.where, "message": finding.message} for finding in findings
    ]
    return json.dumps(document, ensure_ascii=False, indent=1)
