"""PLS files in the order they are asked -> their rules one by one, and which of them wins for a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.script.lexicon import LexiconEntry, entries_of
from pipeline.script.normalize.folding import fold
from pipeline.script.normalize.languages import primary_language
from pipeline.script.pronunciation.pls import Lexeme, PlsFile


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPls:
    """A PLS file under the name that messages give it."""

    name: str
    file: PlsFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A grapheme of a file, and how it is said."""

    source: NamedPls
    lexeme: Lexeme
    entry: LexiconEntry

    @property
    def where(self) -> str:
        """`file:line`."""
        return f"{self.source.name}:{self.entry.line}"

    @property
    def folded(self) -> str:
        """The grapheme as it is matched."""
        return fold(self.entry.grapheme).text

    @property
    def scope(self) -> tuple[str, str]:
        """(language, engine) it is for; empty is every one."""
        return primary_language(self.source.file.language), self.source.file.meta("engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A rule that knows a word, and whether it is the one that speaks."""

    rule: Rule
    wins: bool
    why: str


def rules_of(files: Sequence[NamedPls]) -> Iterator[Rule]:
    """Yield every rule, in the order the files are asked: those for one engine after all others."""
    for source in sorted(files, key=lambda source: bool(source.file.meta("engine"))):
        for lexeme in source.file.lexemes:
            for entry in entries_of(lexeme, source.file):
                yield Rule(source=source, lexeme=lexeme, entry=entry)


def judge_word(word: str, files: Sequence[NamedPls], *, language: str, engine: str = "") -> tuple[Verdict, ...]:
    """Return every rule that knows a word, in the order asked, and why it speaks or not in a book of that language.

    Rules for longer graphemes that hold the word stand behind: they win where the whole of them is written.
    """
    wanted = fold(" ".join(word.split())).text
    verdicts: list[Verdict] = []
    winner: Rule | None = None
    longer: list[Verdict] = []
    for rule in rules_of(files):
        if rule.folded == wanted:
            reason = _out_of_scope(rule, language, engine)
            if reason is None and winner is None:
                winner = rule
                verdicts.append(Verdict(rule=rule, wins=True, why="the first that knows it"))
            else:
                why = reason or f"{winner.where if winner else ''} comes first"
                verdicts.append(Verdict(rule=rule, wins=False, why=why))
        elif f" {wanted} " in f" {rule.folded} ":
            longer.append(Verdict(rule=rule, wins=False, why="the longest wins: only where all of it is written"))
    return (*verdicts, *longer)


def _out_of_scope(rule: Rule, language: str, engine: str) -> str | None:
    of_language, of_engine = rule.scope
    if of_language not in {"", primary_language(language)}:
        return f"only in text marked lang={of_language}"
    if of_engine not in {"", engine}:
        return f"only for engine {of_engine}"
    return None
