"""Lines with cues, recorded, mastered, encoded and transcribed: whether a cue is heard, or a word cut.

    python bench/cues.py [--only emulator] [--only hibari] [--only aligned] [--only piper] [--only kokoro]

50 lines through the emulator, which speaks with hibari and tells exact times of characters; 20 by hibari itself, by its
own word times and by those of the aligner alone; 10 each by Piper and Kokoro, where they are installed. Each becomes a
paragraph of a chapter, which is mastered into an MP3. Of the MP3 as a whole, and of each line in it with half its
pause, whisper (tiny.en) writes down the words. Beside that, peaks are measured: of each pause in the finished chapter,
where a cue would be heard, and of the take right behind what is kept of it, where a word that was cut would go on (dB
beside the loudest sound of the take). The highest of all lines is printed. Figures go to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import difflib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.aligners.pocketsphinx import find_aligner
from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.adapters.transcribers.whisper import Whisper
from pipeline.commands.desk import card_of
from pipeline.commands.emulator import local_voice
from pipeline.commands.heard import StoredObjects
from pipeline.commands.mastered import master_book
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import record_missing
from pipeline.commands.remote_session import RemoteOptions
from pipeline.emulator.options import DEFAULT_KEY
from pipeline.emulator.running import run_emulator
from pipeline.errors import EngineError
from pipeline.model import (
    Attention,
    Boundary,
    Cast,
    ChapterEntry,
    Kind,
    Line,
    Metadata,
    ParagraphLines,
    Project,
    Spoken,
    Take,
    TimelineEntry,
    Voice,
)
from pipeline.recording.cues import narrated_timings
from pipeline.recording.sound import inspect_take

GEORGE = Voice(engine="elevenlabs", voice="JBFqnCBsd6RMkjVDRZzb", model="eleven_multilingual_v2")
TEXTS = (
    "“I can't go any further,”",
    "“Is anybody there?”",
    "“Leave me alone!”",
    "The lamp went out, and then the other one —",
    "He looked for a moment at the sea",
    "“Perhaps tomorrow…”",
    "Nobody had lived in the house for twenty years.",
    "“Come back;”",
    "When they had crossed the bridge and climbed the long hill behind the church, from where on a clear day both "
    "rivers and the whole of the valley can be seen, they stopped to take breath",
    "“You are quite sure of this, then,”",
    "There was nothing but grass,",
    "“My name is Ruth,”",
)
"""Ends that a voice pauses after, and some that it does not; sounds at the end that die away softly."""
CUES = (
    "she said, trembling",
    "he shouted angrily",
    "whispered the old doctor",
    "he replied with a bitter laugh",
    "she asked, frightened by the thunder",
)
IGNORED = frozenset({"she", "he", "said", "the", "old", "with", "a", "by"})
WORD = re.compile(r"[a-z']+")
Mono = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of one line in the finished chapter."""

    text: str
    transcript: str
    leaked: tuple[str, ...]
    lacks_first: bool
    lacks_last: bool
    behind_db: float
    pause_db: float


def main() -> None:
    """Print a row for each way of speaking, and every line in which something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=("emulator", "hibari", "aligned", "piper", "kokoro"))
    wanted = parser.parse_args().only or ["emulator", "hibari", "aligned", "piper", "kokoro"]
    print("| spoken by | lines | cut cleanly | cue heard | first, last word not heard | behind the cut | pauses |")
    print("|---|---|---|---|---|---|---|")
    for name in wanted:
        count = {"emulator": 50, "hibari": 20, "aligned": 20}.get(name, 10)
        try:
            measure(name, count)
        except EngineError as error:
            print(f"| {name} | not installed: {error.message} |")


def measure(name: str, count: int) -> None:
    """Record, master and hear lines; print the row."""
    with tempfile.TemporaryDirectory(prefix="cues-") as path:
        voice = GEORGE if name == "emulator" else Voice(engine="hibari" if name == "aligned" else name, voice="")
        folder = _folder(Path(path), voice)
        chapter = _chapter(count, voice)
        takes = record(folder, chapter, is_remote=name == "emulator")
        if name == "aligned":
            takes = [_by_aligned_times(folder, take) for take in takes]
        sound = [take for take in takes if not take.findings]
        heard = hear(folder, chapter, {take.paragraph: (take,) for take in sound})
    _print(name, takes, heard)


def record(folder: ProjectFolder, chapter: ChapterLines, *, is_remote: bool) -> list[Take]:
    """Return the take of each paragraph, doubtful ones too, through the emulator or by an engine of this machine."""
    if not is_remote:
        return list(record_missing(folder, [chapter], progress=_quietly).recorded)
    with run_emulator(synthesise=local_voice("hibari"), credits=1_000_000) as emulator:
        os.environ |= {"ELEVENLABS_BASE_URL": emulator.base_url, "ELEVENLABS_API_KEY": DEFAULT_KEY}
        options = RemoteOptions(patience_s=0.3, pause=0.0, pace=(4.0, 40.0))
        return list(record_missing(folder, [chapter], progress=_quietly, remote=options).recorded)


def hear(folder: ProjectFolder, chapter: ChapterLines, takes: Mapping[str, tuple[Take, ...]]) -> list[Heard]:
    """Master the paragraphs that have a take and return what is heard of each."""
    whole = dataclasses.replace(chapter, paragraphs=tuple(p for p in chapter.paragraphs if p.paragraph in takes))
    book = master_book(folder, [whole], takes, read_object=StoredObjects(folder.takes))
    samples, rate_hz = decode_take((folder.mastered / "c01.mp3").read_bytes(), "mp3_44100_192")
    everything = _words(Whisper(model="tiny.en", language="en").hear(samples, rate_hz, Attention.CLOSE))
    (record,) = book.records
    timeline = record.chapter.timeline
    ends_s = [*(entry.begin_s for entry in timeline[1:]), len(samples) / rate_hz]
    return [
        _heard(folder, takes[entry.paragraph][0], entry, next_s, samples, rate_hz, everything)
        for entry, next_s in zip(timeline, ends_s, strict=True)
    ]


def _heard(
    folder: ProjectFolder,
    take: Take,
    entry: TimelineEntry,
    next_s: float,
    samples: Mono,
    rate_hz: int,
    everything: Sequence[str],
) -> Heard:
    narrated, cue = take.request.narrated_text, take.request.text[take.request.narrated or 0 :]
    begin_s, end_s = entry.begin_s - 0.3, (entry.end_s + next_s) / 2
    segment = samples[max(0, round(begin_s * rate_hz)) : round(end_s * rate_hz)]
    said = _words(Whisper(model="tiny.en", language="en").hear(segment, rate_hz, Attention.CLOSE))
    own = WORD.findall(narrated.lower().replace("’", "'"))
    of_cue = [word for word in WORD.findall(cue.lower()) if word not in IGNORED and word not in own]
    pause = samples[round((entry.end_s + 0.06) * rate_hz) : round((next_s - 0.04) * rate_hz)]
    return Heard(
        text=f"{narrated} | {cue.strip()}",
        transcript=" ".join(said),
        leaked=tuple(word for word in of_cue if _is_among(word, [*said, *everything])),
        lacks_first=not _is_among(own[0], said[:2]),
        lacks_last=not _is_among(own[-1], said[-2:]),
        behind_db=_behind_db(folder, take),
        pause_db=_peak_db(pause),
    )


def _behind_db(folder: ProjectFolder, take: Take) -> float:
    """Return the peak of the 5 ms behind what is kept (the cue begins no earlier), in dB beside the take's loudest."""
    samples, rate_hz = decode_take(TakeStore(folder.takes).read_object(take.object), take.request.audio_format)
    kept = round((take.sound.speech_end_s + 0.04) * rate_hz)
    gap = samples[kept : kept + round(0.005 * rate_hz)]
    return _peak_db(gap) - _peak_db(samples)


def _by_aligned_times(folder: ProjectFolder, take: Take) -> Take:
    """Return the take as it would be if its engine had told nothing and the aligner had to find the cue."""
    aligner = find_aligner()
    if aligner is None:
        raise EngineError("the aligner is not there: make align")
    samples, rate_hz = decode_take(TakeStore(folder.takes).read_object(take.object), take.request.audio_format)
    timings = aligner.align(samples, rate_hz, take.request.text)
    sound, findings = inspect_take(samples, rate_hz, take.request, card_of(take.request.voice.engine).pace, timings)
    return dataclasses.replace(take, sound=sound, findings=findings, timings=narrated_timings(take.request, timings))


def _print(name: str, takes: Sequence[Take], heard: Sequence[Heard]) -> None:
    clean = sum(not take.findings for take in takes)
    columns = [
        name,
        len(takes),
        clean,
        sum(bool(one.leaked) for one in heard),
        f"{sum(one.lacks_first for one in heard)}, {sum(one.lacks_last for one in heard)}",
        f"{max(one.behind_db for one in heard):.1f} dB",
        f"{max(one.pause_db for one in heard):.1f} dB",
    ]
    print("| " + " | ".join(map(str, columns)) + " |", flush=True)
    for take in takes:
        for finding in take.findings:
            print(f"    {finding.code}: {take.request.text!r}")
    for one in heard:
        if one.leaked or one.lacks_first or one.lacks_last:
            print(f"    {one.text!r}: heard {one.transcript!r}, of the cue {one.leaked}")


def _chapter(count: int, voice: Voice) -> ChapterLines:
    pairs = [(TEXTS[n % len(TEXTS)], CUES[(n + n // len(TEXTS)) % len(CUES)]) for n in range(count)]
    paragraphs = tuple(_paragraph(f"p{n:03}", text, cue, voice) for n, (text, cue) in enumerate(pairs, 1))
    return ChapterLines(entry=ChapterEntry(id="c01", title="One"), paragraphs=paragraphs)


def _paragraph(name: str, text: str, cue: str, voice: Voice) -> ParagraphLines:
    line = Line(
        paragraph=name,
        number=0,
        start=0,
        stop=len(text),
        spoken=Spoken(text=text),
        voice=voice,
        language="en",
        cue=cue,
        ends=Boundary.PARAGRAPH,
    )
    return ParagraphLines(
        paragraph=name,
        chapter="c01",
        kind=Kind.PARAGRAPH,
        lines=(line,),
        source_key=f"{name} {cue}",
        text=text,
        ends=Boundary.PARAGRAPH,
    )


def _folder(path: Path, voice: Voice) -> ProjectFolder:
    project = Project(
        slug="cues",
        metadata=Metadata(title="Cues", language="en"),
        narrator_name="",
        source="",
        chapters=(),
        cast=Cast(narrator=voice),
        formats=("mp3",),
    )
    return ProjectFolder(path=path, project=project)


@contextmanager
def _quietly(title: str, total: int) -> Iterator[object]:
    del title, total
    yield lambda _: None


def _words(heard: Sequence[object]) -> list[str]:
    return [word for one in heard for word in WORD.findall(str(getattr(one, "text", "")).lower())]


def _is_among(word: str, words: Sequence[str]) -> bool:
    """Return whether a word was heard, as whisper may spell it."""
    return any(
        other.startswith(f"{word}'") or difflib.SequenceMatcher(None, word, other).ratio() >= 0.75 for other in words
    )


def _peak_db(samples: Mono) -> float:
    peak = float(np.max(np.abs(samples), initial=0.0))
    return 20 * float(np.log10(peak)) if peak else -120.0


if __name__ == "__main__":
    main()
