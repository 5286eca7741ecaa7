"""Text -> words: the one way this stage counts words and cleans text.

What is cleaned: runs of white space (space, tab, line ends) become one space; soft hyphens (U+00AD), byte order marks
(U+FEFF) and control characters are dropped, because they say nothing to a listener; ligatures and letters in other
dress (U+FB03 for ffi, U+2167 for VIII, full width, bold of mathematics) become the letters that they show. What is kept
as written: no-break spaces (U+00A0, U+202F), thin and hair spaces (U+2009, U+200A), word joiners (U+2060), because the
script stage reads them.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache
from typing import Final

WHITE: Final = " \t\n\r\f\v"
"""What a reading system shows as one space, alone or in a run."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"_*[^\W_]\w*(?:['‘’]\w+)*")
_DROPPED = re.compile("[\u00ad\ufeff\x00-\x08\x0e-\x1f\x7f]")
_FREQUENT: Final = (("’", "'"), ("‘", "'"), ("“", " "), ("”", " "), ("—", " "), ("\u00a0", " "), ("\u2060", ""))
"""What most English books have besides ASCII, and what counts alike in its place."""
_OTHERS = re.compile(r"[^\x00-\x7f]")
_MOST_OTHERS: Final = 16
"""Different characters besides ASCII up to which replacing each is faster than looking for words."""
_LONGEST_KEPT: Final = 4000
"""Characters of a text whose count is kept."""
_SAMPLE: Final = 1000
"""Characters at the begin of a text that show whether its script is another than Latin."""
_CLASSES: Final = bytes(
    ord("a") if chr(code) in string.ascii_letters + string.digits else ord("'") if code == ord("'") else ord(" ")
    for code in range(256)
)
"""For each byte: `a` in words, an apostrophe, or a space between words."""
_DRESSED = re.compile(
    "[\u2160-\u217f\u2460-\u2473\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]+"
)
"""Roman numerals, circled numbers, Latin ligatures, full-width and mathematical letters, which engines do not know.
The rest of Unicode's compatibility characters stays: ½ and ² are told apart from 1/2 and 2."""


def count_words(text: str) -> int:
    """Return how many words a text has.

    A word is a run of letters, digits and underscores, not of underscores alone, with single apostrophes inside, after
    NFKC normalisation and without invisible characters (soft hyphen, zero-width spaces and joiners, direction marks).
    """
    return _counted(text) if len(text) <= _LONGEST_KEPT else _counted.__wrapped__(text)


@lru_cache(maxsize=16_384)
def _counted(text: str) -> int:
    """Count the words of a text: most texts are counted as a passage and again in the finished chapter."""
    plain = text
    if not plain.isascii():
        for written, alike in _FREQUENT:
            plain = plain.replace(written, alike)
    others = _others(plain)
    if len(others) > _MOST_OTHERS:
        return len(split_words(plain))
    if not all(map(_counts_alone, others)) or "_" in plain:
        return sum(map(_counted.__wrapped__, plain.split("\n"))) if "\n" in plain else len(split_words(plain))
    for character in others:
        plain = plain.replace(character, _alike(character))
    classes = b" " + plain.encode("ascii").translate(_CLASSES)
    return classes.count(b" a") + classes.count(b" 'a") + classes.count(b"''a")


def _others(text: str) -> set[str]:
    """Return the characters besides ASCII; only those of the begin where they are many."""
    if text.isascii():
        return set()
    first = set(_OTHERS.findall(text, 0, _SAMPLE))
    return first if len(first) > _MOST_OTHERS else first.union(_OTHERS.findall(text, _SAMPLE))


@lru_cache(maxsize=4096)
def _counts_alone(character: str) -> bool:
    """Whether a character counts alike whatever stands beside it: nothing in it composes with a neighbour."""
    normal = unicodedata.normalize("NFKC", character)
    return "_" not in normal and not any(unicodedata.category(part)[0] == "M" for part in character + normal)


@lru_cache(maxsize=4096)
def _alike(character: str) -> str:
    """Return ASCII characters that count like a character that counts alone."""
    normal = unicodedata.normalize("NFKC", _INVISIBLE.sub("", character))
    return "".join("'" if part in "'‘’\u02bc" else "a" if part.isalnum() else " " for part in normal)


def split_words(text: str) -> list[str]:
    """Return the words of a text, in order, as written (see `count_words`)."""
    if not text.isascii():
        text = _normal(_INVISIBLE.sub("", text)).replace("\u02bc", "'")
    return _WORD.findall(text)


def _normal(text: str) -> str:
    """Return a text in NFKC; telling that a line is so already is much faster than making it so."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return "\n".join(unicodedata.normalize("NFKC", line) for line in text.split("\n"))


def word_key(text: str) -> str:
    """Return the words of a text in lower case, one space apart: what two titles are compared by."""
    return " ".join(split_words(text)).lower().replace("’", "'").replace("‘", "'")


def clean_text(text: str) -> str:
    """Return a text with each run of white space as one space, without soft hyphens, controls and ligatures."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = _DRESSED.sub(_undressed, text)
    if not text.isprintable():
        text = _DROPPED.sub("", text)
        for white in WHITE[1:]:
            text = text.replace(white, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _undressed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
