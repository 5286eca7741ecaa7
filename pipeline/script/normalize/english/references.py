"""Numbers of houses and pieces, pages, volumes, sections, Bible verses, latitudes -> words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pipeline.script.normalize.alternation import alternation
from pipeline.script.normalize.english.quantities import INTEGER
from pipeline.script.normalize.numerals import cardinal, number_words, ordinal, roman_value, year
from pipeline.script.normalize.rule import Context, Rule, Speak

_PARTS: Final = {
    "vol": "volume", "vols": "volumes", "p": "page", "pp": "pages", "pg": "page", "fig": "figure", "figs": "figures",
    "ch": "chapter", "chap": "chapter", "chaps": "chapters", "cap": "chapter", "sec": "section", "sect": "section",
    "art": "article", "par": "paragraph", "op": "opus", "bk": "book", "fol": "folio", "lib": "book", "pt": "part",
    "ed": "edition", "n": "note", "lat": "latitude", "long": "longitude", "lon": "longitude", "ver": "verse",
    "no": "number", "nos": "numbers", "ps": "Psalm", "ex": "example", "ll": "lines", "l": "line", "vv": "verses",
    "v": "verse", "chs": "chapters", "secs": "sections", "arts": "articles", "bks": "books", "pl": "plate",
    "apt": "apartment", "rm": "room", "bldg": "building", "ext": "extension",
}  # fmt: skip
_ONLY_SMALL: Final = frozenset({"l", "ll", "n", "v", "vv"})
"""In capitals they are initials."""
_BOOKS: Final = {
    "Gen": "Genesis", "Exod": "Exodus", "Ex": "Exodus", "Lev": "Leviticus", "Num": "Numbers", "Deut": "Deuteronomy",
    "Josh": "Joshua", "Judg": "Judges", "Sam": "Samuel", "Kgs": "Kings", "Chron": "Chronicles", "Chr": "Chronicles",
    "Neh": "Nehemiah", "Ps": "Psalm", "Prov": "Proverbs", "Eccl": "Ecclesiastes", "Eccles": "Ecclesiastes",
    "Isa": "Isaiah", "Jer": "Jeremiah", "Lam": "Lamentations", "Ezek": "Ezekiel", "Dan": "Daniel", "Hos": "Hosea",
    "Obad": "Obadiah", "Mic": "Micah", "Hab": "Habakkuk", "Zeph": "Zephaniah", "Hag": "Haggai", "Zech": "Zechariah",
    "Mal": "Malachi", "Matt": "Matthew", "Rom": "Romans", "Cor": "Corinthians", "Gal": "Galatians", "Eph": "Ephesians",
    "Phil": "Philippians", "Col": "Colossians", "Thess": "Thessalonians", "Tim": "Timothy", "Heb": "Hebrews",
    "Jas": "James", "Pet": "Peter", "Rev": "Revelation",
}  # fmt: skip
"""The usual short names of the books of the Bible."""
_FULL_BOOKS: Final = (
    *dict.fromkeys(_BOOKS.values()),
    "Job",
    "John",
    "Luke",
    "Mark",
    "Acts",
    "Ruth",
    "Ezra",
    "Joel",
    "Amos",
)
_NUMERAL: Final = r"(?:\d|(?![cdlm]\b)[ivxlcdm]+\b|(?!I [a-z])[IVXLCDM]+\b(?!'))"
"""A lone I before a word is the pronoun: `“No. I cannot.”`."""
_RANGE: Final = r"(?P<first>\d+|[ivxlcdm]+|[IVXLCDM]+)(?:-|–)(?P<last>\d+|[ivxlcdm]+|[IVXLCDM]+)"


def _number(written: str, context: Context) -> str | None:
    written = written.rstrip(".")
    if written.isdecimal():
        return number_words(written, context.locale)
    value = roman_value(written)
    return cardinal(value, context.locale) if value else None


def _cased(spoken: str, written: str) -> str:
    return spoken.capitalize() if written[0].isupper() else spoken


def _speak_part(match: re.Match[str], context: Context) -> str | None:
    """`vol. ii`, `p. 31`, `No. 5`: the word, and the numeral with it."""
    spoken = _cased(_PARTS[match["short"].lower()], match["short"])
    written = match["number"].replace(",", "")
    is_year = match["short"].lower() == "ed" and len(written) == 4
    number = year(int(written), context.locale) if is_year else _number(written, context)
    return None if number is None else f"{spoken} {number}"


def _speak_pages(match: re.Match[str], context: Context) -> str | None:
    spoken = _cased(_PARTS[match["short"].lower()], match["short"])
    first, last = _number(match["first"], context), _number(match["last"], context)
    return None if first is None or last is None else f"{spoken} {first} to {last}"


def _speak_before_degrees(match: re.Match[str], context: Context) -> str:
    del context
    return _cased(_PARTS[match["short"].lower()], match["short"])


def _book_of_bible(written: str) -> str:
    return _BOOKS.get(written.rstrip("."), written)


def _verses(match: re.Match[str], context: Context) -> str | None:
    chapter = _number(match["chapter"], context)
    verse = f" {number_words(match['verse'], context.locale)}" if match["verse"] else ""
    last = f" to {number_words(match['last'], context.locale)}" if match["last"] else ""
    return None if chapter is None else f"{chapter}{verse}{last}"


def _speak_bible(match: re.Match[str], context: Context) -> str | None:
    said = _verses(match, context)
    return None if said is None else f"{_book_of_bible(match['book'])} {said}"


def _speak_numbered_book(match: re.Match[str], context: Context) -> str | None:
    said = _verses(match, context)
    first = ordinal(int(match["number"]), context.locale).capitalize()
    return None if said is None else f"{first} {_book_of_bible(match['book'])} {said}"


def _rule(name: str, pattern: str, speak: Speak) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), speak=speak)


_VERSES: Final = (
    r"(?P<chapter>\d{1,3}|[ivxlc]+)(?:[:.] ?(?P<verse>\d{1,3})(?:[–-](?P<last>\d{1,3}))?)?(?![\w:])(?:\.(?=[,;)]))?"
)
_BOOK: Final = rf"(?P<book>(?:{'|'.join(_BOOKS)})\.?|(?:{'|'.join(_FULL_BOOKS)}))"


def _part_rules(short: str) -> tuple[Rule, ...]:
    opening = rf"(?P<short>{short})\."
    return (
        _rule(f"reference.{_PARTS[short]}", rf"(?i:{opening}) ?{_RANGE}(?!\w)", _speak_pages),
        _rule(f"reference.{_PARTS[short]}", rf"(?i:{opening})(?= ?-?[\d.]+ ?°)", _speak_before_degrees),
        _rule(
            f"reference.{_PARTS[short]}",
            rf"(?i:{opening}) ?(?P<number>{INTEGER}|(?:[ivxlcdm]+|[IVXLCDM]+)\b(?:\.(?=[,;)]))?)(?!°)",
            _speak_part,
        ),
    )


WORDS: Final[Mapping[str, tuple[Rule, ...]]] = (
    {short: _part_rules(short) for short in _PARTS}
    | {
        book.lower(): (
            _rule(
                "reference.bible",
                rf"(?P<book>{book})\. {_VERSES}",
                _speak_bible,
            ),
            *(_part_rules(book.lower()) if book.lower() in _PARTS else ()),
        )
        for book in _BOOKS
    }
    | {
        book.lower(): (_rule("reference.bible", rf"(?P<book>{book}) (?=[ivxlc]+[.:]){_VERSES}", _speak_bible),)
        for book in _FULL_BOOKS
    }
)
"""For a trigger `word`."""


_AFTER_BOOK = re.compile(rf"\b(?:{'|'.join(_FULL_BOOKS)}),? \(?$")


def _speak_verse(match: re.Match[str], context: Context) -> str | None:
    """`Psalm 23:1-3`, `Matthew, 6:2`, `to the Romans (1:20)`: after the name of a book in full."""
    is_verse = _AFTER_BOOK.search(context.text, max(0, match.start() - 24), match.start())
    return _verses(match, context) if is_verse else None


NUMBER_RULES: Final = (
    _rule(
        "reference.bible", r"(?P<chapter>\d{1,3}):(?P<verse>\d{1,3})(?:[–-](?P<last>\d{1,3}))?(?![\w:])", _speak_verse
    ),
    _rule("reference.bible", rf"(?P<number>[1-3]) {_BOOK} {_VERSES}", _speak_numbered_book),
)
"""For a trigger `number`."""


def _trigger() -> str:
    capitals = [short for short in _PARTS if short not in _ONLY_SMALL]
    shorts = {*_PARTS, *(short.capitalize() for short in capitals), *(short.upper() for short in capitals), *_BOOKS}
    named = rf"{alternation(_FULL_BOOKS)}(?= [ivxlc]+[.:] ?\d)"
    return rf"{alternation(sorted(shorts))}\.(?= ?{_NUMERAL})|{named}"


TRIGGER: Final = _trigger()
