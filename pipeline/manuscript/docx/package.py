"""Bytes of a DOCX -> its parts as trees: the text, styles, notes, comments, headers and properties.

Relationships name the parts; where they are missing, the names that Word gives do. A relationship to something outside
the file is never followed. Nothing but the parts that hold text is unpacked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from lxml import etree

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.markup import Element, local_name

ELEMENT_LIMIT: Final = 1_200_000
"""Elements of one part; Treasure Island has 12,000, and a million take half a minute."""
_NOTES: Final = ("footnotes", "endnotes")
_FRAMES: Final = ("header", "footer")
_BESIDE: Final = ("styles", "numbering")
"""Parts without text."""
_KINDS: Final = (*_NOTES, *_FRAMES, *_BESIDE, "comments")
_PROPERTIES: Final = {"core-properties": "core", "extended-properties": "app", "custom-properties": "custom"}
_OTHERS: Final = (
    ("xl/workbook.xml", "a spreadsheet (Excel)"),
    ("ppt/presentation.xml", "a presentation (PowerPoint)"),
    ("content.xml", "an OpenDocument file"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the package that holds text."""

    path: str
    kind: str
    """`document`, `footnotes`, `endnotes`, `header`, `footer` or `comments`."""
    root: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What of a DOCX a reader needs."""

    document: Part
    parts: tuple[Part, ...]
    """All other parts with text, in the order of their paths."""
    styles: Element | None
    numbering: Element | None
    properties: Element | None
    """Dublin Core and more: docProps/core.xml."""
    application: Element | None = None
    """What the program says: docProps/app.xml."""
    custom: Element | None = None
    """What an author added: docProps/custom.xml."""
    targets: Mapping[str, str] = field(default_factory=dict)
    """Where the text's relationships point inside the package, by their ids: pictures, embedded documents."""


def is_docx(archive: Archive) -> bool:
    """Whether a zip is an Office document and no EPUB."""
    return archive.find("[Content_Types].xml") is not None or archive.find("word/document.xml") is not None


def read_package(archive: Archive) -> Package:
    """Return the parts of a DOCX. Raises ManuscriptError where the text is missing or no XML."""
    main = _main_path(archive)
    related = _related(archive, main) or _by_name(archive, main)
    parts = [
        Part(path=path, kind=kind, root=_parse(archive, path))
        for path, kind in sorted(related.items())
        if kind not in _BESIDE
    ]
    beside = {kind: _parse(archive, path) for path, kind in related.items() if kind in _BESIDE}
    named = {kind: path for path, kind in _targets(archive, "").items()}
    core, application, custom = (named.get(kind, f"docProps/{name}.xml") for kind, name in _PROPERTIES.items())
    return Package(
        document=Part(path=main, kind="document", root=_parse(archive, main)),
        parts=tuple(parts),
        styles=beside.get("styles"),
        numbering=beside.get("numbering"),
        properties=_parse(archive, core) if archive.find(core) else None,
        application=_parse(archive, application) if archive.find(application) else None,
        custom=_parse(archive, custom) if archive.find(custom) else None,
        targets={identifier: path for identifier, path, _ in _relationships(archive, main)},
    )


def _main_path(archive: Archive) -> str:
    """Return the path of the part that holds the text. Raises ManuscriptError where there is none."""
    named = (path for path, kind in _targets(archive, "").items() if kind == "officeDocument")
    for path in (*named, "word/document.xml"):
        if path.endswith(".xml") and archive.find(path) and not path.startswith(("xl/", "ppt/")):
            return path
    other = next((kind for path, kind in _OTHERS if archive.find(path)), "")
    raise ManuscriptError(
        f"{archive.name}: this is {other}, not a Word document; save the text as DOCX"
        if other
        else f"{archive.name}: the DOCX has no text part (word/document.xml); save it again in Word or LibreOffice"
    )


def _related(archive: Archive, main: str) -> dict[str, str]:
    """Return the parts that the text's relationships name, with their kinds."""
    return {path: kind for path, kind in _targets(archive, main).items() if kind in _KINDS and archive.find(path)}


def _by_name(archive: Archive, main: str) -> dict[str, str]:
    """Return the parts beside the text that have the names Word gives, with their kinds."""
    folder = posixpath.dirname(main)
    names = {path: posixpath.basename(path).removesuffix(".xml").rstrip("0123456789") for path in archive.paths}
    return {path: kind for path, kind in names.items() if kind in _KINDS and posixpath.dirname(path) == folder}


def _targets(archive: Archive, source: str) -> dict[str, str]:
    """Return where a part's relationships (`""`: the package's) point inside the package, with their kinds."""
    return {path: kind for _, path, kind in _relationships(archive, source)}


def _relationships(archive: Archive, source: str) -> list[tuple[str, str, str]]:
    """Return a part's relationships inside the package: id, path, kind."""
    folder, name = posixpath.split(source)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not archive.find(path):
        return []
    found = []
    for relationship in _parse(archive, path):
        target = unquote(relationship.get("Target") or "")
        if local_name(relationship) == "relationship" and target and relationship.get("TargetMode") != "External":
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append((relationship.get("Id") or "", inside, kind))
    return found


def _parse(archive: Archive, path: str) -> Element:
    """Return a part as a tree. Raises ManuscriptError where it is not XML, or declares entities, as Word never does."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(archive.read(path), parser)
    except etree.XMLSyntaxError as error:
        raise ManuscriptError(
            f"{archive.name}: {path} is not readable XML ({error.msg}); save the document again in Word or LibreOffice"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ManuscriptError(
            f"{archive.name}: {path} declares a document type, which no word processor writes and which can be made to"
            " harm; save the document again in Word or LibreOffice"
        )
    if sum(1 for _ in root.iter()) > ELEMENT_LIMIT:
        raise ManuscriptError(
            f"{archive.name}: {path} has more than {ELEMENT_LIMIT} elements; this is no book, or split it"
        )
    return root
