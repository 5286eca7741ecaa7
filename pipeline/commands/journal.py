"""The journal of a take store -> its index, folded once and kept in `build/journal.json`."""

from __future__ import annotations

from pathlib import Path

from pipeline.adapters.derived import code_version, key_of, read_derived, write_derived
from pipeline.adapters.takes import JournalFile, TakeStore
from pipeline.recording.journal import JournalFold, format_fold, index_of, parse_fold
from pipeline.recording.records import TakeIndex

LEAST_KEPT_BYTES = 1 << 16
"""A shorter journal is folded in a few milliseconds."""


def read_index(store: TakeStore, *, build: Path) -> TakeIndex:
    """Return what the journal comes to; a take of it is read when it is asked for.

    Raises TakesError naming the line that is none of ours, StorageError.
    """
    return index_of(read_fold(store, build=build), store.journal_file)


def read_fold(store: TakeStore, *, build: Path, before: JournalFold | None = None) -> JournalFold:
    """Return the fold of the journal; it is kept where it is of a long one.

    What was folded before is believed only as far as the bytes of the journal are the same; the rest is folded now.
    before is a fold of this run, which holds the project: what it has folded, nobody else has changed. Raises
    TakesError naming the line that is none of ours, StorageError.
    """
    journal, kept = store.journal_file, build / "journal.json"
    folded = _kept(kept, journal) if before is None else before.copy()
    size = folded.size
    folded.add(journal.lines_after(size))
    if before is None and folded.size >= LEAST_KEPT_BYTES and folded.size != size:
        digest = journal.hash_of(folded.size)
        write_derived(kept, _key(), f"{digest}\n{format_fold(folded)}")
    return folded


def _kept(path: Path, journal: JournalFile) -> JournalFold:
    """Return the fold that was kept, where it is of the bytes that are there; else an empty one."""
    text = read_derived(path, _key())
    if text is None:
        return JournalFold()
    digest, _, content = text.partition("\n")
    folded = parse_fold(content)
    is_of_these = folded is not None and journal.path.exists() and journal.hash_of(folded.size) == digest
    return folded if folded is not None and is_of_these else JournalFold()


def _key() -> str:
    return key_of("journal", code_version())
