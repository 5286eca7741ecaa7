"""docProps/core.xml -> the book's metadata (ISO/IEC 29500 Part 2, core properties)."""

from __future__ import annotations

import re
from typing import Final

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


def read_metadata(properties: Element | None) -> Metadata:
    """Return what the document says of itself; made-up titles and authors count as none."""
    fields = {local_name(element): _text(element) for element in reversed(properties if properties is not None else ())}
    title = fields.get("title", "")
    names = re.split(r"\s*[;\n]\s*", fields.get("creator", ""))
    return Metadata(
        title="" if _UNTITLED.fullmatch(title) else title,
        authors=tuple(dict.fromkeys(name for name in names if name and name.lower() not in _PROGRAMS)),
        language=fields.get("language", "").replace("_", "-"),
        description="" if "python-docx" in fields.get("description", "") else fields.get("description", ""),
        subjects=tuple(filter(None, (part.strip() for part in re.split(r"[,;]", fields.get("keywords", ""))))),
    )


def _text(element: Element) -> str:
    return clean_text(element.text or "").strip()
