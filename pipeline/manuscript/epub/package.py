"""An archive -> its package: metadata, manifest, spine and guide, read by EbookLib.

EbookLib stops at many small defects (a missing file, no metadata, a link without a target). So the package document is
found and parsed here, what EbookLib cannot read is taken out, and EbookLib reads the rest; files are read on demand,
not all at once.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from ebooklib import epub
from lxml import etree

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.markup import Element, local_name, parse_xml

_OPF: Final = "http://www.idpf.org/2007/opf"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_SECTIONS: Final = ("metadata", "manifest", "spine")
_FIELDS: Final = {"item": ("id", "href", "media-type"), "itemref": ("idref",), "reference": ("href",)}
"""What each child must have for EbookLib to read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file of the manifest."""

    id: str
    path: str
    """Inside the archive."""
    media_type: str
    properties: tuple[str, ...] = ()
    fallback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineItem:
    """A place in the reading order."""

    item: Item | None
    """None where the manifest has no such item."""
    idref: str
    is_linear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One element of the metadata."""

    name: str
    """`title`, `creator`, ... of Dublin Core, or `meta`."""
    text: str
    attributes: dict[str, str]
    """Without namespaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The package document."""

    path: str
    items: dict[str, Item]
    spine: tuple[SpineItem, ...]
    fields: tuple[Field, ...]
    guide: tuple[tuple[str, str], ...]
    """(type, path with fragment)."""
    contents_id: str
    """The id of the NCX; empty where the spine names none."""

    def resolve(self, href: str, *, base: str = "") -> str:
        """Return the path inside the archive for a link in a file (by default, in the package document)."""
        folder = posixpath.dirname(base or self.path)
        return posixpath.normpath(posixpath.join(folder, unquote(href))).lstrip("/")


class _Reader(epub.EpubReader):  # type: ignore[misc]
    """EbookLib's reader over a package document that is already parsed; it reads no files."""

    def __init__(self, root: Element, path: str) -> None:
        super().__init__(path)
        self.opf_file = path
        self.opf_dir = posixpath.dirname(path)
        self.container = etree.ElementTree(root)

    def read_file(self, name: str) -> bytes:  # noqa: ARG002
        return b""

    def _load(self) -> None:
        self._load_metadata()
        self._load_manifest()
        self._load_spine()
        self._load_guide()


def read_package(archive: Archive) -> Package:
    """Return the package of an EPUB. Raises ManuscriptError where there is none."""
    path = _package_path(archive)
    root = _repaired(parse_xml(archive.read(path), where=f"{archive.name}: {path}"))
    contents_id = _take_contents_id(root)
    manifest = {element.get("id") or "": element for element in root.iter(f"{{{_OPF}}}item")}
    book = _Reader(root, path).load()
    folder = posixpath.dirname(path)
    items = {}
    for item in book.get_items():
        element = manifest.get(item.get_id())
        if element is not None:
            items[item.get_id()] = Item(
                id=item.get_id(),
                path=posixpath.normpath(posixpath.join(folder, item.get_name())).lstrip("/"),
                media_type=(element.get("media-type") or "").lower(),
                properties=tuple((element.get("properties") or "").split()),
                fallback=element.get("fallback") or "",
            )
    spine = tuple(
        SpineItem(item=items.get(idref), idref=idref, is_linear=(linear or "yes").lower() != "no")
        for idref, linear in book.spine
    )
    return Package(
        path=path,
        items=items,
        spine=spine,
        fields=_fields(book),
        guide=tuple(((entry["type"] or "").lower(), entry["href"]) for entry in book.guide),
        contents_id=contents_id,
    )


def _package_path(archive: Archive) -> str:
    """Return the path of the package document: as the container says, else the first `.opf` there is."""
    if archive.find("META-INF/container.xml"):
        root = parse_xml(archive.read("META-INF/container.xml"), where=f"{archive.name}: META-INF/container.xml")
        for element in root.iter():
            path = unquote(element.get("full-path") or "")
            if local_name(element) == "rootfile" and archive.find(path):
                return archive.find(path) or path
    found = sorted(
        (path for path in archive.paths if path.lower().endswith(".opf")), key=lambda path: (path.count("/"), path)
    )
    if not found:
        raise ManuscriptError(
            f"{archive.name}: this is a zip without a book in it (no package document); it is not an EPUB"
        )
    return found[0]


def _repaired(root: Element) -> Element:
    """Return the package document with the sections EbookLib needs, in its namespace, without what it cannot read."""
    for element in root.iter():
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.tag = f"{{{_OPF}}}{element.tag}"
    metadata, _, spine = (_section(root, name) for name in _SECTIONS)
    _flatten_metadata(metadata)
    guide = root.find(f"{{{_OPF}}}guide")
    for section in (spine, *(() if guide is None else (guide,))):
        for child in list(section):
            if local_name(child) not in _FIELDS:
                section.remove(child)
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and not all(element.get(name) for name in _FIELDS.get(local_name(element), ())):
            parent.remove(element)
    return root


def _section(root: Element, name: str) -> Element:
    """Return a section of the package document, added where it is missing."""
    found = root.find(f"{{{_OPF}}}{name}")
    return etree.SubElement(root, f"{{{_OPF}}}{name}") if found is None else found


def _flatten_metadata(metadata: Element) -> None:
    """Move the fields of `dc-metadata` and `x-metadata` (Open eBook 1.2) up to where EbookLib looks for them.

    EbookLib also needs one field of Dublin Core.
    """
    for group in list(metadata):
        if local_name(group) in ("dc-metadata", "x-metadata"):
            metadata.extend(list(group))
            metadata.remove(group)
    if metadata.find(f"{{{_DC}}}*") is None:
        etree.SubElement(metadata, f"{{{_DC}}}type")


def _take_contents_id(root: Element) -> str:
    """Return the id of the NCX, and take it away from EbookLib, which would read the file and stop at its defects."""
    spine = root.find(f"{{{_OPF}}}spine")
    return str(spine.attrib.pop("toc", "")) if spine is not None else ""


def _fields(book: epub.EpubBook) -> tuple[Field, ...]:
    """Return the metadata as EbookLib has it: namespace -> name -> (text, attributes)."""
    return tuple(
        Field(
            name=(name or "").rpartition("}")[2].lower(),
            text=" ".join((text or "").split()),
            attributes={key.rpartition("}")[2]: value for key, value in (attributes or {}).items()},
        )
        for names in book.metadata.values()
        for name, entries in names.items()
        for text, attributes in entries
    )
