"""Values that can be derived again <-> files of `build/`, believed only where everything they came from is the same.

A file tells the key of what it was derived from and the hash of what it holds. One that is torn, of another key or
edited is no file at all: its value is derived again. So nothing here needs an fsync, and anyone may delete it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sys import version_info

import pipeline
from pipeline.adapters.disk import make_folder, read_file, replace_file

READING_PACKAGES = ("num2words", "sentencex", "unicode-rbnf", "lxml")
"""The packages that decide how a text is read, beside our own code (README, Dependencies)."""
_DATA = frozenset({".py", ".toml", ".json", ".tsv", ".txt"})


def key_of(*parts: str | bytes) -> str:
    """Return the SHA-256 (hex) of parts in their order; none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


@cache
def code_version() -> str:
    """Return the hash of all of Declaim's own code and of the versions of what reads texts for it."""
    root = Path(pipeline.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in _DATA)
    code = (part for path in files for part in (path.relative_to(root).as_posix(), path.read_bytes()))
    return key_of(str(version_info[:3]), *map(_package_version, READING_PACKAGES), *code)


def read_derived(path: Path, key: str) -> str | None:
    """Return what was kept under a key, or None where there is nothing, or nothing that can be believed."""
    data = read_file(path)
    if data is None:
        return None
    head, _, content = data.partition(b"\n")
    if head != _head(key, content):
        return None
    return content.decode()


def write_derived(path: Path, key: str, content: str) -> None:
    """Keep a value under a key. Raises StorageError."""
    data = content.encode()
    make_folder(path.parent)
    replace_file(path, _head(key, data) + b"\n" + data)


def drop_others(folder: Path, names: Iterable[str]) -> None:
    """Remove the files of a folder that are none of these: of chapters that are no more."""
    kept = frozenset(names)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _head(key: str, content: bytes) -> bytes:
    return f"{key} {hashlib.sha256(content).hexdigest()}".encode()


def _package_version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name
