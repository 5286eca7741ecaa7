"""Mastered chapters -> the release folder, complete or not at all; what `release` and `build` share."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.adapters.codecs.ffmpeg import join_m4b
from pipeline.adapters.codecs.mp3 import tag_mp3
from pipeline.adapters.disk import write_file
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.staging import drop_stage, open_stage, restore, swap_in
from pipeline.commands.companions import file_hash, make_companions, make_other_codec, make_sample_file
from pipeline.commands.editions import describe_edition, find_former
from pipeline.commands.encoded import chapter_file
from pipeline.commands.finished import finish_book, tell_origin, voices_heard
from pipeline.commands.mastered import MasteredBook, TakesHeard
from pipeline.commands.reading import ChapterLines
from pipeline.commands.release_options import LAST
from pipeline.errors import DeclaimError, ProjectError
from pipeline.mastering.checks import check_chapter_file, check_sample, check_together, longest_gap
from pipeline.mastering.profiles import Profile, find_profile
from pipeline.model import ChapterAudio, ChapterFormat, Finding
from pipeline.release.editions import Edition
from pipeline.release.formats import EncodedFile, plan_encoded
from pipeline.release.m4b import BookFile, format_chapters
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.manifest import ReleasedFile, format_manifest, parse_manifest
from pipeline.release.mp3 import ChapterFile
from pipeline.release.notes import CHECKSUMS, NOTES, format_checksums, format_notes
from pipeline.release.sample import SampleFile
from pipeline.release.wording import disclose

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a release came to."""

    files: tuple[ReleasedFile, ...]
    """Sorted by name."""
    made: tuple[str, ...]
    """Names of the files that were not up to date."""
    findings: tuple[Finding, ...]
    """Not empty: the release folder was left as it was."""


def release_book(
    folder: ProjectFolder,
    book: MasteredBook,
    chapters: Sequence[ChapterLines],
    takes: TakesHeard,
    *,
    since: str = LAST,
) -> Release:
    """Encode what is not up to date, measure it, and put the release folder in place where all of it passes.

    The notes tell of what changed since a former release (`editions.find_former`). Raises AudioError, StorageError,
    ProjectError.
    """
    profile = find_profile(folder.project.profile)
    restore(folder.release)
    finished = finish_book(folder, book, chapters, takes, bit_rate_kbps=profile.encode_kbps)
    plans = {plan.name: plan for plan in plan_encoded(finished)}
    standing = _standing_files(folder.release, plans)
    stage = open_stage(folder.release, keep=sorted(standing))
    try:
        new = {name: plan for name, plan in plans.items() if name not in standing}
        made = _make_files(new, stage, folder, book)
        files = tuple(sorted((*standing.values(), *made), key=lambda file: file.name))
        pauses_s = {record.chapter.chapter: longest_gap(record.chapter) for record in book.records}
        findings = check_release(files, profile, pauses_s)
        if findings:
            return Release(files=files, made=(), findings=findings)
        companions, fresh = make_companions(finished, files, stage, _listed_files(folder.release), folder.release)
        files = tuple(sorted((*files, *companions), key=lambda file: file.name))
        _finish(folder, stage, files, _write_papers(folder, files, book, chapters, takes, since=since))
        return Release(files=files, made=tuple(sorted((*new, *fresh))), findings=())
    finally:
        drop_stage(stage)


def check_release(
    files: Sequence[ReleasedFile], profile: Profile, pauses_s: Mapping[str, float]
) -> tuple[Finding, ...]:
    """Return everything in which the files lie outside the profile, sorted by file.

    `pauses_s` is the longest pause that is asked for, by chapter id; the sample belongs to no chapter.
    """
    found: list[Finding] = []
    encodings = {}
    for file in sorted(files, key=lambda file: file.name):
        if file.levels and file.encoding:
            gap_s = pauses_s.get(file.chapter, max(pauses_s.values(), default=0.0))
            found += check_chapter_file(file.levels, file.encoding, profile, where=file.name, asked_gap_s=gap_s)
            found += check_sample(file.levels, profile, where=file.name) if not file.chapter else ()
            encodings[file.name] = file.encoding
    return (*found, *check_together(encodings, profile))


def _standing_files(release: Path, plans: Mapping[str, EncodedFile]) -> dict[str, ReleasedFile]:
    """Return the files of the last release that would come out the same, and are there whole."""
    listed = _listed_files(release).values()
    return {file.name: file for file in listed if file.name in plans and plans[file.name].made_from == file.made_from}


def _listed_files(release: Path) -> dict[str, ReleasedFile]:
    """Return the files of the last release that are there whole, by name; none where its manifest cannot be read."""
    try:
        listed = parse_manifest((release / MANIFEST).read_text(encoding="utf-8"), where=str(release / MANIFEST))
    except (OSError, UnicodeDecodeError, ProjectError):
        return {}
    return {file.name: file for file in listed.files if _size_of(release / file.name) == file.size}


def _make_files(
    plans: Mapping[str, EncodedFile], stage: Path, folder: ProjectFolder, book: MasteredBook
) -> tuple[ReleasedFile, ...]:
    """Write the files: only Opus, FLAC and the sample are encoded here, so one process keeps up with the disk."""
    records = {record.chapter.chapter: record for record in book.records}
    made = []
    for plan in plans.values():
        if isinstance(plan, BookFile):
            made.append(make_book_file(plan, stage, folder.mastered))
        elif isinstance(plan, SampleFile):
            made.append(make_sample_file(plan, stage, folder.mastered))
        elif plan.codec != ChapterFormat.MP3:
            made.append(make_other_codec(plan, stage, folder.mastered))
        elif mp3 := records[plan.chapter.chapter].file(ChapterFormat.MP3):
            made.append(make_chapter_file(plan, stage, folder.mastered, mp3))
        log.info("made %s", plan.name)
    return tuple(made)


def make_chapter_file(plan: ChapterFile, stage: Path, mastered: Path, audio: ChapterAudio) -> ReleasedFile:
    """Put the tags before the frames that were encoded and measured when the chapter was mastered."""
    path = stage / plan.name
    tag_mp3(path, chapter_file(mastered, plan.chapter.chapter, ChapterFormat.MP3), plan.tags)
    return ReleasedFile(
        name=plan.name,
        size=path.stat().st_size,
        sha256=file_hash(path),
        made_from=plan.made_from,
        chapter=plan.chapter.chapter,
        levels=audio.levels,
        encoding=audio.encoding,
    )


def make_book_file(plan: BookFile, stage: Path, mastered: Path) -> ReleasedFile:
    """Join the frames of the M4B's chapters; they were measured when they were mastered."""
    path = stage / plan.name
    join_m4b(
        path,
        [chapter_file(mastered, chapter.chapter, ChapterFormat.AAC) for chapter in plan.chapters],
        metadata=format_chapters(plan.marks, plan.sample_rate_hz),
        tags=plan.tags,
    )
    return ReleasedFile(name=plan.name, size=path.stat().st_size, sha256=file_hash(path), made_from=plan.made_from)


def _write_papers(
    folder: ProjectFolder,
    files: Sequence[ReleasedFile],
    book: MasteredBook,
    chapters: Sequence[ChapterLines],
    takes: TakesHeard,
    *,
    since: str,
) -> Mapping[str, bytes]:
    """Return what lies beside the files of a release: manifest, notes, and the checksums of everything else."""
    origin = tell_origin(folder, [record.chapter for record in book.records], takes)
    edition = describe_edition(folder, book, chapters, takes, commit=origin.commit)
    voices = voices_heard(takes)
    manifest = format_manifest(
        folder.project,
        files,
        [record.chapter for record in book.records],
        voices=voices,
        origin=replace(origin, edition=edition),
        disclosure=disclose(voices),
        pauses_s={record.chapter.chapter: longest_gap(record.chapter) for record in book.records},
    ).encode()
    notes = format_notes(edition, _find_former(folder, since), title=folder.project.metadata.title).encode()
    hashes = {file.name: file.sha256 for file in files}
    hashes |= {name: hashlib.sha256(data).hexdigest() for name, data in ((MANIFEST, manifest), (NOTES, notes))}
    return {MANIFEST: manifest, NOTES: notes, CHECKSUMS: format_checksums(hashes).encode()}


def _find_former(folder: ProjectFolder, since: str) -> Edition | None:
    """Return what the last release held; where nobody asked for a certain one, one that cannot be read is only said."""
    if since != LAST:
        return find_former(folder, since)
    try:
        return find_former(folder, since)
    except DeclaimError as error:
        log.warning("the notes do not say what changed: %s", error.message)
        return None


def _finish(folder: ProjectFolder, stage: Path, files: Sequence[ReleasedFile], papers: Mapping[str, bytes]) -> None:
    """Write the papers and swap the release in; where nothing changed, nothing is touched."""
    if _is_in_place(folder.release, {*papers, *(file.name for file in files)}, papers):
        return
    for name, data in papers.items():
        write_file(stage / name, data)
    swap_in(stage, folder.release)


def _is_in_place(release: Path, names: set[str], papers: Mapping[str, bytes]) -> bool:
    try:
        same = all((release / name).read_bytes() == data for name, data in papers.items())
        return same and {path.name for path in release.iterdir()} == names
    except OSError:
        return False


def _size_of(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
