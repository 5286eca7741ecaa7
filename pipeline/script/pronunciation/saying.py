"""Where lexicon entries apply, what a voice takes -> what each entry says there: an alias, or a phoneme for the engine.

A voice that takes phonemes gets them, in its alphabet. Any other gets the alias of the entry, and where it has none the
phoneme in ordinary letters. A word is never dropped: an entry that can be said in no way leaves its word to the engine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.errors import PhonemeError
from pipeline.model import PhonemeAbility, PhonemeAlphabet, Voice
from pipeline.script.lexicon import LexiconEntry, LexiconHit
from pipeline.script.normalize.folding import INVISIBLE, ODD_SPACES
from pipeline.script.pronunciation.phonemes import Sound, alphabet_of, format_phonemes, parse_phonemes
from pipeline.script.pronunciation.respelling import respell

Abilities = Callable[[Voice], PhonemeAbility | None]
"""How a voice takes phonemes; None where it takes none."""

_HEARD = str.maketrans(dict.fromkeys(ODD_SPACES, " ") | dict.fromkeys(INVISIBLE, None))


def without_phonemes(voice: Voice) -> PhonemeAbility | None:  # noqa: ARG001 - it answers the same for every voice
    """Return None: every entry is said in ordinary letters."""
    return None


def say_hits(
    text: str, hits: Sequence[LexiconHit], *, ability_at: Callable[[LexiconHit], PhonemeAbility | None]
) -> tuple[LexiconHit, ...]:
    """Return the hits with entries that have either the alias to say or the phoneme to send, in the engine's alphabet.

    The grapheme of an entry with a phoneme is the word as the engine gets it. An engine takes a phoneme for a word
    wherever it stands in the request; where the same word stands outside the hits too (in another language), the entry
    is said in letters. Hits that cannot be said are left out.
    """
    said: list[LexiconHit] = []
    words = Counter(_heard(text, hit) for hit in hits if hit.entry.phoneme)
    for hit in hits:
        has_phoneme = hit.entry.phoneme and not hit.entry.prefers_alias
        ability = ability_at(hit) if has_phoneme else None
        word = _heard(text, hit)
        if ability is not None and count_words(text.translate(_HEARD), word) > words[word]:
            ability = None
        entry = say_entry(hit.entry, ability)
        if entry is not None:
            said.append(replace(hit, entry=_placed(entry, word, text[hit.stop :])))
    return tuple(said)


def _placed(entry: LexiconEntry, word: str, after: str) -> LexiconEntry:
    """Return an entry for its place: under the word that the engine gets, or with the full stop that ends the text."""
    if entry.phoneme:
        return replace(entry, grapheme=word)
    ends_text = word.endswith(".") and not after.strip("\"'”’)] \n")
    return replace(entry, alias=f"{entry.alias}.") if ends_text and entry.alias[-1].isalnum() else entry


@lru_cache(maxsize=65536)
def say_entry(entry: LexiconEntry, ability: PhonemeAbility | None) -> LexiconEntry | None:
    """Return an entry with its alias or its phoneme, as the ability has it; None where it can be said in no way."""
    phoneme = _for_engine(entry, ability) if ability else ""
    if phoneme and not entry.prefers_alias and ability:
        return replace(entry, alias="", phoneme=phoneme, alphabet=ability.alphabet)
    alias = entry.alias or respelled(entry)
    return replace(entry, alias=alias, phoneme="", alphabet="") if alias else None


def respelled(entry: LexiconEntry) -> str:
    """Return the phoneme of an entry in ordinary letters, capital where the grapheme is; empty where it has none."""
    sounds = sounds_of(entry)
    try:
        letters = respell(sounds) if sounds else ""
    except PhonemeError:
        return ""
    return letters[:1].upper() + letters[1:] if entry.grapheme[:1].isupper() else letters


def sounds_of(entry: LexiconEntry) -> tuple[Sound, ...]:
    """Return the sounds of an entry's phoneme; () where it has none, or one that cannot be read."""
    alphabet = alphabet_of(entry.alphabet)
    if not entry.phoneme or alphabet is None:
        return ()
    try:
        return parse_phonemes(entry.phoneme, alphabet)
    except PhonemeError:
        return ()


def count_words(text: str, word: str) -> int:
    """Return how often a word or phrase stands alone in a text."""
    before = r"(?<!\w)" if word[:1].isalnum() else ""
    after = r"(?!\w)" if word[-1:].isalnum() else ""
    return len(re.findall(f"{before}{re.escape(word)}{after}", text))


def _for_engine(entry: LexiconEntry, ability: PhonemeAbility) -> str:
    """Return the phoneme as the engine takes it, or empty."""
    sounds = sounds_of(entry)
    is_foreign = any(not sound.is_english for sound in sounds)
    needs_english = ability.is_english_only or ability.alphabet is PhonemeAlphabet.ARPABET
    if (is_foreign and needs_english) or (" " in entry.grapheme and not ability.takes_phrases):
        return ""
    return format_phonemes(sounds, ability.alphabet) if sounds else ""


def _heard(text: str, hit: LexiconHit) -> str:
    """Return the written word of a hit as it is when the text has been cleaned for the engine."""
    return text[hit.start : hit.stop].translate(_HEARD)
