"""Templates and metadata -> what is spoken before the first chapter and after the last one."""

from __future__ import annotations

import string
from collections.abc import Mapping

from pipeline.errors import ProjectError
from pipeline.model import Metadata

OPENING, CLOSING = "opening", "closing"
"""Ids of the chapters that the credits are."""
TITLES = {OPENING: "Opening Credits", CLOSING: "Closing Credits"}


def credit_fields(metadata: Metadata, narrator: str) -> Mapping[str, str]:
    """Return what a template may name in braces, with its words for this book."""
    return {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "authors": _listed(metadata.authors),
        "translators": _listed(metadata.translators),
        "narrator": narrator,
        "publisher": metadata.publisher,
        "year": metadata.date[:4],
        "series": metadata.series,
        "series-position": metadata.series_position,
    }


def fill_credits(template: str, fields: Mapping[str, str], *, where: str) -> tuple[str, ...]:
    """Return the paragraphs of a credit, one for each line of the template that says something.

    A line that names a field without a value (a book without translators) is left out whole. Raises ProjectError for a
    name that there is not, or a brace alone.
    """
    paragraphs = []
    for line in template.splitlines():
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(line) if name is not None]
        except ValueError as error:
            raise ProjectError(f"{where}: {line!r} has a brace alone ({error}); double it to say one") from error
        unknown = [name for name in names if name not in fields]
        if unknown:
            raise ProjectError(f"{where}: {{{unknown[0]}}} is not known; it may name {', '.join(sorted(fields))}")
        if line.strip() and all(fields[name] for name in names):
            paragraphs.append("".join(_filled(line, fields)).strip())
    return tuple(paragraphs)


def _filled(line: str, fields: Mapping[str, str]) -> list[str]:
    pieces = []
    for text, name, _, _ in string.Formatter().parse(line):
        pieces += [text, fields[name] if name is not None else ""]
    return pieces


def _listed(names: tuple[str, ...]) -> str:
    """Return names as they are said: `A, B and C`."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
