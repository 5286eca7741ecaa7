import pytest
from emulator_studio import FLASH, PROFESSIONAL, RACHEL, detail

from pipeline.emulator.catalogue import load_catalogue
from pipeline.emulator.options import CHECK_ORDER

LONG = "a" * 10_001


@pytest.mark.parametrize(
    ("sent", "april", "later", "identifier", "code"),
    [
        ({"text": LONG}, 400, 400, "max_character_limit_exceeded", "text_too_long"),
        ({"text": "  "}, 400, 400, "empty_text", "empty_text"),
        ({"headers": {"xi-api-key": "wrong"}}, 401, 401, "invalid_api_key", "unauthorized"),
        ({"headers": {"xi-api-key": ""}}, 401, 401, "needs_authorization", "missing_api_key"),
        ({"voice": "NobodyNobodyNobody00"}, 400, 404, "voice_not_found", "voice_not_found"),
        ({"voice": "EmuLibraryNotAdded03"}, 400, 404, "voice_does_not_exist", "voice_does_not_exist"),
        ({"model_id": "eleven_nothing"}, 400, 400, "model_not_found", "model_not_found"),
        ({"model_id": "eleven_english_sts_v2"}, 400, 400, "unsupported_model", "unsupported_model"),
        ({"query": {"output_format": "mp3_1_1"}}, 400, 400, "invalid_output_format", "invalid_output_format"),
        ({"query": {"output_format": "pcm_44100"}}, 403, 403, "output_format_not_allowed", "output_format_not_allowed"),
        (
            {"model_id": FLASH, "apply_text_normalization": "on"},
            400,
            400,
            "unsupported_model",
            "unsupported_model",
        ),
        (
            {"pronunciation_dictionary_locators": [{"pronunciation_dictionary_id": "d", "version_id": "v"}]},
            404,
            404,
            "pronunciation_dictionary_not_found",
            "pronunciation_dictionary_not_found",
        ),
        ({"query": {"enable_logging": "false"}}, 403, 403, "zero_retention_not_allowed", "zero_retention_not_allowed"),
        ({"seed": -1}, 400, 400, "invalid_parameters", "invalid_parameters"),
        ({"voice_settings": {"speed": 1.3}}, 400, 400, "invalid_parameters", "invalid_parameters"),
    ],
)
def test_each_refusal_has_the_status_and_the_shape_of_the_era(studio, sent, april, later, identifier, code):
    response = studio.speak(**sent)
    assert response.status_code == april
    assert detail(response)["status"] == identifier
    assert set(detail(response)) == {"status", "message"}
    studio.options(era="2026")
    response = studio.speak(**sent)
    assert response.status_code == later
    assert (detail(response)["status"], detail(response)["code"]) == (identifier, code)
    assert detail(response)["request_id"] == response.headers["x-trace-id"]
    assert "request-id" not in response.headers
    assert studio.used == 0


@pytest.mark.parametrize("status", [400, 401, 402])
def test_an_identifier_can_come_with_any_status_it_ever_had(studio, status):
    studio.options(credits=1, statuses={"quota_exceeded": status})
    response = studio.speak("Too long.")
    assert (response.status_code, detail(response)["status"]) == (status, "quota_exceeded")


def test_a_length_refusal_names_both_lengths(studio):
    studio.options(characters_per_second=20_000)
    message = detail(studio.speak(LONG))["message"]
    assert "10001" in message
    assert "10000" in message
    assert studio.speak("a" * 10_001, model_id=FLASH).status_code == 200


@pytest.mark.parametrize("model", [model for model in load_catalogue().models.values() if model.speaks_text])
def test_the_limit_of_each_model_is_taken_and_one_character_more_is_not(studio, model):
    studio.options(characters_per_second=100_000, credits=10**6, era="2026")
    query = {"output_format": "pcm_16000"}
    assert studio.speak("a" * model.limit, model_id=model.model_id, query=query).status_code == 200
    response = studio.speak("a" * (model.limit + 1), model_id=model.model_id, query=query)
    assert detail(response)["code"] == "text_too_long"


def test_a_language_is_refused_in_april_and_ignored_later(studio):
    assert detail(studio.speak(language_code="en"))["status"] == "unsupported_model"
    assert studio.speak(language_code="en", model_id=FLASH).status_code == 200
    studio.options(era="2026")
    assert studio.speak(language_code="en").status_code == 200


@pytest.mark.parametrize("name", ["previous_request_ids", "next_request_ids", "previous_text", "next_text"])
def test_v3_takes_no_context_and_came_later(studio, name):
    value = ["x"] if name.endswith("ids") else "x"
    assert detail(studio.speak(model_id="eleven_v3"))["status"] == "model_not_found"
    studio.options(era="2026")
    assert studio.speak(model_id="eleven_v3").status_code == 200
    response = studio.speak(model_id="eleven_v3", **{name: value})
    assert response.status_code == 400
    assert detail(response)["param"] == name


def test_professional_voices_need_creator(studio):
    assert studio.speak(voice=PROFESSIONAL).status_code == 200
    studio.options(plan="starter")
    response = studio.speak(voice=PROFESSIONAL)
    assert (response.status_code, detail(response)["status"]) == (403, "only_for_creator+")


@pytest.mark.parametrize(
    ("token", "plan"), [("mp3_44100_192", "creator"), ("pcm_44100", "pro"), ("mp3_44100_128", "free")]
)
def test_a_format_is_open_from_its_plan_on(studio, token, plan):
    plans = ["free", "starter", "creator", "pro", "scale", "business"]
    answers = []
    for name in plans:
        studio.options(plan=name)
        answers.append(studio.speak("Hi.", query={"output_format": token}).status_code)
    place = plans.index(plan)
    assert answers == [403] * place + [200] * (len(plans) - place)


def test_a_key_lacks_a_scope_by_name(studio):
    studio.tell("keys", {"key": "speech-only", "scopes": ["text_to_speech"]})
    headers = {"xi-api-key": "speech-only"}
    assert studio.speak(headers=headers).status_code == 200
    for path, scope in [
        ("/v1/voices", "voices_read"),
        ("/v1/models", "models_read"),
        ("/v1/user/subscription", "user_read"),
        ("/v1/history", "speech_history_read"),
    ]:
        response = studio.http.get(path, headers=headers)
        assert response.status_code == 401
        assert detail(response)["status"] == "missing_permissions"
        assert scope in detail(response)["message"]


def test_a_bearer_token_is_no_key(studio):
    response = studio.speak(headers={"xi-api-key": "", "authorization": "Bearer emulator-key"})
    assert detail(response)["status"] == "needs_authorization"


def test_the_schema_comes_before_the_key_and_the_key_before_the_voice(studio):
    wrong = {"xi-api-key": "wrong"}
    assert studio.speak(headers=wrong, voice="nobody", stability=1, seed="x").status_code == 422
    assert detail(studio.speak(headers=wrong, voice="nobody"))["status"] == "invalid_api_key"
    assert detail(studio.speak(LONG, voice="nobody"))["status"] == "voice_not_found"


def test_the_order_of_checks_can_be_permuted(studio):
    order = ["length", *[name for name in CHECK_ORDER if name != "length"]]
    studio.options(check_order=order)
    assert detail(studio.speak(LONG, voice="nobody"))["status"] == "max_character_limit_exceeded"


def test_what_was_taken_before_a_late_refusal_is_given_back(studio):
    order = ["concurrency", "quota", *[name for name in CHECK_ORDER if name not in {"concurrency", "quota"}]]
    studio.options(check_order=order, concurrency=1, overflow="reject")
    for _ in range(3):
        assert studio.speak(voice="nobody").status_code == 400
    assert studio.see("state")["credits"] == {"limit": 100_000, "used": 0, "reserved": 0}
    assert studio.speak().status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"seed": 4_294_967_296},
        {"voice_settings": {"style": 1.1}},
        {"query": {"output_format": "mp3_1_1"}},
        {"pronunciation_dictionary_locators": [{"pronunciation_dictionary_id": "d", "version_id": "v"}] * 4},
    ],
)
def test_a_strict_schema_refuses_with_422_what_is_400_otherwise(studio, sent):
    assert studio.speak(**sent).status_code == 400
    studio.options(is_strict=True)
    response = studio.speak(**sent)
    assert response.status_code == 422
    assert detail(response)[0]["loc"]


def test_models_without_a_key_had_no_workspace_later(studio):
    assert studio.http.get("/v1/models", headers={"xi-api-key": ""}).status_code == 401
    studio.options(era="2026")
    response = studio.http.get("/v1/models", headers={"xi-api-key": ""})
    assert (response.status_code, detail(response)["status"]) == (404, "workspace_not_found")


def test_an_unknown_route_and_a_wrong_method_are_told_plainly(studio):
    assert (studio.http.get("/v1/nothing").status_code, studio.http.get("/v1/nothing").json()) == (
        404,
        {"detail": "Not Found"},
    )
    response = studio.http.get(f"/v1/text-to-speech/{RACHEL}")
    assert (response.status_code, response.json()) == (405, {"detail": "Method Not Allowed"})
    assert studio.http.delete("/v1/pronunciation-dictionaries/d").status_code == 405
    assert "x-trace-id" in response.headers
