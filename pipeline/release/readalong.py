"""A finished book and its MP3 files -> the plan of its read-along EPUB."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.release import epub_script, epub_source
from pipeline.release.names import book_file_name
from pipeline.release.plans import ArchiveFile, FinishedBook, plan_archive


def plan_readalong(book: FinishedBook, audio: Mapping[str, str], hashes: Mapping[str, str]) -> ArchiveFile:
    """Return the EPUB: the manuscript's own with narration where it is an EPUB 3, else one made from the script.

    `audio` are the names of the MP3 files by chapter id, `hashes` their SHA-256 by name.
    """
    highlight = book.project.release.highlight
    members = epub_source.make_members(book, audio, highlight=highlight)
    if members is None:
        members = epub_script.make_members(book, audio, highlight=highlight)
    return plan_archive(book_file_name(book.tags.album, book.project.slug, ".epub"), members, hashes)
