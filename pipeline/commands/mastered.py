"""Lines and takes of a project -> mastered chapters in `build/mastered`; what `master`, `release` and `build` share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.disk import write_file
from pipeline.adapters.pool import worker_pool
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.chapter_stamps import Stamps
from pipeline.commands.encoded import (
    chapter_file,
    drop_others,
    encode_chapter,
    made_with,
    measure_chapter,
)
from pipeline.commands.reading import ChapterLines
from pipeline.errors import AudioError, ProjectError
from pipeline.mastering.checks import check_levels, longest_gap
from pipeline.mastering.gain import (
    ChapterSound,
    Correction,
    MasteringLock,
    correct_chapter,
    decide_gains,
    format_lock,
    is_surely_inside,
    lower_ceiling,
    parse_lock,
    predict_rms,
)
from pipeline.mastering.levels import EnergyMeter
from pipeline.mastering.loudness import LoudnessMeter
from pipeline.mastering.profiles import Profile, find_profile
from pipeline.mastering.record import MasteredRecord, format_record, parse_record
from pipeline.mastering.render import ChapterPlan, plan_chapter, render_chapter
from pipeline.mastering.timeline import arrange_chapter, chapter_head, fit_ends, split_long
from pipeline.model import ChapterAudio, ChapterEntry, ChapterFormat, Finding, MasteredChapter, Take
from pipeline.release.formats import chapter_formats

ReadObject: TypeAlias = Callable[[str], bytes]
"""The hash of an object -> its bytes; must travel to a worker process."""
TakesHeard: TypeAlias = Mapping[str, tuple[Take, ...]]

MOST_CORRECTIONS = 4
"""Those after the first are for what the limiter takes from a chapter that had to be turned up by much."""

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
    corrections_db: Mapping[str, float] = field(default_factory=dict)
    """The corrections of single chapters, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A chapter to be mastered, with everything a worker needs."""

    entry: ChapterEntry
    sound: ChapterSound
    lock: MasteringLock
    profile: Profile
    folder: Path
    read_object: ReadObject
    formats: tuple[ChapterFormat, ...]
    part_of: str = ""
    """The id of its chapter, where that is cut into parts."""
    standing: MasteredRecord | None = None
    """Where the samples are up to date, their record, with the files that are."""

    def plan(self, correction: Correction) -> ChapterPlan:
        return plan_chapter(
            self.sound.pieces,
            head_s=self.sound.head_s,
            gains_db=self.lock.voices,
            active_level_db=self.lock.active_level_db,
            correction_db=correction.gain_db,
            sample_rate_hz=self.profile.render_rate_hz,
            ceiling_db=round(self.profile.ceiling_db + correction.ceiling_db, 2),
        )

    @property
    def locked_plan(self) -> ChapterPlan:
        """The plan with the correction that the lock holds."""
        return self.plan(self.lock.correction(self.entry.id))

    @property
    def missing(self) -> tuple[ChapterFormat, ...]:
        """The files that have to be made."""
        kept = {file.format for file in self.standing.files} if self.standing else set()
        return tuple(form for form in self.formats if form not in kept)


def master_book(
    folder: ProjectFolder, chapters: Sequence[ChapterLines], takes: TakesHeard, *, read_object: ReadObject
) -> MasteredBook:
    """Bring every chapter that is not up to date to level and return them all; `mastering.lock` is brought up to date.

    Raises TakesError where a paragraph has no take, AudioError, StorageError.
    """
    profile = find_profile(folder.project.profile)
    formats = chapter_formats(folder.project.formats)
    before = _read_lock(folder.mastering_lock)
    stamps = Stamps(folder=folder, profile=profile, lock=before, formats=formats, takes=takes)
    standing = {chapter.entry.id: stamps.standing(chapter) for chapter in chapters}
    parts = {
        chapter.entry.id: list(chapter_sounds(chapter, takes, folder, profile))
        for chapter in chapters
        if standing[chapter.entry.id] is None
    }
    lock = decide_gains([sound for own in parts.values() for _, sound in own], before, profile) if parts else before
    _keep_lock(folder.mastering_lock, before, lock)
    jobs = {
        chapter: [
            _with_standing(
                _Job(
                    entry=entry,
                    sound=sound,
                    lock=lock,
                    profile=profile,
                    folder=folder.mastered,
                    read_object=read_object,
                    formats=formats,
                    part_of=chapter if entry.id != chapter else "",
                )
            )
            for entry, sound in own
            if sound.pieces
        ]
        for chapter, own in parts.items()
    }
    stale = [job for own in jobs.values() for job in own if not job.standing or job.missing]
    made = dict(_master_all(stale))
    records = {
        chapter: known if known is not None else tuple(_record_of(job, made) for job in jobs[chapter])
        for chapter, known in standing.items()
    }
    every = tuple(record for own in records.values() for record in own)
    corrected = _with_corrections(lock, made, [record.chapter.chapter for record in every])
    _keep_lock(folder.mastering_lock, lock, corrected)
    for chapter in chapters:
        if chapter.entry.id in jobs:
            replace(stamps, lock=corrected).keep(chapter, records[chapter.entry.id])
    findings = tuple(finding for record in every for finding in _check_files(record, profile))
    drop_others(folder.mastered, {record.chapter.chapter for record in every})
    return MasteredBook(
        records=every,
        made=tuple(job.entry.id for job in stale),
        findings=findings,
        corrections_db=corrected.chapters,
    )


def _check_files(record: MasteredRecord, profile: Profile) -> Iterator[Finding]:
    """Yield what lies outside the profile in any file of a chapter, each kind of fault once."""
    told: set[str] = set()
    for file in record.files:
        asked_gap_s = longest_gap(record.chapter)
        for finding in check_levels(file.levels, profile, where=record.chapter.chapter, asked_gap_s=asked_gap_s):
            if finding.code not in told:
                told.add(finding.code)
                yield replace(finding, message=f"{finding.message} ({file.format.upper()})")


def master_chapter(job: _Job) -> tuple[MasteredRecord, Correction]:
    """Render a chapter into the files it lacks; return its record and its correction."""
    if job.standing:
        correction = job.lock.correction(job.entry.id)
        record, _ = _make(job, correction)
    else:
        correction = Correction(gain_db=_settle_correction(job))
        record, level_db = _make(job, correction)
        for _ in range(MOST_CORRECTIONS):
            corrected = _corrected(job, correction, record, level_db)
            if corrected == correction:
                break
            correction = corrected
            record, level_db = _make(job, correction)
    write_file(_record_file(job), format_record(record).encode())
    return record, correction


def _corrected(job: _Job, correction: Correction, record: MasteredRecord, level_db: float) -> Correction:
    """Return the correction that brings a chapter inside its profile; the one it has where it is."""
    gain_db = correct_chapter(level_db, correction.gain_db, job.profile)
    ceiling_db = lower_ceiling((file.levels for file in record.files), correction.ceiling_db, job.profile)
    return Correction(
        gain_db=correction.gain_db if gain_db is None else gain_db,
        ceiling_db=correction.ceiling_db if ceiling_db is None else ceiling_db,
    )


def chapter_sounds(
    chapter: ChapterLines, takes: TakesHeard, folder: ProjectFolder, profile: Profile
) -> Iterator[tuple[ChapterEntry, ChapterSound]]:
    """Yield the files of a chapter, as long as they will be: one, or parts where the profile allows no such length.

    Raises TakesError where a paragraph has no take.
    """
    project, entry = folder.project, chapter.entry
    whole = arrange_chapter(chapter.paragraphs, takes, project.pauses, dict(project.cast.volumes))
    head_s = chapter_head(chapter.paragraphs, project.pauses)
    most_s = profile.length_s.most
    parts = split_long(head_s, whole, tail_s=project.pauses.chapter_tail_s, most_s=most_s)
    for number, pieces in enumerate(parts, start=1):
        fitted_s, fitted = fit_ends(head_s, pieces, profile)
        named = entry
        if len(parts) > 1:
            title = f"{entry.title}, part {number}" if entry.title else f"Part {number}"
            named = replace(entry, id=f"{entry.id}.{number}", title=title)
        yield named, ChapterSound(head_s=fitted_s, pieces=fitted)


def _settle_correction(job: _Job) -> float:
    """Return the correction a chapter needs, without encoding anything: most need none, as their takes' levels tell.

    What the lock holds is not the beginning of it: a correction that is not needed any more goes.
    """
    predicted_db = predict_rms(job.sound, job.lock.voices, job.lock.active_level_db)
    if is_surely_inside(predicted_db, job.profile):
        return 0.0
    meter = _level_meter(job.profile)
    for block in _blocks(job, job.plan(Correction())):
        meter.add(block)
    return correct_chapter(meter.level_db(), 0.0, job.profile) or 0.0


def _master_all(jobs: Sequence[_Job]) -> Iterator[tuple[str, tuple[MasteredRecord, Correction]]]:
    """Yield each chapter as it is done; the longest begin first, so that no core waits for a last long one."""
    by_length = sorted(jobs, key=lambda job: -job.sound.length_s)
    with worker_pool(len(jobs)) as pool:
        running: dict[Future[tuple[MasteredRecord, Correction]], str] = {
            pool.submit(master_chapter, job): job.entry.id for job in by_length
        }
        for future in as_completed(running):
            record, correction = future.result()
            log.info("mastered %s: RMS %.2f dB", running[future], record.levels.rms_db)
            yield running[future], (record, correction)


def _make(job: _Job, correction: Correction) -> tuple[MasteredRecord, float]:
    """Render a chapter into the files it lacks and measure each as it is decoded; return the level rendered, too."""
    plan = job.plan(correction)
    meter = _level_meter(job.profile)
    paths = [(form, chapter_file(job.folder, job.entry.id, form)) for form in job.missing]
    encode_chapter(_measured(_blocks(job, plan), meter), paths, profile=job.profile)
    measured = [measure_chapter(path, form, job.profile) for form, path in paths]
    files = (*(job.standing.files if job.standing else ()), *(audio for audio, _ in measured))
    record = MasteredRecord(
        chapter=MasteredChapter(
            chapter=job.entry.id,
            title=job.entry.title,
            frames=plan.frames,
            sample_rate_hz=plan.sample_rate_hz,
            timeline=plan.timeline,
            key=plan.key,
            part_of=job.part_of,
        ),
        files=tuple(sorted(files, key=lambda file: tuple(ChapterFormat).index(file.format))),
        contour=measured[0][1],
    )
    return record, meter.level_db()


def _level_meter(profile: Profile) -> EnergyMeter | LoudnessMeter:
    return LoudnessMeter(profile.render_rate_hz) if profile.is_by_loudness else EnergyMeter()


def _blocks(job: _Job, plan: ChapterPlan) -> Iterator[NDArray[np.int16]]:
    return render_chapter(plan, decode=lambda take: _decode(take, job.read_object))


def _decode(take: Take, read_object: ReadObject) -> tuple[NDArray[np.float32], int]:
    try:
        return decode_take(read_object(take.object), take.request.audio_format)
    except AudioError as error:
        raise AudioError(f"{take.paragraph}, take {take.id}: {error.message}") from error


def _measured(blocks: Iterator[NDArray[np.int16]], meter: EnergyMeter | LoudnessMeter) -> Iterator[NDArray[np.int16]]:
    for block in blocks:
        meter.add(block)
        yield block


def _record_file(job: _Job) -> Path:
    return job.folder / f"{job.entry.id}.json"


def _with_standing(job: _Job) -> _Job:
    """Return the job with the record of its chapter where the samples are up to date, and the files that are whole.

    Its takes have today's names: the same samples may be another paragraph's.
    """
    try:
        text = _record_file(job).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return job
    record, planned = parse_record(text, title=job.entry.title), job.locked_plan
    if record is None or record.chapter.key != planned.key:
        return job
    files = tuple(file for file in record.files if file.format in job.formats and _stands(job, file))
    return replace(job, standing=replace(record, files=files, chapter=_as_planned(record.chapter, planned, job)))


def _as_planned(chapter: MasteredChapter, planned: ChapterPlan, job: _Job) -> MasteredChapter:
    """Return the chapter with today's names of its takes: the same samples may be another paragraph's."""
    return replace(chapter, timeline=planned.timeline, part_of=job.part_of)


def _stands(job: _Job, file: ChapterAudio) -> bool:
    try:
        size = chapter_file(job.folder, job.entry.id, file.format).stat().st_size
    except OSError:
        return False
    return size == file.size and file.made_with == made_with(file.format, job.profile)


def _record_of(job: _Job, made: Mapping[str, tuple[MasteredRecord, Correction]]) -> MasteredRecord:
    if job.entry.id in made:
        return made[job.entry.id][0]
    if job.standing is None:
        raise ValueError(f"{job.entry.id} was neither mastered nor up to date")
    return job.standing


def _read_lock(path: Path) -> MasteringLock:
    try:
        return parse_lock(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return MasteringLock()
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path} cannot be read: {error}") from error


def _with_corrections(
    lock: MasteringLock, made: Mapping[str, tuple[MasteredRecord, Correction]], chapters: Sequence[str]
) -> MasteringLock:
    """Return the lock with the corrections of the chapters there are; one that is not needed any more is dropped."""
    decided = {
        chapter: made[chapter][1] if chapter in made else lock.correction(chapter) for chapter in [*chapters, *made]
    }
    return replace(
        lock,
        chapters={chapter: own.gain_db for chapter, own in decided.items() if own.gain_db},
        ceilings={chapter: own.ceiling_db for chapter, own in decided.items() if own.ceiling_db},
    )


def _keep_lock(path: Path, before: MasteringLock, after: MasteringLock) -> None:
    if after != before:
        write_file(path, format_lock(after).encode())
