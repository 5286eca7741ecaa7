"""An offset in a block -> the place in the script file where a person finds it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import ScriptError


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a piece of a script file begins: file name, line and column, both counted from 1."""

    name: str = "text"
    line: int = 1
    column: int = 1

    def place(self, raw: str, offset: int) -> str:
        """Return `file:line:column` of an offset in the piece."""
        line_start = raw.rfind("\n", 0, offset) + 1
        column = offset - line_start + (1 if line_start else self.column)
        return f"{self.name}:{self.line + raw.count(chr(10), 0, offset)}:{column}"

    def error(self, raw: str, offset: int, message: str) -> ScriptError:
        """Return the error that says what is wrong at an offset of the piece."""
        return ScriptError(f"{self.place(raw, offset)}: {message}")
