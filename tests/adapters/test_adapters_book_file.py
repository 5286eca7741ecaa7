"""book.toml as Declaim writes it, and as people keep it."""

from pipeline.adapters.book_file import write_book_file, write_chapters
from pipeline.adapters.project import parse_project
from pipeline.model import ChapterEntry, Matter, Metadata, Pauses, ReadingPolicy

ENTRIES = (
    ChapterEntry(id="c01", title='“Down” the "Rabbit-Hole"', rule="toc"),
    ChapterEntry(id="c02", title="Colophon", matter=Matter.BACK, is_read_aloud=False, rule="semantics.colophon"),
)


def new_file() -> str:
    metadata = Metadata(title="Alice", authors=("Lewis Carroll",), language="en-GB", description="A fall.\nA long one.")
    return write_book_file(
        metadata, source="source/alice.epub", cover="source/cover.jpg", engine="hibari", voice="heart"
    )


def test_a_new_book_file_reads_back_as_what_was_written():
    project = parse_project(write_chapters(new_file(), ENTRIES), slug="alice", name="book.toml")
    assert project.metadata.title == "Alice"
    assert project.metadata.description == "A fall.\nA long one."
    assert (project.source, project.cover) == ("source/alice.epub", "source/cover.jpg")
    assert (project.cast.narrator.engine, project.cast.narrator.voice) == ("hibari", "heart")
    assert project.pauses == Pauses()
    assert project.reading == ReadingPolicy(language="en-GB")
    assert project.chapters == ENTRIES


def test_new_chapters_leave_everything_else_as_it_was_typed():
    typed = write_chapters(new_file(), ENTRIES[:1]).replace("[mastering]", "# keep me\n[mastering]")
    text = write_chapters(typed, ENTRIES)
    assert text.startswith(typed.partition("[[chapters]]")[0])
    assert "# keep me\n" in text
    assert parse_project(text, slug="alice", name="book.toml").chapters == ENTRIES
    assert write_chapters(text, ENTRIES) == text
