"""Bytes of a plain text -> Book."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.errors import ManuscriptError
from pipeline.manuscript.announcements import announcer_for
from pipeline.manuscript.chapters import make_chapters
from pipeline.manuscript.conservation import account
from pipeline.manuscript.cutting import cut_sections
from pipeline.manuscript.decoding import Decoded
from pipeline.manuscript.features import Feature, Inside
from pipeline.manuscript.galley import Galley
from pipeline.manuscript.gutenberg import mark_adverts, mark_licence
from pipeline.manuscript.plain.blocks import TextBlock, split_blocks
from pipeline.manuscript.plain.inline import Inline, note_label, note_labels, opens_picture, set_block, set_caption
from pipeline.manuscript.plain.structure import find_contents, find_headings
from pipeline.manuscript.typescript import mark_address, mark_end, read_title
from pipeline.manuscript.words import count_words
from pipeline.model import Book, Kind, Metadata, Reading, ReadingPolicy

_LONGEST_BRACKET: Final = 6
"""Blocks that one bracket may span."""
_SHEET: Final = 20
"""Passages among which a title page without a heading after it is looked for."""


def read_plain(decoded: Decoded, reading: ReadingPolicy, *, name: str) -> Book:
    """Return the book in a plain text, read under a policy. Raises ManuscriptError where there are no words."""
    text = decoded.text
    if not count_words(text.replace("_", "")):
        raise ManuscriptError(f"{name}: the file has no words to read; is it the right file?")
    galley = Galley(part=name)
    _set_blocks(galley, text, reading)
    licence = mark_licence(galley.passages)
    metadata = licence or Metadata()
    heads = (place for place, passage in enumerate(galley.passages) if passage.level and not passage.rule)
    first = next(heads, min(len(galley.passages), _SHEET))
    start = 0 if licence else mark_address(galley.passages, stop=first)
    mark_adverts(galley.passages)
    mark_end(galley.passages)
    title, author = read_title(galley.passages, start=start, stop=first + 3)
    metadata = replace(
        metadata, title=metadata.title or title, authors=metadata.authors or ((author,) if author else ())
    )
    document = galley.document()
    chapters, left_out = make_chapters(cut_sections((document,), (), ()), metadata, reading)
    return Book(
        metadata=metadata,
        chapters=chapters,
        conservation=account(count_plain_words(text), chapters, document.skips + left_out),
        warnings=decoded.warnings,
    )


def count_plain_words(text: str) -> int:
    """Return how many words a plain text has: the second witness of the account, which knows nothing of its structure.

    Underscores are marks of emphasis or stand for a name left out; neither is a word.
    """
    return count_words(text.replace("_", ""))


def _set_blocks(galley: Galley, text: str, reading: ReadingPolicy) -> None:
    """Set all blocks of a text."""
    blocks = split_blocks(text)
    levels = find_headings(blocks)
    contents = find_contents(blocks, levels)
    raws = [text[block.start : block.stop] for block in blocks]
    inline = Inline(labels=note_labels(raws), announcer=announcer_for(reading, ""))
    usual = _usual_gap(blocks)
    pictures = _pictures(raws)
    is_described = reading.images is not Reading.SKIP
    for index, (block, raw) in enumerate(zip(blocks, raws, strict=True)):
        if usual < block.before and index:
            galley.break_scene(is_blank_line=True)
        if index in pictures and index not in contents and is_described:
            set_caption(galley, raw, inline, start=block.start)
            galley.end_passage(Kind.CAPTION, inside=(Inside(feature=Feature.IMAGE),))
            continue
        label = note_label(raw)
        rule = (
            "content.contents"
            if index in contents
            else "illustration"
            if index in pictures
            else "note-body"
            if label
            else ""
        )
        _set_block(galley, block, raw, inline, label=label, rule=rule, level=0 if rule else levels.get(index, 0))


def _set_block(
    galley: Galley, block: TextBlock, raw: str, inline: Inline, *, label: str, rule: str, level: int
) -> None:
    """Set one block; a note under its label."""
    if label:
        galley.anchor(label)
        inline = replace(inline, labels=inline.labels - {label})
    set_block(galley, raw, inline, start=block.start, is_verse=block.is_verse and not level)
    notes = (f"{galley.part}#{label}",) if label else ()
    galley.end_passage(_kind(block, level=level, is_note=bool(label)), level=level, rule=rule, notes=notes)


def _kind(block: TextBlock, *, level: int, is_note: bool) -> Kind:
    if is_note:
        return Kind.NOTE
    if level:
        return Kind.HEADING
    if block.is_verse:
        return Kind.VERSE
    return Kind.QUOTE if block.is_indented and len(block.lines) > 1 else Kind.PARAGRAPH


def _usual_gap(blocks: tuple[TextBlock, ...]) -> int:
    """Return how many blank lines stand between paragraphs in the middle of all gaps."""
    gaps = sorted(block.before for block in blocks[1:])
    return gaps[len(gaps) // 2] if gaps else 1


def _pictures(raws: list[str]) -> set[int]:
    """Return the blocks that are nothing but the stand-in for a picture; its bracket may span several."""
    found: set[int] = set()
    for index, raw in enumerate(raws):
        if index in found or not opens_picture(raw):
            continue
        open_brackets = 0
        span = []
        for place in range(index, min(index + _LONGEST_BRACKET, len(raws))):
            open_brackets += raws[place].count("[") - raws[place].count("]")
            span.append(place)
            if open_brackets <= 0:
                break
        is_whole = open_brackets <= 0 and raws[span[-1]].rstrip().endswith("]")
        found.update(span if is_whole else ())
    return found
