"""A mastered book and what was found -> `build/report/index.html`; what `master`, `release` and `build` share."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.delivered import find_delivery
from pipeline.commands.encoded import chapter_file
from pipeline.commands.mastered import MasteredBook
from pipeline.commands.reading import ChapterLines
from pipeline.commands.released import Release
from pipeline.mastering.profiles import find_profile
from pipeline.mastering.record import MasteredRecord
from pipeline.mastering.report import ReportChapter, ReportParagraph, format_report
from pipeline.model import Finding, ParagraphLines

log = logging.getLogger(__name__)


def report_file(folder: ProjectFolder) -> Path:
    """Return where the page lies."""
    return folder.build / "report" / "index.html"


def write_report(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    book: MasteredBook,
    release: Release | None = None,
) -> Path:
    """Write the page where it differs from what is there, and return its path. Raises StorageError."""
    profile = find_profile(folder.project.profile)
    found = tuple(_by_chapter(book, release))
    lines = {paragraph.paragraph: paragraph for chapter in chapters for paragraph in chapter.paragraphs}
    shown = [
        ReportChapter(
            id=record.chapter.chapter,
            title=record.chapter.title,
            audio=_audio(folder, record),
            levels=record.levels,
            contour=record.contour,
            paragraphs=_paragraphs(record, lines),
            findings=tuple(finding for chapter, finding in found if chapter == record.chapter.chapter),
            correction_db=book.corrections_db.get(record.chapter.chapter, 0.0),
        )
        for record in book.records
    ]
    of_chapters = {record.chapter.chapter for record in book.records}
    page = format_report(
        folder.project.metadata.title,
        shown,
        profile=profile,
        findings=tuple(finding for chapter, finding in found if chapter not in of_chapters),
        delivery=find_delivery(folder, book),
    ).encode()
    path = report_file(folder)
    if read_file(path) != page:
        write_file(path, page)
        log.info("wrote %s", path)
    return path


def _by_chapter(book: MasteredBook, release: Release | None) -> Iterator[tuple[str, Finding]]:
    """Yield every finding with the id of its chapter."""
    for finding in book.findings:
        yield finding.where, finding
    if release:
        chapters = {file.name: file.chapter for file in release.files}
        for finding in release.findings:
            yield chapters.get(finding.where, ""), finding


def _audio(folder: ProjectFolder, record: MasteredRecord) -> str:
    file = chapter_file(folder.mastered, record.chapter.chapter, record.files[0].format)
    return "../" + file.relative_to(folder.build).as_posix()


def _paragraphs(record: MasteredRecord, by_id: Mapping[str, ParagraphLines]) -> tuple[ReportParagraph, ...]:
    """Return the paragraphs that are heard, each from the begin of its first line to the end of its last."""
    shown: dict[str, ReportParagraph] = {}
    for entry in record.chapter.timeline:
        before, lines = shown.get(entry.paragraph), by_id.get(entry.paragraph)
        shown[entry.paragraph] = ReportParagraph(
            id=entry.paragraph,
            begin_s=before.begin_s if before else entry.begin_s,
            end_s=entry.end_s,
            text=lines.text if lines else "",
            speakers=tuple(dict.fromkeys(line.speaker for line in lines.lines if line.speaker)) if lines else (),
        )
    return tuple(shown.values())
