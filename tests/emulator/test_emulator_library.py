import pytest
from emulator_studio import PROFESSIONAL, RACHEL, detail

from pipeline.emulator.catalogue import Plan, load_catalogue


def test_models_tell_limit_price_and_group(studio):
    models = {model["model_id"]: model for model in studio.http.get("/v1/models").json()}
    flash = models["eleven_flash_v2_5"]
    assert (flash["maximum_text_length_per_request"], flash["concurrency_group"]) == (40_000, "turbo")
    assert flash["model_rates"]["character_cost_multiplier"] == 0.5
    assert models["eleven_multilingual_v2"]["concurrency_group"] == "standard"
    assert models["eleven_english_sts_v2"]["can_do_text_to_speech"] is False
    assert "eleven_v3" not in models


def test_voices_show_category_rate_and_notice(studio):
    voices = {voice["voice_id"]: voice for voice in studio.http.get("/v1/voices").json()["voices"]}
    assert "EmuLibraryNotAdded03" not in voices
    assert voices[PROFESSIONAL]["fine_tuning"]["state"]["eleven_multilingual_v2"] == "fine_tuned"
    assert voices["EmuLibraryRate200002"]["sharing"]["rate"] == 2.0
    assert voices["EmuWithdrawnInAYear4"]["sharing"]["disable_at_unix"] > studio.see("state")["now"]
    assert voices[RACHEL]["sharing"] is None


def test_a_voice_with_notice_is_gone_after_it(studio):
    voice = "EmuWithdrawnInAYear4"
    assert studio.http.get(f"/v1/voices/{voice}").status_code == 200
    studio.tell("clock", {"advance_s": 366 * 86_400})
    assert detail(studio.http.get(f"/v1/voices/{voice}"))["status"] == "voice_not_found"


def test_the_search_is_paged(studio):
    names, query = [], {"page_size": 4}
    while True:
        page = studio.http.get("/v2/voices", params=query).json()
        names += [voice["name"] for voice in page["voices"]]
        query["next_page_token"] = page["next_page_token"]
        if not page["has_more"]:
            break
    assert len(names) == page["total_count"] == 9
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"search": "british"}, ["George", "Professional Clone"]),
        ({"category": "premade", "search": "r"}, ["Adam", "Antoni", "George", "Josh", "Rachel", "Sarah"]),
        ({"search": "nobody"}, []),
    ],
)
def test_the_search_looks_at_name_labels_and_category(studio, query, names):
    assert [voice["name"] for voice in studio.http.get("/v2/voices", params=query).json()["voices"]] == names


def test_settings_are_five(studio):
    settings = studio.http.get(f"/v1/voices/{RACHEL}/settings").json()
    assert settings == studio.http.get("/v1/voices/settings/default").json()
    assert settings == {
        "stability": 0.5,
        "similarity_boost": 0.75,
        "style": 0.0,
        "use_speaker_boost": True,
        "speed": 1.0,
    }


def test_counter_history_and_statistics_move_together(studio):
    studio.say("12345")
    studio.say("123", model_id="eleven_flash_v2_5")
    now_ms = int(studio.see("state")["now"] * 1000)
    query = {"start_unix": now_ms - 1000 * 3600, "end_unix": now_ms + 1000, "breakdown_type": "model"}
    usage = studio.http.get("/v1/usage/character-stats", params=query).json()["usage"]
    assert {name: sum(days) for name, days in usage.items()} == {"eleven_multilingual_v2": 5, "eleven_flash_v2_5": 2}
    assert studio.http.get("/v1/user/subscription").json()["character_count"] == 7
    newest = studio.http.get("/v1/history").json()["history"][0]
    assert (newest["character_count_change_from"], newest["character_count_change_to"]) == (5, 7)


def test_the_user_never_shows_the_key(studio):
    response = studio.http.get("/v1/user")
    assert response.json()["xi_api_key"] is None
    assert "emulator-key" not in response.text


@pytest.mark.parametrize("plan", ["free", "creator", "business"])
def test_the_tier_is_the_plan_and_so_are_its_credits(studio, plan):
    studio.options(plan=plan, credits=None)
    subscription = studio.http.get("/v1/user/subscription").json()
    assert subscription["tier"] == plan
    assert subscription["character_limit"] == load_catalogue().plans[Plan(plan)].credits


def test_voice_ids_are_20_letters_and_digits():
    assert {len(name) for name in load_catalogue().voices} == {20}
    assert all(name.isalnum() for name in load_catalogue().voices)


def test_the_plans_are_in_order():
    profiles = [load_catalogue().plans[plan] for plan in Plan]
    assert [profile.turbo for profile in profiles] == sorted(profile.turbo for profile in profiles)
    assert all(profile.standard * 2 == profile.turbo for profile in profiles)
