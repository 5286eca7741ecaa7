"""Blocks -> passages: lines joined, divided words made whole, note calls taken out, italics marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.flow import Flow, OpenMark
from pipeline.manuscript.passage import Passage
from pipeline.manuscript.pdf.blocks import Block, cells_of, is_bullet
from pipeline.manuscript.pdf.headings import is_listing
from pipeline.manuscript.pdf.hyphens import Join, Vocabulary
from pipeline.manuscript.pdf.notes import is_call
from pipeline.manuscript.pdf.page import Fragment, Row, Span, part_of
from pipeline.manuscript.words import clean_text, count_words
from pipeline.model import Kind, MarkName, SceneBreak, Skip

DIVISION: Final = "line-division"
_BULLETS: Final = "•‣◦▪●\uf0b7\uf0a7"


@dataclass(slots=True)
class PassageMaker:
    """Makes the passages of a book and notes what it leaves out inside them."""

    vocabulary: Vocabulary
    marks: Mapping[int, frozenset[str]]
    """The marks of the notes on each page."""
    announcer: Announcer
    skips: list[Skip] = field(default_factory=list)

    def passage(self, block: Block, *, part: str) -> Passage | None:
        """Return the passage for a block that begins on a page, or None where nothing of it is kept."""
        writer = _Writer(Flow(part=part), self.vocabulary, self.marks, self.announcer)
        for index, row in enumerate(block.rows):
            following = block.rows[index + 1] if index + 1 < len(block.rows) else None
            writer.write(row, following, is_broken=index + 1 in block.breaks, is_table=block.kind is Kind.ROW)
        writer.end()
        self.skips.extend(writer.flow.skips())
        rule = "note-body" if block.kind is Kind.NOTE else ""
        notes = (f"{part}#{block.mark}",) if block.mark else ()
        passage = writer.flow.passage(block.kind, level=block.level, rule=rule, types=(), notes=notes)
        if passage is None:
            return None
        if isinstance(passage.block, SceneBreak):
            self._skip_ornament(passage, writer.flow)
        elif len(block.rows) == 1 and is_listing(block.rows[0]):
            passage = _as_linked(passage)
        return passage

    def _skip_ornament(self, passage: Passage, flow: Flow) -> None:
        """Note the signs of a scene break that count as words (a row of underscores)."""
        words = count_words("".join(text for text, rule in flow.pieces if not rule))
        place = passage.block.place
        if words and place:
            self.skips.append(Skip(rule="ornament", words=words, where=f"{place.part} {place.start}-{place.stop}"))


def _as_linked(passage: Passage) -> Passage:
    """Return a line of a table of contents as what it is: words that lead to another page."""
    return Passage(
        block=passage.block, words=passage.words, level=passage.level, rule=passage.rule, linked_words=passage.words
    )


@dataclass(slots=True)
class _Writer:
    """Writes rows into a flow."""

    flow: Flow
    vocabulary: Vocabulary
    marks: Mapping[int, frozenset[str]]
    announcer: Announcer
    italics: OpenMark | None = None
    offset: int = 0
    """Where the fragment that is being written begins in the part's text."""
    before: int = 0
    """Characters of the pages before, where a block runs on to another page."""
    last: Fragment | None = None

    def write(self, row: Row, following: Row | None, *, is_broken: bool, is_table: bool) -> None:
        """Write a row and its join to the row that follows."""
        for number, cell in enumerate(cells_of(row) if is_table else [list(row.pieces)]):
            if number:
                self.flow.break_line()
            for index, piece in enumerate(cell):
                if index:
                    self._between(cell[index - 1], piece)
                self._write_piece(piece, is_first=not self.flow.pieces)
        if following is not None:
            self._join(row, following, is_broken=is_broken)

    def end(self) -> None:
        """Close what is open."""
        if self.italics:
            self.flow.mark(self.italics)
            self.italics = None

    def _between(self, one: Fragment, other: Fragment) -> None:
        """Part two fragments of a line by a space, unless they touch."""
        if other.x0 - one.x1 < 0.1 * one.size and one.text[-1:].strip() and other.text[:1].strip():
            self._leave_out("\n", DIVISION)
        else:
            self.flow.pending = self.flow.pending or " "

    def _join(self, row: Row, following: Row, *, is_broken: bool) -> None:
        if row.is_initial and self.vocabulary.joins_initial(row.text, following.text):
            self.flow.pending = ""
            self._leave_out("\n", "split-initial")
            return
        if is_broken:
            self.flow.break_line()
            return
        join = self.vocabulary.join(row.text, following.text)
        if join is Join.SPACE:
            self.flow.pending = self.flow.pending or " "
            return
        self.flow.pending = ""
        if join is Join.DIVIDED:
            self._drop_hyphen()
        self._leave_out("\n", DIVISION)

    def _drop_hyphen(self) -> None:
        """Take back the hyphen at the end of the text so far."""
        text, rule = self.flow.pieces[-1]
        if rule or not text:
            return
        kept = text.rstrip("-\u2010\u2011\u00ad\u00ac")
        removed = text[len(kept) :]
        self.flow.pieces[-1] = (kept, "")
        self.flow.length -= len(removed)
        self._leave_out(removed or "-", DIVISION)

    def _leave_out(self, text: str, rule: str) -> None:
        stop = self.flow.stop
        self.flow.leave_out(text, rule, start=stop, stop=stop + len(text))

    def _write_piece(self, piece: Fragment, *, is_first: bool) -> None:
        if is_first and is_bullet(piece.text):
            return
        self._move_to(piece)
        text_before = next((text for text, rule in reversed(self.flow.pieces) if not rule), "")
        text_before += self.flow.pending
        for span in piece.spans:
            self._write_span(span, text_before, is_first=is_first and not self.flow.pieces)
            text_before += span.text
            self.offset += len(span.text)

    def _move_to(self, piece: Fragment) -> None:
        """Set the offset; on another page it goes on from the end of the last one."""
        if self.last is not None and self.last.page != piece.page:
            self.before += self.last.start + len(self.last.text) + 1 - piece.start
        self.offset = piece.start + self.before
        self.last = piece

    def _write_span(self, span: Span, before: str, *, is_first: bool) -> None:
        text = clean_text(span.text)
        if is_first:
            text = text.lstrip(_BULLETS)
        if not text:
            return
        start, stop = self.offset, self.offset + len(span.text)
        if not is_first and is_call(span, before, marks=self._marks()):
            call = text.strip()
            self.flow.leave_out(text, "note-reference", start=start, stop=stop)
            self._call_note(call.strip("[]()"))
            return
        self._set_italics(span)
        self.flow.append(text, start=start, stop=stop)

    def _call_note(self, label: str) -> None:
        """Note the call of a note, whose body is on the page of the call."""
        part = part_of(self.last.page) if self.last else self.flow.part
        self.flow.call_note(f"{part}#{label}", label)
        self.flow.announce(self.announcer.reference(label))

    def _marks(self) -> frozenset[str]:
        return self.marks.get(self.last.page, frozenset()) if self.last else frozenset()

    def _set_italics(self, span: Span) -> None:
        if not span.text.strip():
            return
        if span.is_italic and self.italics is None:
            self.italics = OpenMark(name=MarkName.EMPHASIS, value="", start=self.flow.length)
        elif not span.is_italic:
            self.end()
