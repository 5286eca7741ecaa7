"""The manuscript's own EPUB 3 and timed chapters -> the same EPUB with narration: Media Overlays over its own pages.

Every file keeps its bytes, except the pages that are narrated (spans around what lights up, a link to the style) and
the package document (overlays, audio, durations).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from lxml import etree

from pipeline.model import Place
from pipeline.release.epub_parts import lit_units
from pipeline.release.marked_text import Markup, Run, insert_spans
from pipeline.release.matching import find_in_source
from pipeline.release.overlay import ACTIVE_CLASS, STYLE, Clip, clock, close_gaps, format_overlay, total_s
from pipeline.release.plans import FinishedBook, Member
from pipeline.release.timing import TimedChapter, TimedParagraph

_OPF = "{http://www.idpf.org/2007/opf}"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_CONTAINER = "META-INF/container.xml"
_FOLDER = "declaim"
"""Of everything that is added, beside the package document."""
_PAGE = "application/xhtml+xml"


@dataclass(slots=True)
class _Page:
    """A document of the EPUB while its text is being marked."""

    path: str
    item: etree._Element
    markup: Markup
    spans: list[tuple[Run, str]] = field(default_factory=list)
    clips: list[tuple[int, Clip]] = field(default_factory=list)
    """With the place of each in the document: the overlay follows the text."""

    def mark(self, run: Run) -> str:
        """Return the id of a new span, or "" where the run lies in one that is there."""
        if any(run.start < other.stop and other.start < run.stop for other, _ in self.spans[-4:]):
            return ""
        name = f"declaim-{len(self.spans) + 1}"
        self.spans.append((run, name))
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Package:
    path: str
    tree: etree._Element
    files: Mapping[str, bytes]
    order: tuple[str, ...]

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.path)

    def added(self, name: str) -> str:
        """Return the path of a file that is added, from the root of the EPUB."""
        return posixpath.join(self.folder, _FOLDER, name)


def make_members(book: FinishedBook, audio: Mapping[str, str], *, highlight: str) -> tuple[Member, ...] | None:
    """Return the members of the EPUB, or None where the manuscript cannot carry narration.

    Then one is made of the script. That is a manuscript that is no EPUB 3, has narration of its own, or none of whose
    pages holds what is narrated.
    """
    package = _open_package(book.source) if book.source else None
    if package is None:
        return None
    pages = _pages(package)
    heard = {
        chapter.id: clips
        for chapter in book.timed
        if (clips := _mark_chapter(chapter, pages, book.places, package, highlight=highlight))
    }
    marked = [page for page in pages.values() if page.clips]
    texts = {page.path: _with_style(_marked_source(page), page.path, package) for page in marked}
    if not marked or not all(text and _is_whole(text) for text in texts.values()):
        return None
    return _members(book, package, marked, texts, {name: audio[name] for name in heard})


def _open_package(data: bytes) -> _Package | None:
    """Return the EPUB taken apart, or None where it is not one that an overlay can be laid over."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            files = {name: archive.read(name) for name in names}
        container = etree.fromstring(files[_CONTAINER], _parser())
        path = next(str(root.get("full-path")) for root in container.iter(_ROOTFILE))
        tree = etree.fromstring(files[path], _parser())
    except (zipfile.BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError):
        return None
    is_narrated = any(item.get("media-overlay") for item in tree.iter(f"{_OPF}item"))
    is_usable = str(tree.get("version", "")).startswith("3") and not is_narrated
    return _Package(path=path, tree=tree, files=files, order=tuple(dict.fromkeys(names))) if is_usable else None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _pages(package: _Package) -> dict[str, _Page]:
    pages = {}
    for item in package.tree.iter(f"{_OPF}item"):
        path = posixpath.normpath(posixpath.join(package.folder, unquote(str(item.get("href")))))
        if item.get("media-type") == _PAGE and path in package.files:
            text = package.files[path].decode("utf-8", errors="replace").removeprefix("\ufeff")
            pages[path] = _Page(path=path, item=item, markup=Markup(source=text))
    return pages


def _mark_chapter(
    chapter: TimedChapter,
    pages: Mapping[str, _Page],
    places: Mapping[str, Place],
    package: _Package,
    *,
    highlight: str,
) -> tuple[Clip, ...]:
    """Mark what is heard of a chapter in its pages and return the clips, in the order they are heard."""
    found: list[tuple[_Page, int, Clip]] = []
    audio = package.added(f"{chapter.id}.mp3")
    for paragraph in chapter.paragraphs:
        place = places.get(paragraph.id)
        page = pages.get(place.part) if place else None
        if place and page:
            found += [(page, run, clip) for run, clip in _mark_paragraph(paragraph, page, place, audio, highlight)]
    closed = close_gaps([clip for _, _, clip in found], duration_s=chapter.duration_s) if found else ()
    by_target = {clip.target: clip for clip in closed}
    for page, position, clip in found:
        if clip.target in by_target:
            page.clips.append((position, by_target[clip.target]))
    return closed


def _mark_paragraph(
    paragraph: TimedParagraph, page: _Page, place: Place, audio: str, highlight: str
) -> list[tuple[int, Clip]]:
    units = lit_units(paragraph, highlight)
    ranges = find_in_source(paragraph.text, [unit[:2] for unit in units], page.markup.text, place.start, place.stop)
    ends = [*(begin_s for _, _, begin_s in units[1:]), paragraph.sentences[-1].end_s] if units else []
    clips = []
    for (_, _, begin_s), end_s, found in zip(units, ends, ranges, strict=True):
        runs = page.markup.runs(*found) if found else ()
        letters = sum(run.letters for run in runs)
        for run in runs:
            # Where tags cut a sentence, its parts share its time by their letters.
            name = page.mark(run)
            if name:
                clip = Clip(target=f"{page.path}#{name}", audio=audio, begin_s=begin_s, end_s=end_s)
                clips.append((run.start, clip))
            begin_s += (end_s - begin_s) * run.letters / letters if letters else 0.0
            letters -= run.letters
    return clips


def _marked_source(page: _Page) -> str:
    return insert_spans(page.markup.source, sorted(page.spans, key=lambda span: span[0].start))


def _with_style(text: str, path: str, package: _Package) -> str:
    """Return a page that knows the style of what lights up; "" where it has no head."""
    head = text.find("</head>")
    href = posixpath.relpath(package.added("overlay.css"), posixpath.dirname(path) or ".")
    link = f'<link rel="stylesheet" type="text/css" href="{quote(href)}"/>'
    return f"{text[:head]}{link}{text[head:]}" if head >= 0 else ""


def _is_whole(text: str) -> bool:
    try:
        etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError:
        return False
    return True


def _members(
    book: FinishedBook,
    package: _Package,
    pages: Sequence[_Page],
    texts: Mapping[str, str],
    audio: Mapping[str, str],
) -> tuple[Member, ...]:
    overlays = {}
    for number, page in enumerate(pages, start=1):
        clips = [clip for _, clip in sorted(page.clips, key=lambda one: one[0])]
        overlays[f"overlay-{number}.smil"] = (page, clips)
    _describe(book, package, overlays, sorted(audio))
    changed = {path: text.encode() for path, text in texts.items()}
    changed[package.path] = etree.tostring(package.tree, xml_declaration=True, encoding="UTF-8") + b"\n"
    first = ["mimetype", *(name for name in package.order if name != "mimetype")]
    members = [Member(path=name, data=changed.get(name, package.files[name])) for name in first]
    members.append(Member(path=package.added("overlay.css"), data=STYLE.encode()))
    for name, (page, clips) in overlays.items():
        folder = posixpath.dirname(package.added(name))
        smil = format_overlay(clips, folder=folder, document=page.path)
        members.append(Member(path=package.added(name), data=smil.encode()))
    members += [Member(path=package.added(f"{name}.mp3"), file=file) for name, file in sorted(audio.items())]
    return tuple(members)


def _describe(
    book: FinishedBook, package: _Package, overlays: Mapping[str, tuple[_Page, list[Clip]]], chapters: Sequence[str]
) -> None:
    """Enter overlays, audio, style and durations into the package document."""
    metadata, manifest = (next(package.tree.iter(f"{_OPF}{name}")) for name in ("metadata", "manifest"))
    _add_item(manifest, "declaim-style", "overlay.css", "text/css")
    for chapter in chapters:
        _add_item(manifest, f"declaim-{chapter}", f"{chapter}.mp3", "audio/mpeg")
    total = 0.0
    for number, (name, (page, clips)) in enumerate(overlays.items(), start=1):
        identity = f"declaim-overlay-{number}"
        _add_item(manifest, identity, name, "application/smil+xml")
        page.item.set("media-overlay", identity)
        _add_meta(metadata, "media:duration", clock(total_s(clips)), refines=f"#{identity}")
        total += total_s(clips)
    _add_meta(metadata, "media:duration", clock(total))
    _add_meta(metadata, "media:active-class", ACTIVE_CLASS)
    if book.tags.narrator:
        _add_meta(metadata, "media:narrator", book.tags.narrator)
    _add_meta(metadata, "schema:accessMode", "auditory")
    _add_meta(metadata, "schema:accessibilityFeature", "synchronizedAudioText")


def _add_item(manifest: etree._Element, identity: str, name: str, media_type: str) -> None:
    item = etree.SubElement(manifest, f"{_OPF}item")
    item.set("id", identity)
    item.set("href", f"{_FOLDER}/{name}")
    item.set("media-type", media_type)
    item.tail = "\n"


def _add_meta(metadata: etree._Element, name: str, value: str, *, refines: str = "") -> None:
    meta = etree.SubElement(metadata, f"{_OPF}meta")
    if refines:
        meta.set("refines", refines)
    meta.set("property", name)
    meta.text = value
    meta.tail = "\n"
