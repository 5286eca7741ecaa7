import pytest
from emulator_studio import detail

BASE = "/v1/pronunciation-dictionaries"
ALIAS = {"type": "alias", "string_to_replace": "Siobhan", "alias": "Shivawn"}
PHONEME = {
    "type": "phoneme",
    "string_to_replace": "Cholmondeley",
    "phoneme": "CH AH1 M L IY0",
    "alphabet": "cmu-arpabet",
}
PLS = b"""<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
<lexeme><grapheme>Siobhan</grapheme><alias>Shivawn</alias></lexeme>
<lexeme><grapheme>gif</grapheme><phoneme>d\xca\x92\xc9\xaaf</phoneme></lexeme>
</lexicon>"""


def create(studio, *rules, name="book"):
    response = studio.http.post(f"{BASE}/add-from-rules", json={"name": name, "rules": list(rules or [ALIAS])})
    assert response.status_code == 200
    return response.json()


def change(studio, made, verb, **body):
    response = studio.http.post(f"{BASE}/{made['id']}/{verb}", json=body)
    assert response.status_code == 200
    return response.json()


def spoken(studio, text, *locators, **sent):
    rows = [{"pronunciation_dictionary_id": d["id"], "version_id": version} for d, version in locators]
    value = studio.speak(text, route="/with-timestamps", pronunciation_dictionary_locators=rows, **sent).json()
    return "".join(value["normalized_alignment"]["characters"])[1:]


def test_each_change_is_a_new_version_and_old_ones_keep_working(studio):
    made = create(studio)
    added = change(studio, made, "add-rules", rules=[{**ALIAS, "string_to_replace": "Niamh", "alias": "Neev"}])
    assert (added["id"], added["version_rules_num"]) == (made["id"], 2)
    removed = change(studio, made, "remove-rules", rule_strings=["Siobhan"])
    assert removed["version_rules_num"] == 1
    versions = [made["version_id"], added["version_id"], removed["version_id"]]
    assert len(set(versions)) == 3
    said = [spoken(studio, "Siobhan, Niamh.", (made, version)) for version in versions]
    assert said == ["Shivawn, Niamh.", "Shivawn, Neev.", "Siobhan, Neev."]
    assert spoken(studio, "Siobhan, Niamh.", (made, None)) == "Siobhan, Neev."


def test_a_rule_for_the_same_string_is_replaced(studio):
    made = create(studio)
    changed = change(studio, made, "add-rules", rules=[{**ALIAS, "alias": "Shavawn"}])
    assert changed["version_rules_num"] == 1
    assert spoken(studio, "Siobhan.", (made, changed["version_id"])) == "Shavawn."


def test_removing_what_is_not_there_still_makes_a_version(studio):
    made = create(studio)
    changed = change(studio, made, "remove-rules", rule_strings=["Nobody"])
    assert changed["version_id"] != made["version_id"]
    assert changed["version_rules_num"] == 1


def test_the_first_locator_with_a_match_wins(studio):
    first, second = create(studio), create(studio, {**ALIAS, "alias": "Other"})
    locators = [(one, one["version_id"]) for one in (first, second)]
    assert spoken(studio, "Siobhan.", *locators) == "Shivawn."
    assert spoken(studio, "Siobhan.", *reversed(locators)) == "Other."


@pytest.mark.parametrize(
    ("model", "mode", "said"),
    [
        ("eleven_multilingual_v2", "skip_word", "Lord ."),
        ("eleven_multilingual_v2", "ignore_rule", "Lord Cholmondeley."),
        ("eleven_flash_v2", "skip_word", "Lord Cholmondeley."),
        ("eleven_turbo_v2", "skip_word", "Lord Cholmondeley."),
        ("eleven_monolingual_v1", "skip_word", "Lord Cholmondeley."),
        ("eleven_flash_v2_5", "skip_word", "Lord ."),
    ],
)
def test_phoneme_rules_work_on_three_models_and_lose_words_on_others(studio, model, mode, said):
    studio.options(phoneme_mode=mode)
    made = create(studio, PHONEME)
    assert spoken(studio, "Lord Cholmondeley.", (made, made["version_id"]), model_id=model) == said


def test_a_wrong_version_is_not_found_and_gives_no_audio(studio):
    made = create(studio)
    rows = [{"pronunciation_dictionary_id": made["id"], "version_id": "nothing"}]
    response = studio.speak(pronunciation_dictionary_locators=rows)
    assert (response.status_code, detail(response)["status"]) == (404, "pronunciation_dictionary_not_found")
    assert studio.used == 0


def test_a_pls_file_goes_in_and_comes_out(studio):
    made = studio.http.post(f"{BASE}/add-from-file", data={"name": "pls"}, files={"file": ("b.pls", PLS)}).json()
    assert (made["name"], made["version_rules_num"]) == ("pls", 2)
    downloaded = studio.http.get(f"{BASE}/{made['id']}/{made['version_id']}/download")
    again = studio.http.post(f"{BASE}/add-from-file", data={"name": "b"}, files={"file": ("b.pls", downloaded.content)})
    second = again.json()
    text = "Siobhan saw a gif."
    both = [spoken(studio, text, (one, one["version_id"]), model_id="eleven_flash_v2") for one in (made, second)]
    assert both == ["Shivawn saw a gif.", "Shivawn saw a gif."]
    assert studio.http.get(f"{BASE}/{second['id']}/{second['version_id']}/download").content == downloaded.content


@pytest.mark.parametrize("data", [b"no xml", b"<html/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><lexicon>"])
def test_what_is_no_pls_is_refused(studio, data):
    response = studio.http.post(f"{BASE}/add-from-file", data={"name": "x"}, files={"file": ("b.pls", data)})
    assert (response.status_code, detail(response)["status"]) == (400, "invalid_pls_file")


@pytest.mark.parametrize("slash", ["", "/"])
def test_metadata_is_there_with_and_without_a_trailing_slash(studio, slash):
    made = create(studio)
    meta = studio.http.get(f"{BASE}/{made['id']}{slash}").json()
    assert (meta["latest_version_id"], meta["latest_version_rules_num"]) == (made["version_id"], 1)
    assert (meta["archived_time_unix"], meta["permission_on_resource"]) == (None, "admin")
    assert [row["id"] for row in studio.http.get(f"{BASE}{slash}").json()["pronunciation_dictionaries"]] == [made["id"]]


def test_the_list_comes_in_pages_sorted_by_name(studio):
    for name in "bca":
        create(studio, name=name)
    query = {"page_size": 2, "sort": "name", "sort_direction": "ascending"}
    first = studio.http.get(BASE, params=query).json()
    second = studio.http.get(BASE, params={**query, "cursor": first["next_cursor"]}).json()
    names = [row["name"] for page in (first, second) for row in page["pronunciation_dictionaries"]]
    assert names == ["a", "b", "c"]
    assert (first["has_more"], second["has_more"], second["next_cursor"]) == (True, False, None)


def test_an_archived_dictionary_cannot_be_used_until_it_is_back(studio):
    made = create(studio)
    rows = [{"pronunciation_dictionary_id": made["id"], "version_id": made["version_id"]}]
    archived = studio.http.patch(f"{BASE}/{made['id']}", json={"archived": True}).json()
    assert archived["archived_time_unix"] is not None
    assert studio.speak(pronunciation_dictionary_locators=rows).status_code == 404
    studio.http.patch(f"{BASE}/{made['id']}", json={"archived": False})
    assert studio.speak(pronunciation_dictionary_locators=rows).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x"},
        {"name": "x", "rules": [{"type": "alias", "string_to_replace": "", "alias": "y"}]},
        {"name": "x", "rules": [{"type": "phoneme", "string_to_replace": "a", "phoneme": "b", "alphabet": "morse"}]},
        {"name": "", "rules": [ALIAS]},
    ],
)
def test_rules_that_are_none_are_refused(studio, body):
    assert studio.http.post(f"{BASE}/add-from-rules", json=body).status_code == 400


def test_rules_are_shown_later(studio):
    made = create(studio, ALIAS, PHONEME)
    assert "rules" not in studio.http.get(f"{BASE}/{made['id']}").json()
    studio.options(era="2026")
    assert studio.http.get(f"{BASE}/{made['id']}").json()["rules"] == [ALIAS, PHONEME]


def test_unpinned_locators_are_remarked(studio):
    made = create(studio)
    studio.say(pronunciation_dictionary_locators=[{"pronunciation_dictionary_id": made["id"]}])
    assert studio.last()["remarks"] == ["unpinned_locator"]
