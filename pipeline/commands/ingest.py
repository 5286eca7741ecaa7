"""The manuscript of a project -> its script, merged with what people edited; the account of words on stdout."""

from __future__ import annotations

import argparse
import sys

from pipeline.adapters.project import load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.importing import add_password, import_book, import_report, read_manuscript
from pipeline.errors import ProjectError

EXAMPLE = """\
declaim ingest alice     after source/ has a corrected manuscript: edits, ids and takes of what did not change stay
                         after a change of [reading] in book.toml, such as notes = "chapter-end": the same"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book")
    add_password(parser)


def run(arguments: argparse.Namespace) -> int:
    """Import; return 1 where both sides changed a paragraph and a person has to decide."""
    folder = load_project(arguments.projects, arguments.slug)
    if not folder.project.source:
        raise ProjectError(f"{folder.book_file}: book.source is empty; name the manuscript, such as source/alice.epub")
    with hold_project(folder.path, verb="ingest"):
        book = read_manuscript(folder.source, password=arguments.password, reading=folder.project.reading)
        language = folder.project.metadata.language
        merged = import_book(folder.path, book, entries=folder.project.chapters, language=language)
    print(import_report(book, merged))
    for finding in merged.findings:
        print(f"{finding.where}: {finding.code} {finding.message}", file=sys.stderr)
    return 1 if merged.findings else 0
