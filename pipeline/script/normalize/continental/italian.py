"""What Italian says for numbers, dates, kings, units and abbreviations."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import words
from pipeline.script.normalize.continental.grammar import Gender, Grammar, Noun, currency
from pipeline.script.normalize.continental.romance import (
    CLOCK,
    DIGIT_DATE,
    places_by,
    rule,
    speak_clock,
    speak_digit_date,
)
from pipeline.script.normalize.continental.table import language_of
from pipeline.script.normalize.numerals import VULGAR, roman_value
from pipeline.script.normalize.rule import Context, Speak
from pipeline.script.normalize.spellout import LARGEST, spell_out

_MONTHS: Final = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
)  # fmt: skip
_FEMININE_NOUN = re.compile(
    r".*(?:a|zione|sione|gione|tà|tù|trice)$|(?:notte|parte|voce|mano|moglie|madre|nave|luce|legge|morte|gente|classe|"
    r"chiave|torre|croce|pace|neve|carne|fonte|ragione|lira)$"
)
_MASCULINE_NOUN = re.compile(
    r"(?:problema|programma|poeta|sistema|tema|pianeta|clima|dramma|papa|poema|profeta|pirata|collega|duca|monarca|"
    r"fantasma|idioma|a|da|per|ma|era|aveva)$"
)
_BEFORE_UNO = re.compile(r"(?:s[^aeiouàèéìòù]|z|gn|ps|pn|x|y|i[aeiou])")
_FEMININE_PARTS: Final = words("parte scena lettera sezione tavola figura")
_QUEENS: Final = words("Elisabetta Maria Caterina Anna Cristina Vittoria Margherita Isabella Giovanna Eleonora")
_KINGS: Final = words(
    "Vittorio Emanuele Umberto Luigi Pio Carlo Giovanni Enrico Federico Filippo Ferdinando Francesco Leone Leopoldo "
    "Napoleone Giorgio Guglielmo Edoardo Giacomo Alessandro Nicola Pietro Paolo Ottone Corrado Giulio Clemente "
    "Gregorio Innocenzo Urbano Bonifacio Benedetto Sisto Amedeo Cosimo Alberto Giuseppe Massimiliano Alfonso"
)
_CENTURIES: Final = {
    200: "Duecento", 300: "Trecento", 400: "Quattrocento", 500: "Cinquecento", 600: "Seicento", 700: "Settecento",
    800: "Ottocento", 900: "Novecento",
}  # fmt: skip
"""`l'800` is the century after 1800; it is written with a capital."""


def _cardinal(number: int, gender: Gender) -> str:
    if number > LARGEST:
        return " ".join(_cardinal(int(digit), "") for digit in str(number))
    if number == 1 and gender:
        return {"f": "una", "uno": "uno"}.get(gender, "un")
    return spell_out(number, "it", "spellout-numbering")


def _ordinal(number: int, gender: Gender) -> str:
    return spell_out(number, "it", f"spellout-ordinal-{'feminine' if gender == 'f' else 'masculine'}")


def _gender_of(noun: str) -> Gender:
    if _FEMININE_NOUN.match(noun) and not _MASCULINE_NOUN.match(noun):
        return "f"
    return "uno" if _BEFORE_UNO.match(noun) else "m"


def _mixed(whole: int, vulgar: str, gender: Gender) -> str:
    """`2½` -> due e mezzo; `¾` -> tre quarti."""
    numerator, denominator = VULGAR[vulgar]
    if vulgar == "½":
        return f"{_cardinal(whole, gender)} e mezzo" if whole else "mezzo"
    name = _ordinal(denominator, "m")
    part = f"{_cardinal(numerator, 'm')} {name if numerator == 1 else name[:-1] + 'i'}"
    return f"{_cardinal(whole, gender)} e {part}" if whole else part


def _speak_ordinal(match: re.Match[str], context: Context) -> str:
    """`1°`, `2ª`."""
    del context
    return _ordinal(int(match["number"]), "f" if match["ending"] == "ª" else "m")


def _speak_century(match: re.Match[str], context: Context) -> str | None:
    del context
    value = roman_value(match["said"])
    return _ordinal(value, "m") if value else None


def _speak_hundreds(match: re.Match[str], context: Context) -> str | None:
    """`nell'800` -> Ottocento."""
    del context
    return _CENTURIES.get(int(match["number"]))


def _speak_decade(match: re.Match[str], context: Context) -> str:
    del context
    return _cardinal(int(match["number"]), "")


def _speak_monarch(value: int, name: str, match: re.Match[str], context: Context) -> str:
    del match, context
    return _ordinal(value, "f" if name in _QUEENS else "m")


def _speak_part(value: int, part: str) -> str:
    return _ordinal(value, "f" if part in _FEMININE_PARTS else "m")


def _speak_saint() -> Speak:
    """Return the reading of `S. Pietro`, `S. Antonio`, `S. Stefano`, `S. Maria`."""

    def speak(match: re.Match[str], context: Context) -> str:
        del context
        name = match["name"]
        if name[0] in "AEIOU":
            return f"Sant’{name}"
        if name.endswith("a") and name not in {"Andrea", "Luca", "Nicola", "Mattia"}:
            return f"Santa {name}"
        return f"{'Santo' if name[0] == 'S' and name[1:2] not in 'aeiou' else 'San'} {name}"

    return speak


def _speak_lire(match: re.Match[str], context: Context) -> str:
    del context
    return f"{_GRAMMAR.say(match['number'])} lir{'a' if match['number'] == '1' else 'e'}"


_CENTURY: Final = rule("roman.century", r"secol[oi] (?P<said>[IVX]+)\b", _speak_century)
_TITLES: Final = {
    "sig.": "signor", "sig.ra": "signora", "sig.na": "signorina", "sigg.": "signori", "dott.": "dottor",
    "dott.ssa": "dottoressa", "prof.": "professor", "prof.ssa": "professoressa", "ing.": "ingegner", "avv.": "avvocato",
    "on.": "onorevole", "cav.": "cavalier", "comm.": "commendator", "gen.": "generale", "cap.": "capitano",
    "col.": "colonnello", "mons.": "monsignor", "rag.": "ragionier", "geom.": "geometra", "arch.": "architetto",
    "SS.": "Santi", "D.": "don", "p.za": "piazza", "P.zza": "piazza", "v.le": "viale", "c.so": "corso",
}  # fmt: skip
"""Before a name."""
_SHORTS: Final = {
    "ecc.": "eccetera", "p. es.": "per esempio", "p.es.": "per esempio", "ad es.": "ad esempio", "es.": "esempio",
    "a.C.": "avanti Cristo", "d.C.": "dopo Cristo", "a. C.": "avanti Cristo", "d. C.": "dopo Cristo",
    "cfr.": "confronta", "ibid.": "ibidem", "N. B.": "nota bene", "P. S.": "post scriptum", "tel.": "telefono",
    "S. M.": "Sua Maestà", "S. E.": "Sua Eccellenza", "c.c.": "centimetri cubi", "f.lli": "fratelli",
}  # fmt: skip
"""Anywhere."""
_REFERENCES: Final = {
    "pag.": "pagina", "pagg.": "pagine", "p.": "pagina", "pp.": "pagine", "vol.": "volume", "voll.": "volumi",
    "cap.": "capitolo", "capp.": "capitoli", "n.": "numero", "n°": "numero", "nn.": "numeri", "art.": "articolo",
    "fig.": "figura", "tav.": "tavola", "lib.": "libro", "v.": "verso", "vv.": "versi", "t.": "tomo", "sc.": "scena",
}  # fmt: skip
"""Before a number."""
_PARTS: Final = "Capitolo Canto Parte Atto Scena Libro Volume Lettera Sezione Articolo Tomo Quadro Tavola Figura"
"""Words before the number of a chapter."""
_GRAMMAR: Final = Grammar(
    tag="it",
    cardinal=_cardinal,
    places=places_by(_cardinal),
    gender_of=_gender_of,
    mixed=_mixed,
    year=lambda number: _cardinal(number, ""),
    thousands=r"[. ]",
    comma="virgola",
    minus="meno",
    up_to="a",
    percent="per cento",
    degrees=Noun(one="grado", several="gradi"),
    scales={"C": "Celsius", "F": "Fahrenheit"},
    square="{} quadrati",
    per_hour="all’ora",
    units={
        "km": Noun(one="chilometro", several="chilometri"),
        "m": Noun(one="metro", several="metri"),
        "cm": Noun(one="centimetro", several="centimetri"),
        "mm": Noun(one="millimetro", several="millimetri"),
        "kg": Noun(one="chilogrammo", several="chilogrammi"),
        "g": Noun(one="grammo", several="grammi"),
        "l": Noun(one="litro", several="litri"),
        "ha": Noun(one="ettaro", several="ettari"),
    },
    powered_units=("km", "cm", "mm", "m"),
    currencies={
        "€": currency("euro", "euro", joint="e"),
        "$": currency("dollaro", "dollari", joint="e"),
        "£": currency("sterlina", "sterline", gender="f", joint="e"),
    },
    titles=_TITLES,
    shorts=_SHORTS,
    references=_REFERENCES,
    closers=words("ecc. a.C. d.C. ibid.") | {"a. C.", "d. C."},
    parts=tuple(_PARTS.split()),
    signs={"§": "paragrafo", "&": "e"},
    monarchs=_KINGS | _QUEENS,
    speak_monarch=_speak_monarch,
    speak_part=_speak_part,
    number_rules=(
        rule("number.century", r"(?<![A-Za-z])'(?P<number>[2-9]00)(?!\w)", _speak_hundreds),
        rule("number.century", r"'(?P<said>'?(?P<number>[2-9]00))(?!\w)", _speak_hundreds),
        rule("number.decade", r"'(?P<number>[1-9]0)(?!\w)", _speak_decade),
        rule("time.clock", CLOCK, speak_clock(_cardinal, joint="e")),
        rule(
            "time.clock",
            r"(?:(?<=alle )|(?<=dalle )|(?<=ore ))(?P<hour>[012]?\d)[.,](?P<minute>[0-5]\d)(?!\d)",
            speak_clock(_cardinal, joint="e"),
        ),
        rule("date.digits", DIGIT_DATE, speak_digit_date(_cardinal, _MONTHS, "primo")),
        rule("number.ordinal", r"(?P<number>\d{1,3})(?P<ending>[º°](?! ?[CF\d])|ª)", _speak_ordinal),
    ),
    roman_rules=(rule("roman.century", r"(?P<said>[IVX]+)(?= (?:secolo|sec\.))", _speak_century),),
    extra_triggers={
        "century": (r"\bsecol[oi](?= [IVX]+\b)", (_CENTURY,)),
        "saint": (r"\bS\.(?= [A-Z][a-z])", (rule("abbreviation.saint", r"S\. (?P<name>[A-Z]\w+)", _speak_saint()),)),
        "lire": (
            r"\bL\.(?= ?\d)",
            (rule("money.lire", r"L\. ?(?P<number>\d{1,3}(?:\.\d{3})+|\d+)(?!\d)", _speak_lire),),
        ),
        "hundreds": (
            r"'(?='?[2-9]00(?!\w))",
            (
                rule("number.century", r"(?<![A-Za-z])'(?P<number>[2-9]00)(?!\w)", _speak_hundreds),
                rule("number.century", r"'(?P<said>'?(?P<number>[2-9]00))(?!\w)", _speak_hundreds),
            ),
        ),
    },
)

ITALIAN: Final = language_of(_GRAMMAR)
"""The rules of Italian, for every `it` and `it-*`."""
