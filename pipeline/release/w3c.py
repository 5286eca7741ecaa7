"""A finished book and its MP3 files -> a W3C Audiobook: `publication.json`, packed as LPF.

https://www.w3.org/TR/audiobooks/ and https://www.w3.org/TR/lpf/ (the manifest lies at the root as publication.json).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipeline.release.epub_parts import book_identifier, modified
from pipeline.release.names import book_file_name
from pipeline.release.plans import ArchiveFile, FinishedBook, Member, plan_archive

MANIFEST = "publication.json"


def plan_publication(book: FinishedBook, audio: Mapping[str, str], hashes: Mapping[str, str]) -> ArchiveFile:
    """Return the LPF; `audio` are the MP3 files by chapter id, `hashes` their SHA-256 by name."""
    members = [Member(path=MANIFEST, data=format_publication(book).encode())]
    if book.tags.cover:
        members.append(Member(path=_cover_name(book), data=book.tags.cover.data))
    members += [Member(path=f"audio/{one.chapter}.mp3", file=audio[one.chapter]) for one in book.chapters]
    return plan_archive(book_file_name(book.tags.album, book.project.slug, ".lpf"), members, hashes)


def format_publication(book: FinishedBook) -> str:
    """Return `publication.json`; durations are those of the timeline."""
    tags = book.tags
    seconds = {one.chapter: one.frames / one.sample_rate_hz for one in book.chapters}
    content: dict[str, object] = {
        "@context": ["https://schema.org", "https://www.w3.org/ns/pub-context"],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "id": book_identifier(tags, book.project.slug),
        "name": tags.album,
        "author": list(tags.authors),
        "translator": list(tags.translators),
        "readBy": tags.narrator,
        "publisher": tags.publisher,
        "inLanguage": tags.language_tag,
        "datePublished": tags.date,
        "dateModified": modified(tags),
        "description": tags.description,
        "isbn": tags.isbn,
        "accessMode": ["auditory"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilitySummary": tags.comment,
        "duration": _duration(sum(seconds.values())),
        "readingOrder": [
            {
                "type": "LinkedResource",
                "url": f"audio/{one.chapter}.mp3",
                "encodingFormat": "audio/mpeg",
                "name": one.title or f"Chapter {number}",
                "duration": _duration(seconds[one.chapter]),
            }
            for number, one in enumerate(book.chapters, start=1)
        ],
    }
    if tags.cover:
        cover = {"type": "LinkedResource", "rel": "cover", "url": _cover_name(book)}
        content["resources"] = [{**cover, "encodingFormat": tags.cover.media_type}]
    told = {name: value for name, value in content.items() if value not in ("", [])}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _duration(seconds: float) -> str:
    return f"PT{round(seconds, 3):.3f}S"


def _cover_name(book: FinishedBook) -> str:
    is_png = book.tags.cover is not None and book.tags.cover.media_type == "image/png"
    return "cover.png" if is_png else "cover.jpg"
