from __future__ import annotations

import dataclasses
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recording_lines import lines_of, take_of

from pipeline.errors import TakesError
from pipeline.model import (
    Boundary,
    ChosenTake,
    ChosenTakes,
    Finding,
    Request,
    SoundMeasure,
    Spoken,
    SpokenSpan,
    Take,
    Timing,
    TimingUnit,
    Voice,
)
from pipeline.recording.records import choose_line, fold_journal, reject_line, take_line

LINE = lines_of("p001", "No.")
CHOICE = ChosenTakes(
    paragraph="p001", source_key="s", takes=(ChosenTake(take="t001", key="k", object="o"),), is_locked=True
)


def test_a_journal_folds_to_what_stands():
    first, second = take_of(LINE, name="t001", at=1), take_of(LINE, name="t002", at=2)
    index = fold_journal([take_line(second), take_line(first), choose_line(CHOICE), reject_line("t002")])
    assert index.takes == {"t001": first, "t002": second}
    assert index.by_key == {first.key: (first, second)}
    assert index.choices == {"p001": CHOICE}
    assert index.rejected == {"t002"}
    assert index.ever_chosen == {"t001"}


def test_the_last_choice_counts_and_choosing_takes_a_refusal_back():
    other = dataclasses.replace(CHOICE, is_locked=False)
    index = fold_journal([choose_line(CHOICE), reject_line("t001"), choose_line(other)])
    assert index.choices == {"p001": other}
    assert index.rejected == frozenset()


@given(st.permutations(range(5)))
def test_decisions_count_in_the_order_they_were_made_whatever_the_order_of_the_lines(order):
    take = take_of(LINE, name="t001", at=0)
    other = dataclasses.replace(CHOICE, takes=(ChosenTake(take="t002", key="k", object="o"),))
    lines = [
        take_line(take),
        choose_line(CHOICE, at="2026-01-01T00:00:01.000Z"),
        reject_line("t001", at="2026-01-01T00:00:02.000Z"),
        choose_line(other, at="2026-01-01T00:00:02.500Z"),
        reject_line("t002", at="2026-01-01T00:00:03.000Z"),
    ]
    index = fold_journal([lines[place] for place in order])
    assert (index.choices, index.rejected) == ({"p001": other}, {"t001", "t002"})


def test_a_take_passes_without_findings_and_unless_it_was_refused():
    good, doubtful = take_of(LINE, name="t001"), take_of(LINE, name="t002", findings=["take.silent"])
    index = fold_journal([take_line(good), take_line(doubtful)])
    assert [index.is_passing(take) for take in (good, doubtful)] == [True, False]
    assert not fold_journal([take_line(good), reject_line("t001")]).is_passing(good)


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "{}", '{"event":"sing"}', '{"event":"take","id":3}', '{"event":"choose","takes":[]}']
)
def test_a_line_that_is_no_record_is_an_error_that_names_it(line):
    with pytest.raises(TakesError, match=r"journal\.jsonl, line 2"):
        fold_journal([reject_line("t001"), line])


def test_a_record_is_one_line_of_plain_json_without_defaults():
    line = take_line(take_of(LINE, name="t001"))
    assert "\n" not in line
    row = json.loads(line)
    assert row["event"] == "take"
    assert "timings" not in row
    assert "seed" not in row["request"]


def test_a_record_of_a_newer_declaim_is_read_without_what_is_unknown():
    row = json.loads(take_line(take_of(LINE, name="t001")))
    assert fold_journal([json.dumps(row | {"mood": "grim"})]).takes == {"t001": take_of(LINE, name="t001")}


texts = st.text(max_size=12)
finite = st.floats(allow_nan=False, allow_infinity=False)
levels = st.one_of(finite, st.just(-math.inf))
pairs = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
counts = st.integers(0, 10**6)
takes = st.builds(
    Take,
    id=texts,
    paragraph=texts,
    line=counts,
    start=counts,
    stop=counts,
    ends=st.sampled_from(Boundary),
    key=texts,
    source_key=texts,
    object=texts,
    request=st.builds(
        Request,
        voice=st.builds(
            Voice,
            engine=texts,
            voice=texts,
            model=texts,
            settings=st.lists(
                st.tuples(texts, st.one_of(finite, st.booleans(), texts.filter(lambda t: t not in {"inf", "-inf"}))),
                max_size=2,
            ).map(tuple),
        ),
        text=texts,
        language=texts,
        pronunciations=pairs,
        audio_format=texts,
        seed=st.none() | counts,
    ),
    spoken=st.builds(
        Spoken,
        text=texts,
        spans=st.lists(
            st.builds(SpokenSpan, start=counts, stop=counts, spoken_start=counts, spoken_stop=counts, rule=texts),
            max_size=2,
        ).map(tuple),
    ),
    sound=st.builds(
        SoundMeasure,
        frames=counts,
        sample_rate_hz=counts,
        speech_begin_s=finite,
        speech_end_s=finite,
        rms_db=levels,
        active_rms_db=levels,
        peak_db=levels,
        clipped_frames=counts,
    ),
    timings=st.lists(st.builds(Timing, start=counts, stop=counts, begin_s=finite, end_s=finite), max_size=2).map(tuple),
    timing_unit=st.sampled_from(TimingUnit),
    findings=st.lists(st.builds(Finding, code=texts, where=texts, message=texts), max_size=2).map(tuple),
    made_by=pairs,
    credits=finite,
    recorded_at=texts,
    speaker=texts,
    break_s=st.none() | finite,
)


@settings(max_examples=60, deadline=None)
@given(takes)
def test_a_take_survives_the_journal_whole(take):
    line = take_line(take)
    assert "\n" not in line
    assert fold_journal([line]).takes[take.id] == take
    assert json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
