"""The lines of a book as they were heard -> findings: few, each worth a producer's ears."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.listening.evidence import HeardLine
from pipeline.listening.habits import Departure, Departures, find_departures, longest_gap
from pipeline.listening.learned import BookWords, learn_words
from pipeline.listening.presence import is_borne_out
from pipeline.listening.report import make_finding
from pipeline.listening.sound import FLOOR_SHARE, FLOOR_WINDOW_S
from pipeline.listening.spoken import find_word_findings
from pipeline.listening.swapped import WordIndex
from pipeline.model import HeardFinding, ListeningCode, TakeSound

SPREADS = 5.0
"""How unusual for its voice a take must be. Of 164 sound takes of hibari, the furthest was at 3.4 for level, 3.1 for
pitch, 3.4 for timbre."""
RATE_SPREADS = 3.0
"""The same for the rate: of 100 sound takes of hibari that last a second and more the furthest was at 2.2. A quarter
faster is 0.22, which at the usual spread of 4 % is 5.6, and among 40 takes with 3 such ones still over 3."""
# However unusual, less than this nobody hears, or needs to.
LEAST_LEVEL_DB = 2.5
LEAST_PITCH_SEMITONES = 1.5
LEAST_RANGE_SEMITONES = 2.5
LEAST_RATE = math.log(1.12)
ENDS_S = 0.05
"""Begin and end of speech are known no better than this: a rate means less in a take of a second."""
LEAST_GAP_S = 0.35
LEAST_TAIL_S = 0.08
MOST_TAIL_S = 0.03
"""A take that sounds nearer to its end was cut off, where its voice leaves more."""
LEAST_FLOOR_DB = 12.0
BURIED_DB = 30.0
"""Noise further below the voice leaves its pauses to be measured; what is nearer fills them, and is heard itself."""
UNHEARD_DB = 40.0
"""Noise further below the voice is under what the shops allow: -60 dBFS, for a voice that is brought to -20."""
LEAST_HISS_S = 0.25
"""Longer than a drawn-out sibilant: those of 71 sound takes of Piper's joe last up to 0.18 s."""
LEAST_TIMBRE = 2.0
LEAST_VOICE_S = 1.5
"""In less speech there are not all the sounds of a voice: *Is it agreed?* sounds like nobody."""


def judge_lines(lines: Sequence[HeardLine]) -> tuple[HeardFinding, ...]:
    """Return what is to be heard by a person, in the order of the lines and, inside a line, of time.

    lines are those of the whole book, in its order: what is usual is learned from all of them.
    """
    habits = _habits(lines)
    words = learn_words(lines)
    index = WordIndex(lines)
    return tuple(
        finding
        for place, line in enumerate(lines)
        for finding in sorted(_judge(line, habits.get(place), words, index), key=lambda one: (one.begin_s, one.code))
    )


def _habits(lines: Sequence[HeardLine]) -> Mapping[int, Departures]:
    """Return the departures of each line by its place, of those whose voice is known well enough."""
    voices: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        voices[line.voice].append(place)
    found: dict[int, Departures] = {}
    for places in voices.values():
        departures = find_departures(
            [lines[place].sound for place in places],
            [lines[place].sounds for place in places],
            [not lines[place].differences for place in places],
        )
        found |= dict(zip(places, departures, strict=True)) if departures else {}
    return found


def _judge(line: HeardLine, usual: Departures | None, words: BookWords, index: WordIndex) -> Iterator[HeardFinding]:
    if not line.sound.speech_s:
        yield make_finding(line, ListeningCode.SILENT, "nothing is heard in this take")
        return
    yield from find_word_findings(_borne_out(line, usual), words, index)
    if line.sound.clipped_frames:
        message = f"{line.sound.clipped_frames} frames are cut off at full scale"
        yield make_finding(line, ListeningCode.CLIPPED, message)
    if usual:
        yield from _unusual(line, usual)


def _borne_out(line: HeardLine, usual: Departures | None) -> HeardLine:
    """Return a line with the differences that the time they take agrees with, where the voice's rate is known."""
    if not usual or not line.sounds:
        return line
    rate = line.sounds / line.sound.speech_s / math.exp(usual.rate.amount)
    return replace(line, differences=tuple(one for one in line.differences if is_borne_out(line, one, rate=rate)))


def _unusual(line: HeardLine, usual: Departures) -> Iterator[HeardFinding]:
    """Yield what the voice does not do elsewhere. Another voice differs in everything: only that is said then."""
    sound = line.sound
    is_long = sound.speech_s >= LEAST_VOICE_S
    if is_long and _is_beyond(usual.timbre, LEAST_TIMBRE) and usual.timbre.amount > 0:
        message = f"does not sound like {line.voice} elsewhere ({usual.timbre.spreads:.0f} spreads away)"
        yield make_finding(line, ListeningCode.VOICE, message)
    elif is_long and _is_beyond(usual.pitch_semitones, LEAST_PITCH_SEMITONES):
        message = f"{usual.pitch_semitones.amount:+.1f} semitones from the voice's usual pitch"
        yield make_finding(line, ListeningCode.PITCH, message)
    elif is_long and _is_beyond(usual.range_semitones, LEAST_RANGE_SEMITONES):
        message = f"its melody spans {usual.range_semitones.amount:+.1f} semitones from the usual"
        yield make_finding(line, ListeningCode.PITCH, message)
    if _is_beyond(usual.level_db, LEAST_LEVEL_DB):
        message = f"{usual.level_db.amount:+.1f} dB from the voice's usual level"
        yield make_finding(line, ListeningCode.LEVEL, message)
    if _is_beyond(usual.rate, LEAST_RATE + ENDS_S / sound.speech_s, spreads=RATE_SPREADS):
        message = f"{math.exp(usual.rate.amount) - 1:+.0%} of the voice's usual rate"
        yield make_finding(line, ListeningCode.RATE, message)
    begin_s, length_s = longest_gap(sound)
    is_asked_for = length_s <= line.asked_pause_s + LEAST_GAP_S
    if _is_beyond(usual.gap_s, LEAST_GAP_S) and usual.gap_s.amount > 0 and not is_asked_for:
        message = f"a silence of {length_s:.1f} s, {usual.gap_s.amount:.1f} s longer than the voice pauses"
        yield make_finding(line, ListeningCode.GAP, message, span_s=(begin_s, begin_s + length_s))
    yield from _noises(line, usual)


def _noises(line: HeardLine, usual: Departures) -> Iterator[HeardFinding]:
    sound = line.sound
    if _is_beyond(usual.hiss_s, LEAST_HISS_S) and usual.hiss_s.amount > 0:
        span_s = (sound.hiss_begin_s, sound.hiss_begin_s + sound.hiss_s)
        yield make_finding(
            line, ListeningCode.NOISE, f"{sound.hiss_s:.2f} s of noise as loud as the voice", span_s=span_s
        )
    elif _is_beyond(usual.floor_db, LEAST_FLOOR_DB) and usual.floor_db.amount > 0 and _has_floor(sound):
        message = f"noise under the voice, {usual.floor_db.amount:.0f} dB above its usual floor"
        yield make_finding(line, ListeningCode.NOISE, message)
    is_cut = sound.duration_s - sound.speech_end_s <= MOST_TAIL_S
    if is_cut and _is_beyond(usual.tail_s, LEAST_TAIL_S) and usual.tail_s.amount < 0:
        span_s = (max(0.0, sound.speech_end_s - 0.5), sound.speech_end_s)
        message = "the audio stops sooner after the last sound than this voice's takes do"
        yield make_finding(line, ListeningCode.TRUNCATED, message, span_s=span_s)


def _has_floor(sound: TakeSound) -> bool:
    """Return whether a floor is one that is heard: of a take without pauses it is that of its softest consonants."""
    ends_s = sound.speech_begin_s + sound.duration_s - sound.speech_end_s
    if sound.floor_db < sound.level_db - UNHEARD_DB:
        return False
    quiet_s = ends_s + sum(end - begin - FLOOR_WINDOW_S for begin, end in sound.silences)
    return quiet_s >= FLOOR_SHARE * sound.duration_s or sound.floor_db >= sound.level_db - BURIED_DB


def _is_beyond(departure: Departure, least: float, *, spreads: float = SPREADS) -> bool:
    return abs(departure.spreads) >= spreads and abs(departure.amount) >= least
