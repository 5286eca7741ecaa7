"""Chapter of a manuscript -> text of its script file."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Block, Chapter, Kind, Paragraph
from pipeline.script.edit import new_block
from pipeline.script.file import Item, SceneBreakLine, ScriptBlock, ScriptFile, format_script
from pipeline.script.ids import IdGiver

DEEPEST_HEADING = 6
"""As in HTML and Markdown."""


def name_paragraphs(chapter: Chapter, giver: IdGiver) -> tuple[str, ...]:
    """Return an id for each paragraph of a new chapter: the first heading has the chapter's own."""
    return tuple(
        giver.give_heading(chapter.id) if block.kind is Kind.HEADING else giver.give_paragraph(chapter.id)
        for block in paragraphs_of(chapter)
    )


def paragraphs_of(chapter: Chapter) -> tuple[Paragraph, ...]:
    """Return the blocks of a chapter without its scene breaks."""
    return tuple(block for block in chapter.blocks if isinstance(block, Paragraph))


def heading_level(chapter: Chapter, paragraph: Paragraph) -> int:
    """Return the number signs of a heading: its chapter's depth, one more for the headings after the first."""
    first = next(
        (block for block in chapter.blocks if isinstance(block, Paragraph) and block.kind is Kind.HEADING), None
    )
    depth = max(chapter.depth, 1) + (paragraph is not first)
    return min(depth, DEEPEST_HEADING)


def format_chapter(chapter: Chapter, ids: tuple[str, ...], *, language: str = "en") -> str:
    """Return the script file of a chapter; `ids` are of its paragraphs in order.

    Reading it gives every paragraph's text, and its marks as `normal_marks` has them. Raises ValueError where there are
    not as many ids as paragraphs.
    """
    remaining = list(reversed(ids))
    items: list[Item] = []
    for block in chapter.blocks:
        item = _item(chapter, block, remaining, language)
        items.append(replace(item, gap="\n"))
    if remaining:
        raise ValueError(f"{chapter.id}: {len(remaining)} ids too many")
    if items:
        items[-1] = replace(items[-1], gap="")
    return format_script(ScriptFile(name=f"{chapter.id}.txt", items=tuple(items)))


def _item(chapter: Chapter, block: Block, remaining: list[str], language: str) -> Item:
    if not isinstance(block, Paragraph):
        return SceneBreakLine()
    if not remaining:
        raise ValueError(f"{chapter.id}: an id is missing for {block.text[:40]!r}")
    return import_block(chapter, block, remaining.pop(), language=language)


def import_block(chapter: Chapter, paragraph: Paragraph, identity: str, *, language: str) -> ScriptBlock:
    """Return a paragraph of the manuscript as a block of the script."""
    return new_block(
        identity,
        paragraph.text,
        marks=paragraph.marks,
        kind=paragraph.kind,
        level=heading_level(chapter, paragraph) if paragraph.kind is Kind.HEADING else 0,
        language=language,
    )
