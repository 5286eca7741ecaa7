"""A stretch in a language without rules of its own -> its plain whole numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from num2words import num2words

from pipeline.script.normalize.languages import primary_language

_PLAIN_NUMBER = re.compile(r"(?<![\w.,:/–-])\d{1,6}(?![\w%°]|[.,:/–-]\d|\. )")


def find_foreign_numbers(text: str, start: int, stop: int, *, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield the range and the words of each whole number without sign, point or unit in `text[start:stop]`.

    A language that num2words does not know yields nothing: its digits are left to the engine.
    """
    for match in _PLAIN_NUMBER.finditer(text, start, stop):
        said = _cardinal(int(match[0]), primary_language(language))
        if said:
            yield (*match.span(), said)


@lru_cache(maxsize=1 << 12)
def _cardinal(number: int, language: str) -> str:
    try:
        return str(num2words(number, lang=language))
    except NotImplementedError:
        return ""
