"""Pickups and what is heard where -> pickups with their paragraphs, in one list.

A time is told by its chapter's timeline. Listeners stop a moment after what they heard and write whole seconds, so the
words of the row, where it has any, decide between neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.model import ParagraphLines, Pickup, PickupState, Remedy, TimelineEntry

SLACK_S: Final = 0.05
"""A speech that begins so soon after a stamp is meant by it: MP3 players are late by 25 ms."""
NEAR_S: Final = 10.0
"""The words of a row are looked for in what is heard so near its time."""
_AUDIO: Final = re.compile(r"\.(?:mp3|m4b|m4a|aac|wav|flac|opus|ogg)\Z")
_NUMBERED: Final = re.compile(r"(?:track|file)?\s*0*(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardChapter:
    """A mastered chapter, as a listener meets it."""

    id: str
    title: str
    files: tuple[str, ...] = ()
    """Names of its released files."""
    track: int | None = None
    """Number of its released file."""
    length_s: float
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardFile:
    """A released file of several chapters, one after another: an M4B."""

    name: str
    chapters: tuple[HeardChapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What a list of pickups is resolved against."""

    paragraphs: Mapping[str, ParagraphLines]
    """Every one that is read aloud, by id."""
    chapters: tuple[HeardChapter, ...] = ()
    files: tuple[HeardFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A pickup with its paragraph, or the reason why it has none."""

    pickup: Pickup
    problem: str = ""


def resolve_pickup(pickup: Pickup, hearing: Hearing) -> Resolved:
    """Return a pickup with the paragraph it means; its id goes before its time, its time before its words."""
    named = pickup.paragraph.casefold()
    paragraph = next((known for name, known in hearing.paragraphs.items() if name.casefold() == named), None)
    if paragraph is not None:
        chapter = _match_chapter(pickup.chapter, hearing.chapters)
        found = chapter.id if isinstance(chapter, HeardChapter) else pickup.chapter or paragraph.chapter
        return Resolved(pickup=replace(pickup, paragraph=paragraph.paragraph, chapter=found))
    if named and not (pickup.chapter and pickup.time_s is not None):
        return Resolved(pickup=pickup, problem=f"{pickup.paragraph}: no paragraph that is read aloud has this id")
    if not pickup.chapter:
        return Resolved(pickup=pickup, problem="it names neither a paragraph nor a chapter")
    file = next((file for file in hearing.files if _name_of(file.name) == _name_of(pickup.chapter)), None)
    if file is not None and pickup.time_s is not None:
        return _in_file(pickup, file, pickup.time_s, hearing)
    chapter = _match_chapter(pickup.chapter, hearing.chapters)
    if isinstance(chapter, str):
        return Resolved(pickup=pickup, problem=chapter)
    return _in_chapter(pickup, chapter, hearing)


def merge_pickups(known: Sequence[Pickup], new: Iterable[Pickup], *, order: Sequence[str]) -> tuple[Pickup, ...]:
    """Return one list: what is known keeps its state, what says the same as one before it is left out.

    order are the ids of paragraphs in script order; within one by time, unresolved ones last.
    """
    merged: dict[tuple[object, ...], Pickup] = {}
    for pickup in (*known, *new):
        merged.setdefault(_identity(pickup), pickup)
    places = {paragraph: place for place, paragraph in enumerate(order)}
    return tuple(
        sorted(
            merged.values(),
            key=lambda pickup: (
                places.get(pickup.paragraph, len(places)),
                pickup.chapter,
                -1.0 if pickup.time_s is None else pickup.time_s,
                pickup.kind,
                pickup.note,
            ),
        )
    )


def retakes_wanted(pickups: Iterable[Pickup]) -> tuple[str, ...]:
    """Return the paragraphs that open pickups ask another take of, each once, in the order of the list."""
    wanted = (p for p in pickups if p.state is PickupState.OPEN and p.remedy is Remedy.RETAKE and p.paragraph)
    return tuple(dict.fromkeys(pickup.paragraph for pickup in wanted))


def close_retakes(pickups: Iterable[Pickup], recorded: Collection[str]) -> tuple[Pickup, ...]:
    """Return the list with the open retakes of paragraphs that were recorded again done."""
    return tuple(
        replace(pickup, state=PickupState.DONE)
        if pickup.paragraph in recorded and pickup.state is PickupState.OPEN and pickup.remedy is Remedy.RETAKE
        else pickup
        for pickup in pickups
    )


def close_named(
    pickups: Sequence[Pickup], names: Collection[str], state: PickupState
) -> tuple[tuple[Pickup, ...], tuple[str, ...]]:
    """Return the list with the open pickups of these names in that state, and the names that none is called by.

    A name is a paragraph, the take it was found in, or the number of a row, from 1.
    """
    called = [{str(number), pickup.paragraph, pickup.take} - {""} for number, pickup in enumerate(pickups, start=1)]
    open_names = {name for pickup, own in zip(pickups, called, strict=True) if _is_open(pickup) for name in own}
    closed = tuple(
        replace(pickup, state=state) if _is_open(pickup) and own & set(names) else pickup
        for pickup, own in zip(pickups, called, strict=True)
    )
    return closed, tuple(name for name in names if name not in open_names)


def _is_open(pickup: Pickup) -> bool:
    return pickup.state is PickupState.OPEN


def _identity(pickup: Pickup) -> tuple[object, ...]:
    """Return what tells a pickup from another: where there is a time, it counts and not what it was resolved to."""
    place = pickup.paragraph if pickup.time_s is None else pickup.time_s
    return pickup.take, pickup.chapter, place, pickup.kind, pickup.note, pickup.heard, pickup.written


def _match_chapter(named: str, chapters: Sequence[HeardChapter]) -> HeardChapter | str:
    """Return the one chapter that a name means, or why none: by file, id, title, then the number of its file."""
    name = _name_of(named)
    number = _NUMBERED.fullmatch(name)
    for matches in (
        [chapter for chapter in chapters if name in map(_name_of, chapter.files)],
        [chapter for chapter in chapters if name == chapter.id.casefold()],
        [chapter for chapter in chapters if name == _name_of(chapter.title)],
        [chapter for chapter in chapters if number and chapter.track == int(number[1])],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            return f"{named!r} is the name of {', '.join(chapter.id for chapter in matches)}; give the id"
    return f"no chapter that is mastered has the file, id or title {named!r}; `declaim master` makes them"


def _name_of(name: str) -> str:
    """Return a file or title as it is compared: no folder, no suffix, no case, single spaces."""
    return " ".join(_AUDIO.sub("", re.split(r"[/\\]", name.casefold())[-1].strip()).split())


def _in_file(pickup: Pickup, file: HeardFile, time_s: float, hearing: Hearing) -> Resolved:
    for chapter in file.chapters:
        if time_s < chapter.length_s:
            return _in_chapter(replace(pickup, chapter=chapter.id, time_s=round(time_s, 3)), chapter, hearing)
        time_s -= chapter.length_s
    return Resolved(pickup=pickup, problem=f"{file.name} ends before that time")


def _in_chapter(pickup: Pickup, chapter: HeardChapter, hearing: Hearing) -> Resolved:
    pickup = replace(pickup, chapter=chapter.id)
    if not chapter.timeline:
        return Resolved(pickup=pickup, problem=f"nothing is heard in {chapter.id}")
    if pickup.time_s is not None and pickup.time_s > chapter.length_s:
        length = f"{int(chapter.length_s // 60)}:{chapter.length_s % 60:02.0f}"
        hours = "; a spreadsheet may have made hours of minutes" if pickup.time_s >= 3600 else ""
        return Resolved(pickup=pickup, problem=f"{chapter.id} ends at {length}, before that time{hours}")
    entries = _near(chapter, pickup.time_s)
    by_words = _by_words(pickup, entries, hearing)
    if pickup.time_s is not None:
        at = bisect_right([entry.begin_s for entry in chapter.timeline], pickup.time_s + SLACK_S)
        stamped = chapter.timeline[max(at - 1, 0)].paragraph
        paragraph = stamped if stamped in by_words or not by_words else _nearest(entries, by_words, pickup.time_s)
        return Resolved(pickup=replace(pickup, paragraph=paragraph))
    if len(by_words) == 1:
        return Resolved(pickup=replace(pickup, paragraph=next(iter(by_words))))
    return Resolved(pickup=pickup, problem=f"it has no time, and its words do not tell one paragraph of {chapter.id}")


def _near(chapter: HeardChapter, time_s: float | None) -> list[TimelineEntry]:
    if time_s is None:
        return list(chapter.timeline)
    return [e for e in chapter.timeline if e.begin_s - NEAR_S <= time_s <= e.end_s + NEAR_S]


def _by_words(pickup: Pickup, entries: Sequence[TimelineEntry], hearing: Hearing) -> set[str]:
    """Return the paragraphs among entries that have the words that should be heard."""
    words = _words(pickup.written)
    near = {entry.paragraph for entry in entries}
    known = ((name, hearing.paragraphs[name].text) for name in near if name in hearing.paragraphs)
    return {name for name, text in known if words and f" {words} " in f" {_words(text)} "}


def _nearest(entries: Sequence[TimelineEntry], paragraphs: Collection[str], time_s: float) -> str:
    own = [entry for entry in entries if entry.paragraph in paragraphs]
    return min(own, key=lambda entry: max(entry.begin_s - time_s, time_s - entry.end_s)).paragraph


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
