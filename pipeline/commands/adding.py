"""A person's recording of a paragraph, or of one of its lines -> a take that stands: checked, its words timed."""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.adapters.aligners.pocketsphinx import INSTALL, find_aligner
from pipeline.adapters.codecs.decode import decode_take, find_format
from pipeline.adapters.codecs.flac import Samples
from pipeline.adapters.disk import read_file
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import object_of
from pipeline.commands.desk import Desk, prepare_desk, write_choices
from pipeline.commands.keeping import name_of
from pipeline.commands.reading import ChapterLines
from pipeline.errors import AudioError, TakesError
from pipeline.model import Line, Request, Spoken, Take, Timing, TimingUnit
from pipeline.recording.choice import choose_takes
from pipeline.recording.context_text import blank_tags
from pipeline.recording.external import external_voice, line_key, spoken_of, whole_key
from pipeline.recording.external_sound import inspect_recording, time_sentences
from pipeline.recording.plan import PlannedParagraph
from pipeline.recording.records import take_line
from pipeline.script.sentences import find_all_sentences

HUMAN: Final = "human"
"""Who speaks where nobody says a name: then all such recordings have one gain."""
OTHER_LEVEL_DB: Final = 4.5
"""Mastering brings a stray take of a voice back by 3 dB, and lets it be off by 1.5 (`mastering.gain`)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which recording is to stand for what."""

    paragraph: str
    file: Path
    line: int | None = None
    """Only for this line; None: for the whole paragraph."""
    narrator: str = HUMAN
    locks: bool = False
    """Whether the paragraph is locked as soon as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A recording that was taken into the store."""

    take: Take
    stands: bool
    """False where something was found, or other lines of the paragraph have no take yet."""
    remarks: tuple[str, ...]


def add_recording(folder: ProjectFolder, chapters: Sequence[ChapterLines], wish: Wish) -> Added:
    """Keep a recording as a take, and let it stand if nothing is found; the caller holds the project.

    Raises TakesError where there is no such paragraph or line, or it is locked; AudioError where the file cannot be
    read; StorageError.
    """
    desk = prepare_desk(folder, chapters)
    planned = _paragraph_of(desk, wish)
    audio = read_file(wish.file)
    if audio is None:
        raise AudioError(f"{wish.file}: there is no such file")
    take = _take_of(desk, planned, wish, audio)
    desk.store.add({take.object: audio}, journal=[take_line(take)], ledger=())
    remarks = tuple(_remarks(desk, take))
    if take.findings or not _completes(planned, take):
        return Added(take=take, stands=False, remarks=remarks)
    after = choose_takes(desk.plan, [take])
    if wish.locks:
        after = tuple(dataclasses.replace(e, is_locked=True) if e.paragraph == take.paragraph else e for e in after)
    write_choices(desk, after)
    return Added(take=take, stands=True, remarks=remarks)


def tell_added(added: Added) -> str:
    """Return what was done, for a person."""
    take = added.take
    whole = f"line {take.line} of " if take.key.startswith("external-line:") else ""
    times = "of its words" if take.timing_unit is TimingUnit.WORD else "of its sentences, estimated"
    done = f"{take.id} is {take.request.voice.voice}'s recording of {whole}{take.paragraph}"
    facts = f"{take.sound.duration_s:.2f} s, level {take.sound.active_rms_db:.1f} dBFS, times {times}"
    if added.stands:
        return f"{done}: it stands ({facts})"
    if take.findings:
        return f"{done}: it is kept, and stands once you choose it: `declaim takes choose` ({facts})"
    return f"{done}: it is kept, and stands once the other lines are recorded ({facts})"


def _paragraph_of(desk: Desk, wish: Wish) -> PlannedParagraph:
    planned = next((p for p in desk.plan.paragraphs if p.lines.paragraph == wish.paragraph and p.keys), None)
    if planned is None:
        raise TakesError(f"no such paragraph is read aloud: {wish.paragraph}; the ids are in the script files")
    if planned.is_locked:
        raise TakesError(f"{wish.paragraph}: its takes are locked; `declaim takes unlock` it first")
    if wish.line is not None and not 0 <= wish.line < len(planned.keys):
        raise TakesError(f"{wish.paragraph} has lines 0 to {len(planned.keys) - 1}; `declaim trace` shows them")
    return planned


def _take_of(desk: Desk, planned: PlannedParagraph, wish: Wish, audio: bytes) -> Take:
    lines = planned.lines
    is_whole = wish.line is None or len(lines.lines) == 1
    line = lines.lines[0] if wish.line is None else lines.lines[wish.line]
    spoken = spoken_of(lines) if is_whole else line.spoken
    audio_format = find_format(audio, where=str(wish.file))
    samples, rate_hz = decode_take(audio, audio_format)
    timings = _align(samples, rate_hz, spoken, line)
    sound, findings = inspect_recording(samples, rate_hz, spoken.text, timings)
    sentences = find_all_sentences(spoken.text, language=line.language)
    where = lines.paragraph if is_whole else name_of((lines.paragraph, line.number))
    return Take(
        id=desk.store.new_id(),
        paragraph=lines.paragraph,
        line=line.number,
        start=line.start,
        stop=lines.lines[-1].stop if is_whole else line.stop,
        ends=lines.lines[-1].ends if is_whole else line.ends,
        key=whole_key(lines) if is_whole else line_key(lines, line.number),
        source_key=lines.source_key,
        object=object_of(audio),
        request=Request(
            voice=external_voice(wish.narrator), text=spoken.text, language=line.language, audio_format=audio_format
        ),
        spoken=spoken,
        sound=sound,
        timings=timings or time_sentences(samples, rate_hz, sentences, sound),
        timing_unit=TimingUnit.WORD if timings else TimingUnit.SENTENCE,
        findings=tuple(dataclasses.replace(finding, where=where) for finding in findings),
        made_by=(("recorded-by", wish.narrator), ("file", wish.file.name), *_aligned_by(timings)),
        recorded_at=desk.store.now(),
        speaker=line.speaker,
        break_s=lines.lines[-1].break_s if is_whole else line.break_s,
        reason="added",
    )


def _align(samples: Samples, rate_hz: int, spoken: Spoken, line: Line) -> tuple[Timing, ...]:
    """Return when each word is heard; nothing without the extra `align`, or in a language it does not know."""
    aligner = find_aligner()
    if aligner is None:
        log.warning("the times of its words are not known; %s", INSTALL)
        return ()
    if line.language.split("-")[0] not in aligner.languages:
        return ()
    return aligner.align(samples, rate_hz, blank_tags(spoken.text))


def _aligned_by(timings: Sequence[Timing]) -> tuple[tuple[str, str], ...]:
    aligner = find_aligner() if timings else None
    return (("aligned-by", aligner.name),) if aligner else ()


def _completes(planned: PlannedParagraph, take: Take) -> bool:
    """Return whether every line of the paragraph has a take with this one."""
    if take.key == whole_key(planned.lines):
        return True
    standing = {} if planned.whole else dict(planned.entries)
    return {*standing, take.line} == {*range(len(planned.keys))}


def _remarks(desk: Desk, take: Take) -> tuple[str, ...]:
    """Return what a producer should know who added it, although it is no finding."""
    others = [
        each.sound.active_rms_db
        for each in desk.index.takes.values()
        if each.request.voice == take.request.voice and math.isfinite(each.sound.active_rms_db)
    ]
    if not others or not math.isfinite(take.sound.active_rms_db):
        return ()
    off_db = take.sound.active_rms_db - sorted(others)[len(others) // 2]
    if abs(off_db) <= OTHER_LEVEL_DB:
        return ()
    return (
        f"it is {off_db:+.1f} dB beside {take.request.voice.voice}'s other recordings, and all of them have one gain: "
        "for another microphone or room add it with a --narrator of its own",
    )
