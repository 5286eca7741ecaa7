"""Text -> phonemes of the Kokoro family, each with the place in the text it is read from; lengths -> when it is heard.

English is read by hibari's own rules and lexicons (in its wheel, American and British). Spanish, French, Italian and
Portuguese are read by the espeak that piper-tts carries, and spelled in Kokoro's alphabet, which has affricates as one
symbol (https://github.com/hexgrad/misaki, misaki/espeak.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.adapters.engines.phonemes import possessive_of
from pipeline.adapters.engines.word_times import Heard, Phoneme, align_symbols
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from hibari.g2p import G2P
    from piper.phonemize_espeak import EspeakPhonemizer

RATE_HZ = 24000
"""Of the whole family."""
FRAME = 600
"""Samples in a unit of the family's lengths; the sum of the lengths is the audio, exactly."""
LATE_S = 0.035
"""So much later than its sound a phoneme begins by the lengths: the decoder sounds it ahead. Measured at 196 onsets
after a pause: hibari 40 ms, Kokoro's bm_george 30 ms, af_heart 35 ms in the median (bench/align.py)."""
ESPEAK_VOICES = {"es": "es", "fr": "fr", "it": "it", "pt-BR": "pt-br"}
"""BCP 47 -> espeak's name of the rules (piper-tts 1.8.0)."""
_AFFRICATES = {"tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ", "dz": "ʣ"}
_AFFRICATE = re.compile("|".join(_AFFRICATES))
_WORD = re.compile(r"\S+")
_SYMBOLS = {
    "tʃ": "ʧ", "dʒ": "ʤ", "eɪ": "A", "aɪ": "I", "oʊ": "O", "aʊ": "W", "ɔɪ": "Y", "ɝ": "ɜɹ", "ɚ": "əɹ", ".": "",
}  # fmt: skip
"""IPA -> the family's symbols where they differ: those of misaki (https://github.com/hexgrad/misaki, EN_PHONES.md)."""
_BRITISH = {"O": "Q", "ɜɹ": "ɜː", "əɹ": "ə"}
_STRESS = re.compile(r"([ˈˌ])([^ˈˌ ɑæəʌɔaɛeɜɪioʊuɝɚ]*)")


def link_word(word: str, phoneme: str, *, accent: str = "en-US") -> str:
    """Return a word with its IPA as an EnglishReader reads it: `[word](/symbols/)`, an `'s` after it included."""
    said = _STRESS.sub(r"\2\1", phoneme)
    for ipa, symbol in (_SYMBOLS | (_BRITISH if accent == "en-GB" else {})).items():
        said = said.replace(ipa, symbol)
    said += possessive_of(word, said)
    # What stands in the brackets is not spoken; a full stop in it would end the sentence.
    return f"[{re.sub(r'[^A-Za-z]', '', word) or 'x'}](/{said}/)"


class EnglishReader:
    """Reads a sentence as hibari does, and remembers what it read last: hibari can use it as its own reader."""

    def __init__(self, *, accent: str) -> None:
        from hibari.g2p import G2P

        self._rules: G2P = G2P(british=accent == "en-GB")
        self.last: tuple[Phoneme, ...] = ()

    def __call__(self, text: str) -> str:
        """Return the phonemes of a sentence as one string."""
        return "".join(phoneme.symbol for phoneme in self.read(text))

    def read(self, text: str) -> tuple[Phoneme, ...]:
        """Return the phonemes of a sentence; places count in the text as given."""
        from hibari.g2p.normalize import normalize

        tokens = self._rules.phonemize_tokens(self._rules.tokenize(normalize(text)))
        pieces = [token.text + token.whitespace for token in tokens]
        places = _places_in(text, "".join(pieces))
        begins = [0, *itertools.accumulate(len(piece) for piece in pieces)]
        phonemes = [
            Phoneme(symbol=symbol, place=places[begin] if begin < len(places) else len(text))
            for token, begin in zip(tokens, begins, strict=False)
            for symbol in (token.phonemes or "") + (" " if token.whitespace else "")
        ]
        self.last = _stripped(phonemes)
        return self.last


class EspeakReader:
    """Reads a sentence of another language; each word has the place that espeak's words can be told for."""

    def __init__(self, *, language: str) -> None:
        self._voice = ESPEAK_VOICES[language]

    def read(self, text: str) -> tuple[Phoneme, ...]:
        """Return the phonemes of a sentence. Raises EngineError where piper-tts is not installed."""
        spoken = list(_spell(self._voice, text))
        alone = [
            Phoneme(symbol=symbol, place=word.start())
            for word in _WORD.finditer(text)
            for symbol in _spell(self._voice, word.group())
        ]
        if not alone or not spoken:
            return ()
        aligned = align_symbols([phoneme.symbol for phoneme in alone], spoken)
        return _stripped(
            [
                Phoneme(symbol=symbol, place=alone[index].place)
                for symbol, index in zip(spoken, aligned.tolist(), strict=True)
            ]
        )


def heard_phonemes(symbols: Sequence[str], lengths: Sequence[int], *, begin: int = 0) -> Iterator[Heard]:
    """Yield when each symbol is heard; lengths are frames; begin is the sample where the first would begin."""
    ends = (begin + FRAME * frames for frames in itertools.accumulate(lengths, initial=0))
    moments_s = (round(max(0.0, end / RATE_HZ - LATE_S), 6) for end in ends)
    for symbol, (begin_s, end_s) in zip(symbols, itertools.pairwise(moments_s), strict=True):
        yield Heard(symbol=symbol, begin_s=begin_s, end_s=end_s)


def _places_in(text: str, read: str) -> list[int]:
    """Return for each character that was read its place in the text; hibari spells abbreviations and signs out."""
    if text == read or not text or not read:
        return list(range(len(read)))
    return [int(place) for place in align_symbols(text, read)]


def _stripped(phonemes: list[Phoneme]) -> tuple[Phoneme, ...]:
    """Return the phonemes without spaces at either end."""
    sounding = [index for index, phoneme in enumerate(phonemes) if phoneme.symbol != " "]
    return tuple(phonemes[sounding[0] : sounding[-1] + 1]) if sounding else ()


def _spell(voice: str, text: str) -> str:
    sentences = _espeak().phonemize(voice, text)
    spoken = " ".join("".join(sentence).strip() for sentence in sentences).replace("-", "")
    return _AFFRICATE.sub(lambda match: _AFFRICATES[match.group()], spoken)


@cache
def _espeak() -> EspeakPhonemizer:
    try:
        from piper.phonemize_espeak import EspeakPhonemizer
    except ImportError as error:
        raise EngineError(
            "Spanish, French, Italian and Portuguese are read by piper-tts, which is not installed: "
            "pip install 'declaim[piper]' (in the repository: make piper)"
        ) from error
    return EspeakPhonemizer()
