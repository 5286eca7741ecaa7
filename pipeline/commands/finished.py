"""Mastered chapters, lines and takes of a project -> a finished book to plan the release from, and its origin."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.adapters.disk import read_file
from pipeline.adapters.git import describe_commit
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.companions import file_hash
from pipeline.commands.mastered import MasteredBook, TakesHeard
from pipeline.commands.reading import ChapterLines
from pipeline.errors import ProjectError
from pipeline.model import Cover, Kind, MasteredChapter, ParagraphLines, Place, Take, Voice
from pipeline.release.cover import cover_size
from pipeline.release.formats import needs_times, needs_words
from pipeline.release.manifest import Origin
from pipeline.release.plans import FinishedBook
from pipeline.release.timing import Aligned, NarratedParagraph, TimedChapter, deal_paragraphs, time_chapter
from pipeline.release.titles import with_flat_title
from pipeline.release.wording import book_tags
from pipeline.script.import_lock import parse_import_lock


def finish_book(
    folder: ProjectFolder,
    book: MasteredBook,
    chapters: Sequence[ChapterLines],
    takes: TakesHeard,
    *,
    bit_rate_kbps: int,
) -> FinishedBook:
    """Return what formats are planned from. Raises ProjectError where nothing is spoken, or for the cover."""
    project = folder.project
    if not book.records:
        raise ProjectError("Nothing in this book is spoken, so there is nothing to release; see `declaim plan`.")
    mastered = tuple(with_flat_title(record.chapter, project.chapters) for record in book.records)
    is_timed = needs_times(project.formats)
    times_words = needs_words(project.formats, project.release.highlight)
    aligned = _align(folder, [take for chapter in chapters for take in _heard(chapter, takes)]) if times_words else {}
    narrated = {
        chapter.entry.id: tuple(
            _narrated(paragraph, takes, project.metadata.language) for paragraph in chapter.paragraphs
        )
        for chapter in chapters
        if is_timed
    }
    wants_source = "epub" in project.formats
    return FinishedBook(
        project=project,
        chapters=mastered,
        tags=book_tags(project, voices_heard(takes), read_cover(folder.cover)),
        bit_rate_kbps=bit_rate_kbps,
        timed=time_book(mastered, narrated, aligned) if is_timed else (),
        source=_read_epub(folder.source) if wants_source and project.source else None,
        places=_read_places(folder) if wants_source else {},
    )


def _align(folder: ProjectFolder, takes: Sequence[Take]) -> Aligned:
    # Only formats with words in time load what aligns them.
    from pipeline.commands.aligning import align_takes

    return align_takes(folder, takes)


def time_book(
    mastered: Sequence[MasteredChapter], paragraphs: Mapping[str, tuple[NarratedParagraph, ...]], aligned: Aligned
) -> tuple[TimedChapter, ...]:
    """Return the mastered chapters, or the parts they were cut into, with the time of every word."""
    parts = ((entry, tuple(chapters)) for entry, chapters in itertools.groupby(mastered, key=lambda one: one.entry))
    narrated = (part for entry, chapters in parts for part in deal_paragraphs(paragraphs[entry], chapters))
    return tuple(time_chapter(chapter, aligned=aligned) for chapter in narrated)


def voices_heard(takes: TakesHeard) -> tuple[Voice, ...]:
    """Return every voice that is heard in the book, in the order of first appearance."""
    return tuple(dict.fromkeys(take.request.voice for heard in takes.values() for take in heard))


def tell_origin(folder: ProjectFolder, chapters: Sequence[MasteredChapter], takes: TakesHeard) -> Origin:
    """Return what the release is made from: hashes and names, no path of this machine."""
    cover = read_cover(folder.cover)
    by_id = {take.id: take for heard in takes.values() for take in heard}
    return Origin(
        source_sha256=file_hash(folder.source),
        commit=describe_commit(folder.path),
        lexicons=tuple((path.name, file_hash(path)) for path in folder.lexicons),
        takes=tuple((chapter.chapter, tuple(by_id[entry.take] for entry in chapter.timeline)) for chapter in chapters),
        cover_px=cover_size(cover) if cover else None,
    )


def _narrated(paragraph: ParagraphLines, takes: TakesHeard, language: str) -> NarratedParagraph:
    return NarratedParagraph(
        lines=paragraph,
        takes=tuple(takes.get(paragraph.paragraph, ())) if paragraph.lines else (),
        sentences=_sentences(paragraph, language),
    )


def _sentences(paragraph: ParagraphLines, language: str) -> tuple[tuple[int, int], ...]:
    """Return the sentences of a paragraph; a heading is one: `I.` is its number, not a sentence."""
    if paragraph.kind is not Kind.HEADING:
        # The rules of languages are loaded only for formats with times.
        from pipeline.script.sentences import find_all_sentences

        return find_all_sentences(paragraph.text, language=language)
    text = paragraph.text
    return ((len(text) - len(text.lstrip()), len(text.rstrip())),)


def _heard(chapter: ChapterLines, takes: TakesHeard) -> tuple[Take, ...]:
    spoken = (paragraph for paragraph in chapter.paragraphs if paragraph.lines)
    return tuple(take for paragraph in spoken for take in takes.get(paragraph.paragraph, ()))


def _read_epub(path: Path) -> bytes | None:
    """Return the manuscript where it is a zip, as an EPUB is."""
    data = read_file(path)
    return data if data and data.startswith(b"PK") else None


def _read_places(folder: ProjectFolder) -> Mapping[str, Place]:
    data = read_file(folder.import_lock)
    lock = parse_import_lock(data.decode()) if data else None
    return {entry.id: entry.place for entry in lock.paragraphs if entry.place} if lock else {}


def read_cover(path: Path | None) -> Cover | None:
    """Return the cover. Raises ProjectError where it is missing, or neither JPEG nor PNG."""
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(f"The cover {path} cannot be read: {error.strerror}; see `cover` in book.toml.") from error
    for media_type, begin in (("image/jpeg", b"\xff\xd8\xff"), ("image/png", b"\x89PNG\r\n\x1a\n")):
        if data.startswith(begin):
            return Cover(name=path.name, media_type=media_type, data=data)
    raise ProjectError(f"The cover {path} is neither JPEG nor PNG; players show no other. Save it as one of them.")
