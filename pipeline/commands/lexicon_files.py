"""PLS files or a book's lexicons -> findings, one merged file, or the rules that know a word."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.commands.reading import phoneme_ability, read_chapters
from pipeline.errors import LexiconError
from pipeline.model import PhonemeAbility
from pipeline.script.lexicon import Lexicons
from pipeline.script.pronunciation.lint import INFORMATION, BookText, lint_lexicons
from pipeline.script.pronunciation.merging import merge_lexicons
from pipeline.script.pronunciation.pls import format_pls, parse_pls
from pipeline.script.pronunciation.rules import NamedPls, Verdict, judge_word
from pipeline.script.pronunciation.saying import say_entry


def lint_files(arguments: argparse.Namespace) -> int:
    """Print the findings of files, or of a book; return 1 where one is a fault."""
    folder = _book_named(arguments)
    if folder:
        findings = lint_lexicons(read_book_files(folder), language=_language(folder), book=_book_text(folder))
    else:
        findings = lint_lexicons([read_pls(Path(name), name=name) for name in arguments.names])
    for finding in findings:
        row = {"code": finding.code, "where": finding.where, "message": finding.message}
        print(json.dumps(row, ensure_ascii=False) if arguments.json else _line(row))
    faults = sum(finding.code not in INFORMATION for finding in findings)
    print(f"{faults} faults, {len(findings) - faults} to know", file=sys.stderr)
    return 1 if faults else 0


def merge_files(arguments: argparse.Namespace) -> int:
    """Write one file that says what all say."""
    merged, left_out = merge_lexicons([read_pls(path, name=str(path)) for path in arguments.files])
    for finding in left_out:
        print(f"{finding.where}: {finding.message}", file=sys.stderr)
    write_file(arguments.output, format_pls(merged))
    print(f"{arguments.output}: {len(merged.lexemes)} entries, {len(left_out)} left out", file=sys.stderr)
    return 0


def show_word(arguments: argparse.Namespace) -> int:
    """Print every rule that knows a word, for each engine of the book; return 1 where none speaks."""
    folder = _book_named(arguments)
    files = read_book_files(folder) if folder else [read_pls(Path(name), name=name) for name in arguments.names]
    language = _language(folder) if folder else arguments.locale
    engines = _engines(folder) if folder else {"": None}
    speaks = False
    for engine, ability in engines.items():
        verdicts = judge_word(arguments.word, files, language=language, engine=engine)
        speaks = speaks or any(verdict.wins for verdict in verdicts)
        if engine:
            print(f"{engine}:")
        for verdict in verdicts:
            print(_told(verdict, ability))
        if not verdicts:
            print(f"  no rule knows {arguments.word!r}; the engine decides")
    return 0 if speaks else 1


def read_book_files(folder: ProjectFolder) -> list[NamedPls]:
    """Return the lexicons of a book, its own first. Raises LexiconError."""
    return [read_pls(path, name=path.name) for path in folder.lexicons]


def read_pls(path: Path, *, name: str) -> NamedPls:
    """Return a PLS file. Raises LexiconError where it is not there or is none."""
    data = read_file(path)
    if data is None:
        raise LexiconError(f"{path}: there is no such lexicon; check the path")
    return NamedPls(name=name, file=parse_pls(data, name=name))


def _book_named(arguments: argparse.Namespace) -> ProjectFolder | None:
    """Return the book that is asked for, or None where the names are files."""
    names: Sequence[str] = arguments.names
    if len(names) > 1 or Path(names[0]).suffix or Path(names[0]).is_file():
        return None
    return load_project(arguments.projects, names[0])


def _language(folder: ProjectFolder) -> str:
    return folder.project.metadata.language


def _engines(folder: ProjectFolder) -> dict[str, PhonemeAbility | None]:
    cast = folder.project.cast
    return {voice.engine: phoneme_ability(voice) for voice in (cast.narrator, *(voice for _, voice in cast.speakers))}


def _book_text(folder: ProjectFolder) -> BookText:
    chapters = read_chapters(folder, lexicons=Lexicons())
    return BookText(
        paragraphs=tuple(paragraph.text for chapter in chapters for paragraph in chapter.paragraphs),
        own=frozenset({"lexicon.pls"}),
        engines=_engines(folder),
    )


def _line(row: dict[str, str]) -> str:
    return f"{row['where']}: {row['code']}: {row['message']}"


def _told(verdict: Verdict, ability: PhonemeAbility | None) -> str:
    said = say_entry(verdict.rule.entry, ability)
    spoken = "as the engine reads it" if said is None else repr(said.alias) if said.alias else f"/{said.phoneme}/"
    mark = "*" if verdict.wins else " "
    return f"{mark} {verdict.rule.where}  {verdict.rule.entry.grapheme} -> {spoken}  ({verdict.why})"
