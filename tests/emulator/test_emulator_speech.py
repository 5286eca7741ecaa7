import base64
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from emulator_studio import FLASH, RACHEL, Studio, detail, seconds, wait_for

from pipeline.emulator.running import run_emulator
from pipeline.errors import EngineError

ROUTES = ["", "/stream", "/with-timestamps", "/stream/with-timestamps"]
TIMED = "/with-timestamps"
LONG = "The lamp at Sallow Point had not been lit since the storm. " * 12
IDS = re.compile(r"^[A-Za-z0-9]{20}$")


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_tells_id_cost_and_concurrency_in_its_headers(studio, route):
    headers = studio.speak("Hello there.", route=route).headers
    assert IDS.match(headers["request-id"])
    assert IDS.match(headers["history-item-id"])
    assert headers["request-id"] != headers["history-item-id"]
    assert headers["character-cost"] == "12"
    assert (headers["current-concurrent-requests"], headers["maximum-concurrent-requests"]) == ("1", "5")
    assert headers["x-trace-id"]


def test_the_four_routes_give_the_same_audio(studio):
    plain, streamed = studio.speak(LONG).content, studio.speak(LONG, route="/stream").content
    timed = base64.b64decode(studio.speak(LONG, route=TIMED).json()["audio_base64"])
    lines = [line for line in studio.speak(LONG, route="/stream/with-timestamps").text.split("\n") if line.strip()]
    assert streamed == plain
    assert timed == plain
    assert b"".join(base64.b64decode(json.loads(line)["audio_base64"]) for line in lines) == plain


def test_streams_are_chunked_and_whole_answers_have_their_length(studio):
    assert studio.speak(route="/stream").headers["transfer-encoding"] == "chunked"
    whole = studio.speak()
    assert int(whole.headers["content-length"]) == len(whole.content)


def test_the_lines_of_a_stream_count_from_the_start_and_spell_the_text(studio):
    text = studio.speak(LONG, route="/stream/with-timestamps").text
    assert "\n\n" in text
    lines = [json.loads(line) for line in text.split("\n") if line.strip()]
    assert any(line["alignment"] is None for line in lines)
    timed = [line["alignment"] for line in lines if line["alignment"]]
    assert "".join(char for one in timed for char in one["characters"]) == LONG
    starts = [begin for one in timed for begin in one["character_start_times_seconds"]]
    assert starts == sorted(starts)


def test_the_same_request_gives_the_same_audio_and_another_seed_another(studio):
    first = studio.speak(seed=1).content
    assert studio.speak(seed=1).content == first
    assert studio.speak(seed=2).content != first


def test_speed_divides_the_duration(studio):
    def duration(speed):
        query = {"output_format": "pcm_24000"}
        response = studio.speak(LONG, voice_settings={"speed": speed}, query=query)
        return len(response.content) / 48_000

    assert duration(0.8) == pytest.approx(duration(1.0) / 0.8, rel=0.02)


def test_stored_settings_of_the_voice_stand_where_a_request_sends_none(studio):
    studio.http.post(f"/v1/voices/{RACHEL}/settings/edit", json={"speed": 0.8})
    studio.say(voice_settings={"style": 0.5})
    settings = studio.http.get("/v1/history").json()["history"][0]["settings"]
    assert (settings["speed"], settings["style"], settings["stability"]) == (0.8, 0.5, 0.5)


def test_an_alias_is_spoken_and_the_alignment_spells_the_text(studio):
    rules = [{"type": "alias", "string_to_replace": "Siobhan", "alias": "Shivawn"}]
    made = studio.http.post("/v1/pronunciation-dictionaries/add-from-rules", json={"name": "b", "rules": rules}).json()
    locators = [{"pronunciation_dictionary_id": made["id"], "version_id": made["version_id"]}]
    value = studio.speak("Ask Siobhan.", route=TIMED, pronunciation_dictionary_locators=locators).json()
    assert "".join(value["alignment"]["characters"]) == "Ask Siobhan."
    assert "".join(value["normalized_alignment"]["characters"]) == " Ask Shivawn."


def test_numbers_are_said_in_words_where_the_model_normalises(studio):
    def spoken(**sent):
        value = studio.speak("In 12 days.", route=TIMED, **sent).json()
        assert "".join(value["alignment"]["characters"]) == "In 12 days."
        return "".join(value["normalized_alignment"]["characters"])

    assert spoken() == " In twelve days."
    assert spoken(apply_text_normalization="off") == " In 12 days."
    assert spoken(model_id=FLASH) == " In 12 days."


def test_a_break_adds_its_time_exactly_and_can_be_stripped_from_the_alignment(studio):
    text = 'One. <break time="1.5s" /> Two.'
    query = {"output_format": "pcm_24000"}
    plain = len(studio.speak("One.  Two.", query=query).content)
    assert len(studio.speak(text, query=query).content) - plain == 48_000 * 1.5
    assert "".join(studio.speak(text, route=TIMED).json()["alignment"]["characters"]) == text
    studio.options(break_mode="strip")
    assert "".join(studio.speak(text, route=TIMED).json()["alignment"]["characters"]) == "One.  Two."


@pytest.mark.parametrize(
    ("sent", "cost"),
    [
        ({"text": "12345"}, 5),
        ({"text": "12345", "model_id": FLASH}, 3),
        ({"text": "12345", "voice": "EmuLibraryRate200002"}, 10),
        ({"text": 'a<break time="1.0s" />'}, 22),
        ({"text": "é😀"}, 2),
    ],
)
def test_a_generation_costs_its_characters_times_the_rates_rounded_up(studio, sent, cost):
    assert studio.speak(**sent).headers["character-cost"] == str(cost)
    assert studio.used == cost


def test_what_the_quota_does_not_cover_is_refused_before_it_is_made(studio):
    studio.options(credits=20)
    studio.say("a" * 15)
    response = studio.speak("a" * 6)
    assert (response.status_code, detail(response)["status"]) == (401, "quota_exceeded")
    assert [figure in detail(response)["message"] for figure in ("20", "5 credits", "6 credits")] == [True] * 3
    assert studio.speak("a" * 5).status_code == 200
    assert studio.used == 20


def test_the_quota_comes_back_with_the_next_period(studio):
    studio.options(credits=5)
    studio.say("12345")
    assert studio.speak("1").status_code == 401
    resets_at = studio.http.get("/v1/user/subscription").json()["next_character_count_reset_unix"]
    studio.tell("clock", {"advance_s": resets_at - studio.see("state")["now"] + 1})
    assert studio.speak("1").status_code == 200


def test_a_key_can_have_its_own_smaller_quota(studio):
    studio.tell("keys", {"key": "small", "credit_cap": 5})
    headers = {"xi-api-key": "small"}
    assert studio.speak("12345", headers=headers).status_code == 200
    assert studio.speak("1", headers=headers).status_code == 401
    assert studio.speak("1").status_code == 200


def test_zero_retention_leaves_no_trace_to_find(studio):
    studio.options(plan="enterprise")
    response = studio.speak("Secret.", query={"enable_logging": "false"})
    assert response.status_code == 200
    assert "history-item-id" not in response.headers
    assert studio.http.get("/v1/history").json()["history"] == []
    studio.say("Next.", previous_request_ids=[response.headers["request-id"]])
    assert studio.last()["stitching"]["previous"][0][1] == "zero_retention"


def test_free_regenerations_are_off_unless_asked_for(studio):
    assert [studio.speak("Again.").headers["character-cost"] for _ in range(3)] == ["6", "6", "6"]
    studio.tell("reset", {})
    studio.options(free_regenerations=2)
    assert [studio.speak("Again.").headers["character-cost"] for _ in range(4)] == ["6", "0", "0", "6"]
    assert studio.speak("Again.", seed=5).headers["character-cost"] == "6"


def many(studio, count, **sent):
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda number: studio.speak(f"Line {number}.", **sent), range(count)))


def in_flight(studio, group="standard"):
    return studio.see("concurrency")[group]["in_flight"]


def test_above_the_cap_calls_wait_in_a_queue(studio):
    studio.options(concurrency=2, generation_s=0.1)
    answers = many(studio, 6)
    assert [answer.status_code for answer in answers] == [200] * 6
    standard = studio.see("concurrency")["standard"]
    assert (standard["peak"], standard["cap"], standard["in_flight"]) == (2, 2, 0)
    assert standard["open_peak"] > 2
    assert max(int(answer.headers["current-concurrent-requests"]) for answer in answers) <= 2


@pytest.mark.parametrize(
    ("era", "code"), [("2025-04", "too_many_concurrent_requests"), ("2026", "concurrent_limit_exceeded")]
)
def test_above_the_cap_calls_are_rejected_with_both_counts(studio, era, code):
    studio.options(concurrency=2, generation_s=0.6, overflow="reject", era=era)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(studio.speak) for _ in range(2)]
        wait_for(lambda: in_flight(studio) == 2)
        rejected = studio.speak()
        assert [call.result().status_code for call in running] == [200, 200]
    assert rejected.status_code == 429
    assert code in detail(rejected).values()
    counts = [rejected.headers[f"{which}-concurrent-requests"] for which in ("current", "maximum")]
    assert counts == ["2", "2"]
    assert studio.see("concurrency")["standard"]["rejected"] == 1


def test_a_smaller_cap_and_a_larger_one_hold_at_once(studio):
    studio.options(concurrency=1, generation_s=0.3)
    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(studio.speak) for _ in range(3)]
        wait_for(lambda: studio.see("concurrency")["standard"]["open"] == 3)
        studio.options(concurrency=3)
        assert [call.result().status_code for call in running] == [200] * 3
    assert studio.see("concurrency")["standard"]["peak"] == 3


@pytest.mark.parametrize(("plan", "standard", "turbo"), [("free", 2, 4), ("creator", 5, 10), ("business", 15, 30)])
def test_the_cap_is_that_of_the_plan_and_the_group_of_the_model(studio, plan, standard, turbo):
    studio.options(plan=plan)
    assert studio.speak().headers["maximum-concurrent-requests"] == str(standard)
    assert studio.speak(model_id=FLASH).headers["maximum-concurrent-requests"] == str(turbo)


def test_groups_do_not_hinder_each_other(studio):
    studio.options(concurrency=1, generation_s=0.5)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(studio.speak, model_id=model) for model in ("eleven_multilingual_v2", FLASH)]
        wait_for(lambda: in_flight(studio) == in_flight(studio, "turbo") == 1)
        assert [call.result().status_code for call in running] == [200, 200]


def test_who_stops_reading_a_stream_does_not_free_its_slot(studio):
    studio.options(concurrency=1, generation_s=0.8, overflow="reject")
    body = {"text": LONG, "model_id": "eleven_multilingual_v2"}
    with studio.http.stream("POST", f"/v1/text-to-speech/{RACHEL}/stream", json=body) as response:
        next(response.iter_raw())
    wait_for(lambda: studio.calls()[0]["outcome"] == "aborted")
    assert in_flight(studio) == 1
    assert studio.speak().status_code == 429
    wait_for(lambda: in_flight(studio) == 0)
    assert studio.speak().status_code == 200
    assert studio.calls()[0]["credits"] == len(LONG)


def test_who_gives_up_waiting_is_billed_and_finds_it_in_the_history(studio):
    studio.options(generation_s=0.4)
    with pytest.raises(httpx.ReadTimeout):
        studio.http.post(f"/v1/text-to-speech/{RACHEL}/with-timestamps", json={"text": "Too late."}, timeout=0.1)
    wait_for(lambda: studio.calls()[0]["outcome"] == "aborted")
    assert studio.used == len("Too late.")
    item = studio.http.get("/v1/history").json()["history"][0]
    assert (item["text"], item["request_id"]) == ("Too late.", studio.calls()[0]["request_id"])


def test_a_generation_takes_as_long_as_its_audio_over_the_real_time_factor(studio):
    studio.options(real_time_factor=4)
    began = time.monotonic()
    studio.say("a" * 400)
    assert time.monotonic() - began >= 0.25


def test_a_synthesiser_that_fails_is_a_500_and_nothing_is_billed():
    def fail(*_):
        raise EngineError("no voice today")

    with run_emulator(synthesise=fail, credits=100) as failing:
        studio = Studio(failing.base_url)
        response = studio.speak()
        assert (response.status_code, response.json()["status"]) == (500, "internal_server_error")
        assert studio.see("state")["credits"] == {"limit": 100, "used": 0, "reserved": 0}
        assert in_flight(studio) == 0


@pytest.mark.parametrize("token", ["mp3_22050_32", "mp3_44100_128", "mp3_44100_192", "opus_48000_64"])
def test_a_format_with_a_header_is_decodable(studio, token):
    audio = studio.speak(LONG, query={"output_format": token}).content
    assert seconds(audio) == pytest.approx(len(LONG) / 400 + 0.03, abs=0.12)


def test_one_client_uses_one_connection_for_many_requests(studio: Studio):
    for _ in range(5):
        assert studio.speak().status_code == 200
    assert {call["outcome"] for call in studio.calls()} == {"delivered"}
