"""Everything of a book that is not up to date: manuscript -> script -> takes -> mastered chapters -> release."""

from __future__ import annotations

import argparse
import sys

from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.heard import StoredObjects, find_locked
from pipeline.commands.master import chapter_rows
from pipeline.commands.mastered import master_book
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.commands.record import format_recorded
from pipeline.commands.recording_session import Recorded, record_missing
from pipeline.commands.release import add_release_options, print_release
from pipeline.commands.released import release_book
from pipeline.commands.reported import write_report
from pipeline.commands.tables import print_levels

EXAMPLE = """\
declaim build alice                records what has no take, masters what changed, writes the release, measures it
declaim build alice --workers 1    with one voice process only
declaim build alice --from-takes   records nothing: takes.lock and the takes that are here make the release"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book")
    parser.add_argument("--workers", type=int, metavar="N", help="voice processes (default: one for each core)")
    add_release_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build the book; return 1 where a take waits for a person or a file lies outside its profile."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="build"):
        folder = folder if arguments.from_takes else _imported(folder, arguments)
        chapters = read_chapters(folder)
        if arguments.from_takes:
            return _finish(folder, chapters, find_locked(folder, chapters), since=arguments.since)
        recorded = record_missing(folder, chapters, workers=arguments.workers)
        print(format_recorded(recorded), file=sys.stderr)
        if recorded.waiting:
            return _report_waiting(recorded)
        return _finish(folder, chapters, recorded, since=arguments.since)


def _imported(folder: ProjectFolder, arguments: argparse.Namespace) -> ProjectFolder:
    """Import the manuscript of a project that has no script yet."""
    if folder.import_lock.exists() or not folder.project.source:
        return folder
    # Only a project that was never imported pays for loading the readers of manuscripts.
    from pipeline.commands.importing import import_book, read_manuscript
    from pipeline.commands.reviewing import import_report

    book = read_manuscript(folder.source, reading=folder.project.reading)
    language = folder.project.metadata.language
    merged = import_book(folder.path, book, entries=folder.project.chapters, language=language)
    print(import_report(book, merged), file=sys.stderr)
    return load_project(arguments.projects, arguments.slug)


def _finish(folder: ProjectFolder, chapters: tuple[ChapterLines, ...], recorded: Recorded, *, since: str) -> int:
    book = master_book(folder, chapters, recorded.takes, read_object=StoredObjects(folder.takes))
    if book.findings:
        write_report(folder, chapters, book)
        print_levels(chapter_rows(book), book.findings)
        return 1
    release = release_book(folder, book, chapters, recorded.takes, since=since)
    write_report(folder, chapters, book, release)
    print_release(folder, book, release)
    for finding in recorded.findings:
        print(f"{finding.where}: {finding.code} {finding.message}", file=sys.stderr)
    return 1 if release.findings or recorded.findings else 0


def _report_waiting(recorded: Recorded) -> int:
    for finding in recorded.findings:
        print(f"{finding.where}: {finding.code} {finding.message}", file=sys.stderr)
    print(f"{len(recorded.waiting)} paragraphs have no take that stands; nothing was mastered", file=sys.stderr)
    return 1
