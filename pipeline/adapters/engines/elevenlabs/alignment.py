"""Character times of an answer and the text that was sent -> word times of the request's text.

The characters of an alignment spell the text as it was submitted; whether tags are among them is not documented, so
they are matched without the tags on both sides, by code point.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.model import Timing

LEAST_MATCH = 0.9
"""The part of the text's characters that must be found in the alignment; below it the times are of something else."""
TOLERANCE_S = 0.001
"""Rounding that is no step backwards."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Characters (each one or more code points) and when each is heard, in seconds from the start of the audio."""

    characters: tuple[str, ...]
    begins_s: tuple[float, ...]
    ends_s: tuple[float, ...]

    @property
    def end_s(self) -> float:
        """When the last character ends; 0 where there is none."""
        return max(self.ends_s, default=0.0)


def read_alignment(value: object) -> Alignment | None:
    """Return the alignment of a JSON value; None where there is none or it is not one (lengths, types, order)."""
    if not isinstance(value, Mapping):
        return None
    names = ("characters", "character_start_times_seconds", "character_end_times_seconds")
    columns = [value.get(name) for name in names]
    if not all(isinstance(column, list) for column in columns):
        return None
    characters, begins, ends = (list(column) for column in columns if isinstance(column, list))
    is_text = all(isinstance(character, str) for character in characters)
    is_time = all(isinstance(time, int | float) for time in (*begins, *ends))
    if not (is_text and is_time and len(characters) == len(begins) == len(ends)):
        return None
    found = Alignment(characters=tuple(characters), begins_s=tuple(begins), ends_s=tuple(ends))
    return found if _goes_ahead(found) else None


def join_alignments(parts: Sequence[Alignment]) -> Alignment | None:
    """Return the alignment of a stream, whose times count from the start of the whole; None where it goes back."""
    joined = Alignment(
        characters=tuple(character for part in parts for character in part.characters),
        begins_s=tuple(time for part in parts for time in part.begins_s),
        ends_s=tuple(time for part in parts for time in part.ends_s),
    )
    return joined if joined.characters and _goes_ahead(joined) else None


def time_words(text: str, alignment: Alignment) -> tuple[Timing, ...]:
    """Return when each word of a text is heard, in its order; () where the alignment spells another text.

    A word of which no character is timed has no timing.
    """
    places = [(character, at) for at, character in _without_tags(text)]
    spelled = "".join(alignment.characters)
    owners = [index for index, character in enumerate(alignment.characters) for _ in character]
    heard = [(character, owners[at]) for at, character in _without_tags(spelled)]
    matched = dict(_match(places, heard))
    if len(matched) < LEAST_MATCH * len(places):
        return ()
    return tuple(_word_timings(text, matched, alignment))


def spells(text: str, alignment: Alignment) -> bool:
    """Return whether an alignment spells a text to its end; white space and tags do not matter."""
    wanted = "".join(character for _, character in _without_tags(text) if not character.isspace())
    spelled = "".join(
        character for _, character in _without_tags("".join(alignment.characters)) if not character.isspace()
    )
    return spelled == wanted


def _goes_ahead(alignment: Alignment) -> bool:
    """Whether no time goes back and no character ends before it begins."""
    steps = all(later >= earlier - TOLERANCE_S for earlier, later in pairwise(alignment.begins_s))
    pairs = zip(alignment.begins_s, alignment.ends_s, strict=True)
    return steps and all(begin_s >= 0 and end_s >= begin_s - TOLERANCE_S for begin_s, end_s in pairs)


def _without_tags(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place and the character of everything outside tags."""
    at = 0
    for tag in _TAG.finditer(text):
        yield from ((place, text[place]) for place in range(at, tag.start()))
        at = tag.end()
    yield from ((place, text[place]) for place in range(at, len(text)))


def _match(places: Sequence[tuple[str, int]], heard: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Yield (place in the text, index in the alignment); nearly always they are equal one by one."""
    ours, theirs = "".join(c for c, _ in places), "".join(c for c, _ in heard)
    if ours == theirs:
        yield from ((place, index) for (_, place), (_, index) in zip(places, heard, strict=True))
        return
    for block in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield places[block.a + step][1], heard[block.b + step][1]


def _word_timings(text: str, matched: Mapping[int, int], alignment: Alignment) -> Iterator[Timing]:
    for word in _WORD.finditer(_blank_tags(text)):
        indices = [matched[at] for at in range(word.start(), word.end()) if at in matched]
        if indices:
            begin_s = min(alignment.begins_s[index] for index in indices)
            end_s = max(alignment.ends_s[index] for index in indices)
            yield Timing(start=word.start(), stop=word.end(), begin_s=begin_s, end_s=end_s)


def _blank_tags(text: str) -> str:
    return _TAG.sub(lambda tag: " " * len(tag.group()), text)
