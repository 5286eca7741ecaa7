"""Written text -> a copy that rules can match: no invisible characters, plain spaces, hyphens and apostrophes.

Typesetters put soft hyphens, word joiners, no-break and hair spaces wherever a line may or may not break (an edition of
Standard Ebooks has some thousand of them a book). Rules see none of that; `Folded` maps their ranges back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

INVISIBLE: Final = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero width space, word joiner, byte order mark: they sound like nothing. The joiners U+200C and U+200D
stay, because they shape the letters of Persian and of the Indic scripts."""
ODD_SPACES: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Spaces of a fixed width or without a break."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_ONE_TO_ONE: Final = str.maketrans(dict.fromkeys(ODD_SPACES, " ") | {"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "−": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text made ready for matching, and the way back."""

    text: str
    offsets: tuple[int, ...] = ()
    """The written offset of each character of `text`; empty where nothing was taken out."""

    def written(self, start: int, stop: int) -> tuple[int, int]:
        """Return the written range of a range of `text` that is not empty."""
        return (self.offsets[start], self.offsets[stop - 1] + 1) if self.offsets else (start, stop)

    def folded(self, written: int) -> int:
        """Return the offset in `text` of the first character at or after a written offset."""
        return bisect_left(self.offsets, written) if self.offsets else written


def fold(text: str) -> Folded:
    """Return the text for matching: same words, none of the typesetter's marks."""
    if text.isascii():
        return Folded(text=text)
    plain = text.translate(_ONE_TO_ONE)
    if not _INVISIBLE.search(plain):
        return Folded(text=plain)
    parts = _INVISIBLE.split(plain)
    begins = accumulate((len(part) + 1 for part in parts[:-1]), initial=0)
    offsets = tuple(begin + i for begin, part in zip(begins, parts, strict=True) for i in range(len(part)))
    return Folded(text="".join(parts), offsets=offsets)
