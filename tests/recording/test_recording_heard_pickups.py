from __future__ import annotations

from dataclasses import replace

from pipeline.model import Pickup, PickupState, Remedy
from pipeline.recording.heard_pickups import merge_heard

ORDER = ["p1", "p2"]
FOUND = Pickup(chapter="c01", time_s=9.0, paragraph="p2", kind="missing", note="2 words", take="t00000000000001")
BY_HAND = Pickup(chapter="c01", time_s=1.0, paragraph="p1", kind="noise", note="click")
OPEN, DONE, DISMISSED = PickupState.OPEN, PickupState.DONE, PickupState.DISMISSED


def merge(known, found, *, settled=True):
    return merge_heard(known, found, is_settled=lambda _: settled, order=ORDER)


def test_what_is_found_stands_beside_what_people_listed_in_script_order():
    assert merge([BY_HAND], [FOUND]) == (BY_HAND, FOUND)
    assert merge([BY_HAND, FOUND], [FOUND]) == (BY_HAND, FOUND), "finding it again adds nothing"


def test_what_is_not_found_any_more_is_done_and_what_people_listed_stays_open():
    assert merge([BY_HAND, FOUND], []) == (BY_HAND, replace(FOUND, state=DONE))
    assert merge([FOUND], [], settled=False) == (FOUND,), "it was not listened to"


def test_what_a_person_wrote_into_a_row_stays_and_its_time_follows():
    edited = replace(FOUND, note="the door, surely", remedy=Remedy.SCRIPT)
    (row,) = merge([edited], [replace(FOUND, time_s=11.5, kind="missing, level")])
    assert row == replace(edited, time_s=11.5, kind="missing, level")


def test_what_is_done_and_found_again_in_the_same_take_is_open_again():
    assert merge([replace(FOUND, state=DONE)], [FOUND]) == (FOUND,)


def test_a_dismissed_row_stays_as_it_is_and_another_fault_of_its_take_is_a_row_of_its_own():
    dismissed = replace(FOUND, state=DISMISSED)
    noise = replace(FOUND, kind="noise", time_s=10.0)
    assert merge([dismissed], [noise]) == (dismissed, noise)


def test_another_take_with_the_same_fault_is_another_row():
    again = replace(FOUND, take="t00000000000002")
    assert merge([FOUND], [again]) == (replace(FOUND, state=DONE), again)
