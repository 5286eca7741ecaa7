"""Everything a build reads and makes -> whether the last one left nothing to do.

A finished build notes the hash of what it came from and what it left: book, script, lexicons, takes, locks, commit, our
own code, and the name and size of every object, mastered chapter and released file. Where all of it is the same, a
build has nothing to do; where anything differs, each stage looks for itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.adapters.derived import code_version, key_of, read_derived, write_derived
from pipeline.adapters.disk import read_file
from pipeline.adapters.git import describe_commit, tags_before, tags_here
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore
from pipeline.commands.desk import card_of
from pipeline.commands.release_options import LAST, tag_prefix


def find_finished(folder: ProjectFolder, *, since: str) -> tuple[str, ...] | None:
    """Return the names of the released files where the last build left nothing to do, else None.

    Where the notes are to compare with a release that is named, a build looks for itself: that may be any file.
    """
    if since != LAST or _is_changed(folder):
        return None
    text = read_derived(_file(folder), _state(folder, since))
    return tuple(json.loads(text)) if text is not None else None


def note_finished(folder: ProjectFolder, files: tuple[str, ...], *, since: str) -> None:
    """Note that a build has left nothing to do, and which files it released. Raises StorageError."""
    write_derived(_file(folder), _state(folder, since), json.dumps(files, ensure_ascii=False))


def _is_changed(folder: ProjectFolder) -> bool:
    """Return whether what is edited or recorded is younger than the note: then nothing else has to be looked at."""
    written = [folder.book_file, folder.takes_lock, folder.takes / "journal.jsonl", *folder.script.glob("*.txt")]
    times = [path.stat().st_mtime_ns for path in (_file(folder), *written) if path.exists()]
    return max(times) > times[0]


def _file(folder: ProjectFolder) -> Path:
    return folder.build / "finished.json"


def _state(folder: ProjectFolder, since: str) -> str:
    return key_of("build", code_version(), since, *_inputs(folder), *_outputs(folder))


def _inputs(folder: ProjectFolder) -> Iterator[str | bytes]:
    project = folder.project
    cast = (project.cast.narrator, *(voice for _, voice in project.cast.speakers))
    yield repr((project, [card_of(engine) for engine in sorted({voice.engine for voice in cast})]))
    yield describe_commit(folder.path)
    yield repr((tags_here(folder.path, tag_prefix(folder)), tags_before(folder.path, tag_prefix(folder))))
    files = [folder.book_file, folder.source, folder.takes_lock, folder.mastering_lock, folder.import_lock]
    files += [*folder.lexicons, *sorted(folder.script.glob("*.txt")), *([folder.cover] if folder.cover else [])]
    for file in files:
        yield os.path.relpath(file, folder.path)
        yield _bytes(file)
    journal = folder.takes / "journal.jsonl"
    store = TakeStore(folder.takes)
    yield store.journal_file.hash_of(journal.stat().st_size) or "" if journal.exists() else ""
    yield "\n".join(sorted(store.present()))


def _bytes(file: Path) -> bytes:
    return (read_file(file) or b"") if file.is_file() else b""


def _outputs(folder: ProjectFolder) -> Iterator[str]:
    for place in (folder.mastered, folder.release, folder.build / "report"):
        files = sorted(place.iterdir()) if place.is_dir() else []
        yield "\n".join(f"{file.name} {file.stat().st_size}" for file in files)
