"""What is sent to the service and what is refused here, what errors mean, and what an answer has to be."""

from __future__ import annotations

import base64
import dataclasses
import itertools
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters.engines.elevenlabs.alignment import Alignment, read_alignment, spells, time_words
from pipeline.adapters.engines.elevenlabs.answers import Damage, name_format, read_answer
from pipeline.adapters.engines.elevenlabs.catalogue import load_catalogue
from pipeline.adapters.engines.elevenlabs.client import Account, Client, find_account
from pipeline.adapters.engines.elevenlabs.engine import describe
from pipeline.adapters.engines.elevenlabs.failures import classify, retry_after_s
from pipeline.adapters.engines.elevenlabs.headers import AnswerHeaders, read_headers
from pipeline.adapters.engines.elevenlabs.wire import Locator, Route, make_call
from pipeline.adapters.environment import Secret, parse_env, read_environment
from pipeline.errors import EngineError
from pipeline.model import Context, ContextSide, FailureClass, Request, Row, Timing, Voice

SETTINGS = tuple(sorted(describe().defaults.items()))
GEORGE = Voice(engine="elevenlabs", voice="JBFqnCBsd6RMkjVDRZzb", model="eleven_multilingual_v2", settings=SETTINGS)


def request(text: str = "Hello there.", *, model: str = GEORGE.model, **fields) -> Request:
    voice = dataclasses.replace(GEORGE, model=model, **fields.pop("voice", {}))
    return Request(**{"voice": voice, "text": text, "language": "en-GB", "audio_format": "mp3_44100_128"} | fields)


def setting(name: str, value: float | bool) -> dict[str, object]:
    return {"settings": tuple(sorted({**dict(SETTINGS), name: value}.items()))}


# --- what is sent


def test_a_call_says_everything_that_decides_how_it_sounds():
    call = make_call(request(seed=7), None)
    assert (call.path, call.query) == (
        "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/with-timestamps",
        {"output_format": "mp3_44100_128"},
    )
    assert call.body == {
        "text": "Hello there.",
        "model_id": "eleven_multilingual_v2",
        "voice_settings": {
            "stability": 0.5,
            "similarity_boost": 0.75,
            "style": 0.0,
            "speed": 1.0,
            "use_speaker_boost": True,
        },
        "apply_text_normalization": "off",
        "seed": 7,
    }


def test_context_is_sent_on_the_side_where_it_is_and_never_as_null():
    before = ContextSide(row=Row.CHAINED, ids=("a", "b"), text="Before.")
    call = make_call(request(), Context(before=before, after=ContextSide(row=Row.LAST)))
    assert {name: call.body[name] for name in call.body if name.startswith(("previous", "next"))} == {
        "previous_request_ids": ["a", "b"],
        "previous_text": "Before.",
    }


@pytest.mark.parametrize(
    ("route", "end"),
    [
        (Route.TIMED, "/with-timestamps"),
        (Route.PLAIN, ""),
        (Route.STREAM, "/stream"),
        (Route.TIMED_STREAM, "/stream/with-timestamps"),
    ],
)
def test_every_route_has_its_path(route, end):
    assert make_call(request(), None, route=route).path == f"/v1/text-to-speech/{GEORGE.voice}{end}"


def test_pronunciations_become_tags_where_the_model_takes_them_and_nothing_elsewhere():
    rules = (("Cholmondeley", "CH AH1 M L IY0"), ("tomato", "təˈmɑːtəʊ"))
    text = "Cholmondeley ate a tomato, not tomatoes."
    assert make_call(request(text, model="eleven_flash_v2", pronunciations=rules), None).text == (
        '<phoneme alphabet="cmu-arpabet" ph="CH AH1 M L IY0">Cholmondeley</phoneme> ate a '
        '<phoneme alphabet="ipa" ph="təˈmɑːtəʊ">tomato</phoneme>, not tomatoes.'
    )
    assert make_call(request(text, pronunciations=rules), None).text == text


# --- what is refused here: every limit from both sides


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        (request("x" * 10_000), request("x" * 10_001), "10001 characters: eleven_multilingual_v2 takes 10000"),
        (
            request(voice=setting("speed", 0.7)),
            request(voice=setting("speed", 0.69)),
            "speed = 0.69: a number from 0.7",
        ),
        (request(voice=setting("speed", 1.2)), request(voice=setting("speed", 1.21)), "to 1.2 is wanted"),
        (request(voice=setting("stability", 1.0)), request(voice=setting("stability", 1.1)), "stability = 1.1"),
        (request(voice=setting("similarity", 0.0)), request(voice=setting("similarity", -0.1)), "similarity = -0.1"),
        (request(voice=setting("style", 1.0)), request(voice=setting("style", True)), "style = True"),
        (request(voice=setting("speaker-boost", False)), request(voice=setting("speaker-boost", 1.0)), "true or false"),
        (request(), request(voice=setting("warmth", 0.5)), "setting warmth: it knows stability"),
        (request(), request(voice={"voice": "George"}), "voice 'George': a voice id is 20 letters and digits"),
        (request(), request(voice={"voice": "../../v1/user/subscri"}), "a voice id is 20 letters"),
        (request(seed=4_294_967_295), request(seed=4_294_967_296), "seed 4294967296"),
        (request(audio_format="pcm_44100"), request(audio_format="flac_24000"), "format flac_24000"),
        (request(), request("  "), "the text is empty"),
        (request("a < b"), request("a <b> c"), "<b> looks like a tag"),
        (
            request('A. <break time="3s"/> B. <break time="1.5s" /> C.'),
            request('A. <break time="3.1s"/> B.'),
            "a break lasts up to 3 s",
        ),
        (request('A <break time="1s"/> B'), request('A <break time="1s"/>'), "a break stands at the edge"),
        (
            request('A <break time="1s"/> B <break time="1s"/> C'),
            request('A <break time="1s"/> B <break time="1s"/> C <break time="1s"/> D'),
            "3 breaks",
        ),
        (
            request('<phoneme alphabet="ipa" ph="a">A</phoneme>', model="eleven_turbo_v2"),
            request('<phoneme alphabet="ipa" ph="a">A</phoneme>'),
            "phoneme tags: eleven_multilingual_v2 may leave out the word",
        ),
        (
            request(engine_normalisation="on"),
            request(engine_normalisation="on", model="eleven_flash_v2_5"),
            "normalisation 'on': eleven_flash_v2_5 takes off, auto",
        ),
    ],
)
def test_what_the_service_would_refuse_or_damage_is_refused_here_with_the_reason(good, bad, reason):
    make_call(good, None)
    with pytest.raises(EngineError) as caught:
        make_call(bad, None)
    assert reason in " ".join(caught.value.problems)


def test_three_dictionaries_are_sent_and_four_are_refused():
    locators = tuple(Locator(dictionary=f"d{n}", version=f"v{n}") for n in range(4))
    assert make_call(request(), None, locators=locators[:1]).body["pronunciation_dictionary_locators"] == [
        {"pronunciation_dictionary_id": "d0", "version_id": "v0"}
    ]
    make_call(request(), None, locators=locators[:3])
    with pytest.raises(EngineError, match="4 pronunciation_dictionary_locators: the service takes 3"):
        make_call(request(), None, locators=locators)


def test_a_language_is_sent_only_to_the_models_that_take_one():
    takes = {name for name in load_catalogue().models if "language_code" in make_call(request(model=name), None).body}
    assert takes == {"eleven_flash_v2_5", "eleven_turbo_v2_5"}
    assert "language_code" not in make_call(request(model="eleven_flash_v2_5", language="la"), None).body


def test_a_model_of_tomorrow_is_taken_with_care():
    model = load_catalogue().model("eleven_v9")
    assert (model.id, model.limit, model.phonemes, model.language) == ("eleven_v9", 5000, False, False)


def test_credits_are_whole_and_rounded_up():
    assert load_catalogue().model("eleven_flash_v2_5").credits("abc") == 2
    assert describe().price(request("abc", model="eleven_flash_v2_5")) == 2.0
    assert load_catalogue().model("eleven_multilingual_v2").credits("abc", voice_rate=2.0) == 6


# --- what errors mean

SHAPE_A = {"detail": {"status": "%s", "message": "m"}}
SHAPE_B = {"detail": {"type": "t", "code": "%s", "status": "x", "message": "m", "param": None, "request_id": "r"}}


@pytest.mark.parametrize(
    ("status", "identifier", "failure"),
    [
        (401, "quota_exceeded", FailureClass.QUOTA),
        (400, "quota_exceeded", FailureClass.QUOTA),
        (402, "anything", FailureClass.QUOTA),
        (401, "insufficient_credits", FailureClass.QUOTA),
        (401, "invalid_api_key", FailureClass.AUTH),
        (404, "workspace_not_found", FailureClass.AUTH),
        (403, "missing_permissions", FailureClass.AUTH),
        (403, "unheard_of", FailureClass.AUTH),
        (400, "voice_not_found", FailureClass.CONFIG_VOICE),
        (404, "voice_not_found", FailureClass.CONFIG_VOICE),
        (403, "only_for_creator+", FailureClass.CONFIG_VOICE),
        (404, "model_not_found", FailureClass.CONFIG_MODEL),
        (404, "pronunciation_dictionary_not_found", FailureClass.CONFIG_DICTIONARY),
        (403, "output_format_not_allowed", FailureClass.CONFIG_FORMAT),
        (429, "too_many_concurrent_requests", FailureClass.THROTTLE_CONCURRENCY),
        (429, "concurrent_limit_exceeded", FailureClass.THROTTLE_CONCURRENCY),
        (429, "system_busy", FailureClass.THROTTLE_BUSY),
        (503, "system_busy", FailureClass.THROTTLE_BUSY),
        (429, "unheard_of", FailureClass.THROTTLE_RATE),
        (422, "unheard_of", FailureClass.SCHEMA),
        (400, "max_character_limit_exceeded", FailureClass.REQUEST),
        (404, "unheard_of", FailureClass.NOT_FOUND),
        (408, "unheard_of", FailureClass.SERVER),
        (500, "internal_server_error", FailureClass.SERVER),
    ],
)
@pytest.mark.parametrize("shape", [SHAPE_A, SHAPE_B])
def test_an_error_is_what_its_identifier_says_whatever_its_status(status, identifier, failure, shape):
    found = classify(status, (json.dumps(shape) % identifier).encode(), AnswerHeaders())
    assert found.failure is failure
    assert found.message == "m"


@pytest.mark.parametrize(
    ("status", "body", "failure", "told"),
    [
        (401, b'{"detail": {"message": "quota of 100. You have 3 credits remaining"}}', FailureClass.QUOTA, "quota of"),
        (422, b'{"detail": [{"loc": ["body", 0], "msg": "bad", "type": "t"}]}', FailureClass.SCHEMA, "body.0: bad"),
        (500, b'{"status": "internal_server_error", "message": "Broke."}', FailureClass.SERVER, "Broke."),
        (502, b"<html>\n<h1>502 Bad Gateway</h1></html>", FailureClass.SERVER, "502 Bad Gateway"),
        (404, b'{"detail": "Not Found"}', FailureClass.NOT_FOUND, "Not Found"),
        (503, b"", FailureClass.SERVER, "no reason given"),
        (500, b"[1, 2]", FailureClass.SERVER, "1; 2"),
    ],
)
def test_every_shape_of_an_error_body_is_read(status, body, failure, told):
    found = classify(status, body, AnswerHeaders())
    assert found.failure is failure
    assert told in found.tell()


@given(st.integers(400, 599), st.binary(max_size=200))
def test_no_error_body_whatever_is_in_it_breaks_the_client(status, body):
    assert classify(status, body, AnswerHeaders()).failure in FailureClass


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Sun, 22 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "soon"}, None),
    ],
)
def test_the_wait_that_an_answer_asks_for_is_read(headers, seconds):
    assert retry_after_s(headers, now=datetime(2026, 11, 22, 12, tzinfo=UTC)) == seconds


def test_headers_that_are_no_numbers_say_nothing():
    read = read_headers({"character-cost": "many", "maximum-concurrent-requests": "10", "request-id": "r"})
    assert (read.credits, read.most_in_flight, read.request_id) == (None, 10, "r")


# --- what an answer has to be


def pcm(seconds: float = 0.1) -> bytes:
    return b"\x00\x10" * round(24_000 * seconds)


def timed(audio: bytes, characters: str = "Hi.", **changes) -> bytes:
    count = len(characters)
    alignment = {
        "characters": list(characters),
        "character_start_times_seconds": [n / 10 for n in range(count)],
        "character_end_times_seconds": [(n + 1) / 10 for n in range(count)],
    }
    value = {"audio_base64": base64.b64encode(audio).decode(), "alignment": alignment, "normalized_alignment": None}
    return json.dumps(value | changes).encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (timed(pcm())[:-20], "cut or broken"),
        (b"", "cut or broken"),
        (b"[]", "cut or broken"),
        (b'{"detail": {"status": "x", "message": "m"}}', "cut or broken"),
        (timed(pcm(), audio_base64="!!!"), "base64 of the audio is damaged"),
        (timed(pcm(), audio_base64=None), "the audio is empty"),
        (timed(b"\x00"), "not 16-bit PCM"),
    ],
)
def test_a_success_that_brings_no_audio_is_damage(body, reason):
    read = read_answer(body, Route.TIMED, "pcm_24000")
    assert isinstance(read, Damage)
    assert reason in read.reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"detail": "oops"}', "text, not audio"),
        (b"<html>oops</html>", "text, not audio"),
        (b"RIFFxxxx", "does not begin as mp3_44100_128"),
        (b"\xff\xfb", "does not decode as mp3_44100_128"),
    ],
)
def test_a_success_whose_bytes_are_something_else_is_damage(body, reason):
    read = read_answer(body, Route.PLAIN, "mp3_44100_128")
    assert isinstance(read, Damage)
    assert reason in read.reason


def test_a_stream_of_lines_is_joined_with_blank_lines_and_lines_without_times():
    first, second = json.loads(timed(pcm(0.1), "Hi")), json.loads(timed(pcm(0.2), "."))
    second["alignment"]["character_start_times_seconds"] = [0.2]
    second["alignment"]["character_end_times_seconds"] = [0.3]
    bare = {"audio_base64": base64.b64encode(pcm(0.1)).decode(), "alignment": None}
    body = b"\n".join([json.dumps(first).encode(), b"", json.dumps(bare).encode(), json.dumps(second).encode(), b""])
    read = read_answer(body, Route.TIMED_STREAM, "pcm_24000")
    assert not isinstance(read, Damage)
    assert read.sound.duration_s == pytest.approx(0.4)
    assert read.alignment == Alignment(characters=("H", "i", "."), begins_s=(0.0, 0.1, 0.2), ends_s=(0.1, 0.2, 0.3))


def test_audio_of_the_history_is_named_by_what_it_is():
    wav = b"RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00" + (44_100).to_bytes(4, "little") + bytes(8)
    assert name_format(wav, "pcm_44100") == "wav_44100"
    assert name_format(b"ID3xxxx", "pcm_44100") == "mp3_44100"
    assert name_format(b"ID3xxxx", "mp3_44100_192") == "mp3_44100_192"
    assert name_format(b"\x01\x02", "pcm_44100") == "pcm_44100"


# --- times


def aligned(characters: str) -> Alignment:
    times = tuple(n / 10 for n in range(len(characters) + 1))
    return Alignment(characters=tuple(characters), begins_s=times[:-1], ends_s=times[1:])


@pytest.mark.parametrize("spelled", ['Wait <break time="1s"/> here.', "Wait  here."])
def test_words_are_timed_whether_the_alignment_has_the_tags_or_not(spelled):
    text = 'Wait <break time="1s"/> here.'
    times = time_words(text, aligned(spelled))
    assert [(text[time.start : time.stop]) for time in times] == ["Wait", "here."]
    assert times[0] == Timing(start=0, stop=4, begin_s=0.0, end_s=0.4)
    assert times[1].end_s == pytest.approx(len(spelled) / 10)
    assert spells(text, aligned(spelled))


def test_words_are_timed_when_the_sent_text_had_phoneme_tags():
    sent = '<phoneme alphabet="ipa" ph="x">Leigh</phoneme> came.'
    assert [(time.start, time.stop) for time in time_words("Leigh came.", aligned(sent))] == [(0, 5), (6, 11)]


def test_an_alignment_of_another_text_gives_no_times():
    assert time_words("Hello there.", aligned("Good morning, all of you.")) == ()
    assert not spells("Hello there.", aligned("Hello the"))


def test_a_leading_space_and_a_lost_combining_mark_do_not_move_the_others():
    times = time_words("Cafe\u0301 noir now.", aligned(" Cafe noir now."))
    assert [(time.start, time.stop) for time in times] == [(0, 5), (6, 10), (11, 15)]
    assert times[1].begin_s == pytest.approx(0.6)


@given(st.text(st.characters(blacklist_characters="<>", blacklist_categories=("Cs",)), min_size=1, max_size=60))
def test_every_word_of_an_aligned_text_has_a_time_and_they_go_ahead(text):
    times = time_words(text, aligned(text))
    assert [text[time.start : time.stop] for time in times] == text.split() or any(
        character.isspace() and character not in " \t\n\r" for character in text
    )
    assert all(a.end_s <= b.begin_s + 1e-9 for a, b in itertools.pairwise(times))


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"characters": ["a"]},
        {"characters": ["a"], "character_start_times_seconds": [0], "character_end_times_seconds": []},
        {"characters": [1], "character_start_times_seconds": [0], "character_end_times_seconds": [1]},
        {"characters": ["a", "b"], "character_start_times_seconds": [1, 0], "character_end_times_seconds": [2, 2]},
        {"characters": ["a"], "character_start_times_seconds": [1], "character_end_times_seconds": [0.5]},
        {"characters": ["a"], "character_start_times_seconds": [-1], "character_end_times_seconds": [0.5]},
    ],
)
def test_what_is_no_alignment_is_none(value):
    assert read_alignment(value) is None


# --- the account


def test_the_key_shows_in_nothing_that_is_printed():
    secret = Secret("sk_123")
    account = Account(key=secret)
    client = Client(account)
    assert "sk_123" not in f"{secret} {secret!r} {account!r} {client!r} {client.__dict__}"
    assert secret.hide_in("the key sk_123 is wrong") == "the key *** is wrong"


def test_a_dotenv_file_is_read_as_other_tools_read_it():
    text = "# comment\nexport A=1\nB = 'two words'\nC=\"x#y\"\nD=z # comment\nnot a line\nE=\n"
    assert parse_env(text) == {"A": "1", "B": "two words", "C": "x#y", "D": "z", "E": ""}


def test_the_environment_wins_over_the_project_and_that_over_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("A=root\nB=root\nC=root\n")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / ".env").write_text("B=book\nC=book\n")
    found = read_environment(tmp_path / "book", environment={"C": "environment"})
    assert found == {"A": "root", "B": "book", "C": "environment"}


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://api.elevenlabs.io", "the key would travel in the clear"),
        ("ftp://127.0.0.1", "is not a base URL"),
        ("https://user:pass@api.elevenlabs.io", "is not a base URL"),
        ("elevenlabs", "is not a base URL"),
    ],
)
def test_a_base_url_that_would_give_the_key_away_is_refused(url, reason, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELEVENLABS_API_KEY", "k")
    monkeypatch.setenv("ELEVENLABS_BASE_URL", url)
    with pytest.raises(EngineError, match=reason):
        find_account()


def test_the_key_goes_to_the_service_by_https_or_to_this_machine(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELEVENLABS_API_KEY", " k \n")
    monkeypatch.delenv("ELEVENLABS_BASE_URL", raising=False)
    assert find_account().base_url == "https://api.elevenlabs.io"
    assert find_account().key.reveal() == "k"
    monkeypatch.setenv("ELEVENLABS_BASE_URL", "http://localhost:8600/")
    assert find_account().base_url == "http://localhost:8600"
