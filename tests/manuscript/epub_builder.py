"""Small EPUBs from text, for tests."""

from __future__ import annotations

import io
import zipfile

from pipeline.manuscript.read import read_book
from pipeline.model import Book, Chapter, Paragraph

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{attributes}>
<head><title>not displayed</title><style>p {{ color: red }}</style></head><body>{body}</body></html>"""

METADATA = "<dc:title>The Lamp</dc:title><dc:creator>Ada Bell</dc:creator><dc:language>en</dc:language>"


def page(body: str, attributes: str = "") -> str:
    """Return an XHTML document around a body."""
    return PAGE.format(body=body, attributes=attributes)


def nav(*entries: tuple[str, str], more: str = "") -> str:
    """Return a navigation document; an entry is (title, link), two spaces before a title go one level deeper."""
    rows = []
    depth = 0
    for title, link in entries:
        level = (len(title) - len(title.lstrip())) // 2
        rows.append(
            "<ol>" * (level - depth) + "</ol>" * (depth - level) + f'<li><a href="{link}">{title.strip()}</a></li>'
        )
        depth = level
    toc = f'<nav epub:type="toc"><ol>{"".join(rows)}{"</ol>" * depth}</ol></nav>'
    return page(toc + more)


def epub(
    pages: dict[str, str],
    *,
    contents: str = "",
    metadata: str = METADATA,
    spine: str = "",
    guide: str = "",
    ncx: str = "",
    files: dict[str, str | bytes] | None = None,
    manifest: str = "",
) -> bytes:
    """Return an EPUB: `pages` are bodies by file name, or whole documents; the spine is in their order unless given."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in reversed(pages))
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>' if contents else ""
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if ncx else ""
    order = spine or "".join(f'<itemref idref="{name}"/>' for name in pages)
    toc = ' toc="ncx"' if ncx else ""
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata>'
        f"<manifest>{items}{manifest}</manifest><spine{toc}>{order}</spine>{guide}</package>"
    )
    stored: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    stored["EPUB/package.opf"] = package
    stored |= {
        f"EPUB/{name}": text if text.lstrip().startswith("<?xml") else page(text) for name, text in pages.items()
    }
    stored |= {"EPUB/nav.xhtml": contents} if contents else {}
    stored |= {"EPUB/toc.ncx": ncx} if ncx else {}
    return zipped({**stored, **(files or {})})


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def read(pages: dict[str, str] | str, **options: object) -> Book:
    """Return the book of an EPUB made of pages; a text is the body of the only one. No word may be unaccounted for."""
    data = epub({"c1.xhtml": pages} if isinstance(pages, str) else pages, **options)  # type: ignore[arg-type]
    book = read_book(data, name="lamp.epub")
    assert book.conservation.unaccounted_words == 0
    return book


def paragraphs(book: Book) -> list[Paragraph]:
    """Return the paragraphs of everything read aloud."""
    return [block for chapter in spoken(book) for block in chapter.blocks if isinstance(block, Paragraph)]


def texts(book: Book) -> list[str]:
    """Return the texts of everything read aloud."""
    return [paragraph.text for paragraph in paragraphs(book)]


def spoken(book: Book) -> list[Chapter]:
    """Return the chapters that are read aloud."""
    return [chapter for chapter in book.chapters if chapter.is_read_aloud]


def skipped(book: Book) -> dict[str, int]:
    """Return the words left out, by rule."""
    found: dict[str, int] = {}
    for skip in book.conservation.skipped:
        found[skip.rule] = found.get(skip.rule, 0) + skip.words
    return found


def prose(word: str, words: int = 400) -> str:
    """Return a paragraph long enough to be a part of a story."""
    return f"<p>{' '.join([word] * words)}.</p>"
