"""Finished books for tests of formats: two chapters, timed by word."""

from __future__ import annotations

from timed_takes import make_chapter, make_paragraph, make_take

from pipeline.model import Cast, ChapterEntry, Cover, Kind, Mark, MarkName, Metadata, Project, ReleaseChoices, Voice
from pipeline.release.plans import FinishedBook
from pipeline.release.timing import time_chapter
from pipeline.release.wording import book_tags

VOICE = Voice(engine="tone", voice="middle")
COVER = Cover(
    name="cover.png",
    media_type="image/png",
    data=bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
        "dccc59e70000000049454e44ae426082"
    ),
)
AUDIO = {"c01": "01 - One.mp3", "c02": "02 - Two.mp3"}
HASHES = {"01 - One.mp3": "aa", "02 - Two.mp3": "bb"}


def make_book(choices: ReleaseChoices = ReleaseChoices(), *, cover: Cover | None = COVER, **metadata) -> FinishedBook:  # noqa: B008
    told = {
        "title": "The Lamp & Co.",
        "authors": ("A. Author", "B. Author"),
        "language": "en-GB",
        "publisher": "Press",
        "date": "2026-03-01",
        "description": "A <story>.",
        "subjects": ("Lighthouses",),
        "series": "Lights",
        "series_position": "2",
        **metadata,
    }
    project = Project(
        slug="lamp",
        metadata=Metadata(**told),
        narrator_name="Heart",
        source="source/lamp.epub",
        chapters=(ChapterEntry(id="c01", title="One"), ChapterEntry(id="c02", title="Two")),
        cast=Cast(narrator=VOICE),
        release=choices,
    )
    one = make_chapter(
        make_paragraph("c01", "One", make_take("c01", "One"), kind=Kind.HEADING),
        make_paragraph(
            "c01-p001",
            "It was a <dark> night. He & I went.",
            make_take("c01-p001", "It was a <dark> night. He & I went."),
            sentences=((0, 22), (23, 35)),
            marks=(Mark(start=9, stop=26, name=MarkName.EMPHASIS),),
        ),
        make_paragraph("c01-p002", "* * *"),
        title="One",
    )
    two = make_chapter(
        make_paragraph(
            "c02-p001",
            "Roses are red,\nand so on.",
            make_take("c02-p001", "Roses are red,\nand so on."),
            kind=Kind.VERSE,
        ),
        title="Two",
        name="c02",
    )
    return FinishedBook(
        project=project,
        chapters=(one.chapter, two.chapter),
        tags=book_tags(project, [VOICE], cover),
        bit_rate_kbps=192,
        timed=(time_chapter(one), time_chapter(two)),
    )
