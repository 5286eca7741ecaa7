import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emulator.alignment import align_spoken, align_written
from pipeline.emulator.options import BreakMode, PhonemeMode
from pipeline.emulator.performance import Casting, perform
from pipeline.emulator.pronunciation import Rule
from pipeline.emulator.utterance import RunKind, Speech, cut_runs
from pipeline.emulator.voice import RATE_HZ, ToneVoice

TONE = ToneVoice(characters_per_second=50)
RULES = (Rule(string="Siobhan", alias="Shivawn"), Rule(string="gif", phoneme="dʒɪf"))
texts = st.lists(
    st.sampled_from(["Siobhan", "gif", " ", "ab", "12", '<break time="0.2s" />', "—", "é", "😀", "<b>", "&", "\n"]),
    min_size=1,
    max_size=8,
).map("".join)


def made(text, rules=RULES, **speech):
    casting = Casting(voice="v", model="m", settings={"speed": 1.0})
    return perform(text, cut_runs(text, Speech(rules=rules, **speech)), casting, TONE)


@settings(deadline=None, max_examples=50)
@given(texts, st.booleans(), st.sampled_from(list(PhonemeMode)))
def test_runs_are_the_text_without_gaps(text, takes_phonemes, mode):
    runs = cut_runs(text, Speech(rules=RULES, takes_phonemes=takes_phonemes, phoneme_mode=mode))
    assert "".join(text[run.start : run.stop] for run in runs) == text
    assert [run.start for run in runs[1:]] == [run.stop for run in runs[:-1]]


@settings(deadline=None, max_examples=50)
@given(texts)
def test_an_alignment_spells_the_text_runs_forward_and_ends_with_the_audio(text):
    performance = made(text)
    alignment = align_written(performance, BreakMode.KEEP)
    starts, ends = alignment["character_start_times_seconds"], alignment["character_end_times_seconds"]
    assert "".join(alignment["characters"]) == text
    assert all(end >= begin for begin, end in zip(starts, ends, strict=True))
    assert starts[1:] == pytest.approx(ends[:-1], abs=0.0011)
    assert performance.duration_s - ends[-1] <= 0.05


@settings(deadline=None, max_examples=50)
@given(texts)
def test_what_was_spoken_is_aligned_with_a_space_in_front(text):
    alignment = align_spoken(made(text))
    assert alignment["characters"][0] == " "
    assert len(alignment["characters"]) == len(alignment["character_end_times_seconds"])


def test_an_alias_shares_its_time_among_the_characters_it_replaces():
    performance = made("Siobhan", rules=(Rule(string="Siobhan", alias="Sh"),))
    assert performance.written.times[-1][1] == pytest.approx(2 / 50, abs=0.001)
    lengths = [end - begin for begin, end in performance.written.times]
    assert lengths == pytest.approx([2 / 50 / 7] * 7, abs=1e-6)


@pytest.mark.parametrize(("tag_s", "heard_s"), [("0.5", 0.5), ("3", 3.0), ("4.5", 3.0)])
def test_a_break_is_exact_and_at_most_three_seconds(tag_s, heard_s):
    text = f'ab<break time="{tag_s}s" />ab'
    performance = made(text)
    silent = performance.samples[round(2 / 50 * RATE_HZ) :][: round(heard_s * RATE_HZ)]
    assert not silent.any()
    assert performance.duration_s == pytest.approx(4 / 50 + heard_s + 0.03, abs=0.0001)


def test_tags_can_be_stripped_from_the_alignment():
    text = 'a<break time="0.2s" /><phoneme alphabet="ipa" ph="b">bee</phoneme>'
    alignment = align_written(made(text, takes_phonemes=True), BreakMode.STRIP)
    assert "".join(alignment["characters"]) == "abee"


def test_a_phoneme_tag_on_the_wrong_model_loses_its_word():
    text = '<phoneme alphabet="ipa" ph="b">bee</phoneme> hive'
    assert made(text).spoken.characters == " hive"
    assert made(text, phoneme_mode=PhonemeMode.IGNORE_RULE).spoken.characters == "bee hive"
    assert made(text, takes_phonemes=True).spoken.characters == "bee hive"


def test_words_are_heard_and_everything_else_is_silent():
    times = made("ab, cd.", rules=()).written.times
    samples = made("ab, cd.", rules=()).samples

    def is_heard(place):
        begin, end = (round(time * RATE_HZ) for time in times[place])
        return bool(np.abs(samples[begin:end]).max() > 1000)

    assert [is_heard(place) for place in range(7)] == [True, True, False, False, True, True, False]


def test_numbers_too_long_for_words_stay_figures():
    runs = cut_runs("1" * 16, Speech())
    assert [run.kind for run in runs] == [RunKind.PLAIN]
    assert cut_runs("42", Speech())[0].spoken == "forty-two"


def test_a_voice_has_its_own_pitch_and_a_seed_its_own_hiss():
    def sound(voice, seed):
        return TONE("Hello", voice, "m", {}, seed).samples

    assert np.array_equal(sound("a", 1), sound("a", 1))
    assert not np.array_equal(sound("a", 1), sound("b", 1))
    assert not np.array_equal(sound("a", 1), sound("a", 2))


def test_fifteen_characters_are_a_second():
    assert len(ToneVoice()("a" * 15, "v", "m", {}, None).samples) == RATE_HZ
