from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.model import Kind
from pipeline.script.file import parse_script
from pipeline.script.import_lock import ImportLock, LockedParagraph
from pipeline.script.lint import INFORMATION, give_ids, lint_scripts

GOLDEN = Path(__file__).parent.parent / "golden" / "script"
LOCK = ImportLock(
    paragraphs=(
        LockedParagraph(id="c01-p001", chapter="c01", kind=Kind.PARAGRAPH, text="One."),
        LockedParagraph(id="c01-p002", chapter="c01", kind=Kind.PARAGRAPH, text="Two."),
    ),
    added=("c01-p005",),
    retired=("c01-p003",),
)


def codes(text, **context):
    return [(finding.code, finding.where) for finding in lint_scripts({"c01": text}, **context)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("one", "script.no-id", 1),
        ("@c01-p001\n\none", "script.empty", 1),
        ("@c01-p003\none", "script.retired-id", 1),
        ("@c01-p001\none \ntwo", "script.trailing-blank", 2),
        ("@c01-p001\none\n  @c01-p002\ntwo", "script.late-id", 3),
        ("@c01-p001\none\n# Two", "script.late-heading", 3),
        ("@c01-p001\n\\* \\* \\*", "script.like-scene-break", 2),
        ("@c01-p001\n---", "script.like-scene-break", 2),
        ("@c01-p001\nhe said \\*now\\*", "script.literal-mark", 2),
        ("@c01-p001\n\\[whispers\\] now", "script.literal-mark", 2),
        ("@c01-p001\n<i>now</i>", "script.literal-mark", 2),
        ("@c01-p001 speaker=nobody\none", "script.unknown-speaker", 1),
        ("@c01-p001\n[one]{speaker=nobody}", "script.unknown-speaker", 1),
        ("@c01-p001\n[one]{lang=en_GB}", "script.unknown-language", 1),
        ("@c01-p001\none\n\n@c01-p001 conflict=theirs skip\ntwo", "script.conflict", 4),
        ("@c01-p001 conflict=deleted\none", "script.conflict", 1),
        ("@c01-p001\none [two", "script.markup", "2:5"),
        ("@c01-p001\none\n\n@c01-p001\ntwo", "script.duplicate-id", 4),
        ("@c01-p001\n***", "script.like-scene-break", 2),
    ],
)
def test_what_a_reader_could_misread_is_found_at_its_line(text, code, line):
    found = codes(text, lock=ImportLock(retired=("c01-p003",)), speakers=["filby"])
    assert (code, f"c01.txt:{line}") in found
    assert {entry[0] for entry in found} - {code, "script.no-id"} <= INFORMATION, found


@pytest.mark.parametrize(
    "text",
    [
        "@c01 kind=heading\n# I. Introduction\n\n@c01-p001\nThe *one* [two]{lang=fr}.\n\n* * *\n\n@c01-p002\n1 < 2.\n",
        "@c01-p001 speaker=filby\n“One,\n\n@c01-p002\n“two.”\n",
        "@c01-p001\n„Eins“ und »zwei«.\n",
    ],
)
def test_a_good_file_has_nothing_to_report(text):
    assert codes(text, speakers=["filby"]) == []


def test_quotes_without_partner_long_blocks_and_what_was_left_out_or_added_are_information():
    text = f"@c01-p001\n“One.\n\n@c01-p009\n{'long' * 1300}\n"
    assert codes(text, lock=LOCK) == [
        ("script.left-out", "c01.txt"),
        ("script.quotes", "c01.txt:1"),
        ("script.long", "c01.txt:4"),
        ("script.added", "c01.txt:4"),
    ]
    assert {code for code, _ in codes(text, lock=LOCK)} <= INFORMATION


def test_findings_are_sorted_by_file_and_line():
    found = lint_scripts({"c02": "@c01-p001\none \n\n[x", "c01": "@c01-p001\ntwo "})
    assert [finding.where for finding in found] == ["c02.txt:2", "c02.txt:4", "c02.txt:4:1", "c01.txt:1", "c01.txt:2"]


def test_ids_are_given_to_blocks_without_one_and_all_else_stays():
    typed = "# One\r\n\r\n@c01-p001   skip\r\n one\r\n\r\n\r\n@ kind=verse\r\na\r\n\r\n* * *\r\nlast"
    fixed = give_ids({"c01": typed, "c02": "@c02-p001\nx"}, lock=LOCK)
    assert fixed.scripts == (
        (
            "c01",
            "@c01 kind=heading\r\n# One\r\n\r\n@c01-p001   skip\r\n one\r\n\r\n\r\n@c01-p006 kind=verse\r\na\r\n\r\n"
            "* * *\r\n@c01-p007\r\nlast",
        ),
    )
    assert fixed.given == ("c01", "c01-p006", "c01-p007")
    assert fixed.lock.added == ("c01", "c01-p005", "c01-p006", "c01-p007", "c02-p001")


def test_an_id_that_was_given_is_not_given_again_after_its_block_is_deleted():
    fixed = give_ids({"c01": "one"}, lock=LOCK)
    assert give_ids({"c01": "two"}, lock=fixed.lock).given == ("c01-p007",)
    assert fixed.given == ("c01-p006",)


def test_no_id_is_given_in_a_file_that_cannot_be_read():
    with pytest.raises(ScriptError) as caught:
        give_ids({"c01": "one [two"}, lock=LOCK)
    assert caught.value.problems[0].startswith("c01.txt:1:5: `[` has no end")


def test_the_findings_of_a_messy_chapter_are_golden(golden):
    text = (GOLDEN / "messy" / "in" / "c01.txt").read_text(encoding="utf-8")
    found = lint_scripts({"c01": text}, lock=LOCK, speakers=["filby"])
    golden(GOLDEN / "messy" / "out" / "findings.txt", "".join(f"{f.where}: {f.code} {f.message}\n" for f in found))
    golden(GOLDEN / "messy" / "out" / "c01.txt", dict(give_ids({"c01": text}, lock=LOCK).scripts)["c01"])


PIECES = st.sampled_from(
    ["one", "# Two", "@c01-p001", "@ skip", "@c01-p008 kind=verse", "* * *", "\n", "\n\n", " ", "\r\n"]
)


@given(st.lists(PIECES, max_size=10).map("".join))
def test_after_a_fix_every_block_has_an_id_and_says_what_it_said(text):
    try:
        before = parse_script(text, name="c01.txt")
    except ScriptError:
        return
    fixed = give_ids({"c01": text}, lock=LOCK)
    after = parse_script(dict(fixed.scripts).get("c01", text), name="c01.txt")
    assert all(block.id for block in after.blocks)
    assert [(b.kind, b.text, b.direction) for b in after.blocks] == [
        (b.kind, b.text, b.direction) for b in before.blocks
    ]
    assert give_ids({"c01": dict(fixed.scripts).get("c01", text)}, lock=fixed.lock).scripts == ()
