"""What a book lacks -> its takes, mastered chapters and release: the work of `build`."""

from __future__ import annotations

import sys

from pipeline.adapters.project import ProjectFolder
from pipeline.commands.heard import StoredObjects, find_locked
from pipeline.commands.idle import note_finished
from pipeline.commands.mastered import master_book
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.commands.record import format_recorded
from pipeline.commands.recording_session import Recorded, record_missing
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.notes import CHECKSUMS, NOTES


def build_book(folder: ProjectFolder, *, workers: int | None, since: str, is_from_takes: bool) -> int:
    """Build a book; return 1 where a take waits for a person or a file lies outside its profile.

    since is the release that the notes compare with; is_from_takes: nothing is recorded, takes.lock alone says what
    is heard. The caller holds the project. Raises what recording, mastering and release raise.
    """
    chapters = read_chapters(folder)
    if is_from_takes:
        return _finish(folder, chapters, find_locked(folder, chapters), since=since)
    recorded = record_missing(folder, chapters, workers=workers)
    print(format_recorded(recorded), file=sys.stderr)
    if recorded.waiting:
        return _report_waiting(recorded)
    return _finish(folder, chapters, recorded, since=since)


def _finish(folder: ProjectFolder, chapters: tuple[ChapterLines, ...], recorded: Recorded, *, since: str) -> int:
    book = master_book(folder, chapters, recorded.takes, read_object=StoredObjects(folder.takes))
    # The chapters come first: a pickup is to be heard while what releases it is still being loaded.
    from pipeline.commands.master import chapter_rows
    from pipeline.commands.release import print_release
    from pipeline.commands.released import release_book
    from pipeline.commands.reported import write_report
    from pipeline.commands.tables import print_levels

    if book.findings:
        write_report(folder, chapters, book)
        print_levels(chapter_rows(book), book.findings)
        return 1
    release = release_book(folder, book, chapters, recorded.takes, since=since)
    write_report(folder, chapters, book, release)
    print_release(folder, book, release)
    for finding in recorded.findings:
        print(f"{finding.where}: {finding.code} {finding.message}", file=sys.stderr)
    if release.findings or recorded.findings:
        return 1
    note_finished(folder, (*(file.name for file in release.files), MANIFEST, NOTES, CHECKSUMS), since=since)
    return 0


def _report_waiting(recorded: Recorded) -> int:
    for finding in recorded.findings:
        print(f"{finding.where}: {finding.code} {finding.message}", file=sys.stderr)
    print(f"{len(recorded.waiting)} paragraphs have no take that stands; nothing was mastered", file=sys.stderr)
    return 1
