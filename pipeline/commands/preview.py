"""The chapters that changed -> MP3 files to be heard before anything is spent: takes, else the embedded voice."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.adapters.disk import read_file, storage_errors, write_file
from pipeline.adapters.git import find_commit, fork_point
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.run_lock import hold_project
from pipeline.adapters.staging import drop_stage, open_stage, restore, swap_in
from pipeline.adapters.takes import TakeStore
from pipeline.commands.desk import card_of
from pipeline.commands.editions import read_lines_at
from pipeline.commands.encoded import chapter_file
from pipeline.commands.mastered import MasteredBook, TakesHeard, master_book
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.commands.recording_session import record_missing, take_stock
from pipeline.commands.tables import format_length
from pipeline.errors import DeclaimError, ProjectError
from pipeline.model import Budget, Cast, ChapterFormat, ParagraphLines, Project, Voice
from pipeline.recording.lock import parse_lock

EXAMPLE = """\
declaim preview alice --since origin/main     the chapters that this branch changed, as MP3 files in build/preview
declaim preview alice --chapter 3             one chapter, whether it changed or not"""

EMBEDDED = "hibari/heart"
"""Speaks where there is no take: offline, for nothing."""


@dataclass(frozen=True, slots=True)
class EitherObjects:
    """Reads the audio of takes from the project, or from the store of the preview; travels to worker processes."""

    folders: tuple[Path, Path]

    def __call__(self, name: str) -> bytes:
        """Return the audio of an object. Raises TakesError where it is in neither, or damaged."""
        own, preview = (TakeStore(folder) for folder in self.folders)
        return (own if own.object_path(name).exists() else preview).read_object(name)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book")
    told = "only what changed since this branch left COMMIT (a branch, tag or hash)"
    parser.add_argument("--since", metavar="COMMIT", help=told)
    parser.add_argument("--chapter", type=int, metavar="N", help="only the N-th chapter that is read aloud")
    told = f"what speaks where there is no take and its own voice is a service ({EMBEDDED})"
    parser.add_argument("--voice", default=EMBEDDED, metavar="ENGINE/VOICE", help=told)
    parser.add_argument("--workers", type=int, metavar="N", help="voice processes (default: one for each core)")
    parser.add_argument("--markdown", action="store_true", help="print a table for a pull request")


def run(arguments: argparse.Namespace) -> int:
    """Make the preview and print where it is."""
    folder = load_project(arguments.projects, arguments.slug)
    with hold_project(folder.path, verb="preview"):
        chapters = read_chapters(folder)
        names = _chosen(folder, chapters, arguments)
        wanted = [chapter for chapter in chapters if chapter.entry.id in names]
        book, spoken = _make(folder, wanted, chapters, arguments) if wanted else (None, frozenset[str]())
        _show(folder, book)
    rows = _rows(wanted, book, spoken)
    if arguments.markdown:
        print(format_markdown(rows, title=folder.project.metadata.title, since=arguments.since))
    elif not rows:
        print("no chapter changed", file=sys.stderr)
    for row in () if arguments.markdown else rows:
        print(f"{preview_folder(folder) / row[0]}  {row[2]}  {row[3]}")
    return 0


def preview_folder(folder: ProjectFolder) -> Path:
    """Return where the preview lies: one MP3 a chapter."""
    return folder.build / "preview" / "chapters"


def changed_chapters(now: Sequence[ChapterLines], before: Sequence[ChapterLines]) -> frozenset[str]:
    """Return the ids of the chapters that are heard otherwise than before, as their scripts, cast and lexicons say."""
    former = {chapter.entry.id: [_heard(each) for each in chapter.paragraphs] for chapter in before}
    return frozenset(
        chapter.entry.id
        for chapter in now
        if former.get(chapter.entry.id) != [_heard(each) for each in chapter.paragraphs]
    )


def format_markdown(rows: Sequence[tuple[str, str, str, str]], *, title: str, since: str | None) -> str:
    """Return the preview as a section for a pull request; a row is file, title, length, and what speaks."""
    what = f" changed since `{since}`" if since else ""
    head = f"**Preview of {title}**: {len(rows)} chapter{'' if len(rows) == 1 else 's'}{what}."
    table = ["", "| file | chapter | length | spoken by |", "|---|---|--:|---|"]
    return "\n".join([head, *(table if rows else ()), *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def _chosen(folder: ProjectFolder, chapters: Sequence[ChapterLines], arguments: argparse.Namespace) -> Collection[str]:
    if arguments.chapter is not None and not 1 <= arguments.chapter <= len(chapters):
        raise ProjectError(f"there is no chapter {arguments.chapter}; {len(chapters)} are read aloud, the first is 1")
    asked = chapters if arguments.chapter is None else chapters[arguments.chapter - 1 : arguments.chapter]
    names = frozenset(chapter.entry.id for chapter in asked)
    return names & _changed_since(folder, chapters, arguments.since) if arguments.since else names


def _changed_since(folder: ProjectFolder, chapters: Sequence[ChapterLines], since: str) -> frozenset[str]:
    """Return the chapters that changed since this branch left a commit: their script or what takes.lock chooses."""
    if not find_commit(folder.path, since):
        raise ProjectError(f"--since {since}: there is no such branch, tag or commit here; fetch it first")
    try:
        _, before, lock = read_lines_at(folder, fork_point(folder.path, since))
    except DeclaimError:  # the book is new since, or could not be read then
        return frozenset(chapter.entry.id for chapter in chapters)
    now = parse_lock((read_file(folder.takes_lock) or b"").decode(errors="replace"))
    again = {entry.paragraph for entry in set(now) - set(parse_lock(lock))}
    recorded = {chapter.entry.id for chapter in chapters if again & {each.paragraph for each in chapter.paragraphs}}
    return changed_chapters(chapters, before) | recorded


def _heard(paragraph: ParagraphLines) -> tuple[object, ...]:
    pauses = (paragraph.pause_before_s, paragraph.pause_after_s, paragraph.ends)
    return paragraph.paragraph, paragraph.source_key, *pauses, paragraph.volume_db


def _make(
    folder: ProjectFolder,
    wanted: Sequence[ChapterLines],
    chapters: Sequence[ChapterLines],
    arguments: argparse.Namespace,
) -> tuple[MasteredBook, frozenset[str]]:
    """Return the chapters mastered below `build/preview`, and the paragraphs in which no take is heard."""
    stock = take_stock(folder, chapters)
    project = _rehearsed(folder.project, arguments.voice)
    shadow = ProjectFolder(path=folder.build / "preview", project=project)
    spoken = {each.paragraph for chapter in wanted for each in chapter.paragraphs if each.lines}
    lacking = frozenset(spoken - set(stock.takes))
    takes: TakesHeard = stock.takes
    if lacking:
        other = read_chapters(replace(folder, project=project))
        recorded = record_missing(shadow, other, only=lacking, workers=arguments.workers)
        takes = {**takes, **recorded.takes}
        wanted = [_with_lines(chapter, other, lacking) for chapter in wanted]
    gains = read_file(folder.mastering_lock)
    if gains is not None:
        write_file(shadow.mastering_lock, gains)
    return master_book(shadow, wanted, takes, read_object=EitherObjects((folder.takes, shadow.takes))), lacking


def _with_lines(chapter: ChapterLines, other: Sequence[ChapterLines], lacking: Collection[str]) -> ChapterLines:
    """Return a chapter whose lacking paragraphs have the lines that the embedded voice speaks."""
    lines = {each.paragraph: each for one in other for each in one.paragraphs if each.paragraph in lacking}
    return replace(chapter, paragraphs=tuple(lines.get(each.paragraph, each) for each in chapter.paragraphs))


def _rehearsed(project: Project, voice: str) -> Project:
    """Return the project as it can be spoken for nothing: local voices stay, the embedded one stands in for others."""
    engine, _, name = voice.partition("/")
    embedded = Voice(engine=engine, voice=name)

    def spoken_by(own: Voice) -> Voice:
        return own if card_of(own.engine).is_local else embedded

    cast = Cast(
        narrator=spoken_by(project.cast.narrator),
        speakers=tuple((speaker, spoken_by(own)) for speaker, own in project.cast.speakers),
        volumes=project.cast.volumes,
    )
    return replace(project, cast=cast, budget=Budget(), formats=("mp3",))


def _show(folder: ProjectFolder, book: MasteredBook | None) -> None:
    """Put the chapters of this preview, and no others, where they are looked for."""
    place = preview_folder(folder)
    restore(place)
    stage = open_stage(place, keep=())
    try:
        mastered = folder.build / "preview" / "build" / "mastered"
        for record in book.records if book else ():
            made = chapter_file(mastered, record.chapter.chapter, ChapterFormat.MP3)
            with storage_errors(stage / made.name):
                shutil.copyfile(made, stage / made.name)
        swap_in(stage, place)
    finally:
        drop_stage(stage)


def _rows(
    wanted: Sequence[ChapterLines], book: MasteredBook | None, lacking: Collection[str]
) -> tuple[tuple[str, str, str, str], ...]:
    paragraphs = {chapter.entry.id: [each for each in chapter.paragraphs if each.lines] for chapter in wanted}
    rows = []
    for record in book.records if book else ():
        chapter = record.chapter
        own = paragraphs[chapter.entry]
        stood_in = sum(each.paragraph in lacking for each in own)
        who = "takes" if not stood_in else f"without a take: {stood_in} of {len(own)} paragraphs"
        length = format_length(chapter.frames / chapter.sample_rate_hz)
        rows.append((f"{chapter.chapter}.mp3", chapter.title.replace("|", "\\|"), length, who))
    return tuple(rows)
