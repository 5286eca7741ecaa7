"""The code of a field of Word -> the rule that leaves its result out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_FIELD_RULES: Final = {
    "TOC": "content.contents",
    "INDEX": "content.index",
    "PAGE": "page-number",
    "PAGEREF": "page-number",
    "NUMPAGES": "page-number",
    "SECTION": "page-number",
    "SECTIONPAGES": "page-number",
}
"""Fields whose result is not read (ECMA-376 Part 1, 17.16.5); the results of all others are text."""


@dataclass(slots=True)
class Field:
    """A field while its parts are read: first its code, then its result."""

    code: str = ""
    is_result: bool = False

    @property
    def rule(self) -> str:
        """The rule that leaves its result out, or an empty text."""
        words = self.code.split()
        return _FIELD_RULES.get(words[0].upper(), "") if words else ""
