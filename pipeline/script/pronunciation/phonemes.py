"""A phoneme string in IPA or CMU Arpabet -> its sounds -> the other alphabet.

A sound is a phoneme of English where IPA and Arpabet both have it, else the IPA symbol itself. Stress belongs to the
vowel. From Arpabet to IPA and back nothing changes (a one-syllable word without stress is the exception: IPA has no
mark for that). From IPA to Arpabet and back the sounds and the stress stay; syllable breaks are lost, and variants
(`əʊ`, `ɜː`, `r`) come back as the symbol of the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.errors import PhonemeError
from pipeline.model import PhonemeAlphabet
from pipeline.script.pronunciation.symbols import (
    CONSONANTS,
    DIACRITICS,
    ENGLISH_VARIANTS,
    IPA_VOWELS,
    LETTERS,
    LOOK_ALIKES,
    PRIMARY,
    SECONDARY,
    SEPARATORS,
    TIES,
    UNSTRESSED_IPA,
    VOWELS,
)

_STRESSES: Final = {PRIMARY: 1, SECONDARY: 2}
_MARKS: Final = {1: PRIMARY, 2: SECONDARY}
_ENGLISH: Final = {
    **{ipa: (arpabet,) for arpabet, ipa in (VOWELS | CONSONANTS).items()},
    **ENGLISH_VARIANTS,
}
_LONGEST: Final = max(map(len, _ENGLISH))
_ALPHABETS: Final = {
    "ipa": PhonemeAlphabet.IPA,
    "cmu-arpabet": PhonemeAlphabet.ARPABET,
    "x-cmu-arpabet": PhonemeAlphabet.ARPABET,
    "cmu": PhonemeAlphabet.ARPABET,
    "x-arpabet": PhonemeAlphabet.ARPABET,
}
_ENGLISH_ONSETS: Final = (
    "P,B,T,D,K,G,F,V,TH,DH,S,Z,SH,ZH,HH,CH,JH,M,N,L,R,W,Y,P R,P L,B R,B L,T R,T W,D R,D W,K R,K L,K W,G R,G L,G W,"
    "F R,F L,TH R,TH W,SH R,S P,S T,S K,S M,S N,S L,S W,S F,S P R,S P L,S T R,S K R,S K W,P Y,B Y,K Y,F Y,V Y,M Y,"
    "HH Y,HH W,S K Y,S P Y"
)
_ONSETS: Final = frozenset(_ENGLISH_ONSETS.split(","))
"""What an English syllable can begin with: the mark of stress stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """One sound of a word."""

    symbol: str
    """Arpabet without its digit where English has the sound, else IPA with its diacritics."""
    stress: int | None = None
    """Of a vowel: 0 none, 1 primary, 2 secondary. None for a consonant."""
    begins_word: bool = False

    @property
    def is_vowel(self) -> bool:
        """Whether it makes a syllable."""
        return self.stress is not None

    @property
    def is_english(self) -> bool:
        """Whether Arpabet has it."""
        return self.symbol in VOWELS or self.symbol in CONSONANTS


def alphabet_of(name: str) -> PhonemeAlphabet | None:
    """Return the alphabet that a PLS `alphabet` attribute names; None for one that is not read (`x-sampa`)."""
    return _ALPHABETS.get(name.strip().lower())


def parse_phonemes(text: str, alphabet: PhonemeAlphabet) -> tuple[Sound, ...]:
    """Return the sounds of a phoneme string. Raises PhonemeError."""
    sounds = _parse_ipa(text) if alphabet is PhonemeAlphabet.IPA else _parse_arpabet(text)
    if not sounds:
        raise PhonemeError(f"{text!r} holds no sound; write the {alphabet} of the word")
    return sounds


def format_phonemes(sounds: Sequence[Sound], alphabet: PhonemeAlphabet) -> str:
    """Return the sounds as a phoneme string. Raises PhonemeError for a sound that Arpabet has not."""
    return format_ipa(sounds) if alphabet is PhonemeAlphabet.IPA else format_arpabet(sounds)


def format_arpabet(sounds: Sequence[Sound]) -> str:
    """Return CMU Arpabet, symbols apart by a space, a stress digit at each vowel. Raises PhonemeError."""
    foreign = [sound.symbol for sound in sounds if not sound.is_english]
    if foreign:
        raise PhonemeError(f"CMU Arpabet has no symbol for {', '.join(foreign)}; only the sounds of English are in it")
    return " ".join(sound.symbol + ("" if sound.stress is None else str(sound.stress)) for sound in sounds)


def format_ipa(sounds: Sequence[Sound]) -> str:
    """Return IPA, the mark of stress before its syllable, a point where two symbols would read as another one."""
    written: list[str] = []
    marks = dict(_stress_marks(sounds))
    for number, sound in enumerate(sounds):
        symbol = _ipa_of(sound)
        if sound.begins_word and number:
            written.append(" ")
        if number in marks:
            written.append(marks[number])
        elif written and written[-1] != " " and _reads_otherwise(written[-1], symbol):
            written.append(".")
        written.append(symbol)
    return unicodedata.normalize("NFC", "".join(written))


def count_syllables(sounds: Sequence[Sound]) -> int:
    """Return how many vowels there are."""
    return sum(sound.is_vowel for sound in sounds)


def syllables_of(sounds: Sequence[Sound]) -> tuple[tuple[Sound, ...], ...]:
    """Return the sounds by syllable: as many consonants as English allows go to the vowel after them."""
    starts = sorted({0, *_syllable_starts(sounds)}) if sounds else []
    return tuple(tuple(sounds[start:stop]) for start, stop in zip(starts, [*starts[1:], len(sounds)], strict=True))


def find_look_alikes(text: str) -> tuple[tuple[str, str], ...]:
    """Return (sign, the IPA symbol that is meant) for each sign of an IPA string that only looks like one."""
    return tuple((sign, LOOK_ALIKES[sign]) for sign in dict.fromkeys(text) if sign in LOOK_ALIKES)


def _parse_arpabet(text: str) -> tuple[Sound, ...]:
    sounds: list[Sound] = []
    for found in re.finditer(r"\S+", text.upper()):
        symbol, digit = re.fullmatch(r"(.*?)([0-2]?)", found[0], re.DOTALL).groups()  # type: ignore[union-attr]
        if symbol in VOWELS:
            sounds.append(Sound(symbol=symbol, stress=int(digit or 0), begins_word=not sounds))
        elif symbol in CONSONANTS and not digit:
            sounds.append(Sound(symbol=symbol, begins_word=not sounds))
        else:
            raise PhonemeError(f"{found[0]!r} at {found.start() + 1} of {text!r} is no symbol of CMU Arpabet")
    return tuple(sounds)


def find_vowels_without_stress(text: str) -> tuple[str, ...]:
    """Return the Arpabet vowels that have no stress digit."""
    return tuple(symbol for symbol in text.upper().split() if symbol in VOWELS)


def _parse_ipa(text: str) -> tuple[Sound, ...]:
    sounds: list[Sound] = []
    stress, begins_word = 0, True
    for symbol in _ipa_symbols(text):
        if symbol in _STRESSES:
            stress = _STRESSES[symbol]
        elif symbol in SEPARATORS:
            begins_word = begins_word or symbol == " "
        else:
            for each in _sounds_of(symbol, stress):
                sounds.append(Sound(symbol=each.symbol, stress=each.stress, begins_word=begins_word))
                begins_word = False
                stress = 0 if each.is_vowel else stress
    return _with_stress_of_monosyllables(sounds)


def _sounds_of(symbol: str, stress: int) -> Iterator[Sound]:
    """Yield what an IPA symbol stands for; the stress goes to its first vowel."""
    for name in _ENGLISH.get(symbol, ()):
        is_vowel = name in VOWELS
        yield Sound(symbol=name, stress=stress if is_vowel else None)
        stress = 0 if is_vowel else stress
    if symbol not in _ENGLISH:
        is_vowel = symbol[0] in IPA_VOWELS and "\u032f" not in symbol
        yield Sound(symbol=symbol, stress=stress if is_vowel else None)


def _with_stress_of_monosyllables(sounds: Sequence[Sound]) -> tuple[Sound, ...]:
    """Return the sounds with the stress that IPA leaves out: that of a one-syllable word with a full vowel."""
    vowels = [sound for sound in sounds if sound.is_vowel]
    if len(vowels) != 1 or vowels[0].stress or vowels[0].symbol in UNSTRESSED_IPA:
        return tuple(sounds)
    return tuple(
        Sound(symbol=sound.symbol, stress=1, begins_word=sound.begins_word) if sound.is_vowel else sound
        for sound in sounds
    )


def _ipa_symbols(text: str) -> Iterator[str]:
    """Yield symbols of English as long as the table has them, other letters with their diacritics, marks alone."""
    plain = _normal_ipa(text)
    at = 0
    while at < len(plain):
        stop = _english_end(plain, at)
        if not stop and plain[at] in LETTERS:
            stop = _letter_end(plain, at)
        elif not stop and (plain[at] in _STRESSES or plain[at] in SEPARATORS):
            stop = at + 1
        if not stop:
            raise _bad_symbol(text, plain[at])
        yield plain[at:stop]
        at = stop


@lru_cache(maxsize=4096)
def _normal_ipa(text: str) -> str:
    """Return the text decomposed, look-alikes as what is meant, ties taken out, `ç` whole again."""
    plain = "".join(LOOK_ALIKES.get(sign, sign) for sign in text.strip().strip("/[]"))
    plain = unicodedata.normalize("NFD", plain).replace("c\u0327", "ç")
    return "".join(sign for sign in plain if sign not in TIES)


def _english_end(plain: str, at: int) -> int:
    """Return where the longest symbol of English that begins here ends, or 0; a diacritic after it makes it another."""
    for length in range(min(_LONGEST, len(plain) - at), 0, -1):
        stop = at + length
        if plain[at:stop] in _ENGLISH and plain[stop : stop + 1] not in DIACRITICS - {""}:
            return stop
    return 0


def _letter_end(plain: str, at: int) -> int:
    stop = at + 1
    while stop < len(plain) and plain[stop] in DIACRITICS:
        stop += 1
    return stop


def _bad_symbol(text: str, sign: str) -> PhonemeError:
    position = next((n for n, each in enumerate(text, start=1) if sign in unicodedata.normalize("NFD", each)), 1)
    name = unicodedata.name(sign, "a control character").lower()
    return PhonemeError(f"{sign!r} (U+{ord(sign):04X}, {name}) at {position} of {text!r} is no symbol of the IPA")


def _ipa_of(sound: Sound) -> str:
    if sound.stress == 0 and sound.symbol in UNSTRESSED_IPA:
        return UNSTRESSED_IPA[sound.symbol]
    return VOWELS.get(sound.symbol) or CONSONANTS.get(sound.symbol) or sound.symbol


def _reads_otherwise(before: str, symbol: str) -> bool:
    return list(_ipa_symbols(before + symbol)) != [before, symbol]


def _stress_marks(sounds: Sequence[Sound]) -> Iterator[tuple[int, str]]:
    """Yield where a mark of stress stands, and the mark."""
    for start, stop in pairwise([*_syllable_starts(sounds), len(sounds)]):
        stress = next((sound.stress for sound in sounds[start:stop] if sound.is_vowel), 0)
        if stress:
            yield start, _MARKS[stress]


def _syllable_starts(sounds: Sequence[Sound]) -> Iterator[int]:
    """Yield the number of the first sound of each syllable that has a vowel."""
    previous = -1
    for number, sound in enumerate(sounds):
        if sound.is_vowel:
            yield 0 if previous < 0 else _onset_start(sounds, previous + 1, number)
            previous = number


def _onset_start(sounds: Sequence[Sound], begin: int, vowel: int) -> int:
    """Return where the longest onset that English allows begins, between two vowels; never before a word's begin."""
    words = [number for number in range(begin, vowel + 1) if sounds[number].begins_word]
    first = words[-1] if words else begin
    for start in range(first, vowel):
        cluster = " ".join(sound.symbol for sound in sounds[start:vowel])
        if cluster in _ONSETS or (start == vowel - 1 and not sounds[start].is_english) or words:
            return start
    return vowel
