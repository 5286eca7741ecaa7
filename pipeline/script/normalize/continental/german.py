"""What German says for numbers, dates, kings, units and abbreviations (Duden; DIN 5008)."""

from __future__ import annotations

import re
from typing import Final

from num2words import num2words

from pipeline.script.normalize.alternation import words
from pipeline.script.normalize.continental.grammar import Gender, Grammar, Noun, currency
from pipeline.script.normalize.continental.table import language_of
from pipeline.script.normalize.numerals import VULGAR, roman_value
from pipeline.script.normalize.rule import Context, Rule, Speak
from pipeline.script.normalize.spellout import LARGEST, spell_out

_MONTHS: Final = (
    "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
_SHORT_MONTHS: Final = {
    "Jan.": "Januar", "Febr.": "Februar", "Feb.": "Februar", "Aug.": "August", "Sept.": "September", "Okt.": "Oktober",
    "Nov.": "November", "Dez.": "Dezember",
}  # fmt: skip
_BY_NUMBER: Final = tuple(month for month in _MONTHS if month != "Jänner")
_WEAK: Final = words(
    "dem den des am im zum zur vom beim einem einen eines einer bis ab seit meinem meinen seinem seinen ihrem ihren "
    "unserem unseren jedem jeden diesem diesen jenem jenen keinem keinen meiner seiner ihrer unserer dieser jener jeder"
)
"""Words after which an ordinal ends in -en."""
_STRONG: Final = words("die das ins eine meine seine ihre unsere keine diese jene jedes dieses jenes")
"""Words after which it ends in -e."""
_MIXED: Final = words("ein mein sein ihr unser kein dein euer")
"""Words after which it shows the noun's gender: ein zweiter Versuch, ein zweites Buch."""
_PREPOSITIONS: Final = words(
    "in an auf mit nach von zu bei aus seit vor hinter über unter neben zwischen gegenüber während wegen trotz"
)
_COUNTED_PARTS: Final = (
    "Kapitel|Buch|Teil|Band|Akt|Aufzug|Auftritt|Szene|Gesang|Jahrhundert|Jahrhunderts|Auflage|Mal|Strophe|Tag|Woche"
    "|Brief|Abschnitt|Artikel"
)
_NEUTER = re.compile(
    r".*(?:chen|lein|ment|um|tum)$|(?:Buch|Kapitel|Haus|Kind|Jahr|Jahrhundert|Jahrzehnt|Mal|Bein|Auge|Ohr|Pferd|Schiff"
    r"|Zimmer|Bild|Lied|Blatt|Gebot|Pfund|Glas|Stück|Dorf|Land|Reich|Regiment|Viertel|Drittel|Gesetz|Wort|Werk)$"
)
_FEMININE = re.compile(
    r".*(?:ung|heit|keit|schaft|ion|tät|ei|ik|ur|enz|anz)$|(?:Auflage|Stunde|Minute|Sekunde|Woche|Meile|Seite|Person"
    r"|Frau|Mark|Nacht|Stadt|Hand|Szene|Reihe|Klasse|Kompanie|Tonne|Elle|Flasche|Strophe|Million|Milliarde|Krone)$"
)
_TIME_WORDS: Final = words(
    "im jahr jahre jahres seit um bis von vor nach ab in anno winter sommer herbst frühling ende anfang mitte "
    "frühjahr januar februar märz april mai juni juli august september oktober november dezember und oder"
)
_SENTENCE_BEGINNERS: Final = words(
    "Dann Da Er Sie Es Und Aber Ich Wir Ihr Du Doch So Nun Als Wenn Was Wer Wie Wo Das Der Die Den Dem Ein Eine Nach "
    "Vor In Im Am Auf Mit Man Hier Dort Jetzt Ja Nein Alle Auch"
)
_QUEENS: Final = words(
    "Elisabeth Katharina Maria Anna Viktoria Victoria Christine Christina Margarethe Margarete Isabella"
)
_KINGS: Final = words(
    "Karl Ludwig Wilhelm Friedrich Heinrich Otto Pius Leo Georg Eduard Jakob Philipp Franz Joseph Josef Leopold Peter "
    "Paul Alexander Nikolaus Iwan Ferdinand Maximilian Rudolf Konrad Albrecht Johann Johannes Sigismund Gustav "
    "Christian Oskar Napoleon Napoleons Clemens Benedikt Gregor Innozenz Urban Karls Kasimir Richard Ernst August"
)
_ARTICLE_OF_CASE: Final = {"nominative": ("der", "die"), "genitive": ("des", "der"), "dative": ("dem", "der")}
_DATIVE: Final = words("unter von mit bei zu nach seit aus dem vor außer gegenüber")
_PAIR = re.compile(r"\d{1,3}\. (?:und|oder|bis) $")
_TITLES_BEFORE_NAME = re.compile(
    r"(?:(\w+) )?(?:(?:Kaiser|König|Königin|Kaiserin|Papst|Herzog|Zar|Kurfürst|Graf) )?\w+ $"
)


def _cardinal(number: int, gender: Gender) -> str:
    if number > LARGEST * 100:
        return " ".join(_cardinal(int(digit), "") for digit in str(number))
    if number == 1 and gender:
        return spell_out(1, "de", f"spellout-cardinal-{ {'m': 'masculine', 'f': 'feminine', 'n': 'neuter'}[gender] }")
    return str(num2words(number, lang="de"))


def _ordinal(number: int, ending: str) -> str:
    """Return `dritte` with the ending of its case: n, r, s or none."""
    return f"{num2words(number, lang='de', to='ordinal')}{ending}"


def _year(number: int) -> str:
    return str(num2words(number, lang="de", to="year"))


def _places(digits: str) -> str:
    return " ".join(_cardinal(int(digit), "") for digit in digits)


def _gender_of(noun: str) -> Gender:
    if not noun[0].isupper():
        return ""
    if _NEUTER.match(noun):
        return "n"
    return "f" if _FEMININE.match(noun) else "m"


def _mixed(whole: int, vulgar: str, gender: Gender) -> str:
    """`2½` -> zweieinhalb; `¾` -> drei Viertel; `½ Pfund` -> ein halbes."""
    numerator, denominator = VULGAR[vulgar]
    if vulgar == "½":
        halves = {"m": "ein halber", "f": "eine halbe", "n": "ein halbes"}
        return f"{'ein' if whole == 1 else _cardinal(whole, '')}einhalb" if whole else halves.get(gender, "ein halb")
    stem = str(num2words(denominator, lang="de", to="ordinal"))
    part = f"{_cardinal(numerator, 'n')} {stem[0].upper()}{stem[1:]}l"
    return f"{_cardinal(whole, '')} {part}" if whole else part


def _ending(match: re.Match[str], context: Context, noun: str) -> str:
    """Return what an ordinal ends in, by the word before it and the noun behind it."""
    start = _first_of_pair(match, context)
    before = context.word_before(start).lower()
    if before in _WEAK:
        return "n"
    if before in _STRONG:
        return ""
    if before == "der":
        earlier = context.word_before(start - len("der ")).lower()
        return "n" if earlier in _PREPOSITIONS else ""
    is_neuter = noun != "" and _gender_of(noun) == "n"
    return "s" if is_neuter else ("" if noun and _gender_of(noun) == "f" else "r")


def _first_of_pair(match: re.Match[str], context: Context) -> int:
    """Return where `die 2. und 3. Kompanie` begins, seen from its second number; else the match's start."""
    pair = _PAIR.search(context.text, max(0, match.start() - 16), match.start())
    return pair.start() if pair else match.start()


def _speak_ordinal(match: re.Match[str], context: Context) -> str | None:
    """`das 3. Buch`, `in der 2. Reihe`, `ein 2. Versuch`: behind an article or another word that takes one."""
    before, noun = context.word_before(_first_of_pair(match, context)).lower(), match["noun"]
    if noun in _SENTENCE_BEGINNERS or before not in _WEAK | _STRONG | _MIXED | {"der"}:
        return None
    return _ordinal(_value(match["number"]), _ending(match, context, noun))


def _speak_part_ordinal(match: re.Match[str], context: Context) -> str:
    """`3. Kapitel`, `III. Kapitel`, `im 19. Jahrhundert`."""
    before = context.word_before(match.start())
    said = _ordinal(_value(match["number"]), _ending(match, context, match["noun"]))
    return said if before and not before.endswith(".") else said[0].upper() + said[1:]


def _value(written: str) -> int:
    return int(written) if written.isdecimal() else roman_value(written)


def _speak_day(match: re.Match[str], context: Context) -> str:
    """`am 3. Mai`, `Der 3. Mai`, `31. Dez.`."""
    before = context.word_before(match.start()).lower()
    ending = "n" if before in _WEAK else ("" if before == "der" else "r")
    month = _SHORT_MONTHS.get(match["month"], match["month"])
    return f"{_ordinal(int(match['day']), ending)} {month}"


def _speak_date(match: re.Match[str], context: Context) -> str | None:
    """`3.5.1848` -> dritten Mai."""
    month = int(match["month"])
    if not 1 <= month <= len(_BY_NUMBER):
        return None
    ending = "n" if context.word_before(match.start()).lower() in _WEAK else "r"
    return f"{_ordinal(int(match['day']), ending)} {_BY_NUMBER[month - 1]} {_year(int(match['year']))}"


def _speak_clock(match: re.Match[str], context: Context) -> str:
    del context
    minute = int(match["minute"] or 0)
    said = f"{_cardinal(int(match['hour']), 'n')} Uhr"
    return f"{said} {_cardinal(minute, '')}" if minute else said


def _speak_year(match: re.Match[str], context: Context) -> str | None:
    """`im Jahr 1848`; behind no word of time, what counts a noun is no year: `1848 Männer`."""
    counts = re.compile(r" [A-ZÄÖÜ]\w+").match(context.text, match.end())
    is_dated = context.word_before(match.start()).lower() in _TIME_WORDS
    return _year(int(match[0])) if is_dated or not counts else None


def _speak_decade(match: re.Match[str], context: Context) -> str:
    del context
    number = int(match["number"])
    return f"{_year(number) if number > 99 else _cardinal(number, '')}er"


def _speak_old_marks(match: re.Match[str], context: Context) -> str:
    """`3 M 50 Pf.`."""
    del context
    return f"{_cardinal(_value(match['large']), '')} Mark {_cardinal(int(match['small']), '')}"


def _speak_millions(match: re.Match[str], context: Context) -> str:
    del context
    noun = {"Mio": "Million", "Mrd": "Milliarde"}[match["noun"]]
    plural = noun if match["number"] == "1" else noun + ("n" if noun.endswith("e") else "en")
    return f"{_GRAMMAR.say(match['number'], 'f')} {plural}"


def _speak_monarch(value: int, name: str, match: re.Match[str], context: Context) -> str:
    """`Ludwig XIV.` -> der Vierzehnte, `Ludwigs XIV.` -> des Vierzehnten, `unter Friedrich II.` -> dem Zweiten."""
    is_queen = name.rstrip("s") in _QUEENS
    before = context.text[max(0, match.start() - 60) : match.start()]
    governing = _TITLES_BEFORE_NAME.search(before)
    word = (governing[1] or "").lower() if governing else ""
    is_genitive = (
        name.endswith("s") and name.rstrip("s") in _KINGS | _QUEENS and name not in {"Pius", "Johannes", "Clemens"}
    )
    case = "genitive" if is_genitive or word == "des" else ("dative" if word in _DATIVE else "nominative")
    article = _ARTICLE_OF_CASE[case][is_queen]
    said = _ordinal(value, "" if case == "nominative" else "n")
    return f"{article} {said[0].upper()}{said[1:]}"


def _rule(name: str, pattern: str, speak: Speak, *, may_end_sentence: bool = False) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), speak=speak, may_end_sentence=may_end_sentence)


_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)}\b|{'|'.join(re.escape(short) for short in _SHORT_MONTHS)})"
_NUMBER_RULES: Final = (
    _rule("date.digits", r"(?P<day>[0-3]?\d)\. ?(?P<month>[01]?\d)\. ?(?P<year>1\d{3}|20\d\d)(?!\d)", _speak_date),
    _rule("date.day-month", rf"(?P<day>[0-3]?\d)\. ?{_MONTH}", _speak_day),
    _rule("date.day", r"(?P<said>(?P<number>[0-3]?\d)\.)(?= (?:bis|und|oder|auf)\b(?P<noun>))", _speak_ordinal),
    _rule(
        "number.ordinal", rf"(?P<said>(?P<number>\d{{1,3}})\.)(?= (?P<noun>{_COUNTED_PARTS})\b)", _speak_part_ordinal
    ),
    _rule("number.ordinal", r"(?P<said>(?P<number>\d{1,10})\.)(?= (?P<noun>[A-Za-zÄÖÜäöü]\w+))", _speak_ordinal),
    _rule("time.clock", r"(?P<hour>[012]?\d)[.:](?P<minute>[0-5]\d) Uhr\b", _speak_clock),
    _rule("time.clock", r"(?P<hour>[012]?\d) Uhr\b(?: (?P<minute>[0-5]?\d)\b(?!\.))?", _speak_clock),
    _rule("time.clock", r"(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?![\w:])", _speak_clock),
    _rule("number.decade", r"(?P<said>(?P<number>1\d\d\d|20\d0|\d0)er)\b", _speak_decade),
    _rule("money.marks", r"(?P<large>\d+) (?:M|Mk)\.? (?P<small>\d\d) Pf\.", _speak_old_marks, may_end_sentence=True),
    _rule(
        "number.millions", r"(?P<number>\d{1,3}(?:,\d+)?) (?P<noun>Mio|Mrd)\.", _speak_millions, may_end_sentence=True
    ),
    _rule("number.year", r"(?:1[1-9]\d\d|20\d\d)(?![\w.,]\d|\w| ?[€$%°]| ?[–-] ?\d)", _speak_year),
)
_TITLES: Final = {
    "Dr. med.": "Doktor", "Dr. phil.": "Doktor", "Dr. jur.": "Doktor",
    "Dr.": "Doktor", "Prof.": "Professor", "Hr.": "Herr", "Hrn.": "Herrn", "Fr.": "Frau", "Frl.": "Fräulein",
    "St.": "Sankt", "Kgl.": "Königlich", "Frhr.": "Freiherr", "Ing.": "Ingenieur", "Hptm.": "Hauptmann",
    "Gebr.": "Gebrüder", "Ew.": "Euer", "Se.": "Seine", "hl.": "heilige",
}  # fmt: skip
"""Before a name."""
_SHORTS: Final = {
    "i. J.": "im Jahre", "ff.": "folgende",
    "z. B.": "zum Beispiel", "d. h.": "das heißt", "u. a.": "unter anderem", "usw.": "und so weiter",
    "u. s. w.": "und so weiter", "u. s. f.": "und so fort", "usf.": "und so fort", "bzw.": "beziehungsweise",
    "d. i.": "das ist", "vgl.": "vergleiche", "ca.": "circa", "etc.": "et cetera", "v. Chr.": "vor Christus",
    "n. Chr.": "nach Christus", "resp.": "respektive", "ggf.": "gegebenenfalls", "evtl.": "eventuell",
    "sog.": "sogenannte", "s. o.": "siehe oben", "s. u.": "siehe unten", "u. dgl.": "und dergleichen",
    "u. ä.": "und ähnliches", "i. e.": "id est", "Str.": "Straße", "Jh.": "Jahrhundert", "Abb.": "Abbildung",
    "geb.": "geboren", "gest.": "gestorben", "z. T.": "zum Teil", "o. ä.": "oder ähnliches", "Hrsg.": "Herausgeber",
    "m. E.": "meines Erachtens", "i. d. R.": "in der Regel", "z. Z.": "zur Zeit", "Nr.": "Nummer", "Bd.": "Band",
    "Kap.": "Kapitel",
}  # fmt: skip
"""Anywhere."""
_REFERENCES: Final = {
    "S.": "Seite", "Nr.": "Nummer", "Nro.": "Numero", "Bd.": "Band", "Bde.": "Bände", "Kap.": "Kapitel",
    "Abb.": "Abbildung", "Abs.": "Absatz", "Art.": "Artikel", "Anm.": "Anmerkung", "V.": "Vers", "Fig.": "Figur",
    "T.": "Teil", "Bl.": "Blatt", "Str.": "Straße",
}  # fmt: skip
"""Before a number."""
_PARTS: Final = "Kapitel Band Teil Buch Akt Szene Abschnitt Gesang Brief Aufzug Auftritt Tafel"
"""Words before the number of a chapter."""
_GRAMMAR: Final = Grammar(
    tag="de",
    cardinal=_cardinal,
    places=_places,
    gender_of=_gender_of,
    mixed=_mixed,
    year=_year,
    thousands=r"[. ]",
    comma="Komma",
    minus="minus",
    up_to="bis",
    percent="Prozent",
    degrees=Noun(one="Grad", several="Grad"),
    scales={"C": "Celsius", "F": "Fahrenheit", "R": "Réaumur"},
    square="Quadrat{}",
    per_hour="pro Stunde",
    units={
        "km": Noun(one="Kilometer", several="Kilometer"),
        "m": Noun(one="Meter", several="Meter"),
        "cm": Noun(one="Zentimeter", several="Zentimeter"),
        "mm": Noun(one="Millimeter", several="Millimeter"),
        "kg": Noun(one="Kilogramm", several="Kilogramm", gender="n"),
        "g": Noun(one="Gramm", several="Gramm", gender="n"),
        "l": Noun(one="Liter", several="Liter"),
        "Std.": Noun(one="Stunde", several="Stunden", gender="f"),
        "Min.": Noun(one="Minute", several="Minuten", gender="f"),
        "Sek.": Noun(one="Sekunde", several="Sekunden", gender="f"),
        "Pfd.": Noun(one="Pfund", several="Pfund", gender="n"),
        "Ztr.": Noun(one="Zentner", several="Zentner"),
    },
    powered_units=("km", "cm", "mm", "m"),
    currencies={
        "€": currency("Euro", "Euro"),
        "$": currency("Dollar", "Dollar"),
        "£": currency("Pfund", "Pfund", gender="n"),
        "Mk.": currency("Mark", "Mark", gender="f"),
        "Pf.": currency("Pfennig", "Pfennig"),
        "Fr.": currency("Franken", "Franken"),
        "fl.": currency("Gulden", "Gulden"),
        "kr.": currency("Kreuzer", "Kreuzer"),
    },
    titles=_TITLES,
    shorts=_SHORTS,
    references=_REFERENCES,
    closers=words("usw. etc. Str. Jh. geb. gest. ff.")
    | {"u. a.", "u. s. w.", "u. s. f.", "v. Chr.", "n. Chr.", "u. dgl."},
    parts=tuple(_PARTS.split()),
    signs={"§": "Paragraph", "&": "und"},
    monarchs=_KINGS | _QUEENS,
    speak_monarch=_speak_monarch,
    speak_part=lambda value, _part: _cardinal(value, ""),
    number_rules=_NUMBER_RULES,
    roman_rules=(
        _rule(
            "roman.ordinal", rf"(?P<said>(?P<number>[IVX]+)\.)(?= (?P<noun>{_COUNTED_PARTS})\b)", _speak_part_ordinal
        ),
    ),
    extra_triggers={},
)

GERMAN: Final = language_of(_GRAMMAR)
"""The rules of German, for every `de` and `de-*`."""
