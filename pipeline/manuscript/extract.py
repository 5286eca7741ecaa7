"""Book -> the document that `declaim extract --json` prints."""

from __future__ import annotations

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
            "skipped": [{"rule": skip.rule, "words": skip.words, "where": skip.where} for skip in account.skipped],
        },
    }


def chapter_text(chapter: Chapter) -> str:
    """Return the text of a chapter, blocks apart by a blank line; scene breaks leave no trace."""
    return "\n\n".join(block.text for block in chapter.blocks if isinstance(block, Paragraph))
