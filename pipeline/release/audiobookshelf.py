"""A finished book -> `metadata.json`, which Audiobookshelf reads beside the audio files."""

from __future__ import annotations

import itertools
import json

from pipeline.release.plans import DataFile, FinishedBook

NAME = "metadata.json"


def plan_metadata(book: FinishedBook) -> DataFile:
    """Return the file; chapters count through the whole book, as the server shows it."""
    tags = book.tags
    seconds = [chapter.frames / chapter.sample_rate_hz for chapter in book.chapters]
    ends = list(itertools.accumulate(seconds))
    series = f"{tags.series} #{tags.series_position}" if tags.series_position else tags.series
    content = {
        "tags": [],
        "chapters": [
            {
                "id": number,
                "start": round(end_s - length_s, 3),
                "end": round(end_s, 3),
                "title": chapter.title or f"Chapter {number + 1}",
            }
            for number, (chapter, length_s, end_s) in enumerate(zip(book.chapters, seconds, ends, strict=True))
        ],
        "title": tags.album,
        "subtitle": tags.subtitle or None,
        "authors": list(tags.authors),
        "narrators": [tags.narrator] if tags.narrator else [],
        "series": [series] if series else [],
        "genres": list(tags.subjects),
        "publishedYear": tags.year or None,
        "publishedDate": tags.date or None,
        "publisher": tags.publisher or None,
        "description": "\n\n".join(text for text in (tags.description, tags.comment) if text) or None,
        "isbn": tags.isbn or None,
        "asin": None,
        "language": tags.language_tag or None,
        "explicit": False,
        "abridged": False,
    }
    return DataFile(name=NAME, data=(json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
