import io
import zipfile

import pytest
from emulator_studio import ADAM, RACHEL, detail


def history(studio, **query):
    return studio.http.get("/v1/history", params=query).json()


def test_an_item_tells_all_of_a_generation(studio):
    spoken = studio.speak("Hello there.", voice_settings={"speed": 0.9})
    item = history(studio)["history"][0]
    assert item["history_item_id"] == spoken.headers["history-item-id"]
    assert item["request_id"] == spoken.headers["request-id"]
    assert (item["voice_id"], item["voice_name"], item["model_id"]) == (RACHEL, "Rachel", "eleven_multilingual_v2")
    assert (item["text"], item["source"], item["content_type"]) == ("Hello there.", "TTS", "audio/mpeg")
    assert item["character_count_change_to"] - item["character_count_change_from"] == 12
    assert item["settings"]["speed"] == 0.9
    assert "".join(item["alignments"]["alignment"]["characters"]) == "Hello there."
    assert abs(item["date_unix"] - studio.see("state")["now"]) < 10


def test_the_audio_is_the_audio_that_was_delivered(studio):
    spoken = studio.speak()
    response = studio.http.get(f"/v1/history/{spoken.headers['history-item-id']}/audio")
    assert response.content == spoken.content
    assert response.headers["content-type"] == "audio/mpeg"


def test_pages_go_from_the_newest_on_without_gaps(studio):
    for number in range(5):
        studio.say(f"Line {number}.")
    seen, after = [], {}
    while True:
        page = history(studio, page_size=2, **after)
        seen += [item["text"] for item in page["history"]]
        after = {"start_after_history_item_id": page["last_history_item_id"]}
        if not page["has_more"]:
            break
    assert seen == [f"Line {number}." for number in (4, 3, 2, 1, 0)]


def test_a_voice_or_a_word_narrows_the_list(studio):
    studio.say("The lamp.")
    studio.say("The night.", voice=ADAM)
    assert [item["text"] for item in history(studio, voice_id=ADAM)["history"]] == ["The night."]
    assert [item["text"] for item in history(studio, search="lamp", source="TTS")["history"]] == ["The lamp."]
    assert studio.http.get("/v1/history", params={"search": "lamp"}).status_code == 400


def test_an_item_can_be_late(studio):
    studio.options(history_delay_s=30)
    studio.say()
    assert history(studio)["history"] == []
    studio.tell("clock", {"advance_s": 31})
    assert len(history(studio)["history"]) == 1


def test_a_time_or_the_other_direction_narrows_and_turns_the_list(studio):
    studio.say("One.")
    studio.tell("clock", {"advance_s": 100})
    studio.say("Two.")
    newest = history(studio)["history"][0]["date_unix"]
    assert [item["text"] for item in history(studio, date_after_unix=newest)["history"]] == ["Two."]
    assert [item["text"] for item in history(studio, date_before_unix=newest - 1)["history"]] == ["One."]
    assert [item["text"] for item in history(studio, sort_direction="asc")["history"]] == ["One.", "Two."]


def test_a_deleted_item_is_gone(studio):
    name = studio.speak().headers["history-item-id"]
    assert studio.http.delete(f"/v1/history/{name}").json() == {"status": "ok"}
    response = studio.http.get(f"/v1/history/{name}")
    assert (response.status_code, detail(response)["status"]) == (400, "history_item_not_found")


def test_one_item_downloads_as_audio_and_several_as_a_zip(studio):
    spoken = [studio.speak(text) for text in ("One.", "Two.")]
    names = [response.headers["history-item-id"] for response in spoken]
    one = studio.http.post("/v1/history/download", json={"history_item_ids": names[:1]})
    assert one.content == spoken[0].content
    two = studio.http.post("/v1/history/download", json={"history_item_ids": names})
    archive = zipfile.ZipFile(io.BytesIO(two.content))
    assert archive.namelist() == [f"{name}.mp3" for name in names]
    assert archive.read(f"{names[1]}.mp3") == spoken[1].content


@pytest.mark.parametrize("token", ["mp3_44100_128", "pcm_24000", "ulaw_8000"])
def test_a_download_can_be_a_wav(studio, token):
    name = studio.speak(query={"output_format": token}).headers["history-item-id"]
    body = {"history_item_ids": [name], "output_format": "wav"}
    assert studio.http.post("/v1/history/download", json=body).content[:4] == b"RIFF"


@pytest.mark.parametrize("names", [[], ["nobody"], None])
def test_a_download_of_unknown_items_is_refused(studio, names):
    assert studio.http.post("/v1/history/download", json={"history_item_ids": names}).status_code == 400
