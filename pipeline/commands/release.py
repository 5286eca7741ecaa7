"""`declaim release`: mastered chapters -> the files to deliver, measured as they are."""

from __future__ import annotations

import argparse

from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.delivered import find_delivery, tell_delivery
from pipeline.commands.heard import StoredObjects, find_locked, read_heard_takes
from pipeline.commands.master import chapter_rows
from pipeline.commands.mastered import MasteredBook, master_book
from pipeline.commands.reading import read_chapters
from pipeline.commands.release_options import add_release_options
from pipeline.commands.released import Release, release_book
from pipeline.commands.reported import report_file, write_report
from pipeline.commands.tables import Row, print_levels
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.notes import CHECKSUMS, NOTES

EXAMPLE = """\
declaim release alice                      masters what has changed, then fills projects/alice/build/release
declaim release alice --from-takes         by takes.lock alone, as CI does it; code 8 where a take is missing
declaim release alice --since 1.0          the notes say what changed since the tag alice-v1.0
declaim release alice --since ~/alice-1.0/manifest.json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the book."""
    parser.add_argument("slug", metavar="SLUG", help="the book's folder below projects/")
    add_release_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Release what is not up to date and print the levels and paths; 1 where a file lies outside its profile."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="release"):
        chapters = read_chapters(folder)
        is_locked = arguments.from_takes
        takes = find_locked(folder, chapters).takes if is_locked else read_heard_takes(folder, chapters)
        book = master_book(folder, chapters, takes, read_object=StoredObjects(folder.takes))
        if book.findings:
            write_report(folder, chapters, book)
            print_levels(chapter_rows(book), book.findings)
            return 1
        release = release_book(folder, book, chapters, takes, since=arguments.since)
        write_report(folder, chapters, book, release)
    print_release(folder, book, release)
    return 1 if release.findings else 0


def print_release(folder: ProjectFolder, book: MasteredBook, release: Release) -> None:
    """Print the table of the release's chapters and, where it passes, the paths of its files to stdout."""
    titles = {record.chapter.chapter: record.chapter.title for record in book.records}
    rows = tuple(
        Row(place=file.name, label=file.chapter, title=titles[file.chapter], levels=file.levels)
        for file in release.files
        if file.levels and file.chapter
    )
    print_levels(rows or chapter_rows(book), release.findings)
    if not release.findings:
        for file in release.files:
            print(folder.release / file.name)
        for name in (MANIFEST, NOTES, CHECKSUMS):
            print(folder.release / name)
    print(report_file(folder))
    tell_delivery(find_delivery(folder, book))
