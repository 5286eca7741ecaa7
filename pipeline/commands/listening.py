"""A project's takes -> what is heard in them, each once, by all cores or a service -> findings."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.engines.reading import EnglishReader
from pipeline.adapters.hearings import Hearings, add_sounds, read_sounds
from pipeline.adapters.pool import worker_pool
from pipeline.adapters.progress import Advance, show_progress
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.adapters.transcribers.protocol import Transcriber
from pipeline.adapters.transcribers.registry import find_transcriber
from pipeline.commands.mastered_times import MasteredPlace, find_mastered
from pipeline.commands.narrated import narrated_audio
from pipeline.commands.pickup_file import read_pickups
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import find_standing
from pipeline.listening.evidence import HeardLine, hear_line
from pipeline.listening.judge import judge_lines
from pipeline.listening.pickup_rows import names_of, read_dismissed
from pipeline.listening.sound import METER, measure_take
from pipeline.mastering.timeline import arrange_chapter, chapter_head
from pipeline.model import Attention, HeardFinding, HeardWord, ListeningCode, Pauses, Take, TakeSound, Transcript

TAKES_A_JOB = 8
"""So many takes go to a worker at once: about two minutes of audio, some seconds of work."""
CALLS_AT_ONCE = 4
"""To a service; its own limit is higher on every plan (https://elevenlabs.io/docs/models, read 2025-04)."""

ARRIVED: Final = {
    "take.silent": ListeningCode.SILENT,
    "take.clipped": ListeningCode.CLIPPED,
    "take.too-short": ListeningCode.MISSING,
    "take.cut": ListeningCode.TRUNCATED,
    "take.too-long": ListeningCode.ADDED,
}
"""What the check on arrival finds, as listening says it; `take.cue` leaves words in that are not the book's."""

Heard: TypeAlias = "list[tuple[Transcript, TakeSound | None]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTake:
    """A take that is heard, and where."""

    chapter: str
    take: Take
    begins_at_s: float | None
    """When it begins in the chapter as it is mastered, else as it will be; None where it is not recorded to its end."""
    is_asked_for: bool
    part: str = ""
    """The mastered file it is heard in, where that is a part of the chapter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What listening came to."""

    takes: int
    """That were asked for."""
    transcribed: int
    """Hearings made now."""
    unrecorded: int
    """Paragraphs that have no take that stands."""
    findings: tuple[HeardFinding, ...]
    """Without those that a person has dismissed."""
    lines: Mapping[str, HeardLine] = field(default_factory=dict)
    """Every line that was ever heard, by its take; empty where nothing has changed since the last time."""
    standing: Mapping[str, Take] = field(default_factory=dict)
    """The takes that stand, or wait for an ear, by id; likewise."""
    asked: frozenset[str] = frozenset()
    """The takes that were listened to; likewise."""


def listen_to_book(
    folder: ProjectFolder,
    chapters: Sequence[ChapterLines],
    *,
    engine: str,
    only: Callable[[str, str], bool] = lambda *_: True,
) -> Listened:
    """Hear every chosen take that was not heard yet, and return what is worth a producer's ears.

    `only` tells by chapter and paragraph what is listened to; takes that were heard before still tell what is usual.
    Raises EngineError where the transcriber is not installed or fails, TakesError, AudioError, StorageError.
    """
    standing = find_standing(folder, chapters)
    held = [take for take in standing.held if only(chapter_of(chapters, take.paragraph), take.paragraph)]
    mastered = find_mastered(folder, chapters, standing.takes)
    placed = [
        _as_mastered(one, mastered)
        for chapter in chapters
        for one in _place(chapter, standing.takes, folder.project.pauses, only)
    ]
    ears = _Ears(folder, engine)
    asked = [one.take for one in placed if one.is_asked_for]
    transcribed = ears.hear(asked, Attention.QUICK)
    suspects = [one.take for one in placed if one.is_asked_for and ears.line_of(one).is_doubtful]
    transcribed += ears.hear(suspects, Attention.CLOSE)
    lines = [ears.line_of(one) for one in placed if ears.has_heard(one.take)]
    ears.keep_phonemes()
    names = {one.id for one in (*asked, *held)}
    dismissed = read_dismissed(read_pickups(folder), names=names_of(lines))
    findings = (*judge_lines(lines), *(one for take in held for one in find_held(take, chapters)))
    return Listened(
        takes=len(asked),
        transcribed=transcribed,
        unrecorded=sum(only("", name) for name in standing.waiting),
        findings=tuple(one for one in findings if one.take in names and not dismissed.covers(one)),
        lines={line.take: line for line in lines},
        standing={take.id: take for take in (*(one.take for one in placed), *held)},
        asked=frozenset(names),
    )


def find_held(take: Take, chapters: Sequence[ChapterLines]) -> Iterator[HeardFinding]:
    """Yield what the check on arrival found of a take that stands nowhere, because it waits for an ear."""
    for finding in take.findings:
        yield HeardFinding(
            code=ARRIVED.get(finding.code, ListeningCode.ADDED),
            chapter=chapter_of(chapters, take.paragraph),
            paragraph=take.paragraph,
            line=take.line,
            take=take.id,
            begin_s=take.sound.speech_begin_s,
            end_s=take.sound.speech_end_s,
            message=f"it waits for a person since it was recorded: {finding.message}",
        )


def chapter_of(chapters: Sequence[ChapterLines], paragraph: str) -> str:
    """Return the id of the chapter of a paragraph that is read aloud; empty where there is none."""
    found = (each.entry.id for each in chapters for own in each.paragraphs if own.paragraph == paragraph)
    return next(found, "")


def _place(
    chapter: ChapterLines,
    takes: Mapping[str, tuple[Take, ...]],
    pauses: Pauses,
    only: Callable[[str, str], bool],
) -> Iterator[PlacedTake]:
    """Yield the takes of a chapter in order; times count as the takes and pauses stand, before mastering."""
    spoken = [paragraph for paragraph in chapter.paragraphs if paragraph.lines]
    is_whole = all(takes.get(paragraph.paragraph) for paragraph in spoken)
    begins: Iterator[float | None] = itertools.repeat(None)
    if is_whole:
        pieces = arrange_chapter(chapter.paragraphs, takes, pauses)
        lengths = (one.take.sound.speech_end_s - one.take.sound.speech_begin_s + one.gap_after_s for one in pieces)
        starts = itertools.accumulate(lengths, initial=chapter_head(chapter.paragraphs, pauses))
        begins = iter([start - one.take.sound.speech_begin_s for start, one in zip(starts, pieces, strict=False)])
    for paragraph in spoken:
        for take, begin_s in zip(takes.get(paragraph.paragraph, ()), begins, strict=False):
            yield PlacedTake(
                chapter=chapter.entry.id,
                take=take,
                begins_at_s=begin_s,
                is_asked_for=only(chapter.entry.id, paragraph.paragraph),
            )


def _as_mastered(one: PlacedTake, mastered: Mapping[str, MasteredPlace]) -> PlacedTake:
    place = mastered.get(one.take.id)
    return replace(one, begins_at_s=place.begins_at_s, part=place.part) if place else one


class _Ears:
    """Everything that was heard of a project, and the transcribers that hear the rest."""

    def __init__(self, folder: ProjectFolder, engine: str) -> None:
        self._folder = folder
        self._engine = engine
        self._hearings = Hearings(folder.takes)
        self._known = self._hearings.read()
        self._sounds_file = folder.build / "listening" / "sounds.jsonl"
        self._sounds = read_sounds(self._sounds_file, meter=METER)
        self._phonemes = Phonemes(folder.build / "listening" / "phonemes.json")
        self._lines: dict[tuple[str, str, str], HeardLine] = {}

    def has_heard(self, take: Take) -> bool:
        return bool(self._heard(take)) and take.object in self._sounds

    def line_of(self, one: PlacedTake) -> HeardLine:
        """Return a take that was heard as a line; from the same hearings it is made once."""
        take = one.take
        hearings = self._heard(take)
        key = (take.id, one.chapter, " ".join(hearing.transcriber for hearing in hearings))
        if key not in self._lines:
            self._lines[key] = hear_line(
                place=(one.part or one.chapter, take.paragraph, take.line),
                take=take.id,
                voice=_voice_of(take),
                text=take.spoken.text,
                hearings=[hearing.words for hearing in hearings],
                sound=self._sounds[take.object],
                sounds_of=self._phonemes.reader(take.request.language),
                language=take.request.language,
                begins_at_s=one.begins_at_s,
            )
        return self._lines[key]

    def hear(self, takes: Sequence[Take], attention: Attention) -> int:
        """Hear the takes that were not heard so closely, keep what is heard, and return how many they were."""
        wanted: dict[tuple[str, str], Take] = {}
        for take in takes:
            name = self._transcriber(take).name(attention)
            if (take.object, name) not in self._known or take.object not in self._sounds:
                wanted[take.object, name] = take
        new = list(wanted.values())
        seconds = sum(max(1, round(take.sound.duration_s)) for take in new)
        with show_progress(f"listening ({attention})", seconds) as advance:
            for language in sorted({take.request.language for take in new}):
                own = [take for take in new if take.request.language == language]
                self._hear_all(own, language, attention, advance)
        return len(new)

    def keep_phonemes(self) -> None:
        self._phonemes.keep()

    def _hear_all(self, takes: Sequence[Take], language: str, attention: Attention, advance: Advance) -> None:
        transcriber = self._transcriber(takes[0])
        size = TAKES_A_JOB if transcriber.is_local else 1
        jobs = [takes[first : first + size] for first in range(0, len(takes), size)]
        with _pool(transcriber, len(jobs)) as pool:
            running: dict[Future[Heard], Sequence[Take]] = {
                pool.submit(hear_some, job, self._folder.path, self._engine, language, attention): job for job in jobs
            }
            for future in as_completed(running):
                self._keep(future.result())
                advance(sum(max(1, round(take.sound.duration_s)) for take in running[future]))

    def _keep(self, heard: Heard) -> None:
        new = [one for one, _ in heard if (one.object, one.transcriber) not in self._known]
        sounds = {one.object: sound for one, sound in heard if one.object not in self._sounds and sound}
        self._hearings.add(new)
        add_sounds(self._sounds_file, sounds, meter=METER)
        self._known |= {(one.object, one.transcriber): one for one in new}
        self._sounds |= sounds

    def _heard(self, take: Take) -> list[Transcript]:
        """Return the hearings of a take by this transcriber, the closest last; one manner is one hearing."""
        names = dict.fromkeys(self._transcriber(take).name(attention) for attention in Attention)
        return [self._known[take.object, name] for name in names if (take.object, name) in self._known]

    def _transcriber(self, take: Take) -> Transcriber:
        return transcriber_of(self._engine, take.request.language, self._folder.path)


def hear_some(takes: Sequence[Take], project: Path, engine: str, language: str, attention: Attention) -> Heard:
    """Return what is heard in each take, and its measures."""
    transcriber = transcriber_of(engine, language, project)
    store = TakeStore(project / "takes")
    heard: Heard = []
    for take in takes:
        audio, audio_format = narrated_audio(take, store.read_object(take.object))
        words: tuple[HeardWord, ...] = transcriber.transcribe(audio, audio_format, attention)
        transcript = Transcript(object=take.object, transcriber=transcriber.name(attention), words=words)
        sound = measure_take(*decode_take(audio, audio_format)) if attention is Attention.QUICK else None
        heard.append((transcript, sound))
    return heard


@cache
def transcriber_of(engine: str, language: str, project: Path) -> Transcriber:
    """Return this process's transcriber for a language, with the model it has loaded. Raises EngineError."""
    return find_transcriber(engine, language=language, project=project)


@contextmanager
def _pool(transcriber: Transcriber, jobs: int) -> Iterator[Executor]:
    if transcriber.is_local:
        with worker_pool(jobs) as pool:
            yield pool
    else:
        with ThreadPoolExecutor(CALLS_AT_ONCE) as threads:
            yield threads


class Phonemes:
    """How words sound, by hibari's reader; what was read once is kept, because loading the reader takes seconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = _read_words(read_file(path))
        self._count = len(self._known)

    def reader(self, language: str) -> Callable[[str], str]:
        """Return what gives the phonemes of a word: by the rules of English, or else its letters."""
        return self._english if language.split("-")[0] == "en" else _letters

    def keep(self) -> None:
        """Write what was read since."""
        if len(self._known) > self._count:
            write_file(self._path, json.dumps(self._known, ensure_ascii=False, sort_keys=True).encode())

    def _english(self, word: str) -> str:
        if word not in self._known:
            self._known[word] = _english_reader()(word)
        return self._known[word]


def _letters(word: str) -> str:
    return word


@cache
def _english_reader() -> EnglishReader:
    return EnglishReader(accent="en-US")


def _read_words(data: bytes | None) -> dict[str, str]:
    try:
        words = json.loads(data or b"{}")
    except ValueError:
        return {}
    return {str(word): str(sounds) for word, sounds in words.items()} if isinstance(words, dict) else {}


def _voice_of(take: Take) -> str:
    """Return a name for everything that decides how a take sounds: takes of other settings are another habit."""
    voice = take.request.voice
    return " ".join((voice.engine, voice.voice, voice.model, *(f"{name}={value}" for name, value in voice.settings)))


def chosen_places(chapters: Collection[str], paragraphs: Collection[str]) -> Callable[[str, str], bool]:
    """Return what tells whether a paragraph of a chapter was asked for; naming nothing asks for all."""
    return lambda chapter, paragraph: not (chapters or paragraphs) or chapter in chapters or paragraph in paragraphs
