"""A folder -> the commit it is at, where it lies in a git repository."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Where a folder stands in its repository."""

    id: str = ""
    """Hash of the commit; empty outside a repository, without a commit, or without git."""
    is_clean: bool = True
    """Whether the folder is as the commit has it."""


def read_commit(folder: Path) -> Commit:
    """Return the commit of the repository that tracks a folder."""
    name = _ask(folder, "rev-parse", "--verify", "HEAD")
    if not name or not _ask(folder, "ls-files", "."):
        return Commit()
    return Commit(id=name, is_clean=not _ask(folder, "status", "--porcelain", "."))


def _ask(folder: Path, *words: str) -> str:
    """Return what git says, or "" where it has nothing to say of this folder."""
    try:
        answer = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.decode(errors="replace").strip()
