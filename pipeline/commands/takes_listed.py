"""A desk -> what a person wants to know of each take, and one take or paragraph as a file to listen to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import soundfile
import soxr

from pipeline.adapters.codecs.flac import Samples
from pipeline.adapters.disk import whole_file, write_file
from pipeline.commands.desk import Desk
from pipeline.commands.narrated import narrated_samples
from pipeline.errors import TakesError
from pipeline.model import Take
from pipeline.recording.comparison import tell_comparison
from pipeline.recording.plan import chosen_after

BETWEEN_S = 0.4
"""Silence between two lines of a paragraph in a file to listen to."""


def list_takes(desk: Desk, *, only: frozenset[str]) -> Iterator[dict[str, object]]:
    """Yield what is known of each take made for a paragraph (every one where only is empty), in script order."""
    chosen = chosen_after(desk.plan, {})
    standing = {entry.take for choice in chosen for entry in choice.takes}
    locked = {entry.take for choice in chosen if choice.is_locked for entry in choice.takes}
    present = desk.store.present()
    order = {p.lines.paragraph: place for place, p in enumerate(desk.plan.paragraphs)}
    takes = [take for take in desk.index.takes.values() if not only or take.paragraph in only]
    for take in sorted(takes, key=lambda take: (order.get(take.paragraph, len(order)), take.line, take.recorded_at)):
        yield {
            "take": take.id,
            "paragraph": take.paragraph,
            "line": take.line,
            "stands": take.id in standing,
            "locked": take.id in locked,
            "rejected": take.id in desk.index.rejected,
            "present": take.object in present,
            "reason": take.reason,
            "recorded_at": take.recorded_at,
            "credits": take.credits,
            "duration_s": round(take.sound.duration_s, 3),
            "active_rms_db": _finite(take.sound.active_rms_db),
            "voice": f"{take.request.voice.engine}/{take.request.voice.voice}",
            "findings": [finding.code for finding in take.findings],
            "comparison": asdict(take.comparison) if take.comparison else None,
            "compared": tell_comparison(take.comparison) if take.comparison else "",
            "text": take.request.text,
        }


def format_take(row: dict[str, object]) -> str:
    """Return a line for a person: `*` stands, `=` stands and is locked, `-` was refused, `!` is not here."""
    stands = "=" if row["locked"] else "*"
    mark = "!" if not row["present"] else stands if row["stands"] else "-" if row["rejected"] else " "
    checks = [str(row["compared"])] if row["compared"] else []
    checks += [str(row["findings"])] if row["findings"] else []
    place = f"{row['paragraph']} line {row['line']}"
    when = str(row["recorded_at"])[:16].replace("T", " ")
    cost = f"{row['credits']:g} credits"
    facts = f"{when}  {row['reason'] or '?'}  {cost}  {row['duration_s']} s  {row['voice']}"
    return "  ".join((f"{mark} {row['take']}", place, facts, str(row["text"])[:48], *checks))


def write_audio(desk: Desk, paragraph: str, *, take: str, to: Path) -> None:
    """Write one take, or where `take` is empty those that stand for a paragraph, to a file to listen to.

    A `.wav` holds what is narrated; with the suffix of what the engine delivered a take goes there as it came, if it
    has no cue. Raises TakesError, AudioError, StorageError.
    """
    takes = [_take_of(desk, paragraph, take)] if take else _standing(desk, paragraph)
    delivered = {f".{each.request.audio_format.split('_')[0]}" for each in takes}
    suffix = to.suffix.casefold()
    if suffix == ".wav":
        _write_wav(desk, takes, to)
    elif len(takes) == 1 and {suffix} == delivered and takes[0].request.narrated is None:
        write_file(to, desk.store.read_object(takes[0].object))
    else:
        is_bare = len(takes) == 1 and takes[0].request.narrated is None
        whole = f", or {delivered.pop()} for the take as it came" if is_bare else ""
        raise TakesError(f"{to}: takes are written as .wav{whole}; name the file so")


def _take_of(desk: Desk, paragraph: str, name: str) -> Take:
    take = desk.index.takes.get(name)
    if take is None or take.paragraph != paragraph:
        raise TakesError(f"{paragraph} has no take {name}; `declaim takes list --paragraph {paragraph}` shows them")
    return take


def _standing(desk: Desk, paragraph: str) -> list[Take]:
    entries = [
        entry for choice in chosen_after(desk.plan, {}) if choice.paragraph == paragraph for entry in choice.takes
    ]
    if not entries:
        raise TakesError(f"{paragraph}: no take stands for it; record it, or name one of its takes with --take")
    return [desk.index.takes[entry.take] for entry in entries if entry.take in desk.index.takes]


def _write_wav(desk: Desk, takes: list[Take], to: Path) -> None:
    rate_hz = max(take.sound.sample_rate_hz for take in takes)
    gap = np.zeros(round(BETWEEN_S * rate_hz), np.float32)
    parts = [part for take in takes for part in (gap, _narrated(desk, take, rate_hz))][1:]
    with whole_file(to) as partial:
        soundfile.write(partial, np.concatenate(parts), rate_hz, format="WAV", subtype="PCM_16")


def _narrated(desk: Desk, take: Take, rate_hz: int) -> Samples:
    """Return the samples of a take, up to its cue if it has one, at that rate."""
    samples, own_hz = narrated_samples(take, desk.store.read_object(take.object))
    return samples if own_hz == rate_hz else np.asarray(soxr.resample(samples, own_hz, rate_hz), np.float32)


def _finite(level_db: float) -> float | str:
    return level_db if level_db > float("-inf") else "-inf"
