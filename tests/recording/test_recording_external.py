"""What a person recorded stands as long as the words are the same, and is never recorded over unasked."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recording_lines import SOUND, Studio, lines_of, requests_of, take_of

from pipeline.errors import TakesError
from pipeline.model import Mark, MarkName, Request, Spoken, SpokenSpan, Voice
from pipeline.recording.choice import accept_reading, choose_takes, lock_paragraphs
from pipeline.recording.external import external_voice, is_external, line_key, spoken_of, whole_key
from pipeline.recording.heard import heard_takes
from pipeline.recording.lock import rebuild_lock
from pipeline.recording.plan import chosen_after
from pipeline.recording.records import reject_line
from pipeline.recording.stale import find_stale

ONE = lines_of("p001", "It was a dark night.", "The rain fell.", "Nobody came.")
TWO = lines_of("p002", "“Who is there?”")
BOOK = [ONE, TWO]
OTHER_VOICE = Voice(engine="tone", voice="high", settings=(("speed", 1.2),))


def recording_of(paragraph, line=None, *, name="t900", findings=()):
    """A person's recording of a paragraph, or of one line of it."""
    made = take_of(paragraph, line or 0, name=name, findings=findings, at=59)
    spoken = spoken_of(paragraph) if line is None else paragraph.lines[line].spoken
    return dataclasses.replace(
        made,
        key=whole_key(paragraph) if line is None else line_key(paragraph, line),
        stop=paragraph.lines[-1].stop if line is None else made.stop,
        spoken=spoken,
        request=Request(voice=external_voice("Jane"), text=spoken.text, language="en", audio_format="wav_48000"),
    )


def studio_with(*takes, paragraphs=BOOK):
    """A book whose takes are recorded, with these recordings added and standing."""
    studio = Studio()
    studio.record(paragraphs)
    add(studio, *takes, paragraphs=paragraphs)
    return studio


def add(studio, *takes, paragraphs=BOOK):
    studio.keep(*takes)
    studio.choose(choose_takes(studio.plan(paragraphs), takes))


def standing(studio, paragraphs=BOOK):
    return {entry.paragraph: [take.take for take in entry.takes] for entry in chosen_after(studio.plan(paragraphs), {})}


def codes(plan):
    return [finding.code for finding in plan.findings]


def edited(*texts):
    return [lines_of("p001", *texts), TWO]


def test_a_recording_stands_for_a_whole_paragraph_of_several_lines():
    studio = studio_with(recording_of(ONE))
    plan = studio.plan(BOOK)
    assert standing(studio)["p001"] == ["t900"]
    assert (plan.to_record, plan.findings, plan.reading_changed, plan.missing) == ((), (), (), ())


def test_another_voice_or_setting_records_the_other_paragraphs_and_leaves_the_recording():
    studio = studio_with(recording_of(ONE))
    recast = [
        lines_of("p001", *(line.spoken.text for line in ONE.lines), voice=OTHER_VOICE),
        lines_of("p002", "“Who is there?”", voice=OTHER_VOICE),
    ]
    assert studio.record(recast) == [("p002", 0)]
    assert standing(studio, recast)["p001"] == ["t900"]


def test_an_edited_text_is_a_finding_and_nothing_is_recorded_over_it_or_silently_kept():
    studio = studio_with(recording_of(ONE))
    other = edited("It was a bright night.", "The rain fell.", "Nobody came.")
    plan = studio.plan(other)
    assert (plan.to_record, codes(plan)) == ((), ["take.external-differs"])
    assert not plan.paragraphs[0].is_complete
    assert studio.record(other) == []
    assert standing(studio, other)["p001"] == ["t900"]


def test_an_edit_that_is_undone_lets_it_stand_again():
    studio = studio_with(recording_of(ONE))
    studio.record(edited("It was a bright night."))
    plan = studio.plan(BOOK)
    assert (plan.to_record, plan.findings) == ((), ())
    assert plan.paragraphs[0].is_complete


def test_spacing_and_the_cut_into_lines_are_no_edit():
    studio = studio_with(recording_of(ONE))
    recut = lines_of("p001", "It was a dark night. The rain fell.", "Nobody came.")
    spaced = dataclasses.replace(recut, text=recut.text.replace(" The", "  The"))
    assert [studio.plan([p, TWO]).findings for p in (recut, spaced)] == [(), ()]


def test_words_that_say_puts_in_place_of_others_are_an_edit():
    said = dataclasses.replace(ONE, marks=(Mark(start=9, stop=13, name=MarkName.SAY, value="gloomy"),))
    assert whole_key(said) != whole_key(ONE)
    emphasised = dataclasses.replace(ONE, marks=(Mark(start=9, stop=13, name=MarkName.EMPHASIS),))
    assert whole_key(emphasised) == whole_key(ONE)


def test_a_recording_of_other_words_is_kept_when_it_is_accepted():
    studio = studio_with(recording_of(ONE))
    other = edited("It was a bright night.", "The rain fell.", "Nobody came.")
    studio.choose(accept_reading(studio.plan(other), ["p001"]))
    assert (codes(studio.plan(other)), standing(studio, other)["p001"]) == ([], ["t900"])


def test_when_it_is_refused_the_engines_takes_stand_again_without_a_credit():
    studio = studio_with(recording_of(ONE))
    studio.journal.append(reject_line("t900", at="2026-01-02T00:00:00.000Z"))
    plan = studio.plan(BOOK)
    assert (plan.to_record, plan.credits, plan.findings) == ((), 0.0, ())
    assert standing(studio)["p001"] == ["t001", "t002", "t003"]


def test_choosing_the_engines_takes_puts_them_back_all_lines_or_none():
    studio = studio_with(recording_of(ONE))
    takes = [studio.index.takes[name] for name in ("t001", "t002", "t003")]
    with pytest.raises(TakesError) as caught:
        choose_takes(studio.plan(BOOK), takes[:1])
    assert "another line of p001 has no take yet" in caught.value.problems[0]
    studio.choose(choose_takes(studio.plan(BOOK), takes))
    assert standing(studio)["p001"] == ["t001", "t002", "t003"]
    studio.choose(choose_takes(studio.plan(BOOK), [studio.index.takes["t900"]]))
    assert standing(studio)["p001"] == ["t900"]


def test_another_take_that_is_asked_for_is_not_recorded_over_a_person():
    studio = studio_with(recording_of(ONE))
    plan = studio.plan(BOOK, retake={"p001", "p002"})
    assert [(line.paragraph, str(line.reason)) for line in plan.to_record] == [("p002", "asked for")]
    assert codes(plan) == ["take.external"]


def test_a_locked_recording_stands_whatever_changes_and_says_so():
    studio = studio_with(recording_of(ONE))
    studio.choose(lock_paragraphs(studio.plan(BOOK), ["p001"], is_locked=True))
    assert codes(studio.plan(BOOK)) == []
    other = edited("It was a bright night.")
    plan = studio.plan(other)
    assert (plan.to_record, codes(plan)) == ((), ["take.locked-differs"])
    assert plan.paragraphs[0].is_complete


def test_the_lock_file_alone_tells_that_a_person_spoke_where_the_store_is_not_here():
    studio = studio_with(recording_of(ONE))
    studio.journal.clear()
    other = edited("It was a bright night.", "The rain fell.", "Nobody came.")
    assert codes(studio.plan(other)) == ["take.external-differs"]
    assert next((one.paragraph, one.take) for one in studio.plan(BOOK).missing) == ("p001", "t900")


def test_a_lost_lock_is_rebuilt_and_a_lost_line_of_it_is_found_in_the_journal():
    studio = studio_with(recording_of(ONE))
    assert rebuild_lock(studio.index, order=["p001", "p002"]) == studio.chosen
    studio.chosen = studio.chosen[1:]
    assert standing(studio)["p001"] == ["t900"]
    plan = studio.plan(BOOK)
    assert (plan.to_record, [claim.take for claim in plan.claimed]) == ((), ["t900"])


def test_a_recording_of_one_line_stands_among_the_engines():
    studio = studio_with(recording_of(ONE, 1))
    assert standing(studio)["p001"] == ["t001", "t900", "t003"]
    recast = [lines_of("p001", *(line.spoken.text for line in ONE.lines), voice=OTHER_VOICE), TWO]
    assert studio.record(recast) == [("p001", 0), ("p001", 2)]
    assert standing(studio, recast)["p001"][1] == "t900"


def test_an_edit_beside_a_recorded_line_records_that_line_alone():
    studio = studio_with(recording_of(ONE, 1))
    other = edited("It was a bright night.", "The rain fell.", "Nobody came.")
    assert studio.record(other) == [("p001", 0)]
    assert standing(studio, other)["p001"][1] == "t900"


def test_an_edit_of_a_recorded_line_holds_its_paragraph():
    studio = studio_with(recording_of(ONE, 1))
    other = edited("It was a bright night.", "The snow fell.", "Nobody came.")
    plan = studio.plan(other)
    assert (plan.to_record, codes(plan)) == ((), ["take.external-differs"])
    studio.choose(accept_reading(plan, ["p001"]))
    assert studio.record(other) == [("p001", 0)]


def test_a_new_recording_of_an_edited_line_waits_for_the_lines_beside_it():
    studio = studio_with(recording_of(ONE, 1))
    other = edited("It was a bright night.", "The snow fell.", "Nobody came.")
    studio.keep(recording_of(other[0], 1, name="t901"))
    assert studio.record(other) == [("p001", 0)]
    assert standing(studio, other)["p001"][1:] == ["t901", "t003"]


def test_a_recording_of_one_line_made_before_anything_else_is_used_when_the_rest_is_recorded():
    studio = Studio()
    studio.keep(recording_of(ONE, 1))
    assert studio.record(BOOK) == [("p001", 0), ("p001", 2), ("p002", 0)]
    assert standing(studio)["p001"][1] == "t900"


def test_a_doubtful_recording_of_a_line_is_not_used_unasked():
    studio = Studio()
    studio.keep(recording_of(ONE, 1, findings=("take.clipped",)))
    assert ("p001", 1) in studio.record(BOOK)


def test_a_recording_is_heard_for_the_whole_paragraph_as_it_is_now():
    studio = studio_with(recording_of(ONE))
    (chosen, _) = chosen_after(studio.plan(BOOK), {})
    recut = lines_of("p001", "It was a dark night. The rain fell.", "Nobody came.")
    paragraph = studio.plan([recut, TWO]).paragraphs[0]
    (take,) = heard_takes(paragraph, chosen, studio.index.takes)
    assert (take.start, take.stop, take.line, take.ends) == (0, len(ONE.text), 0, recut.lines[-1].ends)
    assert take.sound == SOUND


def test_what_is_said_for_a_paragraph_keeps_its_map_over_the_joins():
    spoken = Spoken(
        text="It was nine.", spans=(SpokenSpan(start=7, stop=8, spoken_start=7, spoken_stop=11, rule="number"),)
    )
    first, second = lines_of("p", "It was 9.", "Nobody came.").lines
    text = "It was 9.\n\nNobody came."
    lines = dataclasses.replace(
        ONE,
        text=text,
        lines=(dataclasses.replace(first, spoken=spoken), dataclasses.replace(second, start=11, stop=23)),
    )
    whole = spoken_of(lines)
    assert whole.text == "It was nine. Nobody came."
    assert [text[whole.written_offset(at)] for at in (0, 7, 13, 24)] == ["I", "9", "N", "."]


@given(st.lists(st.text(alphabet="abc .", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=4))
def test_what_is_said_for_a_paragraph_is_its_lines_one_after_the_other(texts):
    lines = lines_of("p", *texts)
    whole = spoken_of(lines)
    assert whole.text == " ".join(texts)
    assert [whole.written_offset(at) for at in range(len(whole.text))] == list(range(len(lines.text)))


def test_the_key_of_a_recording_is_told_from_every_other():
    assert is_external(whole_key(ONE))
    assert is_external(line_key(ONE, 1))
    assert not is_external(take_of(ONE, name="t1").key)
    single = lines_of("p", "Nobody came.")
    assert len({whole_key(single), line_key(single, 0), line_key(ONE, 2)}) == 2


def test_every_line_of_a_recorded_paragraph_counts_as_recorded_by_it():
    studio = studio_with(recording_of(ONE))
    paragraph = studio.plan(BOOK).paragraphs[0]
    assert [paragraph.entry_of(place).take for place in range(3)] == ["t900"] * 3


def test_what_a_person_recorded_follows_no_lexicon_and_is_never_stale():
    for recording in (recording_of(ONE), recording_of(ONE, 1)):
        studio = studio_with(recording)
        spelled = [
            dataclasses.replace(
                ONE,
                source_key="under another lexicon",
                lines=tuple(
                    dataclasses.replace(line, pronunciations=(("rain", "reɪn"),)) if line.number == 1 else line
                    for line in ONE.lines
                ),
            ),
            TWO,
        ]
        plan = studio.plan(spelled)
        assert find_stale(plan, requests=requests_of(spelled), index=studio.index) == ()
        assert plan.to_record == ()
