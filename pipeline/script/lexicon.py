"""PLS bytes -> Lexicon; text and lexicons -> what is said instead of the words they know.

The format is the W3C's Pronunciation Lexicon Specification 1.0 (https://www.w3.org/TR/pronunciation-lexicon/).
Matching is case-sensitive and by whole words, so that a rule for `Ames` leaves `James` alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.errors import LexiconError, PhonemeError
from pipeline.model import Change, Mark, MarkName
from pipeline.script.normalize.folding import Folded, fold
from pipeline.script.normalize.languages import primary_language
from pipeline.script.pronunciation.phonemes import alphabet_of, parse_phonemes
from pipeline.script.pronunciation.pls import Lexeme, PartName, PlsFile, own_alphabet, parse_pls

_POSSESSIVE_OR_END = re.compile(r"(?!\w)(?!'\w)|(?='s(?!\w))")


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconEntry:
    """One grapheme of a lexeme, and how it is said."""

    grapheme: str
    alias: str = ""
    """The words to say instead; empty where the lexeme has phonemes only."""
    phoneme: str = ""
    alphabet: str = ""
    """Of the phoneme: `ipa`, `cmu-arpabet`, `x-sampa`."""
    prefers_alias: bool = False
    """Whether the alias is marked `prefer="true"`: it is said by voices that take phonemes, too."""
    line: int = 0
    """In the file, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A PLS file, in the order of the file."""

    name: str
    language: str
    """BCP 47 of the whole file; empty where it names none, and then the lexicon is for every language."""
    entries: tuple[LexiconEntry, ...]
    engine: str = ""
    """The one engine it is for (`<meta name="engine" content="..."/>`), asked after all others; empty: for each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicons:
    """The lexicons of a book, the first to ask first: its own, then the shared ones in the order of book.toml.

    Equal only to itself: what is made for matching is kept under it, and hashing ten thousand entries for every
    paragraph would cost more than the matching.
    """

    layers: tuple[Lexicon, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconHit:
    """A place where an entry applies."""

    start: int
    stop: int
    entry: LexiconEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An entry ready for matching."""

    folded: str
    language: str
    entry: LexiconEntry = field(repr=False)


def parse_lexicon(data: bytes, *, name: str) -> Lexicon:
    """Return the lexicon in the bytes of a PLS file, ready for matching.

    Raises LexiconError as `parse_pls` does, and where phonemes hold what their alphabet has not or have no alphabet,
    with a line for each. The phonemes of an alphabet that is not read here (`x-sampa`) are not looked into.
    """
    return lexicon_of(parse_pls(data, name=name), name=name)


def lexicon_of(file: PlsFile, *, name: str) -> Lexicon:
    """Return a PLS file ready for matching. Raises LexiconError for what is wrong with its phonemes."""
    problems = [problem for lexeme in file.lexemes for problem in _phoneme_problems(lexeme, file, name)]
    if len(problems) == 1:
        raise LexiconError(problems[0])
    if problems:
        raise LexiconError(f"{name}: {len(problems)} phonemes cannot be read; correct them:", problems=tuple(problems))
    return Lexicon(
        name=name,
        language=file.language,
        entries=tuple(entry for lexeme in file.lexemes for entry in entries_of(lexeme, file)),
        engine=file.meta("engine"),
    )


def entries_of(lexeme: Lexeme, file: PlsFile) -> Iterator[LexiconEntry]:
    """Yield what each grapheme of a lexeme is said as: of aliases and of phonemes the preferred one, else the first."""
    readings = lexeme.readings
    alias = next((part for part in readings if part.name is PartName.ALIAS), None)
    phoneme = next((part for part in readings if part.name is PartName.PHONEME), None)
    for grapheme in lexeme.graphemes:
        yield LexiconEntry(
            grapheme=grapheme.words,
            alias=alias.words if alias else "",
            phoneme=phoneme.words if phoneme else "",
            alphabet=own_alphabet(phoneme, file) if phoneme else "",
            prefers_alias=alias is not None and phoneme is not None and alias.is_preferred,
            line=lexeme.line,
        )


def find_entries(
    text: str, lexicons: Lexicons, *, language: str, marks: Sequence[Mark] = (), engine: str = ""
) -> tuple[LexiconHit, ...]:
    """Return where entries of the lexicons apply in a text, sorted, none touching another.

    At one place the longest grapheme wins over all layers; of the same grapheme the first layer's, and in it the first.
    A lexicon of another language than the book's applies only inside `lang` marks of its language; one for an engine
    only where that engine speaks, and after all others.
    """
    folded = fold(text)
    spans = [(mark.start, mark.stop, primary_language(mark.value)) for mark in marks if mark.name is MarkName.LANG]
    own = frozenset({"", primary_language(language)})
    languages = own | {span[2] for span in spans}
    return tuple(_match(folded, _matcher(lexicons, languages, engine), own=own, spans=spans))


def find_aliases(text: str, lexicons: Lexicons, *, language: str, marks: Sequence[Mark] = ()) -> tuple[Change, ...]:
    """Return the changes that the lexicons' aliases make, under the rule `lexicon:<grapheme>`."""
    hits = find_entries(text, lexicons, language=language, marks=marks)
    return tuple(alias_of(hit) for hit in hits if hit.entry.alias)


def find_phonemes(
    text: str, lexicons: Lexicons, *, language: str, marks: Sequence[Mark] = ()
) -> tuple[tuple[str, str], ...]:
    """Return (grapheme, phoneme) of each entry without alias that applies, once, in the order of the text."""
    hits = find_entries(text, lexicons, language=language, marks=marks)
    return tuple(dict.fromkeys((hit.entry.grapheme, hit.entry.phoneme) for hit in hits if not hit.entry.alias))


def order_layers(lexicons: Lexicons, *, engine: str) -> tuple[Lexicon, ...]:
    """Return the lexicons that are asked where an engine speaks, the first to ask first."""
    asked = (layer for layer in lexicons.layers if layer.engine in {"", engine})
    return tuple(sorted(asked, key=lambda layer: bool(layer.engine)))


def alias_of(hit: LexiconHit) -> Change:
    """Return the change of a hit whose entry has an alias."""
    return Change(start=hit.start, stop=hit.stop, spoken=hit.entry.alias, rule=f"lexicon:{hit.entry.grapheme}")


def _phoneme_problems(lexeme: Lexeme, file: PlsFile, name: str) -> Iterator[str]:
    where, word = f"{name}:{lexeme.line}", lexeme.graphemes[0].words
    for phoneme in lexeme.named(PartName.PHONEME):
        spelled = own_alphabet(phoneme, file)
        alphabet = alphabet_of(spelled)
        if not spelled:
            yield f'{where}: the phoneme of {word!r} has no alphabet; add alphabet="ipa" to <lexicon>'
        elif alphabet is not None and phoneme.words:
            try:
                parse_phonemes(phoneme.words, alphabet)
            except PhonemeError as error:
                yield f"{where}: {word}: {error}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matcher:
    """A pattern for the places to look at, and per first word the entries to try there, the longest first."""

    scan: re.Pattern[str]
    by_key: Mapping[str, tuple[_Known, ...]]


@lru_cache(maxsize=64)
def _matcher(lexicons: Lexicons, languages: frozenset[str], engine: str) -> _Matcher:
    known: dict[tuple[str, str], _Known] = {}
    for layer in order_layers(lexicons, engine=engine):
        language = primary_language(layer.language)
        for entry in layer.entries if language in languages else ():
            written = fold(entry.grapheme).text
            known.setdefault((written, language), _Known(folded=written, language=language, entry=entry))
    by_key: dict[str, list[_Known]] = defaultdict(list)
    for each in sorted(known.values(), key=lambda each: -len(each.folded)):
        by_key[_key(each.folded)].append(each)
    signs = "".join(re.escape(key) for key in by_key if not re.match(r"\w", key))
    return _Matcher(
        scan=re.compile(rf"\w+|[{signs}]" if signs else r"\w+"),
        by_key={key: tuple(entries) for key, entries in by_key.items()},
    )


def _key(written: str) -> str:
    word = re.match(r"\w+", written)
    return word[0] if word else written[0]


def _match(
    folded: Folded, matcher: _Matcher, *, own: frozenset[str], spans: Sequence[tuple[int, int, str]]
) -> Iterator[LexiconHit]:
    if not matcher.by_key:
        return
    text, after = folded.text, 0
    for word in matcher.scan.finditer(text):
        begin = word.start()
        candidates = matcher.by_key.get(word[0], ()) if begin >= after else ()
        for known in candidates:
            if not _stands_alone(text, begin, known.folded):
                continue
            start, stop = folded.written(begin, begin + len(known.folded))
            if known.language in own or any(a <= start and stop <= b and known.language == tag for a, b, tag in spans):
                after = begin + len(known.folded)
                yield LexiconHit(start=start, stop=stop, entry=known.entry)
                break


def _stands_alone(text: str, begin: int, written: str) -> bool:
    """Return whether the grapheme is here as whole words; a possessive 's may follow."""
    if not text.startswith(written, begin):
        return False
    end_is_word = written[-1].isalnum()
    return not end_is_word or _POSSESSIVE_OR_END.match(text, begin + len(written)) is not None
