"""Rows in reading order -> blocks: where paragraphs, headings, verse and rows of tables begin and end.

Evidence that a paragraph begins: white space above, an indent, a line above that ended although the next word would
have fitted. Over the end of a column or page only indent and short line count. A line that ends early without more
evidence is a line of verse or of an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pipeline.manuscript.headings import parse_head
from pipeline.manuscript.pdf.headings import is_listing
from pipeline.manuscript.pdf.page import Fragment, Row
from pipeline.manuscript.pdf.typography import Typography, is_text_size
from pipeline.model import Kind

_ENDS: Final = re.compile(r"[.!?…:;—–-][\"'”’»)\]*]*\s*$|[”\"»]\s*$")
_BULLET: Final = re.compile(r"[•‣◦▪●○■□·∙*–—\uf0b7\uf0a7\uf0d8-]")
_NUMBERED_ITEM: Final = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]")
_VERSE_SHARE: Final = 0.6
"""Share of line ends inside a block that are deliberate, from which it is verse."""
_LONGEST_VERSE_LINE: Final = 90


@dataclass(slots=True, kw_only=True)
class Block:
    """Rows that are one passage."""

    rows: list[Row]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    breaks: set[int] = field(default_factory=set)
    """The rows that begin a line of their own."""
    is_after_blank: bool = False
    """More white space stands above than between paragraphs."""
    mark: str = ""
    """Of a note."""

    @property
    def last(self) -> Row:
        """The row it ends with so far."""
        return self.rows[-1]

    @property
    def left(self) -> float:
        """The indent of its rows but the first, or of the first where it has no other."""
        rows = [row for row in self.rows[1:] if not self.rows[0].is_initial] or self.rows[:1]
        return min(row.indent for row in rows)


def make_blocks(rows: list[Row], typography: Typography) -> list[Block]:
    """Return the blocks of text in order."""
    maker = _BlockMaker(typography)
    for row in rows:
        maker.take(row)
    for block in maker.blocks:
        _settle_kind(block)
    return maker.blocks


def cells_of(row: Row) -> list[list[Fragment]]:
    """Return the fragments of a row by the cells of a table that they stand in; one cell for a line of text."""
    edges = [0, *row.cells, len(row.pieces)]
    return [list(row.pieces[start:stop]) for start, stop in pairwise(edges)]


def is_bullet(text: str) -> bool:
    """Whether a fragment is nothing but the sign before an item of a list."""
    return bool(_BULLET.fullmatch(text.strip()))


@dataclass(slots=True)
class _BlockMaker:
    typography: Typography
    blocks: list[Block] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Add a row to the block that is being made, or begin another with it."""
        block = self.blocks[-1] if self.blocks else None
        is_table = len(cells_of(row)) > 1 and not row.level and not is_listing(row)
        if block is None or self._begins(block, row, is_table=is_table):
            self.blocks.append(self._block(row, is_table=is_table))
            return
        if self._is_line_of_its_own(block, row):
            block.breaks.add(len(block.rows))
        block.rows.append(row)

    def _block(self, row: Row, *, is_table: bool) -> Block:
        kind = Kind.HEADING if row.level else Kind.ROW if is_table else Kind.PARAGRAPH
        if kind is Kind.PARAGRAPH and _is_item(row):
            kind = Kind.ITEM
        return Block(rows=[row], kind=kind, level=row.level, is_after_blank=self._is_after_blank(row))

    def _begins(self, block: Block, row: Row, *, is_table: bool) -> bool:
        last = block.last
        if last.is_initial:
            return False
        if row.is_initial or is_table or row.level != block.level:
            return True
        if row.level:
            return self._begins_heading(block, row)
        if _goes_on_word(last, row):
            return False
        if is_listing(row) or is_listing(last) or _is_item(row) or self._is_other_size(last, row):
            return True
        if block.kind is Kind.ROW:
            return self._begins_after_row(block, row)
        if last.region != row.region:
            return self._begins_on_page(block, row)
        return self._begins_in_region(block, row)

    def _begins_heading(self, block: Block, row: Row) -> bool:
        """Whether a row of a heading's style is another heading, not the rest of the one above."""
        last = block.last
        head = parse_head(last.text)
        is_whole = head is not None and not head.rest
        is_near = last.region == row.region and 0 < row.base - last.base <= 1.75 * row.size
        return is_whole or not is_near or abs(last.size - row.size) > 0.6 or parse_head(row.text) is not None

    def _begins_after_row(self, block: Block, row: Row) -> bool:
        """Whether a row goes on the last cell of a table's row."""
        cell = cells_of(block.rows[0])[-1][0].x0
        shift = row.left - block.rows[0].left
        is_under = abs(row.x0 - shift - cell) <= 0.6 * row.size
        is_near = row.region != block.last.region or row.base - block.last.base <= self.typography.widest_pitch
        return not (is_under and is_near)

    def _begins_on_page(self, block: Block, row: Row) -> bool:
        """Whether a row on top of a page or column begins a paragraph."""
        last = block.last
        is_early = _ends_early(block, row)
        if abs(row.indent - last.indent) <= 0.5 * row.size and not is_early and len(block.rows) > 1:
            return False
        is_ended = bool(_ENDS.search(last.text))
        if row.text[:1].islower() and (not is_ended or last.text.rstrip().endswith((",", ";", "—", "–"))):
            return False
        if last.page != row.page and last.page in self.typography.ended_pages:
            return True
        if self._is_indented(row) and not self._is_inset(block, row):
            return True
        if self.typography.indent and not self._is_inset(block, row) and row.indent <= 0.5 * row.size:
            return is_early and is_ended and not self._is_indented(last)
        return is_early and is_ended

    def _begins_in_region(self, block: Block, row: Row) -> bool:
        last, size = block.last, row.size
        step = row.base - last.base
        if not -0.4 * size < step <= self._widest_step(last):
            return True
        if len(block.rows) > 1 and block.rows[-2].is_initial:
            return False  # the lines beside a drop cap stand further in
        initial = block.rows[0]
        if initial.is_initial and row.base <= initial.base + 0.5 * size and row.x0 > initial.x1 - 0.5 * size:
            return False
        is_early = _ends_early(block, row)
        if self._is_indented(row) and not self._is_inset(block, row):
            return is_early or not self._is_indented(last) or len(block.rows) > 1 or self._is_at_indent(row)
        if len(block.rows) > 1 and row.indent < block.left - 0.6 * size:
            return is_early or not self._is_hanging(block)
        return is_early and len(block.rows) > 1 + len(block.breaks) and bool(_ENDS.search(last.text))

    def _is_line_of_its_own(self, block: Block, row: Row) -> bool:
        if block.last.is_initial or row.level or block.kind is Kind.ROW:
            return False
        return _ends_early(block, row)

    def _is_indented(self, row: Row) -> bool:
        indent = self.typography.indent
        return bool(indent) and 0.5 * row.size < row.indent <= max(2 * indent, 3 * row.size)

    def _is_at_indent(self, row: Row) -> bool:
        return abs(row.indent - self.typography.indent) <= 1.5

    def _is_inset(self, block: Block, row: Row) -> bool:
        """Whether a block as a whole stands in from the edge, so that its rows are no first lines."""
        return len(block.rows) > 1 and block.left > 0.5 * row.size and row.indent <= block.left + 0.5 * row.size

    @staticmethod
    def _is_hanging(block: Block) -> bool:
        return len(block.rows) == 1

    def _is_other_size(self, last: Row, row: Row) -> bool:
        both = is_text_size(last.size, self.typography) and is_text_size(row.size, self.typography)
        return not both and abs(last.size - row.size) > 0.12 * max(last.size, row.size)

    def _widest_step(self, last: Row) -> float:
        """Return the distance up to which the next row belongs to the same block, by the size of the type."""
        return self.typography.widest_pitch * max(1.0, last.size / self.typography.size)

    def _is_after_blank(self, row: Row) -> bool:
        """Whether the white space above a row is more than paragraphs have between them."""
        last = self.blocks[-1].last if self.blocks else None
        if last is None or last.region != row.region or row.level or last.level:
            return False
        is_plain = is_text_size(row.size, self.typography) and is_text_size(last.size, self.typography)
        usual = max(self.typography.paragraph_pitch, self.typography.pitch)
        is_flush = row.indent <= max(0.5 * row.size, self.typography.indent + 1.5)
        was_flush = self.blocks[-1].left <= max(0.5 * row.size, self.typography.indent + 1.5)
        return is_plain and is_flush and was_flush and row.base - last.base >= usual + 0.75 * self.typography.pitch


def _ends_early(block: Block, row: Row) -> bool:
    """Whether the last row of a block ends although the first word of the next row would have fitted on it."""
    last = block.last
    first = row.text.split(maxsplit=1)[0] if row.text.split() else ""
    width = (row.x1 - row.x0) * len(first) / max(1, len(row.text))
    room = last.right - last.x1
    spare = [one.right - one.x1 for one in block.rows]
    if len(spare) > 2 and sum(one < min(spare) + 2 for one in spare) >= max(2, len(spare) // 2):
        room -= min(spare)  # a block set to a narrower measure
    return room > width + 0.6 * row.size


def _goes_on_word(last: Row, row: Row) -> bool:
    """Whether a row begins with the second half of a word that the row above divides."""
    is_divided = re.search(r"[^\W\d_][-\u2010\u00ad\u00ac]\s*$", last.text) is not None
    is_next = row.region != last.region or row.base > last.base
    return is_divided and is_next and row.text[:1].islower()


def _is_item(row: Row) -> bool:
    """Whether a row begins an item of a list with a sign or number that stands apart."""
    first = row.pieces[0]
    if len(row.pieces) > 1:
        return is_bullet(first.text) or bool(_NUMBERED_ITEM.fullmatch(first.text.strip()))
    return first.text.lstrip()[:1] in "•‣◦▪●\uf0b7"


def _settle_kind(block: Block) -> None:
    """Make a block verse where most of its lines end early, and prose where few do."""
    if block.kind is not Kind.PARAGRAPH or not block.breaks:
        return
    ends = len(block.rows) - 1
    is_verse = (
        len(block.breaks) >= _VERSE_SHARE * ends and max(len(row.text) for row in block.rows) <= _LONGEST_VERSE_LINE
    )
    if is_verse:
        block.kind = Kind.VERSE
    else:
        block.breaks.clear()
