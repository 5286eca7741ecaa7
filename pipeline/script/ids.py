"""Ids that are in use or were -> ids for what has none.

`c01` is a chapter and its first heading, `c01-p001` a paragraph that was born in that chapter. An id says nothing else:
it stays when the paragraph moves, and is never given twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ID = re.compile(r"[a-z][a-z0-9]*(?:-p[0-9]{3,})?")
_PARAGRAPH_ID = re.compile(r"([a-z][a-z0-9]*)-p([0-9]+)")
_CHAPTER_ID = re.compile(r"c([0-9]+)")


def is_id(written: str) -> bool:
    """Return whether a text has the form of an id."""
    return _ID.fullmatch(written) is not None


def chapter_of(identity: str) -> str:
    """Return the chapter in which an id was born; not always the one where its paragraph stands."""
    return identity.partition("-p")[0]


def id_order(identity: str) -> tuple[int, str, int]:
    """Return the sort key that puts c2 before c10 and c02-p999 before c02-p1000."""
    chapter, _, number = identity.partition("-p")
    match = _CHAPTER_ID.fullmatch(chapter)
    return int(match[1]) if match else 0, chapter, int(number or 0)


class IdGiver:
    """Gives ids that none of the known ones is; remembers what it gave."""

    def __init__(self, known: Iterable[str], *, chapters: Iterable[str] = ()) -> None:
        self.known: set[str] = set()
        self._last: dict[str, int] = {}
        self._last_chapter = 0
        for identity in known:
            self._remember(identity)
        for chapter in chapters:
            self._count_chapter(chapter)

    def _remember(self, identity: str) -> None:
        self.known.add(identity)
        if match := _PARAGRAPH_ID.fullmatch(identity):
            self._last[match[1]] = max(self._last.get(match[1], 0), int(match[2]))
        self._count_chapter(chapter_of(identity))

    def _count_chapter(self, chapter: str) -> None:
        if match := _CHAPTER_ID.fullmatch(chapter):
            self._last_chapter = max(self._last_chapter, int(match[1]))

    def give_paragraph(self, chapter: str) -> str:
        """Return the next free id of a paragraph of that chapter."""
        identity = f"{chapter}-p{self._last.get(chapter, 0) + 1:03}"
        self._remember(identity)
        return identity

    def give_heading(self, chapter: str) -> str:
        """Return the id of the chapter itself if no heading ever had it, else a paragraph's."""
        if chapter in self.known:
            return self.give_paragraph(chapter)
        self._remember(chapter)
        return chapter

    def give_chapter(self) -> str:
        """Return the next free id of a chapter. The id is not counted as its heading's."""
        self._last_chapter += 1
        return f"c{self._last_chapter:02}"
