from __future__ import annotations

import dataclasses

import pytest
from recording_lines import lines_of, requests_of, take_of

from pipeline.model import Spoken, SpokenSpan
from pipeline.recording.reasons import differ_by_lexicon_only, reason_of_change


def lexicon(text, start, stop):
    span = SpokenSpan(start=start, stop=stop, spoken_start=start, spoken_stop=stop, rule="lexicon:Cholmondeley")
    return Spoken(text=text, spans=(span,))


@pytest.mark.parametrize(
    ("old", "new", "is_lexicon"),
    [
        (Spoken(text="Lord Cholmondeley came."), lexicon("Lord Chumley came.", 5, 12), True),
        (lexicon("Lord Chumley came.", 5, 12), Spoken(text="Lord Cholmondeley came."), True),
        (lexicon("Lord Chumley came.", 5, 12), lexicon("Lord Chumlie came.", 5, 12), True),
        (lexicon("Lord Chumley came.", 5, 12), lexicon("Lord Chumley went.", 5, 12), False),
        (lexicon("Lord Chumley came.", 5, 12), lexicon("Lady Chumlie went home.", 5, 12), False),
        (Spoken(text="He came."), Spoken(text="He went."), False),
    ],
)
def test_a_change_is_the_lexicons_where_only_its_words_differ(old, new, is_lexicon):
    assert differ_by_lexicon_only(old, new) is is_lexicon


def test_a_rule_left_to_the_engine_that_changed_is_the_lexicon():
    paragraph = lines_of("p001", "Lord Cholmondeley came.")
    take = take_of(paragraph, name="t001")
    request, _ = requests_of([paragraph])["p001", 0]
    now = dataclasses.replace(request, pronunciations=(("Cholmondeley", "tʃʌmli"),))
    assert reason_of_change(paragraph.lines[0], now, take) == "lexicon changed"


def test_a_line_without_a_take_before_it_is_new_text():
    paragraph = lines_of("p001", "Once.")
    request, _ = requests_of([paragraph])["p001", 0]
    assert reason_of_change(paragraph.lines[0], request, None) == "text changed"
