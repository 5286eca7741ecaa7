"""Another take of a paragraph, in its company: what was sent, what differs, and what stands beside it now."""

from __future__ import annotations

import pytest
from remote_studio import Press, book, quietly
from test_commands_recording_session import folder_at

from pipeline.commands.desk import changed_neighbours, prepare_desk
from pipeline.commands.recording_session import Recorded
from pipeline.commands.remote_session import RemoteOptions
from pipeline.commands.retaking import format_comparisons, record_again
from pipeline.commands.takes import decide
from pipeline.errors import BudgetError
from pipeline.model import Budget

TEXTS = ("One is said.", "Two is said.", "Three is said.", "Four is said.", "Five is said.")
FIVE = book(*TEXTS)


def again(press: Press, *paragraphs: str, lines=FIVE, **options: object) -> Recorded:
    remote = RemoteOptions(patience_s=0.3, pause=0.0, pace=(0.1, 4000.0))
    only = set(paragraphs)
    options = {"retake": only, "workers": 0, "progress": quietly, "remote": remote} | options
    return record_again(press.folder(), lines, only=only or None, **options)


def changed(press: Press, lines=FIVE) -> list[tuple[str, str, str]]:
    desk = prepare_desk(press.folder(), lines)
    found = changed_neighbours(desk)
    return [(each.paragraph, each.side, each.neighbour) for each in found]


def standing(press: Press, paragraph: str) -> str:
    desk = prepare_desk(press.folder(), FIVE)
    return next(planned.takes[0].take for planned in desk.plan.paragraphs if planned.lines.paragraph == paragraph)


def test_several_takes_are_recorded_the_last_stands_and_each_is_compared_with_the_one_before(press):
    first = press.record(FIVE).takes["p003"][0].id
    done = again(press, "p003", count=3)
    assert [take.paragraph for take in done.recorded] == ["p003"] * 3
    assert standing(press, "p003") == done.recorded[-1].id
    assert [take.comparison.take for take in done.recorded] == [first, *(take.id for take in done.recorded[:2])]
    assert {take.reason for take in done.recorded} == {"asked for"}
    assert len(format_comparisons(done)) == 3
    assert press.spent == press.billed == sum(map(len, TEXTS)) + 3 * len(TEXTS[2])


def test_the_budget_of_a_run_counts_all_its_takes(press):
    press.record(FIVE)
    press.fields["budget"] = Budget(run=2.0 * len(TEXTS[2]))
    with pytest.raises(BudgetError):
        again(press, "p003", count=3)
    assert press.billed == sum(map(len, TEXTS)) + 2 * len(TEXTS[2])


def test_after_a_retake_the_take_that_was_made_beside_the_old_one_is_listed(press):
    press.record(FIVE)
    assert changed(press) == []
    again(press, "p003")
    assert changed(press) == [("p004", "before", "p003")]


def test_after_an_edit_both_neighbours_are_listed_and_nothing_farther(press):
    press.record(FIVE)
    edited = book(*TEXTS[:2], "Three was sung.", *TEXTS[3:])
    press.record(edited)
    assert changed(press, edited) == [("p002", "after", "p003"), ("p004", "before", "p003")]


def test_restitching_records_those_beside_it_in_the_company_of_the_new_take(press):
    press.record(FIVE)
    done = again(press, "p003", restitches=True)
    assert [take.paragraph for take in done.recorded] == ["p003", "p004"]
    new = press.call_of(TEXTS[2])["request_id"]
    assert press.call_of(TEXTS[3])["json"]["previous_request_ids"][-1] == new
    assert changed(press) == [("p003", "after", "p004"), ("p005", "before", "p004")]
    again_beside = again(press, retake=(), restitches=True).recorded
    assert sorted(take.paragraph for take in again_beside) == ["p003", "p005"], "side by side, in either order"


def test_a_locked_neighbour_is_neither_listed_nor_recorded(press):
    press.record(FIVE)
    decide("lock", prepare_desk(press.folder(), FIVE), ["p004"])
    done = again(press, "p003", restitches=True)
    assert ([take.paragraph for take in done.recorded], done.findings) == (["p003"], ())
    assert changed(press) == []


def test_a_take_that_is_restored_is_a_change_for_those_beside_it_and_back_again(press):
    first = press.record(FIVE).takes["p003"][0].id
    again(press, "p003", restitches=True)
    decide("restore", prepare_desk(press.folder(), FIVE), [first])
    assert ("p004", "before", "p003") in changed(press)


def test_an_engine_without_context_has_no_neighbours(tmp_path):
    from test_commands_recording_session import BOOK, record

    record(tmp_path)
    record(tmp_path, only={"p002"}, retake={"p002"})
    desk = prepare_desk(folder_at(tmp_path), BOOK)
    assert changed_neighbours(desk) == ()


def test_where_the_audio_of_the_take_before_is_gone_length_and_level_are_compared_still(press):
    take = press.record(FIVE).takes["p003"][0]
    press.store.object_path(take.object).unlink()
    (new,) = again(press, "p003").recorded
    assert new.comparison.pitch_before is None
    assert new.comparison.length_before_s == pytest.approx(take.sound.speech_end_s - take.sound.speech_begin_s)


def test_another_text_is_not_compared(press):
    press.record(FIVE)
    edited = book(*TEXTS[:2], "Three was sung.", *TEXTS[3:])
    (new,) = press.record(edited).recorded
    assert (new.comparison, new.reason) == (None, "text changed")
