"""Book -> what `declaim extract` prints: a document for programs, tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.model import Book, Chapter, Paragraph

WORDS_PER_MINUTE: Final = 160
"""Of narration, for an estimate: *The Time Machine* has 164 in the embedded voice (docs/benchmarks.md)."""
_LONGEST_TITLE: Final = 44
"""Characters of a title in a table."""


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


def reviewed(book: Book, warnings: Sequence[str]) -> dict[str, object]:
    """Return what an import decided, as a document for programs: chapters, the account by rule, warnings."""
    account = book.conservation
    return {
        "title": book.metadata.title,
        "language": book.metadata.language,
        "chapters": [
            {
                "id": chapter.id,
                "title": chapter.title,
                "words": chapter.words,
                "minutes": round(minutes_of(chapter.words), 1),
                "matter": chapter.matter.value,
                "read": chapter.is_read_aloud,
                "rule": chapter.rule,
            }
            for chapter in book.chapters
        ],
        "account": {
            "source_words": account.source_words,
            "imported_words": account.imported_words,
            "announced_words": account.announced_words,
            "skipped": [
                {"rule": rule, "words": words, "share": round(words / max(1, account.source_words), 5)}
                for rule, words in words_by_rule(book)
            ],
            "unaccounted_words": account.unaccounted_words,
        },
        "warnings": list(warnings),
    }


def minutes_of(words: int) -> float:
    """Return about how long words take to be spoken."""
    return words / WORDS_PER_MINUTE


def words_by_rule(book: Book) -> list[tuple[str, int]]:
    """Return the words that each rule leaves out, the most first."""
    skipped: Counter[str] = Counter()
    for skip in book.conservation.skipped:
        skipped[skip.rule] += skip.words
    return sorted(skipped.items(), key=lambda item: (-item[1], item[0]))


def chapter_table(book: Book) -> str:
    """Return one line for each chapter: id, title, words, minutes, matter, read or skipped and by which rule."""
    rows = [("chapter", "title", "words", "min", "matter", "", "why")]
    for chapter in book.chapters:
        reading = "read" if chapter.is_read_aloud else "skipped"
        title = _shortened("  " * (chapter.depth - 1) + (chapter.title or "(no title)"))
        minutes = f"{minutes_of(chapter.words):.1f}" if chapter.is_read_aloud else ""
        row = (chapter.id, title, f"{chapter.words}", minutes, chapter.matter.value, reading, chapter.rule)
        rows.append(row)
    read = [chapter for chapter in book.chapters if chapter.is_read_aloud]
    words = sum(chapter.words for chapter in read)
    rows.append(("", f"{len(read)} chapters read", f"{words}", f"{minutes_of(words):.1f}", "", "", ""))
    return _table(rows, right=frozenset({2, 3}))


def account_table(book: Book) -> str:
    """Return the account of words: the source, what is imported, what each rule skips, with its share of the source."""
    account = book.conservation
    rows = [("source", account.source_words, ""), ("imported", account.imported_words, "")]
    rows += [("skipped", words, rule) for rule, words in words_by_rule(book)]
    if account.announced_words:
        rows.append(("announced", account.announced_words, "beside the source, by [reading]"))
    rows.append(("unaccounted", account.unaccounted_words, ""))
    total = max(1, account.source_words)
    cells = [(name, f"{words}", f"{words / total:.1%}", rule) for name, words, rule in rows]
    return _table(cells, right=frozenset({1, 2}))


def _shortened(title: str) -> str:
    """Return a title in one line that leaves room for the rest of its row."""
    line = " ".join(title.split("\n"))
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…"


def _table(rows: Sequence[tuple[str, ...]], *, right: frozenset[int]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
