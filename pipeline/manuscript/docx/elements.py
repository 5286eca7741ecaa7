"""What the elements of WordprocessingML are: the facts that the reader and the account of words share.

Names are given with the prefixes of ECMA-376: `w:` text, `m:` formulas, `a:` drawings, `mc:` alternatives. The strict
namespaces of ISO/IEC 29500 count as the transitional ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.manuscript.markup import Element
from pipeline.manuscript.words import clean_text

_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:office:office": "o",
}
_ATTRIBUTE_SPACES: Final = ("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
                            "{http://purl.oclc.org/ooxml/wordprocessingml/main}", "")  # fmt: skip

_RELATIONSHIPS: Final = ("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
                         "{http://purl.oclc.org/ooxml/officeDocument/relationships}")  # fmt: skip

TRANSPARENT: Final = frozenset({
    "w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdt", "w:sdtContent",
    "w:fldSimple", "w:ruby", "w:rubyBase", "mc:AlternateContent", "mc:Choice",
})  # fmt: skip
"""Elements that stand around text and change nothing of it."""
DELETED: Final = frozenset({"w:del", "w:moveFrom"})
"""Elements around tracked deletions."""
EDGES: Final = frozenset({"w:tbl", "w:tc", "w:footnote", "w:endnote", "w:comment", "w:txbxContent"})
"""Elements whose begin and end separate words, whatever the paragraphs inside say."""
DRAWINGS: Final = frozenset({"w:drawing", "w:pict", "w:object"})
UNREAD: Final = frozenset({"mc:Fallback", "w:sdtPr", "w:sdtEndPr", "w:pPr", "w:rPr", "w:tblPr", "w:tcPr", "w:trPr"})
"""Elements without text of their own: the second form of what `mc:Choice` holds, and properties."""

_SYMBOLS: Final = dict(zip("ABCDEFGHIKLMNOPQRSTUWXYZabcdefghiklmnopqrstuwxyz",
                           "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηικλμνοπθρστυωξψζ", strict=True))  # fmt: skip
"""The letters of the font Symbol (Adobe's encoding, https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt)."""
_PRIVATE: Final = range(0xF000, 0xF100)
"""Where Word puts the characters of symbol fonts."""


def name_of(element: Element) -> str:
    """Return the name of an element with its prefix (`w:p`); empty for what is no element."""
    return _name(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute of WordprocessingML (`val`), or None where the element or the attribute is missing."""
    if element is None:
        return None
    return next((value for space in _ATTRIBUTE_SPACES if (value := element.get(space + name)) is not None), None)


def relationship_of(element: Element, name: str = "id") -> str | None:
    """Return the id of the relationship that an element names (`r:id`, `r:embed`), or None."""
    return next((value for space in _RELATIONSHIPS if (value := element.get(f"{space}{name}"))), None)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the element at a path of names below an element, or None."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if name_of(inner) == name), None)
    return element


def is_on(properties: Element | None, name: str) -> bool | None:
    """Return what an on-off property says, or None where it is not set (ECMA-376 Part 1, 17.17.4)."""
    found = child(properties, name)
    if found is None:
        return None
    return (attribute(found, "val") or "true") not in ("0", "false", "off", "none")


def symbol_of(element: Element) -> str:
    """Return the character a `w:sym` stands for: Greek letters of Symbol, a bullet for a picture."""
    try:
        code = int(attribute(element, "char") or "", 16)
        character = chr(code)
    except (ValueError, OverflowError):
        return ""
    if code not in _PRIVATE:
        return character if character.isprintable() else "•"
    is_greek = (attribute(element, "font") or "").lower() == "symbol"
    return _SYMBOLS.get(chr(code - 0xF000), "•") if is_greek else "•"


def joins_next(paragraph: Element) -> bool:
    """Whether a paragraph's text goes on in the next one: a drop cap in its frame, or a tracked deletion of its end."""
    properties = child(paragraph, "w:pPr")
    is_initial = attribute(child(properties, "w:framePr"), "dropCap") in ("drop", "margin")
    return is_initial or child(properties, "w:rPr", "w:del") is not None


def description_of(drawing: Element) -> str:
    """Return the description of a picture (`wp:docPr` in a drawing, `v:shape` in an old one), or an empty text."""
    for inner in drawing.iter():
        name = name_of(inner)
        is_first = name in ("docPr", "shape")
        if is_first and next(drawn_texts(drawing), None) is None:
            return clean_text(inner.get("descr") or inner.get("alt") or "").strip()
    return ""


def drawn_texts(element: Element) -> Iterator[Element]:
    """Yield what holds text inside a drawing: text boxes (`w:txbxContent`, outermost ones) and labels (`a:t`).

    Each comes once: not also in its second form for old programs.
    """
    for inner in element:
        name = name_of(inner)
        if name in ("w:txbxContent", "a:t"):
            yield inner
        elif name != "mc:Fallback":
            yield from drawn_texts(inner)


@lru_cache(maxsize=2048)
def _name(tag: str) -> str:
    space, _, local = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{local}" if prefix else local
