"""Chapters of a new import -> the same chapters and paragraphs under the ids that they had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from pipeline.model import Block, Chapter, ChapterEntry, Paragraph
from pipeline.script.ids import IdGiver, chapter_of
from pipeline.script.import_lock import ImportLock, LockedParagraph
from pipeline.script.markup import format_markup, parse_markup
from pipeline.script.matching import Sample, match_paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A paragraph of the new import, with what the last import had in its place."""

    chapter: Chapter
    """Under the id that it keeps."""
    paragraph: Paragraph
    locked: LockedParagraph
    """What import.lock will say of it; the id is empty where it is new."""
    base: LockedParagraph | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """A new import under the ids that its chapters and paragraphs had."""

    chapters: tuple[Chapter, ...]
    """All of them in the new order; read aloud as book.toml decided, where it knows the chapter."""
    paragraphs: tuple[Imported, ...]
    """Of the chapters that have a script: those read aloud, and those that were imported before."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A paragraph of the new import with its place in it, and in the lock."""

    chapter: int
    paragraph: Paragraph
    markup: str
    breaks: int
    old: int | None = None


def continue_chapters(
    chapters: tuple[Chapter, ...],
    lock: ImportLock,
    *,
    entries: Sequence[ChapterEntry],
    scripts: Mapping[str, frozenset[str]],
) -> Continued:
    """Return the new import with the ids of the last one, by content; by title and place where there is no content.

    `scripts` are the texts of the blocks of each script file by chapter. Their ids and those of the lock are not given
    again, except to a chapter that already has its script: an earlier import was stopped before it wrote the lock.
    """
    found = _find_old(chapters, lock)
    taken = {*scripts, *(entry.id for entry in entries), *(chapter_of(identity) for identity in lock.ids)}
    taken |= {paragraph.chapter for paragraph in lock.paragraphs}
    by_content = _ids_by_content(found, lock)
    unlocked = {key: texts for key, texts in scripts.items() if key not in {p.chapter for p in lock.paragraphs}}
    ids = _chapter_ids(chapters, by_content | _ids_by_script(found, unlocked, by_content), entries, taken)
    reads = {entry.id: entry.is_read_aloud for entry in entries}
    named = tuple(
        replace(chapter, id=identity, is_read_aloud=reads.get(identity, chapter.is_read_aloud))
        for chapter, identity in zip(chapters, ids, strict=True)
    )
    scripted = {place for place, chapter in enumerate(named) if chapter.is_read_aloud}
    scripted |= {entry.chapter for entry in found if entry.old is not None}
    paragraphs = tuple(_imported(entry, named, lock) for entry in found if entry.chapter in scripted)
    return Continued(chapters=named, paragraphs=paragraphs)


def _imported(found: _Found, chapters: tuple[Chapter, ...], lock: ImportLock) -> Imported:
    chapter = chapters[found.chapter]
    base = None if found.old is None else lock.paragraphs[found.old]
    locked = LockedParagraph(
        id=base.id if base else "",
        chapter=chapter.id,
        kind=found.paragraph.kind,
        text=found.markup,
        place=found.paragraph.place,
        breaks=found.breaks,
    )
    return Imported(chapter=chapter, paragraph=found.paragraph, locked=locked, base=base)


def _find_old(chapters: tuple[Chapter, ...], lock: ImportLock) -> list[_Found]:
    """Return every paragraph with the one of the lock that it continues.

    What is read aloud chooses first. Of a chapter that is not, at least half has to be known: else a title page would
    take the heading of a chapter.
    """
    found = [entry for place, chapter in enumerate(chapters) for entry in _paragraphs(place, chapter)]
    old = [_sample_of_lock(paragraph) for paragraph in lock.paragraphs]
    read = [place for place, entry in enumerate(found) if chapters[entry.chapter].is_read_aloud]
    silent = [place for place, entry in enumerate(found) if not chapters[entry.chapter].is_read_aloud]
    result = _matched(found, read, old, range(len(old)))
    left = sorted(set(range(len(old))) - {entry.old for entry in result if entry.old is not None})
    return _without_strays(_matched(result, silent, old, left), chapters)


def _paragraphs(place: int, chapter: Chapter) -> list[_Found]:
    found = []
    for block, following in _with_following(chapter.blocks):
        if isinstance(block, Paragraph):
            markup = format_markup(block.text, block.marks, kind=block.kind)
            found.append(_Found(place, block, markup, following))
    return found


def _with_following(blocks: tuple[Block, ...]) -> list[tuple[Block, int]]:
    """Return each block with the number of scene breaks right after it."""
    starts = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    return [(blocks[start], stop - start - 1) for start, stop in pairwise(chain(starts, [len(blocks)]))]


def _sample_of_lock(paragraph: LockedParagraph) -> Sample:
    text, _ = parse_markup(paragraph.text, kind=paragraph.kind)
    return Sample(key=f"{paragraph.kind} {paragraph.text}", text=text)


def _matched(found: list[_Found], news: Sequence[int], old: list[Sample], olds: Sequence[int]) -> list[_Found]:
    """Return the paragraphs, those at `news` with what they continue of the old ones at `olds`."""
    samples = [
        Sample(key=f"{found[new].paragraph.kind} {found[new].markup}", text=found[new].paragraph.text) for new in news
    ]
    result = list(found)
    for new, match in zip(news, match_paragraphs([old[place] for place in olds], samples), strict=True):
        if match is not None:
            result[new] = replace(found[new], old=olds[match])
    return result


def _without_strays(found: list[_Found], chapters: tuple[Chapter, ...]) -> list[_Found]:
    known: Counter[int] = Counter()
    for entry in found:
        known[entry.chapter] += len(entry.paragraph.text) * (1 if entry.old is not None else -1)
    strays = {place for place, chapter in enumerate(chapters) if not chapter.is_read_aloud and known[place] < 0}
    return [replace(entry, old=None) if entry.chapter in strays else entry for entry in found]


def _ids_by_content(found: list[_Found], lock: ImportLock) -> dict[int, str]:
    """Return the old id of each chapter that has most of an old chapter, the greatest shares first."""
    shares: Counter[tuple[int, str]] = Counter()
    for entry in found:
        if entry.old is not None:
            shares[entry.chapter, lock.paragraphs[entry.old].chapter] += len(entry.paragraph.text)
    ids: dict[int, str] = {}
    for place, identity in sorted(shares, key=lambda share: (-shares[share], share)):
        if place not in ids and identity not in ids.values():
            ids[place] = identity
    return ids


def _ids_by_script(
    found: list[_Found], scripts: Mapping[str, frozenset[str]], ids: Mapping[int, str]
) -> dict[int, str]:
    """Return the id of the script file that has most of a chapter which nothing else is known of."""
    shares: Counter[tuple[int, str]] = Counter()
    for entry in found:
        if entry.chapter not in ids:
            for identity, texts in scripts.items():
                shares[entry.chapter, identity] += len(entry.paragraph.text) * (
                    1 if entry.paragraph.text in texts else -1
                )
    result: dict[int, str] = {}
    for place, identity in sorted(shares, key=lambda share: (-shares[share], share)):
        if shares[place, identity] > 0 and place not in result and identity not in {*result.values(), *ids.values()}:
            result[place] = identity
    return result


def _chapter_ids(
    chapters: tuple[Chapter, ...], ids: dict[int, str], entries: Sequence[ChapterEntry], taken: set[str]
) -> list[str]:
    ids = dict(ids)
    for place, chapter in enumerate(chapters):
        if place not in ids and (identity := _same_title(chapter, ids, entries)):
            ids[place] = identity
    for place, chapter in enumerate(chapters):
        if place not in ids and (identity := _next_entry(place, chapter, ids, entries)):
            ids[place] = identity
    for place, chapter in enumerate(chapters):
        if place not in ids and chapter.id not in taken and chapter.id not in ids.values():
            ids[place] = chapter.id
    giver = IdGiver((), chapters=(*taken, *ids.values()))
    return [ids[place] if place in ids else giver.give_chapter() for place in range(len(chapters))]


def _same_title(chapter: Chapter, ids: dict[int, str], entries: Sequence[ChapterEntry]) -> str:
    wanted = chapter.title, chapter.matter
    used = set(ids.values())
    return next((entry.id for entry in entries if (entry.title, entry.matter) == wanted and entry.id not in used), "")


def _next_entry(place: int, chapter: Chapter, ids: dict[int, str], entries: Sequence[ChapterEntry]) -> str:
    """Return the chapter that book.toml has after the one before this, if it is as alike as can be told by name.

    Whether it is read aloud has to be the same: a chapter that is new here must not inherit silence.
    """
    before = ids.get(place - 1, "")
    following = next(
        (place + 1 for place, entry in enumerate(entries) if entry.id == before), 0 if place == 0 else None
    )
    if following is None or following >= len(entries):
        return ""
    entry = entries[following]
    is_alike = (entry.matter, entry.is_read_aloud) == (chapter.matter, chapter.is_read_aloud)
    return entry.id if is_alike and entry.id not in ids.values() else ""
