"""The closed table of rules: why a chapter is read or not, and why words are left out.

A rule's name has the form `ground.what`. Grounds: `semantics` (the manuscript's own markup says so: EPUB 3 Structural
Semantics Vocabulary 1.1, https://www.w3.org/TR/epub-ssv-11/, DPUB-ARIA roles, landmarks, guide), `name` (title or file
name), `content` (what the words are), `position`, `choice` (a person's), `default`. Rules without a dot name a skip
inside a chapter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.manuscript.words import word_key
from pipeline.model import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A part of a book that has a name of its own, how it is recognised, and whether it is narrated."""

    name: str
    matter: Matter
    is_read_aloud: bool
    types: tuple[str, ...] = ()
    """Semantic types: `epub:type` or `role` tokens without `doc-`, and the types of an EPUB 2 guide."""
    titles: tuple[str, ...] = ()
    """Whole titles."""
    openings: tuple[str, ...] = ()
    """First words of a title."""
    files: tuple[str, ...] = ()
    """Names of files: letters only, without extension."""


def _partition(
    name: str, matter: Matter, read: str, *, types: str = "", titles: str = "", openings: str = "", files: str = ""
) -> Partition:
    """Return a row of the table; several values stand apart by a bar."""
    values = [tuple(filter(None, value.split("|"))) for value in (types, titles, openings, files)]
    return Partition(
        name=name,
        matter=matter,
        is_read_aloud=read == "read",
        types=values[0],
        titles=values[1],
        openings=values[2],
        files=values[3],
    )


PARTITIONS: Final = (
    _partition(
        "cover",
        Matter.FRONT,
        "skip",
        types="cover|coverpage",
        titles="cover|cover page|front cover|couverture|umschlag|cubierta",
        files="cover|coverpage|cvi|frontcover",
    ),
    _partition(
        "titlepage",
        Matter.FRONT,
        "skip",
        types="titlepage|title-page",
        titles="title page|titlepage|page de titre|titelseite|portada",
        files="titlepage|title|tp|titlepg",
    ),
    _partition(
        "halftitlepage",
        Matter.FRONT,
        "skip",
        types="halftitlepage|halftitle|half-title-page",
        titles="half title|half title page|halftitle",
        files="halftitle|halftitlepage|bastardtitle",
    ),
    _partition("imprint", Matter.FRONT, "skip", types="imprint", titles="imprint|impressum", files="imprint|impressum"),
    _partition(
        "copyright-page",
        Matter.FRONT,
        "skip",
        types="copyright-page|copyright",
        titles="copyright|copyright page|copyright notice|copyright information|legal notice|rights|credits|créditos"
        "|derechos de autor|mentions légales|droits d'auteur|diritti d'autore",
        files="copyright|copyrightpage|copyrights|legal|rights|cop",
    ),
    _partition(
        "contents",
        Matter.FRONT,
        "skip",
        types="toc|toc-brief|landmarks|page-list|pagelist",
        titles="contents|the contents|table of contents|toc|inhalt|inhaltsverzeichnis|table des matières|sommaire"
        "|índice|contenido|tabla de contenidos|indice|sommario|inhoud|innehåll",
        files="contents|toc|tableofcontents|nav|inhalt",
    ),
    _partition(
        "list",
        Matter.FRONT,
        "skip",
        types="loi|lot|loa|lov|list-of-illustrations",
        titles="list of illustrations|illustrations|list of tables|list of figures|list of maps|list of plates"
        "|abbildungsverzeichnis|table des illustrations",
        files="loi|lot|illustrations|listofillustrations",
    ),
    _partition(
        "other-books",
        Matter.FRONT,
        "skip",
        types="other-books",
        titles="also available|other books|books by the author|by the same author|du même auteur",
        openings="also by|also from|also in the|other books by|other titles by|other works by|books by|more from"
        "|titles by|novels by|works by",
        files="alsoby|otherbooks|booksby|bythesameauthor|adcard",
    ),
    _partition(
        "praise",
        Matter.FRONT,
        "skip",
        titles="praise|advance praise|reviews",
        openings="praise for|advance praise for|acclaim for",
        files="praise|reviews|blurbs",
    ),
    _partition(
        "errata",
        Matter.FRONT,
        "skip",
        types="errata|revision-history|z3998:editorial-note",
        titles="errata|transcriber's note|transcriber's notes|transcribers note|transcribers notes",
    ),
    _partition(
        "gutenberg-licence",
        Matter.FRONT,
        "skip",
        types="pg-boilerplate",
        openings="the project gutenberg ebook|project gutenberg's|the full project gutenberg"
        "|full project gutenberg license|the project gutenberg license",
        files="pgheader|pgfooter",
    ),
    _partition(
        "dedication",
        Matter.FRONT,
        "read",
        types="dedication",
        titles="dedication|widmung|dédicace|dedicatoria",
        files="dedication",
    ),
    _partition("epigraph", Matter.FRONT, "read", types="epigraph", titles="epigraph", files="epigraph"),
    _partition(
        "foreword", Matter.FRONT, "read", types="foreword", titles="foreword|vorwort|avant propos", files="foreword"
    ),
    _partition(
        "preface",
        Matter.FRONT,
        "read",
        types="preface|preamble",
        titles="preface|préface|prefacio|prefazione",
        files="preface",
    ),
    _partition(
        "introduction",
        Matter.FRONT,
        "read",
        types="introduction",
        titles="introduction|einleitung|einführung|introducción|introduzione",
        files="introduction",
    ),
    _partition(
        "acknowledgments",
        Matter.FRONT,
        "read",
        types="acknowledgments|acknowledgements",
        titles="acknowledgments|acknowledgements|danksagung|remerciements|agradecimientos",
        files="acknowledgments|acknowledgements",
    ),
    _partition(
        "dramatis-personae",
        Matter.FRONT,
        "read",
        types="z3998:dramatis-personae",
        titles="dramatis personae|persons of the play",
    ),
    _partition("prologue", Matter.BODY, "read", types="prologue", titles="prologue|prolog|prólogo|prologo"),
    _partition(
        "chapter",
        Matter.BODY,
        "read",
        types="chapter|z3998:scene|se:short-story|division|volume|part",
    ),
    _partition(
        "epilogue",
        Matter.BODY,
        "read",
        types="epilogue|conclusion",
        titles="epilogue|epilog|épilogue|epílogo|epilogo|conclusion",
    ),
    _partition(
        "afterword",
        Matter.BACK,
        "read",
        types="afterword|postscript",
        titles="afterword|nachwort|postface|postscript",
        files="afterword",
    ),
    _partition("appendix", Matter.BACK, "read", types="appendix", openings="appendix", files="appendix"),
    _partition("glossary", Matter.BACK, "read", types="glossary", titles="glossary|glossar|glossaire|glosario"),
    _partition(
        "endnotes",
        Matter.BACK,
        "skip",
        types="endnotes|rearnotes|footnotes|notes",
        titles="endnotes|notes|footnotes|end notes|anmerkungen|fußnoten|endnoten|notes de fin|notas",
        files="endnotes|notes|footnotes",
    ),
    _partition(
        "bibliography",
        Matter.BACK,
        "skip",
        types="bibliography",
        titles="bibliography|references|works cited|further reading|literaturverzeichnis|bibliographie|bibliografía",
        files="bibliography",
    ),
    _partition(
        "index",
        Matter.BACK,
        "skip",
        types="index|index-legend",
        titles="index|general index|subject index|index of names|sachregister",
    ),
    _partition("colophon", Matter.BACK, "skip", types="colophon", titles="colophon|kolophon|colofón", files="colophon"),
    _partition("uncopyright", Matter.BACK, "skip", titles="uncopyright", files="uncopyright"),
    _partition(
        "about-the-author",
        Matter.BACK,
        "skip",
        types="contributors|credits",
        titles="about the author|about the authors|about the publisher|about the translator|about this ebook"
        "|about this edition|a note on the type|about the type|über den autor|à propos de l'auteur|sobre el autor",
        files="abouttheauthor|aboutauthor|aboutthepublisher|aboutpublisher",
    ),
    _partition(
        "advertisement",
        Matter.BACK,
        "skip",
        titles="newsletter|advertisement|advertisements|discover more|back ads|back cover|stay in touch"
        "|join the mailing list",
        openings="keep reading for|read on for|an excerpt from|an extract from|excerpt from|sneak peek|a preview of"
        "|a sneak preview|thank you for reading|thank you for buying|thanks for reading|sign up for|sign up to"
        "|coming soon",
        files="newsletter|teaser|excerpt|preview|advert|ads|backads|backcover|nextreads|signup",
    ),
)
"""Every named part. Read or not follows trade audiobooks: what is looked at is left out, what is told is read."""

CHOSEN: Final = "choice.producer"
"""The rule of a chapter whose reading a person decided."""
GROUNDS: Final = {
    "semantics": "the manuscript's own markup, landmarks or guide names the part",
    "name": "its title, its first line or its file's name names the part",
    "content.no-words": "nothing but pictures",
    "content.copyright-page": "a short text with the formulas of a copyright page",
    "content.contents": "mostly links to other places of the book",
    "content.index": "an index made by the word processor",
    "content.gutenberg-licence": "the header or the licence that Project Gutenberg puts around a book",
    "content.manuscript-head": "address and word count on the first sheet of a typescript",
    "content.front-matter-block": "the metadata block (YAML) at the head of a Markdown file",
    "content.titlepage": "nothing but the book's title and names before the story",
    "content.advertisement": "a short text with an address or prices at an end of the book, or after THE END",
    "position.before-body": "read, but before the place where the book says that its body begins",
    "semantics.frontmatter": "read, and the markup says that it is front matter",
    "semantics.backmatter": "read, and the markup says that it is back matter",
    "source.not-linear": "a document outside the linear reading order",
    "default.chapter": "nothing says otherwise: it is read",
    CHOSEN: "book.toml says so, against what the import would have decided",
    "default.only-text": "read, because nothing else in the book would be",
}
"""Rules by which matter and reading are decided, besides `semantics.` and `name.` with a partition's name."""

SKIPS: Final = {
    "note-reference": "the call of a note (number, asterisk) in the text",
    "note-body": "a footnote or endnote where it stands among the text",
    "page-number": "a page number of the printed edition",
    "sideways-text": "words that run another way than the page: a stamp in the margin, the label of a diagram",
    "line-division": "the second half of a word divided at a line end, which print counts apart and a reader does not",
    "ornament": "underscores drawn as a line between scenes",
    "page-picture": "a page that is nothing but a picture: a plate, or a scan whose text was not recognised",
    "line-number": "a line number printed beside verse",
    "ruby-annotation": "the pronunciation printed over a word",
    "picture-text": "letters inside a drawing (SVG)",
    "media-fallback": "what stands in for a film, a sound or an embedded object",
    "switch-case": "the alternatives of an epub:switch that are not its default",
    "split-initial": "white space between a decorated initial and its word",
    "image": "the description of a picture, by the policy of [reading]",
    "caption": "the text under a picture or over a table, by policy",
    "table": "a table of figures or facts, by policy",
    "list": "a list, by policy",
    "list-number": "the number or letter typed before an item, by policy",
    "code": "lines of a program, by policy",
    "formula": "a formula, by policy",
    "formula-text": "the signs of a formula whose description is read instead",
    "epigraph": "an epigraph, by policy",
    "quote": "a block quotation, by policy",
    "letter": "a letter or other document in the text, by policy",
    "verse": "verse, by policy",
    "speaker": "the name of who speaks in a play, by policy",
    "stage-direction": "a stage direction, by policy",
    "ruby-base": "a word whose pronunciation, printed over it, is read instead",
    "note-number": "the number a note begins with and the link back to its call, where the note is read",
    "running-head": "a header or footer of the pages: book, author, chapter",
    "comment": "a comment in the margin",
    "tracked-deletion": "text that a tracked change deleted",
    "hidden-text": "text formatted as hidden",
    "end-mark": "THE END, -30- or the like at the end of a typescript",
    "illustration": "the stand-in for a picture or music in a plain text, with its caption",
    "transcriber-note": "who typed or scanned a text, and what they changed",
    "source.repeated": "a document that the reading order names again",
    "source.unreadable": "a part of the reading order that holds no text or is missing",
}
"""Rules that leave words out inside a chapter, or a whole document."""

MATTER_TYPES: Final = frozenset({"frontmatter", "bodymatter", "backmatter"})
"""Semantic types that say where in the book a text is, not what it is."""

_BY_TYPE: Final = {name: partition for partition in PARTITIONS for name in partition.types}
_BY_TITLE: Final = {word_key(title): partition for partition in PARTITIONS for title in partition.titles}
_BY_FILE: Final = {file: partition for partition in PARTITIONS for file in partition.files}
_BY_OPENING: Final = tuple(
    (f"{word_key(opening)} ", partition) for partition in PARTITIONS for opening in partition.openings
)


def partition_of_type(semantic_type: str) -> Partition | None:
    """Return the partition that a semantic type names, or None."""
    return _BY_TYPE.get(semantic_type)


def partition_of_title(title: str) -> Partition | None:
    """Return the partition whose whole title, or whose first words, this title is; None for every other title."""
    key = word_key(title)
    named = _BY_TITLE.get(key)
    return named or next((partition for opening, partition in _BY_OPENING if f"{key} ".startswith(opening)), None)


def partition_of_file(part: str) -> Partition | None:
    """Return the partition that the name of a file stands for, or None.

    Numbers and a one-letter prefix do not count: `text/x_copyright_01.xhtml` is the copyright page.
    """
    stem = part.rpartition("/")[2].partition(".")[0].lower()
    letters = "".join(character for character in stem if character.isalpha())
    unprefixed = "".join(token for token in stem.replace("-", "_").split("_") if len(token) > 1 and token.isalpha())
    return _BY_FILE.get(letters) or _BY_FILE.get(unprefixed)
