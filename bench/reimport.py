"""EPUBs of the corpora -> second editions as DOCX, imported over edited projects: what stays.

    DECLAIM_CORPORA=.../corpora PYTHONPATH=. python bench/reimport.py [NAME]

Each Standard Ebooks EPUB becomes a project with takes (engine `tone`). A producer edits every 9th paragraph and gives
every 11th a direction; the author corrects every 13th, deletes every 29th, adds one after every 31st and moves one from
every 47th to the end of its chapter. The author's edition is written as a DOCX with headings, italics and nothing else
that EPUB can say, and imported over the project. Counted: paragraphs that nobody touched and that keep their id,
direction and take; edits of the producer that still stand; paragraphs changed by both that are kept twice and marked.

The exit code is 1 where one untouched paragraph or one edit is lost.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from pipeline.cli import run_verb
from pipeline.manuscript.read import read_book
from pipeline.model import Book, Kind, MarkName, Paragraph
from pipeline.script.edit import replace_content, set_direction, with_items
from pipeline.script.file import ScriptBlock, ScriptFile, format_script, parse_script
from pipeline.script.import_lock import parse_import_lock

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
    for level in range(1, 4)
)
EDITED, DIRECTED, CORRECTED, DELETED, ADDED, MOVED = 9, 11, 13, 29, 31, 47


@dataclass(slots=True)
class Edition:
    """What the author did; paragraphs are numbered from 1 in the order of the book."""

    touched: set[int] = field(default_factory=set)
    """Corrected or deleted."""
    xml: list[str] = field(default_factory=list)


def write_edition(book: Book) -> tuple[bytes, Edition]:
    """Return the second edition as a DOCX, and what was changed in it."""
    edition, count = Edition(), 0
    for chapter in (chapter for chapter in book.chapters if chapter.is_read_aloud):
        moved: list[str] = []
        for block in chapter.blocks:
            if not isinstance(block, Paragraph):
                edition.xml.append("<w:p><w:r><w:t>* * *</w:t></w:r></w:p>")
                continue
            count += 1
            if block.kind is Kind.HEADING:
                edition.xml.append(paragraph_xml(block, style="Heading1"))
            elif count % DELETED == 0:
                edition.touched.add(count)
            elif count % CORRECTED == 0:
                edition.touched.add(count)
                edition.xml.append(paragraph_xml(block, more=" So the author says now."))
            elif count % MOVED == 0:
                moved.append(paragraph_xml(block))
            else:
                edition.xml.append(paragraph_xml(block))
            if count % ADDED == 0 and block.kind is not Kind.HEADING:
                edition.xml.append(
                    f"<w:p><w:r><w:t>A wholly new paragraph, number {count}, by the author.</w:t></w:r></w:p>"
                )
        edition.xml += moved
    return pack(edition.xml), edition


def paragraph_xml(block: Paragraph, *, style: str = "", more: str = "") -> str:
    """Return a paragraph of a DOCX: words, line breaks and italics; word joiners do not survive word processors."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    italic = {place for mark in block.marks if mark.name is MarkName.EMPHASIS for place in range(mark.start, mark.stop)}
    runs = []
    for match in re.finditer(r"\n|[^\n]", block.text):
        piece, is_italic = match[0], match.start() in italic
        if runs and runs[-1][1] == is_italic:
            runs[-1] = (runs[-1][0] + piece, is_italic)
        else:
            runs.append((piece, is_italic))
    inner = "".join(run_xml(text, is_italic=is_italic) for text, is_italic in [*runs, (more, False)] if text)
    return f"<w:p>{named}{inner}</w:p>"


def run_xml(text: str, *, is_italic: bool) -> str:
    """Return a run of a DOCX."""
    properties = "<w:rPr><w:i/></w:rPr>" if is_italic else ""
    lines = escape(text.replace("\u2060", ""), quote=False).split("\n")
    return f"<w:r>{properties}" + "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines) + "</w:r>"


def pack(paragraphs: list[str]) -> bytes:
    """Return a DOCX of these paragraphs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        body = "".join(paragraphs)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>')
    return buffer.getvalue()


def run(*words: str) -> tuple[int, str]:
    """Run a verb; return its exit code and what it printed."""
    printed = io.StringIO()
    told = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(told):
        code = run_verb(words)
    if code > 1:
        sys.exit(f"declaim {words[0]}: {told.getvalue()}")
    return code, printed.getvalue()


def read_scripts(folder: Path) -> dict[str, ScriptFile]:
    """Return the script files of a project by chapter."""
    files = sorted((folder / "script").glob("*.txt"))
    return {file.stem: parse_script(file.read_text(encoding="utf-8"), name=file.stem) for file in files}


def blocks_of(folder: Path) -> Iterator[ScriptBlock]:
    """Yield every block that is no proposal."""
    for script in read_scripts(folder).values():
        yield from (block for block in script.blocks if not block.is_proposal)


def edit_scripts(folder: Path) -> tuple[dict[str, str], set[str]]:
    """Let the producer work on the script; return the edited texts by id, and the ids with a direction."""
    edited: dict[str, str] = {}
    directed: set[str] = set()
    count = 0
    for chapter, script in read_scripts(folder).items():
        items = list(script.items)
        for place, block in enumerate(items):
            if not isinstance(block, ScriptBlock) or block.kind is Kind.HEADING:
                continue
            count += 1
            if count % EDITED == 0:
                items[place] = replace_content(
                    block, f"{block.text} As the producer has it.", (), kind=Kind(block.kind)
                )
                edited[block.id or ""] = items[place].text
            elif count % DIRECTED == 0:
                items[place] = set_direction(block, "pause-after", "2s")
                directed.add(block.id or "")
        (folder / "script" / f"{chapter}.txt").write_text(format_script(with_items(script, items)), encoding="utf-8")
    return edited, directed


def measure(epub: Path, projects: Path) -> bool:
    """Print the row of one book and return whether nothing was lost."""
    folder = projects / "book"
    base = ("--projects", str(projects))
    run("new", "book", str(epub), *base)
    book_file = folder / "book.toml"
    text = re.sub(r'engine = "\w+"', 'engine = "tone"', book_file.read_text(encoding="utf-8"))
    book_file.write_text(re.sub(r'voice = "\w+"', 'voice = "middle"', text), encoding="utf-8")
    original = {block.id: block.text for block in blocks_of(folder)}
    edited, directed = edit_scripts(folder)
    code, printed = run("record", "book", *base)
    if code:
        sys.exit(f"{epub.name}: not recorded: {printed}")
    data, edition = write_edition(read_book(epub.read_bytes(), name=epub.name))
    (folder / "source" / "second.docx").write_bytes(data)
    named = book_file.read_text(encoding="utf-8").replace(f"source/{epub.name}", "source/second.docx")
    book_file.write_text(named, encoding="utf-8")
    code, _ = run("ingest", "book", *base)
    plan = json.loads(run("plan", "book", "--json", *base)[1])
    return report(
        epub.stem, folder, original, edited, directed, edition, code, {row["paragraph"] for row in plan["to_record"]}
    )


def report(
    name: str,
    folder: Path,
    original: dict[str | None, str],
    edited: dict[str, str],
    directed: set[str],
    edition: Edition,
    code: int,
    to_record: set[str],
) -> bool:
    """Print what stayed, and return whether all of it did that has to."""
    present = {block.id: block for block in blocks_of(folder)}
    touched = {identity for number, identity in enumerate(original, 1) if number in edition.touched}
    untouched = original.keys() - touched - edited.keys()
    kept = {identity for identity in untouched if identity in present and present[identity].text == original[identity]}
    takes = {identity for identity in kept if identity not in to_record}
    edits = {identity for identity, text in edited.items() if identity in present and present[identity].text == text}
    both = edited.keys() & touched
    marked = {block.id for script in read_scripts(folder).values() for block in script.blocks if block.conflict}
    kept_directions = {i for i in directed & kept if present[i].direction}
    print(
        f"{name[:44]:44} {len(original):6} {len(kept):6} of {len(untouched):6} {len(takes):6}"
        f" {len(kept_directions):5} of {len(directed & untouched):4} {len(edits):5} of {len(edited):4}"
        f" {len(both & marked):4} of {len(both):3} {len(marked - both - directed):4} {code:4}"
    )
    lock = parse_import_lock((folder / "script" / "import.lock").read_text(encoding="utf-8"))
    for identity in sorted(map(str, untouched - takes))[:5]:
        found = next((paragraph.text for paragraph in lock.paragraphs if paragraph.id == identity), "gone")
        print(f"    {identity}: {original[identity][:70]!r} -> {found[:70]!r}")
    is_whole = takes == untouched and edits == set(edited) and both <= marked
    return is_whole and kept_directions == directed & untouched and (code == 1) == bool(marked)


def main() -> bool:
    """Print a row for each book."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    books = sorted((Path(os.environ["DECLAIM_CORPORA"]) / "epub" / "standardebooks").glob("*.epub"))
    print(
        f"{'book':44} {'before':>6} {'untouched':>16} {'takes':>6} {'directions':>13} {'edits':>13}"
        f" {'both':>11} {'more':>4} exit"
    )
    results = []
    for epub in books:
        if wanted in epub.name:
            with tempfile.TemporaryDirectory() as folder:
                results.append(measure(epub, Path(folder)))
    return all(results)


if __name__ == "__main__":
    if "DECLAIM_CORPORA" not in os.environ:
        sys.exit("set DECLAIM_CORPORA to the folder of the test corpora")
    sys.exit(0 if main() else 1)
