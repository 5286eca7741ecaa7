"""A line's text and what was heard in its take -> the text with what is missing, added and exchanged marked in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.listening.compare import Difference
from pipeline.listening.evidence import HeardLine
from pipeline.listening.words import shown_words


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A stretch of a line: as it is written, or where written and heard differ, both."""

    written: str = ""
    heard: str = ""
    is_same: bool = True


def mark_line(text: str, line: HeardLine | None) -> tuple[MarkedText, ...]:
    """Return the stretches of a line's spoken text; without a hearing it is one."""
    words = shown_words(text)
    if line is None or len(words) != len(line.written):
        return (MarkedText(written=" ".join(text.split())),)
    return tuple(_stretches(words, line))


def _stretches(words: tuple[str, ...], line: HeardLine) -> Iterator[MarkedText]:
    at = 0
    for difference in sorted(line.differences, key=_place):
        first, last = (max(at, place) for place in difference.written)
        if first > at:
            yield MarkedText(written="".join(words[at:first]))
        heard = " ".join(word.text for word in line.heard[slice(*difference.heard)])
        yield MarkedText(written="".join(words[first:last]).strip(), heard=heard, is_same=False)
        at = last
    if at < len(words):
        yield MarkedText(written="".join(words[at:]))


def _place(difference: Difference) -> tuple[tuple[int, int], tuple[int, int]]:
    return difference.written, difference.heard
