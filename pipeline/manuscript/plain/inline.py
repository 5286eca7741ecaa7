"""The raw text of a block -> pieces in a galley: emphasis, note calls, page numbers, stand-ins for pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.features import Aside, Feature
from pipeline.manuscript.galley import Galley
from pipeline.model import MarkName, Place, Reading

_PICTURES: Final = r"Illustration|Illustrations|Illustrated|Decoration|Frontispiece|Music|Map|Plate|Image|Picture"
_INNER: Final = r"[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*"
_TOKEN: Final = re.compile(
    rf"(?P<picture>\[_?(?:{_PICTURES})\b{_INNER}\])"
    r"|(?P<page>\{\s*\d+\s*\}|\[\s*(?:Pg|Page|p\.?)\s*\.?\s*(?:\d+|[ivxlc]+)\s*\])"
    r"|(?P<call>\[(?P<label>[A-Z]|\d{1,4}|[*†‡§]{1,3})\])"
    r"|(?P<joint>(?<=[\w-]-)\n[ \t]*(?=\S))"
    r"|(?P<line>\n[ \t]*)"
    r"|(?P<bars>_+)"
    r"|(?P<bold>(?<!\S)=(?=\w)|(?<=[\w.,!?;:-])=(?!\S))"
)
_NOTE: Final = re.compile(r"\[Footnote\s+(?P<one>[^\]:\s]{1,5})\s*:|(?<!\S)\[(?P<other>\d{1,4}|[*†‡§]{1,3})\]\s+\S")
_PICTURE: Final = re.compile(rf"\s*\[_?(?:{_PICTURES})\b", re.IGNORECASE)
_PICTURE_OPENING: Final = re.compile(rf"\s*\[_?(?:{_PICTURES})\b_?[:.\s]*", re.IGNORECASE)
_OMISSION: Final = "⸺"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """What of a text's lines is not plain text, and how a listener hears it."""

    labels: frozenset[str]
    """Of the notes that the text has."""
    announcer: Announcer


def set_block(galley: Galley, raw: str, inline: Inline, *, start: int, is_verse: bool) -> None:
    """Add the raw lines of a block to a galley."""
    done = 0
    for token in _TOKEN.finditer(raw):
        galley.add(raw[done : token.start()], start=start + done)
        done = token.end()
        _set_token(galley, token, inline, start=start, is_verse=is_verse)
    galley.add(raw[done:], start=start + done)


def note_label(raw: str) -> str:
    """Return the label of the note whose body a block is; empty for every other block."""
    found = _NOTE.match(raw.strip())
    return (found["one"] or found["other"] or "") if found else ""


def note_labels(blocks: Iterable[str]) -> frozenset[str]:
    """Return the labels of all notes whose bodies are among blocks of text."""
    return frozenset(filter(None, map(note_label, blocks)))


def opens_picture(raw: str) -> bool:
    """Whether a block begins the stand-in for a picture."""
    return _PICTURE.match(raw) is not None


def set_caption(galley: Galley, raw: str, inline: Inline, *, start: int) -> None:
    """Add a block of the stand-in for a picture: its words are read, the brackets and what they begin with are not."""
    opening = _PICTURE_OPENING.match(raw)
    begin = opening.end() if opening else 0
    if opening:
        galley.add(opening[0], rule="illustration", start=start)
    inner = raw[begin:]
    if inner.count("]") > inner.count("["):
        inner = inner.rstrip()[:-1]
    set_block(galley, inner, inline, start=start + begin, is_verse=False)


def _set_token(galley: Galley, token: re.Match[str], inline: Inline, *, start: int, is_verse: bool) -> None:
    """Add what is not plain text."""
    place, text = start + token.start(), token[0].replace("_", "")
    if token["bars"]:
        _set_bars(galley, token, place=place)
    elif token["picture"]:
        galley.add(text, rule="illustration", start=place)
    elif token["page"]:
        galley.add(text, rule="page-number", start=place)
        _turn_page(galley, text.strip("{}[] ").split()[-1].lstrip("Ppg."), inline)
    elif token["call"] and token["label"] in inline.labels:
        galley.call_note(f"{galley.part}#{token['label']}", token["label"])
        galley.add(text, rule="note-reference", start=place)
        galley.flow.announce(inline.announcer.reference(token["label"]))
    elif token["line"] and is_verse:
        galley.break_line()
    elif token["line"] or token["call"]:
        galley.add(text, start=place)


def _turn_page(galley: Galley, number: str, inline: Inline) -> None:
    """Note the page that begins here, where it is announced."""
    if inline.announcer.policy.page_markers is Reading.ANNOUNCE and number:
        place = Place(part=galley.part, start=galley.offset, stop=galley.offset)
        galley.set_aside(Aside(feature=Feature.PAGE, text=number, words=0, place=place))


def _set_bars(galley: Galley, token: re.Match[str], *, place: int) -> None:
    """Read underscores: one begins or ends emphasis, several are a blank for a name, one inside a word is kept."""
    raw, bars = token.string, token["bars"]
    before, after = raw[token.start() - 1 : token.start()], raw[token.end() : token.end() + 1]
    is_open = MarkName.EMPHASIS in galley.open_marks
    if len(bars) > 2 or (len(bars) == 2 and not before.strip() and not after.strip()):
        galley.add(_OMISSION, start=place)
    elif is_open and before.strip():
        galley.set_mark(MarkName.EMPHASIS, None)
    elif after.strip() and not before.isalnum():
        galley.set_mark(MarkName.EMPHASIS, "")
    elif before.isalnum() and after.isalnum():
        galley.add(bars, start=place)
