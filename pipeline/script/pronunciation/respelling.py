"""Sounds -> ordinary letters that an English voice reads as those sounds.

For engines that take no phonemes. Syllables are apart by hyphens, so that no letter joins one of the next syllable
(`th` in `hot-house`); no capitals are used for stress, because engines spell capitals out. The same sounds are always
the same letters. How often an engine reads them back as meant is measured in docs/benchmarks.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.errors import PhonemeError
from pipeline.script.pronunciation.phonemes import Sound, syllables_of
from pipeline.script.pronunciation.symbols import CONSONANTS

_VOWELS: Final = {
    "AA": ("ah", "o"),
    "AE": ("a", "a"),
    "AH": ("uh", "u"),
    "AO": ("aw", "aw"),
    "AW": ("ow", "ow"),
    "AY": ("eye", "i_e"),
    "EH": ("eh", "e"),
    "ER": ("er", "er"),
    "EY": ("ay", "ay"),
    "IH": ("ih", "i"),
    "IY": ("ee", "ee"),
    "OW": ("oh", "oa"),
    "OY": ("oy", "oy"),
    "UH": ("oo", "oo"),
    "UW": ("oo", "oo"),
}
"""Arpabet -> letters at the end of a syllable, and before a consonant of the same syllable."""
_BEFORE_R: Final = {"AA": "a", "AO": "o", "EH": "ai", "IH": "ee"}
_SHORT: Final = frozenset({"AE", "EH", "IH", "UH"})
_VOICELESS: Final = frozenset({"CH", "F", "K", "P", "T", "TH"})
_KEPT: Final = frozenset({"Y", "W", "HH"})
_FRONT: Final = frozenset({"EH", "IH", "IY", "EY", "ER", "AY"})
_CONSONANTS: Final = {
    "CH": "ch", "DH": "th", "HH": "h", "JH": "j", "NG": "ng", "SH": "sh", "TH": "th", "Y": "y", "ZH": "zh",
}  # fmt: skip
"""Arpabet -> letters, where they are not the symbol in small letters."""
_FOREIGN: Final = {
    "a": ("AA",),
    "ɑ": ("AA",),
    "ã": ("AA", "N"),
    "ɑ̃": ("AA", "N"),
    "ɛ̃": ("AE", "N"),
    "œ̃": ("AH", "N"),
    "ɔ̃": ("OW", "N"),
    "õ": ("OW", "N"),
    "y": ("UW",),
    "yː": ("UW",),
    "ʏ": ("UH",),
    "ø": ("ER",),
    "øː": ("ER",),
    "œ": ("ER",),
    "ɶ": ("ER",),
    "ɤ": ("AH",),
    "ɯ": ("UW",),
    "ɘ": ("AH",),
    "ɵ": ("AH",),
    "ɞ": ("ER",),
    "æː": ("AE",),
    "aː": ("AA",),
    "eː": ("EY",),
    "ɛː": ("EH",),
    "oː": ("OW",),
    "ɪː": ("IY",),
    "ʊː": ("UW",),
    "ə˞": ("ER",),
    "x": ("K",),
    "χ": ("K",),
    "ç": ("SH",),
    "ɣ": ("G",),
    "ʁ": ("R",),
    "ʀ": ("R",),
    "ɻ": ("R",),
    "ɽ": ("R",),
    "ɲ": ("N", "Y"),
    "ʎ": ("L", "Y"),
    "ɥ": ("W",),
    "β": ("V",),
    "ʋ": ("V",),
    "ɸ": ("F",),
    "ʔ": (),
    "ɬ": ("L",),
    "ɭ": ("L",),
    "ʟ": ("L",),
    "c": ("K",),
    "ɟ": ("G",),
    "q": ("K",),
    "ɢ": ("G",),
    "ʈ": ("T",),
    "ɖ": ("D",),
    "ɳ": ("N",),
    "ɱ": ("M",),
    "ʂ": ("SH",),
    "ʐ": ("ZH",),
    "ɕ": ("SH",),
    "ʑ": ("ZH",),
    "ʝ": ("Y",),
    "ɰ": ("W",),
    "ɦ": ("HH",),
    "ħ": ("HH",),
    "ɓ": ("B",),
    "ɗ": ("D",),
    "ɠ": ("G",),
    "ʣ": ("D", "Z"),
    "ʦ": ("T", "S"),
    "ʨ": ("CH",),
    "ʥ": ("JH",),
}
"""IPA that English has not -> the nearest English, as loan words are read."""
_MARKS: Final = "ːˑʰʲʷ\u0329\u032f\u0325\u030a\u031e\u031d\u032a"
"""Diacritics that a reader of English cannot hear or say."""


def respell(sounds: Sequence[Sound]) -> str:
    """Return the sounds in ordinary letters: `chum-lee`. Raises PhonemeError for a sound with no near English one."""
    near = [each for sound in sounds for each in _nearest(sound)]
    words: list[list[Sound]] = []
    for sound in near:
        if sound.begins_word or not words:
            words.append([])
        words[-1].append(sound)
    return " ".join("-".join(map(_spell_syllable, _closed(syllables_of(word)))) for word in words)


def _nearest(sound: Sound) -> list[Sound]:
    if sound.is_english:
        return [sound]
    symbol = sound.symbol
    names = _FOREIGN.get(symbol)
    if names is None:
        names = _FOREIGN.get(symbol.strip(_MARKS))
    if names is None:
        raise PhonemeError(f"{symbol!r} has no near sound in English; write an alias beside the phoneme")
    near = []
    for number, name in enumerate(names):
        stress = (sound.stress or 0) if name in _VOWELS else None
        near.append(Sound(symbol=name, stress=stress, begins_word=sound.begins_word and number == 0))
    return near


def _closed(syllables: Sequence[tuple[Sound, ...]]) -> list[list[Sound]]:
    """Return the syllables with a short vowel closed by the next one's first consonant: `shap-il`, not `sha-pil`."""
    closed = [list(syllable) for syllable in syllables]
    for syllable, after in pairwise(closed):
        is_short = syllable[-1].symbol in _SHORT or (syllable[-1].symbol == "AH" and syllable[-1].stress)
        if is_short and after and not after[0].is_vowel and after[0].symbol not in _KEPT:
            syllable.append(after.pop(0))
    return closed


def _spell_syllable(syllable: Sequence[Sound]) -> str:
    names = ["", *(sound.symbol for sound in syllable), ""]
    spelled = "".join(_letters(*around) for around in zip(names, names[1:], names[2:], strict=False))
    # `i_e`: the silent e goes behind the consonants, as in `tide`.
    return spelled.replace("_e", "") + "e" if "_" in spelled else spelled


def _letters(before: str, name: str, after: str) -> str:
    """Return the letters of a sound between its neighbours in the syllable, "" at its ends."""
    if name in _VOWELS:
        return _vowel_letters(before, name, after)
    if name == "G" and after in _FRONT:
        return "gh"
    if name == "S" and before and not after and before not in _VOICELESS:
        return "ss"
    if name == "Z" and before in CONSONANTS and not after:
        return "s"
    return _CONSONANTS.get(name, name.lower())


def _vowel_letters(before: str, name: str, after: str) -> str:
    if name == "AY" and not after:
        return "igh" if before else "eye"
    if after == "R" and name in _BEFORE_R:
        return _BEFORE_R[name]
    return _VOWELS[name][1 if after else 0]
