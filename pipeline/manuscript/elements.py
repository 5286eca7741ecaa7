"""What one XHTML element means to a listener: its kind, its marks, and the rule that leaves it out."""

from __future__ import annotations

import re
from typing import Final

from pipeline.manuscript.features import Feature, is_left_out
from pipeline.manuscript.markup import Element, description_of, local_name, semantic_types
from pipeline.manuscript.rules import MATTER_TYPES, partition_of_type
from pipeline.model import Kind, Reading, ReadingPolicy, Ruby

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
    if name in _BY_CONTENT:
        return True
    style = element.get("class") or ""
    return bool(
        _PAGE_CLASSES.search(style)
        or _LINE_NUMBER_CLASSES.search(style)
        or not _STANZA_CLASSES.isdisjoint(style.lower().split())
        or _PAGE_TYPES.intersection(semantic_types(element))
    )


def content_of(element: Element, name: str, *, has_features: bool) -> tuple[str, bool, bool, bool, Feature | None]:
    """Return what decides on the meaning of an element of which `depends_on_content` is true.

    `has_features` says that it matters which features of a page there are.
    """
    types = semantic_types(element)
    is_annotated = name == "ruby" and has_pronunciation(element)
    feature = feature_of(element, name, types) if has_features else None
    rule = skip_rule_of(element, name, types)
    return rule, name == "tr" and is_row(element), is_stanza(element), is_annotated, feature


def has_pronunciation(ruby: Element) -> bool:
    """Whether something is written over a word."""
    return any(text_of(annotation) for annotation in ruby.iter("{*}rt"))


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


def inline_rule_of(element: Element, name: str, types: tuple[str, ...], *, around: str, reading: ReadingPolicy) -> str:
    """Return the rule that leaves out the text inside an element, or an empty text.

    `around` is the rule of what stands around it; only the pronunciation over a word is read inside a word left out.
    """
    if name in ("rt", "rtc") and reading.ruby is not Ruby.BASE:
        return "" if around == "ruby-base" else around
    if around:
        return around
    if name == "ruby" and reading.ruby is Ruby.ANNOTATION and has_pronunciation(element):
        return "ruby-base"
    if name == "math":
        described = "formula-text" if description_of(element) else ""
        return Feature.FORMULA.value if is_left_out(reading.formulas) else described
    if reading.speakers is Reading.SKIP and _is_named(element, types, _SPEAKERS):
        return "speaker"
    if reading.stage_directions is Reading.SKIP and _is_named(element, types, _DIRECTIONS):
        return "stage-direction"
    return skip_rule_of(element, name, types)


def feature_of(element: Element, name: str, types: tuple[str, ...]) -> Feature | None:
    """Return the feature of a page that a block element is; what it is for goes before how it is set."""
    if _is_named(element, types, _EPIGRAPHS):
        return Feature.EPIGRAPH
    if _is_named(element, types, _LETTERS):
        return Feature.LETTER
    if is_verse(element, types):
        return Feature.VERSE
    if name == "table":
        return Feature.TABLE if _is_data(element) else None
    is_code = name in ("pre", "listing") and next(element.iter("{*}code", "{*}samp"), None) is not None
    if is_code or (name in ("pre", "div", "figure") and _is_named(element, types, _CODE)):
        return Feature.CODE
    return _FEATURES.get(name)


def is_backlink(element: Element, types: tuple[str, ...], *, is_begin: bool) -> bool:
    """Whether a link in a note leads back to its call: by its type, as an arrow, or as the number it begins with."""
    if "backlink" in types:
        return True
    text = text_of(element)
    is_number = is_begin and _CALL.fullmatch(text) is not None
    return "#" in (element.get("href") or "") and (is_number or _ARROW.fullmatch(text) is not None)


def page_of(element: Element) -> str:
    """Return the number of the page that a page marker begins: its text, its title, or the end of its id."""
    for text in (text_of(element), element.get("aria-label") or "", element.get("title") or ""):
        found = _PAGE_NUMBER.search(text)
        if found:
            return found[0]
    found = _PAGE_NUMBER.search((element.get("id") or "").rpartition("_")[2])
    return found[0] if found else ""


def item_number(element: Element) -> str:
    """Return the number that a page prints before an item of a numbered list, or an empty text."""
    parent = element.getparent()
    if parent is None or local_name(parent) != "ol":
        return ""
    value, start = element.get("value") or "", parent.get("start") or ""
    if _is_integer(value):
        return f"{int(value)}."
    return f"{parent.index(element) + (int(start) if _is_integer(start) else 1)}."


def _is_integer(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


def _is_named(element: Element, types: tuple[str, ...], names: frozenset[str]) -> bool:
    """Whether the types of an element, or its classes, have one of these names."""
    if types and not names.isdisjoint(types):
        return True
    style = element.get("class")
    return bool(style) and not names.isdisjoint((style or "").lower().split())


def _is_data(table: Element) -> bool:
    """Whether a table is one of figures or facts: not a play or verse set in columns, nor a page's layout."""
    if (table.get("role") or "") in ("presentation", "none"):
        return False
    if any(_is_named(inner, semantic_types(inner), _IN_COLUMNS) for inner in table.iter("{*}*")):
        return False
    return any(len(row) > 1 and is_row(row) for row in table.iter("{*}tr"))


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


_BY_CONTENT: Final = frozenset({"a", "tr", "ruby", "table", "pre", "listing"})
_SPEAKERS: Final = frozenset({"z3998:persona", "persona", "speaker"})
_DIRECTIONS: Final = frozenset({"z3998:stage-direction", "stage-direction", "stagedirection"})
_IN_COLUMNS: Final = _SPEAKERS | _DIRECTIONS | _VERSE_TYPES
_EPIGRAPHS: Final = frozenset({"epigraph"})
_LETTERS: Final = frozenset({"z3998:letter", "letter"})
_CODE: Final = frozenset({"code", "programlisting", "sourcecode", "listing", "highlight"})
_FEATURES: Final = {
    "ul": Feature.LIST,
    "ol": Feature.LIST,
    "dl": Feature.LIST,
    "figcaption": Feature.CAPTION,
    "caption": Feature.CAPTION,
    "blockquote": Feature.QUOTE,
}
_ARROW: Final = re.compile(r"[\[(]?(?:[←↑↩↰↵⏎⮌^]\ufe0e?|back|return(?: to text)?)[\])]?", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(r"\b(?:\d{1,5}|[ivxlcdm]{1,8})\b", re.IGNORECASE)
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
