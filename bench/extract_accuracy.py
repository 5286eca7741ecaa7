"""Manuscripts of the corpora -> accuracy of the extraction, one row a book, by the corpora's own scorer.

    DECLAIM_CORPORA=.../corpora PYTHONPATH=. python bench/extract_accuracy.py [NAME]

NAME takes only files with that text in their path. The exit code is 1 where a book misses a bar or has a word
unaccounted for.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from pipeline.errors import ManuscriptError
from pipeline.manuscript.extract import extracted
from pipeline.manuscript.read import read_book
from pipeline.model import Book

FOLDERS = ("epub/", "docx/", "pdf/", "txt_html/", "hostile/")
FORMATS = (".epub", ".docx", ".pdf", ".html", ".htm", ".txt")
BARS = {
    "word_recall": 0.999,
    "word_precision": 0.998,
    "shingle5_recall": 0.995,
    "chapter_recall": 0.98,
    "chapter_precision": 0.98,
}
"""The least each book with a truth must reach."""
PDF_BARS = {**BARS, "word_recall": 0.99, "word_precision": 0.985, "shingle5_recall": 0.96, "chapter_recall": 0.9}
"""The same for what is typeset on pages."""


def load_scorer(corpora: Path) -> ModuleType:
    """Return the scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", corpora / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{corpora}: there is no score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_book(scorer: ModuleType, truth: Path, book: Book) -> dict[str, float]:
    """Return the measures of one book against its truth."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(extracted(book), file)
        file.flush()
        return dict(scorer.score(str(truth), file.name))


def measure(corpora: Path, wanted: str) -> bool:
    """Print one row a book and return whether all bars are met."""
    scorer = load_scorer(corpora)
    manifest = json.loads((corpora / "manifest.json").read_text(encoding="utf-8"))
    is_good = True
    print(f"{'book':58} {'ms':>5} {'source':>7} {'unacc':>5}  " + " ".join(f"{name:>17}" for name in BARS))
    for row in manifest:
        name = row["file"]
        if not name.startswith(FOLDERS) or not name.endswith(FORMATS) or wanted not in name:
            continue
        data = (corpora / name).read_bytes()
        begin = time.perf_counter()
        try:
            book = read_book(data, name=Path(name).name)
        except ManuscriptError as error:
            print(f"{Path(name).name[:58]:58} refused: {error.message.partition(': ')[2][:110]}")
            is_good = is_good and "truth" not in row
            continue
        spent_ms = (time.perf_counter() - begin) * 1000
        missing = book.conservation.unaccounted_words
        cells = ""
        is_good = is_good and not missing
        if "truth" in row and not Path(row["truth"]).name.startswith("_"):
            measures = score_book(scorer, corpora / row["truth"], book)
            cells = " ".join(f"{measures[name]:17.4f}" for name in BARS)
            bars = PDF_BARS if name.endswith(".pdf") else BARS
            is_good = is_good and all(measures[measure] >= bar for measure, bar in bars.items())
        print(f"{Path(name).name[:58]:58} {spent_ms:5.0f} {book.conservation.source_words:7} {missing:5}  {cells}")
    return is_good


if __name__ == "__main__":
    if "DECLAIM_CORPORA" not in os.environ:
        sys.exit("set DECLAIM_CORPORA to the folder of the test corpora")
    sys.exit(0 if measure(Path(os.environ["DECLAIM_CORPORA"]), sys.argv[1] if len(sys.argv) > 1 else "") else 1)
