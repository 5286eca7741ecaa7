"""What a shop asks for beside the sound."""

from dataclasses import replace

import pytest

from pipeline.mastering.delivery import check_delivery
from pipeline.mastering.profiles import ACX, PROFILES

WHOLE = {
    "cover_px": (2400, 2400),
    "chapters": ("opening", "c01", "closing"),
    "codecs": ("mp3", "aac"),
    "disclosure": "",
}


def codes(profile=ACX, **changes):
    return [finding.code for finding in check_delivery(profile, **{**WHOLE, **changes})]


def test_a_book_with_cover_credits_and_a_human_reader_has_all_that_acx_asks_for():
    assert codes() == []


@pytest.mark.parametrize(
    ("cover_px", "code"),
    [
        (None, ["cover.missing"]),
        ((0, 0), ["cover.unreadable"]),
        ((2399, 2399), ["cover.small"]),
        ((2400, 2401), ["cover.not-square"]),
        ((9000, 9000), []),
    ],
)
def test_a_cover_is_held_to_size_and_shape(cover_px, code):
    assert codes(cover_px=cover_px) == code


def test_a_cover_may_be_too_large_and_a_shop_without_a_limit_asks_for_none():
    google = PROFILES["google-play"]
    assert codes(google, cover_px=(7200, 7200)) == []
    assert codes(google, cover_px=(7201, 7201)) == ["cover.large"]
    assert codes(google, cover_px=(1023, 1023)) == ["cover.small"]
    assert codes(PROFILES["librivox"], cover_px=None) == []


def test_credits_are_asked_for_where_the_shop_wants_them():
    assert codes(chapters=("c01",)) == ["credits.closing-missing", "credits.opening-missing"]
    assert codes(chapters=("opening", "c01")) == ["credits.closing-missing"]
    assert codes(PROFILES["google-play"], chapters=("c01",)) == []


def test_a_release_without_a_format_that_the_shop_takes_says_so():
    assert codes(codecs=("aac", "opus")) == ["format.none-taken"]
    assert codes(codecs=("aac", "mp3")) == []
    assert codes(codecs=()) == []


def test_who_takes_no_synthetic_narration_and_what_the_others_want_to_read_is_told():
    synthetic = "Narrated by a synthetic voice (hibari)."
    assert codes(disclosure=synthetic) == ["narration.not-taken"]
    (told,) = check_delivery(PROFILES["spotify-findaway"], **{**WHOLE, "disclosure": synthetic})
    assert told.code == "narration.disclose"
    assert told.where == "book"
    assert told.message.startswith("Narrated by a synthetic voice (hibari). For Spotify")
    assert "narrated by a digital voice" in told.message
    silent = replace(ACX, synthetic=replace(ACX.synthetic, is_accepted=True))
    assert codes(silent, disclosure=synthetic) == []
