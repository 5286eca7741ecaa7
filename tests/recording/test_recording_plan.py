"""Promises 2 and 3: nothing is recorded twice, and the plan says what will be."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recording_lines import Studio, lines_of, take_of

from pipeline.model import Boundary, Voice
from pipeline.recording.heard import heard_takes
from pipeline.recording.lock import rebuild_lock
from pipeline.recording.plan import chosen_after
from pipeline.recording.records import reject_line

ONE = lines_of("p001", "It was a dark night.", "The rain fell.", "Nobody came.")
TWO = lines_of("p002", "“Who is there?”")
BOOK = [ONE, TWO]


def to_record(plan):
    return [(line.paragraph, line.line, str(line.reason)) for line in plan.to_record]


def studio_with(*paragraphs, **options):
    studio = Studio(**options)
    studio.record(paragraphs)
    return studio


def test_a_new_book_is_recorded_line_by_line_and_costs_what_its_spoken_text_costs():
    plan = Studio().plan(BOOK)
    assert to_record(plan) == [
        ("p001", 0, "new"),
        ("p001", 1, "new"),
        ("p001", 2, "new"),
        ("p002", 0, "new"),
    ]
    assert [line.characters for line in plan.to_record] == [20, 14, 12, 15]
    assert plan.credits == 61.0
    assert plan.reused == 0


def test_after_recording_the_plan_a_new_plan_records_nothing():
    studio = studio_with(*BOOK)
    plan = studio.plan(BOOK)
    assert to_record(plan) == []
    assert plan.reused == 4
    assert plan.claimed == plan.missing == plan.reading_changed == plan.findings == ()


def test_of_three_lines_where_one_changed_one_is_recorded():
    studio = studio_with(*BOOK)
    edited = lines_of("p001", "It was a dark night.", "The snow fell.", "Nobody came.")
    assert to_record(studio.plan([edited, TWO])) == [("p001", 1, "text changed")]


def test_a_line_added_in_front_is_the_only_one_recorded():
    studio = studio_with(*BOOK)
    longer = lines_of("p001", "Once.", "It was a dark night.", "The rain fell.", "Nobody came.")
    assert to_record(studio.plan([longer, TWO])) == [("p001", 0, "text changed")]


def test_an_inserted_paragraph_is_the_only_one_recorded():
    studio = studio_with(*BOOK)
    assert studio.record([lines_of("p003", "Listen."), *BOOK]) == [("p003", 0)]


def test_editing_a_line_and_undoing_it_records_nothing_new():
    studio = studio_with(*BOOK)
    studio.record([lines_of("p001", "It was a dark night.", "The snow fell.", "Nobody came."), TWO])
    plan = studio.plan(BOOK)
    assert to_record(plan) == []
    assert [(claim.paragraph, claim.line) for claim in plan.claimed] == [("p001", 1)]


@pytest.mark.parametrize(
    ("voice", "reason"),
    [
        (Voice(engine="hibari", voice="heart"), "engine changed"),
        (Voice(engine="tone", voice="low", settings=(("speed", 1.0),)), "voice changed"),
        (Voice(engine="tone", voice="middle", settings=(("speed", 1.2),)), "settings changed"),
    ],
)
def test_another_voice_is_told_as_what_it_is(voice, reason):
    studio = studio_with(TWO)
    assert to_record(studio.plan([lines_of("p002", "“Who is there?”", voice=voice)])) == [("p002", 0, reason)]


def test_two_paragraphs_with_the_same_words_are_two_performances():
    assert len(Studio().plan([lines_of("p001", "No."), lines_of("p002", "No.")]).to_record) == 2


def test_where_takes_are_shared_the_same_words_are_recorded_once():
    twice = [lines_of("p001", "No."), lines_of("p002", "No.")]
    studio = Studio(shares_takes=True)
    assert studio.record(twice) == [("p001", 0)]
    assert to_record(studio.plan(twice)) == []
    assert [entry.takes[0].take for entry in studio.chosen] == ["t001", "t001"]


def test_a_paragraph_with_words_recorded_before_uses_that_take_where_takes_are_shared():
    studio = studio_with(lines_of("p001", "No."), shares_takes=True)
    plan = studio.plan([lines_of("p001", "No."), lines_of("p002", "No.")])
    assert to_record(plan) == []


def test_what_only_our_rules_changed_stays_and_is_listed():
    studio = studio_with(lines_of("p001", "nineteen hundred", source="1900"), TWO)
    plan = studio.plan([lines_of("p001", "one thousand nine hundred", source="1900"), TWO])
    assert to_record(plan) == []
    assert plan.reading_changed == ("p001",)
    assert chosen_after(plan, {}) == studio.chosen


def test_what_only_our_rules_changed_stays_even_where_they_cut_other_lines():
    studio = studio_with(lines_of("p001", "One. Two.", source="same"))
    plan = studio.plan([lines_of("p001", "One.", "Two.", source="same")])
    assert to_record(plan) == []
    assert plan.reading_changed == ("p001",)
    assert plan.reused == 1


def test_a_retake_of_a_paragraph_whose_reading_changed_is_recorded():
    studio = studio_with(lines_of("p001", "nineteen hundred", source="1900"))
    now = [lines_of("p001", "one thousand nine hundred", source="1900")]
    assert to_record(studio.plan(now, retake={"p001"})) == [("p001", 0, "asked for")]
    studio.record(now, retake={"p001"})
    assert studio.plan(now).reading_changed == ()


def test_a_locked_paragraph_stands_whatever_is_written():
    studio = studio_with(*BOOK)
    studio.choose([dataclasses.replace(studio.chosen[0], is_locked=True), studio.chosen[1]])
    plan = studio.plan([lines_of("p001", "All is other."), TWO])
    assert to_record(plan) == []
    assert [(finding.code, finding.where) for finding in plan.findings] == [("take.locked-differs", "p001")]
    assert chosen_after(plan, {}) == studio.chosen


def test_a_locked_paragraph_that_was_edited_is_recorded_once_it_is_unlocked():
    studio = studio_with(*BOOK)
    edited = [lines_of("p001", "All is other."), TWO]
    studio.choose([dataclasses.replace(studio.chosen[0], is_locked=True), studio.chosen[1]])
    studio.choose(chosen_after(studio.plan(edited), {}))
    studio.choose([dataclasses.replace(studio.chosen[0], is_locked=False), studio.chosen[1]])
    assert to_record(studio.plan(edited)) == [("p001", 0, "text changed")]


def test_another_take_of_a_locked_paragraph_is_refused_as_a_finding():
    studio = studio_with(TWO)
    studio.choose([dataclasses.replace(studio.chosen[0], is_locked=True)])
    plan = studio.plan([TWO], retake={"p002"})
    assert to_record(plan) == []
    assert [finding.code for finding in plan.findings] == ["take.locked"]


def test_a_chosen_take_whose_audio_is_not_here_is_missing_and_not_recorded():
    studio = studio_with(*BOOK)
    gone = studio.chosen[0].takes[1]
    studio.gone = {gone.object}
    plan = studio.plan(BOOK)
    assert to_record(plan) == []
    assert [(take.paragraph, take.line, take.take) for take in plan.missing] == [("p001", 1, gone.take)]


def test_a_chosen_take_that_the_journal_does_not_know_is_missing():
    studio = studio_with(TWO)
    chosen = studio.chosen
    studio.journal = []
    studio.chosen = chosen
    assert [take.take for take in studio.plan([TWO]).missing] == ["t001"]


def test_a_missing_take_is_recorded_again_where_that_is_asked_for():
    studio = studio_with(TWO)
    studio.gone = {studio.chosen[0].takes[0].object}
    plan = studio.plan([TWO], retake={"p002"})
    assert to_record(plan) == [("p002", 0, "asked for")]
    assert plan.missing == ()


def test_an_unclaimed_take_that_is_not_here_is_missing_too_because_it_was_paid():
    studio = Studio()
    studio.keep(take_of(TWO, name="t001"))
    studio.gone = {take_of(TWO, name="t001").object}
    plan = studio.plan([TWO])
    assert to_record(plan) == []
    assert [take.take for take in plan.missing] == ["t001"]


def test_of_several_unclaimed_takes_the_oldest_one_that_is_here_is_used():
    studio = Studio()
    takes = [take_of(TWO, name=name, at=at) for name, at in (("t003", 3), ("t001", 1), ("t002", 2))]
    studio.keep(*takes)
    assert [claim.take for claim in studio.plan([TWO]).claimed] == ["t001"]
    studio.gone = {takes[1].object}
    assert [claim.take for claim in studio.plan([TWO]).claimed] == ["t002"]


def test_each_line_claims_its_own_take_before_anybody_elses():
    first, second = lines_of("p001", "No."), lines_of("p002", "No.")
    studio = Studio()
    studio.keep(take_of(second, name="t001", at=1), take_of(first, name="t002", at=2))
    plan = studio.plan([first, second])
    assert [(claim.paragraph, claim.take) for claim in plan.claimed] == [("p001", "t002"), ("p002", "t001")]


def test_a_take_that_another_paragraph_has_is_not_claimed():
    studio = studio_with(lines_of("p001", "No."))
    plan = studio.plan([lines_of("p002", "No."), lines_of("p001", "No.")])
    assert to_record(plan) == [("p002", 0, "new")]


def test_the_take_of_a_paragraph_that_is_gone_is_claimed_by_one_with_the_same_words():
    studio = studio_with(lines_of("p001", "No."))
    plan = studio.plan([lines_of("p002", "No.")])
    assert to_record(plan) == []
    assert [(claim.paragraph, claim.take) for claim in plan.claimed] == [("p002", "t001")]


def test_a_doubtful_take_holds_its_line_until_a_person_decides():
    studio = Studio()
    studio.keep(take_of(TWO, name="t001", findings=["take.too-short"]))
    plan = studio.plan([TWO])
    assert to_record(plan) == []
    assert [(f.code, f.where) for f in plan.findings] == [("take.needs-listening", "p002 line 0")]
    assert chosen_after(plan, {}) == ()
    assert to_record(studio.plan([TWO], retake={"p002"})) == [("p002", 0, "asked for")]


def test_a_doubtful_take_that_a_person_chose_stands():
    studio = Studio()
    take = take_of(TWO, name="t001", findings=["take.too-short"])
    studio.keep(take)
    studio.choose(chosen_after(studio.plan([TWO]), {("p002", 0): take}))
    plan = studio.plan([TWO])
    assert (to_record(plan), plan.findings, plan.reused) == ([], (), 1)


def test_a_rejected_take_is_recorded_again_and_its_neighbours_stay():
    studio = studio_with(*BOOK)
    studio.journal.append(reject_line(studio.chosen[0].takes[1].take))
    assert to_record(studio.plan(BOOK)) == [("p001", 1, "take rejected")]


def test_a_rejected_take_does_not_let_go_of_neighbours_that_only_read_otherwise():
    studio = studio_with(lines_of("p001", "One.", "Two.", source="same"))
    studio.journal.append(reject_line(studio.chosen[0].takes[1].take))
    plan = studio.plan([lines_of("p001", "One!", "Two!", source="same")])
    assert [(line.paragraph, line.line) for line in plan.to_record] == [("p001", 1)]


def test_a_retake_that_a_killed_run_had_recorded_is_used_for_the_same_wish():
    studio = studio_with(TWO)
    studio.keep(take_of(TWO, name="t002", at=2))
    plan = studio.plan([TWO], retake={"p002"})
    assert to_record(plan) == []
    assert [claim.take for claim in plan.claimed] == ["t002"]


def test_a_retake_stands_and_the_take_before_it_never_comes_back_by_itself():
    studio = studio_with(TWO)
    assert studio.record([TWO], retake={"p002"}) == [("p002", 0)]
    assert [entry.take for entry in studio.chosen[0].takes] == ["t002"]
    assert studio.record([TWO], retake={"p002"}) == [("p002", 0)]
    assert [entry.take for entry in studio.chosen[0].takes] == ["t003"]


def test_a_paragraph_enters_takes_lock_only_when_all_its_lines_have_a_take():
    studio = Studio()
    plan = studio.plan(BOOK)
    recorded = studio.speak(BOOK, [("p001", 0), ("p001", 1), ("p002", 0)])
    assert [entry.paragraph for entry in chosen_after(plan, recorded)] == ["p002"]


def test_an_edit_that_was_recorded_by_half_keeps_the_takes_before_it_until_it_is_whole():
    studio = studio_with(lines_of("p001", "One.", "Two."))
    edited = [lines_of("p001", "Eins.", "Zwei.")]
    plan = studio.plan(edited)
    studio.choose(chosen_after(plan, studio.speak(edited, [("p001", 0)])))
    assert [entry.take for entry in studio.chosen[0].takes] == ["t001", "t002"]
    assert to_record(studio.plan(edited)) == [("p001", 1, "text changed")]


def test_a_paragraph_that_is_not_spoken_is_not_in_takes_lock():
    studio = studio_with(*BOOK)
    silent = lines_of("p002")
    plan = studio.plan([ONE, silent])
    assert [entry.paragraph for entry in chosen_after(plan, {})] == ["p001"]


def test_a_take_is_told_for_the_line_that_it_stands_for_now():
    studio = studio_with(*BOOK)
    edited = [lines_of("p001", "It was a very dark night.", "The rain fell."), TWO]
    studio.record(edited)
    plan = studio.plan(edited)
    heard = heard_takes(plan.paragraphs[0], studio.chosen[0], studio.index.takes)
    assert [(take.id, take.start, take.stop, take.ends) for take in heard] == [
        ("t005", 0, 25, Boundary.SENTENCE),
        ("t002", 26, 40, Boundary.PARAGRAPH),
    ]


def test_a_take_whose_reading_changed_keeps_its_own_map():
    before = lines_of("p001", "nineteen hundred", source="1900")
    studio = studio_with(before)
    plan = studio.plan([lines_of("p001", "one thousand nine hundred", source="1900")])
    heard = heard_takes(plan.paragraphs[0], studio.chosen[0], studio.index.takes)
    assert heard[0].spoken == before.lines[0].spoken


words = st.sampled_from(["No.", "Yes.", "Perhaps.", "Who?", "The rain fell."])
bodies = st.lists(words, min_size=1, max_size=3)
books = st.lists(st.tuples(st.integers(1, 8), bodies), min_size=1, max_size=6, unique_by=lambda entry: entry[0])


def book_of(drawn):
    return [lines_of(f"p{number:03d}", *texts) for number, texts in drawn]


@settings(max_examples=60, deadline=None)
@given(st.lists(books, min_size=1, max_size=5))
def test_whatever_is_edited_every_line_gets_its_take_and_none_is_recorded_that_the_store_has_free(edits):
    studio = Studio()
    for drawn in edits:
        book = book_of(drawn)
        slots = studio.record(book)
        assert studio.record(book) == []
        assert [entry.paragraph for entry in studio.chosen] == [paragraph.paragraph for paragraph in book]
        taken = [entry.take for chosen in studio.chosen for entry in chosen.takes]
        assert len(taken) == len(set(taken))
        recorded_keys = [studio.index.takes[chosen_take(studio, slot)].key for slot in slots]
        for key in recorded_keys:
            assert all(take.id in taken for take in studio.index.by_key[key])


def chosen_take(studio, slot):
    chosen = next(entry for entry in studio.chosen if entry.paragraph == slot[0])
    return chosen.takes[slot[1]].take


@settings(max_examples=40, deadline=None)
@given(books, st.data())
def test_an_inserted_paragraph_records_exactly_itself(drawn, data):
    studio = Studio()
    book = book_of(drawn)
    studio.record(book)
    place = data.draw(st.integers(0, len(book)))
    inserted = lines_of("p999", *data.draw(bodies))
    assert studio.record([*book[:place], inserted, *book[place:]]) == [("p999", line.number) for line in inserted.lines]


@settings(max_examples=40, deadline=None)
@given(books, st.data())
def test_an_edited_line_records_exactly_itself_and_undoing_it_records_nothing(drawn, data):
    studio = Studio()
    studio.record(book_of(drawn))
    place = data.draw(st.integers(0, len(drawn) - 1))
    number = data.draw(st.integers(0, len(drawn[place][1]) - 1))
    edited = [(name, list(texts)) for name, texts in drawn]
    edited[place][1][number] = "Nevermore."
    assert studio.record(book_of(edited)) == [(f"p{drawn[place][0]:03d}", number)]
    assert studio.record(book_of(drawn)) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(books, min_size=1, max_size=4), st.data())
def test_takes_lock_rebuilt_from_the_journal_is_the_same(edits, data):
    studio = Studio()
    for drawn in edits:
        book = book_of(drawn)
        asked = data.draw(st.sets(st.sampled_from([paragraph.paragraph for paragraph in book])))
        studio.record(book, retake=asked)
    assert rebuild_lock(studio.index, order=[paragraph.paragraph for paragraph in book]) == studio.chosen


@settings(max_examples=40, deadline=None)
@given(books, st.data())
def test_a_run_killed_after_any_take_continues_where_it_was(drawn, data):
    """The takes are durable, takes.lock knows nothing of them."""
    studio = Studio()
    book = book_of(drawn)
    planned = [(line.paragraph, line.line) for line in studio.plan(book).to_record]
    done = data.draw(st.integers(0, len(planned)))
    studio.speak(book, planned[:done])
    studio.record(book)
    assert studio.recordings == len(planned)
    assert studio.record(book) == []
