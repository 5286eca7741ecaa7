"""The eight whole books of the corpora through the reading and the cut into lines."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.manuscript.read import read_book
from pipeline.model import Change, Paragraph
from pipeline.script.sentences import Range, cut_sentences
from pipeline.script.spoken import find_spoken_changes, make_spoken

TABLE = Path(__file__).parents[2] / "docs" / "spoken-changes.tsv"
"""Written by bench/spoken_changes.py; each row judged in two readings."""
LIMIT = 800
TIGHT = 120
"""So small that almost every sentence has to be cut."""
TITLE_CUT = re.compile(r"\b(?:Mr|Mrs|Dr|St|Messrs)\.\s*$")
TAG = re.compile(r"(?:said|cried|asked|replied|answered|exclaimed)\b")


@dataclass(frozen=True)
class Reading:
    """A paragraph of one of the books, with everything that is said otherwise than written."""

    language: str
    text: str
    changes: tuple[Change, ...]


@cache
def readings() -> tuple[Reading, ...]:
    if "DECLAIM_CORPORA" not in os.environ:
        pytest.skip("the corpora are not here: set DECLAIM_CORPORA")
    found = []
    for path in sorted((Path(os.environ["DECLAIM_CORPORA"]) / "epub/standardebooks").glob("*.epub")):
        book = read_book(path.read_bytes(), name=path.name)
        language = book.metadata.language
        blocks = [block for chapter in book.chapters for block in chapter.blocks if isinstance(block, Paragraph)]
        for block in blocks:
            changes = find_spoken_changes(block.text, language=language, marks=block.marks, kind=block.kind)
            found.append(Reading(language=language, text=block.text, changes=changes))
    return tuple(found)


@cache
def cuts(limit: int) -> tuple[tuple[Reading, tuple[Range, ...]], ...]:
    found = []
    for reading in readings():
        whole = [(change.start, change.stop) for change in reading.changes if change.stop - change.start > 1]
        found.append((reading, cut_sentences(reading.text, language=reading.language, limit=limit, whole=whole)))
    return tuple(found)


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_outside_the_changes_every_character_is_spoken_as_it_is_written():
    for reading in readings():
        at, spoken_at = 0, 0
        spoken = make_spoken(reading.text, reading.changes)
        for span in spoken.spans:
            assert reading.text[at : span.start] == spoken.text[spoken_at : span.spoken_start]
            at, spoken_at = span.stop, span.spoken_stop
        assert reading.text[at:] == spoken.text[spoken_at:]


def test_no_digit_and_no_sign_that_is_a_word_is_left_for_the_engine():
    left = []
    for reading in readings():
        spoken = make_spoken(reading.text, reading.changes).text
        left += re.findall(r".{0,20}(?:(?<![A-Z])[0-9]|[£$€%&§¶°⸺⸻↩]).{0,20}", spoken)
    assert left == []


@pytest.mark.parametrize("limit", [LIMIT, TIGHT])
def test_no_piece_is_over_the_limit_and_no_letter_is_lost(limit):
    for reading, cut in cuts(limit):
        longest = max((change.stop - change.start for change in reading.changes), default=0)
        assert all(stop - start <= max(limit, longest) for start, stop in cut)
        assert without_space("".join(reading.text[a:b] for a, b in cut)) == without_space(reading.text)


@pytest.mark.parametrize("limit", [LIMIT, TIGHT])
def test_no_cut_goes_through_a_number_or_parts_a_title_from_its_name(limit):
    for reading, cut in cuts(limit):
        for _, stop in cut[:-1]:
            assert not any(change.start < stop < change.stop for change in reading.changes)
            assert not TITLE_CUT.search(reading.text[max(0, stop - 12) : stop]), reading.text[:stop][-40:]


def test_no_cut_at_the_usual_limit_parts_a_tag_from_its_quotation():
    parted = []
    for reading, cut in cuts(LIMIT):
        for (_, stop), (start, _) in pairwise(cut):
            is_quotation = reading.text[:stop].endswith(("”", "’"))
            if is_quotation and reading.text[start].islower() and TAG.match(reading.text, start):
                parted.append(reading.text[stop - 30 : start + 30])
    assert parted == []


def visible(text: str) -> str:
    return " ".join(text.replace("\u2060", "").replace("\u00a0", " ").replace("\u200a", "").split())


def test_every_change_in_the_books_stands_in_the_table_that_people_judged():
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    judged = {(rule, written, spoken): int(count) for rule, written, spoken, count, _ in rows}
    made = Counter(
        (change.rule, visible(reading.text[change.start : change.stop]), visible(change.spoken))
        for reading in readings()
        for change in reading.changes
        if change.rule not in {"clean.invisible", "clean.space"}
    )
    assert {row: count for row, count in made.items() if judged.get(row) != count} == {}
    assert judged.keys() == made.keys()
    assert {verdict for *_, verdict in rows[:300]} == {"right right"}
