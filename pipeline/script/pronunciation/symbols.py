"""The symbols of the phoneme alphabets: the International Phonetic Alphabet, CMU Arpabet, and what stands for what.

Sources, read 2026-11-22: the 39 phonemes of the CMU Pronouncing Dictionary
(http://www.speech.cs.cmu.edu/cgi-bin/cmudict); their IPA in https://en.wikipedia.org/wiki/ARPABET; the chart of the
International Phonetic Association, revised to 2020 (https://www.internationalphoneticassociation.org/content/full-ipa-chart).
"""

from __future__ import annotations

from typing import Final

PRIMARY: Final = "ˈ"
SECONDARY: Final = "ˌ"
UNSTRESSED_IPA: Final = {"AH": "ə", "ER": "ɚ"}
"""The two vowels that IPA writes otherwise where Arpabet has stress 0."""

VOWELS: Final = {
    "AA": "ɑ",
    "AE": "æ",
    "AH": "ʌ",
    "AO": "ɔ",
    "AW": "aʊ",
    "AY": "aɪ",
    "EH": "ɛ",
    "ER": "ɝ",
    "EY": "eɪ",
    "IH": "ɪ",
    "IY": "i",
    "OW": "oʊ",
    "OY": "ɔɪ",
    "UH": "ʊ",
    "UW": "u",
}
"""Arpabet -> IPA, of the vowels; each carries a stress digit: 0 none, 1 primary, 2 secondary."""

CONSONANTS: Final = {
    "B": "b",
    "CH": "tʃ",
    "D": "d",
    "DH": "ð",
    "F": "f",
    "G": "ɡ",
    "HH": "h",
    "JH": "dʒ",
    "K": "k",
    "L": "l",
    "M": "m",
    "N": "n",
    "NG": "ŋ",
    "P": "p",
    "R": "ɹ",
    "S": "s",
    "SH": "ʃ",
    "T": "t",
    "TH": "θ",
    "V": "v",
    "W": "w",
    "Y": "j",
    "Z": "z",
    "ZH": "ʒ",
}
"""Arpabet -> IPA, of the consonants."""

ENGLISH_VARIANTS: Final = {
    "ə": ("AH",),
    "ɚ": ("ER",),
    "ɐ": ("AH",),
    "ɜɹ": ("ER",),
    "ɜr": ("ER",),
    "ɜː": ("ER",),
    "ɜ": ("ER",),
    "ɒ": ("AA",),
    "ɑː": ("AA",),
    "ɔː": ("AO",),
    "iː": ("IY",),
    "uː": ("UW",),
    "ʉ": ("UW",),
    "ɨ": ("IH",),
    "ᵻ": ("IH",),
    "e": ("EH",),
    "əʊ": ("OW",),
    "o": ("OW",),
    "eə": ("EH", "R"),
    "ɛə": ("EH", "R"),
    "ɪə": ("IH", "R"),
    "ʊə": ("UH", "R"),
    "ɡ": ("G",),
    "g": ("G",),
    "r": ("R",),
    "ɫ": ("L",),
    "ʍ": ("W",),
    "ɾ": ("T",),
    "ʤ": ("JH",),
    "ʧ": ("CH",),
    "l̩": ("AH", "L"),
    "m̩": ("AH", "M"),
    "n̩": ("AH", "N"),
}
"""Other IPA of English, British and American -> the phonemes it stands for. Going this way only: writing gives the
symbol of the tables above."""

LETTERS: Final = frozenset(
    "pbtdʈɖcɟkɡgqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟʘǀǃǂǁɓɗʄɠʛʍwɥʜʢʡɕʑɺɧɫʣʤʥʦʧʨ"
    "iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝᵻ"
)
"""Of the IPA chart, with the ligatures and hooked vowels of its older forms that dictionaries still use."""
IPA_VOWELS: Final = frozenset("iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝᵻ")
DIACRITICS: Final = frozenset(
    "ʰʷʲˠˤⁿˡʼ˞ːˑ\u0325\u030a\u032c\u0339\u031c\u031f\u0320\u0308\u033d\u0329\u032f\u0324\u0330\u033c\u032a\u033a\u033b\u0303\u0334\u031d\u031e\u0318\u0319\u031a\u0361\u035c\u0306\u030b\u0301\u0304\u0300\u030f"
)
"""They belong to the letter before them."""
TIES: Final = frozenset("\u0361\u035c")
"""Over or under two letters that are one sound."""
SEPARATORS: Final = frozenset(". ‿|-")
"""Between syllables and words; they sound like nothing."""
LOOK_ALIKES: Final = {
    ":": "ː",
    "'": PRIMARY,
    "’": PRIMARY,
    ",": SECONDARY,
    "ε": "ɛ",
    "ә": "ə",
    "ɩ": "ɪ",
    "∫": "ʃ",
    "ß": "β",
}
"""Signs of the keyboard and of other scripts that people type for a symbol of the IPA."""
