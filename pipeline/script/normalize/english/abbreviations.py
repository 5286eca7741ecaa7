"""Titles, ranks, saints, streets, Latin and commercial abbreviations -> words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pipeline.script.normalize.alternation import alternation, words
from pipeline.script.normalize.english import initials
from pipeline.script.normalize.english.quantities import INTEGER
from pipeline.script.normalize.numerals import cardinal, number_words
from pipeline.script.normalize.rule import Context, Rule, Speak

TITLES: Final = {
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Messrs": "Messieurs", "Mme": "Madame", "Mmes": "Mesdames",
    "Mlle": "Mademoiselle", "Rev": "Reverend", "Revd": "Reverend", "Capt": "Captain", "Col": "Colonel",
    "Lieut": "Lieutenant", "Lt": "Lieutenant", "Gen": "General", "Maj": "Major", "Sgt": "Sergeant",
    "Sergt": "Sergeant", "Serjt": "Serjeant", "Corp": "Corporal", "Cpl": "Corporal", "Pte": "Private",
    "Prof": "Professor", "Hon": "Honourable", "Gov": "Governor", "Sen": "Senator", "Rep": "Representative",
    "Rt": "Right", "Pres": "President", "Adm": "Admiral", "Cmdr": "Commander", "Comdr": "Commander",
    "Supt": "Superintendent", "Insp": "Inspector", "Mt": "Mount", "Ft": "Fort", "Ste": "Sainte", "Bp": "Bishop",
    "Abp": "Archbishop", "Archbp": "Archbishop", "Wm": "William", "Geo": "George", "Chas": "Charles", "Thos": "Thomas",
    "Jas": "James", "Jno": "John", "Robt": "Robert", "Edw": "Edward",
}  # fmt: skip
"""Before a name; their full stop never ends a sentence."""
UNDOTTED_TITLES: Final = ("Mr", "Mrs", "Ms", "Messrs", "Mme", "Mlle", "Dr", "St")
"""Titles that British printers write without a full stop."""
CLOSERS: Final = {
    "Jr": "Junior", "Sr": "Senior", "Esq": "Esquire", "Bart": "Baronet", "Bt": "Baronet", "Co": "Company",
    "Ltd": "Limited", "Inc": "Incorporated", "Bros": "Brothers", "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road",
    "Sq": "Square", "Ln": "Lane", "Terr": "Terrace", "Dept": "Department", "Assn": "Association",
    "vol": "volume", "vols": "volumes", "edit": "edition", "MSS": "manuscripts",
}  # fmt: skip
"""After a name; a sentence can end with them."""
NEEDS_NAME_BEFORE: Final = ("Ave", "Blvd", "Rd", "Sq", "Ln", "Terr")
LATIN: Final = {
    "etc": "et cetera", "viz": "namely", "vs": "versus", "cf": "compare", "al": "al", "i.e": "that is",
    "e.g": "for example", "a.m": "AM", "p.m": "PM", "Ph.D": "P H D", "ibid": "ibidem", "et seq": "and following",
    "op. cit": "opus citatum", "loc. cit": "loco citato", "q.v": "which see", "s.v": "sub verbo", "R.S.V.P": "R S V P",
}  # fmt: skip
_CLOSING_LATIN: Final = ("a.m", "p.m", "Ph.D", "etc", "al", "ibid", "et seq", "op. cit", "loc. cit", "q.v", "s.v")
_NAME_AHEAD: Final = r"(?= ?[A-Z⸺⸻—\"“']|-[A-Z]| of\b| and\b| the\b)"
_BEGINNERS: Final = words(
    "He She It The They We You I A An In At On But And There Then That This His Her What When Who Why How No Yes "
    "If As For From My Not Now So To"
)
_YEAR_AHEAD: Final = r"(?= ?(?:c\. ?|ca\. ?|circa )?\d{3,4}\b)"
_NUMBER_WORDS: Final = frozenset({*(cardinal(number, "en") for number in range(1, 100)), "hundred", "thousand", "half"})
_PERSON = re.compile(r"\b(?:Mr|Mrs|Miss|Ms|Dr|Sir|Lady|Lord)\.? (?:\w+ )?$")
_HOUSE = re.compile(r"\d+[A-Za-z]? (?:[A-Z][\w']+ ){1,2}$")
_WORD_AFTER = re.compile(r" ([A-Z](?:\.|[\w']*))")


def _always(spoken: str) -> Speak:
    return lambda _match, _context: spoken


def _cased(spoken: str) -> Speak:
    """Return a reading with a capital where the abbreviation has one: `Ibid.`."""
    capital = spoken[0].upper() + spoken[1:]
    return lambda match, _context: capital if match[0][0].isupper() else spoken


def _after_name(spoken: str) -> Speak:
    """Return a reading that applies after a name or an ordinal: `Sunset Blvd.`, `5th Ave.`."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        before = context.word_before(match.start())
        return spoken if before[:1].isupper() or before[:1].isdigit() else None

    return speak


def _name_follows(match: re.Match[str], context: Context) -> bool:
    following = _WORD_AFTER.match(context.text, match.end())
    return following is not None and following[1] not in _BEGINNERS


def _before_name(spoken: str) -> Speak:
    """Return a reading that applies before a name: `Dr. Smith`, but not `Mulberry Dr. He`."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        is_blank = context.text.startswith((" ⸺", " ⸻", " —"), match.end())
        return spoken if is_blank or _name_follows(match, context) else None

    return speak


def _speak_monsieur(match: re.Match[str], context: Context) -> str | None:
    """`M. Dupin`, but not `M. R. James` nor `Mrs. M. Smith`."""
    before = context.word_before(match.start())
    is_initial = before[:1].isupper() and (before.endswith(".") or before not in _BEGINNERS) and _joins(match, context)
    return None if is_initial else "Monsieur"


def _joins(match: re.Match[str], context: Context) -> bool:
    return context.text[max(0, match.start() - 2) : match.start()][:1] not in {".", "?", "!", "”"} or (
        context.word_before(match.start()).rstrip(".").title() in TITLES
    )


def _after_number(one: str, several: str) -> Speak:
    """Return a reading that applies after a number in words: `five ft. seven in.`."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        before = context.word_before(match.start()).lower()
        if before not in _NUMBER_WORDS:
            return None
        return one if before == "one" else several

    return speak


def _after_person(spoken: str) -> Speak:
    """Return a reading that applies after a title, with or without a first name: `Mr. Neville St.—Oh, come`."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        return spoken if _PERSON.search(context.text, max(0, match.start() - 32), match.start()) else None

    return speak


def _after_house(spoken: str) -> Speak:
    """Return a reading that applies after a numbered street: `4557 Melan Dr. S.`."""

    def speak(match: re.Match[str], context: Context) -> str | None:
        return spoken if _HOUSE.search(context.text, max(0, match.start() - 32), match.start()) else None

    return speak


def _speak_nota_bene(match: re.Match[str], context: Context) -> str | None:
    """`N.B. the door`; in `Fifeshire, N. B.` it is North Britain."""
    return None if context.text[max(0, match.start() - 2) : match.start()] == ", " else "nota bene"


def _speak_rupees(match: re.Match[str], context: Context) -> str:
    return f"{number_words(match['number'], context.locale)} rupee{'' if match['number'] == '1' else 's'}"


def _rule(name: str, pattern: str, speak: Speak, *, may_end_sentence: bool = False) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), speak=speak, may_end_sentence=may_end_sentence)


def _either_case(word: str) -> str:
    return f"(?:{re.escape(word)}|{re.escape(word.upper())})" if word.isalpha() else re.escape(word)


def _title_rules() -> dict[str, tuple[Rule, ...]]:
    return {
        short.lower(): (
            _rule(
                f"abbreviation.{short.lower()}",
                _either_case(short) + (r"\.?" if short in UNDOTTED_TITLES else r"\.") + _NAME_AHEAD,
                _always(full),
            ),
        )
        for short, full in TITLES.items()
    }


def _closer_rules() -> dict[str, tuple[Rule, ...]]:
    return {
        short.lower(): (
            _rule(
                f"abbreviation.{short.lower()}",
                rf"(?<!['‘\"“])(?:{_either_case(short)}|{short.lower()})\.",
                _after_name(full) if short in NEEDS_NAME_BEFORE else _always(full),
                may_end_sentence=True,
            ),
        )
        for short, full in CLOSERS.items()
    }


def _latin_rules() -> dict[str, tuple[Rule, ...]]:
    return {
        short.lower(): (
            _rule(
                f"abbreviation.{short.lower().replace('.', '').replace(' ', '-')}",
                rf"(?:{re.escape(short)}|{re.escape(short.capitalize())})\.",
                _cased(full),
                may_end_sentence=short in _CLOSING_LATIN,
            ),
        )
        for short, full in LATIN.items()
    }


_PARTICULAR: Final = {
    "dr": (
        _rule("abbreviation.drive", r"Dr\.(?= [NSEW]\. )", _after_house("Drive")),
        _rule("abbreviation.drive", r"Dr\.", _after_house("Drive"), may_end_sentence=True),
        _rule("abbreviation.dr", r"D[rR]\.?", _before_name("Doctor")),
        _rule("abbreviation.drive", r"D[rR]\.?", _after_name("Drive"), may_end_sentence=True),
    ),
    "st": (
        _rule("abbreviation.st", r"S[tT]\.(?=—)", _after_person("Saint")),
        _rule("abbreviation.st", r"S[tT]\.?", _before_name("Saint")),
        _rule("abbreviation.street", r"S[tT]\.?", _after_name("Street"), may_end_sentence=True),
    ),
    "ss": (_rule("abbreviation.ss", r"SS\.(?= [A-Z][a-z])", _always("Saints")),),
    "m": (
        *initials.PRAENOMINA,
        _rule("abbreviation.m", r"M\.(?= (?:de |d'|du |le |la )?(?!Generals)[A-Z][a-z]+\b(?!\.))", _speak_monsieur),
    ),
    "mm": (_rule("abbreviation.mm", r"MM\.(?= [A-Z][a-z])", _always("Messieurs")),),
    "c": (_rule("abbreviation.circa", r"c\.(?= ?\d{3,4}\b)", _always("circa")),),
    "ca": (_rule("abbreviation.circa", r"ca\.(?= ?\d{3,4}\b)", _always("circa")),),
    "n.b": (_rule("abbreviation.nb", r"N\. ?B\.", _speak_nota_bene),),
    "ms": (
        _rule("abbreviation.manuscript", r"MS\.(?! [A-Z])", _always("manuscript"), may_end_sentence=True),
        *_title_rules()["ms"],
    ),
    "fol": (_rule("abbreviation.folio", r"fol\.(?= edit)", _always("folio")),),
    "v": (_rule("abbreviation.versus", r"(?<=\w )v\.(?= (?:the )?[A-Z])", _after_name("versus")),),
    "ft": (_rule("measure.feet", r"ft\.", _after_number("foot", "feet")), *_title_rules()["ft"]),
    "in": (_rule("measure.inches", r"in\.(?=[,;:)]? ?[a-z]|[,;:)]|$)", _after_number("inch", "inches")),),
    "b": (_rule("abbreviation.born", rf"b\.{_YEAR_AHEAD}", _always("born")),),
    "d": (_rule("abbreviation.died", rf"d\.{_YEAR_AHEAD}", _always("died")),),
    "r": (_rule("abbreviation.reigned", rf"r\.{_YEAR_AHEAD}", _always("reigned")),),
    "fl": (_rule("abbreviation.flourished", rf"fl\.{_YEAR_AHEAD}", _always("flourished")),),
    "rs": (_rule("money.rupees", rf"Rs\. ?(?P<number>{INTEGER})", _speak_rupees),),
    "c/o": (_rule("abbreviation.care-of", r"c/o(?= [A-Z])", _always("care of")),),
    "et seq": (),
}

WORDS: Final[Mapping[str, tuple[Rule, ...]]] = {**_title_rules(), **_closer_rules(), **_latin_rules(), **_PARTICULAR}
"""For a trigger `word`, by the abbreviation in lower case without its last full stop."""


def full_form(written: str) -> str:
    """Return what an abbreviation is short for where that does not depend on what stands beside it, else nothing."""
    return _SURE.get(written.rstrip("."), "")


_SURE: Final = {short: full for short, full in (TITLES | CLOSERS).items() if short not in {"Ft", "Rep", "Co", "vol"}}


def _trigger() -> str:
    dotted = {*TITLES, *CLOSERS, "Dr", "St", "M", "MM", "SS"}
    dotted |= {short.upper() for short in dotted} | {short.lower() for short in CLOSERS}
    dotted |= {*LATIN, "Ibid", "c", "ca", "N.B", "N. B", "in", "ft", "v", "fol"}
    dated = rf"(?:b|d|r|fl)\.{_YEAR_AHEAD}"
    return (
        rf"{alternation(sorted(dotted))}\.|{dated}|Rs\.(?= ?\d)|c/o(?= )|{alternation(UNDOTTED_TITLES)}(?= [A-Z⸺⸻]|,)"
    )


TRIGGER: Final = _trigger()
"""At the begin of a word; `&c.` has a trigger of its own."""
