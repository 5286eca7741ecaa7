"""Two ends of lines -> how they join: divided word, compound with its hyphen, or two words.

A soft hyphen or U+2010 at a line end divides a word where the book writes its own hyphens as U+002D; in such a book a
U+002D at a line end is its own. Elsewhere it may be either; the book's own words decide: the joined word elsewhere, or
the compound elsewhere; then whether the book divides words at all, then whether each half is a word of the book. Only
what is left is guessed: two halves that are both words keep the hyphen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from typing import Final

_HYPHENS: Final = "-\u2010\u2011\u00ad\u00ac"
_DIVIDERS: Final = "\u2010\u00ad\u00ac"
_SIGN_PROOF: Final = 3
"""Lines ending in a sign that only divides, from which the book's plain hyphens at line ends are its own."""
_COMPOUND: Final = re.compile(r"\w+(?:[-\u2010\u2011]\w+)+")
_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_LAST: Final = re.compile(rf"([^\W\d_]+(?:['’][^\W\d_]+)*)([{_HYPHENS}])$")
_FIRST: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PREFIXES: Final = frozenset(
    {
        *("ex", "self", "half", "well", "ill", "non", "anti", "semi", "quasi", "all", "cross", "great", "grand"),
        *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    }
)
"""First parts of compounds that English writes with a hyphen."""


_SUFFIXES: Final = frozenset(
    {
        *("less", "ness", "ship", "hood", "ward", "wards", "able", "ment", "ments", "tion", "tions", "sion", "sions"),
        *("ing", "ings", "ed", "er", "ers", "est", "ly", "ful", "fully", "ence", "ance", "ity", "ous", "ive", "al"),
    }
)
"""Endings that English never writes behind a hyphen."""


class Join(StrEnum):
    """How the text of a line joins the next line."""

    SPACE = "space"
    CLOSE = "close"
    """Without a space: after a hyphen that stays, or beside a dash."""
    DIVIDED = "divided"
    """Without a space and without the hyphen."""


class Vocabulary:
    """The words of a book, as far as they do not stand at line ends."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        self._compounds: Counter[str] = Counter()
        self._has_own_sign = False
        self._divisions = 0
        """Lines that end in a sign which only divides words."""
        stripped = [line.strip() for line in lines]
        for line in stripped:
            self._add(line)
        self._divides = self._divides_words(stripped)

    def join(self, line: str, following: str) -> Join:
        """Return how two lines of one paragraph join."""
        line, following = line.rstrip(), following.lstrip()
        if not line or not following:
            return Join.SPACE
        last = _LAST.search(line)
        first = _FIRST.match(following)
        if last and first:
            return self._join_word(last[1], last[2], first[0])
        if line[-1] in _HYPHENS and len(line) > 1 and line[-2].isalnum() and following[0].isalnum():
            return Join.CLOSE
        is_dash = line[-1] == "—" or (following[0] == "—" and len(following) > 1)
        is_east_asian = _is_east_asian(line[-1]) and _is_east_asian(following[0])
        return Join.CLOSE if is_dash or is_east_asian else Join.SPACE

    def joins_initial(self, initial: str, following: str) -> bool:
        """Return whether a drop cap is the first letter of the word beside it, not a word of its own (I, A, O)."""
        letter = initial.strip()[-1:]
        first = _FIRST.match(following)
        if not first or not letter.isalpha():
            return False
        if letter not in "AIO":
            return True
        joined, alone = self._words[(letter + first[0]).lower()], self._words[first[0].lower()]
        return joined >= alone

    def _join_word(self, left: str, sign: str, right: str) -> Join:
        if sign in "\u00ad\u00ac" or (sign == "\u2010" and not self._has_own_sign):
            return Join.DIVIDED
        if self._divisions >= _SIGN_PROOF:
            return Join.CLOSE
        joined, compound = (left + right).lower(), f"{left}-{right}".lower()
        hits, apart = self._words[joined], self._compounds[compound]
        if hits or apart:
            return Join.DIVIDED if hits >= apart else Join.CLOSE
        if not self._divides:
            return Join.CLOSE
        if right[0].isupper() and not left.isupper():
            return Join.CLOSE
        if left.lower() in _PREFIXES:
            return Join.CLOSE
        if right.lower() in _SUFFIXES:
            return Join.DIVIDED
        are_words = min(len(left), len(right)) > 2 and bool(self._words[left.lower()] and self._words[right.lower()])
        return Join.CLOSE if are_words else Join.DIVIDED

    def _divides_words(self, lines: list[str]) -> bool:
        """Whether the book divides words at line ends: where none of several hyphens there is known to, it does not."""
        ends = [(_LAST.search(line), _FIRST.match(other)) for line, other in pairwise(lines)]
        halves = [(last[1], first[0]) for last, first in ends if last and first and last[2] == "-"]
        proven = sum(self._words[(left + right).lower()] > 0 for left, right in halves)
        return proven > 0 or len(halves) < _SIGN_PROOF

    def _add(self, line: str) -> None:
        compounds = _COMPOUND.findall(line)
        self._compounds.update(compound.lower().replace("\u2010", "-").replace("\u2011", "-") for compound in compounds)
        self._has_own_sign = self._has_own_sign or any("\u2010" in compound for compound in compounds)
        self._divisions += line[-1:] in _DIVIDERS and bool(line[:-1])
        words = _WORD.findall(line.replace("\u00ad", ""))
        if line and line[-1] in _HYPHENS:
            words = words[:-1]
        self._words.update(word.lower() for word in words[1:])


def _is_east_asian(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uff60"
