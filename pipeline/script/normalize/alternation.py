"""Lists of words -> sets, and patterns that match any of them, as a tree of their letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable


def words(listed: str) -> frozenset[str]:
    """Return the words of a list with spaces between."""
    return frozenset(listed.split())


def alternation(listed: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first where one begins another.

    Python tries the branches of `a|b|c` one after the other; a tree makes the cost of a miss that of one letter.
    """
    branches: dict[str, list[str]] = defaultdict(list)
    can_end = False
    for word in dict.fromkeys(listed):
        if word:
            branches[word[0]].append(word[1:])
        else:
            can_end = True
    parts = [re.escape(letter) + alternation(rest) for letter, rest in sorted(branches.items())]
    if not parts:
        return ""
    tree = parts[0] if len(parts) == 1 and not can_end else f"(?:{'|'.join(parts)})"
    return f"{tree}?" if can_end else tree
