"""A run with its styles -> how its text is set and in which language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from pipeline.manuscript.docx.elements import attribute, child, is_on, name_of
from pipeline.manuscript.docx.styles import Style, Styles, size_of
from pipeline.manuscript.markup import Element

_WIDE: Final = re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_BACKWARD: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that Word sets in the font and language for East Asian and for right-to-left text, by Unicode block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the text of a run is set, its own properties before those of its styles."""

    is_stressed: bool
    """Italic or underlined where the paragraph is not; underlining is what a typescript has for italics."""
    is_bold: bool
    is_caps: bool
    is_hidden: bool
    size: int
    """Half points."""
    language: Element | None
    """`w:lang`: one language each for Latin, East Asian and right-to-left text."""


def run_of(run: Element, paragraph: Style, styles: Styles) -> Run:
    """Return how a run in a paragraph of a style is set."""
    properties = child(run, "w:rPr")
    named = attribute(child(properties, "w:rStyle"), "val")
    style = styles.find(named) if named else Style()
    italic, bold, caps = (is_on(properties, name) for name in ("w:i", "w:b", "w:caps"))
    hidden = is_on(properties, "w:vanish")
    own_language = child(properties, "w:lang")
    languages = (own_language, style.language, paragraph.language, styles.language)
    is_italic = italic if italic is not None else style.is_italic or paragraph.is_italic
    return Run(
        is_stressed=is_italic != paragraph.is_italic or _is_underlined(properties),
        is_bold=bold if bold is not None else style.is_bold or paragraph.is_bold,
        is_caps=caps if caps is not None else style.is_caps or paragraph.is_caps,
        is_hidden=hidden if hidden is not None else style.is_hidden or paragraph.is_hidden,
        size=size_of(properties) or style.size or paragraph.size or styles.size,
        language=next((language for language in languages if language is not None), None),
    )


def language_of(text: str, language: Element | None) -> str:
    """Return the language of a text from its `w:lang`, by its script; empty where none is given."""
    script = "val"
    if not text.isascii():
        half = len(text) // 2
        script = "eastAsia" if len(_WIDE.findall(text)) > half else script
        script = "bidi" if len(_BACKWARD.findall(text)) > half else script
    tag = attribute(language, script) or ""
    return "" if tag.lower() in ("x-none", "none", "zxx") else tag.replace("_", "-")


def main_language(root: Element, styles: Styles) -> str:
    """Return the language that most of a text is in; empty where none is given."""
    letters: Counter[str] = Counter()
    for paragraph in (element for element in root.iter() if name_of(element) == "w:p"):
        style = styles.find(attribute(child(paragraph, "w:pPr", "w:pStyle"), "val"))
        for run in (element for element in paragraph if name_of(element) == "w:r"):
            text = "".join(inner.text or "" for inner in run if name_of(inner) == "w:t")
            letters[language_of(text, run_of(run, style, styles).language)] += len(text)
    del letters[""]
    return max(letters, key=lambda tag: (letters[tag], tag), default="")


def _is_underlined(properties: Element | None) -> bool:
    style = attribute(child(properties, "w:rStyle"), "val") or ""
    return (attribute(child(properties, "w:u"), "val") or "none") != "none" and "hyperlink" not in style.lower()
