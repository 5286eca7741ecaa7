from __future__ import annotations

import dataclasses

import pytest
from recording_lines import lines_of

from pipeline.model import Request, Voice
from pipeline.recording.keys import ignored_directions, key_of, request_of, resolve_voice

REQUEST = Request(
    voice=Voice(engine="tone", voice="low", settings=(("speed", 1.0),)),
    text="It was a dark night.",
    language="en-GB",
    pronunciations=(("Cholmondeley", "tʃʌmli"),),
    audio_format="flac_24000",
)


def test_the_key_of_a_request_never_changes():
    """Takes recorded today must be found by every later Declaim."""
    assert key_of(REQUEST) == "c9625be984064d8eeb9a2c325397782fcca5f0a4eeecf75df5cc18cd2c791da1"


def changed(**fields):
    return dataclasses.replace(REQUEST, **fields)


@pytest.mark.parametrize(
    "other",
    [
        changed(text="It was a dark day."),
        changed(language="en-US"),
        changed(pronunciations=()),
        changed(engine_normalisation="on"),
        changed(audio_format="pcm_24000"),
        changed(seed=7),
        changed(voice=Voice(engine="hibari", voice="low", settings=(("speed", 1.0),))),
        changed(voice=Voice(engine="tone", voice="high", settings=(("speed", 1.0),))),
        changed(voice=Voice(engine="tone", voice="low", model="2", settings=(("speed", 1.0),))),
        changed(voice=Voice(engine="tone", voice="low", settings=(("speed", 1.1),))),
    ],
)
def test_everything_that_is_heard_is_in_the_key(other):
    assert key_of(other) != key_of(REQUEST)


def test_a_whole_number_and_the_same_with_a_point_are_one_key():
    whole = changed(voice=Voice(engine="tone", voice="low", settings=(("speed", 1),)))
    assert key_of(whole) == key_of(REQUEST)


def test_true_is_not_one():
    switch = changed(voice=Voice(engine="tone", voice="low", settings=(("speed", True),)))
    assert key_of(switch) != key_of(REQUEST)


def test_the_order_of_pronunciations_is_not_heard():
    rules = (("a", "b"), ("c", "d"))
    assert key_of(changed(pronunciations=rules)) == key_of(changed(pronunciations=rules[::-1]))


def test_the_place_of_a_line_is_not_in_its_key():
    first = lines_of("p001", "No.", "Yes.").lines[0]
    second = lines_of("p002", "Yes.", "No.", speaker="filby").lines[1]
    requests = [request_of(line, audio_format="flac_24000", engine_normalisation="off") for line in (first, second)]
    assert key_of(requests[0]) == key_of(requests[1])


def test_an_empty_voice_is_the_engines_default_with_every_setting_resolved():
    voice = resolve_voice(
        Voice(engine="tone", voice=""), default_voice="middle", default_model="1", defaults={"speed": 1.0}
    )
    assert voice == Voice(engine="tone", voice="middle", model="1", settings=(("speed", 1.0),))


def test_resolving_twice_changes_nothing():
    options = {"default_voice": "middle", "default_model": "", "defaults": {"speed": 1.0, "depth": 2.0}}
    once = resolve_voice(Voice(engine="tone", voice="low", settings=(("speed", 1.5),)), **options)
    assert once.settings == (("depth", 2.0), ("speed", 1.5))
    assert resolve_voice(once, **options) == once


def test_a_direction_that_the_engine_does_not_know_is_not_heard_and_told():
    voice = Voice(engine="tone", voice="low", settings=(("speed", 1.5), ("style", 0.3)))
    assert resolve_voice(voice, default_voice="", default_model="", defaults={"speed": 1.0}).settings == (
        ("speed", 1.5),
    )
    assert ignored_directions(voice, defaults={"speed": 1.0}) == ("style",)


def test_a_setting_that_nobody_knows_stays_for_the_engine_to_refuse():
    voice = Voice(engine="tone", voice="low", settings=(("sped", 1.5),))
    assert ("sped", 1.5) in resolve_voice(voice, default_voice="", default_model="", defaults={}).settings
