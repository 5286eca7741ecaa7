from __future__ import annotations

import json

import pytest
from test_commands_recording_session import BOOK, chapter, folder_at, paragraph, record

from pipeline.commands.desk import prepare_desk
from pipeline.commands.plan import foresee, is_done
from pipeline.commands.plan_texts import format_json, format_markdown, format_text


def plan_of(path, chapters=BOOK, **fields):
    return prepare_desk(folder_at(path, **fields), chapters).plan


def forecast_of(path, chapters=BOOK, **fields):
    folder = folder_at(path, **fields)
    return foresee(folder, chapters, prepare_desk(folder, chapters))


def test_a_plan_is_the_json_that_the_design_fixes_with_what_it_takes_beside(tmp_path):
    told = json.loads(format_json(forecast_of(tmp_path, chapter(paragraph("p001", "Nobody came.")))))
    assert told.pop("time_left")["is_measured"] is False
    assert told == {
        "to_record": [{"paragraph": "p001", "line": 0, "reason": "new", "characters": 12, "credits": 0.0}],
        "missing": [],
        "reading_changed": [],
        "claimed": [],
        "neighbours_changed": [],
        "findings": [],
        "reused": 0,
        "characters": 12,
        "credits": 0,
        "money": {
            "amount": 0.0,
            "currency": "USD",
            "by": "plan creator, read 2026-11-22, assumed; set budget.plan or budget.price",
        },
        "chapters": [
            {
                "chapter": "c01", "title": "One", "lines": 1, "characters": 12, "credits": 0.0,
                "record_s": 0.8, "master_s": 0.8,
            }
        ],
        "budget": {"spent_book": 0, "spent_month": 0, "lines_that_fit": 1, "stops_at": None},
    }  # fmt: skip


def test_a_plan_for_a_person_has_a_line_for_each_line_its_chapters_and_a_sum(tmp_path):
    assert format_text(forecast_of(tmp_path)).splitlines()[:5] == [
        "record   p001 line 0: new, 20 characters",
        "record   p001 line 1: new, 14 characters",
        "record   p002 line 0: new, 12 characters",
        "chapter  c01: 3 lines to record (0:03, 0 credits), 0:03 to master",
        "3 lines to record, 46 characters, 0 credits; 0 lines have their take",
    ]


def test_a_changed_text_shows_its_words_before_and_after(tmp_path):
    record(tmp_path)
    edited = chapter(paragraph("p001", "It was a bright day.", "The rain fell."), paragraph("p002", "Nobody came."))
    forecast = forecast_of(tmp_path, edited)
    assert format_text(forecast).splitlines()[:2] == [
        "record   p001 line 0: text changed, 20 characters",
        "           It was a [-dark night.-]{+bright day.+}",
    ]
    (line,) = json.loads(format_json(forecast))["to_record"]
    assert (line["before"], line["after"]) == ("It was a dark night.", "It was a bright day.")
    assert "| p001 | 0 | text changed | It was a [-dark night.-]{+bright day.+} | 20 | 0 |" in format_markdown(forecast)


def test_only_the_chapter_that_changes_costs_and_what_is_kept_of_it_is_mastered_again(tmp_path):
    takes = record(tmp_path).recorded
    edited = chapter(paragraph("p001", "It was a bright day.", "The rain fell."), paragraph("p002", "Nobody came."))
    (cost,) = forecast_of(tmp_path, edited).chapters
    kept_s = sum(take.sound.duration_s for take in takes[1:])
    assert (cost.chapter, cost.lines, cost.record_s) == ("c01", 1, pytest.approx(20 / 15))
    assert cost.master_s == pytest.approx(kept_s + 20 / 15)


@pytest.mark.parametrize(("is_recorded", "done"), [(False, False), (True, True)])
def test_a_book_is_done_when_every_line_has_its_take(tmp_path, is_recorded, done):
    if is_recorded:
        record(tmp_path)
    assert is_done(plan_of(tmp_path)) is done


def test_planning_writes_nothing(tmp_path):
    plan_of(tmp_path)
    assert list(tmp_path.iterdir()) == []
