"""docProps/*.xml -> the book's metadata (ISO/IEC 29500 Part 2, core properties; Part 1, extended and custom ones).

Who owns the program is no publisher: `Company` counts only where the book's own text names it as that.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.manuscript.docx.package import Package
from pipeline.manuscript.imprint import isbn_digits, valid_isbn
from pipeline.manuscript.markup import Element, local_name
from pipeline.manuscript.words import clean_text
from pipeline.model import Metadata

_PROGRAMS: Final = frozenset({
    "python-docx", "microsoft office user", "microsoft word", "windows user", "user", "unknown", "author", "admin",
    "administrator", "un-named", "docx4j", "apache poi", "openoffice.org", "libreoffice", "owner",
})  # fmt: skip
"""Names that programs write where a person's should stand."""
_UNTITLED: Final = re.compile(
    r"(?:document|dokument|untitled|unbenannt) ?\d*|microsoft word.*|.*\.(?:docx?|odt|rtf)", re.I
)
_DATE: Final = re.compile(r"(?:1[5-9]|20)\d\d(?:-\d\d(?:-\d\d)?)?(?=T|\Z)")


def read_metadata(package: Package) -> Metadata:
    """Return what the document says of itself; made-up titles and authors count as none.

    A date is one of publication (`dcterms:issued`, a custom property), never that of the file.
    """
    core = _fields(package.properties)
    custom = _custom(package.custom)
    title = core.get("title", "")
    series = custom.get("series", "")
    return Metadata(
        title="" if _UNTITLED.fullmatch(title) else title,
        subtitle=custom.get("subtitle", ""),
        authors=tuple(name for name in _people(core.get("creator", "")) if name.lower() not in _PROGRAMS),
        translators=_people(custom.get("translator", "") or custom.get("translators", "")),
        language=core.get("language", "").replace("_", "-"),
        publisher=custom.get("publisher", "") or core.get("publisher", ""),
        date=_date(custom.get("publication date", "") or custom.get("date", "") or core.get("issued", "")),
        isbn=valid_isbn(isbn_digits(custom.get("isbn", "") or core.get("identifier", ""))),
        description="" if "python-docx" in core.get("description", "") else core.get("description", ""),
        subjects=tuple(filter(None, (part.strip() for part in re.split(r"[,;]", core.get("keywords", ""))))),
        series=series,
        series_position=(custom.get("series position", "") or custom.get("volume", "")) if series else "",
    )


def company(package: Package) -> str:
    """Return the firm that the program belongs to; empty where it says none."""
    return _fields(package.application).get("company", "")


def _people(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, re.split(r"\s*[;\n]\s*", text.strip()))))


def _date(text: str) -> str:
    found = _DATE.match(text.strip())
    return found[0] if found else ""


def _fields(properties: Element | None) -> dict[str, str]:
    """Return the first text of each element."""
    return {
        local_name(element): clean_text(element.text or "").strip()
        for element in reversed(properties if properties is not None else ())
    }


def _custom(properties: Element | None) -> dict[str, str]:
    """Return custom properties by their names, whose words any program may write together or apart."""
    found = {}
    for element in properties if properties is not None else ():
        name = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]+", " ", element.get("name") or "").lower()
        found[name] = clean_text("".join(str(text) for text in element.itertext())).strip()
    return found
