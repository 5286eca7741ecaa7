"""A parsed manuscript -> the text of a new `book.toml`; new chapters -> the text of an edited one."""

from __future__ import annotations

from collections.abc import Sequence

import tomlkit
from tomlkit.items import AoT, Table

from pipeline.model import READING_VALUES, ChapterEntry, Metadata, Pauses, ReadingPolicy, choices_of

CAST_HELP = """A speaker is a table here, [cast.filby], and a span in the script: [“Where?”]{speaker=filby}.
It has the narrator's engine and settings where it names none."""

READING_HELP = {
    "note-numbers": "before a note that is read",
    "note-references": "where a note is called",
    "images": "their descriptions",
    "list-numbers": "typed ones; announce: automatic ones too",
    "formulas": "by their description, else as printed",
    "ruby": "of a word with its pronunciation over it",
    "speakers": "names before speeches, in plays",
}
"""What a key of `[reading]` does not say by its name."""


def write_book_file(
    metadata: Metadata, *, source: str, cover: str, engine: str, voice: str, reading: ReadingPolicy | None = None
) -> str:
    """Return the text of a new book.toml, without chapters; `reading` has the defaults where none is given."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Every key and what it means: docs/book-toml.md."))
    document.add(tomlkit.nl())
    document["book"] = _book_table(metadata, narrator=f"{voice} (synthetic voice)", source=source, cover=cover)
    narrator = tomlkit.table()
    narrator.update({"engine": engine, "voice": voice})
    cast = tomlkit.table(is_super_table=True)
    cast["narrator"] = narrator
    document["cast"] = cast
    for line in CAST_HELP.splitlines():
        narrator.add(tomlkit.comment(line))
    document["reading"] = _reading_table(reading or ReadingPolicy())
    document["pauses"] = _pauses_table(Pauses())
    for name, values in (("mastering", {"profile": "acx"}), ("release", {"formats": ["mp3", "m4b"]})):
        table = tomlkit.table()
        table.update(values)
        document[name] = table
    return tomlkit.dumps(document)


def write_chapters(text: str, entries: Sequence[ChapterEntry]) -> str:
    """Return book.toml with these chapters in this order; everything else in it stays as it was typed."""
    document = tomlkit.parse(text)
    chapters = tomlkit.aot()
    for entry in entries:
        chapters.append(_chapter_table(entry))
    if isinstance(document.get("chapters"), AoT):
        document["chapters"] = chapters
    else:
        document.append("chapters", chapters)
    return tomlkit.dumps(document)


def _book_table(metadata: Metadata, *, narrator: str, source: str, cover: str) -> Table:
    table = tomlkit.table()
    values = {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "authors": list(metadata.authors),
        "translators": list(metadata.translators),
        "language": metadata.language or "en",
        "publisher": metadata.publisher,
        "date": metadata.date,
        "isbn": metadata.isbn,
        "description": metadata.description,
        "subjects": list(metadata.subjects),
        "series": metadata.series,
        "series-position": metadata.series_position,
        "narrator": narrator,
        "source": source,
        "cover": cover,
    }
    for key, value in values.items():
        if value or key in {"title", "authors"}:
            table[key] = value
    return table


def _pauses_table(pauses: Pauses) -> Table:
    table = tomlkit.table()
    table.comment("seconds of room tone from the end of one speech to the begin of the next")
    rows = (
        ("piece", pauses.piece_s),
        ("sentence", pauses.sentence_s),
        ("paragraph", pauses.paragraph_s),
        ("heading", pauses.heading_s),
        ("scene-break", pauses.scene_break_s),
        ("chapter-head", pauses.chapter_head_s),
        ("chapter-tail", pauses.chapter_tail_s),
    )
    for key, value in rows:
        table[key] = value
    return table


def _reading_table(reading: ReadingPolicy) -> Table:
    table = tomlkit.table()
    table.comment("what is heard beside the text; after a change: declaim ingest")
    for key, value in choices_of(reading).items():
        values = ", ".join(READING_VALUES[key])
        about = f"; {READING_HELP[key]}" if key in READING_HELP else ""
        item = tomlkit.string(value)
        item.comment(f"{values}{about}")
        table.add(key, item)
    return table


def _chapter_table(entry: ChapterEntry) -> Table:
    table = tomlkit.table()
    table["id"] = entry.id
    table["title"] = entry.title
    table["matter"] = entry.matter.value
    if not entry.is_read_aloud:
        table["read"] = False
    if entry.depth > 1:
        table["depth"] = entry.depth
    if entry.rule:
        table["rule"] = entry.rule
    return table
