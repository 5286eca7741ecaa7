from __future__ import annotations

from pipeline.recording.engine_normalisation import OWN_RULES, SWITCHES, engine_normalisation
from pipeline.script.normalize.languages import rules_of


def test_the_engine_leaves_alone_what_our_rules_have_read():
    assert engine_normalisation("elevenlabs", "eleven_multilingual_v2", "en-GB") == "off"
    assert engine_normalisation("elevenlabs", "eleven_flash_v2_5", "de") == "off"
    assert engine_normalisation("hibari", "", "en") == "off"


def test_the_engine_reads_what_our_rules_do_not_know():
    assert engine_normalisation("elevenlabs", "eleven_multilingual_v2", "pl") == "on"


def test_on_is_never_sent_to_a_model_that_refuses_it_or_is_not_known():
    assert engine_normalisation("elevenlabs", "eleven_turbo_v2_5", "pl") == "auto"
    assert engine_normalisation("elevenlabs", "eleven_v9", "pl") == "auto"
    assert engine_normalisation("hibari", "", "pl") == "off"


def test_the_languages_with_rules_are_those_of_the_normaliser():
    assert {tag for tag in ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru") if rules_of(tag)} == OWN_RULES


def test_every_switch_says_where_it_is_from():
    assert all(switch.source for switch in SWITCHES.values())
