"""`projects/series.toml` -> what the books of a series share: voices, lexicons, names for the tags.

The law is one: a book is read as if the keys of its series stood in its own book.toml, and a key that stands there
wins. So a value may move from the book to the series and back, and no line has another key for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.adapters.cast_tables import read_cast
from pipeline.adapters.toml_tables import Table, nearest, parse_toml, refuse_mistakes

TIED_TO_ENGINE = frozenset({"voice", "model", "settings"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One `[series.NAME]`, validated."""

    name: str
    title: str
    """What tags call it."""
    narrator: str
    lexicons: tuple[str, ...]
    """Relative to the folder of series.toml."""
    cast: Mapping[str, Mapping[str, Any]]
    """The `[cast]` of each of its books, as it is written."""


def parse_series(text: str, *, name: str) -> tuple[Series, ...]:
    """Return every series of series.toml. Raises ProjectError whose `problems` name every mistake by its key path."""
    values = parse_toml(text, name=name)
    problems: list[str] = []
    root = Table(values, path="", problems=problems)
    tables = root.table("series")
    found = []
    for key, table in tables.named_tables():
        read_cast(table.table("cast"))
        raw = values["series"].get(key)
        found.append(
            Series(
                name=key,
                title=table.text("title", key),
                narrator=table.text("narrator"),
                lexicons=table.texts("lexicons"),
                cast=raw.get("cast", {}) if isinstance(raw, dict) else {},
            )
        )
        table.finish()
    root.finish()
    refuse_mistakes(problems, name=name)
    return tuple(found)


def find_series(series: Sequence[Series], book: Mapping[str, Any]) -> tuple[Series | None, str]:
    """Return the series that `book.series` of a book.toml names, by name or title, and what is wrong with it.

    A title that no series has is only a title; one that is nearly another's name is a mistake: voices would be lost
    for a letter.
    """
    table = book.get("book")
    wanted = table.get("series") if isinstance(table, dict) else None
    if not isinstance(wanted, str) or not wanted:
        return None, ""
    found = next((each for each in series if wanted in {each.name, each.title}), None)
    near = "" if found else nearest(wanted, [name for each in series for name in (each.name, each.title)])
    return found, f"book.series: {wanted!r} is not in series.toml{near}" if near else ""


def with_series(book: Mapping[str, Any], series: Series) -> dict[str, Any]:
    """Return the values of a book.toml over those of its series."""
    own = book.get("book", {})
    lexicons = own.get("lexicons", [])
    shared = [path if path.startswith("/") else f"../{path}" for path in series.lexicons]
    table = {
        **({"narrator": series.narrator} if series.narrator else {}),
        **own,
        "series": series.title,
        "lexicons": [*lexicons, *(path for path in shared if path not in lexicons)]
        if isinstance(lexicons, list)
        else lexicons,
    }
    cast = book.get("cast", {})
    return {**book, "book": table, "cast": _over(cast, series.cast) if isinstance(cast, dict) else cast}


def _over(book: Mapping[str, Any], series: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one cast over another; the narrator first, then the book's speakers, then the series' own."""
    names = dict.fromkeys((*book, *series))
    return {name: _one_over(book.get(name, {}), series.get(name, {})) for name in names}


def _one_over(book: Any, series: Mapping[str, Any]) -> Any:
    """Return one speaker over another; where the book names another engine, no voice of the old one is left."""
    if not isinstance(book, dict):
        return book
    is_other = "engine" in book and "engine" in series and book["engine"] != series["engine"]
    kept = {key: value for key, value in series.items() if not (is_other and key in TIED_TO_ENGINE)}
    settings = book.get("settings", {})
    if isinstance(settings, dict) and "settings" in kept:
        return {**kept, **book, "settings": {**kept["settings"], **settings}}
    return {**kept, **book}
