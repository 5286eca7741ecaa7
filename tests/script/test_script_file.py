from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.model import Kind, SceneBreak, ScriptParagraph
from pipeline.script.file import ScriptBlock, format_script, parse_script, parse_scripts

DESIGN = """@c01 kind=heading
# I. Introduction

@c01-p001
The Time Traveller (for so it will be convenient to speak of him) was expounding a recondite matter to us.
His pale grey eyes shone and twinkled.

@c01-p002 pause-after=1.2s
[“Where does it *end*?”]{speaker=filby style=0.3} said Filby. <break time="0.8s"/>
[Nil desperandum]{lang=la}, he thought.

* * *
"""


def problems_of(text):
    with pytest.raises(ScriptError) as caught:
        parse_script(text, name="c01.txt")
    return caught.value.problems


def test_the_example_of_the_design_is_a_heading_two_paragraphs_and_a_scene_break():
    heading, first, second, end = parse_script(DESIGN, name="c01.txt").paragraphs
    assert heading == ScriptParagraph(id="c01", kind=Kind.HEADING, text="I. Introduction")
    assert first.id == "c01-p001"
    assert first.text.endswith("a recondite matter to us. His pale grey eyes shone and twinkled.")
    assert (second.id, second.direction, len(second.marks)) == ("c01-p002", (("pause-after", "1.2s"),), 5)
    assert end == SceneBreak()


TYPED = [
    "",
    "\n \n",
    "\ufeff\n@c01 kind=heading\n# One",
    "One\r\ntwo\r\n\r\n\r\n  @three\r\n",
    '@c01-p001   speaker="the  clerk"   kind = x'.replace(" kind = x", " kind=verse") + " \n  a\n   b  \n\n\n\nc",
    "@c01-p001\none\n@c01-p002\ntwo\n  * * *  \nthree",
    "@ kind=verse skip\na\nb",
    "@c01-p001\n",
    "\ufeff",
    "   ",
]


@pytest.mark.parametrize("text", [DESIGN, *TYPED])
def test_what_a_person_typed_stays_as_typed(text):
    assert format_script(parse_script(text, name="c01.txt")) == text


def test_blocks_may_lack_the_id_or_the_whole_id_line():
    script = parse_script("# One\n\n@ kind=verse skip\na\nb\n\nplain", name="c01.txt")
    assert [(block.id, block.kind, block.text, block.direction) for block in script.blocks] == [
        (None, Kind.HEADING, "One", ()),
        (None, Kind.VERSE, "a\nb", (("skip", "yes"),)),
        (None, Kind.PARAGRAPH, "plain", ()),
    ]
    with pytest.raises(ScriptError, match="declaim script fix") as caught:
        _ = script.paragraphs
    assert caught.value.problems == (
        "c01.txt:1: a block without id",
        "c01.txt:3: a block without id",
        "c01.txt:7: a block without id",
    )


def test_an_id_line_begins_a_block_even_without_a_blank_line():
    script = parse_script("@c01-p001\none\n@c01-p002\ntwo\n* * *\nthree", name="c01.txt")
    assert [item.text if isinstance(item, ScriptBlock) else "* * *" for item in script.items] == [
        "one",
        "two",
        "* * *",
        "three",
    ]


def test_a_proposal_is_no_part_of_the_script_and_an_empty_block_is_not_narrated():
    text = (
        "@c01-p001\nours\n\n@c01-p001 conflict=theirs skip\ntheirs\n\n@c01-p002 conflict=deleted\nkept\n\n@c01-p003\n"
    )
    script = parse_script(text, name="c01.txt")
    assert [(p.id, p.text, p.direction) for p in script.paragraphs] == [
        ("c01-p001", "ours", ()),
        ("c01-p002", "kept", ()),
    ]


def test_every_mistake_of_a_file_is_reported_with_its_line():
    text = (
        "@c01-p1\nx\n\n@c01-p002 kind=poem colour=red speed\n[x\n\n@c01-p002 skip=no skip skip\nx\n\n"
        "@c01-p003 kind=verse\n# x\n\n@c01-p004 kind=heading\nx\n\n***\n\n@c01-p005 ?\nok"
    )
    assert problems_of(text) == (
        "c01.txt:1: `@c01-p1` is not an id; take it out and run `declaim script fix`, or write `\\@` for the character",
        "c01.txt:4: `kind` has to be one of paragraph, heading, verse, quote, item, row, stage, note, caption, "
        "not `poem`",
        "c01.txt:4: an id line cannot say `colour`; it can say kind, speaker, lang, speed, stability, similarity, "
        "style, seed, pause-before, pause-after, skip, volume, conflict",
        "c01.txt:4: `speed` needs a value: `speed=...`",
        "c01.txt:5:1: `[` has no end; end it, or write `\\[` for the character",
        "c01.txt:7: `skip` has to be written alone, or skip=yes, not `no`",
        "c01.txt:7: `skip` stands twice",
        "c01.txt:7: the id c01-p002 also stands in line 4; take it out here, `declaim script fix` gives another",
        "c01.txt:10: a verse begins with `# ` like a heading; write `\\#` for the character",
        "c01.txt:13: a heading has no `# ` before its text; write it, or take out kind=heading",
        "c01.txt:16: this looks like a scene break, which is `* * *`; write `\\*` for the characters",
        "c01.txt:18: `?` is not `name=value`",
    )


def test_a_mistake_in_a_heading_has_its_column():
    assert problems_of("\n@c01 kind=heading\n##  One [two\n")[0].startswith("c01.txt:3:9: `[` has no end")


def test_an_id_in_two_files_is_a_mistake():
    with pytest.raises(ScriptError) as caught:
        parse_scripts({"c01": "@c01-p001\none", "c02": "\n@c01-p001\ntwo"})
    assert caught.value.problems == (
        "c02.txt:2: the id c01-p001 also stands in c01.txt; take it out here, `declaim script fix` gives another",
    )


PIECES = st.sampled_from(
    ["@c01-p001", "@c01-p002 kind=verse", "@c01-p003 pause-after=1.2s speaker=\"a b\"", "@ skip", "@", "# ", "* * *",
     "\n", "\r\n", "\n\n", "  ", "one two.", "*em*", "[x]{lang=fr}", "\\*", "<break time=\"1s\"/>", "\ufeff", "\u2028",
     "\r", "[", "*", "kind=heading", "\u00a0"]
)  # fmt: skip


@given(st.lists(PIECES | st.characters(exclude_categories=()), max_size=25).map("".join))
def test_any_text_is_read_without_loss_or_refused(text):
    try:
        script = parse_script(text, name="c01.txt")
    except ScriptError:
        return
    assert format_script(script) == text
    for block in script.blocks:
        assert block.source.endswith(block.raw)
