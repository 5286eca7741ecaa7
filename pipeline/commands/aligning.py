"""Takes whose engine told no word times -> word times, by forced alignment over all cores; kept in the build folder.

What is found is derived from the take: it stands in `build/alignments.jsonl` by the hash of the audio, the text and
the version of the aligner, and can be found again at any time. A take keeps its own times in the journal.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pipeline.adapters.aligners.pocketsphinx import INSTALL, find_aligner
from pipeline.adapters.aligners.protocol import Aligner
from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.disk import append_lines, read_lines
from pipeline.adapters.pool import worker_pool
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.model import Take, Timing, TimingUnit

Times: TypeAlias = "tuple[Timing, ...]"

TAKES_A_JOB = 16
"""So many takes go to a worker at once: a minute or two of audio, a second of work."""

log = logging.getLogger(__name__)


def align_takes(folder: ProjectFolder, takes: Iterable[Take]) -> Mapping[str, Times]:
    """Return word times by take id, of each take that has times of sentences only and could be aligned.

    A take that is not in the mapping has the times its engine gave, or none. Without the extra `align` nothing is
    aligned, and a line on stderr says how to have it. Raises TakesError, AudioError, StorageError.
    """
    aligner = find_aligner()
    wanted = [take for take in takes if take.timing_unit is TimingUnit.SENTENCE and take.request.text.strip()]
    if wanted and aligner is None:
        log.warning("%d takes have no times of words; %s", len(wanted), INSTALL)
    if aligner is None:
        return {}
    heard = [take for take in wanted if take.request.language.split("-")[0] in aligner.languages]
    path = folder.build / "alignments.jsonl"
    known = _read(path)
    names = {take.id: _name_of(take, aligner.name) for take in heard}
    new = list({names[take.id]: take for take in heard if names[take.id] not in known}.values())
    for made in _align_all(new, folder.takes):
        found = {names[take]: times for take, times in made}
        append_lines(path, [_line(name, times) for name, times in found.items()])
        known |= found
    return {take.id: times for take in heard if (times := known[names[take.id]])}


def _align_all(takes: Sequence[Take], store: Path) -> Iterator[list[tuple[str, Times]]]:
    jobs = [takes[first : first + TAKES_A_JOB] for first in range(0, len(takes), TAKES_A_JOB)]
    with worker_pool(len(jobs)) as pool:
        for future in as_completed([pool.submit(align_some, job, store) for job in jobs]):
            yield future.result()


def align_some(takes: Sequence[Take], store: Path) -> list[tuple[str, Times]]:
    """Return id and word times of each take; none where its words could not be found in its audio."""
    made = []
    for take in takes:
        samples, rate_hz = decode_take(TakeStore(store).read_object(take.object), take.request.audio_format)
        made.append((take.id, _aligner().align(samples, rate_hz, take.request.text)))
    return made


@cache
def _aligner() -> Aligner:
    """Return this process's aligner, with the model it has loaded."""
    aligner = find_aligner()
    if aligner is None:
        raise ValueError("there is no aligner, and takes were given to it")
    return aligner


def _name_of(take: Take, aligner: str) -> str:
    """Return what the times depend on, as one name: audio, text, aligner."""
    return hashlib.sha256("\0".join((take.object, take.request.text, aligner)).encode()).hexdigest()


def _line(name: str, times: Times) -> str:
    return json.dumps([name, [[time.start, time.stop, time.begin_s, time.end_s] for time in times]])


def _read(path: Path) -> dict[str, Times]:
    """Return what was found before; a line that is damaged is found anew, and the last one counts."""
    known = {}
    for line in read_lines(path):
        try:
            name, rows = json.loads(line)
            known[str(name)] = tuple(_timing(*row) for row in rows)
        except (ValueError, TypeError):
            continue
    return known


def _timing(start: int, stop: int, begin_s: float, end_s: float) -> Timing:
    return Timing(start=int(start), stop=int(stop), begin_s=float(begin_s), end_s=float(end_s))
