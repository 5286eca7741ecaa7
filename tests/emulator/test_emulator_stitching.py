import socket
from urllib.parse import urlsplit

import pytest
from emulator_studio import ADAM, RACHEL, wait_for
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emulator.stitching import (
    Context,
    Effective,
    Generation,
    GenerationState,
    Verdict,
    crashes,
    judge,
)

NOW = 1_000_000.0


def generation(name, **changes):
    values = {
        "state": GenerationState.COMPLETE,
        "voice_id": RACHEL,
        "model_id": "m",
        "text": name,
        "completed_at": NOW - 60,
        **changes,
    }
    return Generation(request_id=name, **values)


def verdicts(*names, known=(), is_logged=True, voice=RACHEL):
    context = Context(voice_id=voice, model_id="m", is_logged=is_logged, previous_ids=names)
    return [str(verdict) for _, verdict in judge(context, {one.request_id: one for one in known}, NOW).previous]


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "ok"),
        ({"state": GenerationState.IN_FLIGHT, "completed_at": None}, "in_flight"),
        ({"state": GenerationState.ABORTED, "completed_at": None}, "aborted"),
        ({"completed_at": NOW - 7200}, "ok"),
        ({"completed_at": NOW - 7201}, "expired"),
        ({"voice_id": ADAM}, "other_voice"),
        ({"model_id": "other"}, "other_model"),
        ({"is_logged": False}, "zero_retention"),
    ],
)
def test_an_id_is_worth_what_its_generation_is(changes, verdict):
    assert verdicts("a", known=[generation("a", **changes)]) == [verdict]


def test_an_id_that_nobody_gave_is_unknown():
    assert verdicts("x") == ["unknown"]


def test_a_call_without_logging_cannot_use_ids():
    assert verdicts("a", known=[generation("a")], is_logged=False) == ["zero_retention"]


def test_the_fourth_id_is_too_many_and_ignored():
    known = [generation(name) for name in "abcd"]
    assert verdicts(*"abcd", known=known) == ["ok", "ok", "ok", "over_max"]


def test_ids_in_the_wrong_order_are_seen_by_the_links_of_earlier_requests():
    known = [generation("a"), generation("b", before=("a",)), generation("c", before=("b",))]
    assert verdicts("a", "b", "c", known=known) == ["ok", "ok", "ok"]
    assert verdicts("c", "a", known=known) == ["wrong_order", "ok"]


def test_ids_in_the_wrong_order_are_seen_by_the_context_texts():
    known = [generation("a", text="It was night.", next_text="Nobody came."), generation("b", text="Nobody came.")]
    assert verdicts("a", "b", known=known) == ["ok", "ok"]
    assert verdicts("b", "a", known=known) == ["wrong_order", "ok"]


def test_an_id_twice_is_out_of_order():
    assert verdicts("a", "a", known=[generation("a")]) == ["ok", "wrong_order"]


@pytest.mark.parametrize(
    ("ids", "text", "effective"),
    [
        ((), "", Effective.NONE),
        ((), "He sat.", Effective.TEXT),
        (("good",), "He sat.", Effective.IDS),
        (("bad",), "He sat.", Effective.NONE),
        (("bad", "good"), "", Effective.IDS),
    ],
)
def test_text_is_ignored_as_soon_as_ids_are_present(ids, text, effective):
    context = Context(voice_id=RACHEL, model_id="m", is_logged=True, next_ids=ids, next_text=text)
    assert judge(context, {"good": generation("good")}, NOW).after is effective


def test_an_id_made_with_next_ids_crashes_only_as_a_previous_one():
    known = {"a": generation("a", used_next_ids=True)}
    assert crashes(Context(voice_id=RACHEL, model_id="m", is_logged=True, previous_ids=("a",)), known)
    assert not crashes(Context(voice_id=RACHEL, model_id="m", is_logged=True, next_ids=("a",)), known)


@settings(deadline=None, max_examples=50)
@given(
    ids=st.lists(st.sampled_from("abcdx"), max_size=6),
    states=st.lists(st.sampled_from(list(GenerationState)), min_size=4, max_size=4),
    ages=st.lists(st.floats(0, 10_000), min_size=4, max_size=4),
)
def test_ids_condition_a_side_only_if_one_of_them_is_a_complete_young_generation(ids, states, ages):
    known = {
        name: generation(name, state=state, completed_at=NOW - age)
        for name, state, age in zip("abcd", states, ages, strict=True)
    }
    context = Context(voice_id=RACHEL, model_id="m", is_logged=True, previous_ids=tuple(ids), previous_text="He sat.")
    judged = judge(context, known, NOW)
    is_usable = any(
        name in known and known[name].state is GenerationState.COMPLETE and NOW - known[name].completed_at <= 7200
        for name in ids[:3]
    )
    assert [name for name, _ in judged.previous] == ids
    assert judged.before is (Effective.IDS if is_usable else Effective.NONE if ids else Effective.TEXT)
    assert all(verdict is Verdict.OVER_MAX for _, verdict in judged.previous[3:])


def test_a_chain_of_requests_is_conditioned_on_its_ids(studio):
    first = studio.say("One.", next_text="Two.")
    second = studio.say("Two.", previous_request_ids=[first], previous_text="One.", next_text="Three.")
    studio.say("Three.", previous_request_ids=[first, second])
    stitching = studio.last()["stitching"]
    assert stitching["previous"] == [[first, "ok"], [second, "ok"]]
    assert (stitching["before"], stitching["after"]) == ("ids", "none")
    studio.say("Three again.", previous_request_ids=[second, first])
    assert studio.last()["stitching"]["previous"] == [[second, "wrong_order"], [first, "ok"]]


def test_bad_ids_are_answered_with_200_and_told_by_inspection_only(studio):
    good = studio.say("One.")
    other_voice = studio.say("One.", voice=ADAM)
    other_model = studio.say("One.", model_id="eleven_flash_v2_5")
    response = studio.speak("Two.", previous_request_ids=["nobody", other_voice, other_model, good])
    assert response.status_code == 200
    told = [verdict for _, verdict in studio.last()["stitching"]["previous"]]
    assert told == ["unknown", "other_voice", "other_model", "over_max"]
    assert studio.last()["stitching"]["before"] == "none"


def test_an_id_expires_two_hours_after_its_generation_on_the_movable_clock(studio):
    first = studio.say("One.")
    studio.tell("clock", {"advance_s": 7100})
    studio.say("Two.", previous_request_ids=[first])
    assert studio.last()["stitching"]["previous"] == [[first, "ok"]]
    studio.tell("clock", {"advance_s": 200})
    studio.say("Two.", previous_request_ids=[first])
    assert studio.last()["stitching"]["previous"] == [[first, "expired"]]


def test_the_id_of_a_stream_that_is_being_read_is_in_flight(studio):
    studio.options(generation_s=1)
    body = {"text": "One. " * 100, "model_id": "eleven_multilingual_v2"}
    with studio.http.stream("POST", f"/v1/text-to-speech/{RACHEL}/stream", json=body) as response:
        name = response.headers["request-id"]
        studio.options(generation_s=0)
        studio.say("Two.", previous_request_ids=[name])
        assert studio.last()["stitching"]["previous"] == [[name, "in_flight"]]
        response.read()
    studio.say("Two.", previous_request_ids=[name])
    assert studio.last()["stitching"]["previous"] == [[name, "ok"]]


def test_the_id_of_a_stream_that_was_left_is_aborted(studio):
    studio.options(generation_s=1)
    body = {"text": "One. " * 400, "model_id": "eleven_multilingual_v2"}
    with studio.http.stream("POST", f"/v1/text-to-speech/{RACHEL}/stream", json=body) as response:
        name = response.headers["request-id"]
        next(response.iter_raw())
    wait_for(lambda: studio.calls()[0]["outcome"] == "aborted")
    studio.options(generation_s=0)
    studio.say("Two.", previous_request_ids=[name])
    assert studio.last()["stitching"]["previous"] == [[name, "aborted"]]


def test_the_id_of_a_short_answer_that_nobody_read_is_aborted_too(studio):
    body = b'{"text": "One.", "model_id": "eleven_multilingual_v2"}'
    path = f"/v1/text-to-speech/{RACHEL}"
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\nxi-api-key: emulator-key\r\ncontent-length: {len(body)}"
    with socket.create_connection(urlsplit(studio.base_url).netloc.split(":")) as client:
        client.sendall(head.encode() + b"\r\n\r\n" + body)
        assert client.recv(12) == b"HTTP/1.1 200"
    wait_for(lambda: studio.last()["outcome"] == "aborted")
    assert studio.see("state")["generations"] == {studio.last()["request_id"]: "aborted"}


def test_the_known_defect_answers_500_without_detail_and_bills_nothing(studio):
    studio.options(bug_500_on_next_conditioned=True)
    third = studio.say("Three.")
    second = studio.say("Two.", next_request_ids=[third])
    used = studio.used
    response = studio.speak("Three.", previous_request_ids=[second])
    assert response.status_code == 500
    assert response.json()["status"] == "internal_server_error"
    assert studio.speak("Three.", previous_text="Two.").status_code == 200
    assert studio.used == used + len("Three.")
