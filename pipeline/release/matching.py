"""A paragraph as it is heard and its source's text -> where in the source each range of it stands."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_DROPPED = "\u00ad\ufeff"
"""What the import drops inside words."""
LEAST_ALIKE = 0.5
"""Share of the paragraph's words that the source must have in their order; less is another text."""


def find_in_source(
    text: str, ranges: Sequence[tuple[int, int]], source: str, start: int, stop: int
) -> tuple[tuple[int, int] | None, ...]:
    """Return for each range of a paragraph's text its range in the source, None where the source has none of it.

    The paragraph stood at `start` to `stop` of the source; people may have edited it since. Sorted, without overlap.
    """
    stop = min(stop, len(source))
    ours = [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]
    theirs = _source_words(source, start, stop)
    pairs = _pairs([word for word, _, _ in ours], [word for word, _, _ in theirs])
    if not ours or len(pairs) < LEAST_ALIKE * len(ours):
        return (None,) * len(ranges)
    starts = [begin for _, begin, _ in ours]
    found: list[tuple[int, int] | None] = []
    for begin, end in ranges:
        words = range(bisect_left(starts, begin), bisect_left(starts, end))
        inside = [pairs[index] for index in words if index in pairs]
        found.append((theirs[inside[0]][1], theirs[inside[-1]][2]) if inside else None)
    return _widened(found, source, start, stop)


def _source_words(source: str, start: int, stop: int) -> list[tuple[str, int, int]]:
    kept = [place for place in range(start, stop) if source[place] not in _DROPPED]
    plain = "".join(source[place] for place in kept)
    return [(match[0].casefold(), kept[match.start()], kept[match.end() - 1] + 1) for match in _WORD.finditer(plain)]


def _pairs(ours: list[str], theirs: list[str]) -> dict[int, int]:
    """Return index by index which word of the source each of our words is."""
    if ours == theirs:
        return {index: index for index in range(len(ours))}
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    return {block.a + step: block.b + step for block in matcher.get_matching_blocks() for step in range(block.size)}


def _widened(
    found: Sequence[tuple[int, int] | None], source: str, start: int, stop: int
) -> tuple[tuple[int, int] | None, ...]:
    """Return the ranges with the signs that cling to them: quotation marks before, punctuation behind."""
    widened: list[tuple[int, int] | None] = []
    before = start
    for number, place in enumerate(found):
        if place is None:
            widened.append(None)
            continue
        limit = next((later[0] for later in found[number + 1 :] if later), stop)
        begin, end = place
        while end < limit and not source[end].isspace():
            end += 1
        while begin > before and not source[begin - 1].isspace():
            begin -= 1
        widened.append((begin, end))
        before = end
    return tuple(widened)
