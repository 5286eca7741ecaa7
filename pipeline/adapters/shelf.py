"""A project's take store <-> the shelf it shares with others: a folder or object store by URL.

Layout of a shelf: `objects/ab/cdef...` as in the project, and for the journal, the ledger and the hearings
`journal/<hash>.jsonl` and so on: parts that are written once under the SHA-256 of their bytes and never changed. So two
machines that push at the same time never write the same name with other bytes, and no line of either is lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.adapters.disk import append_lines, read_file, read_lines, write_file
from pipeline.adapters.takes import TakeStore, object_of
from pipeline.errors import StorageError, TakesError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

RECORDS = ("journal", "ledger", "hearings")
MOST_AT_ONCE = 8
"""Transfers under way at the same time."""

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a push or a pull moved."""

    objects: int
    lines: int
    """Of the journal, the ledger and the hearings."""


class Shelf:
    """A shared place for takes. Every method raises StorageError where the place cannot be reached or refuses."""

    def __init__(self, url: str, *, cache: Path) -> None:
        self._url = url
        self._cache = cache
        self._store = _open(url)

    def objects(self) -> dict[str, int]:
        """Return the size of every object on the shelf, by its name."""
        return {path.removeprefix("objects/").replace("/", ""): size for path, size in self._list("objects")}

    def put_object(self, name: str, audio: bytes) -> None:
        """Put an object on the shelf."""
        self._put(_object_path(name), audio)

    def get_object(self, name: str) -> bytes | None:
        """Return an object's bytes, or None where they are not what the name says."""
        audio = self._get(_object_path(name))
        return audio if object_of(audio) == name else None

    def lines(self, record: str) -> tuple[str, ...]:
        """Return every line of a record (`journal`, ...) on the shelf, each once; parts are fetched once."""
        parts = [self._part(path) for path, _ in sorted(self._list(record))]
        return tuple(dict.fromkeys(line for part in parts for line in part.splitlines()))

    def add_lines(self, record: str, lines: Sequence[str]) -> None:
        """Put lines on the shelf as one part."""
        data = "".join(f"{line}\n" for line in lines).encode()
        self._put(f"{record}/{hashlib.sha256(data).hexdigest()}.jsonl", data)

    def _part(self, path: str) -> str:
        kept = self._cache / path.replace("/", "-")
        data = read_file(kept)
        if data is None or not path.endswith(f"{hashlib.sha256(data).hexdigest()}.jsonl"):
            data = self._get(path)
            if not path.endswith(f"{hashlib.sha256(data).hexdigest()}.jsonl"):
                raise TakesError(f"{self._url}/{path}: the part is damaged; push again from where the takes are")
            write_file(kept, data)
        return data.decode()

    def _list(self, folder: str) -> list[tuple[str, int]]:
        with _mapped(self._url):
            return [(str(entry["path"]), entry["size"]) for page in self._store.list(f"{folder}/") for entry in page]

    def _get(self, path: str) -> bytes:
        with _mapped(f"{self._url}/{path}"):
            return bytes(self._store.get(path).bytes())

    def _put(self, path: str, data: bytes) -> None:
        with _mapped(f"{self._url}/{path}"):
            self._store.put(path, data)


def push_takes(
    store: TakeStore, folder: Path, shelf: Shelf, wanted: Sequence[str], *, advance: Advance = lambda _: None
) -> Moved:
    """Put these objects on the shelf, then the lines it lacks, which tell of them. Resumes where it was stopped.

    Raises TakesError naming every object that is damaged here; all sound ones are on the shelf then.
    """
    damaged = _each(wanted, lambda name: shelf.put_object(name, store.read_object(name)), advance)
    if damaged:
        raise TakesError(f"{len(damaged)} objects are damaged here and were not pushed:", problems=damaged)
    lines = 0
    for record in RECORDS:
        known = set(shelf.lines(record))
        new = [line for line in read_lines(folder / f"{record}.jsonl") if line not in known]
        lines += len(new)
        if new:
            shelf.add_lines(record, new)
    return Moved(objects=len(wanted), lines=lines)


def lacking_objects(store: TakeStore, shelf: Shelf) -> list[str]:
    """Return what is here and not on the shelf, or there with another size: what a cut connection left."""
    there = shelf.objects()
    return [name for name in sorted(store.present()) if there.get(name) != store.object_path(name).stat().st_size]


def damaged_objects(names: Sequence[str], shelf: Shelf, *, advance: Advance = lambda _: None) -> list[str]:
    """Return those of these objects whose bytes on the shelf are not what their name says: each is read back."""

    def is_damaged(name: str) -> bool:
        return shelf.get_object(name) is None

    damaged = []
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        for name, found in zip(names, pool.map(is_damaged, names), strict=True):
            advance(1)
            damaged += [name] if found else []
    return damaged


def pull_takes(
    store: TakeStore, folder: Path, shelf: Shelf, *, only: Collection[str] | None, advance: Advance = lambda _: None
) -> Moved:
    """Fetch what is missing here: objects (those named in `only`, or all), then lines. Resumes where it was stopped.

    Raises TakesError naming every object that is on no shelf or damaged there; all others are here then.
    """
    there = shelf.objects()
    asked = frozenset(there if only is None else only)
    wanted = sorted(asked - store.present())
    absent = tuple(f"{name}: not on the shelf" for name in wanted if name not in there)
    damaged = _each([name for name in wanted if name in there], lambda name: _fetch(store, shelf, name), advance)
    lines = 0
    for record in RECORDS:
        path = folder / f"{record}.jsonl"
        known = set(read_lines(path))
        new = [line for line in shelf.lines(record) if line not in known]
        lines += len(new)
        append_lines(path, new)
    if absent or damaged:
        raise TakesError(
            f"{len(absent) + len(damaged)} objects could not be pulled; where they are, run"
            " `declaim takes push --verify`, which replaces what is damaged:",
            problems=(*absent, *damaged),
        )
    return Moved(objects=len(wanted), lines=lines)


def _fetch(store: TakeStore, shelf: Shelf, name: str) -> None:
    audio = shelf.get_object(name)
    if audio is None:
        raise TakesError(f"{name}: damaged on the shelf, its bytes are not what its name says")
    write_file(store.object_path(name), audio, read_only=True)


def _each(names: Sequence[str], move: Callable[[str], None], advance: Advance) -> tuple[str, ...]:
    """Move every object, several at a time; return what was said of the damaged ones."""

    def attempt(name: str) -> str:
        try:
            move(name)
        except TakesError as error:
            return error.message
        return ""

    said = []
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        for message in pool.map(attempt, names):
            advance(1)
            said.append(message)
    return tuple(message for message in said if message)


def _object_path(name: str) -> str:
    return f"objects/{name[:2]}/{name[2:]}"


def _open(url: str) -> ObjectStore:
    from obstore.store import LocalStore, from_url

    with _mapped(url):
        if url.startswith("file://"):
            return LocalStore(prefix=Path(url.removeprefix("file://")), mkdir=True)
        return from_url(url)


@contextmanager
def _mapped(where: str) -> Iterator[None]:
    """Turn what the object store's client raises into a StorageError about the place."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, ValueError, OSError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise StorageError(
            f"{where}: the shelf does not answer as it should ({first}); check the URL, the network and the store's "
            "own credentials (AWS_ACCESS_KEY_ID and so on), then run the same command again: it goes on from there"
        ) from error
