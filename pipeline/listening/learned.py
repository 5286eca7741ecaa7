"""What was heard all over the book -> how the transcriber hears this book's own words, which is no fault of a take.

A name that a transcriber does not know it writes down in some way of its own, in every take; and a word that it gets
wrong as often as right says nothing of a single take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.listening.compare import Deviation, Difference
from pipeline.listening.evidence import HeardLine
from pipeline.listening.words import BareWord

FEWEST_TAKES = 2
"""A word heard otherwise in one take only is that take's."""
MOST_WORDS = 3
"""A longer place is another text, not a word that is not known."""
MISHEARD_FROM = 0.4
"""Share of a word's takes in which it is heard otherwise, from which on that is how the transcriber hears it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookWords:
    """The words of a book that a transcriber does not hear as they are written."""

    unknown: frozenset[str]
    """Misheard in several takes, and in a large share of those that have them."""

    def explains(self, line: HeardLine, difference: Difference) -> bool:
        """Return whether every written word of a wrong place is one that this transcriber does not know."""
        words = wrong_words(line, difference)
        return bool(words) and all(word.text in self.unknown or word.is_name for word in words)


def learn_words(lines: Iterable[HeardLine]) -> BookWords:
    """Return what the takes of a book say of the transcriber."""
    said: Counter[str] = Counter()
    misheard: Counter[str] = Counter()
    for line in lines:
        said.update({word.text for word in line.written})
        misheard.update(_misheard_in(line))
    return BookWords(
        unknown=frozenset(
            word for word, takes in misheard.items() if takes >= FEWEST_TAKES and takes >= MISHEARD_FROM * said[word]
        )
    )


def _misheard_in(line: HeardLine) -> set[str]:
    return {word.text for place in line.differences for word in wrong_words(line, place)}


def wrong_words(line: HeardLine, difference: Difference) -> tuple[BareWord, ...]:
    """Return the written words of a place with a few wrong words; none of any other place."""
    words = line.written[slice(*difference.written)]
    is_wrong = difference.deviation is Deviation.WRONG and len(words) <= MOST_WORDS
    return words if is_wrong else ()
