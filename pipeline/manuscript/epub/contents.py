"""Navigation documents -> table of contents and landmarks: EPUB 3 nav, EPUB 2 NCX and guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.errors import ManuscriptError
from pipeline.manuscript.archive import Archive
from pipeline.manuscript.cutting import Entry
from pipeline.manuscript.elements import text_of
from pipeline.manuscript.epub.package import Item, Package
from pipeline.manuscript.markup import Element, local_name, parse_markup, parse_xml, semantic_types

_NCX: Final = "application/x-dtbncx+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """Where chapters and parts of the book begin, as the book itself says."""

    contents: tuple[Entry, ...]
    landmarks: tuple[Entry, ...]


def read_navigation(archive: Archive, package: Package) -> Navigation:
    """Return the table of contents (nav, else NCX) and the landmarks (nav, guide); damaged ones count as missing."""
    contents: tuple[Entry, ...] = ()
    landmarks: tuple[Entry, ...] = ()
    for item in _navs(package):
        root = _readable(archive, item)
        if root is not None:
            contents = contents or _nav_entries(package, root, item.path, "toc")
            landmarks = landmarks or _nav_entries(package, root, item.path, "landmarks")
    ncx = _ncx(package)
    if not contents and ncx is not None:
        root = _readable(archive, ncx)
        contents = _ncx_entries(package, root, ncx.path) if root is not None else ()
    return Navigation(contents=contents, landmarks=landmarks + _guide_entries(package))


def _navs(package: Package) -> tuple[Item, ...]:
    return tuple(item for item in package.items.values() if "nav" in item.properties)


def _ncx(package: Package) -> Item | None:
    """Return the NCX: as the spine names it, else by its media type or name."""
    by_type = (item for item in package.items.values() if item.media_type == _NCX or item.path.endswith(".ncx"))
    return package.items.get(package.contents_id) or next(by_type, None)


def _readable(archive: Archive, item: Item) -> Element | None:
    try:
        data = archive.read(item.path)
        if item.media_type == _NCX:
            return parse_xml(data, where=item.path)
        return parse_markup(data, where=item.path).root
    except ManuscriptError:
        return None


def _nav_entries(package: Package, root: Element, base: str, kind: str) -> tuple[Entry, ...]:
    """Return the entries of the nav of a kind (`toc`, `landmarks`), outermost depth 1."""
    nav = next(
        (element for element in root.iter() if local_name(element) == "nav" and kind in semantic_types(element)), None
    )
    found: list[Entry] = []
    waiting = [(nav, 0)] if nav is not None else []
    while waiting:
        element, depth = waiting.pop()
        if local_name(element) == "a" and element.get("href"):
            types = tuple(token.lower() for token in semantic_types(element)) if kind == "landmarks" else ()
            found.append(_entry(package, text_of(element), element.get("href") or "", base, max(1, depth), types))
        depth += local_name(element) == "ol"
        waiting.extend((child, depth) for child in reversed(element))
    return tuple(found)


def _ncx_entries(package: Package, root: Element, base: str) -> tuple[Entry, ...]:
    """Return the entries of the NCX's navMap."""
    nav_map = next((element for element in root.iter() if local_name(element) == "navmap"), None)
    found: list[Entry] = []
    waiting = [(nav_map, 0)] if nav_map is not None else []
    while waiting:
        element, depth = waiting.pop()
        children = {local_name(child): child for child in reversed(element)}
        if local_name(element) == "navpoint" and "content" in children:
            title = text_of(children["navlabel"]) if "navlabel" in children else ""
            found.append(_entry(package, title, children["content"].get("src") or "", base, depth, ()))
        waiting.extend((child, depth + 1) for child in reversed(element) if local_name(child) == "navpoint")
    return tuple(found)


def _guide_entries(package: Package) -> tuple[Entry, ...]:
    return tuple(_entry(package, "", href, package.path, 1, (kind,)) for kind, href in package.guide)


def _entry(package: Package, title: str, href: str, base: str, depth: int, types: tuple[str, ...]) -> Entry:
    path, _, fragment = href.partition("#")
    part = package.resolve(path, base=base) if path else base
    return Entry(title=title, part=part, fragment=fragment, depth=depth, types=types)
