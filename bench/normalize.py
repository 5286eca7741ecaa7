"""A book's text -> characters a second of the normaliser, beside others, of the lexicon and of the whole reading.

usage: python bench/normalize.py    (needs DECLAIM_CORPORA)

Compared in the same run: num2words behind one regular expression; kitten-text-processing (NeMo in Python),
which is skipped where it is not installed:

    python -m venv .venvs/normalizers && .venvs/normalizers/bin/pip install kitten-text-processing==0.1.0
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from num2words import num2words

from pipeline.model import Cast, Kind, ScriptParagraph, Voice
from pipeline.script.lexicon import Lexicon, LexiconEntry, Lexicons, find_entries
from pipeline.script.lines import lines_of_chapter
from pipeline.script.normalize import find_changes
from pipeline.script.sentences import cut_sentences

BOOK = "truth/arthur-conan-doyle_the-adventures-of-sherlock-holmes.txt.gz"
ENTRIES = 10_000
ROUNDS = 3
LEAST_SPEED = 1.5
"""Million characters a second that the normaliser has to reach on one core."""
KITTEN = Path(".venvs/normalizers/bin/python")
KITTEN_SAMPLE = 8_000
"""Characters that kitten-text-processing gets: it needs some seconds for them."""
KITTEN_PROGRAM = """
import sys, time
from kitten_text_processing import Normalizer
lines = sys.stdin.read().splitlines()
normalizer = Normalizer(lang="en")
normalizer.normalize(lines[0])
begin = time.process_time()
for line in lines:
    normalizer.normalize(line)
print(time.process_time() - begin)
"""


def read_paragraphs() -> list[str]:
    """Return the paragraphs of the book; exit with status 2 where the corpora are not here."""
    if "DECLAIM_CORPORA" not in os.environ:
        sys.exit("the corpora are not here: set DECLAIM_CORPORA")
    text = gzip.decompress((Path(os.environ["DECLAIM_CORPORA"]) / BOOK).read_bytes()).decode()
    return [line for line in re.sub(r"\x1e[^\n]*", "", text).split("\n") if line]


def make_lexicons(paragraphs: list[str]) -> Lexicons:
    """Return a lexicon of so many entries, a tenth of them words of the book."""
    words = list(dict.fromkeys(re.findall(r"[A-Z]\w{4,}", " ".join(paragraphs))))[: ENTRIES // 10]
    made = [f"Invented{number}" for number in range(ENTRIES - len(words))]
    entries = tuple(LexiconEntry(grapheme=word, alias="so") for word in [*words, *made])
    return Lexicons(layers=(Lexicon(name="bench", language="en", entries=entries),))


def best_s(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def say_numbers(text: str) -> str:
    """Return a text with its whole numbers in words: the usual few lines, no dates, sums or names."""
    return re.sub(r"\d+", lambda match: num2words(int(match[0])), text)


def time_kitten(paragraphs: list[str]) -> str:
    """Return a row for kitten-text-processing, or why there is none."""
    if not KITTEN.exists():
        return f"kitten-text-processing: skipped, there is no {KITTEN} (see the top of this file)"
    sample, size = [], 0
    for paragraph in paragraphs:
        if size + len(paragraph) > KITTEN_SAMPLE:
            break
        sample.append(paragraph)
        size += len(paragraph)
    done = subprocess.run(
        [KITTEN, "-c", KITTEN_PROGRAM], input="\n".join(sample), capture_output=True, text=True, check=False
    )
    if done.returncode:
        return f"kitten-text-processing: skipped, it failed: {done.stderr.strip().splitlines()[-1]}"
    return row(f"kitten-text-processing ({size} characters)", float(done.stdout), size)


def row(name: str, seconds: float, size: int) -> str:
    """Return a row of the table."""
    return f"{name:44} {seconds:7.3f} s {size / seconds / 1e6:9.4f} M characters/s"


def main() -> None:
    """Print a table: what, CPU seconds, million characters a second."""
    paragraphs = read_paragraphs()
    size = sum(map(len, paragraphs))
    lexicons = make_lexicons(paragraphs)
    items = [ScriptParagraph(id=f"p{n}", kind=Kind.PARAGRAPH, text=text) for n, text in enumerate(paragraphs)]
    cast = Cast(narrator=Voice(engine="tone", voice="narrator"))
    rows: dict[str, Callable[[], object]] = {
        "find_changes (normaliser)": lambda: [find_changes(text, locale="en-GB") for text in paragraphs],
        "num2words and a regular expression": lambda: [say_numbers(text) for text in paragraphs],
        f"find_entries ({ENTRIES} lexicon entries)": lambda: [
            find_entries(text, lexicons, language="en-GB") for text in paragraphs
        ],
        "cut_sentences (limit 800)": lambda: [cut_sentences(text, language="en", limit=800) for text in paragraphs],
        "lines_of_chapter (everything)": lambda: lines_of_chapter(
            items, chapter="c01", cast=cast, lexicons=lexicons, language="en-GB", line_limit=800
        ),
    }
    print(f"{size} characters, {len(paragraphs)} paragraphs; best of {ROUNDS}, CPU time")
    for name, work in rows.items():
        seconds = best_s(work)
        print(row(name, seconds, size))
        if name.startswith("find_changes") and size / seconds < LEAST_SPEED * 1e6:
            print(f"    that is under {LEAST_SPEED} M characters/s")
    print(time_kitten(paragraphs))


if __name__ == "__main__":
    main()
