"""book.toml: what it means, and what is said of its mistakes."""

import pytest

from pipeline.adapters.project import load_project, parse_project
from pipeline.errors import ProjectError
from pipeline.model import HouseRule, HouseRules, Matter, NotePlace, Reading, Voice

GOOD = """
[book]
title = "Alice"
authors = ["Lewis Carroll"]
language = "en-GB"
source = "source/alice.epub"

[[chapters]]
id = "c01"
title = "Down the Rabbit-Hole"

[[chapters]]
id = "c02"
title = "Colophon"
matter = "back"
read = false
rule = "semantics.colophon"

[cast.narrator]
engine = "hibari"
voice = "heart"
settings = { speed = 0.95 }

[cast.rabbit]
settings = { speed = 1.2 }

[cast.queen]
engine = "tone"
voice = "high"

[pauses]
scene-break = 3

[budget]
run = 1000
"""


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ProjectError) as caught:
        parse_project(text, slug="alice", name="book.toml")
    return caught.value.problems


def test_a_speaker_has_the_engine_and_settings_of_the_narrator_where_it_names_none():
    project = parse_project(GOOD, slug="alice", name="book.toml")
    assert project.cast.narrator == Voice(engine="hibari", voice="heart", settings=(("speed", 0.95),))
    assert project.cast.voice_of("rabbit") == Voice(engine="hibari", voice="heart", settings=(("speed", 1.2),))
    assert project.cast.voice_of("queen") == Voice(engine="tone", voice="high")
    assert project.cast.voice_of("hatter") is None


def test_values_not_named_keep_their_defaults():
    project = parse_project(GOOD, slug="alice", name="book.toml")
    assert (project.pauses.scene_break_s, project.pauses.sentence_s) == (3.0, 0.42)
    assert (project.budget.run, project.budget.book) == (1000.0, None)
    assert (project.profile, project.formats, project.line_limit) == ("acx", ("mp3", "m4b"), 800)
    assert [(c.id, c.matter, c.is_read_aloud) for c in project.chapters] == [
        ("c01", Matter.BODY, True),
        ("c02", Matter.BACK, False),
    ]


def test_every_mistake_is_reported_with_its_key_path():
    text = GOOD.replace("scene-break = 3", "scene-brake = 3").replace("run = 1000", 'run = "all"')
    text = text.replace('title = "Alice"', "title = 3").replace('id = "c02"', 'id = "c01"')
    assert problems_of(text) == (
        "book.title: is a text in quotes, not 3",
        "book.title: is needed: the book's title",
        "budget.run: is a number, not 'all'",
        "chapters[2].id: 'c01' is there twice",
        "pauses.scene-brake: is not known here; did you mean 'scene-break'?",
    )


def test_a_syntax_error_is_reported_with_its_line():
    with pytest.raises(ProjectError, match=r"book\.toml is not TOML: .*line 2"):
        parse_project('[book]\ntitle = "open\n', slug="alice", name="book.toml")


def test_a_path_that_leaves_the_project_is_a_mistake():
    assert problems_of('[book]\ntitle = "A"\nsource = "../secret.epub"\n') == (
        "book.source: '../secret.epub' leaves the project folder; put the file under source/",
    )


def test_a_book_that_is_not_there_is_named_with_the_nearest_that_is(tmp_path):
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "book.toml").write_text('[book]\ntitle = "Alice"\n')
    with pytest.raises(ProjectError, match="did you mean 'alice'"):
        load_project(tmp_path, "alise")


def test_a_book_says_what_is_heard_beside_its_text():
    text = f"""{GOOD}
[reading]
notes = "chapter-end"
list-numbers = "skip"
words = {{ table = "Chart.", image-omitted = "" }}
"""
    reading = parse_project(text, slug="alice", name="book.toml").reading
    assert (reading.notes, reading.list_numbers, reading.tables) == (NotePlace.CHAPTER_END, Reading.SKIP, Reading.READ)
    assert reading.words == (("image-omitted", ""), ("table", "Chart."))
    assert reading.language == parse_project(GOOD, slug="alice", name="x").metadata.language


def test_a_policy_that_there_is_not_is_a_mistake_with_its_key_path():
    reading = '[reading]\nnotes = "chapterend"\nimage = "read"\nspeakers = "announce"\nwords = {tables = "x"}\n'
    found = problems_of(f"{GOOD}\n{reading}")
    assert found == (
        "reading.image: is not known here; did you mean 'images'?",
        "reading.notes: 'chapterend' is not known; it is one of never, at-reference, chapter-end;"
        " did you mean 'chapter-end'?",
        "reading.speakers: 'announce' is not known; it is one of read, skip",
        "reading.words.tables: is not known here; did you mean 'table'?",
    )


def test_a_book_has_rules_of_its_own_and_vetoes():
    text = (
        GOOD
        + """
[normalizer]
veto = ["money.slashed", "phone"]

[[normalizer.rules]]
name = "ship"
text = "S.S. Arcadia"
spoken = "Steamship Arcadia"

[[normalizer.rules]]
name = "knots"
pattern = '(\\d+)-knot gale'
spoken = 'gale of \\1 knots'
"""
    )
    assert parse_project(text, slug="alice", name="book.toml").house == HouseRules(
        veto=("money.slashed", "phone"),
        rules=(
            HouseRule(name="ship", text="S.S. Arcadia", spoken="Steamship Arcadia"),
            HouseRule(name="knots", pattern=r"(\d+)-knot gale", spoken=r"gale of \1 knots"),
        ),
    )


def test_each_mistake_in_a_rule_of_the_book_has_its_place():
    text = (
        GOOD
        + """
[normalizer]
vetoes = []

[[normalizer.rules]]
name = "Ship!"
text = "S.S."
spoken = "steamship"

[[normalizer.rules]]
name = "both"
text = "a"
pattern = "b"

[[normalizer.rules]]
name = "open"
pattern = "(a"

[[normalizer.rules]]
name = "group"
pattern = "a"
spoken = '\\1'

[[normalizer.rules]]
name = "nothing"
pattern = "a*"
"""
    )
    assert [problem.partition(": ")[0] for problem in problems_of(text)] == [
        "normalizer.rules[1].name",
        "normalizer.rules[2].text",
        "normalizer.rules[3].pattern",
        "normalizer.rules[4].pattern",
        "normalizer.rules[5].pattern",
        "normalizer.vetoes",
    ]
