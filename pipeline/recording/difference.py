"""Two texts -> what differs between them, in a line that a terminal shows."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

CONTEXT_WORDS = 3
"""Shown on either side of a change."""
MOST_CHARACTERS = 240
"""Of a difference; what is beyond is cut, and says so."""


def word_difference(before: str, after: str) -> str:
    """Return the changed words with a few around them, as `was [-six-]{+seven+} feet`; empty where nothing differs."""
    old, new = before.split(), after.split()
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if all(tag == "equal" for tag, *_ in changes):
        return ""
    parts: list[str] = []
    for number, (tag, begin, stop, new_begin, new_stop) in enumerate(changes):
        if tag == "equal":
            parts += _around(old[begin:stop], is_first=number == 0, is_last=number == len(changes) - 1)
        else:
            gone, come = " ".join(old[begin:stop]), " ".join(new[new_begin:new_stop])
            parts.append((f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
    text = " ".join(parts)
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 2].rstrip()} …"


def _around(words: Sequence[str], *, is_first: bool, is_last: bool) -> list[str]:
    """Return what is shown of words that did not change: those next to a change."""
    head = [] if is_first else list(words[:CONTEXT_WORDS])
    tail = [] if is_last else list(words[-CONTEXT_WORDS:])
    if len(head) + len(tail) >= len(words):
        return list(words) if head and tail else [*(["…"] if is_first and len(tail) < len(words) else []), *head, *tail]
    return [*head, "…", *tail]
