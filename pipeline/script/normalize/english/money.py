"""Pounds, shillings and pence; pounds, dollars, euros -> words."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.alternation import words
from pipeline.script.normalize.english.quantities import FRACTION, INTEGER, QUANTITY
from pipeline.script.normalize.numerals import cardinal, number_words
from pipeline.script.normalize.rule import Context, Rule

_UNITS: Final = {
    "£": ("pound", "pounds"), "$": ("dollar", "dollars"), "€": ("euro", "euros"), "¥": ("yen", "yen"),
    "₩": ("won", "won"), "₹": ("rupee", "rupees"), "₤": ("lira", "lire"), "US$": ("US dollar", "US dollars"),
}  # fmt: skip
_SMALL: Final = {
    "£": ("penny", "pence"), "$": ("cent", "cents"), "€": ("cent", "cents"), "US$": ("cent", "cents"),
    "₹": ("paisa", "paise"),
}  # fmt: skip
"""A currency without hundredths is not here."""
_MAGNITUDE: Final = r"(?: (?P<magnitude>hundred|thousand|million|billion|trillion)| ?(?P<short>[kKmMbB]|bn)(?!\w))"
_SHORT: Final = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion"}
_PERIODS: Final = {
    "mo": "month", "yr": "year", "wk": "week", "d": "day", "day": "day", "hr": "hour", "hour": "hour", "week": "week",
    "month": "month", "year": "year", "lb": "pound", "oz": "ounce", "ton": "ton", "acre": "acre",
}  # fmt: skip
_SHILLINGS: Final = rf"(?P<shillings>\d{{1,4}}|{FRACTION}) ?s\b\.?"
_PENCE: Final = rf"(?=[\d½¼¾])(?P<pence>\d{{0,3}} ?{FRACTION}?) ?d\b\.?"
_THING: Final = (
    r"(?= (?:note|bill|cheque|check|piece|coin|prize|fine|reward|ticket|bet|bank-?note|share|stamp|novel|fare|bit"
    r"|a-year man)s?\b)"
)
_PRICED: Final = words("at cost costs paid pay price for only priced")


def _plural(number: str, names: tuple[str, str]) -> str:
    return names[0] if number in {"1", "½", "1.00"} else names[1]


def _pence(written: str, context: Context) -> str:
    """Return `one penny`, `sixpence`, `sixpence halfpenny`, `a halfpenny`, `twenty pence`."""
    whole, part = re.fullmatch(rf"(\d*) ?({FRACTION}?)", written.strip()).groups()  # type: ignore[union-attr]
    farthings = {"½": "halfpenny", "¼": "farthing", "¾": "three farthings"}.get(part, "")
    if not whole:
        return farthings if part == "¾" else f"a {farthings}"
    said = cardinal(int(whole), context.locale)
    joined = f"{said} penny" if whole == "1" else said + ("pence" if int(whole) <= 12 else " pence")
    return f"{joined} {farthings}".rstrip()


def _shillings(written: str, context: Context) -> str:
    return f"{number_words(written, context.locale)} {_plural(written, ('shilling', 'shillings'))}"


def _speak_sterling(match: re.Match[str], context: Context) -> str | None:
    """`£3 10s. 6d.`, `7s. 6d.`, `£4 10s.`: whatever of the three is there."""
    named = {name: value for name, value in match.groupdict().items() if value and value.strip()}
    parts = []
    has_pence = named.get("pence", "0").strip() != "0"
    if "pounds" in named:
        parts.append(f"{number_words(named['pounds'], context.locale)} {_plural(named['pounds'], _UNITS['£'])}")
    if "shillings" in named and named["shillings"] != "0":
        parts.append(_shillings(named["shillings"], context))
    if has_pence:
        parts.append(_pence(named["pence"], context))
    if not parts:
        return None
    return _list(parts, ends_in_pence=has_pence)


def _list(parts: list[str], *, ends_in_pence: bool) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if ends_in_pence and len(parts) > 1 else ", ".join(parts)


def _speak_slashed(match: re.Match[str], context: Context) -> str | None:
    """`12/6` -> twelve and six; `5/-` -> five shillings."""
    shillings, pence = match["shillings"], match["pence"]
    if pence in {"-", "–"}:
        return _shillings(shillings, context)
    is_price = context.word_before(match.start()).lower() in _PRICED and int(pence) < 12
    return (
        f"{cardinal(int(shillings), context.locale)} and {cardinal(int(pence), context.locale)}" if is_price else None
    )


def _speak_magnitude(match: re.Match[str], context: Context) -> str:
    """`$1.5 million` -> one point five million dollars."""
    magnitude = match["magnitude"] or _SHORT[match["short"].lower()]
    return f"{number_words(match['number'], context.locale)} {magnitude} {_UNITS[match['sign']][1]}"


def _speak_note(match: re.Match[str], context: Context) -> str:
    """`a £5 note` -> a five-pound note."""
    said = number_words(match["number"], context.locale).replace(" ", "-")
    return f"{said}-{_UNITS[match['sign']][0]}"


def _speak_sum(match: re.Match[str], context: Context) -> str:
    return _sum(match["sign"], match["number"], match["small"], context)


def _sum(sign: str, number: str, small: str | None, context: Context) -> str:
    large = f"{number_words(number, context.locale)} {_plural(number, _UNITS[sign])}"
    if not small or small == "00" or sign not in _SMALL:
        return large
    said = f"{cardinal(int(small), context.locale)} {_plural(str(int(small)), _SMALL[sign])}"
    return said if number == "0" else f"{large} and {said}"


def _speak_tenths(match: re.Match[str], context: Context) -> str | None:
    """`$20.5`, `$20.500`, `$.90`: hundredths, unless there is more behind them than noughts."""
    sign, places = match["sign"], match["places"].rstrip("0").ljust(2, "0")
    if len(places) > 2 or sign not in _SMALL:
        return None
    number = match["number"] or "0"
    if places == "00":
        return _sum(sign, number, "", context)
    return _sum(sign, number, places, context)


def _speak_rate(match: re.Match[str], context: Context) -> str:
    """`/yr` behind a sum -> per year."""
    del context
    return f" per {_PERIODS[match['period']]}"


def _speak_francs(match: re.Match[str], context: Context) -> str:
    return f"{number_words(match['number'], context.locale)} {_plural(match['number'], ('franc', 'francs'))}"


def _speak_of_pence(match: re.Match[str], context: Context) -> str:
    """`a 3d. stamp` -> threepenny; `a 5s. piece` -> five-shilling."""
    said = cardinal(int(match["number"]), context.locale)
    return f"{said}penny" if match["coin"] == "d" else f"{said}-shilling"


def _speak_cents(match: re.Match[str], context: Context) -> str:
    return f"{number_words(match['number'], context.locale)} {_plural(match['number'], _SMALL['$'])}"


def _speak_guineas(match: re.Match[str], context: Context) -> str:
    return f"{number_words(match['number'], context.locale)} {_plural(match['number'], ('guinea', 'guineas'))}"


def _speak_old_pounds(match: re.Match[str], context: Context) -> str:
    """`200l.`, the pounds of the eighteenth century."""
    return f"{number_words(match['number'], context.locale)} {_plural(match['number'], _UNITS['£'])}"


_SIGN: Final = r"(?P<sign>US\$|[£$€¥₩₹₤]) ?"

RULES: Final = (
    Rule(
        name="money.of-pence",
        pattern=re.compile(rf"(?P<number>\d{{1,2}})(?P<coin>[ds])\.{_THING}"),
        speak=_speak_of_pence,
    ),
    Rule(
        name="money.sterling",
        pattern=re.compile(rf"£ ?(?P<pounds>{INTEGER})(?=,? [\d½¼¾])(?:,? {_SHILLINGS})?(?:,? {_PENCE})?"),
        speak=_speak_sterling,
        may_end_sentence=True,
    ),
    Rule(
        name="money.sterling",
        pattern=re.compile(rf"{_SHILLINGS},? {_PENCE}"),
        speak=_speak_sterling,
        may_end_sentence=True,
    ),
    Rule(
        name="money.shillings",
        pattern=re.compile(r"(?P<shillings>\d{1,3}) ?s\."),
        speak=_speak_sterling,
        may_end_sentence=True,
    ),
    Rule(
        name="money.pence",
        pattern=re.compile(rf"(?P<pence>\d{{1,3}} ?{FRACTION}?|{FRACTION})d(?:\.|(?!\w))"),
        speak=_speak_sterling,
        may_end_sentence=True,
    ),
    Rule(
        name="money.slashed",
        pattern=re.compile(r"(?P<shillings>\d{1,3})/(?P<pence>\d{1,2}(?!\w)|[-–](?!\d))(?!/)"),
        speak=_speak_slashed,
    ),
    Rule(
        name="money.guineas",
        pattern=re.compile(rf"(?P<number>{INTEGER}) ?(?:gs|gns|gn)\b\.?"),
        speak=_speak_guineas,
        may_end_sentence=True,
    ),
    Rule(
        name="money.pounds-old",
        pattern=re.compile(rf"(?P<number>{INTEGER})l\."),
        speak=_speak_old_pounds,
        may_end_sentence=True,
    ),
    Rule(
        name="money.magnitude",
        pattern=re.compile(rf"{_SIGN}(?P<number>{QUANTITY}){_MAGNITUDE}\b"),
        speak=_speak_magnitude,
    ),
    Rule(
        name="money.francs",
        pattern=re.compile(rf"(?P<number>{INTEGER}) ?(?:frs?|fcs)\."),
        speak=_speak_francs,
        may_end_sentence=True,
    ),
    Rule(name="money.note", pattern=re.compile(rf"{_SIGN}(?P<number>{INTEGER}){_THING}"), speak=_speak_note),
    Rule(
        name="money.sum",
        pattern=re.compile(rf"{_SIGN}(?P<number>{INTEGER})(?:\.(?P<small>\d\d))?(?!\d|\.\d|{FRACTION})"),
        speak=_speak_sum,
    ),
    Rule(
        name="money.sum",
        pattern=re.compile(rf"{_SIGN}(?P<number>{INTEGER})?\.(?P<places>\d+)(?!\.?\d)"),
        speak=_speak_tenths,
    ),
    Rule(name="money.sum", pattern=re.compile(rf"{_SIGN}(?P<number>{QUANTITY})(?P<small>)"), speak=_speak_sum),
    Rule(name="money.cents", pattern=re.compile(rf"(?P<number>{INTEGER}) ?¢"), speak=_speak_cents),
)
"""For a trigger `number`."""

RATE_RULES: Final = (
    Rule(
        name="money.rate",
        pattern=re.compile(rf"/(?P<period>{'|'.join(_PERIODS)})(?![\w/])"),
        speak=_speak_rate,
    ),
    Rule(name="money.range", pattern=re.compile(r" ?[–-] ?(?=[£$€]\d)"), speak=lambda *_: " to "),
)
"""For a trigger `rate`: what stands behind a sum."""

RATE_TRIGGER: Final = r"(?:/(?<=\d/)(?=[a-z])|[–-](?<=\d[–-])(?=[£$€]\d))"
