"""series.toml: what the books of a series share, and that a book.toml goes before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adapters.project import load_project, parse_project
from pipeline.adapters.series import parse_series
from pipeline.errors import ProjectError
from pipeline.model import NotePlace, Project, Voice

SERIES = """
[series.barsoom]
title = "The Barsoom Books"
narrator = "Heart (synthetic voice)"
lexicons = ["../lexicons/barsoom.pls"]
[series.barsoom.cast.narrator]
engine = "hibari"
voice = "heart"
settings = { speed = 0.95 }
[series.barsoom.cast.thuvia]
volume = -2
settings = { speed = 1.1 }
[series.other]
"""
HEART = Voice(engine="hibari", voice="heart", settings=(("speed", 0.95),))


def book(more: str = "", *, series: str = "barsoom", shared: str = SERIES) -> Project:
    text = f'[book]\ntitle = "A Princess of Mars"\nseries = "{series}"\n{more}'
    return parse_project(text, slug="princess", name="book.toml", series=parse_series(shared, name="series.toml"))


def test_a_book_has_the_voices_lexicons_and_names_of_its_series():
    project = book()
    assert project.cast.narrator == HEART
    assert project.cast.speakers == (("thuvia", Voice(engine="hibari", voice="heart", settings=(("speed", 1.1),))),)
    assert project.cast.volumes == (("thuvia", -2.0),)
    assert project.lexicons == ("../../lexicons/barsoom.pls",)
    assert (project.metadata.series, project.narrator_name) == ("The Barsoom Books", "Heart (synthetic voice)")


def test_the_title_of_a_series_picks_it_too():
    assert book(series="The Barsoom Books") == book()


def test_a_key_of_the_book_wins_key_by_key():
    project = book(
        'narrator = "Us"\nlexicons = ["own.pls", "../../lexicons/barsoom.pls"]\n'
        "[cast.narrator.settings]\nspeed = 0.9\n[cast.thuvia]\nvolume = 1\n"
    )
    assert project.cast.narrator == Voice(engine="hibari", voice="heart", settings=(("speed", 0.9),))
    assert project.cast.volumes == (("thuvia", 1.0),)
    assert project.lexicons == ("own.pls", "../../lexicons/barsoom.pls"), "the book's order, each once"
    assert project.narrator_name == "Us"


def test_a_speaker_of_another_engine_takes_no_voice_model_or_settings_from_the_series():
    project = book('[cast.narrator]\nengine = "tone"\nvoice = "low"\n')
    assert project.cast.narrator == Voice(engine="tone", voice="low")


def test_a_series_that_nobody_shares_anything_in_is_only_a_title():
    project = book(series="Sherlock Holmes")
    assert (project.metadata.series, project.cast.narrator.voice) == ("Sherlock Holmes", "")
    assert book(shared="").metadata.series == "barsoom"


def test_what_is_heard_is_said_in_each_book_of_a_series_and_not_in_the_series():
    assert book('[reading]\nnotes = "chapter-end"\n').reading.notes is NotePlace.CHAPTER_END
    with pytest.raises(ProjectError) as raised:
        parse_series('[series.barsoom.reading]\nnotes = "chapter-end"\n', name="projects/series.toml")
    assert raised.value.problems == ("series.barsoom.reading: is not known here",)


@pytest.mark.parametrize("series", ["barsom", "Barsoom", "The Barsoom Book"])
def test_a_slip_in_the_name_is_a_mistake_and_no_lost_cast(series):
    with pytest.raises(ProjectError) as raised:
        book(series=series)
    assert raised.value.problems[0].startswith(f"book.series: '{series}' is not in series.toml; did you mean")


def test_every_mistake_in_series_toml_is_reported_with_its_key_path():
    with pytest.raises(ProjectError) as raised:
        parse_series(
            "[serie]\n[series.barsoom]\ntitel = 'x'\nlexicons = 'one.pls'\n"
            "[series.barsoom.cast.thuvia]\nvolume = 9\nvoise = 'x'\n",
            name="projects/series.toml",
        )
    assert raised.value.message == "projects/series.toml has 5 mistakes:"
    assert raised.value.problems == (
        "serie: is not known here; did you mean 'series'?",
        """series.barsoom.cast.thuvia.voise: is not known here; did you mean 'voice'?""",
        "series.barsoom.cast.thuvia.volume: 9 is not from -30 to 5",
        """series.barsoom.lexicons: is a list of texts, such as ["a", "b"], not 'one.pls'""",
        "series.barsoom.titel: is not known here; did you mean 'title'?",
    )


def test_series_toml_lies_beside_the_books_and_its_mistakes_stop_each_of_them(tmp_path):
    (tmp_path / "princess").mkdir()
    (tmp_path / "princess" / "book.toml").write_text('[book]\ntitle = "A Princess of Mars"\nseries = "barsoom"\n')
    (tmp_path / "series.toml").write_text(SERIES)
    folder = load_project(tmp_path, "princess")
    assert folder.project.cast.narrator == HEART
    assert [path.resolve() for path in folder.lexicons] == [tmp_path.parent / "lexicons" / "barsoom.pls"]
    (tmp_path / "series.toml").write_text("[series.barsoom\n")
    with pytest.raises(ProjectError, match=r"series\.toml is not TOML"):
        load_project(tmp_path, "princess")


KEYS = (
    ("narrator", 'engine = "tone"'),
    ("narrator", 'voice = "middle"'),
    ("narrator", "settings.speed = 1.2"),
    ("narrator", "settings.pitch = 3"),
    ("mercy", 'voice = "low"'),
    ("mercy", "settings.speed = 0.8"),
    ("mercy", "volume = -3"),
)


@given(moved=st.sets(st.sampled_from(KEYS)), named=st.sets(st.sampled_from(KEYS)))
def test_a_value_may_move_from_the_book_to_the_series(moved, named):
    def tables(prefix: str, keys: set[tuple[str, str]]) -> str:
        names = sorted({name for name, _ in keys})
        rows = {name: "\n".join(sorted(key for owner, key in keys if owner == name)) for name in names}
        return "\n".join(f"[{prefix}cast.{name}]\n{rows[name]}" for name in names)

    whole = book(tables("", named), shared="[series.barsoom]")
    shared = f"[series.barsoom]\n{tables('series.barsoom.', named & moved)}"
    split = book(tables("", named - moved), shared=shared)
    assert split.cast.narrator == whole.cast.narrator
    assert dict(split.cast.speakers) == dict(whole.cast.speakers)
    assert dict(split.cast.volumes) == dict(whole.cast.volumes)
