"""A finished book and its encoded files -> everything else of its release, in the stage; and encoders by choice."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.archives import write_archive
from pipeline.adapters.codecs.ffmpeg import encode_opus
from pipeline.adapters.codecs.mp3 import encode_mp3
from pipeline.adapters.codecs.pcm import read_blocks
from pipeline.adapters.codecs.tags import write_vorbis_tags
from pipeline.adapters.disk import whole_file, write_file
from pipeline.adapters.staging import keep_file
from pipeline.commands.encoded import chapter_file
from pipeline.commands.measured import measure_file
from pipeline.errors import ProjectError
from pipeline.model import ChapterFormat
from pipeline.release.formats import Companion, Encoded, plan_companions
from pipeline.release.manifest import ReleasedFile
from pipeline.release.mp3 import ChapterFile
from pipeline.release.plans import DataFile, FinishedBook
from pipeline.release.sample import SampleFile

log = logging.getLogger(__name__)


def make_companions(
    book: FinishedBook,
    encoded: Sequence[ReleasedFile],
    stage: Path,
    listed: Mapping[str, ReleasedFile],
    release: Path,
) -> tuple[tuple[ReleasedFile, ...], tuple[str, ...]]:
    """Write what is made of the encoded files into the stage; return the files and the names of those that are new.

    `listed` are the files of the last release that are there whole: those that would be the same are kept.
    """
    files, fresh = [], []
    for plan in plan_companions(book, Encoded(files=tuple(encoded))):
        standing = listed.get(plan.name)
        if standing and standing.made_from == plan.made_from:
            keep_file(release, stage, plan.name)
            files.append(standing)
        else:
            files.append(_make_companion(plan, stage))
            fresh.append(plan.name)
            log.info("made %s", plan.name)
    return tuple(files), tuple(fresh)


def make_sample_file(plan: SampleFile, stage: Path, mastered: Path) -> ReleasedFile:
    """Encode the retail sample and measure what came out: a shop holds it to the limits of a chapter."""
    path = stage / plan.name
    encode_mp3(
        path,
        _cut(_samples(mastered, plan.chapter), plan.ranges),
        sample_rate_hz=plan.sample_rate_hz,
        bit_rate_kbps=plan.bit_rate_kbps,
        tags=plan.tags,
    )
    measured = measure_file(path)
    return ReleasedFile(
        name=plan.name,
        size=path.stat().st_size,
        sha256=file_hash(path),
        made_from=plan.made_from,
        levels=measured.levels,
        encoding=measured.encoding,
    )


def make_other_codec(plan: ChapterFile, stage: Path, mastered: Path) -> ReleasedFile:
    """Encode a chapter as FLAC or Opus, with its tags, and measure what came out."""
    path = stage / plan.name
    samples = _samples(mastered, plan.chapter.chapter)
    if plan.codec == ChapterFormat.FLAC:
        with whole_file(path) as partial:
            shutil.copyfile(samples, partial)
    else:
        encode_opus(path, samples, bit_rate_kbps=plan.bit_rate_kbps)
    write_vorbis_tags(path, plan.tags)
    measured = measure_file(path)
    return ReleasedFile(
        name=plan.name,
        size=path.stat().st_size,
        sha256=file_hash(path),
        made_from=plan.made_from,
        chapter=plan.chapter.chapter,
        levels=measured.levels,
        encoding=measured.encoding,
    )


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, as hex. Raises ProjectError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error


def _make_companion(plan: Companion, stage: Path) -> ReleasedFile:
    path = stage / plan.name
    if isinstance(plan, DataFile):
        write_file(path, plan.data)
    else:
        write_archive(
            path, ((member.path, stage / member.file if member.file else member.data) for member in plan.members)
        )
    return ReleasedFile(
        name=plan.name,
        size=path.stat().st_size,
        sha256=file_hash(path),
        made_from=plan.made_from,
        chapter=plan.chapter if isinstance(plan, DataFile) else "",
    )


def _samples(mastered: Path, chapter: str) -> Path:
    return chapter_file(mastered, chapter, ChapterFormat.FLAC)


def _cut(path: Path, ranges: Sequence[tuple[int, int]]) -> Iterator[NDArray[np.int16]]:
    """Yield the samples of ranges of frames, one range after the other."""
    for begin, end in ranges:
        place = 0
        for block in read_blocks(path):
            piece = block[max(0, begin - place) : max(0, end - place)]
            place += len(block)
            if len(piece):
                yield piece
            if place >= end:
                break
