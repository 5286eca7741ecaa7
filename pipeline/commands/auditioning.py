"""A paragraph and voices -> the paragraph in each voice, one file each, and a page to hear them side by side.

Auditions are not takes: they stand in the build folder, and the next one of the same paragraph replaces them. All are
brought to one level, because the louder of two voices always seems the better one.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.codecs.flac import encode_flac
from pipeline.adapters.disk import write_file
from pipeline.adapters.engines.protocol import EngineCard, VoiceCard
from pipeline.adapters.engines.registry import find_engine
from pipeline.adapters.progress import show_progress
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.signals import stopping_cleanly
from pipeline.adapters.workers import Order, SpokenLine, speak_all
from pipeline.errors import EngineError
from pipeline.model import Line, ParagraphLines, Request, Voice
from pipeline.recording.keys import request_of, resolve_voice
from pipeline.recording.sound import inspect_take

LEVEL_DB = -20.0
"""RMS of the speech itself, dBFS."""
PEAK_DB = -1.0
"""A voice whose peaks would pass this stays softer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A voice of an engine, as a producer can cast it."""

    engine: EngineCard
    voice: VoiceCard

    @property
    def name(self) -> str:
        """`piper/joe`."""
        return f"{self.engine.name}/{self.voice.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audition:
    """A paragraph as one voice speaks it."""

    candidate: Candidate
    path: Path
    spoken: SpokenLine


def find_candidates(names: Sequence[str], known: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the voices of these names, `joe` or `piper/joe`. Raises EngineError for one that is none, or two."""
    return tuple(_find_candidate(name, known) for name in dict.fromkeys(names))


def audition(
    folder: ProjectFolder, paragraph: ParagraphLines, candidates: Sequence[Candidate], *, workers: int | None = None
) -> tuple[Audition, ...]:
    """Speak a paragraph in each voice, in that order; write the files and their page into `build/audition/`.

    Each voice speaks the whole paragraph, quotations too, with the default settings of its engine. Raises EngineError,
    StorageError.
    """
    place = folder.build / "audition" / paragraph.paragraph
    orders = [(candidate.name, _request(paragraph, candidate)) for candidate in candidates]
    spoken = {line.name: line for line in _speak(orders, workers=workers)}
    auditions = tuple(
        Audition(candidate=one, path=place / _file_name(one), spoken=spoken[one.name]) for one in candidates
    )
    for made in auditions:
        write_file(made.path, _levelled(made))
    page = format_page(paragraph, auditions, title=folder.project.metadata.title)
    write_file(place / "index.html", page.encode())
    return auditions


def format_page(paragraph: ParagraphLines, auditions: Sequence[Audition], *, title: str) -> str:
    """Return the page: the text, and a player for each voice."""
    rows = "\n".join(
        f"<tr><th>{escape(one.candidate.name)}</th><td>{escape(one.candidate.voice.description)}</td>"
        f"<td>{one.spoken.sound.duration_s:.1f} s</td>"
        f'<td><audio controls preload="none" src="{escape(one.path.name)}"></audio></td>'
        f"<td>{escape('; '.join(finding.message for finding in one.spoken.findings))}</td></tr>"
        for one in auditions
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(paragraph.paragraph)}: an audition for {escape(title)}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
blockquote {{ font: 1.1rem/1.6 Georgia, serif; }}
th {{ text-align: left; }}
td, th {{ padding: .3rem .8rem .3rem 0; }}
</style>
</head>
<body>
<h1>{escape(title)}, {escape(paragraph.paragraph)}</h1>
<blockquote>{escape(paragraph.text)}</blockquote>
<table>
{rows}
</table>
</body>
</html>
"""


def _find_candidate(name: str, known: Sequence[Candidate]) -> Candidate:
    found = [candidate for candidate in known if name in {candidate.name, candidate.voice.name}]
    if not found:
        raise EngineError(f"there is no voice {name!r} here; `declaim voices list` shows those there are")
    if len(found) > 1:
        raise EngineError(f"several engines have a voice {name!r}: say which, {' or '.join(one.name for one in found)}")
    return found[0]


def _request(paragraph: ParagraphLines, candidate: Candidate) -> Request:
    """Return what a voice is asked to speak: all lines of the paragraph as one."""
    if not paragraph.lines:
        raise EngineError(f"{paragraph.paragraph}: nothing of it is spoken; audition another paragraph")
    card, first = candidate.engine, paragraph.lines[0]
    voice = resolve_voice(
        Voice(engine=card.name, voice=candidate.voice.name),
        default_voice=card.default_voice,
        default_model=card.default_model,
        defaults=card.defaults,
    )
    asked = request_of(
        dataclasses.replace(first, voice=voice), audio_format=card.audio_format, engine_normalisation="off"
    )
    told = (pair for line in paragraph.lines if _takes_phonemes_of(card, line) for pair in line.pronunciations)
    return dataclasses.replace(
        asked,
        text=" ".join(line.spoken.text for line in paragraph.lines),
        narrated=None,
        pronunciations=tuple(dict.fromkeys(told)),
    )


def _takes_phonemes_of(card: EngineCard, line: Line) -> bool:
    """Return whether an engine takes phonemes as the engine of the cast does, for which they were written."""
    ability = card.phonemes_of("")
    cast = find_engine(line.voice.engine).describe().phonemes_of(line.voice.model)
    return ability is not None and cast is not None and ability.alphabet is cast.alphabet


def _speak(orders: Sequence[Order], *, workers: int | None) -> Iterator[SpokenLine]:
    total = sum(len(request.text) for _, request in orders)
    with (
        stopping_cleanly(),
        show_progress("audition", total) as advance,
        closing(speak_all(orders, inspect=inspect_take, workers=workers)) as groups,
    ):
        lengths = {name: len(request.text) for name, request in orders}
        for group in groups:
            advance(sum(lengths[line.name] for line in group))
            yield from group


def _levelled(made: Audition) -> bytes:
    """Return the audio at the level that all auditions have."""
    audio_format = made.candidate.engine.audio_format
    samples, rate_hz = decode_take(made.spoken.delivery.audio, audio_format)
    sound = made.spoken.sound
    if sound.is_silent:
        return encode_flac(samples, rate_hz)
    gain_db = min(LEVEL_DB - sound.active_rms_db, PEAK_DB - sound.peak_db)
    return encode_flac(samples * 10 ** (gain_db / 20), rate_hz)


def _file_name(candidate: Candidate) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", f"{candidate.engine.name}-{candidate.voice.name}") + ".flac"
