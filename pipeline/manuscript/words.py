"""Text -> words: the one way this stage counts words and cleans text.

What is cleaned: runs of white space (space, tab, line ends) become one space; soft hyphens (U+00AD), byte order marks
(U+FEFF) and control characters are dropped, because they say nothing to a listener; ligatures and letters in other
dress (U+FB03 for ffi, U+2167 for VIII, full width, bold of mathematics) become the letters that they show. What is kept
as written: no-break spaces (U+00A0, U+202F), thin and hair spaces (U+2009, U+200A), word joiners (U+2060), because the
script stage reads them.
"""

from __future__ import annotations

import re
import unicodedata

WHITE = re.compile(r"[ \t\n\r\f\v]+")
"""A run of white space that a reading system shows as one space."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"_*[^\W_]\w*(?:['‘’]\w+)*")
_DROPPED = re.compile("[\u00ad\ufeff\x00-\x08\x0e-\x1f\x7f]")
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
    return len(split_words(text))


def split_words(text: str) -> list[str]:
    """Return the words of a text, in order, as written (see `count_words`)."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).replace("\u02bc", "'")
    return _WORD.findall(text)


def word_key(text: str) -> str:
    """Return the words of a text in lower case, one space apart: what two titles are compared by."""
    return " ".join(split_words(text)).lower().replace("’", "'").replace("‘", "'")


def clean_text(text: str) -> str:
    """Return a text with each run of white space as one space, without soft hyphens, controls and ligatures."""
    if not text.isascii():
        text = _DRESSED.sub(_undressed, text)
    return WHITE.sub(" ", _DROPPED.sub("", text))


def _undressed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
