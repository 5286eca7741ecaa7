"""Rendered blocks -> the files of a mastered chapter, encoded as the blocks are made, then decoded and measured."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.codecs import aac, mp3, pcm
from pipeline.adapters.codecs.sink import Write
from pipeline.commands.measured import measure_file
from pipeline.mastering.profiles import Profile
from pipeline.mastering.tone import room_tone
from pipeline.model import ChapterAudio, ChapterFormat, Contour

GATHERED_FRAMES = 1 << 20
"""24 s at 44.1 kHz, 2 MB: takes are rendered so long before they are encoded. An encoder that is interrupted after each
take finds its tables gone from the processor's cache; with takes of 5 s that cost 8 % of an MP3."""
CONTEXT_FRAMES = 2 * aac.FRAME_SAMPLES
"""Room tone that a chapter's AAC is encoded with on either side: every chapter begins with the same room tone, so what
comes after is what will be heard there."""


def made_with(form: ChapterFormat, profile: Profile) -> str:
    """Return what decides the bytes of a chapter's file beside its samples; goes up with every change of encoder."""
    return {
        ChapterFormat.MP3: f"lame quality {mp3.QUALITY}, {profile.encode_kbps} kbit/s, 1",
        ChapterFormat.AAC: f"ffmpeg fast coder, {aac.AAC_KBPS} kbit/s, 1",
        ChapterFormat.FLAC: "libsndfile, 1",
    }[form]


def chapter_file(folder: Path, chapter: str, form: ChapterFormat) -> Path:
    """Return where a file of a mastered chapter lies."""
    return folder / f"{chapter}.{form}"


def drop_others(folder: Path, chapters: Collection[str]) -> None:
    """Remove the files of chapters that the book has no more, or has in other parts."""
    suffixes = {".json", *(f".{form}" for form in ChapterFormat)}
    for path in folder.glob("*"):
        if path.suffix in suffixes and path.stem not in chapters:
            path.unlink()


def encode_chapter(
    blocks: Iterable[NDArray[np.int16]], paths: Sequence[tuple[ChapterFormat, Path]], *, profile: Profile
) -> None:
    """Write each block (int16, (frames,), mono) into every file; they appear complete or not at all.

    Raises AudioError, StorageError and what the blocks raise.
    """
    with contextlib.ExitStack() as stack:
        writers = [stack.enter_context(_open(form, path, profile)) for form, path in paths]
        for block in _gathered(blocks):
            for write in writers:
                write(block)


def _gathered(blocks: Iterable[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
    """Yield the same samples in blocks of `GATHERED_FRAMES` or a little more."""
    waiting: list[NDArray[np.int16]] = []
    for block in blocks:
        waiting.append(block)
        if sum(map(len, waiting)) >= GATHERED_FRAMES:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def measure_chapter(path: Path, form: ChapterFormat, profile: Profile) -> tuple[ChapterAudio, Contour]:
    """Return what was measured of a chapter's file, decoded. Raises AudioError."""
    measured = measure_file(path)
    audio = ChapterAudio(
        format=form,
        made_with=made_with(form, profile),
        size=path.stat().st_size,
        encoding=measured.encoding,
        levels=measured.levels,
    )
    return audio, measured.contour


@contextlib.contextmanager
def _open(form: ChapterFormat, path: Path, profile: Profile) -> Iterator[Write]:
    rate_hz = profile.render_rate_hz
    if form is ChapterFormat.MP3:
        with mp3.open_mp3(path, sample_rate_hz=rate_hz, bit_rate_kbps=profile.encode_kbps) as write:
            yield write
    elif form is ChapterFormat.AAC:
        before, after = room_tone(-CONTEXT_FRAMES, CONTEXT_FRAMES), room_tone(0, CONTEXT_FRAMES)
        with aac.open_aac(path, sample_rate_hz=rate_hz, before=before, after=after) as write:
            yield write
    else:
        with pcm.open_flac(path, sample_rate_hz=rate_hz) as write:
            yield write
