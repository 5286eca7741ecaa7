"""A request's text and its pronunciations -> the text with a mark at each word that has one, and the way back.

Every engine that takes phonemes has its own mark for them. The marked text keeps its map, so that an engine's times and
offsets are told for the request's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from pipeline.model import PhonemeAlphabet, Request, Spoken, SpokenSpan

Mark = Callable[[str, str], str]
"""(word as it stands in the text, phoneme) -> what is sent instead."""

POSSESSIVE = r"['’]s(?!\w)"
"""What belongs to an English word when it follows it, and is said with it."""
_HISSING = ("s", "z", "ʃ", "ʒ", "ʧ", "ʤ")
_VOICELESS = ("p", "t", "k", "f", "θ")


def mark_words(request: Request, mark: Mark, *, behind: str = "") -> Spoken:
    """Return the request's text with a mark at every whole word that has a pronunciation, the longest first.

    `behind` is a pattern of what belongs to a word when it follows it (`'s`); the mark is then made for both.
    """
    phonemes = dict(request.pronunciations)
    if not phonemes:
        return Spoken(text=request.text)
    parts: list[str] = []
    spans: list[SpokenSpan] = []
    at = length = 0
    for found in _pattern(phonemes, behind).finditer(request.text):
        sent = mark(found[0], phonemes[found["word"]])
        parts += [request.text[at : found.start()], sent]
        begin = length + found.start() - at
        at, length = found.end(), begin + len(sent)
        spans.append(
            SpokenSpan(
                start=found.start(), stop=found.end(), spoken_start=begin, spoken_stop=length, rule="pronunciation"
            )
        )
    return Spoken(text="".join([*parts, request.text[at:]]), spans=tuple(spans))


def possessive_of(word: str, phoneme: str) -> str:
    """Return how the `'s` of an English word sounds after its phoneme; empty where the word has none."""
    if not re.search(f"{POSSESSIVE}$", word):
        return ""
    return "ᵻz" if phoneme.endswith(_HISSING) else "s" if phoneme.endswith(_VOICELESS) else "z"


def phoneme_tag(alphabet: PhonemeAlphabet) -> Mark:
    """Return the SSML tag that ElevenLabs' models read: `<phoneme alphabet="cmu-arpabet" ph="...">word</phoneme>`."""
    return lambda word, phoneme: f'<phoneme alphabet="{alphabet}" ph={quoteattr(phoneme)}>{word}</phoneme>'


def _pattern(phonemes: dict[str, str], behind: str) -> re.Pattern[str]:
    words = sorted(phonemes, key=len, reverse=True)
    return re.compile(f"(?P<word>{'|'.join(map(_whole, words))})(?:{behind})?")


def _whole(word: str) -> str:
    before = r"(?<!\w)" if word[:1].isalnum() else ""
    after = r"(?!\w)" if word[-1:].isalnum() else ""
    return before + re.escape(word) + after
