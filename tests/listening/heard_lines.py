"""Lines as they were heard, for tests: words at three a second, in a voice without a fault."""

from __future__ import annotations

import random

from pipeline.listening.evidence import hear_line
from pipeline.model import HeardWord, TakeSound

WORD_S = 0.3
WORDS = ("lamp", "door", "rain", "stone", "green", "seven", "walk", "light", "night", "river")
PHONEMES = {
    "filby": "fɪlbi", "philby": "fɪlbi", "plough": "plW", "plow": "plW", "said": "sɛd", "set": "sɛt", "which": "wɪʧ",
    "itch": "ɪʧ", "indifferently": "ɪndɪfɹəntli", "in": "ɪn", "differently": "dɪfɹəntli", "fifty": "fɪfti",
    "the": "ðə", "a": "ə", "weena": "winə", "wiener": "winəɹ", "house": "hWs", "horse": "hɔɹs", "white": "wIt",
    "traveller": "tɹævləɹ", "traveler": "tɹævləɹ", "eloi": "ilY", "alloy": "ælY", "machine": "məʃin", "lamp": "læmp",
}  # fmt: skip


def sounds_of(word):
    return PHONEMES.get(word, word)


def said(text, *, begin_s=0.3):
    """A transcript that says this, a word every 0.3 s."""
    return tuple(
        HeardWord(
            text=word,
            begin_s=round(begin_s + place * WORD_S, 3),
            end_s=round(begin_s + (place + 1) * WORD_S, 3),
            probability=0.9,
        )
        for place, word in enumerate(text.split())
    )


def sound(**fields):
    """The measures of a sound take of eight words."""
    usual = {
        "duration_s": 3.2,
        "level_db": -25.0,
        "floor_db": -90.0,
        "speech_begin_s": 0.3,
        "speech_end_s": 2.7,
        "silences": ((1.2, 1.5),),
        "pitch_hz": 190.0,
        "pitch_range_semitones": 5.0,
        "timbre": (1.0,) * 12,
        "hiss_s": 0.02,
        "hiss_begin_s": 0.0,
        "clipped_frames": 0,
    }
    return TakeSound(**(usual | fields))


def line(written, heard=None, *, place=0, close=None, voice="heart", take="", **fields):
    """A line with what was heard in its take: what is written, where nothing else is said."""
    hearings = [said(written if heard is None else heard)]
    hearings += [] if close is None else [said(close)]
    return hear_line(
        place=("c01", f"c01-p{place:03}", 0),
        take=take or f"t{place}",
        voice=voice,
        text=written,
        hearings=hearings,
        sound=sound(**fields),
        sounds_of=sounds_of,
        begins_at_s=10.0 * place,
    )


def _end_s(text):
    """Each sound lasts 60 ms, and there is a gap of 0.3 s on the way."""
    return 0.6 + 0.06 * sum(len(sounds_of(word)) for word in text.split())


def book(count=30, **fields):
    """So many sound lines in one voice, each a little different as takes are."""
    chance = random.Random(1)
    texts = [" ".join(chance.choices(WORDS, k=8)) for _ in range(count)]
    return [
        line(
            text,
            place=place,
            **{
                "level_db": -25.0 + chance.gauss(0, 0.4),
                "pitch_hz": 190.0 * 2 ** (chance.gauss(0, 0.4) / 12),
                "speech_end_s": _end_s(text) + chance.gauss(0, 0.04),
                "duration_s": _end_s(text) + 0.5,
                "timbre": tuple(1.0 + chance.gauss(0, 0.3) for _ in range(12)),
            }
            | fields,
        )
        for place, text in enumerate(texts)
    ]
