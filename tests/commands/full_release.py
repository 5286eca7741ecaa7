"""A project whose release has every format, from script to swapped-in folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.adapters.project import FORMATS, ProjectFolder, load_project
from pipeline.commands.heard import StoredObjects
from pipeline.commands.mastered import master_book
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import record_missing
from pipeline.commands.released import Release, release_book
from pipeline.commands.reported import write_report

BOOK = """
[book]
title = "The Lamp"
authors = ["A. Author"]
language = "en"
date = "2026-03-01"
isbn = "9783161484100"
series = "Lights"
series-position = "1"
narrator = "Middle"
source = "source/lamp.txt"
cover = "source/cover.jpg"

[cast.narrator]
engine = "tone"
voice = "middle"

[release]
formats = [{formats}]
url = "https://example.org/lamp"
sample-minutes = 0.5

[credits]
opening = "{{title}}, by {{authors}}."

[[chapters]]
id = "c01"
title = "One: of “Lamps”"

[[chapters]]
id = "c02"
title = "Two"
"""
SENTENCE = (
    "The keeper of the light wrote £14 10s. in the ledger every quarter, and never said a word of it to anyone.\n"
)
COVER = Path(__file__).parent.parent.parent / "projects/the-lamp-at-sallow-point/source/book/cover.jpg"


def make_project(projects: Path, slug: str = "lamp") -> ProjectFolder:
    path = projects / slug
    (path / "script").mkdir(parents=True)
    (path / "source").mkdir()
    (path / "source/lamp.txt").write_text("The Lamp")
    shutil.copy(COVER, path / "source/cover.jpg")
    (path / "book.toml").write_text(BOOK.format(formats=", ".join(f'"{name}"' for name in FORMATS)), encoding="utf-8")
    for chapter in ("c01", "c02"):
        paragraphs = "\n".join(f"@{chapter}-p{number:03}\n{SENTENCE}" for number in range(1, 5))
        text = f"@{chapter} kind=heading\n# One\n\n{paragraphs}"
        (path / f"script/{chapter}.txt").write_text(text, encoding="utf-8")
    return load_project(projects, slug)


def build(folder: ProjectFolder) -> Release:
    chapters = read_chapters(folder)
    takes = record_missing(folder, chapters, workers=1).takes
    book = master_book(folder, chapters, takes, read_object=StoredObjects(folder.takes))
    release = release_book(folder, book, chapters, takes)
    write_report(folder, chapters, book, release)
    return release
