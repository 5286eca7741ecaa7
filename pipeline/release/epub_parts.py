"""What both kinds of read-along EPUB share: units that light up, clips, dates, the names of what is added."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from pipeline.model import Tags
from pipeline.release.timing import TimedParagraph

SENTENCE, WORD = "sentence", "word"
HIGHLIGHTS = (SENTENCE, WORD)
"""What lights up while it is heard (`release.highlight`)."""
_UNDATED = "2000-01-01T00:00:00Z"


def lit_units(paragraph: TimedParagraph, highlight: str) -> tuple[tuple[int, int, float], ...]:
    """Return (start, stop, begin in seconds) of what lights up in a paragraph, in order, without overlap.

    Words are lit where they were timed one by one; elsewhere their sentence is, because a guess would be seen.
    """
    units: list[tuple[int, int, float]] = []
    for sentence in paragraph.sentences:
        if highlight == WORD and all(word.source.times_words for word in sentence.words):
            units += [(word.start, word.stop, word.begin_s) for word in sentence.words]
        else:
            units.append((sentence.start, sentence.stop, sentence.begin_s))
    return tuple(units)


def modified(tags: Tags) -> str:
    """Return `dcterms:modified`: the date of the book, never of the build, so that two builds are the same bytes."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?.*", tags.date)
    return f"{parts[1]}-{parts[2] or '01'}-{parts[3] or '01'}T00:00:00Z" if parts else _UNDATED


def book_identifier(tags: Tags, slug: str) -> str:
    """Return a name for the book that stays: its ISBN, or a UUID that follows from its slug, title and authors."""
    isbn = re.sub(r"[^0-9Xx]", "", tags.isbn)
    if isbn:
        return f"urn:isbn:{isbn}"
    words: Sequence[str] = (slug, tags.album, *tags.authors)
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '/'.join(words))}"
