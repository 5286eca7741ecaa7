"""Open pickups and the takes they are in -> build/listening/index.html, with the sound of each place in it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.adapters.codecs.mp3 import mp3_bytes
from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.listening import Listened
from pipeline.commands.narrated import narrated_samples
from pipeline.commands.reading import ChapterLines
from pipeline.errors import AudioError, TakesError
from pipeline.listening.marked import mark_line
from pipeline.listening.page import Card, Clip, format_page
from pipeline.model import HeardFinding, Pickup, Remedy, Take

AROUND_S = 1.5
"""So much is heard before and after a place: enough to know where one is."""
LONGEST_S = 15.0
KBPS = 64
MOST_CLIPS = 200
"""Further pickups have no player: at 100 kB each the page would no longer open."""


def write_page(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    rows: Sequence[Pickup],
    *,
    listened: Listened,
    strongest: Mapping[str, HeardFinding],
    readings: Mapping[str, tuple[tuple[str, str], ...]],
) -> Path:
    """Write the page of the open rows where it differs from what is there; return its path. Raises StorageError.

    strongest has the finding to be heard by take; readings how a word may be said, by the word as it was found.
    """
    titles = {chapter.entry.id: chapter.entry.title or chapter.entry.id for chapter in chapters}
    takes = {row.take or row.paragraph: _take_of(row, listened) for row in rows}
    cards = []
    for number, row in enumerate(rows):
        take, finding = takes[row.take or row.paragraph], strongest.get(row.take)
        line = listened.lines.get(row.take)
        cards.append(
            Card(
                pickup=row,
                chapter=titles.get(row.chapter, row.chapter),
                text=mark_line(take.spoken.text, line) if take and row.take else (),
                clip=_clip_of(folder, take, finding) if take and number < MOST_CLIPS else None,
                candidates=readings.get(finding.written, ()) if finding else (),
                commands=tuple(_commands(folder, row, finding)),
            )
        )
    told = f"{len(listened.asked)} takes were listened to"
    page = format_page(folder.project.metadata.title, cards, told=told).encode()
    path = folder.build / "listening" / "index.html"
    if read_file(path) != page:
        write_file(path, page)
    return path


def _take_of(row: Pickup, listened: Listened) -> Take | None:
    """Return the take a row is about: its own, or the first of its paragraph that stands."""
    if row.take:
        return listened.standing.get(row.take)
    return next((take for take in listened.standing.values() if take.paragraph == row.paragraph), None)


def _clip_of(folder: ProjectFolder, take: Take, finding: HeardFinding | None) -> Clip | None:
    """Return the sound around a place; of the whole take where the place is not known. None where it is not here."""
    try:
        audio = TakeStore(folder.takes).read_object(take.object)
        samples, rate_hz = narrated_samples(take, audio)
        begin_s, end_s = (finding.begin_s, finding.end_s) if finding else (0.0, len(samples) / rate_hz)
        first_s = max(0.0, begin_s - AROUND_S)
        last_s = min(end_s + AROUND_S, first_s + LONGEST_S, len(samples) / rate_hz)
        piece = samples[round(first_s * rate_hz) : round(last_s * rate_hz)]
        frames = np.round(np.clip(piece, -1.0, 1.0) * 32767).astype(np.int16)
        encoded = mp3_bytes(frames, sample_rate_hz=rate_hz, bit_rate_kbps=KBPS)
    except (TakesError, AudioError):
        return None
    source = f"data:audio/mpeg;base64,{base64.b64encode(encoded).decode()}"
    return Clip(source=source, begin_s=first_s, place_s=begin_s - first_s)


def _commands(folder: ProjectFolder, row: Pickup, finding: HeardFinding | None) -> Iterator[tuple[str, str]]:
    slug = folder.project.slug
    if row.remedy is Remedy.LEXICON and finding and finding.written:
        yield "hear how it may be said", f"declaim lexicon audition {slug} {finding.written}"
    if row.remedy is Remedy.SCRIPT:
        yield "edit the paragraph", f"{folder.script.relative_to(folder.path.parent.parent)}/{_file(row)}.txt"
        yield "record it as it is then", f"declaim record {slug} --paragraph {row.paragraph}"
    elif row.paragraph:
        yield "another take", f"declaim record {slug} --paragraph {row.paragraph} --retake"
    if row.paragraph:
        yield "every take of it", f"declaim takes list {slug} --paragraph {row.paragraph}"
    yield "nothing is wrong", f"declaim pickups dismiss {slug} {row.take or row.paragraph}"


def _file(row: Pickup) -> str:
    """Return the name of a row's script file; a part of a chapter is in the file of the chapter."""
    return row.chapter.partition(".")[0]
