"""Recorded audio and its records <-> `projects/<slug>/takes/`.

Objects are audio as delivered, under their SHA-256, read-only; identical audio is kept once. `journal.jsonl` tells of
takes and choices, `ledger.jsonl` of every attempt and its cost; both are append-only. What stands in their lines is
the business of `pipeline.recording.records`; here they are lines.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.adapters.disk import append_lines, make_folder, read_lines, storage_errors, write_file
from pipeline.errors import StorageError, TakesError

README = """\
This folder holds recorded takes: originals that cost time or money. Do not edit or delete anything in it.

objects/       audio as the voice engine delivered it, each file under the SHA-256 of its bytes, read-only
journal.jsonl  one line for every take and every choice of takes, append-only
ledger.jsonl   one line for every attempt to record and what it cost, append-only
trash/         audio that `declaim takes gc` found in no takes.lock; `declaim takes restore` brings it back

Which take stands for which paragraph is in ../takes.lock, which is in git; this folder is not: it travels with
`declaim takes push` and `declaim takes pull`.
"""

BLOCK = 1 << 20
"""Bytes that are hashed at a time."""
MOST_WRITES = 8
"""Objects of one group that are written at the same time."""

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Base 32 without letters that are mistaken for digits (Crockford, https://www.crockford.com/base32.html)."""


SENT = "sent"
"""The outcome of an attempt that is written before the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One attempt to record a line, whatever came of it."""

    id: str
    time: str
    """ISO 8601, UTC."""
    paragraph: str
    line: int
    engine: str
    characters: int
    credits: float
    outcome: str
    """`kept`, or why not; `sent` where no more is known than that the call was about to be sent."""
    take: str = ""
    """The take it became."""
    estimate: float = 0.0
    """Credits that it was expected to cost."""
    voice: str = ""
    model: str = ""
    key: str = ""
    """Of the line, as long as the outcome is `sent`; with `text` and `sent`, what finds the answer again."""
    text: str = ""
    """As it was sent, tags included."""
    sent: tuple[tuple[str, str], ...] = ()
    """What the take's record will say of the call: the context that went with it."""
    request_id: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it may have been delivered and billed, and nobody has looked yet."""
        return self.outcome == SENT


def object_of(audio: bytes) -> str:
    """Return the name of an object: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(audio).hexdigest()


@dataclass(frozen=True, slots=True)
class JournalFile:
    """The journal, read by places; travels to worker processes."""

    path: Path

    def __call__(self, place: tuple[int, int, int]) -> bytes:
        """Return the bytes of a line: number, begin, end. Raises StorageError."""
        _, begin, end = place
        with storage_errors(self.path), self.path.open("rb") as file:
            file.seek(begin)
            return file.read(end - begin)

    def hash_of(self, size: int) -> str | None:
        """Return the SHA-256 (hex) of the first bytes; None where the file is shorter. Raises StorageError."""
        digest, left = hashlib.sha256(), size
        with storage_errors(self.path), self.path.open("rb") as file:
            while left and (block := file.read(min(left, BLOCK))):
                digest.update(block)
                left -= len(block)
        return None if left else digest.hexdigest()

    def lines_after(self, size: int) -> Iterator[bytes]:
        """Yield the whole lines behind so many bytes, without line feeds; none where there is no file."""
        if not self.path.exists():
            return
        with storage_errors(self.path), self.path.open("rb") as file:
            file.seek(size)
            for line in file:
                if line.endswith(b"\n"):
                    yield line[:-1]


class TakeStore:
    """The take store of a project. Every method raises StorageError where the disk refuses."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._chance = chance

    def now(self) -> str:
        """Return the time as records hold it: ISO 8601, UTC, milliseconds."""
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def new_id(self) -> str:
        """Return an id for a take or an attempt: `t`, the time in milliseconds, chance; ids sort by time."""
        milliseconds = int(self._clock().timestamp() * 1000)
        return "t" + _base32(milliseconds, digits=9) + _base32(int.from_bytes(self._chance(4)) >> 7, digits=5)

    def object_path(self, name: str) -> Path:
        """Return where an object lies, or would."""
        return self._folder / "objects" / name[:2] / name[2:]

    def present(self) -> frozenset[str]:
        """Return the names of all objects that are here: one walk through the folder, no object is read."""
        walk = os.walk(self._folder / "objects", onerror=self._refuse_unreadable)
        found = ((Path(folder).name, names) for folder, _, names in walk)
        return frozenset(begin + name for begin, names in found for name in names if name[0] != ".")

    def read_object(self, name: str) -> bytes:
        """Return the audio of an object. Raises TakesError where it is not here or not what its hash says."""
        path = self.object_path(name)
        try:
            audio = path.read_bytes()
        except FileNotFoundError as error:
            raise TakesError(f"{path}: the audio is not here; pull it, or record another take") from error
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}; make it readable and run again") from error
        if object_of(audio) != name:
            raise TakesError(
                f"{path}: the file is damaged (its bytes are not what its name says); remove it and pull it again, "
                "or record another take"
            )
        return audio

    def discard(self, name: str) -> None:
        """Move an object to the trash, from where `bring_back` fetches it."""
        path, trash = self.object_path(name), self._trash_path(name)
        make_folder(trash.parent)
        with storage_errors(path):
            path.rename(trash)

    def bring_back(self, names: Iterable[str]) -> frozenset[str]:
        """Move those of the objects that are in the trash back to their places; return their names."""
        found = frozenset(name for name in names if self._trash_path(name).exists())
        for name in sorted(found):
            path = self.object_path(name)
            make_folder(path.parent)
            with storage_errors(path):
                self._trash_path(name).rename(path)
        return found

    def add(self, audios: Mapping[str, bytes], *, journal: Sequence[str], ledger: Sequence[LedgerEntry]) -> None:
        """Keep a group of takes: every object is durable before the journal tells of it, the journal before all else.

        audios are the delivered bytes by their `object_of`. The ledger comes last: a take without its entry in the
        ledger is not lost, and its cost is in its record.
        """
        if not (self._folder / "README").exists():
            write_file(self._folder / "README", README.encode())
        with ThreadPoolExecutor(MOST_WRITES) as pool:  # a disk makes several files durable in the time of one
            for _ in pool.map(self._keep_object, audios.keys(), audios.values()):
                pass
        self.note(journal)
        self.account(ledger)

    def account(self, ledger: Sequence[LedgerEntry]) -> None:
        """Append entries to the ledger; they are durable when this returns.

        An attempt that costs money is written before the call with the outcome `sent`, and again under the same id
        once more is known.
        """
        append_lines(self._folder / "ledger.jsonl", [_ledger_line(entry) for entry in ledger])

    def note(self, lines: Sequence[str]) -> None:
        """Append lines to the journal; they are durable when this returns."""
        append_lines(self._folder / "journal.jsonl", lines)

    def journal(self) -> tuple[str, ...]:
        """Return the lines of the journal."""
        return read_lines(self._folder / "journal.jsonl")

    @property
    def journal_file(self) -> JournalFile:
        """The journal as a file, to be read by places."""
        return JournalFile(self._folder / "journal.jsonl")

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Return every attempt once, with what is known of it. Raises TakesError naming the line that is none.

        The order of the lines does not matter, so that two merged ledgers are one.
        """
        entries: dict[str, LedgerEntry] = {}
        for number, line in enumerate(read_lines(self._folder / "ledger.jsonl"), start=1):
            try:
                entry = _ledger_entry(json.loads(line))
            except (TypeError, ValueError, KeyError) as error:
                raise TakesError(f"{self._folder / 'ledger.jsonl'}, line {number}: not an entry of ours") from error
            if entry.id not in entries or not entry.is_open:
                entries[entry.id] = entry
        return tuple(entries.values())

    def _trash_path(self, name: str) -> Path:
        return self._folder / "trash" / name

    def _refuse_unreadable(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise StorageError(f"{self._folder}: {error.strerror}; make it readable and run again") from error

    def _keep_object(self, name: str, audio: bytes) -> None:
        path = self.object_path(name)
        if not path.exists():
            write_file(path, audio, read_only=True)


def _ledger_line(entry: LedgerEntry) -> str:
    """Return an entry as JSON; what is empty is left out."""
    row = {name: value for name, value in asdict(entry).items() if value or name in _ALWAYS}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _ledger_entry(row: Mapping[str, Any]) -> LedgerEntry:
    return LedgerEntry(**{**row, "sent": tuple((str(name), str(value)) for name, value in row.get("sent", ()))})


_ALWAYS = frozenset({"id", "time", "paragraph", "line", "engine", "characters", "credits", "outcome"})


def _base32(number: int, *, digits: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(digits)))
