"""Takes with planted faults: how many are found by listening, and how many sound takes are flagged.

    DECLAIM_CORPORA=... python bench/planted_faults.py [--voice hibari/heart] [--other piper/joe] [--takes 200]
        [--part develop|report|fresh] [--draw 8] [--keep DIR]

The lines are those of The Time Machine's long paragraphs, cut at 300 characters: thresholds were found on its short
paragraphs and on every other long one (`--part develop`); the first figures were told for the rest (`report`), later
ones for a draw from the lines that neither of these had looked at (`fresh`). Three takes in ten are damaged in ten
ways, by another chance with each `--draw`. What is heard is kept in DIR, by the hash of the audio. Figures go to
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import itertools
import os
import pickle
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.ffmpeg import find_ffmpeg
from pipeline.adapters.codecs.flac import Samples
from pipeline.adapters.engines.reading import EnglishReader
from pipeline.adapters.engines.registry import find_engine
from pipeline.adapters.pool import worker_pool
from pipeline.adapters.project import load_project
from pipeline.adapters.transcribers.whisper import find_whisper
from pipeline.commands.reading import read_chapters
from pipeline.listening.evidence import HeardLine, hear_line
from pipeline.listening.judge import judge_lines
from pipeline.listening.sound import measure_take
from pipeline.model import Attention, HeardFinding, HeardWord, Line, Request, TakeSound, Timing, Voice

BOOK = "epub/standardebooks/h-g-wells_the-time-machine.epub"
LINE_LIMIT = 300
LONG_PARAGRAPH = 420
SHARE_DAMAGED = 0.3
LOOKED_AT = (100, 200)
"""Lines of the first two parts that were listened to before the third was drawn."""
FASTER = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A line as an engine spoke it."""

    line: Line
    samples: Samples
    rate_hz: int
    timings: tuple[Timing, ...]
    damage: str = ""


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", default="hibari/heart", metavar="ENGINE/VOICE")
    parser.add_argument("--other", default="piper/joe", metavar="ENGINE/VOICE")
    parser.add_argument("--takes", type=int, default=200)
    parser.add_argument("--part", choices=("develop", "report", "fresh"), default="fresh")
    parser.add_argument("--draw", type=int, default=8, help="another number damages other takes")
    parser.add_argument("--keep", type=Path, default=Path("build/planted-faults"))
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    lines = draw_lines(arguments.keep, part=arguments.part, takes=arguments.takes, draw=arguments.draw)
    speak = partial(speak_line, keep=arguments.keep)
    sound = [speak(line, arguments.voice) for line in lines]
    takes = plant(sound, random.Random(arguments.draw), speak=speak, other=arguments.other)
    report(takes, arguments.keep)


def draw_lines(keep: Path, *, part: str, takes: int, draw: int) -> list[Line]:
    """Return so many lines of a part, in the order of the book."""
    if part != "fresh":
        return lines_of_book(keep, part=part)[:takes]
    rest = [line for name, seen in zip(("develop", "report"), LOOKED_AT, strict=True)
            for line in lines_of_book(keep, part=name)[seen:]]  # fmt: skip
    places = random.Random(f"fresh {draw}").sample(range(len(rest)), min(takes, len(rest)))
    return [rest[place] for place in sorted(places)]


def lines_of_book(keep: Path, *, part: str) -> list[Line]:
    """Return the lines of every other long paragraph."""
    if not (keep / "book").exists():
        epub = Path(os.environ["DECLAIM_CORPORA"]) / BOOK
        command = [sys.executable, "-m", "pipeline.cli", "new", "book", str(epub), "--projects", str(keep)]
        subprocess.run(command, check=True, capture_output=True)
    folder = load_project(keep, "book")
    folder = dataclasses.replace(folder, project=dataclasses.replace(folder.project, line_limit=LINE_LIMIT))
    paragraphs = [paragraph for chapter in read_chapters(folder) for paragraph in chapter.paragraphs]
    long = [paragraph for paragraph in paragraphs if len(paragraph.text) > LONG_PARAGRAPH]
    return [line for paragraph in long[part == "report" :: 2] for line in paragraph.lines]


def speak_line(line: Line, name: str, *, keep: Path) -> Spoken:
    """Return a line as a voice speaks it; spoken once and kept."""
    engine, _, voice = name.partition("/")
    path = keep / f"{hashlib.sha256(repr((line.spoken.text, name, 1.0)).encode()).hexdigest()}.spoken"
    if not path.exists():
        card = find_engine(engine).describe()
        settings = tuple(sorted((card.defaults).items()))
        request = Request(
            voice=Voice(engine=engine, voice=voice, settings=settings),
            text=line.spoken.text,
            language="en",
            audio_format=card.audio_format,
        )
        delivery = speaker_of(engine).speak(request)
        samples, rate_hz = decode_take(delivery.audio, card.audio_format)
        path.write_bytes(pickle.dumps((samples, rate_hz, delivery.timings)))
    samples, rate_hz, timings = pickle.loads(path.read_bytes())
    return Spoken(line=line, samples=samples, rate_hz=rate_hz, timings=timings)


@cache
def speaker_of(engine: str):
    """Return the speaker of an engine, with its model loaded."""
    return find_engine(engine).open_speaker()


def plant(sound: Sequence[Spoken], chance: random.Random, *, speak: Callable[..., Spoken], other: str) -> list[Spoken]:
    """Return the takes, three in ten of them damaged; the same chance damages the same takes in the same way."""
    takes = list(sound)
    places = chance.sample(range(len(takes) - 1), len(takes) - 1)
    kinds: list[tuple[str, Callable[[int], Spoken | None]]] = [
        ("word cut", lambda at: cut_word(takes[at], chance)),
        ("sentence dropped", lambda at: drop_sentence(takes[at], chance)),
        ("sentence repeated", lambda at: repeat_sentence(takes[at], chance)),
        ("tail leak", lambda at: leak(takes[at], sound[at + 1])),
        ("swapped", lambda _: None),
        ("level -6 dB", lambda at: dataclasses.replace(takes[at], samples=takes[at].samples * np.float32(0.5012))),
        ("rate +25 %", lambda at: hurry(takes[at])),
        ("other voice", lambda at: speak(takes[at].line, other)),
        ("silence", lambda at: pause(takes[at], chance)),
        ("noise", lambda at: noise(takes[at], at)),
    ]
    wanted = round(len(takes) * SHARE_DAMAGED)
    for (kind, damage), _ in zip(itertools.cycle(kinds), range(wanted), strict=False):
        if kind == "swapped":
            if sum(take.damage == kind for take in takes) + 2 <= wanted // len(kinds):
                swap(takes, places)
            continue
        at, damaged = next((at, damaged) for at in places if (damaged := damage(at)) is not None)
        places.remove(at)
        takes[at] = dataclasses.replace(damaged, damage=kind)
    return takes


def swap(takes: list[Spoken], places: list[int]) -> None:
    """Exchange the audio of two takes."""
    one, two = places.pop(), places.pop()
    first, second = takes[one], takes[two]
    takes[one] = dataclasses.replace(second, line=first.line, damage="swapped")
    takes[two] = dataclasses.replace(first, line=second.line, damage="swapped")


def cut_word(take: Spoken, chance: random.Random) -> Spoken | None:
    """Take out any word that lasts a tenth of a second."""
    words = [time for time in take.timings if time.end_s - time.begin_s >= 0.1]
    return without(take, *(lambda word: (word.begin_s, word.end_s))(chance.choice(words))) if words else None


def sentences(take: Spoken) -> list[tuple[float, float]]:
    """Return begin and end of each sentence."""
    groups: list[list[Timing]] = [[]]
    for time_ in take.timings:
        groups[-1].append(time_)
        if re.search("[.!?]", take.line.spoken.text[time_.stop - 1 : time_.stop + 1]):
            groups.append([])
    return [(group[0].begin_s, group[-1].end_s) for group in groups if group]


def drop_sentence(take: Spoken, chance: random.Random) -> Spoken | None:
    """Take out one of several sentences."""
    found = sentences(take)
    return without(take, *chance.choice(found)) if len(found) > 1 else None


def repeat_sentence(take: Spoken, chance: random.Random) -> Spoken | None:
    """Say one of several sentences twice."""
    found = sentences(take)
    if len(found) < 2:
        return None
    begin_s, end_s = chance.choice(found)
    begin, end = frame(take, begin_s), frame(take, end_s)
    gap = np.zeros(frame(take, 0.3), np.float32)
    return dataclasses.replace(
        take, samples=np.concatenate((take.samples[:end], gap, take.samples[begin:end], take.samples[end:]))
    )


def leak(take: Spoken, following: Spoken) -> Spoken:
    """Let the first 300 ms of the next line be heard after a quarter of a second."""
    end = frame(take, measure_take(take.samples, take.rate_hz).speech_end_s)
    begin = frame(following, measure_take(following.samples, following.rate_hz).speech_begin_s)
    onset = following.samples[begin : begin + frame(take, 0.3)]
    gap = np.zeros(frame(take, 0.25), np.float32)
    tail = np.zeros(frame(take, 0.1), np.float32)
    return dataclasses.replace(take, samples=np.concatenate((take.samples[:end], gap, onset, tail)))


def hurry(take: Spoken) -> Spoken:
    """Say it a quarter faster at the same pitch; the engines' own setting changes the pauses more than the words."""
    command = [find_ffmpeg(), "-loglevel", "error", "-f", "f32le", "-ar", str(take.rate_hz), "-ac", "1", "-i", "-"]
    command += ["-af", f"atempo={FASTER}", "-f", "f32le", "-"]
    made = subprocess.run(command, input=take.samples.tobytes(), capture_output=True, check=True)
    return dataclasses.replace(take, samples=np.frombuffer(made.stdout, np.float32).copy())


def pause(take: Spoken, chance: random.Random) -> Spoken:
    """Put a second and a half of silence between two words."""
    at = frame(take, chance.choice(take.timings[1:]).begin_s)
    gap = np.zeros(frame(take, 1.5), np.float32)
    return dataclasses.replace(take, samples=np.concatenate((take.samples[:at], gap, take.samples[at:])))


def noise(take: Spoken, at: int) -> Spoken:
    """Put white noise under the whole take, 20 dB below the voice, or over 0.4 s of it as loud as the voice."""
    level = 10 ** (measure_take(take.samples, take.rate_hz).level_db / 20)
    hiss = np.random.default_rng(at).standard_normal(len(take.samples)).astype(np.float32) * np.float32(level)
    if at % 2:
        return dataclasses.replace(take, samples=take.samples + hiss * np.float32(0.1))
    middle, length = len(take.samples) // 2, frame(take, 0.4)
    samples = take.samples.copy()
    samples[middle : middle + length] += hiss[middle : middle + length]
    return dataclasses.replace(take, samples=samples)


def without(take: Spoken, begin_s: float, end_s: float) -> Spoken:
    """Return a take without a stretch of it."""
    begin, end = frame(take, begin_s), frame(take, end_s)
    return dataclasses.replace(take, samples=np.concatenate((take.samples[:begin], take.samples[end:])))


def frame(take: Spoken, moment_s: float) -> int:
    """Return the frame of a moment."""
    return round(moment_s * take.rate_hz)


def report(takes: Sequence[Spoken], keep: Path) -> None:
    """Listen to all, and print each kind of damage with what was found of it."""
    lines, cpu_s = listen(takes, keep)
    findings: dict[str, list[HeardFinding]] = {line.take: [] for line in lines}
    for finding in judge_lines(lines):
        findings[finding.take].append(finding)
    audio_s = sum(len(take.samples) / take.rate_hz for take in takes)
    damaged = [place for place, take in enumerate(takes) if take.damage]
    found = [place for place in damaged if findings[str(place)]]
    flagged = [place for place, take in enumerate(takes) if not take.damage and findings[str(place)]]
    print(f"{len(takes)} takes, {audio_s:.0f} s; {cpu_s:.0f} s of CPU for listening that was not kept")
    print(f"found {len(found)} of {len(damaged)} damaged; flagged {len(flagged)} of {len(takes) - len(damaged)} sound")
    for kind in sorted({takes[place].damage for place in damaged}):
        own = [place for place in damaged if takes[place].damage == kind]
        codes = Counter(finding.code.value for place in own for finding in findings[str(place)])
        print(f"  {kind}: {sum(bool(findings[str(place)]) for place in own)} of {len(own)}; {dict(codes)}")
    for place in flagged:
        for finding in findings[str(place)]:
            print(f"  flagged {place}: {finding.code} {finding.message} | {finding.written} | {finding.heard}")
    for place in set(damaged) - set(found):
        print(f"  missed {place}: {takes[place].damage}: {takes[place].line.spoken.text[:70]}")


def listen(takes: Sequence[Spoken], keep: Path) -> tuple[list[HeardLine], float]:
    """Return the takes as lines heard: all quickly, those that differ closely, too."""
    sounds = [measure_take(take.samples, take.rate_hz) for take in takes]
    quick, quick_s = hear_all(takes, Attention.QUICK, keep)
    lines = [heard(place, take, sounds[place], (quick[place],)) for place, take in enumerate(takes)]
    suspects = [place for place, line in enumerate(lines) if line.is_doubtful]
    close, close_s = hear_all([takes[place] for place in suspects], Attention.CLOSE, keep)
    for place, words in zip(suspects, close, strict=True):
        lines[place] = heard(place, takes[place], sounds[place], (quick[place], words))
    return lines, quick_s + close_s


def hear_all(takes: Sequence[Spoken], attention: Attention, keep: Path) -> tuple[list[tuple[HeardWord, ...]], float]:
    """Return the words of each take, and the CPU time that it took now."""
    jobs = [(take.samples, take.rate_hz, attention, keep) for take in takes]
    with worker_pool(len(jobs)) as pool:
        results = [future.result() for future in [pool.submit(hear_one, *job) for job in jobs]]
    return [words for words, _ in results], sum(cpu_s for _, cpu_s in results)


def hear_one(samples: Samples, rate_hz: int, attention: Attention, keep: Path) -> tuple[tuple[HeardWord, ...], float]:
    """Return the words of a take, and the CPU time; both are kept."""
    whisper = find_whisper("en")
    name = hashlib.sha256(samples.tobytes() + whisper.name(attention).encode()).hexdigest()
    path = keep / f"{name}.heard"
    if path.exists():
        return pickle.loads(path.read_bytes()), 0.0
    began_s = time.process_time()
    words = whisper.hear(samples, rate_hz, attention)
    path.write_bytes(pickle.dumps(words))
    return words, time.process_time() - began_s


def heard(place: int, take: Spoken, sound: TakeSound, hearings: Sequence[tuple[HeardWord, ...]]) -> HeardLine:
    """Return a take as a line heard."""
    return hear_line(
        place=("book", take.line.paragraph, take.line.number),
        take=str(place),
        voice="the voice",
        text=take.line.spoken.text,
        hearings=hearings,
        sound=sound,
        sounds_of=sounds_of,
    )


@cache
def sounds_of(word: str) -> str:
    """Return the phonemes of a word."""
    return _reader()(word)


@cache
def _reader() -> EnglishReader:
    return EnglishReader(accent="en-US")


if __name__ == "__main__":
    main()
