"""Members -> a zip whose bytes follow from its members alone: no date, no rights of this machine, no compression."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.adapters.disk import whole_file

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can hold."""
_RIGHTS = 0o644 << 16
_UNIX = 3


def write_archive(path: Path, members: Iterable[tuple[str, bytes | Path]]) -> None:
    """Write a zip of (name, bytes or a file) in that order, complete or not at all. Raises StorageError."""
    with whole_file(path) as partial, zipfile.ZipFile(partial, "x", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr, entry.create_system = _RIGHTS, _UNIX
            if isinstance(content, bytes):
                archive.writestr(entry, content)
            else:
                _copy(archive, entry, content)


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    """Copy a file in; its size decides on zip64 before the first byte, so that no header is written twice."""
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)
