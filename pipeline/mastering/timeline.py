"""Paragraphs and their takes -> pieces: what is heard in a chapter, and the pause after each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.errors import TakesError
from pipeline.mastering.profiles import Profile
from pipeline.model import Boundary, Line, ParagraphLines, Pauses, Piece, Take

SHORT_FILE_S = 30.0
LEGAL_MARGIN_S = 0.15
"""Over the shortest legal silence: speech begins softly, and a meter hears it up to so much before or after."""
_SCENES = frozenset({Boundary.SCENE_BREAK})
_PARAGRAPHS = frozenset({Boundary.SCENE_BREAK, Boundary.PARAGRAPH, Boundary.HEADING})


def arrange_chapter(
    paragraphs: Sequence[ParagraphLines],
    takes: Mapping[str, Sequence[Take]],
    pauses: Pauses,
    volumes_db: Mapping[str, float] | None = None,
) -> tuple[Piece, ...]:
    """Return the takes of a chapter in the order they are heard, each with its pause; the last with the chapter's tail.

    `takes` maps paragraph ids to chosen takes, `volumes_db` speakers ("" is the narrator) to what the cast turns them
    up or down by. Empty where nothing is spoken.
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
        pieces += _pieces(paragraph, takes[paragraph.paragraph], gaps, volumes_db or {})
    return tuple(pieces)


def chapter_head(paragraphs: Sequence[ParagraphLines], pauses: Pauses) -> float:
    """Return the silence in seconds before the first speech of a chapter."""
    first = next((paragraph for paragraph in paragraphs if paragraph.lines), None)
    before_s = first.pause_before_s if first else None
    return pauses.chapter_head_s if before_s is None else before_s


def fit_ends(head_s: float, pieces: tuple[Piece, ...], profile: Profile) -> tuple[float, tuple[Piece, ...]]:
    """Return the silence before and the pieces of a file, with the shortest legal ends where it lasts under 30 s.

    Credits and dedications would otherwise be room tone for a third, and too quiet as a whole.
    """
    speech_s = sum(piece.take.sound.speech_end_s - piece.take.sound.speech_begin_s for piece in pieces)
    if not pieces or head_s + speech_s + sum(piece.gap_after_s for piece in pieces) >= SHORT_FILE_S:
        return head_s, pieces
    last = pieces[-1]
    if profile.head_s.least is not None:
        head_s = min(head_s, profile.head_s.least + LEGAL_MARGIN_S)
    if profile.tail_s.least is not None:
        last = replace(last, gap_after_s=min(last.gap_after_s, profile.tail_s.least + LEGAL_MARGIN_S))
    return head_s, (*pieces[:-1], last)


def split_long(
    head_s: float, pieces: tuple[Piece, ...], *, tail_s: float, most_s: float | None
) -> list[tuple[Piece, ...]]:
    """Return the pieces of a chapter in as many parts as it takes for each to last `most_s` at most; mostly one.

    Parts are about as long as each other and end at a scene break where there is one near, else at a paragraph; each
    gets the chapter's head and tail. Where neither comes in time a part is longer, and its check will say so.
    """
    ends_s = list(itertools.accumulate((_length_s(piece) for piece in pieces), initial=0.0))
    total_s = head_s + ends_s[-1]
    if most_s is None or total_s <= most_s or not pieces:
        return [pieces]
    room_s = most_s - head_s - tail_s - LEGAL_MARGIN_S
    count = math.ceil(ends_s[-1] / room_s) if room_s > 0 else 1
    parts: list[tuple[Piece, ...]] = []
    begin = 0
    while begin < len(pieces):
        wanted_s = ends_s[begin] + (ends_s[-1] - ends_s[begin]) / max(1, count - len(parts))
        stop = _cut_near(pieces, ends_s, begin=begin, wanted_s=wanted_s, latest_s=ends_s[begin] + room_s)
        last = replace(pieces[stop - 1], gap_after_s=tail_s if stop < len(pieces) else pieces[stop - 1].gap_after_s)
        parts.append((*pieces[begin : stop - 1], last))
        begin = stop
    return parts


def _cut_near(
    pieces: tuple[Piece, ...], ends_s: Sequence[float], *, begin: int, wanted_s: float, latest_s: float
) -> int:
    """Return where a part ends: at the scene break nearest to where it should, else the paragraph, in time."""
    if ends_s[-1] <= latest_s and ends_s[-1] - wanted_s < 1.0:
        return len(pieces)
    for kinds in (_SCENES, _PARAGRAPHS):
        places = [
            place
            for place in range(begin + 1, len(pieces) + 1)
            if ends_s[place] <= latest_s and pieces[place - 1].ends in kinds
        ]
        # A part of less than half its share would need another part behind it.
        near = [place for place in places if ends_s[place] - ends_s[begin] >= (wanted_s - ends_s[begin]) / 2]
        if near:
            return min(near, key=lambda place: abs(ends_s[place] - wanted_s))
    in_time = [place for place in range(begin + 1, len(pieces) + 1) if ends_s[place] <= latest_s]
    return in_time[-1] if in_time else begin + 1


def _length_s(piece: Piece) -> float:
    return piece.take.sound.speech_end_s - piece.take.sound.speech_begin_s + piece.gap_after_s


def boundary_pause(boundary: Boundary, pauses: Pauses, text: str = "") -> float:
    """Return the pause in seconds of that kind of boundary, after a line that ends with `text`."""
    sign = text.rstrip().rstrip("\"'”’»)]")[-3:]
    if boundary is Boundary.SENTENCE and sign.endswith(("…", "...")) and pauses.ellipsis_s is not None:
        return pauses.ellipsis_s
    if boundary is Boundary.SENTENCE and sign.endswith(("?", "!")) and pauses.question_s is not None:
        return pauses.question_s
    if boundary is Boundary.PIECE and sign.endswith((",", ";", ":", "—", "–")) and pauses.clause_s is not None:
        return pauses.clause_s
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
    return [
        boundary_pause(part.ends, pauses, part.spoken.text) if part.break_s is None else part.break_s
        for part in parts[:-1]
    ]


def _pieces(
    paragraph: ParagraphLines, takes: Sequence[Take], gaps: Sequence[float], volumes_db: Mapping[str, float]
) -> list[Piece]:
    """Return the takes of a paragraph as pieces; who speaks is today's line, or what the take was recorded for."""
    parts: Sequence[Line | Take] = paragraph.lines if len(paragraph.lines) == len(takes) else takes
    ends = [*(part.ends for part in parts[:-1]), paragraph.ends]
    return [
        Piece(
            take=take,
            gap_after_s=gap_s,
            volume_db=round(paragraph.volume_db + volumes_db.get(part.speaker, 0.0), 2),
            ends=end,
        )
        for take, part, gap_s, end in zip(takes, parts, gaps, ends, strict=True)
    ]


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
