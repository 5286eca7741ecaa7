"""PLS files, a book's text -> what a producer should know of their rules, as findings with stable codes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.errors import PhonemeError
from pipeline.model import Finding, PhonemeAbility, PhonemeAlphabet
from pipeline.script.lexicon import Lexicon, LexiconEntry, Lexicons, entries_of, find_entries
from pipeline.script.normalize import find_changes
from pipeline.script.normalize.folding import fold
from pipeline.script.pronunciation.phonemes import (
    alphabet_of,
    count_syllables,
    find_look_alikes,
    find_vowels_without_stress,
    parse_phonemes,
)
from pipeline.script.pronunciation.pls import Part, PartName, own_alphabet
from pipeline.script.pronunciation.rules import NamedPls, Rule, rules_of
from pipeline.script.pronunciation.saying import say_entry

INFORMATION: Final = frozenset(
    f"lexicon.{code}" for code in ("never-matched", "inside-word", "form", "overridden", "respelled")
)
"""Codes of what is worth knowing and no fault: a check does not fail for them."""
CODES: Final = {
    "lexicon.duplicate": "the same rule twice in a file",
    "lexicon.shadowed": "a rule that is never used, because one before it in the file knows the same word",
    "lexicon.overridden": "a rule of a shared lexicon that a file before it overrides",
    "lexicon.bad-symbol": "a phoneme that its alphabet has not",
    "lexicon.look-alike": "a sign that only looks like a symbol of the IPA",
    "lexicon.missing-stress": "a word of several syllables without a mark of stress",
    "lexicon.not-nfc": "text in another Unicode form than the book's (NFC): the rule may never match",
    "lexicon.alias-rewritten": "an alias that holds what another rule or the normaliser says otherwise",
    "lexicon.engine-phoneme": "a phoneme that an engine of the book cannot use in any way",
    "lexicon.respelled": "a phoneme that an engine of the book gets in ordinary letters",
    "lexicon.never-matched": "a rule of the book's own lexicon whose word is not in the book",
    "lexicon.inside-word": "a word that is also part of longer ones, which the rule leaves alone",
    "lexicon.form": "a plural that the book has and no rule knows, with the rule to add",
}
"""Every code with what it says."""

_SHOWN: Final = 3
_Found = Iterator[tuple[str, str]]
"""Code and message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookText:
    """What the rules are to fit."""

    paragraphs: tuple[str, ...]
    own: frozenset[str]
    """Names of the files that are for this book alone: a rule of theirs that never matches is told."""
    engines: Mapping[str, PhonemeAbility | None]
    """The engines of the cast, and how each takes phonemes."""


def lint_lexicons(
    files: Sequence[NamedPls], *, language: str = "en", book: BookText | None = None
) -> tuple[Finding, ...]:
    """Return everything found, in the order of the files; codes in `INFORMATION` are no faults.

    files are in the order they are asked, the first to ask first; language is the book's.
    """
    stack = Lexicons(layers=tuple(_matchable(source) for source in files))
    checks: list[Callable[[Rule], _Found]] = [
        _check_form,
        _check_phonemes,
        lambda rule: _check_alias(rule, stack, language),
    ]
    found: list[Finding] = []
    rules = list(rules_of(files))
    if book:
        counts = _BookCounts.of(book, stack, rules, language)
        checks += [lambda rule: _check_engines(rule, book), lambda rule: _check_in_book(rule, book, counts)]
    for rule in rules:
        found += [Finding(code=code, where=rule.where, message=said) for check in checks for code, said in check(rule)]
    found += _repeated(rules)
    places = {source.name: number for number, source in enumerate(files)}
    return tuple(dict.fromkeys(sorted(found, key=lambda finding: _place(finding, places))))


def _place(finding: Finding, places: Mapping[str, int]) -> tuple[int, int]:
    name, _, line = finding.where.rpartition(":")
    return places[name], int(line)


def _matchable(source: NamedPls) -> Lexicon:
    """Return a file ready for matching, bad phonemes and all."""
    entries = (entry for lexeme in source.file.lexemes for entry in entries_of(lexeme, source.file))
    return Lexicon(
        name=source.name, language=source.file.language, engine=source.file.meta("engine"), entries=tuple(entries)
    )


def _repeated(rules: Sequence[Rule]) -> Iterator[Finding]:
    first: dict[tuple[str, tuple[str, str]], Rule] = {}
    for rule in rules:
        winner = first.setdefault((rule.folded, rule.scope), rule)
        if winner.lexeme is rule.lexeme:
            continue
        is_same = _said(winner.entry) == _said(rule.entry)
        what = "says the same" if is_same else f"comes first and says {_told(winner.entry)}"
        role = "; roles are not told apart" if dict(rule.lexeme.attributes).get("role") else ""
        message = f"{rule.entry.grapheme!r}: {winner.where} {what}{role}"
        if winner.source is not rule.source:
            yield Finding(code="lexicon.overridden", where=rule.where, message=message)
        else:
            code = "lexicon.duplicate" if is_same else "lexicon.shadowed"
            yield Finding(code=code, where=rule.where, message=f"{message}; take one out")


def _said(entry: LexiconEntry) -> tuple[str, str, str]:
    return entry.alias, entry.phoneme, entry.alphabet


def _told(entry: LexiconEntry) -> str:
    return " / ".join(repr(said) for said in (entry.alias, entry.phoneme) if said)


def _check_form(rule: Rule) -> _Found:
    for part in rule.lexeme.named(PartName.GRAPHEME, PartName.ALIAS, PartName.PHONEME):
        if part.text != unicodedata.normalize("NFC", part.text):
            yield "lexicon.not-nfc", f"{part.words!r} is not in Unicode form NFC; save the file in that form"


def _check_phonemes(rule: Rule) -> _Found:
    for part in rule.lexeme.named(PartName.PHONEME):
        spelled = own_alphabet(part, rule.source.file)
        alphabet = alphabet_of(spelled)
        if alphabet is None:
            yield (
                "lexicon.engine-phoneme",
                f"{rule.entry.grapheme!r}: no engine takes alphabet {spelled!r}; write ipa or cmu-arpabet",
            )
        else:
            yield from _check_phoneme(rule.entry.grapheme, part, alphabet)


def _check_phoneme(word: str, part: Part, alphabet: PhonemeAlphabet) -> _Found:
    try:
        sounds = parse_phonemes(part.words, alphabet)
    except PhonemeError as error:
        yield "lexicon.bad-symbol", f"{word!r}: {error}"
        return
    if alphabet is PhonemeAlphabet.IPA:
        for sign, symbol in find_look_alikes(part.words):
            yield "lexicon.look-alike", f"{word!r}: {sign!r} in {part.words!r}; write {symbol!r} (U+{ord(symbol):04X})"
    elif bare := find_vowels_without_stress(part.words):
        yield "lexicon.missing-stress", f"{word!r}: {', '.join(bare)} without a digit; write 0, 1 or 2 behind each"
        return
    if count_syllables(sounds) > 1 and not any(sound.stress == 1 for sound in sounds):
        yield "lexicon.missing-stress", f"{word!r}: {part.words!r} has no main stress; mark one syllable"


def _check_alias(rule: Rule, stack: Lexicons, language: str) -> _Found:
    alias = rule.entry.alias
    if not alias or alias == rule.entry.grapheme:
        return
    for hit in find_entries(alias, stack, language=rule.source.file.language or language):
        yield (
            "lexicon.alias-rewritten",
            f"{rule.entry.grapheme!r}: its alias {alias!r} holds {hit.entry.grapheme!r}, which another rule says "
            f"{_told(hit.entry)}; an alias is said as it stands: write it as it is to be said",
        )
    for change in find_changes(alias, locale=rule.source.file.language or language):
        yield (
            "lexicon.alias-rewritten",
            f"{rule.entry.grapheme!r}: its alias {alias!r} holds {alias[change.start : change.stop]!r}; "
            f"an alias is said as it stands: write {change.spoken!r}",
        )


def _check_engines(rule: Rule, book: BookText) -> _Found:
    if not rule.entry.phoneme or rule.entry.prefers_alias:
        return
    for engine, ability in book.engines.items():
        said = say_entry(rule.entry, ability)
        if said is None:
            yield (
                "lexicon.engine-phoneme",
                f"{rule.entry.grapheme!r}: engine {engine} cannot use {rule.entry.phoneme!r}, and it cannot be "
                "written in letters; add an alias",
            )
        elif said.alias and not rule.entry.alias:
            yield (
                "lexicon.respelled",
                f"{rule.entry.grapheme!r}: engine {engine} gets {said.alias!r} for {rule.entry.phoneme!r}; "
                "add an alias if that is not it",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _BookCounts:
    """How often rules match, and the words of the book."""

    hits: Mapping[str, int]
    """By folded grapheme."""
    words: Mapping[str, int]
    """Runs of letters and digits."""
    known: frozenset[str]
    """Every grapheme, folded."""
    joined: str
    """All words, apart by a line feed, for a quick look."""

    @classmethod
    def of(cls, book: BookText, stack: Lexicons, rules: Sequence[Rule], language: str) -> _BookCounts:
        """Return the counts of a book."""
        hits: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for text in book.paragraphs:
            words.update(re.findall(r"\w+", fold(text).text))
            for engine in book.engines or {"": None}:
                found = find_entries(text, stack, language=language, engine=engine)
                hits.update(fold(hit.entry.grapheme).text for hit in found)
        known = frozenset(rule.folded for rule in rules)
        return cls(hits=hits, words=words, known=known, joined="\n".join(words))

    def holding(self, word: str) -> list[str]:
        """Return the longer words that a word is part of."""
        if word not in self.joined:
            return []
        return [each for each in self.words if word in each and each != word]


def _check_in_book(rule: Rule, book: BookText, counts: _BookCounts) -> _Found:
    word, is_own = rule.folded, rule.source.name in book.own
    count = counts.hits.get(word, 0)
    if is_own and not count:
        yield "lexicon.never-matched", f"{rule.entry.grapheme!r} is not in the book as a whole word"
    if not re.fullmatch(r"\w+", word) or not (is_own or count):
        return
    forms = _plurals(word)
    inside = [each for each in counts.holding(word) if each not in counts.known]
    for form in (form for form in inside if form in forms):
        offered = f"<grapheme>{form}</grapheme><alias>{_plural_said(rule.entry)}</alias>"
        yield "lexicon.form", f"{form!r} is in the book {counts.words[form]} times and no rule knows it; add {offered}"
    others = [each for each in inside if each not in forms]
    if others:
        shown = ", ".join(others[:_SHOWN]) + (", ..." if len(others) > _SHOWN else "")
        yield "lexicon.inside-word", f"{rule.entry.grapheme!r} is part of {shown}; only whole words are changed"


def _plurals(word: str) -> frozenset[str]:
    return frozenset({f"{word}s", f"{word}es", *([f"{word[:-1]}ies"] if word.endswith("y") else [])})


def _plural_said(entry: LexiconEntry) -> str:
    """Return the plural of what an entry says in letters."""
    said = say_entry(entry, None)
    alias = said.alias if said else entry.grapheme
    return alias + ("es" if alias.endswith(("s", "x", "z", "ch", "sh")) else "s")
