"""A project's mastered chapters and its release -> what is heard where: what a list of pickups is resolved against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pipeline.adapters.disk import read_file
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.reading import ChapterLines
from pipeline.errors import ProjectError
from pipeline.mastering.record import MasteredRecord, parse_record
from pipeline.model import ChapterEntry
from pipeline.recording.pickups import HeardChapter, HeardFile, Hearing
from pipeline.release.manifest import NAME, ReleasedFile, parse_manifest, parse_mastered_keys

_TRACK: Final = re.compile(r"\d+")


def read_hearing(folder: ProjectFolder, chapters: Sequence[ChapterLines]) -> Hearing:
    """Return the paragraphs that are read aloud and where in the mastered chapters each is heard.

    Raises StorageError; a chapter that is not mastered is not in it.
    """
    released = _released(folder.release)
    files = {file.name: file.chapter for file in released}
    of_release = frozenset(chapter for chapter in files.values() if chapter)
    heard = [
        chapter for entry in chapters for chapter in _heard_chapters(folder.mastered, entry.entry, files, of_release)
    ]
    whole = [file.name for file in released if file.name.endswith(".m4b")]
    return Hearing(
        paragraphs={paragraph.paragraph: paragraph for entry in chapters for paragraph in entry.paragraphs},
        chapters=tuple(heard),
        # Of several M4B files the manifest does not tell which chapters are in which.
        files=tuple(HeardFile(name=name, chapters=tuple(heard)) for name in whole) if len(whole) == 1 else (),
    )


def mastered_since(folder: ProjectFolder) -> frozenset[str]:
    """Return the chapters of the release that were mastered again since: their times are not those of its files."""
    manifest = read_file(folder.release / NAME) or b""
    keys = parse_mastered_keys(manifest.decode(errors="replace"))
    records = {chapter: _record(folder.mastered / f"{chapter}.json") for chapter in keys}
    return frozenset(chapter for chapter, record in records.items() if record and record.chapter.key != keys[chapter])


def _heard_chapters(
    mastered: Path, entry: ChapterEntry, files: dict[str, str], of_release: frozenset[str]
) -> Iterator[HeardChapter]:
    """Yield the files of a chapter: itself, or its parts; where the release knows some, only those."""
    parts = sorted(mastered.glob(f"{entry.id}.*.json"), key=lambda path: _number(path.stem))
    paths = [path for path in (mastered / f"{entry.id}.json", *parts) if path.exists()]
    known = [path for path in paths if path.stem in of_release]
    for path in known or paths:
        record = _record(path, title=entry.title)
        if record is None:
            continue
        names = tuple(name for name, chapter in files.items() if chapter == path.stem)
        yield HeardChapter(
            id=path.stem,
            title=entry.title,
            files=names,
            track=next((int(match[0]) for name in names if (match := _TRACK.match(name))), None),
            length_s=record.chapter.frames / record.chapter.sample_rate_hz,
            timeline=record.chapter.timeline,
        )


def _released(release: Path) -> tuple[ReleasedFile, ...]:
    data = read_file(release / NAME)
    try:
        return parse_manifest(data.decode(errors="replace"), where=str(release / NAME)).files if data else ()
    except ProjectError:
        return ()


def _record(path: Path, *, title: str = "") -> MasteredRecord | None:
    data = read_file(path)
    return parse_record(data.decode(errors="replace"), title=title) if data else None


def _number(stem: str) -> int:
    suffix = stem.rsplit(".", 1)[-1]
    return int(suffix) if suffix.isdigit() else 0
