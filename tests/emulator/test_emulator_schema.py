import json

import pytest
from emulator_studio import RACHEL
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emulator.schema import SpeechRequest, read_speech


def places(body, query=None):
    errors = read_speech(json.dumps(body).encode(), query or {})
    assert isinstance(errors, tuple), errors
    return [(*error.place, error.kind) for error in errors]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, ("body", "text", "missing")),
        ({"text": None}, ("body", "text", "string_type")),
        ({"text": 5}, ("body", "text", "string_type")),
        ([], ("body", "model_attributes_type")),
        ({"text": "a", "model_id": 5}, ("body", "model_id", "string_type")),
        ({"text": "a", "seed": 1.5}, ("body", "seed", "int_type")),
        ({"text": "a", "seed": True}, ("body", "seed", "int_type")),
        (
            {"text": "a", "voice_settings": {"stability": 1.01}},
            ("body", "voice_settings", "stability", "less_than_equal"),
        ),
        (
            {"text": "a", "voice_settings": {"similarity_boost": -0.1}},
            ("body", "voice_settings", "similarity_boost", "greater_than_equal"),
        ),
        (
            {"text": "a", "voice_settings": {"use_speaker_boost": 1}},
            ("body", "voice_settings", "use_speaker_boost", "bool_type"),
        ),
        ({"text": "a", "voice_settings": []}, ("body", "voice_settings", "model_attributes_type")),
        ({"text": "a", "apply_text_normalization": "maybe"}, ("body", "apply_text_normalization", "enum")),
        ({"text": "a", "previous_request_ids": "x"}, ("body", "previous_request_ids", "list_type")),
        ({"text": "a", "next_request_ids": [5]}, ("body", "next_request_ids", 0, "string_type")),
        (
            {"text": "a", "pronunciation_dictionary_locators": [{"version_id": "v"}]},
            ("body", "pronunciation_dictionary_locators", 0, "pronunciation_dictionary_id", "missing"),
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(body, place):
    assert place in places(body)


def test_all_mistakes_are_named_at_once():
    assert len(places({"seed": "x", "language_code": 5}, {"optimize_streaming_latency": "9"})) == 4


def test_null_stands_for_absent_everywhere_but_in_the_text():
    body = {
        "text": "a",
        "model_id": None,
        "language_code": None,
        "voice_settings": {"speed": None},
        "pronunciation_dictionary_locators": None,
        "seed": None,
        "previous_text": None,
        "next_request_ids": None,
        "apply_text_normalization": None,
    }
    assert read_speech(json.dumps(body).encode(), {}) == SpeechRequest(text="a")


def test_a_field_that_nobody_knows_is_accepted():
    assert isinstance(read_speech(b'{"text": "a", "audio_effects": {}}', {}), SpeechRequest)


@pytest.mark.parametrize(("stability", "fits"), [(0, True), (1, True), (1.0001, False), (-0.0001, False)])
def test_stability_goes_from_0_to_1(stability, fits):
    body = json.dumps({"text": "a", "voice_settings": {"stability": stability}}).encode()
    assert isinstance(read_speech(body, {}), SpeechRequest) is fits


@pytest.mark.parametrize(("speed", "is_loose"), [(0.7, False), (1.2, False), (0.69, True), (1.21, True)])
def test_speed_out_of_range_is_no_matter_of_the_schema(speed, is_loose):
    read = read_speech(json.dumps({"text": "a", "voice_settings": {"speed": speed}}).encode(), {})
    assert bool(read.loose) is is_loose


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("ab\u00e9", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["speed", "style", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = ["text", "voice_settings", "pronunciation_dictionary_locators", "previous_request_ids", "seed", "model_id"]


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(NAMES), json_values))
def test_any_json_is_read_or_refused_with_places(body):
    read = read_speech(json.dumps(body).encode(), {})
    assert isinstance(read, SpeechRequest) or (read and all(error.place[0] == "body" for error in read))


def test_broken_json_is_shape_c_with_422(studio):
    response = studio.http.post(f"/v1/text-to-speech/{RACHEL}", content=b'{"text": ')
    assert response.status_code == 422
    assert response.json()["detail"][0]["type"] == "json_invalid"


def test_later_servers_add_what_was_given(studio):
    assert set(studio.speak(seed="x").json()["detail"][0]) == {"loc", "msg", "type"}
    studio.options(era="2026")
    assert studio.speak(seed="x").json()["detail"][0]["input"] == "x"
