"""Book -> what a person should look at before it is narrated: warnings, one sentence each.

A warning is a hint and never an error; it names the place and what to do. Thresholds are house rules, chosen so that
the books with truth of our corpora raise none but true ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from pipeline.manuscript.decoding import garbled
from pipeline.manuscript.words import split_words, word_key
from pipeline.model import Book, Chapter, Matter, Paragraph

_TINY_WORDS: Final = 5
"""Words of a chapter up to which it is likely a heading without its text."""
_WHOLE_BOOK_WORDS: Final = 12_000
"""Words of a book from which one chapter for all of it says that no heading was found."""
_SKIPPED_SHARE: Final = 0.3
"""Share of skipped words from which it is said; endnotes of a scholarly edition have less."""
_LEAST_WORDS: Final = 200
"""Words of a source below which shares mean nothing."""
_STORY_WORDS: Final = 1500
"""Words of a chapter skipped for its name or its contents from which it is named: it might be told."""
_CERTAIN: Final = frozenset({"content.gutenberg-licence", "content.front-matter-block"})
"""Rules over contents that mark their begin and end, so that no story can be among them."""
_LONGEST_PARAGRAPH: Final = 20_000
"""Characters; the longest paragraphs of our corpora have 6,000."""
_TWIN_WORDS: Final = 40
"""Words from which two chapters with the same ones are one chapter twice."""
_NAMED: Final = 6
"""Places that a warning names at most."""
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SAMPLE_WORDS: Final = 20_000
_COMMON: Final = {
    "en": frozenset({"the", "and", "of", "to", "was", "he", "that", "with", "his", "had", "not", "but", "for"}),
    "de": frozenset({"und", "der", "die", "das", "nicht", "ein", "zu", "ich", "ist", "mit", "den", "sich", "auf"}),
    "fr": frozenset({"et", "les", "le", "des", "que", "une", "pas", "dans", "il", "je", "vous", "qui", "est"}),
    "es": frozenset({"el", "los", "que", "y", "por", "con", "una", "las", "del", "su", "para", "como", "más"}),
    "it": frozenset({"il", "di", "che", "non", "una", "per", "è", "con", "gli", "della", "più", "sono", "anche"}),
}  # fmt: skip
"""Frequent short words by which a text shows its language, of the languages that number rules are written for."""
_NAMES: Final = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian"}
_LEAST_SHARE: Final = 0.06
"""Share of such words in running text, below which a language is not recognised; a text in it has 0.15 and more."""
_RIVAL: Final = 3.0
"""Times as many such words that another language has when the declared one is wrong."""


def review_book(book: Book) -> tuple[str, ...]:
    """Return every warning: the reader's own first, then what the chapters and the account show."""
    found = list(book.warnings)
    for check in _CHECKS:
        found.extend(warning for warning in check(book) if warning not in found)
    return tuple(found)


def _unreadable(book: Book) -> Iterator[str]:
    places = [skip.where for skip in book.conservation.skipped if skip.rule == "source.unreadable"]
    if places:
        yield f"the reading order names what is missing or cannot be read: {_listed(places)}; compare with the original"
    pictures = [skip.where for skip in book.conservation.skipped if skip.rule == "page-picture"]
    if pictures:
        yield f"nothing but a picture is on {_listed(pictures)}; text in it is not read: recognise it, if there is any"


def _unaccounted(book: Book) -> Iterator[str]:
    missing = book.conservation.unaccounted_words
    if missing:
        kind = "are neither read nor under a rule" if missing > 0 else "are read that the second count does not find"
        yield f"{abs(missing)} words {kind}; please report it with the manuscript"


def _shares(book: Book) -> Iterator[str]:
    account = book.conservation
    by_rule: Counter[str] = Counter()
    for skip in account.skipped:
        by_rule[skip.rule] += skip.words
    share = sum(by_rule.values()) / max(1, account.source_words)
    if account.source_words >= _LEAST_WORDS and share >= _SKIPPED_SHARE:
        rule, words = by_rule.most_common(1)[0]
        most = words / account.source_words
        yield f"{share:.0%} of the words are skipped, {most:.0%} by {rule}; look whether that is right"
    for chapter in book.chapters:
        is_guess = chapter.rule.startswith(("name.", "content.", "source.")) and chapter.rule not in _CERTAIN
        if not chapter.is_read_aloud and is_guess and chapter.words >= _STORY_WORDS:
            yield (
                f"{_named(chapter)} has {chapter.words:,} words and is skipped by {chapter.rule};"
                f" `--include {chapter.id}` reads it"
            )


def _chapters(book: Book) -> Iterator[str]:
    read = [chapter for chapter in book.chapters if chapter.is_read_aloud]
    tiny = [
        f"{_named(chapter)} ({chapter.words})"
        for chapter in read
        if chapter.words <= _TINY_WORDS and chapter.matter is Matter.BODY and len(read) > 1
    ]
    if tiny:
        yield f"chapters of {_TINY_WORDS} words or fewer: {_listed(tiny)}; is their text elsewhere?"
    untitled = [chapter.id for chapter in read if not chapter.title.strip()]
    if untitled and len(read) > 1:
        yield f"no title: {_listed(untitled)}; players show it: write one in book.toml"
    if len(read) == 1 and read[0].words >= _WHOLE_BOOK_WORDS:
        yield f"all {read[0].words:,} words are one chapter: no headings were found; set them in the manuscript"


def _twins(book: Book) -> Iterator[str]:
    seen: dict[str, Chapter] = {}
    for chapter in book.chapters:
        if not chapter.is_read_aloud or chapter.words < _TWIN_WORDS:
            continue
        twin = seen.setdefault(word_key(_text(chapter)), chapter)
        if twin is not chapter:
            yield f"{_named(chapter)} has the words of {_named(twin)}; `--exclude {chapter.id}` leaves it out"


def _paragraphs(book: Book) -> Iterator[str]:
    long = [
        f"{chapter.id} ({len(block.text):,})"
        for chapter in book.chapters
        if chapter.is_read_aloud
        for block in chapter.blocks
        if isinstance(block, Paragraph) and len(block.text) > _LONGEST_PARAGRAPH
    ]
    if long:
        yield (
            f"paragraphs of more than {_LONGEST_PARAGRAPH:,} characters: {_listed(long)};"
            " the breaks between paragraphs may be lost: look at the manuscript"
        )


def _letters(book: Book) -> Iterator[str]:
    if not any("look garbled" in warning for warning in book.warnings):
        yield from garbled("\n".join(_text(chapter) for chapter in book.chapters if chapter.is_read_aloud))


def _metadata(book: Book) -> Iterator[str]:
    if not book.metadata.title:
        yield "the manuscript does not say its title; write it in book.toml (book.title)"
    if not book.metadata.authors:
        yield "the manuscript does not say who wrote it; write it in book.toml (book.authors)"


def _language(book: Book) -> Iterator[str]:
    tag = book.metadata.language
    shares = _language_shares(book)
    best = max(shares, key=lambda language: shares[language])
    is_sure = shares[best] >= _LEAST_SHARE
    told = f"the text looks {_NAMES[best]}" if is_sure else "it cannot be told from the text"
    if not tag:
        yield f"the manuscript does not say its language, and {told}; see book.language in book.toml"
    elif not _TAG.fullmatch(tag):
        yield f'{tag!r} is no language tag, and {told}; set book.language in book.toml, such as "en-GB"'
    elif is_sure and _primary(tag) != best and shares[best] > _RIVAL * shares.get(_primary(tag), 0.0):
        yield f"the manuscript says its language is {tag}, but {told}; set book.language in book.toml"


_CHECKS: Final[tuple[Callable[[Book], Iterator[str]], ...]] = (
    _unaccounted, _unreadable, _shares, _chapters, _twins, _paragraphs, _letters, _language, _metadata
)  # fmt: skip


def guess_language(book: Book) -> str:
    """Return the language that the text of a book shows (en, de, fr, es, it); empty where none is plain."""
    shares = _language_shares(book)
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= _LEAST_SHARE else ""


def _language_shares(book: Book) -> dict[str, float]:
    """Return for each known language the share of its common words among the first words that are read."""
    words: Counter[str] = Counter()
    for chapter in book.chapters:
        if chapter.is_read_aloud and words.total() < _SAMPLE_WORDS:
            words.update(split_words(_text(chapter).lower()))
    total = max(1, words.total())
    return {language: sum(words[word] for word in common) / total for language, common in _COMMON.items()}


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _text(chapter: Chapter) -> str:
    return "\n".join(block.text for block in chapter.blocks if isinstance(block, Paragraph))


def _named(chapter: Chapter) -> str:
    return f"{chapter.id} “{chapter.title}”" if chapter.title else chapter.id


def _listed(places: list[str]) -> str:
    """Return places as a list, the rest of a long one counted."""
    named = ", ".join(places[:_NAMED])
    rest = len(places) - _NAMED
    return f"{named} and {rest} more" if rest > 0 else named
