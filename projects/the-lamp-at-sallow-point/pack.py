"""Folder `source/book` -> `source/the-lamp-at-sallow-point.epub`, the same bytes on every machine.

Run it after an edit of the book: `python projects/the-lamp-at-sallow-point/pack.py`.
"""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "source"
FOLDER = SOURCE / "book"
EPUB = SOURCE / "the-lamp-at-sallow-point.epub"
FIRST = "mimetype"
"""The entry that has to come first (OCF 3.3, section 4.3: https://www.w3.org/TR/epub-33/#sec-zip-container-mime)."""


def book_files(folder: Path) -> tuple[str, ...]:
    """Return the names of a folder's files, `mimetype` first, then sorted; hidden files are no part of a book."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    names = (path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts))
    return tuple(sorted(names, key=lambda name: (name != FIRST, name)))


def pack(folder: Path) -> bytes:
    """Return the EPUB of an unpacked book.

    Every entry is stored, not deflated: another version of zlib writes other bytes, and git keeps stored text well.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in book_files(folder):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, wherever this runs
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / name).read_bytes())
    return buffer.getvalue()


def main() -> int:
    """Write the EPUB; a reader never sees half of it."""
    half = EPUB.with_suffix(".part")
    with half.open("wb") as file:
        file.write(pack(FOLDER))
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, EPUB)
    print(EPUB)
    return 0


if __name__ == "__main__":
    sys.exit(main())
