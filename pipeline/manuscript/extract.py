"""Book -> what `declaim extract` prints: a document for programs, tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.model import Book, Chapter, Paragraph


def extracted(book: Book) -> dict[str, object]:
    """Return what would be narrated, in reading order, and the account of words (docs/design.md, section 5)."""
    account = book.conservation
    return {
        "title": book.metadata.title,
        "authors": list(book.metadata.authors),
        "language": book.metadata.language,
        "chapters": [
            {"id": chapter.id, "title": chapter.title, "text": chapter_text(chapter), "matter": chapter.matter.value}
            for chapter in book.chapters
            if chapter.is_read_aloud
        ],
        "conservation": {
            "source_words": account.source_words,
            "imported_words": account.imported_words,
            "announced_words": account.announced_words,
            "skipped": [{"rule": skip.rule, "words": skip.words, "where": skip.where} for skip in account.skipped],
        },
    }


def chapter_text(chapter: Chapter) -> str:
    """Return the text of a chapter, blocks apart by a blank line; scene breaks leave no trace."""
    return "\n\n".join(block.text for block in chapter.blocks if isinstance(block, Paragraph))


def chapter_table(book: Book) -> str:
    """Return one line for each chapter: id, words, matter, read or skipped, rule, title."""
    rows = [("chapter", "words", "matter", "", "rule", "title")]
    for chapter in book.chapters:
        reading = "read" if chapter.is_read_aloud else "skipped"
        title = "  " * (chapter.depth - 1) + (chapter.title or "(no title)")
        rows.append((chapter.id, f"{chapter.words}", chapter.matter.value, reading, chapter.rule, title))
    return _table(rows, right=frozenset({1}))


def account_table(book: Book) -> str:
    """Return the account of words: the source, what is imported, and what is skipped by each rule."""
    account = book.conservation
    skipped: Counter[str] = Counter()
    for skip in account.skipped:
        skipped[skip.rule] += skip.words
    rows = [("source", f"{account.source_words}", "words"), ("imported", f"{account.imported_words}", "")]
    rows += [("skipped", f"{words}", rule) for rule, words in sorted(skipped.items())]
    if account.announced_words:
        rows.append(("announced", f"{account.announced_words}", "beside the source, by [reading]"))
    rows.append(("unaccounted", f"{account.unaccounted_words}", ""))
    return _table(rows, right=frozenset({1}))


def _table(rows: Sequence[tuple[str, ...]], *, right: frozenset[int]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
