"""Bytes of a zip -> its files, within limits; refuses what is protected or made to harm.

Nothing is unpacked to disk, so a name that leaves the folder (`../x`) is only a name that no file has.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Final

from pipeline.errors import ManuscriptError

FILE_LIMIT: Final = 64 * 2**20
"""Bytes of one file when unpacked; the longest novels have 5 MB of text."""
BOOK_LIMIT: Final = 512 * 2**20
"""Bytes of all files that are read, when unpacked."""
ENTRY_LIMIT: Final = 50_000


class Archive:
    """The files of a zip, read on demand."""

    def __init__(self, data: bytes, *, name: str, kind: str) -> None:
        """Open a zip; `kind` is the format it holds, for messages: `EPUB`, `DOCX`.

        Raises ManuscriptError where it is none, is damaged, or is protected by a password.
        """
        self.name = name
        self.kind = kind
        self._bytes_read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise ManuscriptError(f"{name}: the {kind} is damaged ({error}); fetch or export it again") from error
        entries = self._zip.infolist()
        if len(entries) > ENTRY_LIMIT:
            raise ManuscriptError(
                f"{name}: the {kind} holds {len(entries)} files, more than {ENTRY_LIMIT}; this is no book"
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise ManuscriptError(f"{name}: the {kind} is a zip encrypted with a password; export it without one")
        self._entries = {posixpath.normpath(entry.filename.replace("\\", "/")): entry for entry in entries}
        self._folded = {path.casefold(): path for path in self._entries}

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all files."""
        return tuple(self._entries)

    def find(self, path: str) -> str | None:
        """Return the path of a file as the archive has it, whatever its case; None where there is none."""
        normal = posixpath.normpath(path)
        return normal if normal in self._entries else self._folded.get(normal.casefold())

    def read(self, path: str) -> bytes:
        """Return a file. Raises ManuscriptError where it is missing, damaged, or larger than FILE_LIMIT."""
        found = self.find(path)
        if found is None:
            raise ManuscriptError(f"{self.name}: {path} is not in the {self.kind}; fetch or export it again")
        try:
            with self._zip.open(self._entries[found]) as file:
                data = file.read(FILE_LIMIT + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise ManuscriptError(
                f"{self.name}: {path} is damaged ({error}); fetch or export the {self.kind} again"
            ) from error
        self._bytes_read += len(data)
        if len(data) > FILE_LIMIT or self._bytes_read > BOOK_LIMIT:
            limit = (FILE_LIMIT if len(data) > FILE_LIMIT else BOOK_LIMIT) // 2**20
            raise ManuscriptError(f"{self.name}: {path} unpacks to more than {limit} MB; this is no book, or split it")
        return data
