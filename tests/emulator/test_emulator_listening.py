import base64

import pytest
from emulator_studio import detail

STT, ALIGN = "/v1/speech-to-text", "/v1/forced-alignment"
TEXT = "The lamp at Sallow Point had not been lit since the storm of October."


def transcribe(studio, audio, **data):
    return studio.http.post(STT, data={"model_id": "scribe_v1", **data}, files={"file": ("a.mp3", audio)})


def align(studio, audio, text):
    return studio.http.post(ALIGN, data={"text": text}, files={"file": ("a.mp3", audio)})


@pytest.mark.parametrize("token", ["mp3_44100_128", "pcm_24000", "ulaw_8000"])
def test_a_transcript_is_what_was_said_last_in_these_bytes(studio, token):
    value = transcribe(studio, studio.speak(TEXT, query={"output_format": token}).content).json()
    assert value["text"] == TEXT
    assert [word["text"] for word in value["words"] if word["type"] == "word"] == TEXT.split()
    assert {word["type"] for word in value["words"]} == {"word", "spacing"}


def test_words_can_be_misheard_at_a_rate(studio):
    audio = studio.speak(TEXT).content
    studio.options(word_error_rate=1)
    assert set(transcribe(studio, audio).json()["text"].split()) == {"um"}
    studio.options(word_error_rate=0.3)
    heard = transcribe(studio, audio).json()["text"].split()
    assert 0 < sum(word == "um" for word in heard) < len(heard)
    assert transcribe(studio, audio).json()["text"].split() == heard


def test_foreign_audio_has_no_words(studio):
    value = transcribe(studio, b"foreign").json()
    assert (value["text"], value["words"]) == ("", [])


def test_forced_alignment_gives_the_stored_times(studio):
    spoken = studio.speak(TEXT, route="/with-timestamps").json()
    value = align(studio, base64.b64decode(spoken["audio_base64"]), TEXT).json()
    assert [row["start"] for row in value["characters"]] == spoken["alignment"]["character_start_times_seconds"]
    assert [word["text"] for word in value["words"]] == TEXT.split()
    assert "loss" not in value


def test_another_text_is_spread_evenly_and_has_a_high_loss_later(studio):
    audio = studio.speak(TEXT).content
    studio.options(era="2026")
    value = align(studio, audio, "abcd").json()
    lengths = {round(row["end"] - row["start"], 2) for row in value["characters"]}
    assert len(value["characters"]) == 4
    assert len(lengths) == 1
    assert value["loss"] > align(studio, audio, TEXT).json()["loss"]


@pytest.mark.parametrize("audio", [b"", b"no audio"])
def test_what_is_no_audio_cannot_be_aligned(studio, audio):
    response = align(studio, audio, "abc")
    assert (response.status_code, detail(response)["status"]) == (400, "invalid_audio")


def test_a_file_and_a_model_are_needed(studio):
    assert studio.http.post(STT, data={"model_id": "scribe_v1"}).status_code == 400
    assert studio.http.post(STT, files={"file": ("a.mp3", b"x")}).status_code == 400
    assert studio.http.post(ALIGN, files={"file": ("a.mp3", b"x")}).status_code == 400
