from __future__ import annotations

import json

import pytest
from test_commands_recording_session import BOOK, chapter, folder_at, paragraph, record

from pipeline.commands.plan import format_json, format_text, is_done
from pipeline.commands.recording_session import prepare_desk


def plan_of(path, chapters=BOOK):
    return prepare_desk(folder_at(path), chapters).plan


def test_a_plan_is_the_json_that_the_design_fixes(tmp_path):
    assert json.loads(format_json(plan_of(tmp_path, chapter(paragraph("p001", "Nobody came."))))) == {
        "to_record": [{"paragraph": "p001", "line": 0, "reason": "new", "characters": 12, "credits": 0.0}],
        "missing": [],
        "reading_changed": [],
        "reused": 0,
        "credits": 0,
        "neighbours_changed": [],
        "findings": [],
    }


def test_a_plan_for_a_person_has_a_line_for_each_line_and_a_sum(tmp_path):
    assert format_text(plan_of(tmp_path)).splitlines() == [
        "record   p001 line 0: new, 20 characters",
        "record   p001 line 1: new, 14 characters",
        "record   p002 line 0: new, 12 characters",
        "3 lines to record, 46 characters, about 0.1 minutes of audio, 0 credits; 0 lines have their take",
    ]


@pytest.mark.parametrize(("is_recorded", "done"), [(False, False), (True, True)])
def test_a_book_is_done_when_every_line_has_its_take(tmp_path, is_recorded, done):
    if is_recorded:
        record(tmp_path)
    assert is_done(plan_of(tmp_path)) is done


def test_planning_writes_nothing(tmp_path):
    plan_of(tmp_path)
    assert list(tmp_path.iterdir()) == []
