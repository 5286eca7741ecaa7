"""Recording through a service: what is sent, kept, told; limits, budget, several engines, and the key in no file."""

from __future__ import annotations

import dataclasses
import logging
import os
import signal
import threading
import time

import pytest
from remote_studio import GEORGE, KEY, NARRATOR, SENTENCES, book, chapters, remote_paragraph
from test_commands_recording_session import TONE, paragraph

from pipeline.adapters.takes import LedgerEntry
from pipeline.errors import BudgetError, EngineError
from pipeline.model import Boundary, Budget, ElevenLabs

LINES = book(*SENTENCES)


def wide(count: int, lines: int = 3):
    """Chapters that can all be spoken at once."""
    return chapters(
        *(tuple(remote_paragraph(f"c{n}l{m}", f"Line {m} of chapter {n}.") for m in range(lines)) for n in range(count))
    )


def test_every_setting_model_and_format_are_always_sent(press):
    press.record(LINES)
    call = press.calls[0]
    assert call["path"] == f"/v1/text-to-speech/{GEORGE}/with-timestamps"
    assert call["query"] == "output_format=mp3_44100_128"
    assert {name: call["json"][name] for name in ("model_id", "apply_text_normalization", "voice_settings")} == {
        "model_id": "eleven_multilingual_v2",
        "apply_text_normalization": "off",
        "voice_settings": {
            "stability": 0.5,
            "similarity_boost": 0.75,
            "style": 0.0,
            "speed": 1.0,
            "use_speaker_boost": True,
        },
    }
    assert "language_code" not in call["json"]


def test_a_model_that_takes_a_language_gets_the_one_of_the_line(press):
    flash = dataclasses.replace(NARRATOR, model="eleven_flash_v2_5")
    press.record(chapters((remote_paragraph("p001", "Hello there.", voice=flash),)))
    assert press.calls[0]["json"]["language_code"] == "en"
    assert [entry.credits for entry in press.ledger] == [6.0]
    assert press.spent == press.billed


def test_a_second_run_asks_nothing_of_the_service(press):
    press.record(LINES)
    before = press.see("calls")
    assert press.record(LINES).recorded == ()
    assert press.see("calls") == before


def test_words_have_their_times(press):
    press.tell("options", {"characters_per_second": 15})
    take = press.record(book("Who is there?")).recorded[0]
    assert [(timing.start, timing.stop) for timing in take.timings] == [(0, 3), (4, 6), (7, 13)]
    assert take.timings[2].begin_s == pytest.approx(7 / 15, abs=0.02)


@pytest.mark.parametrize(("plan", "cap"), [("free", 2), ("creator", 5), ("pro", 10)])
def test_the_whole_cap_that_the_service_names_is_used_and_never_more(press, plan, cap):
    press.tell("options", {"plan": plan, "generation_s": 0.03 * cap, "overflow": "reject"})
    press.record(wide(12))
    group = press.see("concurrency")["standard"]
    assert (group["peak"], group["open_peak"], group["rejected"]) == (cap, cap, 0)


def test_the_configured_limit_is_never_passed(press):
    press.tell("options", {"plan": "pro", "generation_s": 0.05})
    press.fields["elevenlabs"] = ElevenLabs(concurrency=3)
    press.record(wide(6))
    assert press.see("concurrency")["standard"]["open_peak"] == 3


def test_a_cap_that_shrinks_while_others_record_is_obeyed(press):
    press.tell("options", {"plan": "pro", "generation_s": 0.05, "overflow": "reject"})
    timer = threading.Timer(0.3, lambda: press.tell("options", {"plan": "free"}))
    timer.start()
    press.record(wide(8, 4))
    timer.join()
    assert press.spent == press.billed
    assert press.see("state")["billed_calls"] == 32


def test_models_of_two_groups_have_a_cap_each(press):
    press.tell("options", {"plan": "free", "generation_s": 0.3, "overflow": "reject"})
    flash = dataclasses.replace(NARRATOR, model="eleven_flash_v2_5")
    lines = chapters(
        *(tuple(remote_paragraph(f"s{n}l{m}", f"Standard {n} {m}.") for m in range(3)) for n in range(4)),
        *(tuple(remote_paragraph(f"t{n}l{m}", f"Turbo {n} {m}.", voice=flash) for m in range(3)) for n in range(4)),
    )
    press.record(lines)
    groups = press.see("concurrency")
    assert (groups["standard"]["open_peak"], groups["turbo"]["open_peak"]) == (2, 4)


def test_local_and_remote_voices_speak_in_one_book(press):
    lines = chapters((remote_paragraph("p001", "She said:"), paragraph("p002", "No.", voice=TONE)))
    done = press.record(lines)
    assert sorted(take.request.voice.engine for take in done.recorded) == ["elevenlabs", "tone"]
    assert done.waiting == ()
    assert press.spent == press.billed == len("She said:")


def test_a_budget_stops_the_run_before_the_call_that_would_pass_it(press):
    press.fields["budget"] = Budget(run=100.0)
    with pytest.raises(BudgetError, match="p003 line 0"):
        press.record(LINES)
    assert press.spent == press.billed == 79


def test_a_month_stops_the_run_before_the_call_that_would_pass_it_and_earlier_months_do_not_count(press):
    month = press.store.now()[:7]
    before = LedgerEntry(
        id="t0", time="2020-01-31T10:00:00.000Z", paragraph="p009", line=0, engine="elevenlabs", characters=900,
        credits=900.0, outcome="kept",
    )  # fmt: skip
    press.store.account([before, dataclasses.replace(before, id="t1", time=f"{month}-01T00:00:00.000Z", credits=21.0)])
    press.fields["budget"] = Budget(month=100.0)
    with pytest.raises(BudgetError, match=r"p003 line 0: .* \(budget.month\)"):
        press.record(LINES)
    assert press.billed == 79


def test_another_attempt_that_would_pass_the_budget_is_not_made(press):
    press.tell("options", {"characters_per_second": 15})
    press.fields["budget"] = Budget(run=float(sum(map(len, SENTENCES[:2]))))
    press.fault("short_audio", nth=1)
    with pytest.raises(BudgetError, match="p002 line 0: another call would pass the budget"):
        press.record(book(*SENTENCES[:2]))
    assert press.spent == press.billed <= 79


def test_what_the_service_would_refuse_or_damage_is_not_sent(press):
    tagged = 'Wait. <break time="1s"/> Wait. <break time="1s"/> Wait. <break time="1s"/> Wait.'
    lines = chapters((remote_paragraph("p001", "Fine."), remote_paragraph("p002", tagged)))
    with pytest.raises(EngineError, match="1 of 2 lines could not be recorded") as caught:
        press.record(lines)
    assert "3 breaks" in str(caught.value)
    assert len(press.calls) == 1
    assert press.spent == press.billed == 5


def test_without_a_key_nothing_is_sent_and_the_message_says_what_to_do(press, monkeypatch):
    monkeypatch.delenv("ELEVENLABS_API_KEY")
    with pytest.raises(EngineError, match="needs an API key: set ELEVENLABS_API_KEY"):
        press.record(LINES)
    assert press.calls == []


def test_the_key_of_a_dotenv_file_beside_book_toml_is_used(press, monkeypatch):
    monkeypatch.delenv("ELEVENLABS_API_KEY")
    (press.path / ".env").write_text(f'# secret\nexport ELEVENLABS_API_KEY="{KEY}"\n')
    press.record(book("Hello."))
    assert len(press.calls) == 1


@pytest.mark.parametrize("fault", ["quota_race", "http_500_plain", "drop_mid_body", "key_revoked_at"])
def test_the_key_is_in_no_file_no_log_and_no_error(press, monkeypatch, caplog, fault):
    secret = "sk_5ecret0000111122223333"
    press.tell("keys", {"key": secret})
    monkeypatch.setenv("ELEVENLABS_API_KEY", secret)
    caplog.set_level(logging.DEBUG)
    press.fault(fault, **({"key": secret} if fault == "key_revoked_at" else {"nth": 2}))
    told = ""
    try:
        told = repr(press.record(LINES))
    except EngineError as error:
        told = f"{error} {error!r} {error.__cause__!r}"
    files = b"".join(path.read_bytes() for path in press.path.rglob("*") if path.is_file())
    assert secret not in told + caplog.text + files.decode(errors="replace")
    assert caplog.text


def test_a_run_that_is_told_to_end_keeps_what_is_in_flight(press, caplog):
    press.tell("options", {"generation_s": 1.0})

    def end_when_calls_are_under_way():
        while press.see("concurrency")["standard"]["in_flight"] < 2:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    ender = threading.Thread(target=end_when_calls_are_under_way)
    ender.start()
    with pytest.raises(KeyboardInterrupt):
        press.record(wide(4))
    ender.join()
    assert "are under way and paid for" in caplog.text
    assert press.spent == press.billed > 0
    assert not any(entry.is_open for entry in press.ledger)
    press.tell("options", {"generation_s": 0.0})
    press.record(wide(4))
    assert press.see("state")["billed_calls"] == 12


def forget_take(press, *, keeps_journal: bool = False) -> None:
    """Leave what a run leaves that is killed after its only answer came, before anything of it was kept."""
    ledger = press.path / "takes" / "ledger.jsonl"
    ledger.write_text(ledger.read_text().splitlines(keepends=True)[0])
    (press.path / "takes.lock").unlink()
    if not keeps_journal:
        (press.path / "takes" / "journal.jsonl").unlink()


def test_an_answer_that_came_before_the_run_was_killed_is_fetched(press):
    press.record(book("Hello there."))
    forget_take(press)
    assert [entry.is_open for entry in press.ledger] == [True]
    take = press.record(book("Hello there.")).recorded[0]
    assert dict(take.made_by)["from-history"] == "yes"
    assert dict(take.made_by)["context-after-row"] == "d4"
    assert [entry.outcome for entry in press.ledger] == ["kept, from the history"]
    assert (press.spent, len(press.calls)) == (press.billed, 1)


def test_an_attempt_whose_take_is_in_the_journal_is_kept_and_nothing_is_asked(press):
    press.record(book("Hello there."))
    forget_take(press, keeps_journal=True)
    press.record(book("Hello there.", "And here."), only={"p002"})
    assert [entry.outcome for entry in press.ledger] == ["kept", "kept"]
    assert (press.spent, len(press.calls)) == (press.billed, 2)


def test_an_attempt_for_a_text_that_has_changed_since_is_settled_with_what_it_cost(press):
    press.record(book("Hello there."))
    forget_take(press)
    time.sleep(0.05)
    press.record(book("Good morning."), remote={"patience_s": 0.01})
    assert [entry.outcome for entry in press.ledger] == [
        "delivered, and not needed: its line has a take, or its text has changed",
        "kept",
    ]
    assert (press.spent, len(press.calls)) == (press.billed, 2)


def test_what_a_killed_run_spent_counts_for_the_budget_of_the_book(press):
    press.record(book("Hello there."))
    forget_take(press)
    press.fields["budget"] = Budget(book=25.0)
    lines = book("Hello there.", "Good morning.")
    assert len(press.record(lines).recorded) == 2
    press.fields["budget"] = Budget(book=26.0)
    with pytest.raises(BudgetError, match="p003"):
        press.record(book("Hello there.", "Good morning.", "No."))
    assert press.spent == press.billed == 25


def test_a_scene_break_is_no_border_of_context_but_a_chapter_is(press):
    lines = chapters(
        (
            remote_paragraph("p001", "Before the break.", ends=Boundary.SCENE_BREAK),
            remote_paragraph("p002", "After the break."),
        ),
    )
    press.record(lines)
    assert press.call_of("After the break.")["json"]["previous_text"] == "Before the break."


def test_doubtful_takes_are_no_neighbours_to_stitch_to(press):
    press.tell("options", {"characters_per_second": 15})
    press.fault("bad_audio", kind="clipping", nth=2)
    press.record(book(*SENTENCES[:3]))
    assert "previous_request_ids" not in press.call_of(SENTENCES[2])["json"]


def test_the_plan_tells_what_it_costs_by_model(press):
    flash = dataclasses.replace(NARRATOR, model="eleven_flash_v2_5")
    lines = chapters((remote_paragraph("p001", "Hello there."), remote_paragraph("p002", "Hello there.", voice=flash)))
    assert [line.credits for line in press.plan(lines).to_record] == [12.0, 6.0]
    assert press.see("calls") == []


def test_another_format_is_for_what_is_recorded_from_then_on(press):
    press.record(book("Hello there."))
    press.fields["elevenlabs"] = ElevenLabs(audio_format="pcm_24000")
    done = press.record(book("Hello there.", "And here."))
    assert [(take.request.audio_format, take.sound.sample_rate_hz) for take in done.recorded] == [("pcm_24000", 24000)]
    assert done.reading_changed == ("p001",)


def test_lost_pcm_is_fetched_as_what_the_history_has(press):
    press.fields["elevenlabs"] = ElevenLabs(audio_format="pcm_24000")
    press.fault("drop_mid_body", nth=2)
    first, second = press.record(book("Hello there.", "Hello there.")).recorded
    assert dict(second.made_by)["from-history"] == "yes"
    assert second.sound.duration_s == first.sound.duration_s
    assert press.spent == press.billed
