"""The manuscript of a project -> its script, merged with what people edited; the review of it on stdout."""

from __future__ import annotations

import argparse
import sys

from pipeline.adapters.project import load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.choosing import add_choices, read_choices
from pipeline.commands.importing import add_password, import_book, open_manuscript
from pipeline.commands.reviewing import account_report, add_review, import_report
from pipeline.errors import ProjectError

EXAMPLE = """\
declaim ingest alice                         after source/ has a corrected manuscript: edits, ids and takes stay
                                             after a change of [reading] in book.toml: the same
declaim ingest alice --include "Appendix A"  reads a chapter that was skipped
declaim ingest alice --strict --json         for programs: exit code 1 where a word is unaccounted for"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book")
    add_choices(parser)
    add_review(parser)
    add_password(parser)


def run(arguments: argparse.Namespace) -> int:
    """Import; return 1 where a person has to decide on a paragraph, or words are unaccounted for."""
    folder = load_project(arguments.projects, arguments.slug)
    choices = read_choices(arguments)
    if not folder.project.source:
        raise ProjectError(f"{folder.book_file}: book.source is empty; name the manuscript, such as source/alice.epub")
    book = open_manuscript(folder.source, password=arguments.password, reading=folder.project.reading)
    missing = book.conservation.unaccounted_words
    if missing and arguments.strict:
        print(account_report(book, as_json=arguments.json))
        return 1
    with hold_project(folder.path, verb="ingest"):
        folder = load_project(arguments.projects, arguments.slug)
        language = folder.project.metadata.language
        merged = import_book(folder.path, book, entries=folder.project.chapters, language=language, choices=choices)
    print(import_report(book, merged, as_json=arguments.json))
    for finding in merged.findings:
        print(f"{finding.where}: {finding.code} {finding.message}", file=sys.stderr)
    return 1 if merged.findings or missing else 0
