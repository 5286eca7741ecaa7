"""Requests -> neural speech, offline: PyPI hibari-tts, with the one voice that its wheel carries.

Its other voices would be downloaded from a model hub on first use. They are refused by name before hibari is asked,
so that no request leaves the machine.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.flac import Samples, encode_flac
from pipeline.adapters.engines.onnx_models import open_session
from pipeline.adapters.engines.phonemes import POSSESSIVE, mark_words
from pipeline.adapters.engines.protocol import EngineCard, Setting, Speaker, VoiceCard, refuse_unspeakable
from pipeline.adapters.engines.reading import RATE_HZ, EnglishReader, heard_phonemes, link_word
from pipeline.adapters.engines.word_times import Heard, Phoneme, times_of_words
from pipeline.errors import EngineError
from pipeline.model import Delivery, PhonemeAbility, PhonemeAlphabet, Request, Timing, TimingUnit

if TYPE_CHECKING:
    from hibari import Hibari
    from onnxruntime import InferenceSession

NAME = "hibari"
_LENGTHS = "/Clip_output_0"
"""The inner tensor with the length of each phoneme, in frames."""
NOTHING_SPOKEN_S = 0.1
"""Silence delivered for a text without a speakable character; the check on arrival finds it."""


def describe() -> EngineCard:
    """Return the card of the engine. Raises EngineError where hibari-tts is not installed."""
    return EngineCard(
        name=NAME,
        version=_version(),
        voices=("heart",),
        voice_cards=(VoiceCard(name="heart", language="en-US", description="American, female"),),
        default_voice="heart",
        languages=("en",),
        audio_format=f"flac_{RATE_HZ}",
        settings=(Setting(name="speed", default=1.0, least=0.5, most=2.0),),
        most_characters=5000,
        is_local=True,
        phonemes=(("", PhonemeAbility(alphabet=PhonemeAlphabet.IPA, is_english_only=True, takes_phrases=True)),),
    )


def open_speaker() -> Speaker:
    """Return a speaker with the bundled model loaded. Raises EngineError where hibari-tts cannot be loaded."""
    try:
        from hibari import Hibari, voices
    except ImportError as error:
        raise EngineError(f"engine hibari cannot be loaded ({error}); run `make setup` again") from error
    if not voices.VOICES["heart"].get("bundled"):
        raise EngineError(
            f"hibari-tts {_version()} has no voice in its package; install the version of constraints.txt"
        )
    reader = EnglishReader(accent="en-US")
    return _HibariSpeaker(Hibari(voice="heart", threads=1, g2p=reader), reader)


class _Listening:
    """hibari's session: what hibari asks of it, and beside that how long each phoneme of the last sentence is."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session
        self._spoken: list[tuple[NDArray[np.int64], NDArray[np.float32]]] = []

    def run(self, names: None, feeds: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """Run the model and keep the lengths to itself."""
        results: list[NDArray[np.float32]] = self._session.run(names, feeds)
        lengths = results.pop()
        self._spoken.append((feeds["ids"][0], np.ravel(lengths)))
        return results

    def heard_since(self) -> list[tuple[int, int]]:
        """Return the id and the frames of each phoneme spoken since the last call; the silences around have id 0."""
        spoken, self._spoken = self._spoken, []
        return [(int(one), int(frames)) for ids, lengths in spoken for one, frames in zip(ids, lengths, strict=True)]


class _HibariSpeaker:
    def __init__(self, hibari: Hibari, reader: EnglishReader) -> None:
        model = Path(hibari.model_path).read_bytes()
        self._hibari = hibari
        self._reader = reader
        self._session = hibari.sess = _Listening(open_session(model, extra_output=_LENGTHS, name=NAME))
        self._symbols = {number: symbol for symbol, number in hibari.vocab.items()}
        self._card = describe()
        self._model = hashlib.sha256(model).hexdigest()

    def speak(self, request: Request) -> Delivery:
        refuse_unspeakable(self._card, request)
        seed = _seed_of(request)
        samples, timings = self._speak_sentences(request, seed)
        return Delivery(
            audio=encode_flac(samples, RATE_HZ),
            timings=timings,
            timing_unit=TimingUnit.WORD,
            made_by=(("engine", f"hibari-tts {self._card.version}"), ("model", self._model), ("seed", str(seed))),
        )

    def _speak_sentences(self, request: Request, seed: int) -> tuple[Samples, tuple[Timing, ...]]:
        """Speak sentence by sentence: each has a seed of its own, so that its sound does not hang on those before.

        hibari's split gives no offsets, but each sentence is a verbatim piece of the text, in order.
        """
        speed = float(dict(request.voice.settings).get("speed", 1.0))
        pieces: list[Samples] = []
        read: list[Phoneme] = []
        lengths: list[tuple[int, int]] = []
        offset = 0
        for number, sentence in enumerate(self._hibari.split_sentences(request.text)):
            marked = mark_words(dataclasses.replace(request, text=sentence), link_word, behind=POSSESSIVE)
            pieces.append(self._speak_sentence(marked.text, speed=speed, seed=seed + number))
            start = request.text.index(sentence, offset)
            offset = start + len(sentence)
            read += [
                Phoneme(symbol=one.symbol, place=start + marked.written_offset(one.place)) for one in self._reader.last
            ]
            lengths += self._session.heard_since()
        if not lengths:
            return _nothing(), ()
        return np.concatenate(pieces), times_of_words(request.text, read, self._heard(lengths))

    def _speak_sentence(self, sentence: str, *, speed: float, seed: int) -> Samples:
        try:
            return np.asarray(self._hibari(sentence, speed=speed, seed=seed), np.float32)
        except (RuntimeError, ValueError, LookupError) as error:
            raise EngineError(f"hibari failed at “{sentence[:40]}” ({error}); write it otherwise") from error

    def _heard(self, lengths: Sequence[tuple[int, int]]) -> list[Heard]:
        symbols = [self._symbols.get(number, "") for number, _ in lengths]
        heard = heard_phonemes(symbols, [frames for _, frames in lengths])
        return [sound for sound in heard if sound.symbol]


def _nothing() -> Samples:
    return np.zeros(round(NOTHING_SPOKEN_S * RATE_HZ), np.float32)


def _seed_of(request: Request) -> int:
    """Return the script's seed, or one that follows from the text: the same line is the same audio on a CPU."""
    if request.seed is not None:
        return request.seed
    return int.from_bytes(hashlib.sha256(request.text.encode()).digest()[:4])


def _version() -> str:
    try:
        return importlib.metadata.version("hibari-tts")
    except importlib.metadata.PackageNotFoundError as error:
        raise EngineError("engine hibari is not installed; run `make setup`, or name another in [cast]") from error
