"""Titles -> file names that sort in the order of the book and are legal everywhere."""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 120
"""Well under the 255 bytes of every file system, so that a folder can be copied deep into another."""
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file (read 2026-11-22), the strictest of the common.
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def chapter_file_name(number: int, total: int, title: str, suffix: str) -> str:
    """Return `02 - The Machine.mp3`: the number as wide as the last one, at least two digits; the title if any is left.

    `suffix` brings its dot.
    """
    digits = f"{number:0{max(2, len(str(total)))}d}"
    name = legal_name(title)
    return f"{digits} - {name}{suffix}" if name else f"{digits}{suffix}"


def book_file_name(title: str, slug: str, suffix: str) -> str:
    """Return the name of the book's one file: its title, or its slug where nothing of the title is legal."""
    return f"{legal_name(title) or slug}{suffix}"


def legal_name(text: str) -> str:
    """Return a text as part of a file name: composed (NFC), without signs that a file system refuses, not too long.

    May be empty. A name reserved on Windows gets an underscore.
    """
    spaced = _ILLEGAL.sub(" ", _SPACE.sub(" ", unicodedata.normalize("NFC", text)))
    visible = "".join(sign for sign in spaced if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})
    name = _cut(_SPACE.sub(" ", unicodedata.normalize("NFC", visible))).strip(" .")
    return f"{name}_" if _RESERVED.match(name) else name


def _cut(text: str) -> str:
    return text.encode()[:LONGEST_BYTES].decode(errors="ignore")
