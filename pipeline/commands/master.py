"""`declaim master`: takes -> mastered chapters at the level of the delivery profile."""

from __future__ import annotations

import argparse

from pipeline.adapters.project import load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.delivered import find_delivery, tell_delivery
from pipeline.commands.encoded import chapter_file
from pipeline.commands.heard import StoredObjects, read_heard_takes
from pipeline.commands.mastered import MasteredBook, master_book
from pipeline.commands.reading import read_chapters
from pipeline.commands.reported import write_report
from pipeline.commands.tables import Row, print_levels

EXAMPLE = """\
declaim master alice      masters the chapters whose takes, pauses or gains have changed
declaim release alice     masters them too, then writes the files to deliver"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the book."""
    parser.add_argument("slug", metavar="SLUG", help="the book's folder below projects/")


def run(arguments: argparse.Namespace) -> int:
    """Master what is not up to date and print the levels; 1 where a chapter lies outside its profile."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="master"):
        chapters = read_chapters(folder)
        takes = read_heard_takes(folder, chapters)
        book = master_book(folder, chapters, takes, read_object=StoredObjects(folder.takes))
        write_report(folder, chapters, book)
    print_levels(chapter_rows(book), book.findings)
    for record in book.records:
        for file in record.files:
            print(chapter_file(folder.mastered, record.chapter.chapter, file.format))
    tell_delivery(find_delivery(folder, book))
    return 1 if book.findings else 0


def chapter_rows(book: MasteredBook) -> tuple[Row, ...]:
    """Return the rows of the table for mastered chapters."""
    return tuple(
        Row(
            place=record.chapter.chapter,
            label=record.chapter.chapter,
            title=record.chapter.title,
            levels=record.levels,
        )
        for record in book.records
    )
