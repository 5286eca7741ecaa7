"""A stretch in a language without rules of its own -> its plain whole numbers in words, as CLDR counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.script.normalize.languages import primary_language
from pipeline.script.normalize.spellout import count_out

_PLAIN_NUMBER = re.compile(r"(?<![\w.,:/–-])\d{1,6}(?![\w%°]|[.,:/–-]\d|\. )")


def find_foreign_numbers(text: str, start: int, stop: int, *, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield the range and the words of each whole number without sign, point or unit in `text[start:stop]`.

    A language that CLDR does not spell out (Latin is one) yields nothing: its digits are left to the engine.
    """
    for match in _PLAIN_NUMBER.finditer(text, start, stop):
        said = count_out(int(match[0]), primary_language(language))
        if said:
            yield (*match.span(), said)
