"""Paragraphs and their takes -> pieces: what is heard in a chapter, and the pause after each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.errors import TakesError
from pipeline.model import Boundary, ParagraphLines, Pauses, Piece, Take


def arrange_chapter(
    paragraphs: Sequence[ParagraphLines], takes: Mapping[str, Sequence[Take]], pauses: Pauses
) -> tuple[Piece, ...]:
    """Return the takes of a chapter in the order they are heard, each with its pause; the last with the chapter's tail.

    `takes` maps paragraph ids to chosen takes. Empty where nothing is spoken.
    Raises TakesError naming every paragraph that is spoken and has no take.
    """
    spoken = _merge_skipped(paragraphs, pauses)
    bare = [paragraph.paragraph for paragraph, _ in spoken if not takes.get(paragraph.paragraph)]
    if bare:
        problems = tuple(f"{paragraph}: no take is chosen" for paragraph in bare)
        raise TakesError("The chapter is not recorded to its end; run `declaim record` first.", problems=problems)
    followers = (paragraph for paragraph, _ in spoken[1:])
    pieces: list[Piece] = []
    for paragraph, boundary_s in spoken:
        follower = next(followers, None)
        gaps = _gaps_inside(paragraph, takes[paragraph.paragraph], pauses)
        gaps.append(_gap_after(paragraph, follower, takes[paragraph.paragraph], boundary_s))
        pieces += [
            Piece(take=take, gap_after_s=gap_s) for take, gap_s in zip(takes[paragraph.paragraph], gaps, strict=True)
        ]
    return tuple(pieces)


def chapter_head(paragraphs: Sequence[ParagraphLines], pauses: Pauses) -> float:
    """Return the silence in seconds before the first speech of a chapter."""
    first = next((paragraph for paragraph in paragraphs if paragraph.lines), None)
    before_s = first.pause_before_s if first else None
    return pauses.chapter_head_s if before_s is None else before_s


def boundary_pause(boundary: Boundary, pauses: Pauses) -> float:
    """Return the pause in seconds of that kind of boundary."""
    return {
        Boundary.PIECE: pauses.piece_s,
        Boundary.SENTENCE: pauses.sentence_s,
        Boundary.PARAGRAPH: pauses.paragraph_s,
        Boundary.HEADING: pauses.heading_s,
        Boundary.SCENE_BREAK: pauses.scene_break_s,
        Boundary.CHAPTER_END: pauses.chapter_tail_s,
    }[boundary]


def _merge_skipped(paragraphs: Sequence[ParagraphLines], pauses: Pauses) -> list[tuple[ParagraphLines, float]]:
    """Return the spoken paragraphs with the pause of what follows them; a skipped one leaves its boundary behind.

    The end of the chapter is the tail, whatever boundaries stand before it.
    """
    merged: list[tuple[ParagraphLines, float]] = []
    for paragraph in paragraphs:
        pause_s = boundary_pause(paragraph.ends, pauses)
        if paragraph.lines:
            merged.append((paragraph, pause_s))
        elif merged:
            merged[-1] = (merged[-1][0], max(merged[-1][1], pause_s))
    if merged:
        merged[-1] = (merged[-1][0], pauses.chapter_tail_s)
    return merged


def _gaps_inside(paragraph: ParagraphLines, takes: Sequence[Take], pauses: Pauses) -> list[float]:
    """Return the pause after each take but the last.

    Breaks are not part of what a take was made for, so today's lines decide them. Where a reading changed, takes and
    lines may differ in number; then each take brings the boundary it was recorded with.
    """
    parts = paragraph.lines if len(paragraph.lines) == len(takes) else takes
    return [boundary_pause(part.ends, pauses) if part.break_s is None else part.break_s for part in parts[:-1]]


def _gap_after(
    paragraph: ParagraphLines, follower: ParagraphLines | None, takes: Sequence[Take], boundary_s: float
) -> float:
    """Return the pause after a paragraph: what the script sets on either side, the longer of two, or the boundary's."""
    before_s = follower.pause_before_s if follower else None
    directed = [pause_s for pause_s in (paragraph.pause_after_s, before_s) if pause_s is not None]
    if directed:
        return max(directed)
    last = paragraph.lines[-1] if len(paragraph.lines) == len(takes) else takes[-1]
    return boundary_s if last.break_s is None else last.break_s
