"""A cue through a service: sent, billed, and cut away before the take counts."""

from __future__ import annotations

import dataclasses

from remote_studio import SPEECH, book, chapters, remote_paragraph

from pipeline.model import ElevenLabs

CUE = "she whispered, afraid of the dark"
WORDS = "Is anybody there?"
SENT = f"{WORDS}\n\n{CUE}."


def cued(cue: str = CUE):
    before, after = (remote_paragraph(name, text) for name, text in (("p001", "The lamp went out."), ("p003", "No.")))
    asked = remote_paragraph("p002", WORDS)
    lines = tuple(dataclasses.replace(line, cue=cue) for line in asked.lines)
    return chapters((before, dataclasses.replace(asked, lines=lines, source_key=f"{WORDS} as {cue}"), after))


def test_a_cue_is_sent_billed_and_no_part_of_the_take(press):
    press.tell("options", {"characters_per_second": SPEECH})
    (take,) = press.record(cued(), only={"p002"}, remote={"pace": (4.0, 40.0)}).recorded
    assert press.call_of(SENT)["credits"] == len(SENT) == take.credits
    assert press.spent == press.billed
    assert take.findings == ()
    assert take.sound.speech_end_s < len(WORDS) / SPEECH + 0.1 < take.sound.duration_s - 1.5
    assert max(timing.stop for timing in take.timings) <= len(WORDS)


def test_a_neighbour_is_told_the_words_and_never_the_cue(press):
    press.record(cued())
    contexts = [call["json"].get("previous_text", "") + call["json"].get("next_text", "") for call in press.calls]
    assert any(WORDS in context for context in contexts)
    assert not any("afraid" in context for context in contexts)


def test_a_take_with_a_cue_is_asked_for_with_its_times_whatever_the_route(press):
    press.fields["elevenlabs"] = ElevenLabs(route="plain")
    press.record(cued())
    routes = {call["text"]: call["path"].rpartition("/")[2] for call in press.calls}
    assert routes[SENT] == "with-timestamps"
    assert routes["No."] != "with-timestamps"


def test_another_cue_is_another_line_and_the_same_one_is_not_bought_again(press):
    press.tell("options", {"characters_per_second": SPEECH})
    pace = {"pace": (4.0, 40.0)}
    press.record(cued(), only={"p002"}, remote=pace)
    assert press.record(cued(), only={"p002"}, remote=pace).recorded == ()
    assert len(press.record(cued("she laughed"), only={"p002"}, remote=pace).recorded) == 1
    assert press.record(book(WORDS), only={"p001"}, remote=pace).recorded[0].request.narrated is None
