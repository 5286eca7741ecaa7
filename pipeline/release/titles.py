"""Chapters nested in parts -> one flat list of titles, because players show no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model import ChapterEntry, MasteredChapter


def with_flat_title(chapter: MasteredChapter, entries: Sequence[ChapterEntry]) -> MasteredChapter:
    """Return a mastered chapter with the title that players show; a part of one keeps its `, part 2` behind it."""
    own = next((entry.title for entry in entries if entry.id == chapter.entry), "")
    if not own or not chapter.title.startswith(own):
        return chapter
    return replace(chapter, title=flat_titles(entries)[chapter.entry] + chapter.title.removeprefix(own))


def flat_titles(entries: Sequence[ChapterEntry]) -> Mapping[str, str]:
    """Return the title of each chapter by its id; a title that two have gets that of the part it lies in before it.

    Titles that are told apart already stay as they are: a list on a phone has no room for more.
    """
    times = Counter(entry.title for entry in entries if entry.is_read_aloud)
    titles: dict[str, str] = {}
    above: list[ChapterEntry] = []
    for entry in entries:
        above = [part for part in above if part.depth < entry.depth]
        part = next((part.title for part in reversed(above) if part.title), "")
        is_shared = times[entry.title] > 1 and entry.title and part
        titles[entry.id] = f"{part}: {entry.title}" if is_shared else entry.title
        above.append(entry)
    return titles
