"""What a take's record keeps of its context, and what stitching reads from it again."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import (
    Boundary,
    Context,
    ContextSide,
    Finding,
    Generation,
    Request,
    Row,
    SoundMeasure,
    Spoken,
    Take,
    Voice,
)
from pipeline.recording.provenance import recall_generation, record_context, tell_context

BOTH = Context(
    before=ContextSide(row=Row.BOTH_YOUNG, ids=("r1", "r2"), text="Before."),
    after=ContextSide(row=Row.BOTH_YOUNG, ids=("r4",), text="After."),
)
TEXT = Context(before=ContextSide(row=Row.FIRST), after=ContextSide(row=Row.FIRST, text="After."))


def take(context: Context, *, is_logged: bool = True) -> Take:
    return Take(
        id="t1",
        paragraph="c01-p001",
        line=0,
        start=0,
        stop=4,
        ends=Boundary.PARAGRAPH,
        key="k",
        source_key="s",
        object="o",
        request=Request(
            voice=Voice(engine="elevenlabs", voice="anna", model="v2"),
            text="Now.",
            language="en",
            audio_format="mp3_44100_128",
        ),
        spoken=Spoken(text="Now."),
        sound=SoundMeasure(
            frames=44100,
            sample_rate_hz=44100,
            speech_begin_s=0.0,
            speech_end_s=1.0,
            rms_db=-20.0,
            active_rms_db=-20.0,
            peak_db=-6.0,
            clipped_frames=0,
        ),
        made_by=(("request-id", "r3"), *record_context(context, is_logged=is_logged)),
        recorded_at="2025-04-14T12:00:00Z",
    )


def test_the_record_keeps_mode_row_ids_and_the_hash_of_the_text_but_not_the_text():
    assert record_context(TEXT, is_logged=True) == (
        ("context-before-mode", "none"),
        ("context-before-row", "a1"),
        ("context-after-mode", "text"),
        ("context-after-row", "a1"),
        ("context-after-text-sha256", "0306b48ad9dd5473e42bb337d264bfadd2e1407a343f7d9a855ad5bb78ebb941"),
        ("logged", "yes"),
    )
    assert dict(record_context(BOTH, is_logged=True))["context-before-ids"] == "r1 r2"


def test_a_take_made_with_ids_of_later_lines_is_recalled_with_that_mark():
    recalled = recall_generation(take(BOTH), completed_at_s=9.0, is_chosen=True)
    assert recalled == Generation(
        request_id="r3", voice="anna", model="v2", completed_at_s=9.0, used_next_ids=BOTH.used_next_ids
    )
    assert recalled.used_next_ids
    assert not recall_generation(take(TEXT), completed_at_s=9.0, is_chosen=True).used_next_ids


def test_findings_zero_retention_and_a_missing_id_are_recalled():
    spoiled = replace(take(BOTH), findings=(Finding(code="silent", where="c01-p001", message="Nothing is heard."),))
    assert not recall_generation(spoiled, completed_at_s=9.0, is_chosen=True).is_checked
    assert not recall_generation(take(BOTH, is_logged=False), completed_at_s=9.0, is_chosen=True).is_logged
    assert recall_generation(replace(take(BOTH), made_by=()), completed_at_s=9.0, is_chosen=False).request_id == ""


def test_the_context_of_a_take_is_told_a_line_a_side():
    assert tell_context(take(BOTH).made_by) == ("context before: ids (c1) r1 r2", "context after: ids (c1) r4")
    assert tell_context(take(TEXT).made_by) == ("context before: none (a1)", "context after: text (a1)")
    assert tell_context(()) == ()
