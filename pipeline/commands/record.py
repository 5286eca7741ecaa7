"""Lines without a take -> takes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pipeline.adapters.project import load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.commands.recording_session import Recorded, record_missing
from pipeline.errors import ProjectError

EXAMPLE = """\
declaim record alice                                  every line that has no take
declaim record alice --chapter 2                      only those of the second chapter that is read
declaim record alice --paragraph c02-p017 --retake    another take of one paragraph, which then stands"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("slug", help="the book")
    parser.add_argument("--chapter", type=int, metavar="N", help="only the N-th chapter that is read aloud")
    parser.add_argument("--paragraph", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    parser.add_argument("--retake", action="store_true", help="record another take of the --paragraph or --chapter")
    parser.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each core)")


def run(arguments: argparse.Namespace) -> int:
    """Record; return 1 where a doubtful take waits for a person."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="record"):
        chapters = read_chapters(folder)
        only = paragraphs_of(chapters, chapter=arguments.chapter, paragraphs=arguments.paragraph)
        recorded = record_missing(
            folder,
            chapters,
            only=only,
            retake=_retaken(only) if arguments.retake else frozenset(),
            workers=arguments.workers,
        )
    print(format_recorded(recorded))
    for finding in recorded.findings:
        print(f"{finding.where}: {finding.message}", file=sys.stderr)
    return 1 if recorded.findings else 0


def paragraphs_of(
    chapters: Sequence[ChapterLines], *, chapter: int | None, paragraphs: Sequence[str]
) -> frozenset[str] | None:
    """Return the ids that --chapter and --paragraph name together; None where neither is given.

    Raises ProjectError for a chapter or paragraph that is not read aloud.
    """
    known = [{paragraph.paragraph for paragraph in entry.paragraphs} for entry in chapters]
    strange = sorted(set(paragraphs) - {name for ids in known for name in ids})
    if chapter is not None and not 1 <= chapter <= len(chapters):
        raise ProjectError(f"there is no chapter {chapter}; {len(chapters)} are read aloud, the first is 1")
    if strange:
        raise ProjectError(f"no such paragraph is read aloud: {', '.join(strange)}; the ids are in the script files")
    if chapter is None and not paragraphs:
        return None
    return frozenset(paragraphs) | frozenset(known[chapter - 1] if chapter is not None else ())


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
