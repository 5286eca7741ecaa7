"""Script files, lexicons and book.toml -> the lines of chapters; loads every rule that reads a text."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import partial

from pipeline.adapters.disk import read_file
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.reading import phoneme_ability
from pipeline.errors import LexiconError, ProjectError
from pipeline.model import Kind, ParagraphLines, ScriptParagraph
from pipeline.script.file import ScriptFile, parse_scripts
from pipeline.script.lexicon import Lexicons, parse_lexicon
from pipeline.script.line_rows import KeptChapter
from pipeline.script.lines import Item, lines_of_chapter
from pipeline.script.normalize.house import known_names


def derive_chapters(
    folder: ProjectFolder,
    *,
    scripts: Mapping[str, str],
    credit_texts: Mapping[str, Sequence[str]],
    lexicons: Lexicons | None = None,
) -> dict[str, KeptChapter]:
    """Return the chapters of script texts and of spoken credits, each by its id; under other lexicons, if given.

    Raises ScriptError with every mistake of these texts, LexiconError, ProjectError for a veto of no rule.
    """
    files = parse_scripts(scripts)
    used = read_lexicons(folder) if lexicons is None else lexicons
    _refuse_unknown_vetoes(folder)
    lines_of = partial(_lines_of, folder, used)
    own = {
        chapter: KeptChapter(ids=_ids(file), paragraphs=lines_of(chapter, file.paragraphs))
        for chapter, file in files.items()
    }
    spoken = {chapter: _credit_paragraphs(chapter, texts) for chapter, texts in credit_texts.items()}
    return own | {
        chapter: KeptChapter(ids=(), paragraphs=lines_of(chapter, paragraphs)) for chapter, paragraphs in spoken.items()
    }


def refuse_shared_ids(scripts: Mapping[str, str]) -> None:
    """Raise ScriptError where an id stands in two script files, naming the places."""
    parse_scripts(scripts)


def read_lexicons(folder: ProjectFolder) -> Lexicons:
    """Return the lexicons of a book, its own first. Raises LexiconError."""
    layers = []
    for path in folder.lexicons:
        data = read_file(path)
        if data is None:
            raise LexiconError(f"{path}: there is no such lexicon; book.toml or series.toml names it under lexicons")
        layers.append(parse_lexicon(data, name=path.name))
    return Lexicons(layers=tuple(layers))


def _ids(file: ScriptFile) -> tuple[str, ...]:
    return tuple(block.id for block in file.blocks if block.id is not None and not block.is_proposal)


def _credit_paragraphs(chapter: str, texts: Sequence[str]) -> tuple[ScriptParagraph, ...]:
    return tuple(
        ScriptParagraph(id=f"{chapter}-p{number:03}", kind=Kind.PARAGRAPH, text=text)
        for number, text in enumerate(texts, start=1)
    )


def _lines_of(
    folder: ProjectFolder, lexicons: Lexicons, chapter: str, items: Sequence[Item]
) -> tuple[ParagraphLines, ...]:
    return lines_of_chapter(
        items,
        chapter=chapter,
        cast=folder.project.cast,
        lexicons=lexicons,
        language=folder.project.metadata.language,
        line_limit=folder.project.line_limit,
        abilities=phoneme_ability,
        house=folder.project.house,
    )


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
