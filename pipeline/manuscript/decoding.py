"""Bytes of a text file -> text, and what had to be guessed for it.

A byte order mark decides, then UTF-8, then UTF-16 by its zero bytes. What is left is Windows-1252 where few bytes are
beyond ASCII, as in Western text, else what charset-normalizer finds. Control characters and the escape sequences of
terminals are taken out; they are no text in any encoding.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 65_536
_WESTERN_SHARE: Final = 0.35
"""Share of letters beyond ASCII up to which text without a declaration is taken for Western: French has under a tenth,
Cyrillic or Greek in a one-byte encoding more than half."""
_ESCAPES: Final = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|\x1b[@-Z\\\\^_]?")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_GARBLED: Final = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï»¿|ï¿½")
"""UTF-8 read as Windows-1252: `Ã©` for é, `â€œ` for a quotation mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text file as text: lines end in a line feed, no control characters."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return bytes as text. Never fails; what was guessed or looks garbled is among the warnings."""
    encoding, text, warnings = _decoded(data)
    text = _CONTROLS.sub("", _ESCAPES.sub("", _LINE_ENDS.sub("\n", text)))
    return Decoded(text=text, encoding=encoding, warnings=warnings + garbled(text))


def is_text(data: bytes) -> bool:
    """Whether bytes seem to be text in some encoding: marked as such, or with few control characters in them."""
    sample = data[:_SAMPLE]
    if any(data.startswith(mark) for mark, _ in _MARKS) or _without_mark(sample):
        return True
    controls = sum(byte < 0x20 and byte not in b"\t\n\x0b\x0c\r\x1b" for byte in sample)
    return controls * 10 <= len(sample)


def guess_encoding(data: bytes) -> str:
    """Return the likeliest encoding of text that is not UTF-8 and has no mark; a name Python knows."""
    sample = data[:_SAMPLE]
    high = sum(byte >= 0xC0 for byte in sample)
    low = sum(bytes((byte,)).isalpha() for byte in sample)
    best = from_bytes(sample).best() if high > (high + low) * _WESTERN_SHARE else None
    if best is not None:
        return best.encoding
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def garbled(text: str) -> tuple[str, ...]:
    """Return a warning where a text holds letters that were decoded wrongly before it was saved; else nothing."""
    found = list(_GARBLED.finditer(text))
    lost = text.count("\ufffd")
    if not found and not lost:
        return ()
    place = found[0].start() if found else text.index("\ufffd")
    sample = " ".join(text[max(0, place - 15) : place + 15].split())
    return (
        f"{len(found) + lost} places look garbled, the first at “{sample}”: the text was once read in a wrong encoding;"
        " mend it in the manuscript, or export it again as UTF-8",
    )


def _decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return encoding, text and what was guessed."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if marked:
        return marked, data.decode(marked, errors="replace"), ()
    wide = _without_mark(data[:_SAMPLE])
    if wide:
        return wide, data.decode(wide, errors="replace"), ()
    try:
        return "utf-8", data.decode(), ()
    except UnicodeDecodeError:
        encoding = guess_encoding(data)
        said = f"the encoding was guessed: {encoding}; if accented letters are wrong, export the text as UTF-8"
        return encoding, data.decode(encoding, errors="replace"), (said,)


def _without_mark(sample: bytes) -> str:
    """Return which UTF-16 a text without a byte order mark is in: Latin letters have a zero in every other byte."""
    zeros = [sample[side::2].count(0) for side in (0, 1)]
    if max(zeros) * 3 < len(sample):
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
