from __future__ import annotations

import dataclasses

from recording_lines import Studio, lines_of, requests_of

from pipeline.recording.stale import StaleState, find_stale

BOOK = (lines_of("p001", "One.", "Two.", "Two."), lines_of("p002", "Three."))


def stale(studio: Studio, *book):
    found = find_stale(studio.plan(book), requests=requests_of(book), index=studio.index)
    return [(line.paragraph, line.line, line.before, line.after, line.state, line.credits) for line in found]


def recorded() -> Studio:
    studio = Studio()
    studio.record(BOOK)
    return studio


def test_a_changed_line_is_stale_with_what_it_said_and_what_it_costs():
    changed = lines_of("p001", "One.", "Two.", "Too.")
    assert stale(recorded(), changed, BOOK[1]) == [("p001", 2, "Two.", "Too.", StaleState.RECORD, 4.0)]
    assert stale(recorded(), *BOOK) == []


def test_a_paragraph_without_takes_is_new_and_not_stale():
    assert stale(recorded(), *BOOK, lines_of("p003", "Four.")) == []
    assert stale(Studio(), *BOOK) == []


def test_words_whose_take_is_in_the_store_already_cost_nothing():
    studio = recorded()
    changed = (BOOK[0], lines_of("p002", "Drei."))
    studio.record(changed)
    assert stale(studio, *BOOK) == [("p002", 0, "Drei.", "Three.", StaleState.CLAIM, 0.0)]


def test_locked_takes_and_readings_that_only_we_changed_stay():
    studio = recorded()
    ours = lines_of("p002", "Drei.", source="Three.")
    assert [line[4] for line in stale(studio, BOOK[0], dataclasses.replace(ours, source_key=BOOK[1].source_key))] == [
        StaleState.READING_CHANGED
    ]
    studio.choose([studio.chosen[0], dataclasses.replace(studio.chosen[1], is_locked=True)])
    assert [line[4:] for line in stale(studio, BOOK[0], lines_of("p002", "Drei."))] == [(StaleState.LOCKED, 0.0)]
