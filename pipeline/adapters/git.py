"""A path in a git checkout -> its versions in every ref, and what the checkout is at."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pipeline.errors import StorageError


def read_versions(path: Path) -> tuple[str, ...]:
    """Return the text of every committed version of a file in any ref.

    Raises StorageError where the folder is no git checkout, or a shallow one: what it does not know cannot be spared.
    """
    if _git(path.parent, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise StorageError(
            f"{path.parent}: this is a shallow clone, whose history does not say which takes others need;"
            " fetch it whole with `git fetch --unshallow`"
        )
    listing = _git(path.parent, "log", "--all", "--format=", "--raw", "--no-abbrev", "--", path.name)
    blobs = {line.split()[3] for line in listing.splitlines() if line.startswith(":")}
    return tuple(_git(path.parent, "cat-file", "blob", blob) for blob in sorted(blobs) if blob.strip("0"))


def describe_commit(folder: Path) -> str:
    """Return the commit a folder is at, with `-dirty` where it is changed; empty outside a git checkout."""
    try:
        return _git(folder, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*").strip()
    except StorageError:
        return ""


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    except OSError as error:
        raise StorageError(f"git cannot be run ({error.strerror}); install it, or run this where it is") from error
    if done.returncode:
        raise StorageError(f"{folder}: git says: {done.stderr.strip().splitlines()[-1] if done.stderr else 'nothing'}")
    return done.stdout
