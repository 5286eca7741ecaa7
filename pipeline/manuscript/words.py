"""Text -> words: the one way this stage counts words and cleans text.

What is cleaned: runs of white space (space, tab, line ends) become one space; soft hyphens (U+00AD), byte order marks
(U+FEFF) and control characters are dropped, because they say nothing to a listener. What is kept as written: no-break
spaces (U+00A0, U+202F), thin and hair spaces (U+2009, U+200A), word joiners (U+2060), because the script stage reads
them.
"""

from __future__ import annotations

import re
import string
import unicodedata
from typing import Final

WHITE: Final = " \t\n\r\f\v"
"""What a reading system shows as one space, alone or in a run."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"_*[^\W_]\w*(?:['‘’]\w+)*")
_DROPPED = re.compile("[\u00ad\ufeff\x00-\x08\x0e-\x1f\x7f]")
_ALIKE: Final = (
    (("’", "'"), ("‘", "'"), ("“", " "), ("”", " "), ("—", " "), ("\u00a0", " "), ("\u2060", "")),
    (
        ("–", " "), ("…", " "), ("é", "e"), ("\u00ad", ""), ("\u200a", " "), ("æ", "a"), ("è", "e"), ("ê", "e"),
        ("ï", "i"), ("œ", "o"), ("ö", "o"), ("ü", "u"), ("à", "a"), ("ç", "c"), ("£", " "),
    ),
)  # fmt: skip
"""What most books have besides ASCII, the most frequent first, and what counts alike in its place."""
_CLASSES: Final = bytes(
    ord("a") if chr(code) in string.ascii_letters + string.digits else ord("'") if code == ord("'") else ord(" ")
    for code in range(256)
)
"""For each byte: `a` in words, an apostrophe, or a space between words."""


def count_words(text: str) -> int:
    """Return how many words a text has.

    A word is a run of letters, digits and underscores, not of underscores alone, with single apostrophes inside, after
    NFKC normalisation and without invisible characters (soft hyphen, zero-width spaces and joiners, direction marks).
    """
    plain = text
    for pairs in _ALIKE:
        if plain.isascii():
            break
        for written, alike in pairs:
            plain = plain.replace(written, alike)
    if not plain.isascii() or "_" in plain:
        return sum(map(count_words, text.split("\n"))) if "\n" in text else len(split_words(text))
    classes = b" " + plain.encode("ascii").translate(_CLASSES)
    return classes.count(b" a") + classes.count(b" 'a") + classes.count(b"''a")


def split_words(text: str) -> list[str]:
    """Return the words of a text, in order, as written (see `count_words`)."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).replace("\u02bc", "'")
    return _WORD.findall(text)


def word_key(text: str) -> str:
    """Return the words of a text in lower case, one space apart: what two titles are compared by."""
    return " ".join(split_words(text)).lower().replace("’", "'").replace("‘", "'")


def clean_text(text: str) -> str:
    """Return a text with each run of white space as one space, without soft hyphens and control characters."""
    if not text.isprintable():
        text = _DROPPED.sub("", text)
        for white in WHITE[1:]:
            text = text.replace(white, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text
