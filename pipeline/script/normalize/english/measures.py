"""Quantities with a unit, degrees, latitudes -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.english.quantities import QUANTITY
from pipeline.script.normalize.numerals import VULGAR, cardinal, number_words
from pipeline.script.normalize.rule import Context, Rule

_UNITS: Final = {
    "ft": ("foot", "feet"), "in": ("inch", "inches"), "yd": ("yard", "yards"), "yds": ("yard", "yards"),
    "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "ozs": ("ounce", "ounces"),
    "cwt": ("hundredweight", "hundredweight"), "qr": ("quarter", "quarters"), "qrs": ("quarter", "quarters"),
    "dwt": ("pennyweight", "pennyweight"), "gal": ("gallon", "gallons"), "qt": ("quart", "quarts"),
    "pt": ("pint", "pints"), "mi": ("mile", "miles"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
    "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "sec": ("second", "seconds"),
    "secs": ("second", "seconds"), "km": ("kilometre", "kilometres"), "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"), "kg": ("kilogram", "kilograms"), "mg": ("milligram", "milligrams"),
    "ml": ("millilitre", "millilitres"), "mph": ("mile per hour", "miles per hour"),
    "kph": ("kilometre per hour", "kilometres per hour"), "km/h": ("kilometre per hour", "kilometres per hour"),
    "hp": ("horsepower", "horsepower"), "h.p": ("horsepower", "horsepower"),
    "sq. ft": ("square foot", "square feet"), "sq. in": ("square inch", "square inches"),
    "sq. mi": ("square mile", "square miles"), "sq. yds": ("square yard", "square yards"),
    "cu. ft": ("cubic foot", "cubic feet"), "cu. in": ("cubic inch", "cubic inches"),
    "m.p.h": ("mile per hour", "miles per hour"), "lbs. wt": ("pound weight", "pounds weight"),
    "doz": ("dozen", "dozen"), "kV": ("kilovolt", "kilovolts"), "MB": ("megabyte", "megabytes"), "GB": ("gigabyte",
    "gigabytes"), "GHz": ("gigahertz", "gigahertz"), "kw": ("kilowatt", "kilowatts"), "kW": ("kilowatt", "kilowatts"),
    "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"), "mo": ("mo", "mo"),
}  # fmt: skip
_NEEDS_DOT: Final = ("in", "hr", "min", "sec", "pt", "mi", "gal", "qr")
"""Units that are also words, or parts of names: the full stop says that they are short for something."""
_PLAIN: Final = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True) if unit not in _NEEDS_DOT)
_DOTTED: Final = "|".join(_NEEDS_DOT)
_METRIC: Final = {
    "m": ("metre", "metres"), "km": ("kilometre", "kilometres"), "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"), "mi": ("mile", "miles"), "ft": ("foot", "feet"), "in": ("inch", "inches"),
    "yd": ("yard", "yards"),
}  # fmt: skip
"""Units that are squared and cubed with a raised figure."""
_ARTICLE_AN: Final = ("inch", "ounce", "hour")
_WINDS: Final = {"N": "north", "S": "south", "E": "east", "W": "west"}
_SCALES: Final = {"C": "Celsius", "F": "Fahrenheit"}


def _is_one(number: str) -> bool:
    return number in {"1", "½", "¼"}


def _count(number: str, names: tuple[str, str], context: Context) -> str:
    """Return `two and a half yards`, `three quarters of an inch`, `half a pound`."""
    if number in VULGAR:
        article = "an" if names[0] in _ARTICLE_AN else "a"
        part = "half" if number == "½" else f"{number_words(number, context.locale)} of"
        return f"{part} {article} {names[0]}"
    return f"{number_words(number, context.locale)} {names[0] if _is_one(number) else names[1]}"


def _speak_unit(match: re.Match[str], context: Context) -> str:
    said = _count(match["number"], _UNITS[match["unit"]], context)
    return said.replace("metre", "meter").replace("litre", "liter") if context.is_american else said


def _speak_first_of_range(match: re.Match[str], context: Context) -> str:
    """`5-10%`, `10–12 lbs.`: the second number is read with its unit by its own rule."""
    return f"{number_words(match['number'], context.locale)} to "


def _speak_by(match: re.Match[str], context: Context) -> str:
    """`6 x 4 feet` -> six by; `5 x 3 = 15` -> five times."""
    is_sum = context.text.startswith((" =", "="), match.end("last"))
    return f"{number_words(match['number'], context.locale)} {'times' if is_sum else 'by'} "


def _speak_metres(match: re.Match[str], context: Context) -> str:
    said = _count(match["number"], _METRIC["m"], context)
    return said.replace("metre", "meter") if context.is_american else said


def _speak_of_unit(match: re.Match[str], context: Context) -> str:
    """`a 3-lb. hammer` -> three-pound."""
    return f"{number_words(match['number'], context.locale)}-{_UNITS[match['unit']][0]}"


def _speak_powered(match: re.Match[str], context: Context) -> str:
    """`1,000 km²` -> one thousand square kilometres."""
    one, several = _METRIC[match["unit"]]
    power = "square" if match["power"] == "²" else "cubic"
    said = f"{number_words(match['number'], context.locale)} {power} {one if _is_one(match['number']) else several}"
    return said.replace("metre", "meter") if context.is_american else said


def _speak_feet_inches(match: re.Match[str], context: Context) -> str:
    feet = _count(match["feet"], _UNITS["ft"], context)
    return f"{feet} {_count(match['inches'], _UNITS['in'], context)}"


def _speak_feet(match: re.Match[str], context: Context) -> str:
    return _count(match["number"], _UNITS["ft" if match["mark"] == "′" else "in"], context)


def _speak_degrees(match: re.Match[str], context: Context) -> str:
    """`37°`, `37° 30′ 15″ S.`, `98.6°F`."""
    parts = [_count(match["number"], ("degree", "degrees"), context)]
    for name in ("minute", "second"):
        if match[name]:
            number = int(match[name])
            parts.append(f"{cardinal(number, context.locale)} {name}{'' if number == 1 else 's'}")
    end = _WINDS.get(match["wind"] or "") or _SCALES.get(match["scale"] or "")
    return " ".join([*parts, end] if end else parts)


RULES: Final = (
    Rule(
        name="measure.degrees",
        pattern=re.compile(
            rf"(?P<number>-?{QUANTITY}) ?[°º](?: ?(?P<minute>\d{{1,2}}) ?['′])?(?: ?(?P<second>\d{{1,2}}) ?[\"″])?"
            r"(?: ?(?:(?P<wind>[NSEW])\b(?!['])\.?|(?P<scale>[CF])\b))?"
        ),
        speak=_speak_degrees,
        may_end_sentence=True,
    ),
    Rule(
        name="measure.range",
        pattern=re.compile(
            rf"(?P<said>(?P<number>{QUANTITY}) ?[–-] ?)(?={QUANTITY} ?(?:%|[°º]|(?:{_PLAIN})(?![\w'])|(?:{_DOTTED})\.))"
        ),
        speak=_speak_first_of_range,
    ),
    Rule(
        name="measure.by",
        pattern=re.compile(rf"(?P<said>(?P<number>{QUANTITY}) ?x ?)(?=(?P<last>{QUANTITY}))"),
        speak=_speak_by,
    ),
    Rule(
        name="measure.metres",
        pattern=re.compile(
            rf"(?P<number>{QUANTITY}) m(?= (?:wide|long|high|deep|tall|thick|away|above|below|from|of)\b)"
        ),
        speak=_speak_metres,
    ),
    Rule(
        name="measure.feet-inches",
        pattern=re.compile(rf"(?P<feet>\d{{1,2}}) ?(?:ft\b\.?|['′]) ?(?P<inches>{QUANTITY}) ?(?:ins?\b\.?|[\"″]|'')"),
        speak=_speak_feet_inches,
        may_end_sentence=True,
    ),
    Rule(name="measure.prime", pattern=re.compile(rf"(?P<number>{QUANTITY})(?P<mark>[′″])"), speak=_speak_feet),
    Rule(
        name="measure.powered",
        pattern=re.compile(rf"(?P<number>{QUANTITY}) ?(?P<unit>{'|'.join(_METRIC)})(?P<power>[²³])"),
        speak=_speak_powered,
    ),
    Rule(
        name="measure.of-unit",
        pattern=re.compile(rf"(?P<number>\d{{1,4}})-(?P<unit>{_PLAIN}|{_DOTTED})\.(?= [a-z])"),
        speak=_speak_of_unit,
    ),
    Rule(
        name="measure.unit",
        pattern=re.compile(rf"(?P<number>-?{QUANTITY}) ?(?P<unit>{_PLAIN})(?![\w'])\.?"),
        speak=_speak_unit,
        may_end_sentence=True,
    ),
    Rule(
        name="measure.unit",
        pattern=re.compile(rf"(?P<number>{QUANTITY}) (?P<unit>{_DOTTED})\."),
        speak=_speak_unit,
        may_end_sentence=True,
    ),
)
"""For a trigger `number`."""
