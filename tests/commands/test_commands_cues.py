"""A cue through a service: sent, billed, and cut away before the take counts."""

from __future__ import annotations

import dataclasses

import pytest
import soundfile
from remote_studio import SPEECH, book, chapters, remote_paragraph

from pipeline.adapters.codecs.decode import decode_take
from pipeline.commands.auditioning import Candidate, audition
from pipeline.commands.desk import card_of, prepare_desk
from pipeline.commands.narrated import narrated_audio
from pipeline.commands.takes_listed import write_audio
from pipeline.errors import TakesError
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


def test_nobody_who_plays_or_listens_to_a_take_hears_its_cue(press, tmp_path):
    press.tell("options", {"characters_per_second": SPEECH})
    taken = press.record(cued(), remote={"pace": (4.0, 40.0)}).recorded
    cue = next(take for take in taken if take.request.narrated is not None)
    plain = next(take for take in taken if take.request.narrated is None)
    desk = prepare_desk(press.folder(), cued())
    write_audio(desk, "p002", take="", to=tmp_path / "heard.wav")
    longest_s = len(WORDS) / SPEECH + 0.1
    with soundfile.SoundFile(tmp_path / "heard.wav") as file:
        assert file.frames / file.samplerate < longest_s
    with pytest.raises(TakesError, match=r"takes are written as .wav; name the file so"):
        write_audio(desk, "p002", take=cue.id, to=tmp_path / "heard.mp3")
    samples, rate_hz = decode_take(*narrated_audio(cue, desk.store.read_object(cue.object)))
    assert len(WORDS) / SPEECH - 0.1 < len(samples) / rate_hz < longest_s
    audio = desk.store.read_object(plain.object)
    assert narrated_audio(plain, audio) == (audio, plain.request.audio_format)


def test_an_audition_says_the_words_without_the_cue_and_all_of_them(press):
    (_, paragraph, _) = cued()[0].paragraphs
    tone = card_of("tone")
    (made,) = audition(press.folder(), paragraph, [Candidate(engine=tone, voice=tone.voice_card("high"))], workers=0)
    assert [WORDS[one.start : one.stop] for one in made.spoken.delivery.timings] == ["Is", "anybody", "there?"]
    assert made.spoken.findings == ()
