"""What was heard in a release, paragraph by paragraph <-> manifest; two of them -> what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ProjectError

HASH_DIGITS = 16
"""Of a fingerprint in the manifest: 64 bits tell the paragraphs of all books apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionParagraph:
    """A paragraph as it was released."""

    id: str
    words: int
    speech_s: float
    """Length of its takes as delivered, all lines together."""
    text: str
    """Fingerprint of what is written."""
    heard: str
    """Fingerprint of the audio of its takes, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChapter:
    """A chapter as it was released."""

    id: str
    title: str
    length_s: float | None = None
    """Of the finished audio; None where it is not known."""
    mastered: tuple[str, ...] = ()
    """Keys of its mastered files; () where they are not known."""
    paragraphs: tuple[EditionParagraph, ...] | None = None
    """Those that are spoken; None where they are not known (a manifest from before they were listed)."""

    @property
    def words(self) -> int:
        """Words that are spoken in it, as far as paragraphs are known."""
        return sum(paragraph.words for paragraph in self.paragraphs or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What one release held."""

    version: str
    """Empty where it has none."""
    chapters: tuple[EditionChapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterChange:
    """In what a chapter differs from the last release; ids are of paragraphs."""

    chapter: EditionChapter
    before: EditionChapter | None
    """None for a new chapter."""
    edited: tuple[str, ...] = ()
    recorded_again: tuple[str, ...] = ()
    """The same words in another take."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def touched(self) -> tuple[EditionParagraph, ...]:
        """The paragraphs that are heard for the first time."""
        names = {*self.edited, *self.recorded_again, *self.added}
        return tuple(each for each in self.chapter.paragraphs or () if each.id in names)

    @property
    def is_any(self) -> bool:
        """Whether anything that is heard differs, or might: what is not known counts as different."""
        before, now = self.before, self.chapter
        if before is None or any((self.edited, self.recorded_again, self.added, self.removed)):
            return True
        if now.mastered and before.mastered:
            return now.mastered != before.mastered
        return now.paragraphs is None or before.paragraphs is None


def fingerprint_text(text: str) -> str:
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]


def fingerprint_audio(objects: Sequence[str]) -> str:
    """Return the fingerprint of the objects that are heard, in order."""
    return hashlib.sha256(" ".join(objects).encode()).hexdigest()[:HASH_DIGITS]


def compare_chapters(now: Edition, before: Edition) -> tuple[ChapterChange, ...]:
    """Return, for each chapter of now, in what it differs from the chapter of that id before."""
    former = {chapter.id: chapter for chapter in before.chapters}
    return tuple(_compare(chapter, former.get(chapter.id)) for chapter in now.chapters)


def edition_rows(edition: Edition) -> list[dict[str, object]]:
    """Return the `script` of a manifest."""
    return [
        {
            "id": chapter.id,
            "title": chapter.title,
            "words": chapter.words,
            "length_s": chapter.length_s,
            "mastered": chapter.mastered,
            "paragraphs": {
                each.id: {
                    "words": each.words,
                    "speech_s": each.speech_s,
                    "text": each.text,
                    "heard": each.heard,
                }
                for each in chapter.paragraphs or ()
            },
        }
        for chapter in edition.chapters
    ]


def parse_edition(text: str, *, where: str) -> Edition:
    """Return what a manifest says was heard; of an older one only its chapters. Raises ProjectError."""
    try:
        content = json.loads(text)
        rows = content.get("script")
        chapters = [_parse_chapter(row) for row in rows] if rows else [_parse_old(row) for row in content["chapters"]]
        version = content.get("version") or ""
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProjectError(f"{where}: this is no manifest of a release ({type(error).__name__}: {error})") from error
    return Edition(version=str(version), chapters=tuple(chapters))


def _compare(chapter: EditionChapter, before: EditionChapter | None) -> ChapterChange:
    if before is None:
        names = tuple(each.id for each in chapter.paragraphs or ())
        return ChapterChange(chapter=chapter, before=None, added=names)
    if chapter.paragraphs is None or before.paragraphs is None:
        return ChapterChange(chapter=chapter, before=before)
    old = {each.id: each for each in before.paragraphs}
    now = {each.id: each for each in chapter.paragraphs}
    both = [(each, old[name]) for name, each in now.items() if name in old]
    return ChapterChange(
        chapter=chapter,
        before=before,
        edited=tuple(each.id for each, was in both if each.text != was.text),
        recorded_again=tuple(each.id for each, was in both if each.text == was.text and each.heard != was.heard),
        added=tuple(name for name in now if name not in old),
        removed=tuple(name for name in old if name not in now),
    )


def _parse_chapter(row: Mapping[str, Any]) -> EditionChapter:
    length_s = row["length_s"]
    return EditionChapter(
        id=str(row["id"]),
        title=str(row["title"]),
        length_s=None if length_s is None else float(length_s),
        mastered=tuple(str(key) for key in row["mastered"]),
        paragraphs=tuple(
            EditionParagraph(
                id=name,
                words=int(each["words"]),
                speech_s=float(each["speech_s"]),
                text=str(each["text"]),
                heard=str(each["heard"]),
            )
            for name, each in row["paragraphs"].items()
        ),
    )


def _parse_old(row: Mapping[str, Any]) -> EditionChapter:
    return EditionChapter(
        id=str(row["id"]),
        title=str(row["title"]),
        length_s=float(row["duration_s"]),
        mastered=(str(row["mastered"]),),
    )
