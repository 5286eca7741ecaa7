"""A project folder -> the lines of its chapters: the part of every command that reads the script."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.adapters.disk import read_file
from pipeline.adapters.engines.registry import find_engine
from pipeline.adapters.project import ProjectFolder
from pipeline.errors import LexiconError, ProjectError, ScriptError
from pipeline.model import ChapterEntry, Kind, Matter, ParagraphLines, PhonemeAbility, ScriptParagraph, Voice
from pipeline.release.credits import CLOSING, OPENING, TITLES, credit_fields, fill_credits
from pipeline.script.file import parse_scripts
from pipeline.script.lexicon import Lexicons, parse_lexicon
from pipeline.script.lines import Item, lines_of_chapter
from pipeline.script.normalize.house import known_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterLines:
    """A chapter that is read aloud, as lines."""

    entry: ChapterEntry
    paragraphs: tuple[ParagraphLines, ...]


def read_chapters(folder: ProjectFolder, *, lexicons: Lexicons | None = None) -> tuple[ChapterLines, ...]:
    """Return every chapter that is read aloud, in the order of book.toml; under other lexicons than its own, if given.

    Raises ProjectError where nothing is read aloud, ScriptError with every mistake of every file, LexiconError.
    """
    entries = [entry for entry in folder.project.chapters if entry.is_read_aloud]
    if not entries:
        raise ProjectError(
            f"{folder.book_file}: no chapter is read aloud; import the manuscript with"
            f" `declaim ingest {folder.project.slug}`, or set read = true for a chapter"
        )
    scripts = parse_scripts({entry.id: read_script_text(folder, entry.id) for entry in entries})
    used = read_lexicons(folder) if lexicons is None else lexicons
    _refuse_unknown_vetoes(folder)
    read = [
        ChapterLines(entry=entry, paragraphs=_lines_of(folder, entry, scripts[entry.id].paragraphs, used))
        for entry in entries
    ]
    opening, closing = (_credits(folder, name, used) for name in (OPENING, CLOSING))
    return (*opening, *read, *closing)


@cache
def phoneme_ability(voice: Voice) -> PhonemeAbility | None:
    """Return how a voice takes phonemes; None where it takes none. Raises EngineError for an unknown engine."""
    return find_engine(voice.engine).describe().phonemes_of(voice.model)


def _refuse_unknown_vetoes(folder: ProjectFolder) -> None:
    """Raise ProjectError for a veto of a rule that no language has: it would do nothing, silently."""
    if not folder.project.house.veto:
        return
    known = sorted(known_names())
    problems = [
        f"normalizer.veto: {name!r} is no rule" + _nearest(name, known)
        for name in folder.project.house.veto
        if name not in known
    ]
    if problems:
        raise ProjectError(f"{folder.book_file} vetoes what is not there:", problems=tuple(problems))


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; `declaim say --trace` shows the name of each rule"


def paragraphs_of(
    chapters: Sequence[ChapterLines], *, chapter: str | None, paragraphs: Sequence[str]
) -> frozenset[str] | None:
    """Return the ids that --chapter and --paragraph name together; None where neither is given.

    Raises ProjectError for a chapter or paragraph that is not read aloud.
    """
    known = {paragraph.paragraph for entry in chapters for paragraph in entry.paragraphs}
    strange = sorted(set(paragraphs) - known)
    if strange:
        raise ProjectError(f"no such paragraph is read aloud: {', '.join(strange)}; the ids are in the script files")
    if chapter is None and not paragraphs:
        return None
    return frozenset(paragraphs) | (frozenset() if chapter is None else _paragraphs_in(chapters, chapter))


def _paragraphs_in(chapters: Sequence[ChapterLines], chapter: str) -> frozenset[str]:
    """Return the ids of a chapter, named by its id or by its number among those that are read aloud."""
    for number, entry in enumerate(chapters, start=1):
        if chapter in (str(number), entry.entry.id):
            return frozenset(paragraph.paragraph for paragraph in entry.paragraphs)
    raise ProjectError(f"there is no chapter {chapter}; {len(chapters)} are read aloud, the first is 1")


def read_script_text(folder: ProjectFolder, chapter: str) -> str:
    """Return the text of a chapter's script file. Raises ScriptError where there is none, or it is not UTF-8."""
    path = folder.script / f"{chapter}.txt"
    data = read_file(path)
    if data is None:
        raise ScriptError(
            f"{path}: there is no such file, and book.toml reads chapter {chapter};"
            f" run `declaim ingest {folder.project.slug}`, or take the chapter out of book.toml"
        )
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise ScriptError(f"{path}:{line}: this is not UTF-8; save the file in that encoding") from error


def read_lexicons(folder: ProjectFolder) -> Lexicons:
    """Return the lexicons of a book, its own first. Raises LexiconError."""
    layers = []
    for path in folder.lexicons:
        data = read_file(path)
        if data is None:
            raise LexiconError(f"{path}: there is no such lexicon; book.toml or series.toml names it under lexicons")
        layers.append(parse_lexicon(data, name=path.name))
    return Lexicons(layers=tuple(layers))


def _credits(folder: ProjectFolder, name: str, lexicons: Lexicons) -> tuple[ChapterLines, ...]:
    """Return the opening or closing credits as a chapter; none where book.toml has no template for them.

    Raises ProjectError for a template that names what there is not, or a chapter of the book with that id.
    """
    project = folder.project
    template = project.release.opening_credits if name == OPENING else project.release.closing_credits
    fields = credit_fields(project.metadata, project.narrator_name)
    texts = fill_credits(template, fields, where=f"{folder.book_file}: credits.{name}")
    if not texts:
        return ()
    if any(entry.id == name for entry in project.chapters):
        raise ProjectError(f"{folder.book_file}: the chapter {name} has the id of the credits; give it another")
    items = [
        ScriptParagraph(id=f"{name}-p{number:03}", kind=Kind.PARAGRAPH, text=text)
        for number, text in enumerate(texts, start=1)
    ]
    entry = ChapterEntry(id=name, title=TITLES[name], matter=Matter.FRONT if name == OPENING else Matter.BACK)
    return (ChapterLines(entry=entry, paragraphs=_lines_of(folder, entry, items, lexicons)),)


def _lines_of(
    folder: ProjectFolder, entry: ChapterEntry, items: Sequence[Item], lexicons: Lexicons
) -> tuple[ParagraphLines, ...]:
    return lines_of_chapter(
        items,
        chapter=entry.id,
        cast=folder.project.cast,
        lexicons=lexicons,
        language=folder.project.metadata.language,
        line_limit=folder.project.line_limit,
        abilities=phoneme_ability,
        house=folder.project.house,
    )
