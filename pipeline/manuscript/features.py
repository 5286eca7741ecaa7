"""Features of a page: what can be read, left out, announced or mentioned by `[reading]` of book.toml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.model import Kind, Place, Reading, ReadingPolicy


class Feature(StrEnum):
    """What a block belongs to; its value is the name of the rule that leaves it out."""

    IMAGE = "image"
    CAPTION = "caption"
    TABLE = "table"
    LIST = "list"
    CODE = "code"
    FORMULA = "formula"
    EPIGRAPH = "epigraph"
    QUOTE = "quote"
    LETTER = "letter"
    VERSE = "verse"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A feature that a block stands in, told from others of its kind by a number."""

    feature: Feature
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What stands beside the text and is read only by policy: the description of a picture, the number of a page."""

    feature: Feature
    text: str
    words: int
    """How many of them the account of the source counts: those of a description that is read."""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCall:
    """The call of a note in a passage."""

    target: str
    """`part#id` of its body."""
    label: str
    """What is printed: `3`, `*`."""


DESCRIBED: Final = {"img": Feature.IMAGE, "svg": Feature.IMAGE, "math": Feature.FORMULA}
"""The elements of HTML that bring a description along."""
_FEATURE_OF_KIND: Final = {
    Kind.CAPTION: Feature.CAPTION,
    Kind.ROW: Feature.TABLE,
    Kind.ITEM: Feature.LIST,
    Kind.QUOTE: Feature.QUOTE,
    Kind.VERSE: Feature.VERSE,
}


def features_of_kind(kind: Kind) -> tuple[Inside, ...]:
    """Return what a block of a kind stands in where the manuscript says no more: neighbours are one table, one list."""
    feature = _FEATURE_OF_KIND.get(kind)
    return (Inside(feature=feature),) if feature else ()


def choice_of(policy: ReadingPolicy, feature: Feature) -> Reading:
    """Return what a policy says of a feature."""
    return {
        Feature.IMAGE: policy.images,
        Feature.CAPTION: policy.captions,
        Feature.TABLE: policy.tables,
        Feature.LIST: policy.lists,
        Feature.CODE: policy.code,
        Feature.FORMULA: policy.formulas,
        Feature.EPIGRAPH: policy.epigraphs,
        Feature.QUOTE: policy.quotes,
        Feature.LETTER: policy.letters,
        Feature.VERSE: policy.verse,
        Feature.PAGE: policy.page_markers,
    }[feature]


def described_elements(policy: ReadingPolicy) -> frozenset[str]:
    """Return the elements of HTML whose descriptions a listener hears: they count as text of the source."""
    return frozenset(name for name, feature in DESCRIBED.items() if not is_left_out(choice_of(policy, feature)))


def has_features(policy: ReadingPolicy) -> bool:
    """Whether any feature of a block is not simply read: else none is looked for."""
    told = set(Feature) - {Feature.IMAGE, Feature.PAGE}
    return any(choice_of(policy, feature) is not Reading.READ for feature in told)


def is_left_out(choice: Reading) -> bool:
    """Whether the words of a feature are not read."""
    return choice in (Reading.SKIP, Reading.MENTION)
