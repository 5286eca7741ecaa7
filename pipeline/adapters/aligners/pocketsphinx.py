"""Audio and the text it says -> word times, offline, by PyPI pocketsphinx (extra `align`) with its English model.

Words that its dictionary lacks (names, numbers, spellings of other Englishes) are added with the pronunciation that
hibari's rules give them, so none is left out. Times are counted in frames of 10 ms.
"""

from __future__ import annotations

import importlib.metadata
import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import soxr

from pipeline.adapters.aligners.protocol import Aligner
from pipeline.adapters.codecs.flac import Samples
from pipeline.adapters.engines.reading import EnglishReader
from pipeline.errors import EngineError
from pipeline.model import Timing

if TYPE_CHECKING:
    from pocketsphinx import Decoder

RATE_HZ = 16000
FRAME_S = 0.01
EDGE_S = 0.1
"""Silence put around the audio: a word that begins with the first sample would not be found."""
EARLY_S = 0.03
"""So much before its sound the model lets a word begin. Measured at 215 onsets after a pause: 40 ms with Piper, 25 ms
with hibari, 20 to 25 ms with Kokoro, in the median (bench/align.py)."""
INSTALL = "pip install 'declaim[align]' (in the repository: make align)"
_BEAMS: tuple[dict[str, float], ...] = ({}, {"beam": 1e-200, "pbeam": 1e-200, "wbeam": 1e-200})
"""How much is tried: the second time, where the first finds nothing, everything."""
_WORD = re.compile(r"\S+")
_CURLY = str.maketrans("’‘", "''")
_EDGES = re.compile(r"^[^0-9a-z']+|[^0-9a-z']+$")

# The phonemes that hibari gives (vocab.json of its wheel), in those of the model (cmudict-en-us.dict of its wheel).
# What is not here is stress, length or silent.
_R_COLOURED = re.compile("[ɜə]ɹ|ɚ|ɜː?")
_SYMBOLS = "AIOQWYæaɑɒɔəᵊɐʌɛeɝɪᵻiuʊbdfɡhjklmnŋpɹsʃtTɾθðvwxzʒʤʧ"
_ARPABET = (
    "EY AY OW OW AW OY AE AA AA AA AO AH AH AH AH EH EH ER IH IH IY UW UH B D F G HH Y K L M N NG P R S "
    "SH T T T TH DH V W K Z ZH JH CH"
)
_PHONES = dict(zip(_SYMBOLS, _ARPABET.split(), strict=True))


def find_aligner() -> Aligner | None:
    """Return the aligner, or None where its extra is not installed."""
    try:
        return PocketSphinx(version=importlib.metadata.version("pocketsphinx"))
    except importlib.metadata.PackageNotFoundError:
        return None


class PocketSphinx:
    """The aligner; its model is loaded with the first take."""

    languages = ("en",)

    def __init__(self, *, version: str) -> None:
        self.name = f"pocketsphinx {version}"

    def align(self, samples: Samples, sample_rate_hz: int, text: str) -> tuple[Timing, ...]:
        """Return when each word is heard, as `Aligner` says. Raises EngineError where pocketsphinx cannot be loaded."""
        words = [word for word in _WORD.finditer(text) if any(map(str.isalnum, word.group()))]
        labels = [self._label(word.group()) for word in words]
        spoken = [label for label in labels if label]
        if not spoken or not len(samples):
            return ()
        audio = _bare_samples(samples, sample_rate_hz)
        found = next((times for beams in _BEAMS if (times := _hear(_decoder(**beams), audio, spoken))), ())
        heard = iter(found)
        timings: list[Timing] = []
        for word, label in zip(words, labels, strict=True):
            silent_s = timings[-1].end_s if timings else 0.0
            begin_s, end_s = next(heard, (silent_s, silent_s)) if label else (silent_s, silent_s)
            timings.append(Timing(start=word.start(), stop=word.end(), begin_s=begin_s, end_s=end_s))
        return tuple(timings) if found else ()

    def _label(self, word: str) -> str:
        """Return the word as the decoders know it, told to them where they did not; empty where it has no sound.

        The name of a word that is told is its pronunciation, so that it never means two things.
        """
        written = _EDGES.sub("", word.translate(_CURLY).lower())
        if written and _decoder().lookup_word(written):
            return written
        phones = _phones_of(self._reader(word))
        label = "=" + "-".join(phones)
        if phones and not _decoder().lookup_word(label):
            for beams in _BEAMS:
                _decoder(**beams).add_word(label, " ".join(phones), update=True)
        return label if phones else ""

    @cached_property
    def _reader(self) -> EnglishReader:
        return EnglishReader(accent="en-US")


def _hear(decoder: Decoder, audio: bytes, labels: list[str]) -> tuple[tuple[float, float], ...]:
    """Return begin and end of each word in seconds; empty where they were not found."""
    try:
        decoder.set_align_text(" ".join(labels))
        decoder.start_utt()
        decoder.process_raw(audio, full_utt=True)
        decoder.end_utt()
        segments = list(decoder.seg() or ())
    except RuntimeError:
        return ()  # pocketsphinx tells in this way that the words do not fit the audio
    words = [segment for segment in segments if segment.word[0] not in "<[("]
    if len(words) != len(labels):
        return ()
    last_s = len(audio) / 2 / RATE_HZ - 2 * EDGE_S
    frames = [(one.start_frame, one.end_frame + 1) for one in words]
    ends_s = [_within(end * FRAME_S - EDGE_S, last_s) for _, end in frames]
    begins_s = [
        _within(begin * FRAME_S - EDGE_S + EARLY_S, end_s) for (begin, _), end_s in zip(frames, ends_s, strict=True)
    ]
    return tuple(zip(begins_s, ends_s, strict=True))


def _within(moment_s: float, last_s: float) -> float:
    return round(min(max(moment_s, 0.0), last_s), 4)


def _bare_samples(samples: Samples, sample_rate_hz: int) -> bytes:
    """Return the audio as the model hears it: 16 bits, 16 kHz, with silence around."""
    resampled = np.asarray(soxr.resample(samples, sample_rate_hz, RATE_HZ), np.float32)
    edge = np.zeros(round(EDGE_S * RATE_HZ), np.float32)
    padded = np.concatenate((edge, resampled, edge))
    return np.clip(np.rint(padded * 32767), -32768, 32767).astype("<i2").tobytes()


def _phones_of(reading: str) -> list[str]:
    return [_PHONES[symbol] for symbol in _R_COLOURED.sub("ɝ", reading) if symbol in _PHONES]


@cache
def _decoder(**beams: float) -> Decoder:
    """Return a decoder; it takes the mean of the whole take, so that it does not matter what it heard before."""
    try:
        from pocketsphinx import Decoder
    except ImportError as error:
        raise EngineError(f"pocketsphinx cannot be loaded ({error}); {INSTALL}") from error
    return Decoder(samprate=RATE_HZ, lm=None, cmn="batch", loglevel="FATAL", **beams)
