"""All manuscripts of the corpora: text or a clear refusal, no word unaccounted for, and the bars of accuracy."""

import importlib.util
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import ManuscriptError
from pipeline.manuscript.extract import extracted
from pipeline.manuscript.read import read_book
from pipeline.manuscript.rules import GROUNDS, PARTITIONS, SKIPS
from pipeline.manuscript.words import split_words
from pipeline.model import Paragraph

CORPORA = Path(os.environ["DECLAIM_CORPORA"]) if "DECLAIM_CORPORA" in os.environ else None
FOLDERS = ("epub/", "docx/", "txt_html/", "hostile/")
FORMATS = (".epub", ".docx", ".html", ".htm", ".txt")
REFUSED = {
    "invalid_mimetypeAndVersion.epub": "no text",
    "invalid_no-rootfile.epub": "no text",
    "valid_empty_archive.epub": "not an EPUB",
    "all_empty_chapters.epub": "no text",
    "drm_fairplay.epub": "DRM",
    "is_a_png.epub": "PNG picture",
    "zero.epub": "empty",
    "zip_password_flag.epub": "password",
    "empty.docx": "no text",
    "bug53475-password-is-pass.docx": "protected by a password",
    "truncated62886.docx": "damaged zip",
    "docx_bomb_200MB.docx": "more than 64 MB",
    "docx_xxe.docx": "document type",
    "is_ole2_doc.docx": "old Word document",
}
EXACT = {"word_recall": 0.999, "word_precision": 0.998, "shingle5_recall": 0.995}
CHAPTERS = {"chapter_recall": 0.98, "chapter_precision": 0.98}
RULES = {*GROUNDS, *SKIPS, "note-body", *(f"{ground}.{p.name}" for ground in ("semantics", "name") for p in PARTITIONS)}


def rows(*, with_truth):
    if CORPORA is None:
        return [pytest.param(None, marks=pytest.mark.skip(reason="DECLAIM_CORPORA is not set"))]
    manifest = json.loads((CORPORA / "manifest.json").read_text(encoding="utf-8"))
    books = [row for row in manifest if row["file"].startswith(FOLDERS) and row["file"].endswith(FORMATS)]
    found = [row for row in books if "truth" in row or not with_truth]
    return [pytest.param(row, id=Path(row["file"]).name) for row in found]


@pytest.mark.parametrize("row", rows(with_truth=False))
def test_every_manuscript_gives_its_text_or_a_clear_refusal(row):
    path = CORPORA / row["file"]
    if path.name in REFUSED:
        with pytest.raises(ManuscriptError, match=REFUSED[path.name]):
            read_book(path.read_bytes(), name=path.name)
        return
    book = read_book(path.read_bytes(), name=path.name)
    assert book.conservation.unaccounted_words == 0
    assert any(chapter.is_read_aloud and chapter.blocks for chapter in book.chapters)
    assert {chapter.rule for chapter in book.chapters} | {skip.rule for skip in book.conservation.skipped} <= RULES
    spoken = json.dumps(extracted(book)["chapters"])
    assert re.search(r"\bzz|[\x00-\x08\x0b-\x1f\x7f-\x9f]", spoken, re.IGNORECASE) is None


@pytest.mark.parametrize("row", rows(with_truth=True))
def test_books_with_a_truth_meet_the_bars(row, tmp_path):
    spec = importlib.util.spec_from_file_location("score", CORPORA / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    result = tmp_path / "result.json"
    book = read_book((CORPORA / row["file"]).read_bytes(), name=Path(row["file"]).name)
    result.write_text(json.dumps(extracted(book)))
    measures = scorer.score(str(CORPORA / row["truth"]), str(result))
    assert {name: measures[name] for name, bar in (EXACT | CHAPTERS).items() if measures[name] < bar} == {}


STRING = r'"((?:[^"\\]|\\.)*)"'
NODE = re.compile(
    rf"Str\s+{STRING}|Code(?:Block)?\s*\([^)]*\)\s*{STRING}|\b(?:[SL]\w+Break|Space|Para|Plain|Header|Cell)\b"
)


def native_words(tree):
    """Return the words of a document from pandoc's own reading of it (its native format)."""
    pieces = []
    for node in NODE.finditer(tree):
        text = re.sub(r"\\(\d{1,6})(?:\\&)?", lambda found: chr(int(found[1])), node[1] or node[2] or "")
        pieces.append(text.replace(r"\n", "\n").replace(r"\"", '"') or " ")
    return Counter(split_words("".join(pieces)))


def natives():
    if CORPORA is None:
        return [pytest.param(None, marks=pytest.mark.skip(reason="DECLAIM_CORPORA is not set"))]
    return [pytest.param(path, id=path.stem) for path in sorted((CORPORA / "docx" / "pandoc").glob("*.native"))]


@pytest.mark.parametrize("path", natives())
def test_a_docx_has_the_words_that_another_careful_reader_finds(path):
    book = read_book(path.with_suffix(".docx").read_bytes(), name=path.stem)
    blocks = [block for chapter in book.chapters for block in chapter.blocks if isinstance(block, Paragraph)]
    words = Counter(split_words("\n".join(block.text for block in blocks)))
    assert words == native_words(path.read_text(encoding="utf-8"))
