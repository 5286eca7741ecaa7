"""A finished book and its MP3 files -> a podcast feed: RSS, and the chapters of each episode as JSON.

https://www.rssboard.org/rss-specification, https://help.apple.com/itc/podcasts_connect/ (the itunes elements) and
https://github.com/Podcastindex-org/podcast-namespace (podcast:chapters, podcast:transcript, its JSON of chapters).
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote

from pipeline.errors import ProjectError
from pipeline.model import Kind, MasteredChapter
from pipeline.release.epub_parts import book_identifier
from pipeline.release.plans import DataFile, FinishedBook
from pipeline.release.timing import TimedChapter

NAME = "podcast.xml"
_SPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTES_A_DAY = 24 * 60


def plan_podcast(
    book: FinishedBook, audio: Mapping[str, str], sizes: Mapping[str, int], names: Sequence[str]
) -> tuple[DataFile, ...]:
    """Return the feed, the chapters of each episode, and the cover; `names` are all files of the release.

    Raises ProjectError where book.toml does not say where the files will be published.
    """
    if not book.project.release.url:
        raise ProjectError("A podcast feed names its files by address: set release.url in book.toml.")
    chapters = tuple(
        DataFile(name=_beside(audio[one.id], ".chapters.json"), data=_chapters(one), chapter=one.id)
        for one in book.timed
    )
    available = {*names, *(file.name for file in chapters)}
    feed = "\n".join(_feed(book, audio, sizes, available)) + "\n"
    return (DataFile(name=NAME, data=feed.encode()), *chapters, *_cover(book))


def published(date: str, number: int) -> str:
    """Return when an episode appeared (RFC 822): the book's date, a minute later each, so that apps keep the order."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?.*", date)
    year, month, day = (int(part or 1) for part in parts.groups()) if parts else (2000, 1, 1)
    minutes = min(number - 1, _MINUTES_A_DAY - 1)
    weekday = _DAYS[calendar.weekday(year, month, day)]
    return f"{weekday}, {day:02d} {_MONTHS[month - 1]} {year} {minutes // 60:02d}:{minutes % 60:02d}:00 GMT"


def _feed(book: FinishedBook, audio: Mapping[str, str], sizes: Mapping[str, int], available: set[str]) -> Iterator[str]:
    tags = book.tags
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<rss version="2.0" {_SPACES}>'
    yield "<channel>"
    yield f"<title>{escape(tags.album)}</title>"
    yield f"<link>{escape(book.project.release.url)}</link>"
    told = "\n".join(text for text in (tags.description, tags.comment) if text) or tags.album
    yield f"<description>{escape(told)}</description>"
    yield f"<language>{escape(tags.language_tag or 'en')}</language>"
    yield f"<itunes:author>{escape('; '.join(tags.authors))}</itunes:author>"
    yield "<itunes:type>serial</itunes:type>"
    yield "<itunes:explicit>false</itunes:explicit>"
    yield '<itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>'
    yield f"<podcast:guid>{escape(book_identifier(tags, book.project.slug).rpartition(':')[2])}</podcast:guid>"
    yield "<podcast:medium>audiobook</podcast:medium>"
    for file in _cover(book):
        yield f'<itunes:image href="{_address(book, file.name)}"/>'
    for number, chapter in enumerate(book.chapters, start=1):
        name = audio[chapter.chapter]
        yield from _episode(book, chapter, number, name, sizes[name], available)
    yield "</channel>"
    yield "</rss>"


def _episode(
    book: FinishedBook, chapter: MasteredChapter, number: int, name: str, size: int, available: set[str]
) -> Iterator[str]:
    identity = f"{book_identifier(book.tags, book.project.slug)}/{chapter.chapter}"
    yield "<item>"
    yield f"<title>{escape(chapter.title or f'Chapter {number}')}</title>"
    yield f'<guid isPermaLink="false">{escape(identity)}</guid>'
    yield f"<pubDate>{published(book.tags.date, number)}</pubDate>"
    yield f'<enclosure url="{_address(book, name)}" length="{size}" type="audio/mpeg"/>'
    yield f"<itunes:duration>{round(chapter.frames / chapter.sample_rate_hz)}</itunes:duration>"
    yield f"<itunes:episode>{number}</itunes:episode>"
    chapters, transcript = _beside(name, ".chapters.json"), _beside(name, ".vtt")
    yield f'<podcast:chapters url="{_address(book, chapters)}" type="application/json+chapters"/>'
    if transcript in available:
        yield f'<podcast:transcript url="{_address(book, transcript)}" type="text/vtt"/>'
    yield "</item>"


def _chapters(chapter: TimedChapter) -> bytes:
    """Return the headings inside a chapter as its chapters; its own title where it has none."""
    rows = [
        {"startTime": round(paragraph.sentences[0].begin_s, 3), "title": " ".join(paragraph.text.split())}
        for paragraph in chapter.paragraphs
        if paragraph.kind is Kind.HEADING and paragraph.sentences
    ] or [{"startTime": 0, "title": chapter.title}]
    rows[0]["startTime"] = 0
    return (json.dumps({"version": "1.2.0", "chapters": rows}, ensure_ascii=False, indent=2) + "\n").encode()


def _cover(book: FinishedBook) -> tuple[DataFile, ...]:
    cover = book.tags.cover
    if cover is None:
        return ()
    return (DataFile(name="cover.png" if cover.media_type == "image/png" else "cover.jpg", data=cover.data),)


def _beside(name: str, suffix: str) -> str:
    return name.removesuffix(".mp3") + suffix


def _address(book: FinishedBook, name: str) -> str:
    return escape(f"{book.project.release.url.rstrip('/')}/{quote(name)}")
