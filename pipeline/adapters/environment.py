"""The environment and `.env` files -> settings of this machine, secrets among them.

A `.env` holds `NAME=value` a line, as shells and other tools read it; quotes are taken off, `#` begins a comment. The
environment wins over the project's file, that one over the folder's from which Declaim runs. A parser of our own:
these twenty lines are all of it, and nothing here may ever put a secret into `os.environ`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.adapters.disk import read_file

_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*\Z")


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that no message, log or representation shows."""

    _value: str = field(repr=False)

    def __str__(self) -> str:
        return "***"

    def reveal(self) -> str:
        """Return the value, for the one place that sends it."""
        return self._value

    def hide_in(self, text: str) -> str:
        """Return a text without the value, however it came into it."""
        return text.replace(self._value, "***") if self._value else text


def read_environment(project: Path | None = None, *, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return every name that is set in the environment, in the project's `.env` or in the one of the working folder.

    Raises StorageError where a file cannot be read.
    """
    folders = [Path.cwd(), *([project] if project else [])]
    found: dict[str, str] = {}
    for folder in folders:
        found |= parse_env((read_file(folder / ".env") or b"").decode(errors="replace"))
    return found | dict(environment)


def parse_env(text: str) -> dict[str, str]:
    """Return the names and values of a `.env` file; a line that is no assignment says nothing."""
    matches = (_ASSIGNMENT.match(line) for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {match[1]: _unquoted(match[2]) for match in matches if match}


def _unquoted(value: str) -> str:
    if value[:1] in {'"', "'"} and (end := value.find(value[0], 1)) > 0:
        return value[1:end]
    return re.split(r"\s+#", value, maxsplit=1)[0]
