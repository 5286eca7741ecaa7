"""Names of formats -> the files of a release; the closed list of `release.formats` (docs/book-toml.md).

First what is encoded from samples, then what is made of those files: archives, feeds, texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model import ChapterFormat
from pipeline.release.audiobookshelf import plan_metadata
from pipeline.release.epub_parts import WORD
from pipeline.release.m4b import BookFile, plan_book_files
from pipeline.release.manifest import ReleasedFile
from pipeline.release.mp3 import ChapterFile, plan_chapter_files
from pipeline.release.names import book_file_name, chapter_file_name
from pipeline.release.plans import ArchiveFile, DataFile, FinishedBook, Member, plan_archive
from pipeline.release.podcast import plan_podcast
from pipeline.release.readalong import plan_readalong
from pipeline.release.sample import SampleFile, plan_sample
from pipeline.release.subtitles import format_lrc, format_srt, format_webvtt
from pipeline.release.timing import TimedChapter
from pipeline.release.w3c import plan_publication

EncodedFile: TypeAlias = ChapterFile | BookFile | SampleFile
Companion: TypeAlias = DataFile | ArchiveFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """What of a release is encoded already, as the companions need to know it."""

    files: tuple[ReleasedFile, ...]

    @property
    def audio(self) -> Mapping[str, str]:
        """Names of the MP3 files by chapter id."""
        return {file.chapter: file.name for file in self.files if file.chapter and file.name.endswith(".mp3")}

    @property
    def hashes(self) -> Mapping[str, str]:
        """SHA-256 of the files by name."""
        return {file.name: file.sha256 for file in self.files}

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bytes of the files by name."""
        return {file.name: file.size for file in self.files}


PlanEncoded: TypeAlias = Callable[[FinishedBook], Sequence[EncodedFile]]
PlanCompanions: TypeAlias = Callable[[FinishedBook, Encoded], Sequence[Companion]]


def plan_encoded(book: FinishedBook) -> tuple[EncodedFile, ...]:
    """Return the files to encode. Formats that are made of the MP3 files bring them along."""
    formats = set(book.project.formats)
    if formats & MADE_OF_MP3:
        formats.add("mp3")
    return tuple(file for name, plan in ENCODED.items() if name in formats for file in plan(book))


def plan_companions(book: FinishedBook, encoded: Encoded) -> tuple[Companion, ...]:
    """Return the files that are made of the encoded ones and of the text; a file two formats want is there once."""
    planned: dict[str, Companion] = {}
    for name, plan in COMPANIONS.items():
        if name in book.project.formats:
            planned |= {file.name: file for file in plan(book, encoded)}
    return tuple(planned.values())


def _mp3(book: FinishedBook) -> Sequence[EncodedFile]:
    return plan_chapter_files(book.chapters, book.tags, bit_rate_kbps=book.bit_rate_kbps)


def _m4b(book: FinishedBook) -> Sequence[EncodedFile]:
    hours = book.project.release.m4b_hours
    return plan_book_files(book.chapters, book.tags, slug=book.project.slug, longest_hours=hours)


def _opus(book: FinishedBook) -> Sequence[EncodedFile]:
    return plan_chapter_files(book.chapters, book.tags, bit_rate_kbps=book.project.release.opus_kbps, codec="opus")


def _flac(book: FinishedBook) -> Sequence[EncodedFile]:
    return plan_chapter_files(book.chapters, book.tags, bit_rate_kbps=0, codec="flac")


def _zip(book: FinishedBook, encoded: Encoded) -> Sequence[Companion]:
    members = [Member(path=name, file=name) for name in sorted(encoded.audio.values())]
    return [plan_archive(book_file_name(book.tags.album, book.project.slug, ".zip"), members, encoded.hashes)]


def _epub(book: FinishedBook, encoded: Encoded) -> Sequence[Companion]:
    return [plan_readalong(book, encoded.audio, encoded.hashes)]


def _lpf(book: FinishedBook, encoded: Encoded) -> Sequence[Companion]:
    return [plan_publication(book, encoded.audio, encoded.hashes)]


def _podcast(book: FinishedBook, encoded: Encoded) -> Sequence[Companion]:
    names = [*encoded.hashes, *(file.name for file in _vtt(book, encoded) if "vtt" in book.project.formats)]
    return plan_podcast(book, encoded.audio, encoded.sizes, names)


def _vtt(book: FinishedBook, _: Encoded) -> Sequence[DataFile]:
    return _texts(book, ".vtt", lambda chapter: format_webvtt(chapter, language=book.tags.language_tag))


def _srt(book: FinishedBook, _: Encoded) -> Sequence[DataFile]:
    return _texts(book, ".srt", format_srt)


def _lrc(book: FinishedBook, _: Encoded) -> Sequence[DataFile]:
    return _texts(book, ".lrc", lambda chapter: format_lrc(chapter, book.tags))


def _texts(book: FinishedBook, suffix: str, write: Callable[[TimedChapter], str]) -> Sequence[DataFile]:
    """Return a text for each chapter, named as its MP3 is: players look for it there."""
    total = len(book.chapters)
    return [
        DataFile(
            name=chapter_file_name(number, total, mastered.title, suffix),
            data=write(timed).encode(),
            chapter=timed.id,
        )
        for number, (timed, mastered) in enumerate(zip(book.timed, book.chapters, strict=True), start=1)
    ]


ENCODED: Mapping[str, PlanEncoded] = {
    "mp3": _mp3,
    "m4b": _m4b,
    "opus": _opus,
    "flac": _flac,
    "sample": lambda book: [plan_sample(book)],
}
COMPANIONS: Mapping[str, PlanCompanions] = {
    "zip": _zip,
    "epub": _epub,
    "lpf": _lpf,
    "vtt": _vtt,
    "srt": _srt,
    "lrc": _lrc,
    "audiobookshelf": lambda book, _: [plan_metadata(book)],
    "podcast": _podcast,
}
MADE_OF_MP3 = frozenset({"zip", "epub", "lpf", "podcast"})
MADE_OF_SAMPLES = frozenset({"sample", "opus", "flac"})
MADE_OF_WORDS = frozenset({"vtt", "srt", "lrc"})
MADE_OF_TIMES = frozenset({"epub", "vtt", "srt", "lrc", "podcast", "sample"})


def needs_times(formats: Sequence[str]) -> bool:
    """Return whether one of the formats asks when words are heard."""
    return not MADE_OF_TIMES.isdisjoint(formats)


def needs_words(formats: Sequence[str], highlight: str) -> bool:
    """Return whether the times of single words would be seen, so that it is worth to align what has none."""
    return not MADE_OF_WORDS.isdisjoint(formats) or ("epub" in formats and highlight == WORD)


def released_codecs(formats: Sequence[str]) -> frozenset[str]:
    """Return the codecs of the audio that a shop would be given, as `Encoding.codec` names them."""
    asked = {"mp3" if name in MADE_OF_MP3 else name for name in formats}
    return frozenset({"aac" if name == "m4b" else name for name in asked & {"mp3", "m4b", "opus", "flac"}})


def chapter_formats(formats: Sequence[str]) -> tuple[ChapterFormat, ...]:
    """Return how chapters have to be mastered for the formats of a release, in the order of `ChapterFormat`.

    What is made of text alone needs none; something is made all the same, so that the levels are measured.
    """
    asked = set(formats)
    made_of = {
        ChapterFormat.MP3: {"mp3", *MADE_OF_MP3},
        ChapterFormat.AAC: {"m4b"},
        ChapterFormat.FLAC: MADE_OF_SAMPLES,
    }
    needed = tuple(form for form, names in made_of.items() if asked & names)
    return needed or (ChapterFormat.FLAC,)
