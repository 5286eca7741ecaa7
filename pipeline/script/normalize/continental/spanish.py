"""What Spanish says for numbers, dates, kings, units and abbreviations (Ortografía de la lengua española)."""

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
from pipeline.script.normalize.rule import Context
from pipeline.script.normalize.spellout import LARGEST, spell_out

_MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_FEMININE_NOUN = re.compile(
    r".*(?:as?|ción|ciones|sión|siones|dad|dades|tud|tudes|umbre|umbres)$|(?:mujer|noche|tarde|parte|calle|nave|clase|"
    r"vez|veces|voz|luz|flor|mano|leche|torre|sangre|gente|llave|nube|serpiente)(?:es|s)?$"
)
_MASCULINE_NOUN = re.compile(
    r"(?:día|problema|mapa|programa|poeta|idioma|sistema|tema|planeta|clima|drama|cura|guardia|fantasma|tranvía|"
    r"poema|cometa|profeta|pirata|policía|colega|atleta|monarca|gas|más|mas|atrás|además|detrás|tras|compás|país|para|a|"
    r"y|contra|hasta|ya|nada|era|había|estaba)s?$"
)
_QUEENS: Final = words("Isabel María Catalina Ana Juana Cristina Victoria Margarita Leonor Berenguela Urraca")
_KINGS: Final = words(
    "Felipe Alfonso Carlos Fernando Luis Enrique Juan Pedro Jaime Sancho Ramiro Pío León Napoleón Jorge Eduardo "
    "Guillermo Federico Francisco Alejandro Nicolás Pablo José Maximiliano Leopoldo Amadeo Benedicto Clemente Gregorio "
    "Inocencio Urbano Bonifacio Otón Martín García Bermudo Ordoño"
)
_CENTURY_BEFORE = re.compile(r"[Ss]iglos? [IVX]+ (?:y|a|al|o|e) $")
_LAST_ORDINAL: Final = 10
"""Kings and centuries up to the tenth are ordinals, later ones cardinals."""


def _cardinal(number: int, gender: Gender) -> str:
    if number > LARGEST:
        return " ".join(_cardinal(int(digit), "") for digit in str(number))
    name = {"m": "spellout-cardinal-masculine", "f": "spellout-cardinal-feminine"}.get(gender, "spellout-numbering")
    return spell_out(number, "es", name)


def _ordinal(number: int, gender: Gender) -> str:
    name = {"f": "spellout-ordinal-feminine", "adjective": "spellout-ordinal-masculine-adjective"}
    return spell_out(number, "es", name.get(gender, "spellout-ordinal-masculine"))


def _gender_of(noun: str) -> Gender:
    return "f" if _FEMININE_NOUN.match(noun) and not _MASCULINE_NOUN.match(noun) else "m"


def _counted_gender(noun: str) -> Gender:
    """Return the gender of what follows, or none where it is no noun: `21 de mayo`, `21 y`."""
    return "" if noun in _NOT_NOUNS or noun[0].isupper() else _gender_of(noun)


_NOT_NOUNS: Final = words(
    "de y o a en por con se que es son para del al no más menos fue era ni sin sobre entre hasta lo le la los el las "
    "un una"
)


def _mixed(whole: int, vulgar: str, gender: Gender) -> str:
    """`2½` -> dos y medio; `¾` -> tres cuartos."""
    numerator, denominator = VULGAR[vulgar]
    if vulgar == "½":
        half = "media" if gender == "f" else "medio"
        return f"{_cardinal(whole, gender)} y {half}" if whole else half
    name = {3: "tercio", 4: "cuarto"}.get(denominator) or _ordinal(denominator, "m")
    part = f"{_cardinal(numerator, 'm')} {name}{'' if numerator == 1 else 's'}"
    return f"{_cardinal(whole, gender)} y {part}" if whole else part


def _speak_ordinal(match: re.Match[str], context: Context) -> str:
    """`1.º`, `2.ª`, `3.er`."""
    del context
    gender = {"ª": "f", "a": "f", "er": "adjective"}.get(match["ending"], "m")
    return _ordinal(int(match["number"]), gender)


def _speak_century(match: re.Match[str], context: Context) -> str | None:
    del context
    value = roman_value(match["said"])
    return (_ordinal(value, "m") if value <= _LAST_ORDINAL else _cardinal(value, "")) if value else None


def _speak_second_century(match: re.Match[str], context: Context) -> str | None:
    """`siglos XV y XVI`."""
    is_second = _CENTURY_BEFORE.search(context.text, max(0, match.start() - 24), match.start())
    return _speak_century(match, context) if is_second else None


def _speak_monarch(value: int, name: str, match: re.Match[str], context: Context) -> str:
    del match, context
    if value > _LAST_ORDINAL:
        return _cardinal(value, "")
    return _ordinal(value, "f" if name in _QUEENS else "m")


def _speak_half_day(match: re.Match[str], context: Context) -> str:
    """`3 p. m.` -> tres p m."""
    minute = match["minute"]
    said = _cardinal(int(match["hour"]), "f") + (f" y {_cardinal(int(minute), '')}" if minute else "")
    del context
    return f"{said} {match['half'][0].lower()} m"


_CENTURY: Final = rule("roman.century", r"(?:[Ss]iglos?|SIGLO) (?P<said>[IVX]+)\b", _speak_century)
_TITLES: Final = {
    "Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores", "Sras.": "señoras", "D.": "don",
    "D.ª": "doña", "Dª": "doña", "Da.": "doña", "Dr.": "doctor", "Dra.": "doctora", "Fr.": "fray", "Sto.": "Santo",
    "Sta.": "Santa", "S.": "San", "Prof.": "profesor", "Lic.": "licenciado", "Gral.": "general", "Cap.": "capitán",
    "Cnel.": "coronel", "Mons.": "monseñor", "Avda.": "avenida", "Av.": "avenida", "C/": "calle",
    "Excmo.": "excelentísimo", "Ilmo.": "ilustrísimo",
}  # fmt: skip
"""Before a name."""
_SHORTS: Final = {
    "S. M.": "Su Majestad",
    "Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "Vds.": "ustedes", "V.": "usted", "EE. UU.": "Estados Unidos",
    "p. ej.": "por ejemplo", "etc.": "etcétera", "a. C.": "antes de Cristo", "d. C.": "después de Cristo",
    "a. de C.": "antes de Cristo", "d. de C.": "después de Cristo", "N. B.": "nota bene", "P. D.": "posdata",
    "cf.": "cónfer", "ibíd.": "ibídem", "i. e.": "id est", "aprox.": "aproximadamente", "Cía.": "compañía",
    "S. A.": "sociedad anónima", "tel.": "teléfono", "izq.": "izquierda", "dcha.": "derecha",
}  # fmt: skip
"""Anywhere."""
_REFERENCES: Final = {
    "pág.": "página", "págs.": "páginas", "p.": "página", "pp.": "páginas", "vol.": "volumen", "vols.": "volúmenes",
    "cap.": "capítulo", "caps.": "capítulos", "núm.": "número", "núms.": "números", "n.º": "número", "nº": "número",
    "n°": "número", "art.": "artículo", "fig.": "figura", "t.": "tomo", "lib.": "libro", "v.": "verso",
    "esc.": "escena", "s.": "siglo",
}  # fmt: skip
"""Before a number."""
_PARTS: Final = "Capítulo Tomo Libro Acto Escena Parte Volumen Canto Carta Sección Artículo Jornada Cuadro Figura"
"""Words before the number of a chapter."""
_GRAMMAR: Final = Grammar(
    tag="es",
    cardinal=_cardinal,
    places=places_by(_cardinal),
    gender_of=_counted_gender,
    mixed=_mixed,
    year=lambda number: _cardinal(number, ""),
    thousands=r"[. ]",
    comma="coma",
    minus="menos",
    up_to="a",
    percent="por ciento",
    degrees=Noun(one="grado", several="grados"),
    scales={"C": "Celsius", "F": "Fahrenheit"},
    square="{} cuadrados",
    per_hour="por hora",
    units={
        "km": Noun(one="kilómetro", several="kilómetros"),
        "m": Noun(one="metro", several="metros"),
        "cm": Noun(one="centímetro", several="centímetros"),
        "mm": Noun(one="milímetro", several="milímetros"),
        "kg": Noun(one="kilogramo", several="kilogramos"),
        "g": Noun(one="gramo", several="gramos"),
        "l": Noun(one="litro", several="litros"),
        "h": Noun(one="hora", several="horas", gender="f"),
        "min": Noun(one="minuto", several="minutos"),
        "ha": Noun(one="hectárea", several="hectáreas", gender="f"),
    },
    powered_units=("km", "cm", "mm", "m"),
    currencies={
        "€": currency("euro", "euros", joint="con"),
        "$": currency("dólar", "dólares", joint="con"),
        "£": currency("libra", "libras", gender="f", joint="con"),
        "ptas.": currency("peseta", "pesetas", gender="f", joint="con"),
        "pts.": currency("peseta", "pesetas", gender="f", joint="con"),
        "rs.": currency("real", "reales", joint="con"),
    },
    titles=_TITLES,
    shorts=_SHORTS,
    references=_REFERENCES,
    closers=words("etc. Ud. Uds. Vd. Vds. cf.") | {"EE. UU.", "a. C.", "d. C.", "a. de C.", "d. de C.", "S. A."},
    parts=tuple(_PARTS.split()),
    signs={"§": "párrafo", "&": "y"},
    monarchs=_KINGS | _QUEENS,
    speak_monarch=_speak_monarch,
    speak_part=lambda value, _part: _cardinal(value, ""),
    number_rules=(
        rule(
            "time.half-day",
            r"(?P<hour>[012]?\d)(?:[:.](?P<minute>[0-5]\d))? (?P<half>[ap]\. ?m\.)",
            _speak_half_day,
            may_end_sentence=True,
        ),
        rule("time.clock", CLOCK, speak_clock(_cardinal, joint="y")),
        rule(
            "time.clock",
            r"(?:(?<=las )|(?<=la ))(?P<hour>[012]?\d)\.(?P<minute>[0-5]\d)(?!\d)",
            speak_clock(_cardinal, joint="y"),
        ),
        rule("date.digits", DIGIT_DATE, speak_digit_date(_cardinal, _MONTHS, "uno", joint=" de ")),
        rule("number.ordinal", r"(?P<number>\d{1,3})\.?(?P<ending>[ºª°](?! ?[CF\d])|er(?= \w))", _speak_ordinal),
        rule(
            "date.day",
            r"(?P<said>(?P<number>\d{1,2}))(?= de (?:" + "|".join(_MONTHS) + r")\b)",
            lambda match, _: _cardinal(int(match["number"]), ""),
        ),
    ),
    roman_rules=(rule("roman.century", r"(?P<said>[IVX]+)(?!\w)", _speak_second_century),),
    extra_triggers={"century": (r"\b(?:[Ss]iglos?|SIGLO)(?= [IVX]+\b)", (_CENTURY,))},
)

SPANISH: Final = language_of(_GRAMMAR)
"""The rules of Spanish, for every `es` and `es-*`."""
