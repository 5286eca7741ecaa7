"""A project folder -> the lines of its chapters: the part of every command that reads the script.

Deriving lines is most of what planning a long book takes, so they are kept in `build/lines`, a file a chapter, under
the hash of all they come from: the script's text, cast, lexicons, house rules, voices' abilities, our own code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.adapters.derived import code_version, drop_others, key_of, read_derived, write_derived
from pipeline.adapters.disk import read_file
from pipeline.adapters.engines.registry import find_engine
from pipeline.adapters.project import ProjectFolder
from pipeline.errors import EngineError, ProjectError, ScriptError
from pipeline.model import ChapterEntry, Matter, ParagraphLines, PhonemeAbility, Voice
from pipeline.release.credits import CLOSING, OPENING, TITLES, credit_fields, fill_credits
from pipeline.script.line_rows import KeptChapter, find_shared, format_chapter, parse_chapter

if TYPE_CHECKING:
    from pipeline.script.lexicon import Lexicons


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterLines:
    """A chapter that is read aloud, as lines."""

    entry: ChapterEntry
    paragraphs: tuple[ParagraphLines, ...]
    key: str = ""
    """Hash of everything the lines come from; empty where they are not kept."""


def read_chapters(folder: ProjectFolder, *, lexicons: Lexicons | None = None) -> tuple[ChapterLines, ...]:
    """Return every chapter that is read aloud, in the order of book.toml; under other lexicons than its own, if given.

    Under other lexicons all lines are derived and none are kept. Raises ProjectError where nothing is read aloud,
    ScriptError with every mistake of every file, LexiconError.
    """
    entries = [entry for entry in folder.project.chapters if entry.is_read_aloud]
    if not entries:
        raise ProjectError(
            f"{folder.book_file}: no chapter is read aloud; import the manuscript with"
            f" `declaim ingest {folder.project.slug}`, or set read = true for a chapter"
        )
    scripts = {entry.id: read_script_text(folder, entry.id) for entry in entries}
    credit_texts = dict(_credits(folder))
    keys = _keys(folder, scripts, credit_texts) if lexicons is None else {}
    chapters = _derived(folder, scripts, credit_texts, kept=_kept(folder, keys), lexicons=lexicons)
    for chapter in keys.keys() & chapters.new:
        write_derived(_file(folder, chapter), keys[chapter], format_chapter(chapters.all[chapter]))
    if chapters.new and keys:
        drop_others(_file(folder, "").parent, [_file(folder, chapter).name for chapter in keys])
    order = [
        *(_credit_entry(name) for name in credit_texts if name == OPENING),
        *entries,
        *(_credit_entry(name) for name in credit_texts if name == CLOSING),
    ]
    return tuple(
        ChapterLines(entry=entry, paragraphs=chapters.all[entry.id].paragraphs, key=keys.get(entry.id, ""))
        for entry in order
    )


@cache
def phoneme_ability(voice: Voice) -> PhonemeAbility | None:
    """Return how a voice takes phonemes; None where it takes none. Raises EngineError for an unknown engine."""
    return find_engine(voice.engine).describe().phonemes_of(voice.model)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapters:
    """The chapters of a book by id, and which of them were not kept."""

    all: Mapping[str, KeptChapter]
    new: frozenset[str]


def _derived(
    folder: ProjectFolder,
    scripts: Mapping[str, str],
    credit_texts: Mapping[str, Sequence[str]],
    *,
    kept: Mapping[str, KeptChapter],
    lexicons: Lexicons | None,
) -> _Chapters:
    """Return all chapters, those derived that are not kept."""
    new = frozenset({*scripts, *credit_texts} - kept.keys())
    if not new:
        return _Chapters(all=kept, new=new)
    # Only a book in which something changed pays for loading the rules that read a text.
    from pipeline.commands.deriving import derive_chapters, refuse_shared_ids

    derived = derive_chapters(
        folder,
        scripts={chapter: text for chapter, text in scripts.items() if chapter in new},
        credit_texts={chapter: texts for chapter, texts in credit_texts.items() if chapter in new},
        lexicons=lexicons,
    )
    chapters = {**kept, **derived}
    if find_shared({chapter: each.ids for chapter, each in chapters.items()}):
        refuse_shared_ids(scripts)
    return _Chapters(all=chapters, new=new)


def _kept(folder: ProjectFolder, keys: Mapping[str, str]) -> dict[str, KeptChapter]:
    """Return the chapters that are kept under these keys; none of them where two share an id."""
    kept: dict[str, KeptChapter] = {}
    for chapter, key in keys.items():
        text = read_derived(_file(folder, chapter), key)
        parsed = parse_chapter(text, chapter=chapter) if text is not None else None
        if parsed is not None:
            kept[chapter] = parsed
    return {} if find_shared({chapter: each.ids for chapter, each in kept.items()}) else kept


def _keys(
    folder: ProjectFolder, scripts: Mapping[str, str], credit_texts: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return for each chapter the hash of everything its lines come from."""
    project = folder.project
    decided = (project.cast, project.metadata.language, project.line_limit, project.house)
    lexicons = [(path.name, read_file(path) or b"") for path in folder.lexicons]
    layers = [part for name, data in lexicons for part in (name, data)]
    book = key_of(code_version(), repr(decided), repr(_abilities(folder)), *layers)
    texts = {**scripts, **{chapter: "\n".join(texts) for chapter, texts in credit_texts.items()}}
    return {chapter: key_of(book, chapter, text) for chapter, text in texts.items()}


def _abilities(folder: ProjectFolder) -> list[PhonemeAbility | str | None]:
    """Return how each voice of the cast takes phonemes, or that its engine is not here."""
    cast = folder.project.cast
    found: list[PhonemeAbility | str | None] = []
    for voice in (cast.narrator, *(voice for _, voice in cast.speakers)):
        try:
            found.append(phoneme_ability(voice))
        except EngineError as error:
            found.append(error.message)
    return found


def _file(folder: ProjectFolder, chapter: str) -> Path:
    return folder.build / "lines" / f"{chapter}.json"


def _credits(folder: ProjectFolder) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield opening and closing credits, each with what is spoken; none where book.toml has no template for them.

    Raises ProjectError for a template that names what there is not, or a chapter of the book with that id.
    """
    project = folder.project
    fields = credit_fields(project.metadata, project.narrator_name)
    templates = {OPENING: project.release.opening_credits, CLOSING: project.release.closing_credits}
    for name, template in templates.items():
        texts = fill_credits(template, fields, where=f"{folder.book_file}: credits.{name}")
        if texts and any(entry.id == name for entry in project.chapters):
            raise ProjectError(f"{folder.book_file}: the chapter {name} has the id of the credits; give it another")
        if texts:
            yield name, texts


def _credit_entry(name: str) -> ChapterEntry:
    return ChapterEntry(id=name, title=TITLES[name], matter=Matter.FRONT if name == OPENING else Matter.BACK)
