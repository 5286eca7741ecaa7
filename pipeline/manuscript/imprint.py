"""The copyright page of a book -> what it says of the book, where that is unambiguous.

Used for what the file's own metadata does not say: ISBN, publisher, year. A page that names several (the hardback's and
the e-book's ISBN, the years of three editions) says nothing, unless it marks one as that of the e-book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pipeline.model import Book, Metadata, Paragraph

_RULES: Final = ("copyright-page", "imprint")
"""Ends of the rules under which a copyright page is skipped."""
_NUMBER: Final = r"(?:97[89][-\s]?)?\d(?:[-\s]?\d){8}[-\s]?[\dXx]"
_ISBN: Final = re.compile(
    rf"\bISBN(?:-1[03])?\b(?P<kind>[^\d\n]{{0,40}})(?P<number>{_NUMBER})(?!\d)(?=(?P<after>[^\n]{{0,24}}))"
)
_EBOOK: Final = re.compile(r"e-?\s?book|e-?pub|digital|kindle|elektronisch", re.IGNORECASE)
_NAME: Final = r"([A-Z][^\n,.;:()©]{2,60})"
_PUBLISHED: Final = r"(?i:\b(?:first |originally |re)?published (?:in (?:\w+ )?)?(?:\d{4} )?(?:in [\w ]{2,40} )?by) "
_PUBLISHER: Final = re.compile(
    rf"(?:{_PUBLISHED}|(?i:\b(?:publisher|verlag|éditeur) ?:|\berschienen (?:im|bei)) *){_NAME}"
)
_YEAR: Final = re.compile(
    r"(?:©|\(c\)|\bcopyright|\b(?:first |re)?published(?: in)?|\berschienen)[^\d\n]{0,60}?\b((?:1[5-9]|20)\d\d)\b", re.I
)
_LONGEST: Final = 8_000
"""Characters of a copyright page that are read."""


def with_imprint(book: Book) -> Book:
    """Return a book whose metadata has what only its copyright page says."""
    texts = (
        "\n".join(block.text for block in chapter.blocks if isinstance(block, Paragraph))
        for chapter in book.chapters
        if not chapter.is_read_aloud and chapter.rule.endswith(_RULES)
    )
    found = read_imprint("\n".join(texts)[:_LONGEST])
    metadata = replace(
        book.metadata,
        isbn=book.metadata.isbn or found.isbn,
        publisher=book.metadata.publisher or found.publisher,
        date=book.metadata.date or found.date,
    )
    return book if metadata == book.metadata else replace(book, metadata=metadata)


def read_imprint(text: str) -> Metadata:
    """Return ISBN, publisher and year from the text of a copyright page; empty where it names none or several."""
    publishers = (name.strip() for name in _PUBLISHER.findall(text))
    return Metadata(isbn=_one_isbn(text), publisher=_only(publishers), date=_only(_YEAR.findall(text)))


def isbn_digits(text: str) -> str:
    """Return a number without what says that it is an ISBN: `urn:isbn:`, `ISBN-13: `."""
    return re.sub(r"(?i)^\s*(?:urn:)?isbn(?:-1[03])?:?\s*", "", text).strip()


def valid_isbn(text: str) -> str:
    """Return an ISBN without hyphens, or an empty text where its check digit is wrong (ISO 2108)."""
    digits = re.sub(r"[-\s]", "", text).upper()
    values = [10 if digit == "X" else int(digit) for digit in digits if digit.isdigit() or digit == "X"]
    if len(values) == 10 and "X" not in digits[:-1]:
        return digits if sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0 else ""
    is_whole = len(values) == 13 and digits.isdigit() and digits.startswith(("978", "979"))
    is_right = is_whole and sum(value * (3 if place % 2 else 1) for place, value in enumerate(values)) % 10 == 0
    return digits if is_right else ""


def _one_isbn(text: str) -> str:
    found = [
        (valid_isbn(match["number"]), match["kind"] + match["after"].partition("ISBN")[0])
        for match in _ISBN.finditer(text)
    ]
    electronic = [number for number, around in found if number and _EBOOK.search(around)]
    return _only(electronic) or _only(_same_book(number for number, _ in found if number))


def _same_book(numbers: Iterable[str]) -> list[str]:
    """Return ISBNs without those of ten digits that one of thirteen says again."""
    given = list(numbers)
    long = {number[3:12] for number in given if len(number) == 13}
    return [number for number in given if len(number) == 13 or number[:9] not in long]


def _only(values: Iterable[str]) -> str:
    """Return the value if there is just one, however often it is said."""
    different = dict.fromkeys(values)
    return next(iter(different)) if len(different) == 1 else ""
