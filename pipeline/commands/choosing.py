"""`--include` and `--exclude` -> the chapters of book.toml with what a person decided."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import ProjectError
from pipeline.manuscript.headings import same_title
from pipeline.manuscript.rules import CHOSEN
from pipeline.model import Book, ChapterEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Chapters that a person wants read or left out, by id or title."""

    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether there is any."""
        return bool(self.included or self.excluded)


NO_CHOICES = Choices()


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Declare `--include` and `--exclude`."""
    for name, told in (("include", "reads a chapter that was skipped"), ("exclude", "skips a chapter that was read")):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="ID|TITLE",
            help=f"{told}, and writes it to book.toml; may stand several times",
        )


def read_choices(arguments: argparse.Namespace) -> Choices:
    """Return the choices of a command line. Raises ProjectError where one is both included and excluded."""
    both = sorted({*arguments.include} & {*arguments.exclude})
    if both:
        raise ProjectError(f"{both[0]!r} is both included and excluded; say one of them")
    return Choices(included=tuple(arguments.include), excluded=tuple(arguments.exclude))


def choose_chapters(entries: Sequence[ChapterEntry], book: Book, choices: Choices) -> tuple[ChapterEntry, ...]:
    """Return the entries as chosen, each under the rule of a person's choice.

    A choice that is what the import decides anyway has the import's rule again. Raises ProjectError for a name that no
    chapter has, or several have.
    """
    wanted = {_find(entries, name).id: True for name in choices.included}
    wanted |= {_find(entries, name).id: False for name in choices.excluded}
    decided = {(chapter.title, chapter.is_read_aloud): chapter.rule for chapter in book.chapters}
    return tuple(
        replace(
            entry,
            is_read_aloud=wanted[entry.id],
            rule=decided.get((entry.title, wanted[entry.id]), CHOSEN),
        )
        if entry.id in wanted
        else entry
        for entry in entries
    )


def _find(entries: Sequence[ChapterEntry], name: str) -> ChapterEntry:
    """Return the chapter of an id or, whatever its case and signs, a title."""
    found = [entry for entry in entries if entry.id == name]
    found = found or [entry for entry in entries if entry.title == name or same_title(entry.title, name)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(entry.id for entry in found)
        raise ProjectError(f"{len(found)} chapters are called {name!r}: {ids}; name one of them by its id")
    names = [known for entry in entries for known in (entry.id, entry.title) if known]
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else "; the table of `declaim ingest` shows ids and titles"
    raise ProjectError(f"no chapter is called {name!r}{hint}")
