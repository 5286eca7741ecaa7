"""Signs that are words, blanked names, and what typesetters and transcribers leave in a text -> words, or silence."""

from __future__ import annotations

import re
from typing import Final

from pipeline.script.normalize.numerals import number_words, year
from pipeline.script.normalize.rule import Context, Rule, Speak

_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


_BEFORE_BLANK: Final = "|".join(
    f"(?<={title} )"
    for title in ("Mr\\.", "Mrs\\.", "Dr\\.", "Lord", "Lady", "Miss", "Sir", "Captain", "Colonel", "General", "of")
)
"""Words before a name that is left blank with two em dashes; elsewhere these are a voice that breaks off."""


def _always(spoken: str) -> Speak:
    return lambda _match, _context: spoken


def _speak_number_sign(match: re.Match[str], context: Context) -> str:
    return f"number {number_words(match['number'], context.locale)}"


def _speak_section(match: re.Match[str], context: Context) -> str:
    word = "sections" if match[0].startswith("§§") else "section"
    return f"{word} {number_words(match['number'], context.locale)}"


def _speak_paragraph(match: re.Match[str], context: Context) -> str:
    word = "paragraphs" if match[0].startswith("¶¶") else "paragraph"
    return f"{word} {number_words(match['number'], context.locale)}"


def _speak_numero(match: re.Match[str], context: Context) -> str:
    return f"Number {number_words(match['number'], context.locale)}"


def _speak_subscript(match: re.Match[str], context: Context) -> str:
    return number_words(match["number"].translate(_SUBSCRIPTS), context.locale)


def _speak_blank_name(match: re.Match[str], context: Context) -> str:
    """`Mr. ⸺` -> Blank; `the ⸺shire militia` -> blankshire."""
    after = context.text[match.end() : match.end() + 1]
    return "blank" if after.isalpha() else "Blank"


def _speak_blanked_word(match: re.Match[str], context: Context) -> str:
    """`B⸺` -> the letter alone; `d⸺n` -> d blank n."""
    after = context.text[match.end() : match.end() + 1]
    return " blank " if after.isalpha() else ""


def _speak_blanked_year(match: re.Match[str], context: Context) -> str:
    return f"{year(int(match['number']), context.locale)} blank"


def _speak_sign(word: str) -> Speak:
    """Return a reading of a sign between spaces or digits, with the spaces that are missing."""

    def speak(match: re.Match[str], context: Context) -> str:
        before = context.text[match.start() - 1 : match.start()]
        return f" {word}" if before.strip() and not before.isalnum() else word

    return speak


def _rule(name: str, pattern: str, speak: Speak) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), speak=speak)


SYMBOL_RULES: Final = (
    _rule("symbol.number", r"#(?P<number>\d[\d,]*)", _speak_number_sign),
    _rule("symbol.section", r"§§? ?(?P<number>\d+)", _speak_section),
    _rule("symbol.paragraph", r"¶¶? ?(?P<number>\d+)", _speak_paragraph),
    _rule("symbol.numero", r"№ ?(?P<number>\d[\d,]*)", _speak_numero),
    Rule(
        name="abbreviation.etc",
        pattern=re.compile(r"&c\b\.?"),
        speak=_always("et cetera"),
        may_end_sentence=True,
    ),
    _rule("symbol.ampersand", r"&(?!#?\w{2,8};)", _speak_sign("and")),
    _rule("symbol.control", r"(?<=Ctrl )\+ (?P<key>[A-Z])\b", lambda match, _: match["key"].lower()),
    _rule("symbol.plus", r"\+(?= ?\w| ?[,.;]|$)", _speak_sign("plus")),
    _rule("symbol.equals", r"(?<=\w )=(?= \w)", _always("equals")),
    _rule("symbol.subscript", r"(?<=[A-Za-z)])(?P<number>[₀-₉]+)", _speak_subscript),
    _rule("name.blank", r"(?<=\w)(?:⸺|⸻)", _speak_blanked_word),
    _rule("name.blank", r"(?:⸺|⸻)", _speak_blank_name),
    _rule("name.blank", r"(?:(?<= [A-HJ-Z])|(?<=^[A-HJ-Z]))——+", _speak_blanked_word),
    _rule("name.blank", rf"(?:{_BEFORE_BLANK}|(?<= )(?=—+[a-z]))——+", _speak_blank_name),
    _rule("clean.scene-break", r"\*(?: ?\*){2,}|⁂", _always("")),
    _rule("clean.underscore", r"(?<!\w)_(?=[^\s_])|(?<=[^\s_])_(?!\w)", _always("")),
    _rule("clean.asterisk", r"\*(?=[^\s*])|(?<=[^\s*])\*", _always("")),
    _rule(
        "clean.note-call",
        r"\[\d{1,4}\]|\[\*\]|(?<=\S)\[[A-Z†‡]\]|(?<=[\w.,;:!?”'\")])[¹²³⁰⁴-⁹]+|(?<=[\w.,;:!?”'\")])[†‡]",
        _always(""),
    ),
    _rule("clean.backlink", r"[↩↵⏎]\ufe0e?", _always("")),
    _rule("clean.illustration", r"\[Illustration(?:[^\[\]]*)\]", _always("")),
    _rule("clean.ellipsis", r"\. \.(?: \.)+", _always("…")),
    _rule("clean.dash", r"--+", _always("—")),
)
"""For a trigger `symbol`."""

NUMBER_RULES: Final = (
    _rule("name.blanked-year", r"(?P<number>1\d)(?:⸺|⸻|——|--|—(?=[\s,.;]|$))(?!\w)", _speak_blanked_year),
)
"""For a trigger `number`."""

CONTROL_RULES: Final = (_rule("symbol.control", r"Ctrl(?= ?\+ ?[A-Z]\b)", _always("control")),)

SYMBOL_TRIGGER: Final = r"[&+=#§¶↩↵⏎×±÷≈≃≤≥№⸺⸻*_\[⁂†‡¹²³⁰⁴-⁹₀-₉]|\. \. |--|——"
