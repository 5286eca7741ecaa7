"""A path -> a file written in many steps that appears complete or not at all."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.adapters.disk import LEFTOVER_SUFFIX, _boundary, _mapped_to_storage_error, _sync_folder, make_folder

_names = itertools.count()


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; when the block ends well, it is fsynced and renamed into place.

    When the block raises, it is removed. Every OSError becomes a StorageError; what else the block raises passes.
    """
    make_folder(path.parent)
    partial = path.parent / f".{path.name}.{os.getpid()}-w{next(_names)}{LEFTOVER_SUFFIX}"
    try:
        with _mapped_to_storage_error(path):
            yield partial
            _settle(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _settle(partial: Path, path: Path) -> None:
    descriptor = os.open(partial, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _boundary(f"fsync {path.name}")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    _boundary(f"rename {path.name}")
    partial.rename(path)
    _sync_folder(path.parent)
