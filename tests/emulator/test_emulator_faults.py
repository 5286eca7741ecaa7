import base64
import json
import time
from pathlib import Path

import httpx
import pytest
from emulator_studio import RACHEL, detail, seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emulator.faults import PARAMETERS, Fault, FaultBook, FaultCall, FaultName, FaultRule, latency_s, read_rule

TIMED = "/with-timestamps"
TEXT = "The night was cold and the lamp was out. " * 4


@pytest.mark.parametrize(
    ("name", "status", "identifier"),
    [
        ("system_busy", 429, "system_busy"),
        ("too_many_concurrent", 429, "too_many_concurrent_requests"),
        ("rate_limit", 429, "rate_limit_exceeded"),
        ("http_500_detail", 500, "internal_server_error"),
    ],
)
def test_an_error_with_a_detail_is_answered_once_and_not_billed(studio, name, status, identifier):
    studio.fault(name)
    response = studio.speak()
    assert (response.status_code, detail(response)["status"]) == (status, identifier)
    assert "request-id" not in response.headers
    assert response.headers["x-trace-id"]
    assert studio.used == 0
    assert studio.speak().status_code == 200


@pytest.mark.parametrize("value", ["2", "Wed, 21 Oct 2099 07:28:00 GMT", "99999999"])
def test_a_throttle_can_name_when_to_come_back(studio, value):
    studio.fault("system_busy", retry_after=value)
    assert studio.speak().headers["retry-after"] == value
    studio.fault("rate_limit", retry_after_ms="1500")
    headers = studio.speak().headers
    assert headers["retry-after-ms"] == "1500"
    assert "retry-after" not in headers


def test_a_plain_500_has_no_detail(studio):
    studio.fault("http_500_plain")
    response = studio.speak()
    assert (response.status_code, set(response.json())) == (500, {"status", "message"})


@pytest.mark.parametrize(("name", "status"), [("502_html", 502), ("503", 503), ("504_after", 504)])
def test_the_edge_answers_without_json(studio, name, status):
    studio.fault(name)
    response = studio.speak()
    assert response.status_code == status
    with pytest.raises(json.JSONDecodeError):
        response.json()


def test_a_504_comes_after_its_time_and_the_generation_was_billed(studio):
    studio.fault("504_after", after_s=0.2)
    began = time.monotonic()
    assert studio.speak("Lost.").status_code == 504
    assert time.monotonic() - began >= 0.2
    assert studio.used == len("Lost.")
    assert studio.http.get("/v1/history").json()["history"][0]["text"] == "Lost."


def test_a_504_can_be_one_that_nobody_worked_for(studio):
    studio.fault("504_after", bills=False)
    assert studio.speak("Lost.").status_code == 504
    assert studio.used == 0


@pytest.mark.parametrize("route", ["", "/stream"])
def test_latency_is_added_before_the_headers(studio, route):
    studio.fault("latency", headers_s=0.2)
    body = {"text": "Hello.", "model_id": "eleven_multilingual_v2"}
    began = time.monotonic()
    with studio.http.stream("POST", f"/v1/text-to-speech/{RACHEL}{route}", json=body) as response:
        assert time.monotonic() - began >= 0.2
        assert len(response.read()) > 500


def test_latency_is_added_between_chunks(studio):
    studio.fault("latency", chunk_s=0.1)
    began = time.monotonic()
    assert studio.speak(TEXT, route="/stream").status_code == 200
    assert time.monotonic() - began >= 0.1


@settings(deadline=None, max_examples=50)
@given(number=st.integers(0, 1000))
def test_latency_is_constant_lognormal_or_a_spike(number):
    def delay(distribution):
        fault = Fault(name=FaultName.LATENCY, parameters={"distribution": distribution, "headers_s": 0.1})
        return latency_s(fault, "headers_s", 0, number)

    assert delay("constant") == 0.1
    assert delay("spike") == (2.0 if number % 10 == 0 else 0.1)
    assert 0.001 < delay("lognormal") < 2


@pytest.mark.parametrize("route", ["", "/stream", TIMED, "/stream/with-timestamps"])
def test_a_drop_before_the_headers_is_billed_and_in_the_history(studio, route):
    studio.fault("drop_before_headers")
    with pytest.raises(httpx.TransportError):
        studio.speak("Paid for.", route=route)
    call = studio.last()
    assert (call["outcome"], call["credits"], studio.used) == ("dropped", 9, 9)
    item = studio.http.get("/v1/history").json()["history"][0]
    assert (item["text"], item["request_id"]) == ("Paid for.", call["request_id"])
    assert studio.see("state")["generations"][call["request_id"]] == "aborted"


@pytest.mark.parametrize("route", ["", "/stream", TIMED])
def test_a_drop_in_the_middle_of_the_body_is_billed_and_in_the_history(studio, route):
    studio.fault("drop_mid_body", percent=40)
    with pytest.raises(httpx.TransportError):
        studio.speak("Paid for.", route=route)
    assert studio.used == 9
    item = studio.http.get("/v1/history").json()["history"][0]
    assert len(studio.http.get(f"/v1/history/{item['history_item_id']}/audio").content) > 1000


def test_a_drop_in_the_middle_shows_the_headers_first(studio):
    studio.fault("drop_mid_body")
    body = {"text": "Paid for.", "model_id": "eleven_multilingual_v2"}
    with studio.http.stream("POST", f"/v1/text-to-speech/{RACHEL}", json=body) as response:
        assert response.headers["request-id"] == studio.last()["request_id"]
        with pytest.raises(httpx.TransportError):
            response.read()


def test_a_body_without_length_ends_early_and_nobody_notices(studio):
    whole = studio.speak(TEXT).content
    studio.fault("close_without_length", percent=50)
    response = studio.speak(TEXT)
    assert response.status_code == 200
    assert response.content == whole[: len(whole) // 2]
    assert response.headers["request-id"] == studio.last()["request_id"]
    assert studio.last()["outcome"] == "dropped"


def test_short_audio_is_a_valid_file_with_a_full_alignment(studio):
    studio.fault("short_audio", percent=50)
    value = studio.speak(TEXT, route=TIMED).json()
    ends = value["alignment"]["character_end_times_seconds"]
    assert len(ends) == len(TEXT)
    assert seconds(base64.b64decode(value["audio_base64"])) < ends[-1] * 0.75


@pytest.mark.parametrize("route", ["", TIMED])
def test_a_content_type_can_be_wrong(studio, route):
    studio.fault("wrong_content_type", kind="html_label")
    response = studio.speak(route=route)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


def test_an_error_can_come_as_a_success(studio):
    studio.fault("wrong_content_type", kind="json_as_audio")
    response = studio.speak()
    assert (response.status_code, response.headers["content-type"]) == (200, "audio/mpeg")
    assert "detail" in json.loads(response.content)


def test_a_slow_loris_sends_byte_by_byte(studio):
    studio.fault("slow_loris", gap_s=0.05)
    body = {"text": "Hi.", "model_id": "eleven_multilingual_v2"}
    with studio.http.stream("POST", f"/v1/text-to-speech/{RACHEL}", json=body) as response:
        pieces = response.iter_raw()
        assert [len(next(pieces)) for _ in range(4)] == [1, 1, 1, 1]


def test_bad_json_cannot_be_parsed(studio):
    studio.fault("bad_json")
    response = studio.speak(route=TIMED)
    assert response.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        response.json()


def test_a_line_of_a_stream_can_be_cut(studio):
    studio.fault("cut_ndjson_line")
    lines = [line for line in studio.speak(TEXT, route="/stream/with-timestamps").text.splitlines() if line.strip()]
    broken = []
    for number, line in enumerate(lines):
        try:
            json.loads(line)
        except ValueError:
            broken.append(number)
    assert len(broken) == 1
    assert 0 < broken[0] < len(lines) - 1


def test_alignments_can_be_null(studio):
    studio.fault("null_alignment")
    value = studio.speak(route=TIMED).json()
    assert (value["alignment"], value["normalized_alignment"]) == (None, None)
    assert value["audio_base64"]


def test_an_alignment_can_end_early(studio):
    text = "a" * 800
    studio.fault("alignment_short", missing_s=1)
    alignment = studio.speak(text, route=TIMED).json()["alignment"]
    assert len(alignment["characters"]) == 800
    assert alignment["character_end_times_seconds"][-1] == pytest.approx(1.0)


def test_an_alignment_can_run_backwards(studio):
    studio.fault("alignment_backwards")
    starts = studio.speak(route=TIMED).json()["alignment"]["character_start_times_seconds"]
    assert starts != sorted(starts)


def test_a_quota_race_refuses_although_the_subscription_has_enough(studio):
    studio.fault("quota_race")
    response = studio.speak("Hello.")
    assert (response.status_code, detail(response)["status"]) == (401, "quota_exceeded")
    subscription = studio.http.get("/v1/user/subscription").json()
    assert subscription["character_limit"] - subscription["character_count"] == 100_000


def test_a_voice_can_be_withdrawn_while_a_run_goes_on(studio):
    studio.fault("voice_withdrawn_at", voice_id=RACHEL, after_s=100)
    assert studio.speak().status_code == 200
    studio.tell("clock", {"advance_s": 101})
    assert detail(studio.speak())["status"] == "voice_not_found"
    assert studio.http.get(f"/v1/voices/{RACHEL}").status_code == 400


def test_a_dictionary_can_be_archived_while_a_run_goes_on(studio):
    rules = [{"type": "alias", "string_to_replace": "Siobhan", "alias": "Shivawn"}]
    made = studio.http.post("/v1/pronunciation-dictionaries/add-from-rules", json={"name": "b", "rules": rules}).json()
    locators = [{"pronunciation_dictionary_id": made["id"], "version_id": made["version_id"]}]
    studio.fault("dict_archived_at", dictionary_id=made["id"], after_s=100)
    assert studio.speak(pronunciation_dictionary_locators=locators).status_code == 200
    studio.tell("clock", {"advance_s": 101})
    assert studio.speak(pronunciation_dictionary_locators=locators).status_code == 404


def test_a_key_can_be_revoked_while_a_run_goes_on(studio):
    studio.fault("key_revoked_at", after_s=100)
    assert studio.speak().status_code == 200
    studio.tell("clock", {"advance_s": 101})
    assert detail(studio.speak())["status"] == "invalid_api_key"


def test_the_subscription_can_lag(studio):
    studio.fault("stale_subscription", lag_s=60)
    studio.say("Hello.")
    assert studio.http.get("/v1/user/subscription").json()["character_count"] == 0
    studio.tell("clock", {"advance_s": 61})
    assert studio.http.get("/v1/user/subscription").json()["character_count"] == 6


def test_faults_strike_other_routes_where_a_rule_says_so(studio):
    studio.fault("system_busy", route="^/v1/history")
    assert studio.speak().status_code == 200
    assert studio.http.get("/v1/history").status_code == 429
    studio.fault("drop_mid_body", route="^/v1/models")
    with pytest.raises(httpx.TransportError):
        studio.http.get("/v1/models")


def test_a_header_asks_for_a_fault(studio):
    assert studio.speak(headers={"x-emu-fault": "503"}).status_code == 503
    assert studio.speak().status_code == 200


@pytest.mark.parametrize("name", ["voice_withdrawn_at", "key_revoked_at"])
def test_what_is_not_there_cannot_be_taken_away(studio, name):
    row = {"fault": name, "voice_id": "nobody"} if name.startswith("voice") else {"fault": name, "key": "nobody"}
    assert studio.http.post("/_emu/faults", json=row).status_code == 400


def test_a_header_that_names_no_fault_is_refused(studio):
    assert studio.speak(headers={"x-emu-fault": "nothing"}).status_code == 400
    assert studio.used == 0


def test_the_page_names_every_fault_with_its_parameters():
    page = (Path(__file__).parents[2] / "docs" / "emulator.md").read_text(encoding="utf-8")
    for name, parameters in PARAMETERS.items():
        row = next(line for line in page.splitlines() if line.startswith("|") and f"`{name}`" in line)
        assert [parameter for parameter in parameters if f"`{parameter}`" not in row] == []


def book(**rule):
    faults = FaultBook(seed=7)
    faults.add(FaultRule(fault=Fault(name=FaultName.SYSTEM_BUSY), **rule))
    return faults


def call(text="", path="/v1/text-to-speech/v", **headers):
    return FaultCall(path=path, text=text, headers=headers)


def strikes(faults, calls):
    return [bool(faults.strike(one)) for one in calls]


def test_a_rule_fires_as_often_as_it_says():
    assert strikes(book(times=2), [call()] * 4) == [True, True, False, False]
    assert strikes(book(times=None), [call()] * 3) == [True, True, True]


def test_a_rule_can_wait_for_the_nth_call_that_matches():
    calls = [call("lamp"), call("night"), call("lamp"), call("lamp")]
    assert strikes(book(text="lamp", nth=2), calls) == [False, False, True, False]


def test_a_rule_looks_at_route_text_and_headers():
    assert strikes(book(route="/stream$"), [call(), call(path="/v1/text-to-speech/v/stream")]) == [False, True]
    assert strikes(book(headers={"x-unit": "^c01"}), [call(), call(**{"x-unit": "c01-p1"})]) == [False, True]


@settings(deadline=None, max_examples=50)
@given(st.floats(0.05, 0.95))
def test_chance_strikes_about_as_often_as_it_says_and_the_same_calls_each_time(probability):
    hits = strikes(book(times=None, probability=probability), [call()] * 400)
    assert hits == strikes(book(times=None, probability=probability), [call()] * 400)
    assert abs(sum(hits) / 400 - probability) < 0.12


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"fault": "nothing"}, "nothing"),
        ({"fault": "latency", "percent": 5}, "no parameter `percent`"),
        ({"fault": "bad_audio", "kind": "opera"}, "kind is one of clipping"),
        ({"fault": "short_audio", "percent": "half"}, "half"),
        ({"fault": "503", "nth": 0}, "nth: a whole number"),
    ],
)
def test_a_rule_that_is_none_is_refused(studio, row, said):
    with pytest.raises(ValueError, match=said):
        read_rule(row)
    assert studio.http.post("/_emu/faults", json=row).status_code == 400


def test_a_rule_needs_only_a_name():
    assert read_rule({"fault": "503"}) == FaultRule(fault=Fault(name=FaultName.HTTP_503))


def test_rules_are_shown_with_their_counts_and_cleared(studio):
    studio.fault("503", nth=2)
    studio.speak()
    assert studio.see("faults") == [{"fault": "503", "matched": 1, "fired": 0}]
    studio.http.delete("/_emu/faults")
    assert studio.speak().status_code == 200
