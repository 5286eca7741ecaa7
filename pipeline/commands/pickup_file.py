"""pickups.csv of a project <-> pickups."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import ProjectFolder
from pipeline.manuscript.decoding import decode
from pipeline.model import Pickup
from pipeline.recording.pickup_list import format_pickups, parse_pickups


def read_pickups(folder: ProjectFolder) -> tuple[Pickup, ...]:
    """Return the pickups of a project; none where it has no list. Raises ProjectError, StorageError."""
    data = read_file(folder.pickups)
    return parse_pickups(decode(data).text, name=str(folder.pickups)) if data else ()


def write_pickups(folder: ProjectFolder, pickups: Sequence[Pickup]) -> None:
    """Write the list, complete or not at all. Raises StorageError."""
    text = format_pickups(pickups).encode()
    if read_file(folder.pickups) != text:
        write_file(folder.pickups, text)
