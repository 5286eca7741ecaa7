"""Timed chapters -> a read-along EPUB 3 made from the script, for books whose manuscript is no EPUB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from pipeline.model import Boundary, Kind, Mark, MarkName
from pipeline.release.epub_parts import book_identifier, lit_units, modified
from pipeline.release.overlay import ACTIVE_CLASS, STYLE, Clip, clock, close_gaps, format_overlay, total_s
from pipeline.release.plans import FinishedBook, Member
from pipeline.release.timing import TimedChapter, TimedParagraph

MIMETYPE = Member(path="mimetype", data=b"application/epub+zip")
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = (
    """body { margin: 5%; line-height: 1.5; }
h1 { font-size: 1.4em; text-align: center; margin: 2em 0 1em; }
p { margin: 0; text-indent: 1.5em; }
h1 + p, hr + p, .quote, .item, .row, .stage, .note, .caption, .verse { text-indent: 0; }
.quote, .verse { margin: 0.5em 2em; }
.stage, .caption { font-style: italic; }
.row, .note { margin: 0.5em 0; }
hr { width: 20%; margin: 1.5em auto; }
"""
    + STYLE
)
_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A chapter as it stands in the EPUB."""

    chapter: TimedChapter
    title: str
    body: str
    clips: tuple[Clip, ...]
    audio: str
    """Name of the file of the release."""


def make_members(book: FinishedBook, audio: Mapping[str, str], *, highlight: str) -> tuple[Member, ...]:
    """Return the members of the EPUB in their order; `audio` are the MP3 files of the release by chapter id."""
    pages = [
        _page(chapter, title=title.title or f"Chapter {number}", audio=audio[chapter.id], highlight=highlight)
        for number, (chapter, title) in enumerate(zip(book.timed, book.chapters, strict=True), start=1)
    ]
    return tuple(_members(book, pages))


def _members(book: FinishedBook, pages: Sequence[_Page]) -> Iterator[Member]:
    yield MIMETYPE
    yield _text("META-INF/container.xml", _CONTAINER)
    yield _text("package.opf", _package(book, pages))
    yield _text("nav.xhtml", _navigation(book, pages))
    yield _text("style.css", _STYLE)
    if book.tags.cover:
        yield Member(path=_cover_name(book), data=book.tags.cover.data)
    for page in pages:
        name = page.chapter.id
        yield _text(f"text/{name}.xhtml", _document(page.title, page.body, book.tags.language_tag))
        if page.clips:
            yield _text(
                f"overlay/{name}.smil", format_overlay(page.clips, folder="overlay", document=f"text/{name}.xhtml")
            )
            yield Member(path=f"audio/{name}.mp3", file=page.audio)


def _text(path: str, text: str) -> Member:
    return Member(path=path, data=text.encode())


def _cover_name(book: FinishedBook) -> str:
    return f"cover.{_SUFFIXES[book.tags.cover.media_type]}" if book.tags.cover else ""


def _page(chapter: TimedChapter, *, title: str, audio: str, highlight: str) -> _Page:
    blocks: list[str] = []
    clips: list[Clip] = []
    for paragraph in chapter.paragraphs:
        units = lit_units(paragraph, highlight)
        blocks.append(_block(paragraph, units, first=len(clips) + 1))
        for _, _, begin_s in units:
            target = f"text/{chapter.id}.xhtml#u{len(clips) + 1}"
            clips.append(Clip(target=target, audio=f"audio/{chapter.id}.mp3", begin_s=begin_s, end_s=begin_s))
        if paragraph.ends is Boundary.SCENE_BREAK:
            blocks.append("<hr/>")
    if not any(paragraph.kind is Kind.HEADING for paragraph in chapter.paragraphs):
        blocks.insert(0, f"<h1>{escape(title)}</h1>")
    closed = close_gaps(clips, duration_s=chapter.duration_s)
    return _Page(chapter=chapter, title=title, body="\n".join(blocks), clips=closed, audio=audio)


def _block(paragraph: TimedParagraph, units: Sequence[tuple[int, int, float]], *, first: int) -> str:
    opening, closing = {
        Kind.HEADING: ("<h1>", "</h1>"),
        Kind.PARAGRAPH: ("<p>", "</p>"),
        Kind.QUOTE: ('<blockquote class="quote"><p>', "</p></blockquote>"),
    }.get(paragraph.kind, (f'<p class="{paragraph.kind.value}">', "</p>"))
    ranges = [(start, stop, f"u{first + number}") for number, (start, stop, _) in enumerate(units)]
    return opening + _inline(paragraph, ranges) + closing


def _inline(paragraph: TimedParagraph, ranges: Sequence[tuple[int, int, str]]) -> str:
    """Return the text with spans around what lights up; marks are opened again inside each span, so that all nest."""
    written, place = [], 0
    for start, stop, name in ranges:
        written.append(_marked(paragraph, place, start))
        written.append(f'<span id="{name}">{_marked(paragraph, start, stop)}</span>')
        place = stop
    return "".join([*written, _marked(paragraph, place, len(paragraph.text))])


def _marked(paragraph: TimedParagraph, start: int, stop: int) -> str:
    shown = [mark for mark in paragraph.marks if mark.name in _ELEMENTS and mark.start < mark.stop]
    cuts = sorted({start, stop, *(cut for mark in shown for cut in (mark.start, mark.stop) if start < cut < stop)})
    pieces = []
    for begin, end in pairwise(cuts):
        around = [mark for mark in shown if mark.start <= begin and end <= mark.stop]
        pieces.append(_wrapped(escape(paragraph.text[begin:end], quote=False), around))
    return "".join(pieces).replace("\n", " " if paragraph.kind is Kind.ROW else "<br/>")


def _wrapped(text: str, marks: Sequence[Mark]) -> str:
    for mark in marks:
        opening, closing = _ELEMENTS[mark.name]
        text = opening.format(escape(mark.value)) + text + closing
    return text


_ELEMENTS = {
    MarkName.EMPHASIS: ("<em>", "</em>"),
    MarkName.LANG: ('<span xml:lang="{0}" lang="{0}">', "</span>"),
}


def _document(title: str, body: str, language: str) -> str:
    code = escape(language or "und")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{code}"'
        f' lang="{code}">\n<head>\n<title>{escape(title)}</title>\n'
        '<link rel="stylesheet" type="text/css" href="../style.css"/>\n</head>\n'
        f'<body>\n<section epub:type="chapter">\n{body}\n</section>\n</body>\n</html>\n'
    )


def _navigation(book: FinishedBook, pages: Sequence[_Page]) -> str:
    code = escape(book.tags.language_tag or "und")
    rows = "\n".join(f'<li><a href="text/{page.chapter.id}.xhtml">{escape(page.title)}</a></li>' for page in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{code}"'
        f' lang="{code}">\n<head>\n<title>{escape(book.tags.album)}</title>\n</head>\n<body>\n'
        f'<nav epub:type="toc" id="toc">\n<h1>{escape(book.tags.album)}</h1>\n<ol>\n{rows}\n</ol>\n</nav>\n'
        "</body>\n</html>\n"
    )


def _package(book: FinishedBook, pages: Sequence[_Page]) -> str:
    code = escape(book.tags.language_tag or "und")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{code}">',
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *_metadata(book, pages),
            "</metadata>",
            "<manifest>",
            '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
            '<item id="style" href="style.css" media-type="text/css"/>',
            *_items(book, pages),
            "</manifest>",
            "<spine>",
            *(f'<itemref idref="t-{page.chapter.id}"/>' for page in pages),
            "</spine>",
            "</package>\n",
        ]
    )


def _items(book: FinishedBook, pages: Sequence[_Page]) -> Iterator[str]:
    if book.tags.cover:
        kind = book.tags.cover.media_type
        yield f'<item id="cover" href="{_cover_name(book)}" media-type="{kind}" properties="cover-image"/>'
    for page in pages:
        name = page.chapter.id
        overlay = f' media-overlay="o-{name}"' if page.clips else ""
        yield f'<item id="t-{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"{overlay}/>'
        if page.clips:
            yield f'<item id="o-{name}" href="overlay/{name}.smil" media-type="application/smil+xml"/>'
            yield f'<item id="a-{name}" href="audio/{name}.mp3" media-type="audio/mpeg"/>'


def _metadata(book: FinishedBook, pages: Sequence[_Page]) -> Iterator[str]:
    tags = book.tags
    yield f'<dc:identifier id="id">{escape(book_identifier(tags, book.project.slug))}</dc:identifier>'
    yield f"<dc:title>{escape(tags.album)}</dc:title>"
    yield f"<dc:language>{escape(tags.language_tag or 'und')}</dc:language>"
    people = [(name, "creator", "aut") for name in tags.authors]
    people += [(name, "contributor", "trl") for name in tags.translators]
    people += [(tags.narrator, "contributor", "nrt")] if tags.narrator else []
    for number, (name, element, role) in enumerate(people, start=1):
        yield f'<dc:{element} id="person{number}">{escape(name)}</dc:{element}>'
        yield f'<meta refines="#person{number}" property="role" scheme="marc:relators">{role}</meta>'
    optional = (("publisher", tags.publisher), ("date", tags.date), ("description", tags.description))
    yield from (f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in optional if value)
    yield from (f"<dc:subject>{escape(subject)}</dc:subject>" for subject in tags.subjects)
    yield f'<meta property="dcterms:modified">{modified(tags)}</meta>'
    for name, value in _ACCESS:
        yield f'<meta property="schema:{name}">{value}</meta>'
    summary = escape(f"Text with narration. {tags.comment}".strip())
    yield f'<meta property="schema:accessibilitySummary">{summary}</meta>'
    yield f'<meta property="media:active-class">{ACTIVE_CLASS}</meta>'
    if tags.narrator:
        yield f'<meta property="media:narrator">{escape(tags.narrator)}</meta>'
    heard = [page for page in pages if page.clips]
    for page in heard:
        value = clock(total_s(page.clips))
        yield f'<meta property="media:duration" refines="#o-{page.chapter.id}">{value}</meta>'
    yield f'<meta property="media:duration">{clock(sum(total_s(page.clips) for page in heard))}</meta>'


_ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "auditory"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "auditory"),
    ("accessibilityFeature", "synchronizedAudioText"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
)
"""https://www.w3.org/2021/a11y-discov-vocab/latest/."""
