"""What French says for numbers, dates, kings, units and abbreviations (Lexique des règles typographiques)."""

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
    speak_digit_date,
)
from pipeline.script.normalize.continental.table import language_of
from pipeline.script.normalize.numerals import VULGAR, roman_value
from pipeline.script.normalize.rule import Context
from pipeline.script.normalize.spellout import LARGEST, spell_out

_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_FEMININE_NOUN = re.compile(
    r".*(?:tion|sion|aison|té|ée|ure|ette|ance|ence|esse|ade|elle|ille|oire|ise|rie|lie|nie|tie)s?$|(?:page|femme|fois|"
    r"heure|minute|seconde|semaine|lettre|lieue|pièce|porte|rue|ville|personne|maison|chose|place|table|chambre|voix|nuit|"
    r"main|tête|ligne|livre sterling|tonne|guinée|mère|reine|dame|église|sœur|fille|armée|carte|note|dent|"
    r"barque|voile|caisse|bouteille|bête|vache|brebis|poule|scène|strophe|partie)s?$"
)
_MASCULINE_NOUN = re.compile(
    r"(?:été|côté|comité|traité|pâté|musée|lycée|trophée|silence|territoire|mémoire|murmure)s?$"
)
_FEMININE_KINGS: Final = words(
    "Élisabeth Elisabeth Catherine Marie Anne Victoria Christine Isabelle Jeanne Marguerite Éléonore Charlotte"
)
_KINGS: Final = words(
    "Louis Charles Henri François Philippe Napoléon Jean Pie Léon Georges George Édouard Jacques Guillaume Frédéric "
    "Alexandre Nicolas Pierre Paul Ferdinand Alphonse Léopold Albert Joseph Robert Hugues Clovis Dagobert Lothaire "
    "Childéric Othon Rodolphe Maximilien Grégoire Clément Benoît Innocent Urbain Boniface Gustave Christian Richard"
)
_CARDINAL: Final = {"f": "spellout-cardinal-feminine"}
_ORDINAL: Final = {"f": "spellout-ordinal-feminine"}


def _cardinal(number: int, gender: Gender) -> str:
    if number > LARGEST:
        return " ".join(_cardinal(int(digit), "") for digit in str(number))
    return spell_out(number, "fr", _CARDINAL.get(gender, "spellout-cardinal-masculine"))


def _ordinal(number: int, gender: Gender) -> str:
    return spell_out(number, "fr", _ORDINAL.get(gender, "spellout-ordinal-masculine"))


def _gender_of(noun: str) -> Gender:
    return "f" if _FEMININE_NOUN.match(noun) and not _MASCULINE_NOUN.match(noun) else "m"


def _mixed(whole: int, vulgar: str, gender: Gender) -> str:
    """`2½` -> deux et demi; `¾` -> trois quarts."""
    numerator, denominator = VULGAR[vulgar]
    if vulgar == "½":
        half = "une demi" if gender == "f" else "un demi"
        return f"{_cardinal(whole, gender)} et demi{'e' if gender == 'f' else ''}" if whole else half
    name = {3: "tiers", 4: "quart"}.get(denominator) or _ordinal(denominator, "m")
    plural = name if numerator == 1 or name.endswith("s") else f"{name}s"
    part = f"{_cardinal(numerator, 'm')} {plural}"
    return f"{_cardinal(whole, gender)} {part}" if whole else part


def _speak_hours(match: re.Match[str], context: Context) -> str:
    """`14 h 30` -> quatorze heures trente."""
    del context
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    said = f"{_cardinal(hour, 'f')} heure{'s' if hour > 1 else ''}"
    return f"{said} {_cardinal(minute, 'f')}" if minute else said


def _speak_ordinal(match: re.Match[str], context: Context) -> str | None:
    """`1er`, `1re`, `2e`, `3ème`, `XIXe`."""
    del context
    value = int(match["number"]) if match["number"].isdecimal() else roman_value(match["number"])
    gender = "f" if match["ending"] in {"re", "ère", "nde", "ere"} else "m"
    said = "second" + ("e" if gender == "f" else "") if match["ending"] in {"nd", "nde"} else _ordinal(value, gender)
    return said if value else None


def _speak_francs(match: re.Match[str], context: Context) -> str:
    """`3 fr. 50` -> trois francs cinquante."""
    del context
    number = match["number"]
    said = f"{_GRAMMAR.say(number)} franc{'' if number == '1' else 's'}"
    return f"{said} {_cardinal(int(match['small']), '')}"


def _speak_monarch(value: int, name: str, match: re.Match[str], context: Context) -> str:
    del match, context
    gender = "f" if name in _FEMININE_KINGS else "m"
    return _ordinal(1, gender) if value == 1 else _cardinal(value, gender)


def _speak_part(value: int, part: str) -> str:
    if value == 1:
        return _ordinal(1, "f" if part in {"scène", "partie", "lettre", "section", "planche", "figure"} else "m")
    return _cardinal(value, "")


_PREFIX_SAINT: Final = (
    rule("abbreviation.saint", r"(?P<said>St)(?=-[A-ZÀ-Þ])", lambda *_: "Saint"),
    rule("abbreviation.saint", r"(?P<said>Ste)(?=-[A-ZÀ-Þ])", lambda *_: "Sainte"),
)
_CHAIN: Final = rule(
    "initials.chain", r"(?P<said>[A-Z]\.-[A-Z]\.)(?= [A-Z])", lambda match, _: match[0].replace(".-", " ").rstrip(".")
)
_TITLES: Final = {
    "M.": "Monsieur", "MM.": "Messieurs", "Mme": "Madame", "Mmes": "Mesdames", "Mlle": "Mademoiselle",
    "Mlles": "Mesdemoiselles", "Dr": "docteur", "Pr": "professeur", "Mgr": "Monseigneur", "Me": "Maître", "St": "Saint",
    "Ste": "Sainte", "Vve": "veuve", "Sr": "sieur", "R. P.": "Révérend Père", "S. M.": "Sa Majesté",
    "S. A.": "Son Altesse", "LL. MM.": "Leurs Majestés", "Bd": "boulevard", "bd": "boulevard", "Av.": "avenue",
}  # fmt: skip
"""Before a name."""
_SHORTS: Final = {
    "etc.": "et cetera", "c.-à-d.": "c’est-à-dire", "p. ex.": "par exemple", "cf.": "confer", "env.": "environ",
    "N.-D.": "Notre-Dame", "av. J.-C.": "avant Jésus-Christ", "apr. J.-C.": "après Jésus-Christ",
    "ap. J.-C.": "après Jésus-Christ", "J.-C.": "Jésus-Christ", "i. e.": "id est", "N. B.": "nota bene",
    "P.-S.": "post-scriptum", "ibid.": "ibidem", "id.": "idem", "op. cit.": "opus citatum", "av.": "avenue",
    "S. M.": "Sa Majesté", "qqch.": "quelque chose", "qqn": "quelqu’un",
}  # fmt: skip
"""Anywhere."""
_REFERENCES: Final = {
    "p.": "page", "pp.": "pages", "t.": "tome", "vol.": "volume", "chap.": "chapitre", "ch.": "chapitre",
    "fig.": "figure", "art.": "article", "n°": "numéro", "nº": "numéro", "no": "numéro", "nos": "numéros",
    "liv.": "livre", "sc.": "scène", "v.": "vers", "pl.": "planche", "§": "paragraphe",
}  # fmt: skip
"""Before a number."""
_PARTS: Final = "Chapitre Tome Livre Acte Scène Partie Volume Chant Lettre Section Article An Planche Figure Tableau"
"""Words before the number of a chapter."""
_GRAMMAR: Final = Grammar(
    tag="fr",
    cardinal=_cardinal,
    places=places_by(_cardinal),
    gender_of=_gender_of,
    mixed=_mixed,
    year=lambda number: _cardinal(number, ""),
    thousands=r"[ .]",
    comma="virgule",
    minus="moins",
    up_to="à",
    percent="pour cent",
    degrees=Noun(one="degré", several="degrés"),
    scales={"C": "Celsius", "F": "Fahrenheit"},
    square="{} carrés",
    per_hour="à l’heure",
    units={
        "km": Noun(one="kilomètre", several="kilomètres"),
        "m": Noun(one="mètre", several="mètres"),
        "cm": Noun(one="centimètre", several="centimètres"),
        "mm": Noun(one="millimètre", several="millimètres"),
        "kg": Noun(one="kilogramme", several="kilogrammes"),
        "g": Noun(one="gramme", several="grammes"),
        "l": Noun(one="litre", several="litres"),
        "min": Noun(one="minute", several="minutes", gender="f"),
        "ha": Noun(one="hectare", several="hectares"),
    },
    powered_units=("km", "cm", "mm", "m"),
    currencies={
        "€": currency("euro", "euros"),
        "$": currency("dollar", "dollars"),
        "£": currency("livre", "livres", gender="f"),
        "fr.": currency("franc", "francs"),
        "F": currency("franc", "francs"),
    },
    titles=_TITLES,
    shorts=_SHORTS,
    references=_REFERENCES,
    closers=words("etc. J.-C. qqch. ibid. id.") | {"av. J.-C.", "apr. J.-C.", "ap. J.-C.", "op. cit."},
    parts=tuple(_PARTS.split()),
    signs={"§": "paragraphe", "&": "et"},
    monarchs=_KINGS | _FEMININE_KINGS,
    speak_monarch=_speak_monarch,
    speak_part=_speak_part,
    number_rules=(
        rule("time.hours", r"(?P<hour>[012]?\d) ?h(?: ?(?P<minute>[0-5]\d))?(?![\w.])", _speak_hours),
        rule("time.clock", CLOCK, _speak_hours),
        rule("date.digits", DIGIT_DATE, speak_digit_date(_cardinal, _MONTHS, "premier")),
        rule(
            "number.ordinal",
            r"(?P<number>\d{1,4})(?P<ending>er|re|ère|ere|ème|eme|nde|nd|e)(?!\w)",
            _speak_ordinal,
        ),
        rule("money.francs", r"(?P<number>\d{1,6}) ?(?:fr\.|F) ?(?P<small>\d\d)(?!\d)", _speak_francs),
    ),
    roman_rules=(
        rule("roman.ordinal", r"(?P<number>[IVX]{2,})(?P<ending>e|ème)(?!\w)", _speak_ordinal),
        rule("roman.ordinal", r"(?P<number>I)(?P<ending>er|re|ère)(?!\w)", _speak_ordinal),
        rule(
            "roman.ordinal",
            r"(?P<number>[IVX]+)(?P<ending>er|re|ème|e)"
            r"(?= (?:siècles?|arrondissement|dynastie|régiment|République|légion)\b)",
            _speak_ordinal,
        ),
    ),
    extra_triggers={
        "saint": (r"\bSte?(?=-[A-ZÀ-Þ])", _PREFIX_SAINT),
        "chain": (r"\b[A-Z]\.-[A-Z]\.(?= [A-Z])", (_CHAIN,)),
    },
)

FRENCH: Final = language_of(_GRAMMAR)
"""The rules of French, for every `fr` and `fr-*`."""
