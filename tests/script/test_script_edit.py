from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.model import Kind, Mark, MarkName
from pipeline.script.edit import new_block, replace_content, set_direction, set_id, with_items
from pipeline.script.file import SceneBreakLine, ScriptBlock, format_script, parse_script

FILE = '@c01-p001  speaker="a b"   skip\none\n\n\n\n@c01-p002\ntwo\n@c01-p003\nthree\n\n* * *\n\nfour'


def parsed(text=FILE):
    return parse_script(text, name="c01.txt")


def test_the_content_is_replaced_and_the_id_line_stays_as_typed():
    script = parsed()
    block = replace_content(script.blocks[0], "New *text*. More.", (), kind=Kind.PARAGRAPH)
    assert block.source == '@c01-p001  speaker="a b"   skip\nNew \\*text\\*.\nMore.\n'
    assert format_script(with_items(script, [block, *script.items[1:]])).endswith(FILE[FILE.index("\n\n\n") :])


def test_another_kind_is_written_into_the_id_line_and_taken_out_again():
    block = parsed().blocks[0]
    heading = replace_content(block, "One", (), kind=Kind.HEADING)
    assert heading.source == '@c01-p001  speaker="a b"   skip kind=heading\n# One\n'
    assert replace_content(heading, "one", (), kind=Kind.PARAGRAPH).source == block.source


def test_directions_are_set_changed_and_taken_out_alone():
    block = parsed().blocks[0]
    assert set_direction(block, "conflict", "deleted").source.startswith(
        '@c01-p001  speaker="a b"   skip conflict=deleted\n'
    )
    assert set_direction(block, "speaker", "c").source.startswith("@c01-p001  speaker=c   skip\n")
    assert set_direction(block, "speaker", "").source.startswith("@c01-p001    skip\n")
    with pytest.raises(ValueError, match="no id line"):
        set_direction(parsed().blocks[3], "speaker", "c")


def test_a_block_without_id_line_gets_one_and_one_without_id_keeps_its_directions():
    blocks = parsed("# One\r\n\r\n@ skip\r\ntwo\n").blocks
    assert set_id(blocks[0], "c01", newline="\r\n").source == "@c01 kind=heading\r\n# One\r\n"
    assert set_id(blocks[1], "c01-p001").source == "@c01-p001 skip\r\ntwo\n"


def test_inserted_and_removed_items_leave_the_rest_as_typed():
    script = parsed()
    one, two, three, scene, four = script.items
    new = new_block("c01-p009", "New.")
    inserted = format_script(with_items(script, [one, new, two, three, scene, four, new]))
    assert inserted == FILE.replace("@c01-p002", "@c01-p009\nNew.\n\n@c01-p002") + "\n\n@c01-p009\nNew.\n"
    assert format_script(with_items(script, [one, three, scene, four])) == FILE.replace("@c01-p002\ntwo\n", "")
    assert format_script(with_items(script, [one, two, three])) == FILE.partition("\n* * *")[0]
    assert format_script(with_items(script, [])) == ""


def test_new_items_take_the_line_ends_of_the_file():
    script = parsed("@c01-p001\r\none\r\n")
    new = new_block("c01-p002", "New one. Two.", kind=Kind.HEADING, level=2)
    assert format_script(with_items(script, [*script.items, SceneBreakLine(), new])) == (
        "@c01-p001\r\none\r\n\r\n* * *\r\n\r\n@c01-p002 kind=heading\r\n## New one. Two.\r\n"
    )


def test_a_proposal_says_skip_and_is_not_narrated():
    proposal = new_block("c01-p001", "Theirs.", kind=Kind.VERSE, conflict="theirs")
    assert proposal.source == "@c01-p001 kind=verse conflict=theirs skip\nTheirs.\n"
    assert parsed(proposal.source).paragraphs == ()


TEXTS = st.text(st.sampled_from("ab .*[@#\n\\{"), min_size=1, max_size=8)
BLOCKS = st.builds(
    lambda text, kind, conflict, emphasised: new_block(
        "c01-p007",
        text,
        kind=kind,
        conflict=conflict,
        marks=(Mark(start=0, stop=min(emphasised, len(text)), name=MarkName.EMPHASIS),),
    ),
    TEXTS,
    st.sampled_from(list(Kind)),
    st.sampled_from(["", "deleted"]),
    st.integers(0, 4),
)


@given(BLOCKS, TEXTS, st.sampled_from(list(Kind)))
def test_what_an_edit_says_of_a_block_is_what_its_text_is_read_as(block, text, kind):
    changed = replace_content(block, text, (), kind=kind)
    edits = [
        block,
        changed,
        set_id(changed, "c02-p001"),
        set_direction(block, "speed", "1.1"),
        set_direction(changed, "conflict", ""),
        set_direction(set_direction(block, "speaker", "a b"), "speaker", ""),
    ]
    for edited in edits:
        assert parsed(edited.source).items == (edited,)


FILES = st.lists(
    st.sampled_from(
        ["@c01-p001\none\n", "two\n", "* * *\n", "\n", "\r\n", "@c01-p002 kind=verse\na\nb", "@c01-p003\n"]
    ),
    max_size=8,
).map("".join)


def said(item):
    return (item.id, item.kind, item.text) if isinstance(item, ScriptBlock) else "* * *"


@given(FILES, st.data())
def test_any_choice_and_order_of_items_reads_back_as_these_items(text, data):
    try:
        script = parsed(text)
    except ScriptError:
        return
    assert format_script(with_items(script, script.items)) == text
    new = [new_block("c01-p009", "New."), SceneBreakLine()]
    items = data.draw(st.permutations([*script.items, *new]))[: data.draw(st.integers(0, 9))]
    result = with_items(script, items)
    assert parsed(format_script(result)).items == result.items
    assert [said(item) for item in result.items] == [said(item) for item in items]
