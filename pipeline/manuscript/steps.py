"""An XHTML element and its surroundings -> what a walk does there.

Most elements of a book are like one that was met before: the same name and attributes inside the same surroundings. So
a step is worked out once and kept with the step around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.manuscript import elements
from pipeline.manuscript.features import DESCRIBED, Feature, has_features
from pipeline.manuscript.markup import INLINE, Element, is_undisplayed, language_of, local_name, semantic_types
from pipeline.manuscript.rules import partition_of_type
from pipeline.model import Kind, MarkName, ReadingPolicy

_DEFAULT: Final = ReadingPolicy()
_SINGULAR: Final = frozenset({"id", "{http://www.w3.org/XML/1998/namespace}id", "href", "name", "src", "alt", "title"})
"""Attributes that differ from element to element and decide nothing here (a link is never kept)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the elements around a place say of the text there."""

    language: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    rule: str = ""
    """Leaves out whole passages."""
    inline_rule: str = ""
    """Leaves out text inside a passage."""
    types: tuple[str, ...] = ()
    is_verse: bool = False
    is_joined: bool = False
    """Blocks are lines of one passage (the cells of a row, the lines of a stanza)."""
    is_hidden: bool = False
    is_link: bool = False
    is_stage: bool = False
    reading: ReadingPolicy = _DEFAULT
    has_features: bool = False
    """The policy has something to say of the features of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happens where an element begins, and the surroundings inside it."""

    context: Context
    name: str = ""
    is_block: bool = True
    is_note_call: bool = False
    marks: tuple[tuple[MarkName, str], ...] = ()
    """What begins with the element, in order."""
    is_initial: bool = False
    """A class says that the first letter of a text is decorated here."""
    is_bare: bool = False
    """The element has no attributes."""
    has_variants: bool = False
    """The same name and attributes may mean something else around other content."""
    feature: Feature | None = None
    """What the block is for the policy, if that has something to say of it."""
    is_note: bool = False
    """The block is the body of a note."""
    is_page: bool = False
    """A page begins here."""
    is_described: bool = False
    """What a listener hears of it, if anything, is a description."""
    inner: dict[object, Step] = field(default_factory=dict, compare=False)
    """Steps into the elements inside, by `key_of`."""

    def into(self, element: Element, *, is_called: bool, note_begins: bool | None = None) -> Step:
        """Return the step into an element inside this one.

        `is_called` says that the call of a note points to it; `note_begins` that a note that is read has no text yet,
        None outside of those.
        """
        key = key_of(element, is_called=is_called)
        known = self.inner.get(key) or self._learn(key, element, is_called=is_called)
        if known.has_variants:
            is_back = note_begins is not None and self._leads_back(element, is_begin=note_begins)
            key = key, is_back, elements.content_of(element, known.name, has_features=self.context.has_features)
            known = self.inner.get(key) or self._learn(key, element, is_called=is_called, is_back=is_back)
        return known

    def _leads_back(self, element: Element, *, is_begin: bool) -> bool:
        """Whether an element in a note is a link back to its call."""
        is_link = local_name(element) == "a" and not self.context.inline_rule
        return is_link and elements.is_backlink(element, semantic_types(element), is_begin=is_begin)

    def _learn(self, key: object, element: Element, *, is_called: bool, is_back: bool = False) -> Step:
        self.inner[key] = step = _step(self.context, element, is_called=is_called, is_back=is_back)
        return step


def outside(language: str, reading: ReadingPolicy | None = None) -> Step:
    """Return the step around whole documents in a language, under a policy; text in another language is marked."""
    reading = reading or _DEFAULT
    return Step(context=Context(language=language, reading=reading, has_features=has_features(reading)))


def key_of(element: Element, *, is_called: bool) -> object:
    """Return what elements have in common that mean the same inside the same surroundings."""
    items = element.items()
    if not items and not is_called:
        return element.tag
    return element.tag, is_called, tuple(item for item in items if item[0] not in _SINGULAR)


def _step(around: Context, element: Element, *, is_called: bool, is_back: bool) -> Step:
    name, types = local_name(element), semantic_types(element)
    is_block = name not in INLINE
    if is_undisplayed(element):
        return Step(context=replace(around, is_hidden=True), name=name, is_block=is_block)
    language = language_of(element)
    if is_block:
        context = _inside_block(around, element, name, types, is_called=is_called)
    else:
        context = _inside_inline(around, element, name, types)
    if is_back:
        context = replace(context, inline_rule="note-number")
    feature = elements.feature_of(element, name, types) if is_block and around.has_features else None
    return Step(
        context=replace(context, language=language) if language else context,
        name=name,
        is_block=is_block,
        is_note_call=context.inline_rule == "note-reference" and not around.inline_rule and not is_block,
        marks=_marks(element, types, language, around, is_block=is_block),
        is_initial=not is_block and elements.is_initial(element),
        is_bare=not element.keys(),
        has_variants=elements.depends_on_content(element, name),
        feature=None if feature is Feature.VERSE and around.is_verse else feature,
        is_note=is_block and elements.is_note_body(element, name, types, is_called=is_called),
        is_page=context.inline_rule == "page-number" and not around.inline_rule,
        is_described=not is_block and name in DESCRIBED,
    )


def _marks(
    element: Element, types: tuple[str, ...], language: str, around: Context, *, is_block: bool
) -> tuple[tuple[MarkName, str], ...]:
    """Return what begins with an element: stress, what a writing stands for, a change of language."""
    marks: tuple[tuple[MarkName, str], ...] = ()
    if not is_block and elements.is_emphasis(local_name(element), types, has_language=bool(language)):
        marks += ((MarkName.EMPHASIS, ""),)
    reading = elements.reading_of(element, types)
    if reading:
        marks += ((MarkName.AS, reading),)
    if language and _primary(language) != _primary(around.language):
        marks += ((MarkName.LANG, language),)
    return marks


def _inside_block(around: Context, element: Element, name: str, types: tuple[str, ...], *, is_called: bool) -> Context:
    kind = elements.kind_of(name, types, around.kind)
    verse = around.is_verse or elements.is_verse(element, types)
    joined = around.is_joined or (name == "tr" and elements.is_row(element)) or (verse and elements.is_stanza(element))
    if name == "tr" and not joined:
        kind = around.kind
    partitions = elements.partition_types_of(element, name, types)
    rule = around.rule or _partition_rule(partitions)
    if not rule and elements.is_note_body(element, name, types, is_called=is_called):
        rule = "note-body"
    return Context(
        language=around.language,
        kind=around.kind if around.is_joined else kind,
        level=elements.LEVELS.get(name, elements.UNRANKED_LEVEL) if kind is Kind.HEADING else 0,
        rule=rule,
        inline_rule=_inline_rule(around, element, name, types),
        types=around.types + partitions,
        is_verse=verse,
        is_joined=joined,
        is_link=around.is_link,
        is_stage=around.is_stage,
        reading=around.reading,
        has_features=around.has_features,
    )


def _inline_rule(around: Context, element: Element, name: str, types: tuple[str, ...]) -> str:
    return elements.inline_rule_of(element, name, types, around=around.inline_rule, reading=around.reading)


def _partition_rule(types: tuple[str, ...]) -> str:
    """Return the rule by which no passage inside a part of the book is narrated, or an empty text."""
    named = (partition_of_type(token) for token in types)
    left_out = next((partition for partition in named if partition and not partition.is_read_aloud), None)
    return f"semantics.{left_out.name}" if left_out else ""


def _inside_inline(around: Context, element: Element, name: str, types: tuple[str, ...]) -> Context:
    return replace(
        around,
        inline_rule=_inline_rule(around, element, name, types),
        is_link=around.is_link or (name == "a" and "href" in element.attrib),
        is_stage=around.is_stage or "z3998:stage-direction" in types,
    )


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
