"""The first picture of a DOCX -> the cover, where it is one."""

from __future__ import annotations

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.docx.elements import name_of, relationship_of
from pipeline.manuscript.docx.package import Package
from pipeline.manuscript.markup import Element
from pipeline.manuscript.pictures import make_cover
from pipeline.model import Cover

_EMU_PER_CM = 360_000
"""English metric units of a centimetre (ECMA-376 Part 1, 20.1.10.16)."""
_LEAST_HEIGHT_CM = 10.0
"""Of a picture that fills a page; a vignette or a publisher's mark is smaller."""


def read_cover(archive: Archive, package: Package) -> Cover | None:
    """Return the picture that stands before the first word and is as high as a cover; None where there is none."""
    picture = _first_picture(package.document.root)
    path = package.targets.get(picture, "") if picture else ""
    if not path or not archive.find(path):
        return None
    try:
        return make_cover(archive.read(path), name=path)
    except ManuscriptError:
        return None  # a book is not refused for its cover


def _first_picture(root: Element) -> str:
    """Return the relationship of the first picture, if it is large and no word stands before it."""
    height = 0
    for element in root.iter():
        name = name_of(element)
        if name == "w:t" and (element.text or "").strip():
            return ""
        if name.endswith("extent"):
            height = int(element.get("cy") or "0") if (element.get("cy") or "0").isdigit() else 0
        if name == "a:blip":
            found = relationship_of(element, "embed") or ""
            return found if height >= _LEAST_HEIGHT_CM * _EMU_PER_CM else ""
    return ""
