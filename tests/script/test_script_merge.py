from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.model import Chapter, ChapterEntry, Kind, Matter, Paragraph, Place, SceneBreak
from pipeline.script.edit import new_block, replace_content, set_direction, with_items
from pipeline.script.file import ScriptBlock, format_script, parse_script
from pipeline.script.import_lock import ImportLock, format_import_lock, parse_import_lock
from pipeline.script.merge import merge_import

BREAK = SceneBreak()


def chapter(identity, *blocks, title="", **changes):
    found = tuple(
        block
        if isinstance(block, SceneBreak | Paragraph)
        else Paragraph(kind=Kind.PARAGRAPH, text=block, place=Place(part=identity, start=0, stop=len(block)))
        for block in blocks
    )
    values = {"title": title, "matter": Matter.BODY, "is_read_aloud": True, "rule": "", "words": 0} | changes
    return Chapter(id=identity, blocks=found, **values)


def heading(text):
    return Paragraph(kind=Kind.HEADING, text=text)


def first(*chapters):
    return merge_import(chapters, lock=ImportLock(), scripts={})


def again(merged, *chapters, scripts=None, entries=()):
    typed = dict(merged.scripts) if scripts is None else scripts
    return merge_import(chapters, lock=merged.lock, scripts=typed, entries=entries)


ALPHA = "The first paragraph tells of the machine and of the men around it."
BETA = "“Yes,” said the Psychologist, and looked at the fire for a long time."
GAMMA = "Nobody spoke until the clock on the mantel struck eight."
DELTA = "The lamp was jumping; the shadows moved over the wall."
BOOK = (
    chapter("c01", heading("I"), ALPHA, BETA, BREAK, GAMMA, title="I"),
    chapter("c02", heading("II"), DELTA, title="II"),
)


def test_the_first_import_writes_every_chapter_that_is_read_aloud_and_its_lock():
    merged = first(chapter("c01", "Contents", is_read_aloud=False), chapter("c02", heading("I"), ALPHA, BREAK, BETA))
    assert merged.order == ("c01", "c02")
    assert merged.scripts == (("c02", f"@c02 kind=heading\n# I\n\n@c02-p001\n{ALPHA}\n\n* * *\n\n@c02-p002\n{BETA}\n"),)
    assert [(entry.id, entry.chapter, entry.breaks) for entry in merged.lock.paragraphs] == [
        ("c02", "c02", 0),
        ("c02-p001", "c02", 1),
        ("c02-p002", "c02", 0),
    ]
    assert merged.summary.new == ("c02", "c02-p001", "c02-p002")


def test_an_inserted_paragraph_gets_the_next_number_and_changes_nothing_else():
    merged = first(*BOOK)
    second = again(merged, chapter("c01", heading("I"), "A new one.", ALPHA, BETA, BREAK, GAMMA), BOOK[1])
    old, new = dict(merged.scripts), dict(second.scripts)
    assert new["c01"] == old["c01"].replace("@c01-p001", "@c01-p004\nA new one.\n\n@c01-p001")
    assert new["c02"] == old["c02"]
    assert (second.summary.new, second.findings) == (("c01-p004",), ())


def test_edits_and_directions_of_what_did_not_change_stay():
    merged = first(*BOOK)
    edited = dict(merged.scripts)
    edited["c01"] = edited["c01"].replace("@c01-p001\n", "@c01-p001  pause-after=2s\n\t").replace("I\n", "I.  One\n", 1)
    corrected = chapter("c01", heading("I"), ALPHA, BETA.replace("Yes", "No"), BREAK, GAMMA)
    second = again(merged, corrected, BOOK[1], scripts=edited)
    assert dict(second.scripts)["c01"] == edited["c01"].replace("“Yes,”", "“No,”")
    assert second.summary.changed == ("c01-p002",)


def test_both_sides_changed_keeps_both_and_narrates_ours():
    merged = first(*BOOK)
    edited = {key: text.replace("long time", "moment") for key, text in merged.scripts}
    second = again(
        merged, chapter("c01", heading("I"), ALPHA, BETA.replace("Yes", "No"), BREAK, GAMMA), BOOK[1], scripts=edited
    )
    ours, theirs = BETA.replace("long time", "moment"), BETA.replace("Yes", "No")
    assert f"@c01-p002\n{ours}\n\n@c01-p002 conflict=theirs skip\n{theirs}\n\n* * *" in dict(second.scripts)["c01"]
    assert [(finding.code, finding.where) for finding in second.findings] == [("merge.both-changed", "c01.txt:10")]
    narrated = parse_script(dict(second.scripts)["c01"], name="c01").paragraphs
    assert [p.text for p in narrated if not isinstance(p, SceneBreak)] == ["I", ALPHA, ours, GAMMA]


def test_a_conflict_waits_is_renewed_by_a_newer_text_and_goes_when_ours_is_theirs():
    merged = first(*BOOK)
    edited = {key: text.replace("long time", "moment") for key, text in merged.scripts}
    texts = [BETA.replace("Yes", "No"), BETA.replace("Yes", "Perhaps"), BETA.replace("long time", "moment")]
    books = [(chapter("c01", heading("I"), ALPHA, text, BREAK, GAMMA), BOOK[1]) for text in texts]
    one = again(merged, *books[0], scripts=edited)
    same = again(one, *books[0])
    assert (same.scripts, same.lock, [f.code for f in same.findings]) == (one.scripts, one.lock, ["merge.undecided"])
    two = again(one, *books[1])
    assert dict(two.scripts) == {key: text.replace("“No,”", "“Perhaps,”") for key, text in one.scripts}
    three = again(two, *books[2])
    assert (dict(three.scripts), three.findings) == (edited, ())


def test_what_they_deleted_goes_and_its_id_is_never_given_again():
    merged = first(*BOOK)
    second = again(merged, chapter("c01", heading("I"), ALPHA, BREAK, GAMMA), BOOK[1])
    assert "c01-p002" not in dict(second.scripts)["c01"]
    assert (second.summary.removed, second.lock.retired) == (("c01-p002",), ("c01-p002",))
    third = again(second, chapter("c01", heading("I"), ALPHA, BREAK, GAMMA, "Quite another."), BOOK[1])
    assert third.summary.new == ("c01-p004",)


def test_what_they_deleted_and_we_edited_is_kept_and_marked():
    merged = first(*BOOK)
    for change in ("long time", "moment"), ("@c01-p002", "@c01-p002 speaker=filby"):
        edited = {key: text.replace(*change) for key, text in merged.scripts}
        second = again(merged, chapter("c01", heading("I"), ALPHA, BREAK, GAMMA), BOOK[1], scripts=edited)
        assert " conflict=deleted\n“Yes,”" in dict(second.scripts)["c01"]
        assert [finding.code for finding in second.findings] == ["merge.deleted-edited"]
        assert second.lock.added == ("c01-p002",)
        third = again(second, *BOOK)
        assert dict(third.scripts) == edited if change[0] != "long time" else third.scripts


def test_what_we_deleted_stays_away_until_they_change_it():
    merged = first(*BOOK)
    edited = {key: text.replace(f"@c01-p002\n{BETA}\n\n", "") for key, text in merged.scripts}
    second = again(merged, *BOOK, scripts=edited)
    assert (dict(second.scripts), second.summary.left_out) == (edited, ("c01-p002",))
    third = again(second, chapter("c01", heading("I"), ALPHA, BETA.replace("Yes", "No"), BREAK, GAMMA), BOOK[1])
    assert f"@c01-p002 conflict=theirs skip\n{BETA.replace('Yes', 'No')}\n" in dict(third.scripts)["c01"]
    assert [finding.code for finding in third.findings] == ["merge.changed-left-out"]


def test_a_paragraph_that_moves_to_another_chapter_keeps_id_direction_and_what_was_put_after_it():
    merged = first(*BOOK)
    typed = "@c01-p009\nTyped by hand.\n\n"
    edited = dict(merged.scripts)
    edited["c01"] = edited["c01"].replace(f"{BETA}\n\n", f"{BETA}\n\n{typed}").replace("@c01-p002", "@c01-p002 skip")
    second = again(
        merged,
        chapter("c01", heading("I"), ALPHA, BREAK, GAMMA),
        chapter("c02", heading("II"), BETA, DELTA),
        scripts=edited,
    )
    assert dict(second.scripts)["c02"].startswith(
        f"@c02 kind=heading\n# II\n\n@c01-p002 skip\n{BETA}\n\n{typed}@c02-p001"
    )
    assert second.summary.moved == ("c01-p002",)
    assert [entry.id for entry in second.lock.paragraphs if entry.chapter == "c02"] == ["c02", "c01-p002", "c02-p001"]


def test_chapters_keep_their_ids_when_one_is_put_before_them_or_they_change_places():
    merged = first(*BOOK)
    preface = chapter("c01", heading("Preface"), "Words before the book begins.", title="Preface")
    second = again(merged, preface, replace(BOOK[1], id="c02"), replace(BOOK[0], id="c03"))
    assert second.order == ("c03", "c02", "c01")
    assert [c.id for c in second.chapters] == ["c03", "c02", "c01"]
    assert {key: text for key, text in second.scripts if key != "c03"} == dict(merged.scripts)
    assert dict(second.scripts)["c03"].startswith("@c03 kind=heading\n# Preface\n\n@c03-p001\n")


def test_book_toml_decides_what_is_read_aloud_and_keeps_an_order_that_people_changed():
    silent = chapter("c03", "To my wife.", title="Dedication", is_read_aloud=False)
    merged = first(*BOOK, silent)
    entries = [
        ChapterEntry(id=key, title=title, is_read_aloud=True)
        for key, title in [("c02", "II"), ("c03", "Dedication"), ("c01", "I")]
    ]
    second = again(
        merged, replace(silent, id="c01"), *(replace(c, id=f"c0{n}") for n, c in enumerate(BOOK, 2)), entries=entries
    )
    assert second.order == ("c02", "c03", "c01")
    assert dict(second.scripts)["c03"] == "@c03-p001\nTo my wife.\n"
    assert [c.is_read_aloud for c in second.chapters] == [True, True, True]


def test_a_chapter_that_falls_silent_is_not_lost_from_the_script():
    merged = first(*BOOK)
    second = again(merged, BOOK[0], replace(BOOK[1], is_read_aloud=False))
    assert (second.scripts, second.lock) == (merged.scripts, merged.lock)


def test_a_split_chapter_takes_paragraphs_and_scene_breaks_along():
    merged = first(chapter("c01", heading("I"), ALPHA, BETA, BREAK, GAMMA, BREAK, DELTA))
    second = again(
        merged, chapter("c01", heading("I"), ALPHA, BETA), chapter("c02", heading("II"), GAMMA, BREAK, DELTA)
    )
    assert dict(second.scripts)["c01"] == f"@c01 kind=heading\n# I\n\n@c01-p001\n{ALPHA}\n\n@c01-p002\n{BETA}\n"
    assert dict(second.scripts)["c02"] == (
        f"@c02 kind=heading\n# II\n\n@c01-p003\n{GAMMA}\n\n* * *\n\n@c01-p004\n{DELTA}\n"
    )


def test_a_chapter_that_is_gone_takes_its_file_and_ids_with_it():
    merged = first(*BOOK)
    second = again(merged, BOOK[0])
    assert (second.removed_scripts, second.order, second.lock.retired) == (("c02",), ("c01",), second.lock.retired)
    assert set(second.lock.retired) == {"c02", "c02-p001"}
    third = again(second, BOOK[0], chapter("c02", heading("Other"), "Other words."))
    assert third.order == ("c01", "c03")


def test_words_typed_by_hand_that_the_manuscript_then_brings_are_not_doubled():
    merged = first(*BOOK)
    edited = {
        key: text.replace("@c01-p002", "@c01-p009 skip\nFound again.\n\n@c01-p002") for key, text in merged.scripts
    }
    second = again(
        merged, chapter("c01", heading("I"), ALPHA, "Found again.", BETA, BREAK, GAMMA), BOOK[1], scripts=edited
    )
    assert (dict(second.scripts), second.lock.added) == (edited, ())
    assert "c01-p009" in [entry.id for entry in second.lock.paragraphs]


def test_a_changed_kind_keeps_an_edited_text():
    merged = first(*BOOK)
    edited = {key: text.replace("long time", "moment") for key, text in merged.scripts}
    quote = Paragraph(kind=Kind.QUOTE, text=BETA)
    second = again(merged, chapter("c01", heading("I"), ALPHA, quote, BREAK, GAMMA), BOOK[1], scripts=edited)
    assert dict(second.scripts)["c01"] == edited["c01"].replace("@c01-p002", "@c01-p002 kind=quote")


def test_scripts_without_a_lock_are_not_doubled():
    with pytest.raises(ScriptError, match=r"import\.lock is missing"):
        merge_import(BOOK, lock=ImportLock(), scripts={"c01": "@c01-p001\nx"})


def test_an_import_that_was_stopped_before_its_lock_was_written_is_finished_by_the_next():
    merged = first(*BOOK)
    for scripts in dict(merged.scripts), {"c01": dict(merged.scripts)["c01"]}:
        finished = merge_import(BOOK, lock=ImportLock(), scripts=scripts)
        assert (finished.scripts, finished.lock) == (merged.scripts, merged.lock)
    longer = (*BOOK, chapter("c03", heading("III"), "A third chapter, all of it new."))
    second = again(merged, *longer)
    stopped = again(merged, *longer, scripts=dict(second.scripts))
    assert (stopped.scripts, stopped.lock) == (second.scripts, second.lock)


# Properties. Each paragraph has words of its own, so that what is the same paragraph can be told from outside.

ADJECTIVES = ["red", "old", "tall", "grey", "mild"]


def words(number):
    return f"Number {number} tells of thing{number} and man{number} near the {ADJECTIVES[number % 5]} tower{number}."


@st.composite
def books(draw):
    """Return the paragraphs of two or three chapters, by number, None for a scene break."""
    rows, number = [], 0
    for _ in range(draw(st.integers(1, 3))):
        row = []
        for _ in range(draw(st.integers(1, 6))):
            row += [number, *[None] * draw(st.sampled_from([0, 0, 0, 1, 2]))]
            number += 1
        rows.append(row)
    return rows


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["delete", "insert", "move", "edit", "break"]), st.integers(0, 99), st.integers(0, 99)),
    max_size=6,
)


def operate(rows, operations):
    """Return the rows of (number, is_edited) after these operations of a publisher."""
    rows = [[(number, False) for number in row] for row in rows]
    fresh = 500
    for name, at, to in operations:
        flat = [(row, place) for row in rows for place in range(len(row))]
        if not flat:
            return rows
        row, place = flat[at % len(flat)]
        target = rows[to % len(rows)]
        if name == "delete":
            del row[place]
        elif name == "insert":
            row.insert(place, (fresh, False))
            fresh += 1
        elif name == "move":
            target.insert(to % (len(target) + 1), row.pop(place))
        elif name == "edit" and row[place][0] is not None:
            row[place] = (row[place][0], True)
        elif name == "break":
            row.insert(place + 1, (None, False))
    return rows


def text_of(number, is_edited):
    return words(number).replace("tells", "speaks") if is_edited else words(number)


def as_chapters(rows):
    return tuple(
        chapter(f"c{place:02}", *(BREAK if number is None else text_of(number, edited) for number, edited in row))
        for place, row in enumerate(rows, 1)
    )


def edit_scripts(scripts, operations):
    """Return the script files after these operations of a producer, and what was done by id."""
    scripts, done = dict(scripts), {}
    for count, (name, at, to) in enumerate(operations):
        files = {key: parse_script(text, name=key) for key, text in scripts.items()}
        flat = [
            (key, place)
            for key, file in files.items()
            for place, item in enumerate(file.items)
            if isinstance(item, ScriptBlock)
        ]
        if not flat:
            return scripts, done
        key, place = flat[at % len(flat)]
        items = list(files[key].items)
        block = items[place]
        if name == "delete":
            done[items.pop(place).id] = "deleted"
        elif name == "insert":
            items.insert(place, new_block(f"{key}-p{900 + count}", f"Typed {count}."))
            done[f"{key}-p{900 + count}"] = "typed"
        elif name == "move":
            items.insert(to % len(items), items.pop(place))
        elif name == "edit":
            items[place] = replace_content(block, f"{block.text} Edited {count}.", (), kind=block.kind)
            done[block.id] = "edited" if done.get(block.id) != "typed" else "typed"
        else:
            items[place] = set_direction(block, "speaker", f"s{count}")
        scripts[key] = format_script(with_items(files[key], items))
    return scripts, done


def all_items(scripts):
    return [item for key, text in dict(scripts).items() for item in parse_script(text, name=key).items]


def all_blocks(scripts):
    return [item for item in all_items(scripts) if isinstance(item, ScriptBlock)]


def without_head_breaks(row):
    while row and row[0] is None:
        row = row[1:]
    return row


@settings(max_examples=150)
@given(books(), OPERATIONS)
def test_an_unedited_script_becomes_the_new_manuscript_and_what_it_had_keeps_its_ids(rows, operations):
    merged = first(*as_chapters(operate(rows, [])))
    ids = {block.text: block.id for block in all_blocks(merged.scripts)}
    corrected = operate(rows, operations)
    second = again(merged, *as_chapters(corrected))
    kept = dict(second.scripts)
    for given_chapter, row in zip(second.chapters, corrected, strict=True):
        wanted = without_head_breaks([None if number is None else text_of(number, edited) for number, edited in row])
        items = parse_script(kept.get(given_chapter.id, ""), name=given_chapter.id).items
        found = without_head_breaks([item.text if isinstance(item, ScriptBlock) else None for item in items])
        assert found == (wanted if any(wanted) else [])
    for block in all_blocks(second.scripts):
        original = block.text.replace("speaks", "tells")
        assert ids.get(original, block.id) == block.id
    assert second.findings == ()


@settings(max_examples=120)
@given(books(), OPERATIONS, OPERATIONS)
def test_no_edit_is_lost_no_word_is_lost_and_the_same_import_again_changes_nothing(rows, theirs, ours):
    merged = first(*as_chapters(operate(rows, [])))
    edited, done = edit_scripts(merged.scripts, ours)
    corrected = operate(rows, theirs)
    second = again(merged, *as_chapters(corrected), scripts=edited)
    before = {block.id: block for block in all_blocks(edited)}
    narrated = {block.id: block for block in all_blocks(second.scripts) if not block.is_proposal}
    proposed = {block.text for block in all_blocks(second.scripts) if block.is_proposal}
    new_texts = {text_of(number, changed) for row in corrected for number, changed in row if number is not None}
    assert len(narrated) == sum(not block.is_proposal for block in all_blocks(second.scripts))
    for identity, block in before.items():
        if done.get(identity) in {"typed", "edited"} or block.direction:
            assert narrated[identity].direction == block.direction
        if done.get(identity) in {"typed", "edited"}:
            assert narrated[identity].text == block.text
        elif block.text in new_texts:
            assert narrated[identity].source == block.source
    original = {block.text: block.id for block in all_blocks(merged.scripts)}
    for text in new_texts:
        identity = original.get(text)
        is_ours = identity is not None and done.get(identity) in {"deleted", "edited"}
        assert is_ours or text in proposed | {block.text for block in narrated.values()}
    texts = {block.text for block in narrated.values()}
    for number in {number for row in corrected for number, changed in row if changed}:
        if done.get(original.get(text_of(number, False))) == "edited":
            assert text_of(number, True) in proposed | texts
            assert second.findings
            assert any(block.conflict for block in all_blocks(second.scripts))
    third = again(second, *as_chapters(corrected))
    assert (third.scripts, third.lock) == (second.scripts, second.lock)
    stopped = again(merged, *as_chapters(corrected), scripts=dict(second.scripts))
    assert sorted(block.source for block in all_blocks(stopped.scripts)) == sorted(
        block.source for block in all_blocks(second.scripts)
    )
    assert parse_import_lock(format_import_lock(second.lock)) == second.lock


@settings(max_examples=100)
@given(books(), OPERATIONS)
def test_the_same_manuscript_again_leaves_every_file_byte_for_byte(rows, ours):
    chapters = as_chapters(operate(rows, []))
    merged = first(*chapters)
    edited, _ = edit_scripts(merged.scripts, ours)
    second = again(merged, *chapters, scripts=edited)
    assert dict(second.scripts) == {key: text for key, text in edited.items() if parse_script(text, name=key).blocks}
    assert second.findings == ()


def test_a_long_book_with_repetitions_keeps_its_ids():
    texts = [words(number) if number % 5 else "“Yes,” he said." for number in range(3_000)]
    merged = first(chapter("c01", *texts))
    corrected = [text.replace("tells", "speaks") if number % 3 == 0 else text for number, text in enumerate(texts)]
    del corrected[1500:1600]
    corrected.insert(100, "A new paragraph.")
    second = again(merged, chapter("c01", *corrected))
    assert (second.summary.new, len(second.summary.removed), second.findings) == (("c01-p3001",), 100, ())
    assert len(second.summary.kept) + len(second.summary.changed) == 2_900
    assert [item.text for item in all_items(second.scripts)] == corrected
