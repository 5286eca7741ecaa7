"""What one XHTML element means to a listener: its kind, its marks, and the rule that leaves it out."""

from __future__ import annotations

import re
from typing import Final

from pipeline.manuscript.markup import Element, local_name, semantic_types
from pipeline.manuscript.rules import MATTER_TYPES, partition_of_type
from pipeline.model import Kind

KINDS: Final = {
    "blockquote": Kind.QUOTE,
    "li": Kind.ITEM,
    "dt": Kind.ITEM,
    "dd": Kind.ITEM,
    "tr": Kind.ROW,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "hgroup": Kind.HEADING,
}
"""Elements that set the kind of the blocks inside them."""

LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
UNRANKED_LEVEL: Final = 7
"""The level of a heading that the markup gives no rank."""

NOTE_CALL_TYPES: Final = frozenset({"noteref", "annoref", "z3998:noteref"})
NOTE_BODY_TYPES: Final = frozenset({
    "footnote", "endnote", "rearnote", "note", "annotation", "footnotes", "endnotes", "rearnotes", "z3998:endnote",
    "z3998:footnote",
})  # fmt: skip
_NOTE_BODY_CLASSES: Final = frozenset(
    {"footnote", "footnotes", "endnote", "endnotes", "fn", "footnote-body", "footnotetext"}
)
_NOTE_BODY_ELEMENTS: Final = frozenset({"p", "li", "dd", "dt", "aside", "div", "section", "ol", "ul", "dl"})
TARGET_ELEMENTS: Final = frozenset({"p", "li", "dd", "dt", "aside"})
"""What a link may call as a note, whatever it says of itself."""
_SECTIONS: Final = frozenset({"body", "section", "article", "aside", "nav", "main", "div", "header", "footer"})
_VERSE_TYPES: Final = frozenset({"z3998:verse", "z3998:poem", "z3998:song", "z3998:hymn", "z3998:lyrics"})
_VERSE_CLASSES: Final = frozenset({"poem", "poetry", "verse", "song", "poem-container", "verseblock"})
_STANZA_CLASSES: Final = frozenset({"stanza", "linegroup", "lg", "strophe", "verse-group"})
_HEADING_TYPES: Final = frozenset({"title", "subtitle", "fulltitle", "halftitle", "bridgehead", "heading"})
_PAGE_CLASSES: Final = re.compile(
    r"(?:^|\s)(?:pagenum|pageno|page-?number|page-?num|page-?break|newpage|calibre_pagenum)(?:\s|$)", re.IGNORECASE
)
_PAGE_TYPES: Final = frozenset({"pagebreak", "z3998:pagebreak"})
_LINE_NUMBER_CLASSES: Final = re.compile(r"(?:^|\s)(?:lnum|linenum|line-?number|ln)(?:\s|$)", re.IGNORECASE)
_BREAK_CLASSES: Final = re.compile(
    r"(?:^|[\s_-])(?:scene-?break|section-?break|space-?break|thought-?break|transition|tb|ornament|asterism|separator|line-?break)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_INITIAL_CLASSES: Final = re.compile(
    r"drop-?cap|(?:^|[\s_-])(?:initial|lettrine|first-?letter|versal)(?:[\s_-]|$)", re.IGNORECASE
)
_CALL: Final = re.compile(r"[\[(]?(?:\d{1,4}|[ivx]{1,5}|[a-z]|[*†‡§¶#]{1,4})[\])]?\.?")
_BARE_CALL: Final = re.compile(r"\[(?:\d{1,4}|[*†‡§]{1,3})\]|[*†‡§]{1,3}")
_PAGE_TEXT: Final = re.compile(
    r"[\[({]?\s*(?:p(?:age|g|\.)?\.?\s*)?(?:\d{1,5}|[ivxlcdm]{1,8})\s*[\])}]?", re.IGNORECASE
)
_LONGEST_MARKER: Final = 24
"""Characters of the longest page marker; a page break element with more text in it wraps the page."""

_READINGS: Final = (
    ("z3998:roman", "roman"),
    ("z3998:initialism", "initialism"),
    ("z3998:acronym", "acronym"),
    ("z3998:grapheme", "grapheme"),
    ("z3998:phoneme", "phoneme"),
    ("z3998:morpheme", "morpheme"),
    ("z3998:name-title", "name-title"),
    ("se:era", "era"),
    ("se:compass", "compass"),
    ("z3998:given-name", "name"),
    ("z3998:personal-name", "name"),
    ("z3998:surname", "name"),
    ("z3998:place", "name"),
    ("z3998:ordinal", "ordinal"),
    ("ordinal", "ordinal"),
    ("z3998:abbreviation", "abbreviation"),
    ("z3998:truncation", "abbreviation"),
)
"""Values of the mark `as` for Z39.98-2012 structure and Standard Ebooks vocabulary; the first that fits holds."""


def reading_of(element: Element, types: tuple[str, ...]) -> str:
    """Return what the writing in an element stands for (the value of a mark `as`), or an empty text."""
    if types:
        for name, value in _READINGS:
            if name in types:
                return value
    return "abbreviation" if local_name(element) in ("abbr", "acronym") else ""


def is_emphasis(name: str, types: tuple[str, ...], *, has_language: bool) -> bool:
    """Whether an inline element stresses its words: italics for names and foreign words are typography."""
    return name in ("em", "strong") or (name == "i" and not types and not has_language)


def partition_types_of(element: Element, name: str, types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the semantic types by which an element is a part of the book (Project Gutenberg's is a class)."""
    if name not in _SECTIONS:
        return ()
    if "pg-boilerplate" in (element.get("class") or ""):
        types = (*types, "pg-boilerplate")
    return tuple(token for token in types if token in MATTER_TYPES or partition_of_type(token)) if types else ()


def depends_on_content(element: Element, name: str) -> bool:
    """Whether what an element means may depend on its words, its target or its children, not on its name and class."""
    if name in ("a", "tr"):
        return True
    style = element.get("class") or ""
    return bool(
        _PAGE_CLASSES.search(style)
        or _LINE_NUMBER_CLASSES.search(style)
        or not _STANZA_CLASSES.isdisjoint(style.lower().split())
        or _PAGE_TYPES.intersection(semantic_types(element))
    )


def content_of(element: Element, name: str) -> tuple[str, bool, bool]:
    """Return what decides on the meaning of an element of which `depends_on_content` is true."""
    rule = skip_rule_of(element, name, semantic_types(element))
    return rule, name == "tr" and is_row(element), is_stanza(element)


def is_note_body(element: Element, name: str, types: tuple[str, ...], *, is_called: bool) -> bool:
    """Whether an element holds a note; `is_called` says that a note call points to it."""
    if name not in _NOTE_BODY_ELEMENTS:
        return False
    if types and not NOTE_BODY_TYPES.isdisjoint(types):
        return True
    if is_called and name in TARGET_ELEMENTS:
        return True
    return not _NOTE_BODY_CLASSES.isdisjoint((element.get("class") or "").lower().split())


def is_note_call(element: Element, types: tuple[str, ...]) -> bool:
    """Whether a link is the call of a note: by its type, or a number or sign that is raised or in brackets."""
    if types and not NOTE_CALL_TYPES.isdisjoint(types):
        return True
    href = element.get("href") or ""
    if "#" not in href:
        return False
    text = text_of(element)
    if _BARE_CALL.fullmatch(text):
        return True
    parent = element.getparent()
    is_raised = (parent is not None and local_name(parent) == "sup") or any(
        local_name(child) == "sup" for child in element
    )
    is_named = "noteref" in (element.get("class") or "") or "footnote" in (element.get("class") or "")
    return (is_raised or is_named) and _CALL.fullmatch(text) is not None


def skip_rule_of(element: Element, name: str, types: tuple[str, ...]) -> str:
    """Return the rule that leaves out an element wherever it stands, or an empty text."""
    if name == "a" and is_note_call(element, types):
        return "note-reference"
    if types and not _PAGE_TYPES.isdisjoint(types):
        return "page-number" if len(text_of(element)) <= _LONGEST_MARKER else ""
    style = element.get("class")
    if style:
        if _PAGE_CLASSES.search(style) and _PAGE_TEXT.fullmatch(text_of(element)):
            return "page-number"
        if _LINE_NUMBER_CLASSES.search(style) and text_of(element).isdigit():
            return "line-number"
    return _SKIPPED_ELEMENTS.get(name, "")


def kind_of(name: str, types: tuple[str, ...], inherited: Kind) -> Kind:
    """Return the kind of a block, from its element, its types and the kind that its surroundings set."""
    if name in LEVELS or (types and name in ("p", "div", "header") and not _HEADING_TYPES.isdisjoint(types)):
        return Kind.HEADING
    if types and "z3998:stage-direction" in types:
        return Kind.STAGE
    return KINDS.get(name, inherited)


def is_verse(element: Element, types: tuple[str, ...]) -> bool:
    """Whether the blocks inside an element are verse."""
    if types and not _VERSE_TYPES.isdisjoint(types):
        return True
    style = element.get("class") or ""
    return not (_VERSE_CLASSES | _STANZA_CLASSES).isdisjoint(style.lower().split())


def is_stanza(element: Element) -> bool:
    """Whether an element holds one stanza, each of whose blocks is a line."""
    style = element.get("class") or ""
    return (
        not _STANZA_CLASSES.isdisjoint(style.lower().split())
        and next(element.iter("{*}h1", "{*}h2", "{*}h3", "{*}h4", "{*}h5", "{*}h6", "{*}p"), None) is None
    )


def is_row(element: Element) -> bool:
    """Whether a table row is one block: its cells hold lines, not blocks (a table for layout holds blocks)."""
    return all(
        sum(1 for _ in cell.iter("{*}p", "{*}div", "{*}table", "{*}ul", "{*}ol", "{*}blockquote", *_HEADINGS)) <= 1
        for cell in element
    )


def is_scene_break(element: Element) -> bool:
    """Whether a block is empty and its class says that it is a change of scene."""
    style = element.get("class") or ""
    return _BREAK_CLASSES.search(style) is not None and not text_of(element)


def is_initial(element: Element) -> bool:
    """Whether a class says that an element is a decorated initial."""
    return _INITIAL_CLASSES.search(element.get("class") or "") is not None


def is_single_letter(element: Element) -> bool:
    """Whether an element has one letter in it."""
    return sum(character.isalpha() for character in text_of(element)) == 1


def text_of(element: Element) -> str:
    """Return all text of an element, with white space collapsed and none at the ends."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


_HEADINGS: Final = tuple(f"{{*}}{name}" for name in LEVELS)
_SKIPPED_ELEMENTS: Final = {
    "rt": "ruby-annotation",
    "rtc": "ruby-annotation",
    "svg": "picture-text",
    "audio": "media-fallback",
    "video": "media-fallback",
    "object": "media-fallback",
    "iframe": "media-fallback",
    "canvas": "media-fallback",
    "case": "switch-case",
}
