"""Lines without a take -> takes."""

from __future__ import annotations

import argparse
import sys

from pipeline.adapters.project import load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.reading import paragraphs_of, read_chapters
from pipeline.commands.recording_session import Recorded
from pipeline.commands.retaking import format_comparisons, record_again
from pipeline.errors import ProjectError

EXAMPLE = """\
declaim record alice                                  every line that has no take
declaim record alice --chapter 2                      only those of the second chapter that is read
declaim record alice --paragraph c02-p017 --retake    another take of one paragraph, which then stands
declaim record alice --paragraph c02-p017 --retake --count 3 --restitch
                                                      three takes of it, and those beside it in its new company"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("slug", help="the book")
    parser.add_argument(
        "--chapter", metavar="N", help="only the N-th chapter that is read aloud, or the one of that id"
    )
    parser.add_argument("--paragraph", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    parser.add_argument("--retake", action="store_true", help="record another take of the --paragraph or --chapter")
    parser.add_argument("--count", type=takes_wanted, default=1, metavar="N", help="takes to record with --retake (1)")
    told = "record again the takes beside these (or all) whose neighbours are others now; `plan` lists them"
    parser.add_argument("--restitch", action="store_true", help=told)
    parser.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each core)")


def run(arguments: argparse.Namespace) -> int:
    """Record; return 1 where a doubtful take waits for a person."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="record"):
        chapters = read_chapters(folder)
        only = paragraphs_of(chapters, chapter=arguments.chapter, paragraphs=arguments.paragraph)
        recorded = record_again(
            folder,
            chapters,
            only=only,
            retake=_retaken(only) if arguments.retake else _nothing(arguments.count),
            count=arguments.count,
            restitches=arguments.restitch,
            workers=arguments.workers,
        )
    print(format_recorded(recorded))
    for comparison in format_comparisons(recorded):
        print(comparison)
    for finding in recorded.findings:
        print(f"{finding.where}: {finding.message}", file=sys.stderr)
    return 1 if recorded.findings else 0


def format_recorded(recorded: Recorded) -> str:
    """Return what was recorded, for a person."""
    minutes = sum(take.sound.duration_s for take in recorded.recorded) / 60
    return (
        f"{len(recorded.recorded)} takes recorded ({minutes:.1f} minutes), {recorded.reused} reused; "
        f"{len(recorded.waiting)} paragraphs wait"
    )


def _retaken(only: frozenset[str] | None) -> frozenset[str]:
    if only is None:
        raise ProjectError("--retake records again what is there: say of what, with --paragraph ID or --chapter N")
    return only


def _nothing(count: int) -> frozenset[str]:
    if count > 1:
        raise ProjectError("--count says how many takes to record again: it goes with --retake")
    return frozenset()


def takes_wanted(text: str) -> int:
    """Return the number of takes that an argument asks for. Raises ArgumentTypeError."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of takes: 1 or more")
    return int(text)
