"""Mastered chapters -> the release folder, complete or not at all; what `release` and `build` share."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.codecs.ffmpeg import join_m4b
from pipeline.adapters.codecs.mp3 import tag_mp3
from pipeline.adapters.disk import write_file
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.staging import drop_stage, open_stage, restore, swap_in
from pipeline.commands.encoded import chapter_file
from pipeline.commands.mastered import MasteredBook
from pipeline.errors import ProjectError
from pipeline.mastering.checks import check_chapter_file, check_together
from pipeline.mastering.profiles import Profile, find_profile
from pipeline.model import ChapterAudio, ChapterFormat, Cover, Finding, Voice
from pipeline.release.m4b import BookFile, format_chapters, plan_book_file
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.manifest import ReleasedFile, format_manifest, parse_manifest
from pipeline.release.mp3 import ChapterFile, plan_chapter_files
from pipeline.release.wording import book_tags, disclose

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


def release_book(folder: ProjectFolder, book: MasteredBook, voices: Sequence[Voice]) -> Release:
    """Encode what is not up to date, measure it, and put the release folder in place where all of it passes.

    Raises AudioError, StorageError, ProjectError.
    """
    profile = find_profile(folder.project.profile)
    restore(folder.release)
    plans = _plan(folder, book, voices, profile)
    standing = _standing_files(folder.release, plans)
    stage = open_stage(folder.release, keep=sorted(standing))
    try:
        new = {name: plan for name, plan in plans.items() if name not in standing}
        made = _make_files(new, stage, folder, book)
        files = tuple(sorted((*standing.values(), *made), key=lambda file: file.name))
        findings = check_release(files, profile)
        if findings:
            return Release(files=files, made=(), findings=findings)
        _finish(folder, stage, files, book, voices)
        return Release(files=files, made=tuple(sorted(new)), findings=())
    finally:
        drop_stage(stage)


def check_release(files: Sequence[ReleasedFile], profile: Profile) -> tuple[Finding, ...]:
    """Return everything in which the files lie outside the profile, sorted by file."""
    measured = {file.name: (file.levels, file.encoding) for file in files if file.levels and file.encoding}
    found = [
        finding
        for name in sorted(measured)
        for finding in check_chapter_file(measured[name][0], measured[name][1], profile, where=name)
    ]
    encodings = {name: encoding for name, (_, encoding) in measured.items()}
    return (*found, *check_together(encodings, profile))


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, as hex. Raises ProjectError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error


def _plan(
    folder: ProjectFolder, book: MasteredBook, voices: Sequence[Voice], profile: Profile
) -> Mapping[str, ChapterFile | BookFile]:
    """Return the planned files by name."""
    chapters = [record.chapter for record in book.records]
    if not chapters:
        raise ProjectError("Nothing in this book is spoken, so there is nothing to release; see `declaim plan`.")
    project = folder.project
    tags = book_tags(project, voices, _read_cover(folder.cover))
    plans: list[ChapterFile | BookFile] = []
    if "mp3" in project.formats:
        plans += plan_chapter_files(chapters, tags, bit_rate_kbps=profile.encode_kbps)
    if "m4b" in project.formats:
        plans.append(plan_book_file(chapters, tags, slug=project.slug))
    return {plan.name: plan for plan in plans}


def _standing_files(release: Path, plans: Mapping[str, ChapterFile | BookFile]) -> dict[str, ReleasedFile]:
    """Return the files of the last release that would come out the same, and are there whole."""
    try:
        listed = parse_manifest((release / MANIFEST).read_text(encoding="utf-8"), where=str(release / MANIFEST))
    except (OSError, UnicodeDecodeError, ProjectError):
        return {}
    same = (file for file in listed if file.name in plans and plans[file.name].made_from == file.made_from)
    return {file.name: file for file in same if _size_of(release / file.name) == file.size}


def _make_files(
    plans: Mapping[str, ChapterFile | BookFile], stage: Path, folder: ProjectFolder, book: MasteredBook
) -> tuple[ReleasedFile, ...]:
    """Write the files: nothing is encoded here, so one process keeps up with the disk."""
    audio = {record.chapter.chapter: record.file(ChapterFormat.MP3) for record in book.records}
    made = []
    for plan in plans.values():
        if isinstance(plan, BookFile):
            made.append(make_book_file(plan, stage, folder.mastered))
        elif mp3 := audio[plan.chapter.chapter]:
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


def _finish(
    folder: ProjectFolder, stage: Path, files: Sequence[ReleasedFile], book: MasteredBook, voices: Sequence[Voice]
) -> None:
    """Write the manifest and swap the release in; where nothing changed, nothing is touched."""
    manifest = format_manifest(
        folder.project,
        files,
        [record.chapter for record in book.records],
        voices=voices,
        source_sha256=file_hash(folder.source),
        disclosure=disclose(voices),
    ).encode()
    names = {MANIFEST, *(file.name for file in files)}
    if _is_in_place(folder.release, names, manifest):
        return
    write_file(stage / MANIFEST, manifest)
    swap_in(stage, folder.release)


def _is_in_place(release: Path, names: set[str], manifest: bytes) -> bool:
    try:
        return {path.name for path in release.iterdir()} == names and (release / MANIFEST).read_bytes() == manifest
    except OSError:
        return False


def _read_cover(path: Path | None) -> Cover | None:
    """Return the cover. Raises ProjectError where it is missing, or neither JPEG nor PNG."""
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(f"The cover {path} cannot be read: {error.strerror}; see `cover` in book.toml.") from error
    for media_type, begin in (("image/jpeg", b"\xff\xd8\xff"), ("image/png", b"\x89PNG\r\n\x1a\n")):
        if data.startswith(begin):
            return Cover(name=path.name, media_type=media_type, data=data)
    raise ProjectError(f"The cover {path} is neither JPEG nor PNG; players show no other. Save it as one of them.")


def _size_of(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
