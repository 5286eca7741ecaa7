"""A part of a DOCX -> passages, each with how it is set on the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.docx.elements import (
    DELETED,
    DRAWINGS,
    TRANSPARENT,
    UNREAD,
    attribute,
    child,
    description_of,
    drawn_texts,
    is_on,
    joins_next,
    name_of,
    symbol_of,
)
from pipeline.manuscript.docx.layout import Layout, Setting
from pipeline.manuscript.docx.package import Part
from pipeline.manuscript.docx.runs import Run, language_of, run_of
from pipeline.manuscript.docx.styles import Style, Styles, is_centred, outline_level
from pipeline.manuscript.features import Aside, Feature, Inside, is_left_out
from pipeline.manuscript.galley import Galley
from pipeline.manuscript.markup import Element
from pipeline.manuscript.words import count_words
from pipeline.model import Kind, MarkName, Place, Reading, Ruby

_LONGEST_HEADING: Final = 60
"""Words from which a paragraph in a heading style is text that an author set large."""
_SHORTEST_STANZA: Final = 3
_LONGEST_VERSE_LINE: Final = 72
_CHARACTERS: Final = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "\u2011"}
_TEXTS: Final = frozenset({"w:t", "m:t", "a:t"})
_NOTE_CALLS: Final = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
"""Calls of notes, and the name of the part that holds the bodies."""
_LEFT_OUT: Final = {**dict.fromkeys(DELETED, "tracked-deletion"), "w:rt": "ruby-annotation"}
_RUBY_RULES: Final = {Ruby.BASE: {}, Ruby.ANNOTATION: {"w:rt": "", "w:rubyBase": "ruby-base"}, Ruby.BOTH: {"w:rt": ""}}
"""What is left out of a word with its pronunciation over it, where that is read."""
_FIELD_RULES: Final = {
    "TOC": "content.contents",
    "INDEX": "content.index",
    "PAGE": "page-number",
    "PAGEREF": "page-number",
    "NUMPAGES": "page-number",
    "SECTION": "page-number",
    "SECTIONPAGES": "page-number",
}
"""Fields whose result is not read (ECMA-376 Part 1, 17.16.5); the results of all others are text."""


@dataclass(slots=True)
class _Field:
    code: str = ""
    is_result: bool = False

    @property
    def rule(self) -> str:
        words = self.code.split()
        return _FIELD_RULES.get(words[0].upper(), "") if words else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What stands around a block."""

    rule: str = ""
    kind: Kind | None = None
    """None where the paragraph's style decides."""
    is_row: bool = False
    """Paragraphs are cells of one passage."""
    inside: tuple[Inside, ...] = ()


def read_part(
    part: Part, styles: Styles, announcer: Announcer, *, language: str, rule: str = "", kind: Kind | None = None
) -> tuple[Galley, dict[int, Layout]]:
    """Return the passages of a part, and how those that hold text are set, by their place in the galley.

    `language` is the book's; text in another one is marked. `rule` leaves out every passage; `kind` is that of all
    passages, None where their styles say it.
    """
    body = _Body(galley=Galley(part=part.path), styles=styles, announcer=announcer, language=language)
    body.read_blocks(part.root, _Around(rule=rule, kind=kind))
    body.end()
    return body.galley, body.layouts


@dataclass(slots=True)
class _Body:
    galley: Galley
    styles: Styles
    announcer: Announcer
    language: str
    layouts: dict[int, Layout] = field(default_factory=dict)
    fields: list[_Field] = field(default_factory=list)
    setting: Setting = field(default_factory=Setting)
    boxes: list[Element] = field(default_factory=list)
    style: Style = field(default_factory=Style)
    around: _Around = field(default_factory=_Around)
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    is_new_page: bool = False
    note: str = ""
    """`part#id` of the note that is being read."""
    called: Counter[str] = field(default_factory=Counter)
    """How many foot- and endnotes were called."""
    tables: int = 0

    def read_blocks(self, element: Element, around: _Around) -> None:
        """Read what stands in a container of paragraphs."""
        for block in element:
            name = name_of(block)
            if name == "w:p":
                self.read_paragraph(block, around)
            elif name == "w:tbl":
                self.read_table(block, around)
            elif name == "w:sdt":
                is_contents = _gallery(block) == "table of contents"
                self.read_blocks(block, replace(around, rule="content.contents") if is_contents else around)
            elif name in ("w:footnote", "w:endnote"):
                self.galley.anchor(attribute(block, "id") or "")
                self.note = f"{self.galley.part}#{attribute(block, 'id') or ''}"
                self.read_blocks(block, around)
                self.end()
            elif name not in UNREAD:
                self.read_blocks(block, around)

    def read_table(self, table: Element, around: _Around) -> None:
        """Read a table row by row."""
        self.end()
        rows = [row for row in table.iter() if name_of(row) == "w:tr" and _inside(row, "w:tbl") is table]
        if around.kind is not Kind.NOTE and any(len(_cells(row)) > 1 and _is_line(row) for row in rows):
            self.tables += 1
            inside = Inside(feature=Feature.TABLE, number=self.tables)
            around = replace(around, inside=(*around.inside, inside))
        for row in rows:
            is_deleted = child(row, "w:trPr", "w:del") is not None
            self.read_row(row, replace(around, rule="tracked-deletion") if is_deleted else around)

    def read_row(self, row: Element, around: _Around) -> None:
        """Read a row: one passage where its cells hold a line each, else cell by cell."""
        is_row = _is_line(row)
        for cell in _cells(row):
            self.read_blocks(cell, replace(around, kind=Kind.ROW if is_row else None, is_row=is_row))
            if is_row:
                self.galley.break_line()
            else:
                self.end()
        self.end()

    def read_paragraph(self, paragraph: Element, around: _Around) -> None:
        """Read a paragraph, and after it the text boxes that hang on it."""
        properties = child(paragraph, "w:pPr")
        self.begin_paragraph(properties, around)
        self.read_inline(paragraph, rule="")
        boxes, self.boxes = self.boxes, []
        is_blank = not self.galley.flow.pieces
        if not around.is_row and (boxes or not joins_next(paragraph)):
            self.end()
        has_line = child(properties, "w:pBdr") is not None or any("hr" in key for key in _shape_keys(paragraph))
        is_empty = is_blank and not boxes and not around.is_row and not around.rule and around.kind is None
        if is_empty and (has_line or not _has_object(paragraph)):
            self.galley.break_scene(is_blank_line=not has_line)
        for box in boxes:
            self.read_blocks(box, replace(around, kind=None, is_row=False))
            self.end()
        if child(properties, "w:sectPr") is not None:
            self.is_new_page = attribute(child(properties, "w:sectPr", "w:type"), "val") != "continuous"

    def begin_paragraph(self, properties: Element | None, around: _Around) -> None:
        """Take in what a paragraph's style and its own properties say."""
        style = self.styles.find(attribute(child(properties, "w:pStyle"), "val"))
        own = outline_level(properties)
        self.style = style
        self.around = replace(around, rule=around.rule or style.rule)
        self.level = 0 if around.kind else (own if own is not None and not style.is_title else style.level)
        is_listed = child(properties, "w:numPr") is not None or style.is_listed
        self.kind = around.kind or (Kind.ITEM if is_listed and style.kind is Kind.PARAGRAPH else style.kind)
        starts_page = is_on(properties, "w:pageBreakBefore")
        self.is_new_page = self.is_new_page or (style.starts_page if starts_page is None else starts_page)
        centring = child(properties, "w:jc")
        self.setting.is_centred = style.is_centred if centring is None else is_centred(properties)
        self.setting.is_title = style.is_title

    def end(self) -> None:
        """End the passage that is being read."""
        level = min(self.level, 9) if self.level else 0
        passage_words = sum(len(text.split()) for text, rule in self.galley.flow.pieces if not rule)
        is_heading = level > 0 and passage_words <= _LONGEST_HEADING and not self.around.is_row
        lines = self.galley.flow.lines
        kind = Kind.HEADING if is_heading else self.kind
        if kind is Kind.PARAGRAPH and len(lines) >= _SHORTEST_STANZA and max(map(len, lines)) <= _LONGEST_VERSE_LINE:
            kind = Kind.VERSE
        rule = self.around.rule or self.setting.rule
        inside = self.around.inside
        if self.style.feature and not self.note:
            inside = (*inside, Inside(feature=self.style.feature))
        passage = self.galley.end_passage(
            kind,
            level=level if is_heading else 0,
            rule=rule,
            inside=inside or None,
            notes=(self.note,) if self.note else (),
        )
        if passage is not None and passage.words:
            self.layouts[len(self.galley.passages) - 1] = self.setting.layout(
                starts_page=self.is_new_page, default_size=self.styles.size
            )
            self.is_new_page = False
        self.setting = Setting()

    def read_inline(self, element: Element, *, rule: str) -> None:
        """Read what stands inside a line."""
        for inner in element:
            name = name_of(inner)
            if name == "w:r":
                self.read_run(inner, rule=rule)
            elif name == "w:fldSimple":
                self.fields.append(_Field(code=attribute(inner, "instr") or "", is_result=True))
                self.read_inline(inner, rule=rule)
                self.fields.pop()
            elif name in _TEXTS:
                self.add(inner.text or "", rule=rule)
            elif name == "m:oMath":
                self.read_inline(inner, rule=rule or self.begin_formula())
            elif name in _LEFT_OUT or name in TRANSPARENT or name.startswith("m:"):
                self.read_inline(inner, rule=rule or self.left_out(name))
            elif name not in UNREAD:
                self.read_mark(inner, name, rule=rule)

    def left_out(self, name: str) -> str:
        """Return the rule that leaves out what is inside an element, or an empty text."""
        return _RUBY_RULES[self.announcer.policy.ruby].get(name, _LEFT_OUT.get(name, ""))

    def begin_formula(self) -> str:
        """Announce a formula or mention it instead, and return the rule that leaves it out, or an empty text."""
        choice = self.announcer.policy.formulas
        if choice is Reading.ANNOUNCE:
            self.galley.flow.announce(self.announcer.frame(Feature.FORMULA)[0].lstrip("("))
        elif choice is Reading.MENTION:
            self.galley.flow.announce(f"({self.announcer.omission(Feature.FORMULA).rstrip('.')})")
        return Feature.FORMULA.value if is_left_out(choice) else ""

    def read_run(self, run: Element, *, rule: str) -> None:
        """Read a run: a piece of text that is set in one way."""
        how = run_of(run, self.style, self.styles)
        rule = rule or ("hidden-text" if how.is_hidden else "")
        call = next((inner for inner in run if name_of(inner) in _NOTE_CALLS), None)
        is_own_sign = attribute(call, "customMarkFollows") in ("1", "true", "on")
        for inner in run:
            name = name_of(inner)
            if name == "w:t":
                self.add(inner.text or "", rule=rule or ("note-reference" if is_own_sign else ""), run=how)
            elif name == "w:delText":
                self.add(inner.text or "", rule="tracked-deletion")
            elif name in TRANSPARENT:
                self.read_inline(inner, rule=rule or self.left_out(name))
            elif name not in UNREAD:
                self.read_mark(inner, name, rule=rule)

    def read_mark(self, element: Element, name: str, *, rule: str) -> None:
        """Read what stands in a run and is not text: breaks, symbols, fields, note calls, drawings."""
        if name in _CHARACTERS:
            self.add(_CHARACTERS[name], rule=rule)
        elif name == "w:sym":
            self.add(symbol_of(element), rule=rule)
        elif name in ("w:br", "w:cr"):
            self.read_break(attribute(element, "type") or "")
        elif name == "w:fldChar":
            self.read_field(attribute(element, "fldCharType") or "")
        elif name == "w:instrText" and self.fields:
            self.fields[-1].code += element.text or ""
        elif name in _NOTE_CALLS and not rule:
            self.call_note(element, _NOTE_CALLS[name])
        elif name in DRAWINGS:
            self.read_drawing(element, rule=rule)

    def call_note(self, element: Element, kind: str) -> None:
        """Note the call of a note; its number is not in the file: notes count from 1, in the order of their calls."""
        self.called[kind] += 1
        has_sign = attribute(element, "customMarkFollows") in ("1", "true", "on")
        label = "" if has_sign else f"{self.called[kind]}"
        folder = self.galley.part.rpartition("/")[0]
        self.galley.call_note(f"{folder}/{kind}.xml#{attribute(element, 'id') or ''}".lstrip("/"), label)
        self.galley.flow.announce(self.announcer.reference(label))

    def read_break(self, kind: str) -> None:
        """Read the end of a line, or of a page."""
        if kind not in ("page", "column"):
            self.galley.break_line()
            return
        self.end()
        self.is_new_page = True

    def read_field(self, step: str) -> None:
        """Read the begin, the middle or the end of a field."""
        if step == "begin":
            self.fields.append(_Field())
        elif step == "separate" and self.fields:
            self.fields[-1].is_result = True
        elif step == "end" and self.fields:
            self.fields.pop()

    def read_drawing(self, element: Element, *, rule: str) -> None:
        """Read the labels of a drawing as left out; keep its text boxes for the end of the paragraph.

        The description of a picture is read beside the paragraph.
        """
        choice = self.announcer.policy.images
        text = description_of(element) if choice is not Reading.SKIP else ""
        if text and rule:
            self.galley.flow.leave_out(f" {text} ", rule, start=self.galley.offset, stop=self.galley.offset)
        elif text:
            words = 0 if is_left_out(choice) else count_words(text)
            place = Place(part=self.galley.part, start=self.galley.offset, stop=self.galley.offset)
            aside = Aside(feature=Feature.IMAGE, text=text, words=words, place=place)
            self.galley.set_aside(aside, rule=self.around.rule)
        for drawn in drawn_texts(element):
            if name_of(drawn) == "a:t":
                self.add(drawn.text or "", rule=rule or "picture-text")
            else:
                self.boxes.append(drawn)

    def add(self, text: str, *, rule: str, run: Run | None = None) -> None:
        """Add text to the present passage."""
        if not text:
            return
        rules = [inner.rule for inner in self.fields if inner.is_result and inner.rule]
        listing = next((name for name in rules if name.startswith("content.")), "")
        if listing and not rule:
            self.setting.rule = listing
        else:
            rule = rule or next(iter(rules), "")
        if not rule and run is not None and text.strip():
            self.setting.add(text, is_bold=run.is_bold, is_caps=run.is_caps, size=run.size)
            tag = language_of(text, run.language)
            is_foreign = bool(tag and self.language) and _primary(tag) != _primary(self.language)
            self.galley.set_mark(MarkName.LANG, tag if is_foreign else None)
            self.galley.set_mark(MarkName.EMPHASIS, "" if run.is_stressed else None)
        self.galley.add(text, rule=rule)


def _gallery(block: Element) -> str:
    """Return what a structured document tag says it holds: `table of contents`."""
    properties = child(block, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return (attribute(properties, "val") or "").lower()


def _cells(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [element for element in row.iter() if name_of(element) == "w:tc" and _inside(element, "w:tr") is row]


def _is_line(row: Element) -> bool:
    """Whether each cell of a row holds a line at most."""
    return all(sum(name_of(inner) == "w:p" for inner in cell.iter()) <= 1 for cell in _cells(row))


def _inside(element: Element, name: str) -> Element | None:
    """Return the innermost element of a name around an element."""
    return next((outer for outer in element.iterancestors() if name_of(outer) == name), None)


def _has_object(paragraph: Element) -> bool:
    """Whether a paragraph without text holds a picture, an object or a break."""
    return any(name_of(element) in {*DRAWINGS, "w:br", "w:fldChar", "w:sectPr"} for element in paragraph.iter())


def _shape_keys(paragraph: Element) -> list[str]:
    """Return the names of the attributes of old drawings: a ruled line is one with `o:hr`."""
    return [
        str(key).rpartition("}")[2]
        for element in paragraph.iter("{urn:schemas-microsoft-com:vml}rect")
        for key in element.attrib
    ]


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
