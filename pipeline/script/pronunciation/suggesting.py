"""A book's text, dictionaries -> its names and rare words, how each may be said, and a PLS to review."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.errors import PhonemeError
from pipeline.model import PhonemeAlphabet
from pipeline.script.normalize.folding import fold
from pipeline.script.pronunciation.phonemes import Sound, format_phonemes, parse_phonemes
from pipeline.script.pronunciation.pls import Lexeme, Part, PartName, PlsFile, comment, new_pls, text_part
from pipeline.script.pronunciation.respelling import respell

_WORD = re.compile(r"[^\W\d_]+(?:['\u00b7-][^\W\d_]+)*")
_TITLE: Final = r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)(?<!\bRev)"
"""Not behind an initial or a short title, whose full stop ends no sentence."""
_SENTENCE_END = re.compile(rf"{_TITLE}[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
_AFTER_TITLE = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]|Mrs|Rev)\. $")
_BEGINS: Final = frozenset('.!?…:“"([—–')
"""A capital behind one of these may be the sentence's, not the word's."""
_ROMAN = re.compile(r"[IVXLCDM]+")
_LEAST_LETTERS: Final = 3
_LONGEST_SENTENCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WordUse:
    """A word of the book that an engine may not know."""

    word: str
    count: int
    is_name: bool
    paragraph: str
    """Where it is first."""
    sentence: str
    """The first one that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way to say a word."""

    source: str
    """`lexicon`, `cmudict`, `espeak-ng`."""
    ipa: str
    arpabet: str
    """Empty where a sound is not in it."""
    letters: str
    """In ordinary letters; empty where a sound has no near English one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A word with its current reading and its candidates."""

    use: WordUse
    current: str
    """What the lexicons say now, empty where the engine decides."""
    candidates: tuple[Candidate, ...]


def find_unusual_words(
    paragraphs: Iterable[tuple[str, str]], *, is_known: Callable[[str], bool]
) -> tuple[WordUse, ...]:
    """Return words that a dictionary has not, then names that it has, the most frequent first of each.

    paragraphs are (id, text). A name is written with a capital inside a sentence and never without one. Roman numerals,
    words of less than three letters and possessive endings are left out.
    """
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    inside: set[str] = set()
    for paragraph, text in paragraphs:
        plain = fold(text).text
        for found in _WORD.finditer(plain):
            word = found[0].removesuffix("'s")
            counts[word] += 1
            if word not in first:
                first[word] = (paragraph, _sentence_of(plain, found.start()))
            if word[0].isupper() and _is_inside_sentence(plain, found.start()):
                inside.add(word)
    names = {word for word in inside if word.lower() not in counts}
    uses = [
        WordUse(word=word, count=count, is_name=word in names, paragraph=first[word][0], sentence=first[word][1])
        for word, count in counts.items()
        if _is_wanted(word) and (word in names or not is_known(word.lower()))
    ]
    return tuple(sorted(uses, key=lambda use: (is_known(use.word.lower()), -use.count, use.word)))


def read_candidates(readings: Iterable[tuple[str, str, PhonemeAlphabet]]) -> tuple[Candidate, ...]:
    """Return the candidates of a word from (source, phoneme, alphabet); the same sounds once, the first source's."""
    found: dict[tuple[Sound, ...], Candidate] = {}
    for source, phoneme, alphabet in readings:
        try:
            sounds = parse_phonemes(phoneme, alphabet)
        except PhonemeError:
            continue
        if sounds not in found:
            found[sounds] = Candidate(
                source=source,
                ipa=format_phonemes(sounds, PhonemeAlphabet.IPA),
                arpabet=_or_nothing(lambda said=sounds: format_phonemes(said, PhonemeAlphabet.ARPABET)),  # type: ignore[misc]
                letters=_or_nothing(lambda said=sounds: respell(said)),  # type: ignore[misc]
            )
    return tuple(found.values())


def format_suggestions(suggestions: Sequence[Suggestion], *, language: str) -> PlsFile:
    """Return a lexicon to review: an entry a word, its candidates, the first preferred, where it is used in a comment.

    A word without candidate stands in a comment only; one that a lexicon knows already is left out.
    """
    head = comment("To review: keep what is right, take the rest out, then merge it into lexicon.pls.")
    return new_pls(
        [head, *(part for each in suggestions if not each.current for part in _parts_of(each))], language=language
    )


def _parts_of(suggestion: Suggestion) -> Iterator[Part | Lexeme]:
    use = suggestion.use
    told = f"{use.word}: {use.count} times, first in {use.paragraph}: {use.sentence}"
    if not suggestion.candidates:
        yield comment(f"{told} (no candidate)")
        return
    best = suggestion.candidates[0]
    yield Lexeme(
        parts=(
            comment(told),
            text_part(PartName.GRAPHEME, use.word),
            *(text_part(PartName.PHONEME, candidate.ipa) for candidate in suggestion.candidates),
            *([text_part(PartName.ALIAS, _as_written(use.word, best.letters))] if best.letters else []),
            comment("; ".join(f"{each.source} {each.ipa}, {each.arpabet}" for each in suggestion.candidates)),
        )
    )


def _as_written(word: str, letters: str) -> str:
    return letters[:1].upper() + letters[1:] if word[:1].isupper() else letters


def _or_nothing(make: Callable[[], str]) -> str:
    try:
        return make()
    except PhonemeError:
        return ""


def _is_wanted(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and not _ROMAN.fullmatch(word)


def _is_inside_sentence(text: str, begin: int) -> bool:
    if _AFTER_TITLE.search(text, max(0, begin - 6), begin):
        return True
    before = text[:begin].rstrip(" '\"“‘")
    return bool(before) and before[-1] not in _BEGINS and text[begin - 1] not in _BEGINS


def _sentence_of(text: str, at: int) -> str:
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    begin = max((end for end in ends if end <= at), default=0)
    stop = min((end for end in ends if end > at), default=len(text))
    sentence = " ".join(text[begin:stop].split())
    return sentence if len(sentence) <= _LONGEST_SENTENCE else f"{sentence[:_LONGEST_SENTENCE].rsplit(' ', 1)[0]} …"
