"""Text -> blocks: runs of lines between blank lines, and how the lines of the text were broken."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_LONG_LINE: Final = 120
"""Characters; lines beyond it are paragraphs, not wrapped lines (the widest hard wrap in use is 80)."""
_LONG_SHARE: Final = 0.1
_SLACK: Final = 6
"""Characters by which a line may be short of the margin though the next word would have fitted: ragged wrapping."""
_DELIBERATE_SHARE: Final = 0.6
_INDENT: Final = 2
_PARAGRAPH_LINE: Final = 50
"""Characters of an indented line from which it may begin a paragraph."""
_LINE: Final = re.compile(r"[^\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not blank."""

    start: int
    text: str
    """As it stands, with its indent."""

    @property
    def indent(self) -> int:
        """How many spaces it begins with; a tab counts as four."""
        expanded = self.text.expandtabs(4)
        return len(expanded) - len(expanded.lstrip())


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Lines that stand together."""

    lines: tuple[Line, ...]
    before: int
    """Blank lines before it."""
    after: int
    """Blank lines after it."""
    is_verse: bool = False
    """Its line ends are meant."""
    is_indented: bool = False
    """All of its lines are."""
    text: str
    """Its lines as one, white space collapsed."""

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.lines[0].start

    @property
    def stop(self) -> int:
        """Where it ends in the text."""
        return self.lines[-1].start + len(self.lines[-1].text)


def split_blocks(text: str) -> tuple[TextBlock, ...]:
    """Return the blocks of a text; each says whether its line ends are meant."""
    groups = _groups(text)
    lines = [line for group, _ in groups for line in group]
    characters = sum(len(line.text) for line in lines)
    long = sum(len(line.text) for line in lines if len(line.text) > _LONG_LINE)
    is_wrapped = long <= characters * _LONG_SHARE
    width = _width(lines)
    pieces: list[tuple[list[Line], int]] = []
    for group, before in groups:
        parts = _indented_paragraphs(group) if is_wrapped else _paragraph_lines(group)
        pieces.extend((part, 0 if index else before) for index, part in enumerate(parts))
    afters = [before for _, before in pieces[1:]] + [9]
    return tuple(
        TextBlock(
            lines=tuple(part),
            before=before,
            after=after,
            is_verse=_is_verse(part, width=width) if is_wrapped else len(part) > 1,
            is_indented=all(line.indent >= _INDENT for line in part),
            text=" ".join(" ".join(line.text for line in part).split()),
        )
        for (part, before), after in zip(pieces, afters, strict=True)
    )


def _groups(text: str) -> list[tuple[list[Line], int]]:
    """Return runs of lines with the number of blank lines before each; at the begin of the text there are many."""
    groups: list[tuple[list[Line], int]] = []
    start, blank, is_open = 0, 9, False
    for raw in text.split("\n"):
        if not raw.strip():
            blank, is_open = blank + 1, False
        elif is_open:
            groups[-1][0].append(Line(start=start, text=raw))
        else:
            groups.append(([Line(start=start, text=raw)], blank))
            is_open = True
        if raw.strip():
            blank = 0
        start += len(raw) + 1
    return groups


def _width(lines: list[Line]) -> int:
    """Return the column that full lines reach: the length that lines near the longest ones most often have."""
    lengths = Counter(len(line.text.rstrip()) for line in lines if len(line.text) <= _LONG_LINE)
    reached = [length for length, number in lengths.items() if number * 200 >= len(lines)]
    return max(reached, default=0)


def _is_verse(lines: list[Line], *, width: int) -> bool:
    """Whether most line ends are meant: the next word would still have fitted into the line."""
    if len(lines) < 2:
        return False
    longest = max(len(line.text.rstrip()) for line in lines)
    is_inset = lines[0].indent >= _INDENT and longest >= width - 3 * _SLACK
    margin = longest if is_inset else width
    meant = sum(
        len(line.text.rstrip()) + 1 + len(following.text.split()[0]) <= margin - _SLACK
        for line, following in pairwise(lines)
    )
    return meant >= (len(lines) - 1) * _DELIBERATE_SHARE


def _indented_paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Return the paragraphs of a run of wrapped lines: where most lines are flush, a long indented line begins one."""
    flush = sum(line.indent < _INDENT for line in lines)
    starts = [
        index
        for index, line in enumerate(lines)
        if index and line.indent >= _INDENT and len(line.text) >= _PARAGRAPH_LINE and lines[index - 1].indent < _INDENT
    ]
    if flush * 2 <= len(lines):
        return [lines]
    edges = [0, *starts, len(lines)]
    return [lines[start:stop] for start, stop in pairwise(edges)]


def _paragraph_lines(lines: list[Line]) -> list[list[Line]]:
    """Return the paragraphs of a run of lines in a text without wrapping: each line, unless all are short."""
    if all(len(line.text) <= _LONG_LINE // 2 for line in lines):
        return [lines]
    return [[line] for line in lines]
