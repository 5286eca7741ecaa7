"""What the formats of a release are made of: a finished book to plan from, and the files to be written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model import MasteredChapter, Place, Project, Tags
from pipeline.release.timing import TimedChapter


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedBook:
    """Everything a format may be planned from."""

    project: Project
    chapters: tuple[MasteredChapter, ...]
    """In the order of the book, with the titles that players show."""
    tags: Tags
    bit_rate_kbps: int
    """Of the MP3 files, as the delivery profile has it."""
    timed: tuple[TimedChapter, ...]
    """The same chapters with the times of their words."""
    source: bytes | None = field(default=None, repr=False)
    """The manuscript, where it is an EPUB."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where in the manuscript each paragraph stood, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A small file, complete."""

    name: str
    data: bytes = field(repr=False)
    chapter: str = ""

    @property
    def made_from(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside an archive: bytes of its own, or a file of the release."""

    path: str
    data: bytes = field(default=b"", repr=False)
    file: str = ""
    """Name of the file of the release; empty where `data` is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFile:
    """A zip: members in this order, none compressed, so that no version of a compressor can move a byte."""

    name: str
    members: tuple[Member, ...]
    made_from: str
    """Hash over the bytes of every member."""


def plan_archive(name: str, members: Sequence[Member], hashes: Mapping[str, str]) -> ArchiveFile:
    """Return the plan of a zip; `hashes` are the SHA-256 of the release's files by name."""
    content = [
        (member.path, hashes[member.file] if member.file else hashlib.sha256(member.data).hexdigest())
        for member in members
    ]
    made_from = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
    return ArchiveFile(name=name, members=tuple(members), made_from=made_from)
