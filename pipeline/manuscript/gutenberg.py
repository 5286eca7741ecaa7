"""Passages of a Project Gutenberg book -> the same with its header and licence marked, and what the header says.

The header ends in a line `*** START OF ...`, the licence begins with `*** END OF ...` (older files: `End of the Project
Gutenberg EBook of ...`), https://www.gutenberg.org/policy/license.html. Who produced the file stands right after the
header.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.manuscript.passage import Passage
from pipeline.manuscript.typescript import is_end
from pipeline.model import Metadata, Paragraph

_RULE: Final = "content.gutenberg-licence"
_START: Final = re.compile(
    r"\*\s?\*\s?\*\s*START OF (?:THE|THIS) PROJECT GUTENBERG|\*END[ *]THE SMALL PRINT", re.IGNORECASE
)
_END: Final = re.compile(
    r"\*\s?\*\s?\*\s*END OF (?:THE|THIS) PROJECT GUTENBERG|^\W*End of (?:the |this )?Project Gutenberg(?:’s|'s)?\b",
    re.IGNORECASE,
)
_PRODUCED: Final = re.compile(
    r"\W*(?:(?:e-?text |this (?:e-?text|e-?book|file) was )?(?:produced|prepared|transcribed) (?:by|from)\b"
    r"|produced by|note: project gutenberg also has|images? (?:of|from) the original|transcriber.?s.? note)",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"\W*transcriber.?s.? notes?\b", re.IGNORECASE)
_ADVERT_SHARE: Final = 0.12
"""Share of a book's words up to which what comes after THE END may be a list of other books."""
_PRICE: Final = re.compile(
    r"\$\s?\d+(?:\.\d\d)?|\b\d+s\.(?: ?\d+d\.)?(?: net)?|\bnet\b|\bpostpaid\b|\b(?:per|each) vol", re.I
)
_LEAST_PRICES: Final = 3
_LAST_ENDS: Final = 3
_HEADER: Final = 20_000
"""Characters of the longest header."""
_CREDITS: Final = 8
"""Passages after the header among which its credits stand."""
_NAMES: Final = (
    "Title|Author|Translator|Illustrator|Editor|Language|Release Date|Posting Date|Last Updated|Most recently updated"
    "|Subject|Credits|Character set encoding|Original publication"
)
_FIELD: Final = re.compile(rf"\b({_NAMES})\s*:\s*(.+?)(?=\s+(?:{_NAMES})\s*:|\s*\*\s?\*\s?\*|\n|$)")
_FIRST_LINE: Final = re.compile(
    r"(?:The )?Project Gutenberg(?:['’]s|\W+(?:e-?book|e-?text)(?: of)?)\W+(?P<title>.+?),\s+by\s+(?P<author>[^\n]+)",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGES: Final = {"english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "latin": "la",
                     "dutch": "nl", "portuguese": "pt", "finnish": "fi", "swedish": "sv"}  # fmt: skip


def mark_licence(passages: list[Passage]) -> Metadata | None:
    """Leave out header, credits and licence; return what the header says of the book, or None where there is none."""
    start = next((place for place, passage in enumerate(passages) if _START.search(_text(passage))), None)
    ends = (place for place, passage in enumerate(passages) if _END.search(_text(passage)))
    stop = next((place for place in ends if place > (start or 0)), len(passages))
    for place in (*range(0 if start is None else start + 1), *range(stop, len(passages))):
        passages[place] = replace(passages[place], rule=_RULE)
    _mark_credits(passages, (start or 0) + 1 if start is not None else 0)
    return None if start is None else _metadata("\n".join(map(_text, passages[: start + 1]))[:_HEADER])


def mark_adverts(passages: list[Passage]) -> None:
    """Leave out the publisher's list of books after THE END: what is left there, if it is little and has prices."""
    total = sum(passage.words for passage in passages if not passage.rule)
    ends = [place for place, passage in enumerate(passages) if is_end(_text(passage)) and not passage.rule]
    for end in ends[-_LAST_ENDS:]:
        rest = [place for place in range(end + 1, len(passages)) if not passages[place].rule]
        words = sum(passages[place].words for place in rest)
        if words > total * _ADVERT_SHARE:
            continue
        passages[end] = replace(passages[end], rule="end-mark", level=0)
        prices = len(_PRICE.findall("\n".join(_text(passages[place]) for place in rest)))
        for place in rest if prices >= _LEAST_PRICES else ():
            passages[place] = replace(passages[place], rule="content.advertisement")


def _mark_credits(passages: list[Passage], start: int) -> None:
    """Leave out who produced the file, and notes of the transcriber's anywhere."""
    worded = [place for place in range(start, len(passages)) if passages[place].words and not passages[place].rule]
    for place in worded[:_CREDITS]:
        if _PRODUCED.match(_text(passages[place])):
            passages[place] = replace(passages[place], rule="transcriber-note")
    for place in worded[_CREDITS:]:
        if _NOTE.match(_text(passages[place])) and not passages[place].level:
            passages[place] = replace(passages[place], rule="transcriber-note")


def _metadata(text: str) -> Metadata:
    fields = {name.lower(): value.strip() for name, value in reversed(_FIELD.findall(text))}
    first = _FIRST_LINE.search(text)
    title = fields.get("title") or (first["title"] if first else "")
    author = fields.get("author") or (first["author"] if first else "")
    return Metadata(
        title=" ".join(title.split()),
        authors=(" ".join(author.split()),) if author else (),
        translators=(fields["translator"],) if "translator" in fields else (),
        language=_LANGUAGES.get(fields.get("language", "").lower(), ""),
        subjects=(fields["subject"],) if "subject" in fields else (),
    )


def _text(passage: Passage) -> str:
    return passage.block.text if isinstance(passage.block, Paragraph) else ""
