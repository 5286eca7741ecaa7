"""Samples of a person's recording and the words they say -> what was measured, what speaks against it, times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.model import Finding, SoundMeasure, Timing
from pipeline.recording.quiet import Samples, quiet_ranges
from pipeline.recording.sound import check_take, measure_sound

BEFORE_FIRST_WORD_S: Final = 0.15
"""A person's room is louder than what an engine puts around its speech, and a breath or a chair is louder still. Where
the words have times, speech begins so long before the first of them at most: a breath taken for it, or an onset that
the aligner times late (by 40 ms at most, bench/align.py)."""
AFTER_LAST_WORD_S: Final = 0.35
"""So long a last word may die away (`mastering.onset` has the same)."""
PAUSE_S: Final = 0.15
"""Quiet for so long may part two sentences; a stop consonant is closed for 120 ms at most."""
PAUSE_BELOW_LOUDEST_DB: Final = 30.0
"""A person's room tone is 40 dB below the loudest sound or less; breaths are about as loud."""
FAR_SHARE: Final = 0.35
"""A pause so far from where the sentence would end by its length, as a share of the shorter of both sentences, or
farther, parts other sentences."""


def inspect_recording(
    samples: Samples, sample_rate_hz: int, text: str, timings: Sequence[Timing] = ()
) -> tuple[SoundMeasure, tuple[Finding, ...]]:
    """Return what was measured of samples (float32, (frames,), mono, -1..1) and what speaks against them.

    text is what they say; timings are of its words, where they are known: then what is before the first and behind the
    last is no speech.
    """
    begin, stop = _around(timings, sample_rate_hz, len(samples))
    sound = measure_sound(samples[begin:stop], sample_rate_hz)
    sound = replace(
        sound,
        frames=len(samples),
        speech_begin_s=round(sound.speech_begin_s + begin / sample_rate_hz, 6),
        speech_end_s=round(sound.speech_end_s + begin / sample_rate_hz, 6),
    )
    return sound, check_take(sound, text)


def time_sentences(
    samples: Samples, sample_rate_hz: int, sentences: Sequence[tuple[int, int]], sound: SoundMeasure
) -> tuple[Timing, ...]:
    """Return when each sentence (a range of the text) is heard, in order: by its length, and the pauses near there.

    This is an estimate, for a recording whose words nobody could align; nothing for a silent one.
    """
    if not sentences or sound.speech_end_s <= sound.speech_begin_s:
        return ()
    lengths = [stop - start for start, stop in sentences]
    per_character_s = (sound.speech_end_s - sound.speech_begin_s) / sum(lengths)
    pauses = _pauses(samples, sample_rate_hz, sound)
    begin_s, passed = sound.speech_begin_s, 0
    timings = []
    for (start, stop), length, following in zip(sentences, lengths, [*lengths[1:], 0], strict=True):
        passed += length
        end_s = next_s = sound.speech_end_s
        if following:
            wanted_s = sound.speech_begin_s + passed * per_character_s
            reach_s = FAR_SHARE * min(length, following) * per_character_s
            end_s, next_s = _pause_near(pauses, wanted_s, reach_s=reach_s, after_s=begin_s)
        timings.append(Timing(start=start, stop=stop, begin_s=round(begin_s, 4), end_s=round(end_s, 4)))
        begin_s = next_s
    return tuple(timings)


def _around(timings: Sequence[Timing], sample_rate_hz: int, frames: int) -> tuple[int, int]:
    if not timings:
        return 0, frames
    first_s = min(one.begin_s for one in timings) - BEFORE_FIRST_WORD_S
    last_s = max(one.end_s for one in timings) + AFTER_LAST_WORD_S
    return max(0, round(first_s * sample_rate_hz)), min(frames, round(last_s * sample_rate_hz))


def _pauses(samples: Samples, sample_rate_hz: int, sound: SoundMeasure) -> list[tuple[float, float]]:
    """Return begin and end in seconds of every pause inside the speech."""
    quiet = quiet_ranges(samples, sample_rate_hz, below_loudest_db=PAUSE_BELOW_LOUDEST_DB, least_s=PAUSE_S)
    return [pause for pause in quiet if sound.speech_begin_s < pause[0] and pause[1] < sound.speech_end_s]


def _pause_near(
    pauses: Sequence[tuple[float, float]], wanted_s: float, *, reach_s: float, after_s: float
) -> tuple[float, float]:
    """Return the longest pause in reach, or the very moment where there is none."""
    near = [pause for pause in pauses if pause[0] > after_s and pause[0] - reach_s <= wanted_s <= pause[1] + reach_s]
    moment_s = max(wanted_s, after_s)
    return max(near, key=lambda pause: pause[1] - pause[0], default=(moment_s, moment_s))
