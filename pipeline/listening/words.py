"""A text, or words heard -> bare words that can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import HeardWord

_TAG = re.compile(r"<[^<>]*>|\[[^\[\]]*\]")
"""What an engine is told, not what it says: `<break/>`, `<phoneme>`, `[whispers]`."""
CRAMMED, CRAMMED_S = 4, 0.2
"""Four words in a fifth of a second; the fastest speakers say ten words a second, in bursts."""
_BREAK = re.compile(r"<break\b[^<>]*\btime\s*=\s*[\"'](\d+(?:\.\d+)?)(m?s)[\"']")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?|[$£€%&]")
_CURRENCIES = frozenset("$£€")
_JOINED = re.compile(r"(?<=\d)[.,:](?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class BareWord:
    """A word without case, punctuation and marks."""

    text: str
    """Lower case, letters, digits and inner apostrophes only."""
    is_name: bool = False
    """Capitalised inside a sentence: hardly in anybody's dictionary."""
    begin_s: float = 0.0
    end_s: float = 0.0
    """When it is heard; both 0 for a written word."""
    probability: float = 1.0


def written_words(spoken_text: str) -> tuple[BareWord, ...]:
    """Return the words of a line's spoken text; tags for the engine are none."""
    text = _TAG.sub(lambda tag: " " * len(tag.group()), spoken_text)
    words = []
    for match in _WORD.finditer(_JOINED.sub("", text)):
        word = match.group()
        begins_sentence = bool(re.search(r"(?:^|[.!?:…\"“‘(—]\s*['’\"“”‘(]*)$", text[: match.start()]))
        is_name = word[:1].isupper() and word[1:2].islower() and not begins_sentence
        words.append(BareWord(text=_bare(word), is_name=is_name))
    return tuple(words)


def shown_words(spoken_text: str) -> tuple[str, ...]:
    """Return the same words as they are shown: each with the signs and the space around it, tags left out."""
    text = re.sub(r"\s+", " ", _JOINED.sub("", _TAG.sub(" ", spoken_text)))
    ends = [match.end() for match in _WORD.finditer(text)]
    if not ends:
        return ()
    pieces = [text[begin:end] for begin, end in zip([0, *ends], [*ends[:-1], len(text)], strict=False)]
    shown: list[str] = []
    for piece in pieces:
        # A sign that closes stands behind the space that parts it from the next word.
        closing, gap, opening = piece.partition(" ") if shown else ("", "", piece)
        if gap:
            shown[-1] += closing + gap
            shown.append(opening)
        else:
            shown.append(piece)
    return tuple(shown)


def asked_pause(spoken_text: str) -> float:
    """Return the longest pause in seconds that a line's text asks its engine for; 0 without one."""
    asked = (float(amount) / (1000 if unit == "ms" else 1) for amount, unit in _BREAK.findall(spoken_text))
    return max(asked, default=0.0)


def heard_words(words: Sequence[HeardWord]) -> tuple[BareWord, ...]:
    """Return the bare words of a transcript; a heard word with a hyphen in it is several, and shares its time.

    Words that nobody could say so fast were not said: a transcriber that says its last sentence over and over again
    finds no time for it. Where all are as fast, it is a stand-in that speaks.
    """
    bare = []
    for word in words:
        parts = _as_said(_WORD.findall(_JOINED.sub("", word.text)))
        share_s = (word.end_s - word.begin_s) / max(1, len(parts))
        for place, part in enumerate(parts):
            begin_s = word.begin_s + place * share_s
            bare.append(
                BareWord(text=_bare(part), begin_s=begin_s, end_s=begin_s + share_s, probability=word.probability)
            )
    slow = tuple(word for place, word in enumerate(bare) if not _is_crammed(bare, place))
    return slow or tuple(bare)


def _is_crammed(words: Sequence[BareWord], place: int) -> bool:
    """Return whether a word stands in a row of so many that all of them together have no time to be said."""
    firsts = range(max(0, place - CRAMMED + 1), min(place, len(words) - CRAMMED) + 1)
    return any(words[first + CRAMMED - 1].end_s - words[first].begin_s < CRAMMED_S for first in firsts)


def _as_said(parts: list[str]) -> list[str]:
    """Return the parts of a word in the order they are said: `$40` is forty dollars."""
    if len(parts) > 1 and parts[0] in _CURRENCIES and parts[1][0].isdigit():
        return [parts[1], parts[0], *parts[2:]]
    return parts


def _bare(word: str) -> str:
    return unicodedata.normalize("NFKC", word).lower().replace("’", "'").strip("'")
