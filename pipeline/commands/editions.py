"""A mastered book -> what this release holds; a tag, a commit or a manifest -> what the last one held."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.git import extract_commit, find_commit, tags_before, tags_here
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.takes import TakeStore
from pipeline.commands.journal import read_index
from pipeline.commands.mastered import MasteredBook, TakesHeard, chapter_sounds
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.commands.release_options import LAST, tag_prefix
from pipeline.errors import DeclaimError, ProjectError, TakesError
from pipeline.mastering.profiles import find_profile
from pipeline.model import ParagraphLines, Take
from pipeline.recording.lock import parse_lock
from pipeline.release.editions import (
    Edition,
    EditionChapter,
    EditionParagraph,
    edition_rows,
    fingerprint_audio,
    fingerprint_text,
    parse_edition,
)
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.titles import flat_titles


def describe_edition(
    folder: ProjectFolder, book: MasteredBook, chapters: Sequence[ChapterLines], takes: TakesHeard, *, commit: str
) -> Edition:
    """Return what this release holds. Raises ProjectError where book.toml and the tag name different versions."""
    keys: dict[str, list[str]] = {}
    for record in book.records:  # a chapter released in parts is c01.1, c01.2
        keys.setdefault(record.chapter.chapter.partition(".")[0], []).append(record.chapter.key)
    return Edition(
        version=find_version(folder, commit=commit),
        chapters=tuple(_chapter(folder, each, takes, mastered=keys.get(each.entry.id, ())) for each in chapters),
    )


def find_version(folder: ProjectFolder, *, commit: str) -> str:
    """Return the version of the release: `release.version` of book.toml, or the tag `SLUG-v...` of this very commit.

    commit is as `describe_commit` gives it: where files were changed since, its tags say nothing. Empty where neither
    says one. Raises ProjectError where they say different ones.
    """
    prefix = tag_prefix(folder)
    is_clean = bool(commit) and not commit.endswith("-dirty")
    tagged = [tag.removeprefix(prefix) for tag in tags_here(folder.path, prefix)] if is_clean else []
    written = folder.project.release.version
    if written and tagged and written not in tagged:
        raise ProjectError(
            f"{folder.book_file}: release.version is {written}, but this commit is tagged {prefix}{tagged[0]};"
            " change one of them"
        )
    return written or (tagged[0] if tagged else "")


def find_former(folder: ProjectFolder, since: str) -> Edition | None:
    """Return what the last release held: by its manifest (or the folder it lies in), or as its tag or commit has it.

    `last` is the highest tag of the book before this commit; None where there is none. Raises ProjectError, and for a
    commit what reading the project there raises.
    """
    if since == LAST:
        tags = tags_before(folder.path, tag_prefix(folder))
        return edition_at(folder, tags[0], version=tags[0].removeprefix(tag_prefix(folder))) if tags else None
    path = Path(since) / MANIFEST if Path(since).is_dir() else Path(since)
    data = read_file(path) if path.is_file() else None
    if data is not None:
        return parse_edition(data.decode(errors="replace"), where=str(path))
    prefix = tag_prefix(folder)
    for name in (f"{prefix}{since}", since):
        if find_commit(folder.path, name):
            return edition_at(folder, name, version=name.removeprefix(prefix))
    raise ProjectError(
        f"--since {since}: this is neither the manifest.json of a release, nor a tag, branch or commit; a shallow clone"
        " has no tags (`git fetch --tags --unshallow`)"
    )


def read_lines_at(folder: ProjectFolder, commit: str) -> tuple[ProjectFolder, tuple[ChapterLines, ...], str]:
    """Return a book as a commit has it: its book.toml, its lines, and the text of its takes.lock.

    The folder's paths do not exist any more. Raises DeclaimError where the book cannot be read there.
    """
    with tempfile.TemporaryDirectory(prefix="declaim-") as scratch:
        path = extract_commit(folder.path, commit, Path(scratch).resolve(), wanted=_is_read)
        former = load_project(path.parent, path.name)
        lock = read_file(former.takes_lock) or b""
        return former, read_chapters(former), lock.decode(errors="replace")


def edition_at(folder: ProjectFolder, name: str, *, version: str) -> Edition:
    """Return what a book held at a tag or commit, with the takes that its takes.lock chose there.

    It is kept in `build/editions`. Raises DeclaimError where the book cannot be read there.
    """
    commit = find_commit(folder.path, name)
    kept = folder.build / "editions" / f"{commit}.json"
    data = read_file(kept)
    if data is not None:
        edition = parse_edition(data.decode(errors="replace"), where=str(kept))
        return Edition(version=version, chapters=edition.chapters)
    try:
        former, chapters, lock = read_lines_at(folder, commit)
    except DeclaimError as error:
        raise type(error)(f"{folder.project.slug} at {name}: {error.message}", problems=error.problems) from error
    index = read_index(TakeStore(folder.takes), build=folder.build)
    chosen = {entry.paragraph: [one.take for one in entry.takes] for entry in parse_lock(lock)}
    takes = {
        paragraph: tuple(index.takes[name] for name in names)
        for paragraph, names in chosen.items()
        if all(name in index.takes for name in names)
    }
    edition = Edition(version=version, chapters=tuple(_chapter(former, each, takes) for each in chapters))
    if len(takes) == len(chosen):
        row = {"version": version, "script": edition_rows(edition)}
        write_file(kept, json.dumps(row, ensure_ascii=False).encode())
    return edition


def chapter_length(folder: ProjectFolder, chapter: ChapterLines, takes: TakesHeard) -> float | None:
    """Return how long a chapter is in seconds, as its takes and pauses add up; None where a take is not known here."""
    try:
        sounds = chapter_sounds(chapter, takes, folder, find_profile(folder.project.profile))
        return round(sum(sound.length_s for _, sound in sounds), 3)
    except TakesError:
        return None


def _is_read(path: str, prefix: str) -> bool:
    """Whether a file of the repository is needed to read the lines of the book below `prefix`."""
    below = path.removeprefix(prefix) if path.startswith(prefix) else ""
    own = below in {"book.toml", "takes.lock", "mastering.lock"} or below.startswith("script/")
    return own or path.endswith((".pls", "series.toml"))


def _chapter(
    folder: ProjectFolder, chapter: ChapterLines, takes: TakesHeard, *, mastered: Sequence[str] = ()
) -> EditionChapter:
    titles = flat_titles(folder.project.chapters)
    return EditionChapter(
        id=chapter.entry.id,
        title=titles.get(chapter.entry.id, chapter.entry.title),
        length_s=chapter_length(folder, chapter, takes),
        mastered=tuple(mastered),
        paragraphs=_paragraphs(chapter, takes),
    )


def _paragraphs(chapter: ChapterLines, takes: TakesHeard) -> tuple[EditionParagraph, ...]:
    spoken = [paragraph for paragraph in chapter.paragraphs if paragraph.lines]
    return tuple(_paragraph(paragraph, takes.get(paragraph.paragraph, ())) for paragraph in spoken)


def _paragraph(paragraph: ParagraphLines, takes: Sequence[Take]) -> EditionParagraph:
    return EditionParagraph(
        id=paragraph.paragraph,
        words=len(paragraph.text.split()),
        speech_s=round(sum(take.sound.duration_s for take in takes), 3),
        text=fingerprint_text(paragraph.text),
        heard=fingerprint_audio([take.object for take in takes]),
    )
