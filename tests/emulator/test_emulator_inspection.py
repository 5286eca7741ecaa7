import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from emulator_studio import wait_for

from pipeline.emulator.options import CHECK_ORDER, Options


def test_a_call_is_kept_as_it_was_sent_but_for_the_key(studio):
    studio.say("Hello.", headers={"x-unit": "c01-p001"}, query={"output_format": "mp3_22050_32"})
    call = studio.last()
    assert (call["method"], call["query"]) == ("POST", "output_format=mp3_22050_32")
    assert call["headers"]["x-unit"] == "c01-p001"
    assert call["json"] == {"text": "Hello.", "model_id": "eleven_multilingual_v2"}
    assert b'"Hello."' in base64.b64decode(call["body_base64"])
    assert (call["status"], call["outcome"], call["credits"]) == (200, "delivered", 6)
    assert call["ended_at"] >= call["at"]
    assert "emulator-key" not in str(call)


def test_a_refused_call_is_kept_with_its_identifier_and_costs_nothing(studio):
    studio.speak(voice="nobody")
    call = studio.last()
    assert (call["status"], call["identifier"], call["outcome"], call["credits"]) == (
        400,
        "voice_not_found",
        "refused",
        0,
    )


def test_calls_can_be_read_from_a_number_on(studio):
    studio.say("One.")
    studio.http.get("/v1/models")
    studio.say("Two.")
    assert [call["text"] for call in studio.see("calls?path=text-to-speech&after=1")] == ["Two."]
    assert studio.see("calls?after=1")[0]["path"] == "/v1/models"


def test_state_tells_what_was_billed_more_than_once(studio):
    studio.say("One.")
    studio.say("Two.")
    studio.say("One.")
    state = studio.see("state")
    assert (state["billed_calls"], state["billed_more_than_once"]) == (3, {"One.": 2})
    assert state["credits"] == {"limit": 100_000, "used": 12, "reserved": 0}


def test_tags_in_context_are_remarked(studio):
    studio.say("One.", next_text='Two. <break time="1.0s" />')
    assert studio.see("state")["remarks"] == [[1, "tag_in_context"]]


def test_the_clock_only_goes_ahead(studio):
    before = studio.see("state")["now"]
    after = studio.tell("clock", {"advance_s": 3600})["now"]
    assert 3600 <= after - before < 3660
    assert studio.http.post("/_emu/clock", json={"advance_s": -1}).status_code == 400
    assert studio.http.post("/_emu/clock", json={}).status_code == 400


def test_a_key_can_have_a_plan_of_its_own(studio):
    studio.tell("keys", {"key": "small", "plan": "free"})
    headers = {"xi-api-key": "small"}
    assert studio.speak(headers=headers).headers["maximum-concurrent-requests"] == "2"
    assert studio.speak(headers=headers, query={"output_format": "mp3_44100_192"}).status_code == 403
    assert studio.speak().headers["maximum-concurrent-requests"] == "5"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/history?page_size=many", None),
        ("GET", "/v2/voices?next_page_token=x", None),
        ("GET", "/v1/usage/character-stats", None),
        ("GET", "/v1/pronunciation-dictionaries?cursor=x", None),
        ("POST", "/v1/pronunciation-dictionaries/add-from-rules", "{"),
        ("POST", "/v1/history/download", "[]"),
    ],
)
def test_what_does_not_fit_the_schema_is_422_on_every_route(studio, method, path, body):
    response = studio.http.request(method, path, content=body)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"][0] in {"query", "body"}


def test_a_reset_forgets_everything_and_turns_the_switches_back(studio):
    studio.say()
    studio.options(plan="free")
    studio.fault("503", times=None)
    studio.tell("clock", {"advance_s": 10_000})
    studio.tell("reset", {})
    assert studio.calls() == []
    assert studio.used == 0
    assert studio.see("state")["options"]["plan"] == "creator"
    assert studio.speak().status_code == 200


def test_a_call_that_a_reset_overtakes_leaves_nothing_in_the_new_world(studio):
    studio.options(generation_s=0.5)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(studio.speak)
        wait_for(lambda: studio.see("concurrency")["standard"]["in_flight"] == 1)
        studio.tell("reset", {})
        assert late.result().status_code == 200
    assert studio.see("state")["credits"] == {"limit": 100_000, "used": 0, "reserved": 0}
    assert studio.see("concurrency")["standard"]["in_flight"] == 0
    assert studio.http.get("/v1/history").json()["history"] == []


def test_ids_are_the_same_for_the_same_seed(studio):
    first = [studio.say(), studio.say()]
    studio.tell("reset", {})
    assert [studio.say(), studio.say()] == first


@pytest.mark.parametrize(
    "values",
    [
        {"nothing": 1},
        {"plan": "gold"},
        {"seed": -1},
        {"seed": 1.5},
        {"is_strict": 1},
        {"characters_per_second": 0},
        {"check_order": ["schema"]},
        {"overflow": None},
        {"statuses": {"quota_exceeded": "402"}},
    ],
)
def test_a_switch_that_is_none_is_refused(studio, values):
    with pytest.raises(ValueError, match=r"."):
        Options().changed(values)
    assert studio.http.post("/_emu/options", json=values).status_code == 400


def test_every_switch_can_be_turned():
    values = {
        "plan": "pro",
        "era": "2026",
        "overflow": "reject",
        "break_mode": "strip",
        "phoneme_mode": "ignore_rule",
        "check_order": list(reversed(CHECK_ORDER)),
        "seed": 5,
        "characters_per_second": 400,
        "generation_s": 0.5,
        "real_time_factor": 20,
        "credits": 5,
        "concurrency": None,
        "is_strict": True,
        "free_regenerations": 2,
        "bug_500_on_next_conditioned": True,
        "history_delay_s": 3,
        "word_error_rate": 0.1,
        "statuses": {"quota_exceeded": 402},
    }
    assert set(values) == set(Options.__dataclass_fields__)
    changed = Options().changed(values)
    assert (changed.plan, changed.credits, changed.concurrency, changed.check_order[0]) == ("pro", 5, None, "quota")
