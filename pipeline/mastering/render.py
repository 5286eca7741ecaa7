"""Pieces -> plan in frames -> samples of a mastered chapter, block by block."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import AudioError
from pipeline.mastering import limiter, treatment
from pipeline.mastering.gain import gain_factor, piece_gains
from pipeline.mastering.onset import find_end, spoken_until
from pipeline.mastering.tone import room_tone, tone_peak
from pipeline.model import Piece, Take, TimelineEntry

MASTERING_VERSION = 2
"""Goes up with every change that moves a sample; chapters mastered by another version are made again."""
MARGIN_BEFORE_S = 0.020
"""Kept before the speech that was measured, so that a soft onset is not cut."""
MARGIN_AFTER_S = 0.040
WHOLE_FRAMES = 1024
"""A chapter is a multiple of so many frames long, filled up with room tone: then AAC frames fill it, and chapters of
a book in one file begin where its frames do. It also begins with so much room tone at least, which the frame before it
(the last chapter's) is encoded to run into."""

Decode: TypeAlias = Callable[[Take], tuple[NDArray[np.float32], int]]
"""A take -> its samples (float32, (frames,), mono, -1..1) and their rate in Hz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTake:
    """A take and its place in the chapter, in frames of the chapter's rate."""

    take: Take
    gain_db: float
    keep: tuple[int, int]
    """The range of the take's own frames that is heard."""
    begin: int
    frames: int
    gap_frames: int
    """Room tone after it."""
    speech: tuple[int, int]
    """Where its speech begins and ends, without the margins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterPlan:
    """Everything the samples of a chapter depend on, and nothing else."""

    sample_rate_hz: int
    head_frames: int
    takes: tuple[PlannedTake, ...]
    ceiling_db: float = limiter.CEILING_DB
    """dBTP."""

    @property
    def frames(self) -> int:
        """The length of the chapter."""
        last = self.takes[-1] if self.takes else None
        return last.begin + last.frames + last.gap_frames if last else self.head_frames

    @property
    def key(self) -> str:
        """SHA-256 over what decides the samples, as hex."""
        takes = [
            (planned.take.object, planned.take.request.audio_format, planned.keep, planned.gap_frames, planned.gain_db)
            for planned in self.takes
        ]
        content = (MASTERING_VERSION, self.sample_rate_hz, self.head_frames, self.ceiling_db, takes)
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """Where each take is heard, in seconds."""
        return tuple(
            TimelineEntry(
                paragraph=planned.take.paragraph,
                line=planned.take.line,
                take=planned.take.id,
                begin_s=round(planned.speech[0] / self.sample_rate_hz, 6),
                end_s=round(planned.speech[1] / self.sample_rate_hz, 6),
            )
            for planned in self.takes
        )


def plan_chapter(
    pieces: Sequence[Piece],
    *,
    head_s: float,
    gains_db: Mapping[str, float],
    active_level_db: float | None = None,
    correction_db: float = 0.0,
    sample_rate_hz: int,
    ceiling_db: float = limiter.CEILING_DB,
) -> ChapterPlan:
    """Return where every frame of a chapter comes from.

    `gains_db` is by `voice_name`, `active_level_db` what it brings all voices to (both of `mastering.lock`);
    `correction_db` is the chapter's own, on top. Pauses run from the end of one speech
    to the begin of the next: what is kept around speech counts into them, and two pieces never overlap.
    """
    first_margin = _margin_before(pieces[0].take, sample_rate_hz) if pieces else 0
    head_frames = max(WHOLE_FRAMES, _round_frames(head_s, sample_rate_hz) - first_margin)
    followers = [*(piece.take for piece in pieces[1:]), None]
    planned: list[PlannedTake] = []
    place = head_frames
    gains = piece_gains(pieces, gains_db, active_level_db)
    for piece, following, gain_db in zip(pieces, followers, gains, strict=False):
        level_db = round(gain_db + correction_db, 2)
        planned.append(_plan_take(piece, following, gain_db=level_db, begin=place, sample_rate_hz=sample_rate_hz))
        place += planned[-1].frames + planned[-1].gap_frames
    missing = -place % WHOLE_FRAMES
    if planned:
        planned[-1] = replace(planned[-1], gap_frames=planned[-1].gap_frames + missing)
    else:
        head_frames += missing
    return ChapterPlan(
        sample_rate_hz=sample_rate_hz, head_frames=head_frames, takes=tuple(planned), ceiling_db=ceiling_db
    )


def render_chapter(plan: ChapterPlan, *, decode: Decode) -> Iterator[NDArray[np.int16]]:
    """Yield the samples of a chapter (int16, (frames,), mono), a take or a pause at a time; `plan.frames` in all.

    Each take is decoded once; memory follows the longest take. Raises AudioError where a take's audio is not what its
    record says.
    """
    ceiling = 10 ** (plan.ceiling_db / 20) - tone_peak() / 32768
    ceiling = round(ceiling * 32768) / 32768
    if plan.head_frames:
        yield room_tone(0, plan.head_frames)
    for planned in plan.takes:
        yield _render_take(planned, plan.sample_rate_hz, decode=decode, ceiling=ceiling)
        yield room_tone(planned.begin + planned.frames, planned.gap_frames)


def _plan_take(piece: Piece, following: Take | None, *, gain_db: float, begin: int, sample_rate_hz: int) -> PlannedTake:
    take, sound = piece.take, piece.take.sound
    keep = _kept_range(take)
    frames = _at_rate(keep[1] - keep[0], sound.sample_rate_hz, sample_rate_hz)
    before = _margin_before(take, sample_rate_hz)
    after = min(frames - before, _margin_after(take, sample_rate_hz))
    gap = _round_frames(piece.gap_after_s, sample_rate_hz) - after
    if following is not None:
        gap -= _margin_before(following, sample_rate_hz)
    return PlannedTake(
        take=take,
        gain_db=gain_db,
        keep=keep,
        begin=begin,
        frames=frames,
        gap_frames=max(0, gap),
        speech=(begin + before, begin + frames - after),
    )


def _kept_range(take: Take) -> tuple[int, int]:
    """Return the frames of a take that are heard: its speech and a margin, as far as the take reaches."""
    sound = take.sound
    if sound.speech_end_s <= sound.speech_begin_s:
        return (0, 0)
    begin = _round_frames(sound.speech_begin_s - MARGIN_BEFORE_S, sound.sample_rate_hz)
    stop = _round_frames(min(sound.speech_end_s + MARGIN_AFTER_S, spoken_until(take)), sound.sample_rate_hz)
    return (max(0, begin), min(sound.frames, stop))


def _margin_before(take: Take, sample_rate_hz: int) -> int:
    speech_begin = _round_frames(take.sound.speech_begin_s, take.sound.sample_rate_hz)
    keep = _kept_range(take)
    return _at_rate(max(0, speech_begin - keep[0]), take.sound.sample_rate_hz, sample_rate_hz) if keep[1] else 0


def _margin_after(take: Take, sample_rate_hz: int) -> int:
    speech_end = _round_frames(min(take.sound.speech_end_s, spoken_until(take)), take.sound.sample_rate_hz)
    return _at_rate(max(0, _kept_range(take)[1] - speech_end), take.sound.sample_rate_hz, sample_rate_hz)


def _render_take(planned: PlannedTake, sample_rate_hz: int, *, decode: Decode, ceiling: float) -> NDArray[np.int16]:
    samples, rate_hz = decode(planned.take)
    sound = planned.take.sound
    if (len(samples), rate_hz) != (sound.frames, sound.sample_rate_hz):
        raise AudioError(
            f"{planned.take.paragraph}: take {planned.take.id} holds {len(samples)} frames at {rate_hz} Hz, its record "
            f"says {sound.frames} at {sound.sample_rate_hz} Hz; record the paragraph again or choose another take."
        )
    speech = treatment.treat_take(
        samples,
        keep=(planned.keep[0], find_end(samples, planned.keep, rate_hz)),
        gain=gain_factor(planned.gain_db),
        rates_hz=(rate_hz, sample_rate_hz),
        frames=planned.frames,
        ceiling=ceiling,
    )
    return speech + room_tone(planned.begin, planned.frames)


def _round_frames(seconds: float, sample_rate_hz: int) -> int:
    return round(seconds * sample_rate_hz)


def _at_rate(frames: int, source_hz: int, target_hz: int) -> int:
    """Return how many frames that many are at another rate, rounded up."""
    return -(-frames * target_hz // source_hz)
