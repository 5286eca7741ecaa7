"""TOML text -> values, collecting every mistake with its key path instead of stopping at the first."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pipeline.errors import ProjectError

T = TypeVar("T")


def parse_toml(text: str, *, name: str) -> dict[str, Any]:
    """Return the values of TOML text. Raises ProjectError with the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{name} is not TOML: {error}") from error


def refuse_mistakes(problems: Sequence[str], *, name: str) -> None:
    """Raise ProjectError with all of them, if there are any."""
    if problems:
        count = f"{len(problems)} mistake{'s' if len(problems) > 1 else ''}"
        raise ProjectError(f"{name} has {count}:", problems=tuple(sorted(problems)))


class Table:
    """One table of a TOML file; every getter takes a key, notes what is wrong with it, and returns a usable value."""

    def __init__(self, values: Mapping[str, Any], *, path: str, problems: list[str]) -> None:
        self.path = path
        self._values = values
        self._problems = problems
        self._known: set[str] = set()

    def note(self, key: str, what: str) -> None:
        """Add a mistake at a key of this table."""
        self._problems.append(f"{self._at(key)}: {what}")

    def text(self, key: str, default: str = "", *, of: Sequence[str] = ()) -> str:
        """Return a string, one of `of` where given."""
        value = self._get(key, str, "a text in quotes", default)
        if of and value not in of:
            self.note(key, f"{value!r} is not known; it is one of {', '.join(of)}{nearest(value, of)}")
            return default
        return value

    def texts(self, key: str, *, of: Sequence[str] = (), default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of strings, each one of `of` where given."""
        values = self._get(key, list, 'a list of texts, such as ["a", "b"]', list(default))
        for value in values:
            if not isinstance(value, str):
                self.note(key, f"{value!r} is not a text in quotes")
            elif of and value not in of:
                self.note(key, f"{value!r} is not known; it is one of {', '.join(of)}{nearest(value, of)}")
        return tuple(value for value in values if isinstance(value, str) and (not of or value in of))

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """Return a number from least to most."""
        value = self._values.get(key, default)
        self._known.add(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.note(key, f"is a number, not {value!r}")
            return default
        if not least <= value <= most:
            self.note(key, f"{value:g} is not from {least:g} to {most:g}")
            return default
        return float(value)

    def optional_number(self, key: str, *, least: float) -> float | None:
        """Return a number of at least `least`, or None where the key is not there."""
        self._known.add(key)
        return self.number(key, least, least=least, most=float("inf")) if key in self._values else None

    def truth(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        return self._get(key, bool, "true or false", default)

    def table(self, key: str) -> Table:
        """Return a table; an empty one where it is not there."""
        return Table(self._get(key, dict, "a table", {}), path=self._at(key), problems=self._problems)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return an array of tables (`[[key]]`)."""
        values = self._get(key, list, f"an array of tables, [[{self._at(key)}]]", [])
        rows = [value for value in values if isinstance(value, dict)]
        if len(rows) < len(values):
            self.note(key, f"is an array of tables: write [[{self._at(key)}]]")
        return tuple(
            Table(row, path=f"{self._at(key)}[{number}]", problems=self._problems) for number, row in enumerate(rows, 1)
        )

    def named_tables(self) -> tuple[tuple[str, Table], ...]:
        """Return every table inside this one, by name."""
        return tuple((name, self.table(name)) for name in self._values)

    def scalars(self) -> tuple[tuple[str, float | bool | str], ...]:
        """Return every key of this table with its plain value, sorted."""
        found: list[tuple[str, float | bool | str]] = []
        for key, value in sorted(self._values.items()):
            self._known.add(key)
            if isinstance(value, bool | str):
                found.append((key, value))
            elif isinstance(value, int | float):
                found.append((key, float(value)))
            else:
                self.note(key, "is a number, a text or true/false here")
        return tuple(found)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def finish(self, *, known: Sequence[str] = ()) -> None:
        """Note every key that nobody asked for; `known` are more that could be there."""
        for key in self._values.keys() - self._known:
            self.note(key, f"is not known here{nearest(key, sorted({*self._known, *known}))}")

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _get(self, key: str, kind: type[T], wanted: str, default: T) -> T:
        self._known.add(key)
        value = self._values.get(key, default)
        if isinstance(value, kind):
            return value
        self.note(key, f"is {wanted}, not {value!r}")
        return default


def nearest(word: str, words: Sequence[str]) -> str:
    """Return `; did you mean 'x'?` for the word that is most like it; empty where none is."""
    near = difflib.get_close_matches(word, words, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
