"""A release -> what is heard in its chapters from end to end that its script does not say.

What is heard in a file is kept by the file's hash in `build/listening`, so that the same files are heard once.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.transcribers.whisper import find_whisper
from pipeline.commands.file_ears import FileEars, HeardFile, Span
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.errors import ProjectError
from pipeline.listening.released import compare_chapter, confirm_faults
from pipeline.listening.sound import join_sounds
from pipeline.model import Finding, HeardWord, ReleaseFault, SpokenLine, TakeSound
from pipeline.release.editions import Edition, fingerprint_text, parse_edition
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.manifest import ReleasedFile, parse_manifest

AROUND_S = 5.0
"""So much before and after a fault is heard closely."""
SPEECHLESS = frozenset({"tone"})
"""Engines whose takes have no words in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardRelease:
    """What listening to a release came to."""

    findings: tuple[Finding, ...] = ()
    files: int = 0
    """That were listened to, now or before."""
    passed_over: tuple[str, ...] = ()
    """What could not be listened to, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    """What should be heard in a row of files."""

    lines: tuple[SpokenLine, ...]
    files: tuple[Path, ...]


def hear_release(release: Path) -> HeardRelease:
    """Return what is heard in a release that its script does not say, in the order of its files.

    Raises EngineError where nothing is installed that listens, ProjectError where the release has no script by it or
    nothing of it can be listened to; AudioError, StorageError.
    """
    folder = _project_of(release)
    text = (release / MANIFEST).read_text(encoding="utf-8")
    _refuse_speechless(text, release)
    whisper = find_whisper(folder.project.metadata.language)
    chapters, passed_over = _chapters_of(folder, release, text)
    ears = FileEars(folder.build / "listening", whisper, folder.project.metadata.language)
    findings = tuple(_listen(chapters, ears))
    ears.keep()
    return HeardRelease(
        findings=findings, files=sum(len(chapter.files) for chapter in chapters), passed_over=passed_over
    )


def _project_of(release: Path) -> ProjectFolder:
    """Return the project a release lies in: `<project>/build/release`."""
    path = release.resolve().parent.parent
    if not (path / "book.toml").is_file():
        raise ProjectError(f"{release}: its project, with the script, is not around it")
    return load_project(path.parent, path.name)


def _refuse_speechless(manifest: str, release: Path) -> None:
    engines = {str(voice.get("engine")) for voice in json.loads(manifest).get("voices", ())}
    if silent := sorted(engines & SPEECHLESS):
        raise ProjectError(f"{release}: the engine {silent[0]} says no words")


def _chapters_of(folder: ProjectFolder, release: Path, manifest: str) -> tuple[list[_Chapter], tuple[str, ...]]:
    """Return what there is to listen to, and what was left out; a book without chapter files is heard as one."""
    files = parse_manifest(manifest, where=str(release / MANIFEST)).files
    edition = parse_edition(manifest, where=str(release / MANIFEST))
    read = [chapter for chapter in read_chapters(folder) if any(each.lines for each in chapter.paragraphs)]
    changed = {chapter.entry.id for chapter in read if not _is_as_released(chapter, edition)}
    by_chapter = _files_by_chapter(files, [chapter.entry.id for chapter in read])
    whole = [release / file.name for file in files if file.name.endswith(".m4b")]
    found: list[_Chapter] = []
    if by_chapter:
        found = [
            _Chapter(lines=_lines_of([chapter]), files=tuple(release / name for name in by_chapter[chapter.entry.id]))
            for chapter in read
            if chapter.entry.id in by_chapter and chapter.entry.id not in changed
        ]
    elif whole and not changed:
        found = [_Chapter(lines=_lines_of(read), files=tuple(sorted(whole)))]
    told = [f"{name}: its script was edited since it was released: not listened to" for name in sorted(changed)]
    present = [chapter for chapter in found if all(path.is_file() for path in chapter.files)]
    return present, tuple(told)


def _is_as_released(chapter: ChapterLines, edition: Edition) -> bool:
    """Return whether the script says what the release was made from; an old manifest does not list its paragraphs."""
    now = {each.paragraph: fingerprint_text(each.text) for each in chapter.paragraphs if each.lines}
    released = next((each.paragraphs for each in edition.chapters if each.id == chapter.entry.id), None)
    return released is None or list(now.items()) == [(each.id, each.text) for each in released]


def _files_by_chapter(files: Sequence[ReleasedFile], chapters: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of each chapter's files, its parts in order; of several formats the first by suffix."""
    formats = sorted({Path(file.name).suffix for file in files if file.chapter and file.levels}, key=_preference)
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for file in files:
        if file.chapter and file.levels and Path(file.name).suffix == formats[0]:
            whole, _, number = file.chapter.rpartition(".")
            is_part = file.chapter not in chapters and number.isdigit()
            found[whole if is_part else file.chapter].append((int(number) if is_part else 0, file.name))
    return {chapter: [name for _, name in sorted(names)] for chapter, names in found.items()}


def _preference(suffix: str) -> tuple[bool, str]:
    return suffix != ".mp3", suffix


def _lines_of(chapters: Sequence[ChapterLines]) -> tuple[SpokenLine, ...]:
    return tuple(
        SpokenLine(paragraph=line.paragraph, number=line.number, text=line.spoken.text)
        for chapter in chapters
        for paragraph in chapter.paragraphs
        for line in paragraph.lines
    )


def _listen(chapters: Sequence[_Chapter], ears: FileEars) -> Iterator[Finding]:
    """Yield what both hearings of a chapter have: all of it quickly, and closely what differs there."""
    heard = ears.hear([path for chapter in chapters for path in chapter.files])
    found = {chapter: _compare(chapter, _words(chapter, heard), heard, ears) for chapter in chapters}
    doubtful = [chapter for chapter, faults in found.items() if faults]
    spans = {path: own for chapter in doubtful for path, own in _spans_in(chapter, found[chapter], heard)}
    close = ears.hear_closely(spans)
    for chapter in doubtful:
        words = _words(chapter, {path: close.get(path, one) for path, one in heard.items()})
        for fault in confirm_faults(_compare(chapter, words, heard, ears), found[chapter]):
            begin_s, path = max(one for one in _begins(chapter, heard) if one[0] <= fault.begin_s)
            yield _finding(path, fault, fault.begin_s - begin_s)


def _begins(chapter: _Chapter, heard: Mapping[Path, HeardFile]) -> list[tuple[float, Path]]:
    """Return when each file begins in the row of them."""
    begins_s = itertools.accumulate((heard[path].sound.duration_s for path in chapter.files), initial=0.0)
    return list(zip(begins_s, chapter.files, strict=False))


def _words(chapter: _Chapter, heard: Mapping[Path, HeardFile]) -> list[HeardWord]:
    """Return the words of a chapter's files as one row."""
    return [
        dataclasses.replace(word, begin_s=word.begin_s + begin_s, end_s=word.end_s + begin_s)
        for begin_s, path in _begins(chapter, heard)
        for word in heard[path].words
    ]


def _compare(
    chapter: _Chapter, words: Sequence[HeardWord], heard: Mapping[Path, HeardFile], ears: FileEars
) -> tuple[ReleaseFault, ...]:
    sound = join_sounds([(begin_s, heard[path].sound) for begin_s, path in _begins(chapter, heard)])
    return compare_chapter(chapter.lines, words, sound, sounds_of=ears.sounds_of, language=ears.language)


def _spans_in(
    chapter: _Chapter, faults: Sequence[ReleaseFault], heard: Mapping[Path, HeardFile]
) -> Iterator[tuple[Path, tuple[Span, ...]]]:
    """Yield the files with faults, each with the stretches around them, from silence to silence."""
    for begin_s, path in _begins(chapter, heard):
        sound = heard[path].sound
        around = [(fault.begin_s - begin_s - AROUND_S, fault.end_s - begin_s + AROUND_S) for fault in faults]
        inside = [span for span in around if span[1] > 0 and span[0] < sound.duration_s]
        if inside:
            yield path, _merged(inside, sound)


def _merged(spans: Sequence[Span], sound: TakeSound) -> tuple[Span, ...]:
    """Return spans widened to where it is silent, and merged where they touch."""
    quiet = [0.0, *((gap[0] + gap[1]) / 2 for gap in sound.silences), sound.duration_s]
    merged: list[Span] = []
    for first_s, last_s in sorted(spans):
        begin_s = max((at for at in quiet if at <= first_s), default=0.0)
        end_s = min((at for at in quiet if at >= last_s), default=sound.duration_s)
        if merged and begin_s <= merged[-1][1]:
            begin_s, end_s = merged[-1][0], max(merged.pop()[1], end_s)
        merged.append((round(begin_s, 2), round(end_s, 2)))
    return tuple(merged)


def _finding(path: Path, fault: ReleaseFault, begin_s: float) -> Finding:
    minutes, seconds = divmod(max(0.0, begin_s), 60)
    quoted = f" (written: {fault.written})" if fault.written else ""
    quoted += f" (heard: {fault.heard})" if fault.heard else ""
    where = f"{path} {int(minutes)}:{seconds:04.1f}"
    return Finding(code=fault.code.value, where=where, message=f"{fault.paragraph} {fault.message}{quoted}")
