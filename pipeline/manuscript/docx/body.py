"""A part of a DOCX -> passages, each with how it is set on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.manuscript.announcements import Announcer
from pipeline.manuscript.docx.blocks import cells_of, gallery_of, has_object, initial_box, is_line, is_ruled, rows_of
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
    relationship_of,
    symbol_of,
)
from pipeline.manuscript.docx.fields import Field
from pipeline.manuscript.docx.layout import Layout, Setting
from pipeline.manuscript.docx.numbering import chapter_level
from pipeline.manuscript.docx.package import Part
from pipeline.manuscript.docx.runs import Run, language_of, run_of
from pipeline.manuscript.docx.styles import Style, Styles, is_centred, outline_level
from pipeline.manuscript.features import Aside, Feature, Inside, is_left_out
from pipeline.manuscript.galley import Galley
from pipeline.manuscript.markup import Element
from pipeline.manuscript.passage import Document
from pipeline.manuscript.words import count_words
from pipeline.model import Kind, MarkName, Place, Reading, Ruby, Skip

_NO_LABELS: Final[Mapping[Element, str]] = {}
_NO_CHUNKS: Final[Mapping[str, Document]] = {}
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
    part: Part,
    styles: Styles,
    announcer: Announcer,
    *,
    language: str,
    rule: str = "",
    kind: Kind | None = None,
    labels: Mapping[Element, str] = _NO_LABELS,
    chunks: Mapping[str, Document] = _NO_CHUNKS,
) -> tuple[Galley, dict[int, Layout]]:
    """Return the passages of a part, and how those that hold text are set, by their place in the galley.

    `language` is the book's; text in another one is marked. `rule` leaves out every passage; `kind` is that of all
    passages, None where their styles say it. `labels` are the automatic numbers before headings, `chunks` the documents
    that stand inside this one, by the ids of their relationships.
    """
    body = _Body(
        galley=Galley(part=part.path),
        styles=styles,
        announcer=announcer,
        language=language,
        labels=labels,
        chunks=chunks,
    )
    body.read_blocks(part.root, _Around(rule=rule, kind=kind))
    body.end()
    return body.galley, body.layouts


@dataclass(slots=True)
class _Body:
    galley: Galley
    styles: Styles
    announcer: Announcer
    language: str
    labels: Mapping[Element, str]
    chunks: Mapping[str, Document]
    layouts: dict[int, Layout] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
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
            elif name == "w:altChunk":
                self.read_chunk(relationship_of(block) or "")
            elif name == "w:sdt":
                is_contents = gallery_of(block) == "table of contents"
                self.read_blocks(block, replace(around, rule="content.contents") if is_contents else around)
            elif name in ("w:footnote", "w:endnote"):
                self.galley.anchor(attribute(block, "id") or "")
                self.note = f"{self.galley.part}#{attribute(block, 'id') or ''}"
                self.read_blocks(block, around)
                self.end()
            elif name not in UNREAD:
                self.read_blocks(block, around)

    def read_chunk(self, identifier: str) -> None:
        """Put the passages of a document inside this one in its place; note one that cannot be read."""
        self.end()
        document = self.chunks.get(identifier)
        if document is None:
            where = f"{self.galley.part} altChunk {identifier}"
            self.galley.skips.append(Skip(rule="source.unreadable", words=0, where=where))
            return
        for passage in document.passages:
            if passage.words:
                self.layouts[len(self.galley.passages)] = Setting().layout(starts_page=False, default_size=0)
            self.galley.passages.append(passage)
        self.galley.skips.extend(document.skips)

    def read_table(self, table: Element, around: _Around) -> None:
        """Read a table row by row."""
        self.end()
        rows = rows_of(table)
        if around.kind is not Kind.NOTE and any(len(cells_of(row)) > 1 and is_line(row) for row in rows):
            self.tables += 1
            inside = Inside(feature=Feature.TABLE, number=self.tables)
            around = replace(around, inside=(*around.inside, inside))
        for row in rows:
            is_deleted = child(row, "w:trPr", "w:del") is not None
            self.read_row(row, replace(around, rule="tracked-deletion") if is_deleted else around)

    def read_row(self, row: Element, around: _Around) -> None:
        """Read a row: one passage where its cells hold a line each, else cell by cell."""
        is_row = is_line(row)
        for cell in cells_of(row):
            self.read_blocks(cell, replace(around, kind=Kind.ROW if is_row else None, is_row=is_row))
            if is_row:
                self.galley.break_line()
            else:
                self.end()
        self.end()

    def read_paragraph(self, paragraph: Element, around: _Around) -> None:
        """Read a paragraph, and after it the text boxes that hang on it; before it one that is its initial."""
        properties = child(paragraph, "w:pPr")
        initial = None if around.is_row else initial_box(paragraph)
        if initial is not None:
            self.end()
            self.read_blocks(initial, replace(around, kind=None))
            self.end()
        self.begin_paragraph(properties, around)
        self.read_label(self.labels.get(paragraph, ""))
        self.read_inline(paragraph, rule="")
        boxes, self.boxes = [box for box in self.boxes if box is not initial], []
        is_blank = not self.galley.flow.pieces
        if not around.is_row and (boxes or not joins_next(paragraph)):
            self.end()
        has_line = is_ruled(paragraph)
        is_empty = is_blank and not boxes and not around.is_row and not around.rule and around.kind is None
        if is_empty and (has_line or not has_object(paragraph)):
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

    def read_label(self, label: str) -> None:
        """Set the number that Word counts before a heading; it takes no place in the part's text."""
        if label:
            self.level = self.level or (chapter_level(label) if self.around.kind is None else 0)
            self.setting.add(label, is_bold=True, is_caps=True, size=0)
            self.galley.flow.append(label, start=self.galley.offset, stop=self.galley.offset)

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
                self.fields.append(Field(code=attribute(inner, "instr") or "", is_result=True))
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
            self.fields.append(Field())
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


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
