"""styles.xml -> what each style says of a paragraph or a run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pipeline.manuscript.docx.elements import attribute, child, is_on, name_of
from pipeline.manuscript.features import Feature
from pipeline.manuscript.markup import Element
from pipeline.model import Kind

_HEADING: Final = re.compile(
    r"(?:heading|überschrift|berschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|címsor"
    r"|başlık|заголовок|επικεφαλίδα|見出し|标题|標題|제목)[ _-]?([1-9])",
    re.IGNORECASE,
)
"""Names of the built-in heading styles; Word writes `heading 1` whatever its language, converters often do not."""
_TITLE: Final = re.compile(r"(?:book ?)?(?:title|titel|titre|título|titulo|titolo|otsikko|заголовок)", re.IGNORECASE)
_CONTENTS: Final = re.compile(
    r"(?:toc|tm|verzeichnis|inhaltsverzeichnis|índice|sommario|contents) ?\d"
    r"|(?:toc|contents) ?heading|table of (?:figures|authorities)",
    re.IGNORECASE,
)
_INDEX: Final = re.compile(r"index ?(?:[1-9]|heading)", re.IGNORECASE)
_KINDS: Final = (
    (Kind.CAPTION, re.compile(r"caption|beschriftung|légende|leyenda|didascalia", re.IGNORECASE)),
    (Kind.VERSE, re.compile(r".*\b(?:verse|poem|poetry|stanza|lyrics)\b.*", re.IGNORECASE)),
    (
        Kind.QUOTE,
        re.compile(r".*\b(?:quote|quotation|blockquote|zitat|citation|cita)\b.*|block ?text|extract", re.IGNORECASE),
    ),
)
_FEATURES: Final = (
    (Feature.CODE, re.compile(r"(?:source ?|program ?)?(?:code|listing)|html preformatted|quellcode", re.IGNORECASE)),
    (Feature.EPIGRAPH, re.compile(r"epigraph|motto|épigraphe|epígrafe|epigrafe", re.IGNORECASE)),
    (Feature.LETTER, re.compile(r"letter|brief|lettre|carta|lettera", re.IGNORECASE)),
)
_LONGEST_CHAIN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style says, with what it inherits; None and empty where it says nothing."""

    level: int = 0
    """Of a heading, from 1; 0 for other text."""
    is_title: bool = False
    """The title of the document."""
    rule: str = ""
    """The rule by which text in it is left out."""
    kind: Kind = Kind.PARAGRAPH
    feature: Feature | None = None
    """What its name says that the kind does not."""
    id: str = ""
    is_listed: bool = False
    list_id: str = ""
    """The list whose numbers stand before the text."""
    list_level: str = ""
    """Its level, from 0; empty where the list itself says which level is the style's."""
    is_italic: bool = False
    is_bold: bool = False
    is_caps: bool = False
    is_centred: bool = False
    is_hidden: bool = False
    starts_page: bool = False
    size: int = 0
    """Half points; 0 where the style gives none."""
    language: Element | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document, resolved when asked for."""

    root: Element | None
    _elements: dict[str, Element] = field(init=False, default_factory=dict)
    _resolved: dict[str, Style] = field(init=False, default_factory=dict)
    language: Element | None = field(init=False, default=None)
    """`w:lang` of the document's defaults."""
    size: int = field(init=False, default=20)
    """Half points of the document's defaults; 20 where there are none (ECMA-376 Part 1, 17.3.2.38)."""
    default: str = field(init=False, default="")
    """The style of paragraphs that name none."""

    def __post_init__(self) -> None:
        for element in self.root if self.root is not None else ():
            identifier = attribute(element, "styleId")
            if name_of(element) == "w:style" and identifier:
                self._elements[identifier] = element
                is_default = attribute(element, "default") in ("1", "true", "on")
                if is_default and attribute(element, "type") == "paragraph":
                    self.default = identifier
        defaults = child(self.root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self.language = child(defaults, "w:lang")
        self.size = _size(defaults) or self.size

    def find(self, identifier: str | None) -> Style:
        """Return a style by its id; where styles.xml does not have it, its id speaks for it."""
        key = identifier or self.default
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _resolve(self, key: str) -> Style:
        """Return a style with what it inherits, its own settings first."""
        chain: list[Element] = []
        name, seen = key, set[str]()
        while name in self._elements and name not in seen and len(chain) < _LONGEST_CHAIN:
            seen.add(name)
            chain.append(self._elements[name])
            name = attribute(child(self._elements[name], "w:basedOn"), "val") or ""
        names = [_style_name(element) for element in chain] or [key]
        runs = [child(element, "w:rPr") for element in chain]
        paragraphs = [child(element, "w:pPr") for element in chain]
        levels = (_level(name, properties) for name, properties in zip(names, paragraphs or [None], strict=False))
        level = next((level for level in levels if level is not None), 0)
        is_character = bool(chain) and attribute(chain[0], "type") == "character"
        return Style(
            level=0 if is_character else level,
            is_title=_TITLE.fullmatch(names[0]) is not None,
            rule=_rule(names[0]),
            kind=_kind(names),
            feature=_feature(names),
            id=key,
            is_listed=any(child(properties, "w:numPr") is not None for properties in paragraphs),
            list_id=_of_list(paragraphs, "w:numId"),
            list_level=_of_list(paragraphs, "w:ilvl"),
            is_italic=_first(runs, "w:i"),
            is_bold=_first(runs, "w:b"),
            is_caps=_first(runs, "w:caps"),
            is_hidden=_first(runs, "w:vanish"),
            is_centred=next((is_centred(properties) for properties in paragraphs if _aligns(properties)), False),
            starts_page=_first(paragraphs, "w:pageBreakBefore"),
            size=next((size for properties in runs if (size := _size(properties))), 0),
            language=next((found for properties in runs if (found := child(properties, "w:lang")) is not None), None),
        )


def outline_level(properties: Element | None) -> int | None:
    """Return the heading level that properties give a paragraph: 0 for body text, None where they say nothing."""
    value = attribute(child(properties, "w:outlineLvl"), "val")
    if value is None or not value.isdigit():
        return None
    return int(value) + 1 if int(value) < 9 else 0


def is_centred(properties: Element | None) -> bool:
    """Whether paragraph properties centre the text."""
    return attribute(child(properties, "w:jc"), "val") == "center"


def size_of(properties: Element | None) -> int:
    """Return the type size of run properties in half points; 0 where they give none."""
    return _size(properties)


def _level(name: str, properties: Element | None) -> int | None:
    """Return the level that one style gives, by its name or outline level; None where it says nothing."""
    found = _HEADING.fullmatch(name.strip())
    if found:
        return int(found[1])
    return 1 if _TITLE.fullmatch(name.strip()) else outline_level(properties)


def _rule(name: str) -> str:
    if _CONTENTS.fullmatch(name.strip()):
        return "content.contents"
    return "content.index" if _INDEX.fullmatch(name.strip()) else ""


def _kind(names: list[str]) -> Kind:
    """Return the kind that the first telling name of a chain gives."""
    for name in names:
        found = next((kind for kind, pattern in _KINDS if pattern.fullmatch(name.strip())), None)
        if found:
            return found
    return Kind.PARAGRAPH


def _feature(names: list[str]) -> Feature | None:
    """Return the feature that the first telling name of a chain gives."""
    named = (feature for name in names for feature, pattern in _FEATURES if pattern.fullmatch(name.strip()))
    return next(named, None)


def _style_name(element: Element) -> str:
    return attribute(child(element, "w:name"), "val") or attribute(element, "styleId") or ""


def _first(properties: list[Element | None], name: str) -> bool:
    return next((value for element in properties if (value := is_on(element, name)) is not None), False)


def _of_list(paragraphs: list[Element | None], name: str) -> str:
    """Return what the first style of a chain that says it says of its list."""
    found = (attribute(child(properties, "w:numPr", name), "val") for properties in paragraphs)
    return next(filter(None, found), "")


def _aligns(properties: Element | None) -> bool:
    return child(properties, "w:jc") is not None


def _size(properties: Element | None) -> int:
    value = attribute(child(properties, "w:sz"), "val") or ""
    return int(value) if value.isdigit() else 0
