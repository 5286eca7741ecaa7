"""Requests -> tones, for tests: a few milliseconds a character, timings of every word known exactly.

The pitch of each word follows from its text, so that other words are other audio; spaces are digital silence. The
same request is the same audio, on every platform, up to the rounding of a sine to 16 bits.
"""

from __future__ import annotations

import re
import zlib

import numpy as np

from pipeline.adapters.codecs.flac import Samples, encode_flac
from pipeline.adapters.engines.protocol import EngineCard, Setting, Speaker, refuse_unspeakable
from pipeline.model import Delivery, Request, Timing, TimingUnit

NAME = "tone"
RATE_HZ = 24000
CHARACTER_S = 0.008
"""Length of a character at speed 1: a chapter of speech is a few seconds."""
PARAGRAPH_S = 0.1
"""Digital silence for a line end, beside its character's."""
EDGE_S = 0.03
"""Digital silence before the first and after the last character, as engines have it."""
AMPLITUDE = 0.18
"""Of the sine: an active level of about -20 dBFS, with the gaps between words."""
RAMP_S = 0.002
"""Each word fades in and out, so that it begins and ends without a click."""
PITCHES_HZ = {"low": 180.0, "middle": 300.0, "high": 500.0}
"""The lowest pitch of each voice; a word's own is up to an octave above it."""


def describe() -> EngineCard:
    """Return the card of the engine."""
    return EngineCard(
        name=NAME,
        version="1",
        voices=tuple(PITCHES_HZ),
        default_voice="middle",
        languages=("en",),
        audio_format=f"flac_{RATE_HZ}",
        settings=(Setting(name="speed", default=1.0, least=0.5, most=2.0),),
        most_characters=5000,
        is_local=True,
        pace=(0.5 / CHARACTER_S, 2.0 / CHARACTER_S),
    )


def open_speaker() -> Speaker:
    """Return a speaker; there is no model to load."""
    return _ToneSpeaker()


class _ToneSpeaker:
    def speak(self, request: Request) -> Delivery:
        refuse_unspeakable(describe(), request)
        character = round(CHARACTER_S * RATE_HZ / float(dict(request.voice.settings).get("speed", 1.0)))
        edge, line_end = round(EDGE_S * RATE_HZ), round(PARAGRAPH_S * RATE_HZ)
        line_ends = request.text.count("\n")
        samples = np.zeros(2 * edge + character * len(request.text) + line_end * line_ends, np.float32)
        timings = []
        for word in re.finditer(r"\S+", request.text):
            begin = edge + word.start() * character + line_end * request.text.count("\n", 0, word.start())
            end = begin + len(word.group()) * character
            samples[begin:end] = _word(word.group(), frames=end - begin, request=request)
            times = Timing(start=word.start(), stop=word.end(), begin_s=begin / RATE_HZ, end_s=end / RATE_HZ)
            timings.append(times)
        return Delivery(
            audio=encode_flac(samples, RATE_HZ),
            timings=tuple(timings),
            timing_unit=TimingUnit.WORD,
            made_by=(("engine", f"{NAME} 1"), ("seed", str(request.seed or 0))),
        )


def _word(word: str, *, frames: int, request: Request) -> Samples:
    """Return a word's tone; its pitch is the voice's, raised by what the text and the seed hash to."""
    raised = zlib.crc32(f"{word}\0{request.seed or 0}".encode()) / 2**32
    pitch_hz = PITCHES_HZ[request.voice.voice] * 2**raised
    ramp = np.minimum(np.arange(1, frames + 1), np.arange(frames, 0, -1)) / (RAMP_S * RATE_HZ)
    phase = 2 * np.pi * pitch_hz / RATE_HZ * np.arange(frames)
    return np.asarray(AMPLITUDE * np.minimum(ramp, 1.0) * np.sin(phase), np.float32)
