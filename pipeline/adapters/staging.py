"""A folder that is replaced as a whole: filled beside its place, then swapped in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.adapters.disk import make_folder, pass_boundary, storage_errors, sync_folder


def open_stage(folder: Path, *, keep: Iterable[str]) -> Path:
    """Return an empty folder beside `folder` that holds only links to its files named in `keep`.

    What a killed run left there is removed. Raises StorageError.
    """
    stage = _beside(folder, "next")
    with storage_errors(stage):
        shutil.rmtree(stage, ignore_errors=True)
        make_folder(stage)
        for name in keep:
            _link(folder / name, stage / name)
    return stage


def keep_file(folder: Path, stage: Path, name: str) -> None:
    """Link a file of `folder` into its stage. Raises StorageError."""
    with storage_errors(stage / name):
        _link(folder / name, stage / name)


def swap_in(stage: Path, folder: Path) -> None:
    """Put a filled stage in the place of `folder`. Raises StorageError."""
    previous = _beside(folder, "previous")
    with storage_errors(folder):
        sync_folder(stage)
        shutil.rmtree(previous, ignore_errors=True)
        if folder.exists():
            pass_boundary(f"rename {folder.name}")
            folder.rename(previous)
        pass_boundary(f"rename {stage.name}")
        stage.rename(folder)
        sync_folder(folder.parent)
        shutil.rmtree(previous, ignore_errors=True)


def drop_stage(stage: Path) -> None:
    """Remove a stage that is not going to be swapped in."""
    shutil.rmtree(stage, ignore_errors=True)


def restore(folder: Path) -> None:
    """Put the previous folder back where a run was killed between the two renames. Raises StorageError."""
    previous = _beside(folder, "previous")
    with storage_errors(folder):
        if previous.exists() and not folder.exists():
            previous.rename(folder)


def _beside(folder: Path, word: str) -> Path:
    return folder.with_name(f"{folder.name}.{word}")


def _link(source: Path, target: Path) -> None:
    """Link a file, or copy it where the file system has no links; files of a release are replaced, never changed."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
