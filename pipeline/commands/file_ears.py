"""Finished audio files -> what is heard in them, each once, by all cores; kept by the files' hashes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs.flac import Samples
from pipeline.adapters.codecs.probe import decode_blocks, probe_file
from pipeline.adapters.hearings import Hearings, add_sounds, read_sounds
from pipeline.adapters.pool import worker_pool
from pipeline.adapters.progress import show_progress
from pipeline.adapters.transcribers.whisper import Whisper, find_whisper
from pipeline.commands.companions import file_hash
from pipeline.commands.listening import Phonemes
from pipeline.listening.sound import METER, join_sounds, measure_take
from pipeline.model import Attention, HeardWord, TakeSound, Transcript

BLOCK_S = 240.0
"""So much of a file is held at once; it is cut where it is quietest in the last tenth."""
QUIET_S = 0.2

Span: TypeAlias = "tuple[float, float]"
Job: TypeAlias = "tuple[Path, str, tuple[Span, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardFile:
    """What was heard in a file, and its measure."""

    words: tuple[HeardWord, ...]
    sound: TakeSound


class FileEars:
    """Everything that was heard in files, kept in a folder, and a transcriber that hears the rest."""

    def __init__(self, kept: Path, whisper: Whisper, language: str) -> None:
        self.language = language
        self._hearings = Hearings(kept)
        self._known = self._hearings.read()
        self._sounds_file = kept / "sounds.jsonl"
        self._sounds = read_sounds(self._sounds_file, meter=METER)
        self._phonemes = Phonemes(kept / "phonemes.json")
        self._whisper = whisper
        self._heard: dict[Path, HeardFile] = {}
        self._names: dict[Path, str] = {}
        self.sounds_of = self._phonemes.reader(language)

    def keep(self) -> None:
        """Write down how words sound that were met for the first time."""
        self._phonemes.keep()

    def hear(self, paths: Sequence[Path]) -> Mapping[Path, HeardFile]:
        """Return what is heard in each file, quickly. Raises AudioError, StorageError, ProjectError."""
        name = self._whisper.name(Attention.QUICK)
        self._names |= {path: file_hash(path) for path in paths}
        new = [path for path in paths if not self._is_known(path, name)]
        for path, heard in _hear_all([(path, self.language, ()) for path in new]):
            self._keep(path, name, heard.words)
            self._sounds[self._names[path]] = heard.sound
            add_sounds(self._sounds_file, {self._names[path]: heard.sound}, meter=METER)
        for path in paths:
            words = self._known[self._names[path], name].words
            self._heard[path] = HeardFile(words=words, sound=self._sounds[self._names[path]])
        return dict(self._heard)

    def hear_closely(self, spans: Mapping[Path, tuple[Span, ...]]) -> Mapping[Path, HeardFile]:
        """Return the files that were heard, with the words inside spans as they are heard closely."""
        names = {path: f"{self._whisper.name(Attention.CLOSE)} {_told(own)}" for path, own in spans.items()}
        new = [path for path in spans if (self._names[path], names[path]) not in self._known]
        for path, heard in _hear_all([(path, self.language, spans[path]) for path in new]):
            self._keep(path, names[path], heard.words)
        merged: dict[Path, HeardFile] = {}
        for path, own in spans.items():
            close = self._known[self._names[path], names[path]].words
            quick = self._heard[path].words
            outside = [word for word in quick if not _is_inside((word.begin_s + word.end_s) / 2, own)]
            words = tuple(sorted((*outside, *close), key=lambda word: word.begin_s))
            merged[path] = dataclasses.replace(self._heard[path], words=words)
        return merged

    def _is_known(self, path: Path, name: str) -> bool:
        return (self._names[path], name) in self._known and self._names[path] in self._sounds

    def _keep(self, path: Path, name: str, words: tuple[HeardWord, ...]) -> None:
        transcript = Transcript(object=self._names[path], transcriber=name, words=words)
        self._hearings.add([transcript])
        self._known[transcript.object, transcript.transcriber] = transcript


def hear_file(path: Path, language: str, spans: tuple[Span, ...]) -> HeardFile:
    """Return what is heard in a file: in all of it quickly, or closely in spans of it, where there are some."""
    whisper = find_whisper(language)
    encoding = probe_file(path)
    blocks = decode_blocks(path, encoding)
    rate_hz = encoding.sample_rate_hz
    attention = Attention.CLOSE if spans else Attention.QUICK
    words: list[HeardWord] = []
    sounds: list[tuple[float, TakeSound]] = []
    for begin_s, samples in _cut_out(blocks, rate_hz, spans) if spans else _cut_up(blocks, rate_hz):
        words += [
            dataclasses.replace(word, begin_s=round(word.begin_s + begin_s, 3), end_s=round(word.end_s + begin_s, 3))
            for word in whisper.hear(samples, rate_hz, attention)
        ]
        sounds.append((begin_s, measure_take(samples, rate_hz)))
    return HeardFile(words=tuple(words), sound=join_sounds(sounds))


def _hear_all(jobs: Sequence[Job]) -> Iterator[tuple[Path, HeardFile]]:
    with worker_pool(len(jobs)) as pool, show_progress("listening to the release", len(jobs)) as advance:
        for job, future in [(job, pool.submit(hear_file, *job)) for job in jobs]:
            yield job[0], future.result()
            advance(1)


def _cut_up(blocks: Iterable[NDArray[np.int16]], rate_hz: int) -> Iterator[tuple[float, Samples]]:
    """Yield a file in stretches, each with its begin in seconds."""
    begin, held = 0, np.zeros(0, np.float32)
    most = round(BLOCK_S * rate_hz)
    for block in blocks:
        held = np.concatenate((held, _mono(block)))
        while len(held) >= most:
            cut = _quietest(held[:most], rate_hz)
            yield begin / rate_hz, held[:cut]
            begin, held = begin + cut, held[cut:]
    yield begin / rate_hz, held


def _cut_out(
    blocks: Iterable[NDArray[np.int16]], rate_hz: int, spans: Sequence[Span]
) -> Iterator[tuple[float, Samples]]:
    """Yield the samples of each span, which are in order."""
    waiting = [(round(first_s * rate_hz), round(last_s * rate_hz)) for first_s, last_s in spans]
    parts: list[Samples] = []
    at = 0
    for block in blocks:
        while waiting and waiting[0][0] < at + len(block):
            first, last = waiting[0]
            parts.append(_mono(block[max(0, first - at) : max(0, last - at)]))
            if last > at + len(block):
                break
            yield first / rate_hz, np.concatenate(parts)
            waiting, parts = waiting[1:], []
        at += len(block)
    if parts:
        yield waiting[0][0] / rate_hz, np.concatenate(parts)


def _mono(block: NDArray[np.int16]) -> Samples:
    samples = block.astype(np.float32) / np.float32(32768)
    return samples if samples.ndim == 1 else samples.mean(axis=1, dtype=np.float32)


def _quietest(samples: Samples, rate_hz: int) -> int:
    """Return the frame in the last tenth around which it is quietest."""
    width = round(QUIET_S * rate_hz)
    first = len(samples) - len(samples) // 10
    sums = np.concatenate(([0.0], np.cumsum(np.square(samples[first:], dtype=np.float64))))
    return first + int(np.argmin(sums[width:] - sums[:-width])) + width // 2


def _told(spans: Sequence[Span]) -> str:
    return ",".join(f"{begin_s:.2f}-{end_s:.2f}" for begin_s, end_s in spans)


def _is_inside(moment_s: float, spans: Sequence[Span]) -> bool:
    return any(begin_s <= moment_s < end_s for begin_s, end_s in spans)
