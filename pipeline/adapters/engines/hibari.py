"""Requests -> neural speech, offline: PyPI hibari-tts, with the one voice that its wheel carries.

Its other voices would be downloaded from a model hub on first use. They are refused by name before hibari is asked,
so that no request leaves the machine.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.adapters.codecs.flac import Samples, encode_flac
from pipeline.adapters.engines.phonemes import mark_words
from pipeline.adapters.engines.protocol import EngineCard, Setting, Speaker, refuse_unspeakable
from pipeline.errors import EngineError
from pipeline.model import Delivery, PhonemeAbility, PhonemeAlphabet, Request, Timing, TimingUnit

if TYPE_CHECKING:
    from hibari import Hibari

NAME = "hibari"
RATE_HZ = 24000
NOTHING_SPOKEN_S = 0.1
"""Silence delivered for a text without a speakable character; the check on arrival finds it."""


SYMBOLS = {
    "tʃ": "ʧ", "dʒ": "ʤ", "eɪ": "A", "aɪ": "I", "oʊ": "O", "aʊ": "W", "ɔɪ": "Y", "ɝ": "ɜɹ", "ɚ": "əɹ", ".": "",
}  # fmt: skip
"""IPA -> hibari's symbols where they differ: those of misaki (https://github.com/hexgrad/misaki, EN_PHONES.md)."""
_STRESS = re.compile(r"([ˈˌ])([^ˈˌ ɑæəʌɔaɛeɜɪioʊuɝɚ]*)")
_POSSESSIVE = r"['’]s(?!\w)"
_HISSING = ("s", "z", "ʃ", "ʒ", "ʧ", "ʤ")
_VOICELESS = ("p", "t", "k", "f", "θ")


def describe() -> EngineCard:
    """Return the card of the engine. Raises EngineError where hibari-tts is not installed."""
    return EngineCard(
        name=NAME,
        version=_version(),
        voices=("heart",),
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
    return _HibariSpeaker(Hibari(voice="heart", threads=1))


class _HibariSpeaker:
    def __init__(self, hibari: Hibari) -> None:
        self._hibari = hibari
        self._card = describe()
        self._model = hashlib.sha256(Path(hibari.model_path).read_bytes()).hexdigest()

    def speak(self, request: Request) -> Delivery:
        refuse_unspeakable(self._card, request)
        seed = _seed_of(request)
        samples, timings = self._speak_sentences(request, seed)
        return Delivery(
            audio=encode_flac(samples, RATE_HZ),
            timings=timings,
            timing_unit=TimingUnit.SENTENCE,
            made_by=(("engine", f"hibari-tts {self._card.version}"), ("model", self._model), ("seed", str(seed))),
        )

    def _speak_sentences(self, request: Request, seed: int) -> tuple[Samples, tuple[Timing, ...]]:
        """Speak sentence by sentence, so that the times of each are counts of samples.

        hibari's split gives no offsets, but each sentence is a verbatim piece of the text, in order.
        """
        speed = float(dict(request.voice.settings).get("speed", 1.0))
        pieces: list[Samples] = []
        timings: list[Timing] = []
        offset = frames = 0
        for number, sentence in enumerate(self._hibari.split_sentences(request.text)):
            marked = mark_words(dataclasses.replace(request, text=sentence), _link, behind=_POSSESSIVE).text
            samples = self._speak_sentence(marked, speed=speed, seed=seed + number)
            start = request.text.index(sentence, offset)
            offset = start + len(sentence)
            times = (frames / RATE_HZ, (frames + len(samples)) / RATE_HZ)
            timings.append(Timing(start=start, stop=offset, begin_s=times[0], end_s=times[1]))
            pieces.append(samples)
            frames += len(samples)
        return (np.concatenate(pieces), tuple(timings)) if frames else (_nothing(), ())

    def _speak_sentence(self, sentence: str, *, speed: float, seed: int) -> Samples:
        try:
            return np.asarray(self._hibari(sentence, speed=speed, seed=seed), np.float32)
        except (RuntimeError, ValueError, LookupError) as error:
            raise EngineError(f"hibari failed at “{sentence[:40]}” ({error}); write it otherwise") from error


def _link(word: str, phoneme: str) -> str:
    """Return a word with its pronunciation as hibari reads it: `[word](/symbols/)`, an `'s` after it included."""
    said = _STRESS.sub(r"\2\1", phoneme)
    for ipa, symbol in SYMBOLS.items():
        said = said.replace(ipa, symbol)
    if re.search(f"{_POSSESSIVE}$", word):
        said += "ᵻz" if said.endswith(_HISSING) else "s" if said.endswith(_VOICELESS) else "z"
    # What stands in the brackets is not spoken; a full stop in it would end the sentence.
    return f"[{re.sub(r'[^A-Za-z]', '', word) or 'x'}](/{said}/)"


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
