"""A line and its neighbours -> the context that is sent with it.

A side's ids are the contiguous run of usable generations from the nearest neighbour on, never past one that is not.
Context text goes with ids as well: the engine ignores it as long as they work, and it is all there is when they are
taken away. Rules: ElevenLabs' request stitching guide and the fields' own descriptions
(https://elevenlabs.io/docs/cookbooks/text-to-speech/request-stitching, read 2025-04).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import takewhile

from pipeline.model import ChapterLine, Context, ContextMode, ContextSide, Generation, Row, Standing, StitchingSupport
from pipeline.recording.context_text import text_after, text_before

MOST_IDS = 3
"""Ids on one side (the guide's limit)."""
OLDEST_ID_S = 110 * 60.0
"""The guide lets ids lose their effect after two hours; ten minutes are left as a margin."""


class _Bond(Enum):
    """What the nearest neighbour of a side is to the line."""

    ABSENT = auto()
    YOUNG = auto()
    OLD = auto()
    PENDING = auto()
    REPLACED = auto()
    LATER_LANE = auto()
    OTHER_VOICE = auto()
    FOREIGN = auto()
    UNLOGGED = auto()


def choose_context(
    lines: Sequence[ChapterLine], at: int, *, now_s: float, support: StitchingSupport | None = None
) -> Context:
    """Return what is sent with lines[at] at now_s (seconds since 1970); lines of other chapters count for nothing."""
    line, support = lines[at], support or StitchingSupport()
    back = [*_heard_before(lines, at)]
    on = [*_heard_after(lines, at)]
    bonds = _bond(line, back[:1], now_s), _bond_after(line, on[:1], now_s)
    rows = _row_before(line, *bonds), _row_after(line, *bonds)
    texts = (
        text_before((neighbour.text for neighbour in back), line.language),
        text_after((neighbour.text for neighbour in on), line.language),
    )
    runs = (
        _usable_run(line, back, now_s)[::-1] if bonds[0] is _Bond.YOUNG else (),
        _usable_run(line, on, now_s) if bonds[1] is _Bond.YOUNG else (),
    )
    nearest = tuple(next((neighbour.text for neighbour in neighbours), "") for neighbours in (back, on))
    before, after = (
        _supported(_side(row, run, text, near), support)
        for row, run, text, near in zip(rows, runs, texts, nearest, strict=True)
    )
    return Context(before=before, after=after)


def degrade(context: Context, step: int) -> Context:
    """Return what is sent after `step` server errors on a call with ids.

    After the first the same body once more, then without the suspicious ids and anything farther, then text alone: an
    id whose own generation was made with ids of later lines has crashed calls that named it (reported 2025-09).
    """
    return Context(before=_degrade_before(context.before, step), after=_degrade_after(context.after, step))


def is_usable(generation: Generation | None, line: ChapterLine, *, now_s: float) -> bool:
    """Return whether the id of a generation conditions a call for the line that is sent at now_s."""
    return generation is not None and _bond_of(generation, line, now_s) is _Bond.YOUNG


def _heard_before(lines: Sequence[ChapterLine], at: int) -> Iterator[ChapterLine]:
    """The lines of the chapter before, nearest first, down to a title that another voice says."""
    line = lines[at]
    earlier = (lines[place] for place in range(at - 1, -1, -1))
    return takewhile(lambda other: _is_near(other, line), earlier)


def _heard_after(lines: Sequence[ChapterLine], at: int) -> Iterator[ChapterLine]:
    """The lines of the chapter after, nearest first."""
    later = (lines[place] for place in range(at + 1, len(lines)))
    return takewhile(lambda other: other.chapter == lines[at].chapter, later)


def _is_near(other: ChapterLine, line: ChapterLine) -> bool:
    return other.chapter == line.chapter and not (other.is_title and _is_other_voice(other, line))


def _is_other_voice(other: ChapterLine | Generation, line: ChapterLine) -> bool:
    return (other.voice, other.model) != (line.voice, line.model)


def _bond(line: ChapterLine, nearest: Sequence[ChapterLine], now_s: float) -> _Bond:
    """What the nearest neighbour is to the line, as far as its own take goes."""
    if not nearest:
        return _Bond.ABSENT
    neighbour = nearest[0]
    if _is_other_voice(neighbour, line):
        return _Bond.OTHER_VOICE
    if neighbour.standing is Standing.TO_RECORD:
        is_replaced = neighbour.generation is not None and neighbour.generation.is_fully_read
        return _Bond.REPLACED if is_replaced else _Bond.PENDING
    return _bond_of(neighbour.generation, line, now_s)


def _bond_after(line: ChapterLine, nearest: Sequence[ChapterLine], now_s: float) -> _Bond:
    """The same for the neighbour after, which in its order comes next: recorded already, it heads a later lane."""
    if nearest and nearest[0].standing is Standing.RECORDED and not _is_other_voice(nearest[0], line):
        return _Bond.LATER_LANE
    return _bond(line, nearest, now_s)


def _bond_of(generation: Generation | None, line: ChapterLine, now_s: float) -> _Bond:
    """What a take is to the line: only YOUNG ones are named."""
    if generation is None or not generation.request_id or not generation.is_chosen:
        return _Bond.FOREIGN
    if _is_other_voice(generation, line):
        return _Bond.OTHER_VOICE
    if not generation.is_logged:
        return _Bond.UNLOGGED
    if not (generation.is_fully_read and generation.is_checked):
        return _Bond.PENDING
    # A generation from the future means that the clock was set back: its age is not known.
    age_s = now_s - generation.completed_at_s
    return _Bond.YOUNG if age_s >= 0 and age_s + line.expected_s < OLDEST_ID_S else _Bond.OLD


def _row_before(line: ChapterLine, before: _Bond, after: _Bond) -> Row:
    """The row of the side before."""
    if before is _Bond.YOUNG:
        return {_Bond.YOUNG: Row.BOTH_YOUNG, _Bond.OLD: Row.AFTER_OLD}.get(after, Row.CHAINED)
    if before is _Bond.OLD:
        return {_Bond.YOUNG: Row.BEFORE_OLD, _Bond.OLD: Row.BOTH_OLD}.get(after, Row.RESUMED)
    if before in (_Bond.PENDING, _Bond.REPLACED):
        return Row.LANE_HEAD if line.follows_scene_break else Row.PARALLEL
    return {_Bond.ABSENT: Row.FIRST, **_ROWS_OF_BOTH_SIDES}[before]


def _row_after(line: ChapterLine, before: _Bond, after: _Bond) -> Row:
    """The row of the side after."""
    if after is _Bond.YOUNG:
        return Row.BEFORE_OLD if before is _Bond.OLD else Row.BOTH_YOUNG
    if after is _Bond.OLD:
        return Row.AFTER_OLD if before is _Bond.YOUNG else Row.BOTH_OLD
    if after is _Bond.PENDING:
        row = _row_before(line, before, after)
        return row if row in _ROWS_OF_A_FIRST_PASS else Row.CHAINED
    return {
        _Bond.ABSENT: Row.LAST,
        _Bond.REPLACED: Row.RERECORDED,
        _Bond.LATER_LANE: Row.LANE_HEAD,
        **_ROWS_OF_BOTH_SIDES,
    }[after]


_ROWS_OF_BOTH_SIDES = {
    _Bond.OTHER_VOICE: Row.OTHER_VOICE,
    _Bond.FOREIGN: Row.FOREIGN,
    _Bond.UNLOGGED: Row.UNLOGGED,
}
_ROWS_OF_A_FIRST_PASS = frozenset({Row.FIRST, Row.CHAINED, Row.RESUMED, Row.PARALLEL, Row.LANE_HEAD})


def _usable_run(line: ChapterLine, neighbours: Sequence[ChapterLine], now_s: float) -> tuple[Generation, ...]:
    """The generations to name, nearest first."""
    run: list[Generation] = []
    for neighbour in neighbours[:MOST_IDS]:
        generation = neighbour.generation
        stands = neighbour.standing is not Standing.TO_RECORD and not _is_other_voice(neighbour, line)
        if generation is None or not stands or not is_usable(generation, line, now_s=now_s):
            break
        run.append(generation)
    return tuple(run)


def _side(row: Row, run: Sequence[Generation], text: str, nearest: str) -> ContextSide:
    return ContextSide(
        row=row,
        ids=tuple(generation.request_id for generation in run),
        text=text,
        suspicious_ids=tuple(generation.request_id for generation in run if generation.used_next_ids),
        nearest=nearest,
    )


def _supported(side: ContextSide, support: StitchingSupport) -> ContextSide:
    """A side as far as the model takes it and the account's logging makes it work."""
    if side.mode is ContextMode.NONE:
        return side
    if not (support.takes_ids and support.takes_text):
        return _without_ids(
            replace(side, row=Row.REFUSED, text=side.text if support.takes_text else ""),
            kept=side.ids if support.takes_ids and support.is_logged else (),
        )
    return side if support.is_logged else _without_ids(replace(side, row=Row.UNLOGGED), kept=())


def _without_ids(side: ContextSide, *, kept: tuple[str, ...]) -> ContextSide:
    suspicious = tuple(name for name in side.suspicious_ids if name in kept)
    return replace(side, ids=kept, suspicious_ids=suspicious)


def _degrade_before(side: ContextSide, step: int) -> ContextSide:
    cut = max((place + 1 for place, name in enumerate(side.ids) if name in side.suspicious_ids), default=0)
    return _degraded(side, side.ids[cut:], step)


def _degrade_after(side: ContextSide, step: int) -> ContextSide:
    cut = min((place for place, name in enumerate(side.ids) if name in side.suspicious_ids), default=len(side.ids))
    return _degraded(side, side.ids[:cut], step)


def _degraded(side: ContextSide, unsuspicious: tuple[str, ...], step: int) -> ContextSide:
    """A side after so many server errors; one that loses no id stays as it is."""
    kept = side.ids if step <= 1 else unsuspicious if step == 2 else ()
    return side if kept == side.ids else _without_ids(replace(side, row=Row.DEGRADED), kept=kept)
