"""A manuscript that comes again in a poorer format changes nothing but what somebody changed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Chapter, Kind, Mark, MarkName, Matter, Paragraph
from pipeline.script.import_lock import ImportLock
from pipeline.script.merge import merge_import


def paragraph(text, *marks, kind=Kind.PARAGRAPH):
    found = tuple(Mark(start=start, stop=stop, name=name, value=value) for start, stop, name, value in marks)
    return Paragraph(kind=kind, text=text, marks=found)


def book(*blocks):
    return (Chapter(id="c01", title="I", matter=Matter.BODY, is_read_aloud=True, rule="", words=0, blocks=blocks),)


def again(first, *blocks, edits=(), rest=None):
    scripts = dict(first.scripts)
    for old, new in edits:
        assert old in scripts["c01"]
        scripts["c01"] = scripts["c01"].replace(old, new)
    return merge_import(book(*blocks, *(POOR_REST if rest is None else rest)), lock=first.lock, scripts=scripts)


RICH = (
    paragraph("IV", (0, 2, MarkName.AS, "roman"), kind=Kind.HEADING),
    paragraph("“All real things\u2060—” said Mr.\u00a0Hill…", (25, 28, MarkName.AS, "name-title")),
    paragraph("He gave me carte blanche\u2060—and went.", (11, 24, MarkName.LANG, "fr")),
    paragraph("A line\u2060—\nAnother line", kind=Kind.VERSE),
    paragraph("It is so, and *not* else.", (10, 13, MarkName.EMPHASIS, "")),
)
POOR = (
    paragraph("IV", kind=Kind.HEADING),
    paragraph('"All real things--" said Mr. Hill...'),
    paragraph("He gave me carte blanche--and went.", (11, 24, MarkName.EMPHASIS, "")),
    paragraph("A line-- Another line"),
    paragraph("It is so, and *not* else.", (10, 13, MarkName.EMPHASIS, "")),
)


TYPED = str.maketrans({"\u2060": "", "\u00a0": " ", "\n": " ", "—": "--", "“": '"', "”": '"', "…": "..."})
RICH_REST = tuple(paragraph(f"“Rest\u00a0{n}\u2060—\nmore…” {n}", kind=Kind.VERSE) for n in range(3))
POOR_REST = tuple(paragraph(block.text.translate(TYPED)) for block in RICH_REST)


def imported(blocks=RICH):
    return merge_import(book(*blocks, *RICH_REST), lock=ImportLock(), scripts={})


def test_what_only_the_conversion_lost_leaves_script_and_lock_as_they_were():
    first = imported()
    second = again(first, *POOR)
    assert (second.scripts, second.findings) == (first.scripts, ())
    assert [p.text for p in second.lock.paragraphs] == [p.text for p in first.lock.paragraphs]
    assert len(second.summary.kept) == len(RICH) + len(RICH_REST)


def test_an_edit_meets_no_conflict_where_the_conversion_alone_is_different():
    second = again(imported(), *POOR, edits=[("said", "cried"), ("@c01-p003 kind=verse", "@c01-p003 kind=verse skip")])
    assert second.findings == ()
    assert "“All real things\u2060—” cried [Mr.]{as=name-title}" in dict(second.scripts)["c01"]
    assert "@c01-p003 kind=verse skip" in dict(second.scripts)["c01"]


def test_a_change_of_words_is_a_change_whatever_else_was_lost():
    changed = replace(POOR[1], text=POOR[1].text.replace("real", "true"))
    second = again(imported(), POOR[0], changed, *POOR[2:])
    assert second.summary.changed == ("c01-p001",)
    second = again(imported(), POOR[0], changed, *POOR[2:], edits=[("said", "cried")])
    assert [finding.code for finding in second.findings] == ["merge.both-changed"]


def test_signs_that_the_new_manuscript_still_has_are_compared():
    straight = replace(RICH[1], text=RICH[1].text.replace("“", '"'))
    assert again(imported(), RICH[0], straight, *RICH[2:], rest=RICH_REST).summary.changed == ("c01-p001",)


def test_verse_that_came_back_as_prose_word_for_word_stays_verse():
    prose = paragraph("A line\u2060— Another line")
    second = again(imported(), *RICH[:3], prose, RICH[4], rest=RICH_REST)
    assert second.summary.changed == ()
    assert "kind=verse\nA line\u2060—\nAnother line" in dict(second.scripts)["c01"]


def test_an_emphasis_that_was_added_is_a_change():
    stressed = replace(POOR[1], marks=(Mark(start=1, stop=4, name=MarkName.EMPHASIS, value=""),))
    assert again(imported(), POOR[0], stressed, *POOR[2:]).summary.changed == ("c01-p001",)


def test_calls_of_notes_turn_to_where_the_notes_are_now_in_edited_blocks_too():
    def noted(part, text="He was from Tarsus, they say."):
        return paragraph(text, (18, 18, MarkName.NOTE, f"{part}#1"))

    first = imported((noted("notes.xhtml"), paragraph("Another one.")))
    second = again(first, noted("word/footnotes.xml"), paragraph("Another one."), edits=[("they say", "she said")])
    assert dict(second.scripts)["c01"].startswith(
        "@c01-p001\nHe was from Tarsus[]{note=word/footnotes.xml#1}, she said."
    )
    assert (second.findings, second.summary.kept[:2]) == ((), ("c01-p001", "c01-p002"))
    third = again(second, noted("word/footnotes.xml"), paragraph("Another one."))
    assert (third.scripts, third.lock) == (second.scripts, second.lock)


@given(st.lists(st.integers(0, len(RICH) - 1), min_size=1, max_size=8))
def test_whatever_is_lost_and_then_found_again_the_script_stays_byte_for_byte(order):
    rich = [replace(RICH[place], text=f"{RICH[place].text} {number}") for number, place in enumerate(order)]
    poor = [replace(POOR[place], text=f"{POOR[place].text} {number}") for number, place in enumerate(order)]
    first = imported(tuple(rich))
    second = again(first, *poor)
    third = again(second, *rich, rest=RICH_REST)
    assert third.scripts == second.scripts == first.scripts
    assert third.lock == first.lock
