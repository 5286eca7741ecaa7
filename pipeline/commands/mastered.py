"""Lines and takes of a project -> mastered chapters in `build/mastered`; what `master`, `release` and `build` share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.pcm import write_flac
from pipeline.adapters.disk import write_file
from pipeline.adapters.pool import worker_pool
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.reading import ChapterLines
from pipeline.errors import AudioError, ProjectError
from pipeline.mastering.checks import check_levels
from pipeline.mastering.gain import (
    ChapterSound,
    MasteringLock,
    correct_chapter,
    decide_gains,
    format_lock,
    parse_lock,
)
from pipeline.mastering.levels import LevelMeter
from pipeline.mastering.profiles import Profile, find_profile
from pipeline.mastering.record import MasteredRecord, format_record, parse_record
from pipeline.mastering.render import ChapterPlan, plan_chapter, render_chapter
from pipeline.mastering.timeline import arrange_chapter, chapter_head
from pipeline.model import ChapterEntry, Finding, MasteredChapter, Take

ReadObject: TypeAlias = Callable[[str], bytes]
"""The hash of an object -> its bytes; must travel to a worker process."""
TakesHeard: TypeAlias = Mapping[str, tuple[Take, ...]]

MOST_CORRECTIONS = 2
"""The second is for what the limiter takes from a chapter that had to be turned up by much."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteredBook:
    """All chapters of a book, mastered."""

    records: tuple[MasteredRecord, ...]
    """In the order of the book; chapters in which nothing is spoken are not among them."""
    made: tuple[str, ...]
    """Ids of the chapters that were not up to date."""
    findings: tuple[Finding, ...]
    """Chapters outside their profile's levels after their own correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A chapter to be mastered, with everything a worker needs."""

    entry: ChapterEntry
    sound: ChapterSound
    lock: MasteringLock
    profile: Profile
    folder: Path
    read_object: ReadObject

    @property
    def correction_db(self) -> float:
        return self.lock.chapters.get(self.entry.id, 0.0)

    def plan(self, correction_db: float) -> ChapterPlan:
        return plan_chapter(
            self.sound.pieces,
            head_s=self.sound.head_s,
            gains_db=self.lock.voices,
            correction_db=correction_db,
            sample_rate_hz=self.profile.render_rate_hz,
        )


def samples_file(folder: Path, chapter: str) -> Path:
    """Return where the samples of a mastered chapter lie."""
    return folder / f"{chapter}.flac"


def master_book(
    folder: ProjectFolder, chapters: Sequence[ChapterLines], takes: TakesHeard, *, read_object: ReadObject
) -> MasteredBook:
    """Bring every chapter that is not up to date to level and return them all; `mastering.lock` is brought up to date.

    Raises TakesError where a paragraph has no take, AudioError, StorageError.
    """
    profile = find_profile(folder.project.profile)
    sounds = [_sound(chapter, takes, folder) for chapter in chapters]
    before = _read_lock(folder.mastering_lock)
    lock = decide_gains(sounds, before)
    _keep_lock(folder.mastering_lock, before, lock)
    jobs = [
        _Job(
            entry=chapter.entry,
            sound=sound,
            lock=lock,
            profile=profile,
            folder=folder.mastered,
            read_object=read_object,
        )
        for chapter, sound in zip(chapters, sounds, strict=True)
        if sound.pieces
    ]
    standing = {job.entry.id: record for job in jobs if (record := _read_record(job))}
    stale = [job for job in jobs if job.entry.id not in standing]
    made = dict(_master_all(stale))
    _keep_lock(folder.mastering_lock, lock, _with_corrections(lock, made))
    records = tuple(standing.get(job.entry.id) or made[job.entry.id][0] for job in jobs)
    findings = tuple(
        finding for record in records for finding in check_levels(record.levels, profile, where=record.chapter.chapter)
    )
    return MasteredBook(records=records, made=tuple(job.entry.id for job in stale), findings=findings)


def master_chapter(job: _Job) -> tuple[MasteredRecord, float]:
    """Render a chapter, and again where it lies outside its window; return its record and its correction in dB."""
    correction_db = job.correction_db
    record = _render(job, job.plan(correction_db))
    for _ in range(MOST_CORRECTIONS):
        corrected_db = correct_chapter(record.levels.rms_db, correction_db, job.profile)
        if corrected_db is None:
            break
        correction_db = corrected_db
        record = _render(job, job.plan(correction_db))
    write_file(_record_file(job), format_record(record).encode())
    return record, correction_db


def _sound(chapter: ChapterLines, takes: TakesHeard, folder: ProjectFolder) -> ChapterSound:
    pauses = folder.project.pauses
    pieces = arrange_chapter(chapter.paragraphs, takes, pauses)
    return ChapterSound(head_s=chapter_head(chapter.paragraphs, pauses), pieces=pieces)


def _master_all(jobs: Sequence[_Job]) -> Iterator[tuple[str, tuple[MasteredRecord, float]]]:
    """Yield each chapter as it is done; the longest begin first, so that no core waits for a last long one."""
    by_length = sorted(jobs, key=lambda job: -job.sound.length_s)
    with worker_pool(len(jobs)) as pool:
        running: dict[Future[tuple[MasteredRecord, float]], str] = {
            pool.submit(master_chapter, job): job.entry.id for job in by_length
        }
        for future in as_completed(running):
            record, correction_db = future.result()
            log.info("mastered %s: RMS %.2f dB", running[future], record.levels.rms_db)
            yield running[future], (record, correction_db)


def _render(job: _Job, plan: ChapterPlan) -> MasteredRecord:
    meter = LevelMeter(plan.sample_rate_hz)
    path = samples_file(job.folder, job.entry.id)
    blocks = render_chapter(plan, decode=lambda take: _decode(take, job.read_object))
    frames = write_flac(path, _measured(blocks, meter), sample_rate_hz=plan.sample_rate_hz)
    chapter = MasteredChapter(
        chapter=job.entry.id,
        title=job.entry.title,
        frames=frames,
        sample_rate_hz=plan.sample_rate_hz,
        timeline=plan.timeline,
        key=plan.key,
    )
    return MasteredRecord(chapter=chapter, levels=meter.levels(), size=path.stat().st_size)


def _decode(take: Take, read_object: ReadObject) -> tuple[NDArray[np.float32], int]:
    try:
        return decode_take(read_object(take.object), take.request.audio_format)
    except AudioError as error:
        raise AudioError(f"{take.paragraph}, take {take.id}: {error.message}") from error


def _measured(blocks: Iterator[NDArray[np.int16]], meter: LevelMeter) -> Iterator[NDArray[np.int16]]:
    for block in blocks:
        meter.add(block)
        yield block


def _record_file(job: _Job) -> Path:
    return job.folder / f"{job.entry.id}.json"


def _read_record(job: _Job) -> MasteredRecord | None:
    """Return the record of a chapter that is up to date, else None."""
    try:
        text = _record_file(job).read_text(encoding="utf-8")
        size = samples_file(job.folder, job.entry.id).stat().st_size
    except (OSError, UnicodeDecodeError):
        return None
    record = parse_record(text, title=job.entry.title)
    is_whole = record is not None and record.size == size
    return record if record and is_whole and record.chapter.key == job.plan(job.correction_db).key else None


def _read_lock(path: Path) -> MasteringLock:
    try:
        return parse_lock(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return MasteringLock()
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path} cannot be read: {error}") from error


def _with_corrections(lock: MasteringLock, made: Mapping[str, tuple[MasteredRecord, float]]) -> MasteringLock:
    corrections = {chapter: correction_db for chapter, (_, correction_db) in made.items() if correction_db}
    return replace(lock, chapters={**lock.chapters, **corrections})


def _keep_lock(path: Path, before: MasteringLock, after: MasteringLock) -> None:
    if after != before:
        write_file(path, format_lock(after).encode())
