"""Every fault of the service and the network: the book is complete, the audio right, the ledger what was billed."""

from __future__ import annotations

import dataclasses

import pytest
from remote_studio import NARRATOR, SENTENCES, SPEECH, Press, book, chapters, remote_paragraph

from pipeline.errors import EngineError
from pipeline.model import ElevenLabs

LINES = book(*SENTENCES[:3])
TROUBLED = SENTENCES[1]


def slowly(press: Press) -> None:
    """Let the voice speak at the pace of speech, so that a missing second is a missing word."""
    press.tell("options", {"characters_per_second": SPEECH})


def assert_whole(press: Press, lines=LINES, *, calls: int | None = None, billed: int | None = None) -> None:
    """Every line has one take that passes, and the ledger says what the emulator billed."""
    plan = press.plan(lines)
    assert (plan.to_record, plan.missing, plan.findings) == ((), (), ())
    assert press.spent == press.billed
    assert not any(entry.is_open for entry in press.ledger)
    if calls is not None:
        assert len(press.calls) == calls
    if billed is not None:
        assert press.see("state")["billed_calls"] == billed


def durations(press: Press, lines=LINES) -> list[float]:
    return [round(takes[0].sound.duration_s, 1) for takes in press.record(lines).takes.values()]


UNBILLED = [
    ("system_busy", {}),
    ("system_busy", {"retry_after": "0"}),
    ("system_busy", {"retry_after": "999999"}),
    ("too_many_concurrent", {}),
    ("too_many_concurrent", {"retry_after": "Wed, 21 Oct 2015 07:28:00 GMT"}),
    ("rate_limit", {"retry_after_ms": "100"}),
    ("http_500_plain", {}),
    ("http_500_detail", {}),
    ("502_html", {}),
    ("503", {"retry_after": "0"}),
]


@pytest.mark.parametrize(("fault", "fields"), UNBILLED, ids=lambda value: str(value))
def test_a_refusal_that_bills_nothing_is_sent_again_and_costs_nothing(press, fault, fields):
    press.fault(fault, text=TROUBLED[:9], **fields)
    press.record(LINES)
    assert_whole(press, calls=4, billed=3)
    assert [entry.credits for entry in press.ledger if entry.paragraph == "p002"] == [0.0, len(TROUBLED)]


@pytest.mark.parametrize("era", ["2025-04", "2026"])
@pytest.mark.parametrize("fault", ["system_busy", "too_many_concurrent", "rate_limit", "http_500_detail"])
def test_refusals_of_both_eras_mean_the_same(press, era, fault):
    press.tell("options", {"era": era})
    press.fault(fault, nth=2)
    press.record(LINES)
    assert_whole(press, calls=4, billed=3)


LOST = [
    ("504_after", {}),
    ("drop_before_headers", {}),
    ("drop_mid_body", {"percent": 0}),
    ("drop_mid_body", {"percent": 40}),
    ("drop_mid_body", {"percent": 99}),
    ("close_without_length", {"percent": 50}),
    ("wrong_content_type", {"kind": "json_as_audio"}),
    ("bad_json", {}),
]


@pytest.mark.parametrize(("fault", "fields"), LOST, ids=lambda value: str(value))
@pytest.mark.parametrize("delay_s", [0.0, 0.2])
def test_an_answer_that_was_lost_is_fetched_from_the_history_and_paid_once(press, fault, fields, delay_s):
    slowly(press)
    press.tell("options", {"history_delay_s": delay_s})
    press.fault(fault, text=TROUBLED[:9], **fields)
    done = press.record(LINES, remote={"patience_s": 3.0})
    assert_whole(press, calls=3, billed=3)
    take = next(take for take in done.recorded if take.paragraph == "p002")
    assert dict(take.made_by)["from-history"] == "yes"
    assert take.sound.duration_s == pytest.approx(len(TROUBLED) / SPEECH, abs=0.15)
    assert [timing.start for timing in take.timings[:3]] == [0, 7, 11]


@pytest.mark.parametrize("route", ["with-timestamps", "stream/with-timestamps", "stream", "plain"])
def test_on_every_route_a_cut_answer_is_noticed_and_fetched(press, route):
    slowly(press)
    press.fields["elevenlabs"] = ElevenLabs(route=route)
    press.fault("close_without_length", text=TROUBLED[:9], percent=30)
    done = press.record(LINES, remote={"pace": (8.0, 25.0)})
    assert_whole(press, calls=3, billed=3)
    take = next(take for take in done.recorded if take.paragraph == "p002")
    assert take.sound.duration_s == pytest.approx(len(TROUBLED) / SPEECH, abs=0.15)


@pytest.mark.parametrize("route", ["stream/with-timestamps", "stream", "plain"])
def test_the_other_routes_bring_the_same_audio(press, route):
    press.record(LINES)
    usual = durations(press)
    (press.path / "takes.lock").unlink()
    (press.path / "takes" / "journal.jsonl").unlink()
    press.fields["elevenlabs"] = ElevenLabs(route=route)
    press.record(LINES)
    assert durations(press) == usual
    assert all(
        call["path"].endswith(NARRATOR.voice + ("" if route == "plain" else f"/{route}")) for call in press.calls[3:]
    )


def test_a_line_of_a_stream_that_is_cut_in_half_does_not_lose_its_words(press):
    slowly(press)
    press.fields["elevenlabs"] = ElevenLabs(route="stream/with-timestamps")
    press.fault("cut_ndjson_line", text=TROUBLED[:9])
    press.record(LINES)
    assert_whole(press, calls=3, billed=3)


def test_audio_under_a_wrong_label_is_audio(press):
    press.fault("wrong_content_type", kind="html_label")
    press.record(LINES)
    assert_whole(press, calls=3, billed=3)


def test_latency_changes_nothing(press):
    press.fault("latency", headers_s=0.2, times=None)
    press.record(LINES)
    assert_whole(press, calls=3, billed=3)


def test_an_answer_that_drips_is_dropped_at_its_deadline_and_fetched(press):
    press.fault("slow_loris", text="^No\\.", gap_s=0.05)
    lines = book("No.")
    press.record(lines, remote={"deadline_s": 0.5})
    assert_whole(press, lines, calls=1, billed=1)


DAMAGED_TIMES = [("null_alignment", {}), ("alignment_short", {"missing_s": 2.0}), ("alignment_backwards", {})]


@pytest.mark.parametrize(("fault", "fields"), DAMAGED_TIMES, ids=lambda value: str(value))
def test_damaged_times_are_taken_from_the_history(press, fault, fields):
    slowly(press)
    press.fault(fault, text=TROUBLED[:9], **fields)
    done = press.record(LINES)
    assert_whole(press, calls=3, billed=3)
    take = next(take for take in done.recorded if take.paragraph == "p002")
    assert len(take.timings) == len(TROUBLED.split())
    assert take.timings[-1].end_s == pytest.approx(take.sound.duration_s, abs=0.2)


DAMAGED_AUDIO = [
    ("short_audio", {"percent": 50}),
    ("bad_audio", {"kind": "silence"}),
    ("bad_audio", {"kind": "wrong_rate"}),
]


@pytest.mark.parametrize(("fault", "fields"), DAMAGED_AUDIO, ids=lambda value: str(value))
def test_a_generation_that_is_damaged_in_itself_is_kept_and_made_once_more(press, fault, fields):
    slowly(press)
    press.fault(fault, text=TROUBLED[:9], **fields)
    done = press.record(LINES)
    assert_whole(press, calls=4, billed=4)
    damaged, good = (take for take in done.recorded if take.paragraph == "p002")
    assert damaged.findings[0].code in {"take.cut", "take.silent"}
    assert good.sound.duration_s == pytest.approx(len(TROUBLED) / SPEECH, abs=0.15)


def test_a_generation_that_stays_damaged_is_not_bought_a_third_time(press):
    slowly(press)
    press.fault("short_audio", text=TROUBLED[:9], times=None)
    with pytest.raises(EngineError, match="1 of 3 lines could not be recorded") as caught:
        press.record(LINES)
    assert "p002 line 0: take.cut" in caught.value.problems[0]
    assert (press.billed, len(press.calls)) == (press.spent, 4)
    assert [finding.code for finding in press.record(LINES).findings] == ["take.needs-listening"]
    assert len(press.calls) == 4


def test_clipped_audio_waits_for_a_person_and_is_not_bought_again(press):
    slowly(press)
    press.fault("bad_audio", kind="clipping", text=TROUBLED[:9])
    done = press.record(LINES)
    assert [finding.code for finding in done.findings] == ["take.needs-listening"]
    assert (press.billed, len(press.calls)) == (press.spent, 3)


@pytest.mark.parametrize("kind", ["noise_burst", "repeated_phrase", "skipped_word", "onset_leak"])
def test_what_only_an_ear_hears_costs_nothing_twice(press, kind):
    """These need a transcript or an ear; the run must neither stop nor buy again for them."""
    press.fault("bad_audio", kind=kind, text=TROUBLED[:9])
    press.record(LINES)
    assert (press.billed, len(press.calls)) == (press.spent, 3)


@pytest.mark.parametrize("era", ["2025-04", "2026"])
def test_a_quota_that_runs_out_stops_new_calls_keeps_everything_and_says_when_to_go_on(press, era):
    lines = book(*SENTENCES)
    press.tell("options", {"era": era, "credits": 130})
    with pytest.raises(
        EngineError, match=r"not enough credits .* 3 of 6 lines are recorded and kept; .*resets on 20"
    ) as caught:
        press.record(lines)
    assert "same command again" in str(caught.value)
    assert press.spent == press.billed == 123
    press.tell("options", {"credits": 1000})
    assert len(press.record(lines).recorded) == 3
    assert_whole(press, lines, billed=6)


def test_a_quota_that_the_subscription_does_not_show_stops_as_well(press):
    press.fault("quota_race", nth=2)
    with pytest.raises(EngineError, match=r"not enough credits"):
        press.record(LINES)
    press.record(LINES)
    assert_whole(press, billed=3)


def test_a_key_that_is_revoked_in_the_middle_stops_the_run_and_everything_is_kept(press):
    press.record(LINES[:1], only={"p001"})
    press.fault("key_revoked_at", after_s=0)
    with pytest.raises(EngineError, match=r"does not accept the API key .* 0 of 2 lines"):
        press.record(LINES)
    assert len(press.calls) == 2
    assert len(press.plan(LINES).to_record) == 2


def test_a_voice_that_is_withdrawn_fails_its_lines_with_one_call_and_leaves_the_others(press):
    gone = dataclasses.replace(NARRATOR, voice="pNInz6obpgDQGcFmaJgB")
    lines = chapters(
        (remote_paragraph("p001", "One is here."), remote_paragraph("p002", "He is gone.", voice=gone)),
        (remote_paragraph("p003", "He is gone too.", voice=gone), remote_paragraph("p004", "Four is here.")),
    )
    press.fault("voice_withdrawn_at", voice_id=gone.voice)
    with pytest.raises(EngineError, match="2 of 4 lines could not be recorded") as caught:
        press.record(lines)
    assert len(caught.value.problems) == 2
    assert "voice_not_found" in caught.value.problems[0]
    assert 3 <= len(press.calls) <= 4
    assert press.spent == press.billed == len("One is here.") + len("Four is here.")


def test_counters_that_lag_do_not_matter_to_a_run(press):
    press.fault("stale_subscription", lag_s=600)
    press.record(LINES)
    assert_whole(press, calls=3)


def test_a_service_that_is_not_there_is_told_and_costs_nothing(press, monkeypatch):
    monkeypatch.setenv("ELEVENLABS_BASE_URL", "http://127.0.0.1:9")
    with pytest.raises(EngineError, match="3 of 3 lines could not be recorded") as caught:
        press.record(LINES)
    assert "ConnectError" in caught.value.problems[0]
    assert press.spent == 0
    assert not any(entry.is_open for entry in press.ledger)


def test_an_answer_that_is_nowhere_is_bought_again_only_after_it_was_awaited(press):
    press.tell("options", {"history_delay_s": 3600})
    press.fault("drop_before_headers", text=TROUBLED[:9])
    press.record(LINES, remote={"patience_s": 0.2})
    outcomes = [entry.outcome for entry in press.ledger if entry.paragraph == "p002"]
    assert outcomes == ["not in the history: it was not made", "kept"]


def test_a_key_that_may_not_read_the_history_is_told_so_and_the_cost_stands_in_the_ledger(press, monkeypatch, caplog):
    press.tell("keys", {"key": "narrow", "scopes": ["text_to_speech"]})
    monkeypatch.setenv("ELEVENLABS_API_KEY", "narrow")
    press.fault("drop_before_headers", text=TROUBLED[:9])
    press.record(LINES)
    assert "may not read the history" in caplog.text
    assert_whole(press, calls=4, billed=4)


def test_zero_retention_sends_no_ids_and_counts_a_lost_answer_as_paid(press):
    press.tell("options", {"plan": "enterprise"})
    press.fields["elevenlabs"] = ElevenLabs(is_logged=False)
    press.fault("drop_before_headers", text=TROUBLED[:9])
    press.record(LINES)
    assert_whole(press, calls=4, billed=4)
    assert all(
        "previous_request_ids" not in call["json"] and "enable_logging=false" in call["query"] for call in press.calls
    )


def test_of_two_lost_answers_with_the_same_words_each_line_gets_its_own(press):
    """The one that came without headers looks first, and must leave the older one to the line that knows its ids."""
    press.tell("options", {"generation_s": 0.1})
    press.fault("bad_json", nth=1)
    press.fault("latency", nth=2, headers_s=0.3)
    press.fault("drop_before_headers", nth=2)
    waits = iter([1.0, 0.0])
    lines = chapters((remote_paragraph("p001", "Yes."),), (remote_paragraph("p002", "Yes."),))
    press.record(lines, remote={"patience_s": 2.0, "pause": 1.0, "chance": lambda: next(waits)})
    assert_whole(press, lines, calls=2, billed=2)
    owned = [dict(take.made_by)["request-id"] for (take,) in press.record(lines).takes.values()]
    assert sorted(owned) == sorted(call["request_id"] for call in press.calls)


STORM = [
    ("system_busy", 0.04, {}),
    ("too_many_concurrent", 0.06, {}),
    ("rate_limit", 0.03, {"retry_after": "0"}),
    ("http_500_plain", 0.02, {}),
    ("502_html", 0.02, {}),
    ("504_after", 0.02, {}),
    ("drop_before_headers", 0.03, {}),
    ("drop_mid_body", 0.03, {}),
    ("close_without_length", 0.03, {}),
    ("bad_json", 0.02, {}),
    ("wrong_content_type", 0.03, {"kind": "json_as_audio"}),
    ("null_alignment", 0.03, {}),
    ("alignment_backwards", 0.03, {}),
]


def test_a_storm_of_faults_leaves_a_whole_book_that_was_paid_once(press):
    for fault, probability, fields in STORM:
        press.fault(fault, probability=probability, times=None, **fields)
    press.tell("options", {"plan": "pro", "overflow": "reject", "history_delay_s": 0.1})
    lines = chapters(
        *(
            tuple(
                remote_paragraph(f"c{n}l{m}", "Yes." if m % 3 == 0 else f"Line {m} of chapter {n}.") for m in range(8)
            )
            for n in range(10)
        )
    )
    press.record(lines, remote={"patience_s": 5.0})
    assert_whole(press, lines, billed=80)
    owners = [dict(take.made_by)["request-id"] for takes in press.record(lines).takes.values() for take in takes]
    assert len(set(owners)) == 80
    assert len(press.calls) > 90, "the storm did strike"
