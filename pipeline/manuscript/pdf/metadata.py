"""Properties of a PDF and its title page -> Metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.manuscript.imprint import isbn_digits, read_imprint, valid_isbn
from pipeline.manuscript.passage import Passage
from pipeline.manuscript.words import clean_text
from pipeline.model import Metadata, Paragraph

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP_LIMIT: Final = 2**20
"""Characters of XMP that are read."""
_GENERIC: Final = re.compile(
    r"(?:microsoft word|untitled|unknown|binder|document|print|scan).*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|tex|dvi|txt|html?|qxd|ps)",
    re.IGNORECASE,
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PRISM: Final = re.compile(r"\{http://prismstandard\.org/namespaces/[^}]*\}isbn")
_DATE: Final = re.compile(r"(?:1[5-9]|20)\d\d(?:-\d\d(?:-\d\d)?)?(?=T|\Z)")
_IMPRINT_PASSAGES: Final = 80
"""Passages among which a copyright page's are, where no page of it was found."""


def read_metadata(properties: Mapping[str, str], passages: list[Passage]) -> Metadata:
    """Return what the file says of the book: XMP first, then its information dictionary, then the title page."""
    xmp = _parse_xmp(properties.get("xmp", ""))
    title = _first(xmp, "title") or properties.get("title", "")
    if _GENERIC.fullmatch(title.strip()):
        title = ""
    authors = _values(xmp, "creator") or _split(properties.get("author", ""))
    subjects = _values(xmp, "subject") or re.split(r"[;,]", properties.get("keywords", ""))
    language = _first(xmp, "language") or properties.get("language", "")
    return Metadata(
        title=_clean(title) or _printed_title(passages),
        authors=tuple(filter(None, map(_clean, authors))),
        language=language.strip() if _LANGUAGE.fullmatch(language.strip()) else "",
        publisher=_clean(_first(xmp, "publisher")),
        description=_clean(_first(xmp, "description") or properties.get("subject", "")),
        translators=tuple(filter(None, map(_clean, _roles(xmp, "translator")))),
        date=_date(_first(xmp, "date")),
        subjects=tuple(filter(None, map(_clean, subjects))),
        isbn=_isbn(xmp) or read_imprint(_opening(passages)).isbn,
    )


def _parse_xmp(text: str) -> etree._Element | None:
    """Return the XMP packet as a tree, or None; nothing it refers to is fetched or expanded."""
    if not text.strip() or len(text) > _XMP_LIMIT:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        return etree.fromstring(text.strip().encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _values(xmp: etree._Element | None, name: str) -> list[str]:
    if xmp is None:
        return []
    values: list[str] = []
    for element in xmp.iter(f"{_DC}{name}"):
        items = [item.text or "" for item in element.iter(f"{_RDF}li")]
        values.extend(items or [element.text or ""])
    return [value for value in values if value.strip()]


def _first(xmp: etree._Element | None, name: str) -> str:
    return next(iter(_values(xmp, name)), "")


def _split(authors: str) -> list[str]:
    return re.split(r"\s*[;&]\s*|\s+and\s+", authors)


def _printed_title(passages: list[Passage]) -> str:
    """Return the most prominent heading of the first page that has text."""
    first = next((passage.block.place.part for passage in passages if passage.block.place), "")
    on_page = [
        (passage.level, passage.block.text)
        for passage in passages
        if passage.level
        and isinstance(passage.block, Paragraph)
        and passage.block.place
        and passage.block.place.part == first
    ]
    level, text = min(on_page, default=(0, ""), key=lambda item: item[0])
    return text if level == 1 else ""


def _isbn(xmp: etree._Element | None) -> str:
    """Return the ISBN of XMP: of PRISM, or a Dublin Core identifier that is one."""
    if xmp is None:
        return ""
    named = [element.text or "" for element in xmp.iter() if isinstance(element.tag, str) and _PRISM.match(element.tag)]
    return next(filter(None, (valid_isbn(isbn_digits(value)) for value in [*named, *_values(xmp, "identifier")])), "")


def _roles(xmp: etree._Element | None, role: str) -> list[str]:
    """Return the contributors whose names say their role, as in `Ada Bell (translator)`."""
    said = (re.fullmatch(rf"(.+?)\s*\(\s*{role}\s*\)", value.strip(), re.I) for value in _values(xmp, "contributor"))
    return [found[1] for found in said if found]


def _date(text: str) -> str:
    """Return a date of publication without the time of day; empty for what is none."""
    found = _DATE.match(text.strip())
    return found[0] if found else ""


def _opening(passages: list[Passage]) -> str:
    blocks = [passage.block for passage in passages[:_IMPRINT_PASSAGES]]
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _clean(text: str) -> str:
    return clean_text(text).strip()
