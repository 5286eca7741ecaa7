"""Everything of a book that is not up to date: manuscript -> script -> takes -> mastered chapters -> release."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.idle import find_finished
from pipeline.commands.release_options import add_release_options

EXAMPLE = """\
declaim build alice                records what has no take, masters what changed, writes the release, measures it
declaim build alice --rehearse     the same in build/rehearsal with the embedded voice: nothing is paid, no lock changes
declaim build alice --workers 1    with one voice process only
declaim build alice --from-takes   records nothing: takes.lock and the takes that are here make the release"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book")
    parser.add_argument(
        "--rehearse", action="store_true", help="in voices of this machine, for nothing, beside the production takes"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="voice processes (default: one for each core)")
    add_release_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build the book; return 1 where a take waits for a person or a file lies outside its profile."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="build"):
        folder = folder if arguments.from_takes else _imported(folder, arguments)
        return _rehearse(folder, arguments) if arguments.rehearse else _build(folder, arguments)


def _build(folder: ProjectFolder, arguments: argparse.Namespace) -> int:
    released = find_finished(folder, since=arguments.since)
    if released is not None:
        return _report_finished(folder, released)
    # What records, masters and encodes is loaded only where there is something to do.
    from pipeline.commands.building import build_book

    return build_book(folder, workers=arguments.workers, since=arguments.since, is_from_takes=arguments.from_takes)


def _rehearse(folder: ProjectFolder, arguments: argparse.Namespace) -> int:
    from pipeline.commands.rehearsing import production_cost, rehearsal_of

    code = _build(rehearsal_of(folder), arguments)
    print(production_cost(folder))
    return code


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


def _report_finished(folder: ProjectFolder, released: Sequence[str]) -> int:
    print("nothing to do: every line has its take, chapters and release are up to date", file=sys.stderr)
    for name in released:
        print(folder.release / name)
    print(folder.build / "report" / "index.html")
    return 0
