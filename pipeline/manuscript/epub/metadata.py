"""The fields of a package -> the book's metadata: EPUB 2 attributes, EPUB 3 refinements, calibre's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.manuscript.epub.package import Field, Package
from pipeline.manuscript.words import clean_text
from pipeline.model import Metadata

_TAG: Final = re.compile(r"<[^<>]+>")
_ISBN: Final = re.compile(r"(?:97[89][-\s]?)?\d(?:[-\s]?\d){8}[-\s]?[\dXx]")
_SUBTITLES: Final = frozenset({"subtitle", "short", "collection", "edition", "expanded"})
"""Title types (EPUB 3.3, `title-type`) that are not the title itself."""


def read_metadata(package: Package) -> Metadata:
    """Return what the package says of the book."""
    fields = package.fields
    refined = _refinements(fields)
    title, subtitle = _titles(fields, refined)
    people = [field for field in fields if field.name in ("creator", "contributor") and field.text]
    creators = [field for field in people if field.name == "creator"]
    authors = _with_role(creators, refined, "aut") or tuple(
        field.text for field in creators if not _roles(field, refined)
    )
    series, position = _series(fields, refined)
    return Metadata(
        title=title,
        subtitle=subtitle,
        authors=tuple(dict.fromkeys(authors or _with_role(people, refined, "aut"))),
        translators=tuple(dict.fromkeys(_with_role(people, refined, "trl"))),
        language=_first(fields, "language").replace("_", "-"),
        publisher=_first(fields, "publisher"),
        date=_date(fields),
        isbn=_isbn(fields),
        description=_plain(_first(fields, "description")),
        subjects=tuple(dict.fromkeys(field.text for field in fields if field.name == "subject" and field.text)),
        series=series,
        series_position=position,
    )


def _refinements(fields: tuple[Field, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return for each id what EPUB 3 `meta refines` elements say of it: (property, value)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for field in fields:
        target = field.attributes.get("refines", "").removeprefix("#")
        if target:
            found.setdefault(target, []).append((field.attributes.get("property", ""), field.text))
    return found


def _refined(field: Field, refined: dict[str, list[tuple[str, str]]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in refined.get(field.attributes.get("id", ""), ()) if key == name)


def _titles(fields: tuple[Field, ...], refined: dict[str, list[tuple[str, str]]]) -> tuple[str, str]:
    """Return title and subtitle: by title type where there is one, else the first title."""
    titles = [field for field in fields if field.name == "title" and field.text]
    typed = {kind: field.text for field in reversed(titles) for kind in _refined(field, refined, "title-type")}
    plain = [field.text for field in titles if _SUBTITLES.isdisjoint(_refined(field, refined, "title-type"))]
    return typed.get("main") or (plain or [field.text for field in titles] or [""])[0], typed.get("subtitle", "")


def _roles(field: Field, refined: dict[str, list[tuple[str, str]]]) -> tuple[str, ...]:
    """Return the MARC relator codes of a person: https://www.loc.gov/marc/relators/."""
    own = field.attributes.get("role", "")
    return (*((own.lower(),) if own else ()), *(role.lower() for role in _refined(field, refined, "role")))


def _with_role(people: Iterable[Field], refined: dict[str, list[tuple[str, str]]], role: str) -> tuple[str, ...]:
    return tuple(person.text for person in people if role in _roles(person, refined))


def _series(fields: tuple[Field, ...], refined: dict[str, list[tuple[str, str]]]) -> tuple[str, str]:
    """Return name and position of the series: `belongs-to-collection`, else calibre's fields."""
    for field in fields:
        is_collection = field.attributes.get("property") == "belongs-to-collection" and field.text
        if is_collection and set(_refined(field, refined, "collection-type")) <= {"series"}:
            return field.text, next(iter(_refined(field, refined, "group-position")), "")
    named = {field.attributes.get("name", ""): field.attributes.get("content", "") for field in fields}
    series = named.get("calibre:series", "")
    return series, named.get("calibre:series_index", "").removesuffix(".0") if series else ""


def _date(fields: tuple[Field, ...]) -> str:
    """Return the date of publication, without a time of day."""
    dates = [field for field in fields if field.name == "date" and field.text]
    published = [
        field
        for field in dates
        if field.attributes.get("event", "publication") in ("publication", "original-publication")
    ]
    return (published or dates)[0].text.partition("T")[0] if dates else ""


def _isbn(fields: tuple[Field, ...]) -> str:
    """Return the ISBN without hyphens; empty where no identifier is one."""
    for field in fields:
        is_isbn = field.attributes.get("scheme", "").lower() == "isbn" or "isbn" in field.text.lower()
        found = _ISBN.search(field.text) if field.name == "identifier" else None
        if found and (is_isbn or re.sub(r"\D", "", found[0]).startswith(("978", "979"))):
            return re.sub(r"[^\dXx]", "", found[0]).upper()
    return ""


def _first(fields: tuple[Field, ...], name: str) -> str:
    return next((field.text for field in fields if field.name == name and field.text), "")


def _plain(text: str) -> str:
    return clean_text(_TAG.sub(" ", text)).strip()
