"""Small DOCX files from XML, for tests."""

from __future__ import annotations

import io
import zipfile

from pipeline.manuscript.read import read_book
from pipeline.model import Book

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My chapter"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Verse"><w:name w:val="Verse"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Hervor"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
"""


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*inner: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs; plain text becomes a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in inner if piece)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def field(code: str, result: str) -> str:
    """Return a field with its code and its last result."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{middle}{result}{end}"


def notes(**bodies: str) -> str:
    """Return the footnotes part; the ids are `n1`, ... without the letter."""
    rows = "".join(f'<w:footnote w:id="{key[1:]}">{body}</w:footnote>' for key, body in bodies.items())
    return f"<w:footnotes {SPACES}>{rows}</w:footnotes>"


def docx(body: str, *, parts: dict[str, str] | None = None, core: str = "", styles: str = STYLES) -> bytes:
    """Return a DOCX around a body; `parts` are further parts by their file names in word/, such as footnotes.xml."""
    files = {"[Content_Types].xml": "<Types/>", "word/document.xml": document(body)}
    files["word/styles.xml"] = f"<w:styles {SPACES}>{styles}</w:styles>"
    for name, text in (parts or {}).items():
        files[f"word/{name}"] = text
    if core:
        files["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="cp" xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        )
    return packed(files)


def document(body: str) -> str:
    """Return word/document.xml around a body."""
    return f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def packed(files: dict[str, str]) -> bytes:
    """Return a zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def read_docx_body(body: str, **more: object) -> Book:
    """Return the book in a DOCX around a body; every word of it is accounted for."""
    book = read_book(docx(body, **more), name="lamp.docx")  # type: ignore[arg-type]
    assert book.conservation.unaccounted_words == 0
    return book
