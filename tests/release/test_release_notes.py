"""Two editions of a book -> what the notes say of them; the checksums."""

from __future__ import annotations

import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ProjectError
from pipeline.release.editions import (
    Edition,
    EditionChapter,
    EditionParagraph,
    compare_chapters,
    edition_rows,
    fingerprint_audio,
    parse_edition,
)
from pipeline.release.notes import format_checksums, format_notes


def paragraph(name: str, *, words: int = 10, speech_s: float = 4.0, text: str = "t", heard: str = "h"):
    return EditionParagraph(id=name, words=words, speech_s=speech_s, text=text, heard=heard)


def chapter(name: str, title: str, *paragraphs: EditionParagraph, length_s: float = 60.0, mastered: str = "m"):
    return EditionChapter(id=name, title=title, length_s=length_s, mastered=(mastered,), paragraphs=paragraphs)


def edition(version: str, *chapters: EditionChapter) -> Edition:
    return Edition(version=version, chapters=chapters)


GATE = chapter("c01", "I. The Gate", paragraph("c01-p001"), paragraph("c01-p002"))
HOUSE = chapter("c02", "II. The House", paragraph("c02-p001"), paragraph("c02-p002"), paragraph("c02-p003"))
FIRST = edition("1.0", GATE, HOUSE)


def test_notes_say_which_chapter_changed_and_by_how_many_paragraphs_words_and_seconds():
    house = chapter(
        "c02",
        "II. The House",
        paragraph("c02-p001", words=12, speech_s=5.5, text="new", heard="other"),
        paragraph("c02-p002", heard="other"),
        paragraph("c02-p004", words=3, speech_s=1.25),
        length_s=62.5,
        mastered="n",
    )
    assert format_notes(edition("1.1", GATE, house), FIRST, title="The Lamp") == (
        "# The Lamp 1.1\n"
        "\n"
        "Since 1.0: 1 chapter changed, 1 the same as before.\n"
        "\n"
        "| chapter | changed | words | seconds recorded | length |\n"
        "|---|---|--:|--:|--:|\n"
        "| II. The House | 1 edited, 1 recorded again, 1 new, 1 removed of 3 paragraphs | 25 | 10.8 | 1:02 (+2.5 s) |\n"
        "\n"
        "- II. The House: edited c02-p001; recorded again c02-p002; new c02-p004; removed c02-p003\n"
        "\n"
        "The book: 2 chapters, 45 words, 2:02.\n"
    )


def test_the_first_release_tells_of_itself():
    assert format_notes(edition("", GATE, HOUSE), None, title="The Lamp") == (
        "# The Lamp\n"
        "\n"
        "The book: 2 chapters, 50 words, 2:00.\n"
        "\n"
        "| chapter | paragraphs | words | length |\n"
        "|---|--:|--:|--:|\n"
        "| I. The Gate | 2 | 20 | 1:00 |\n"
        "| II. The House | 3 | 30 | 1:00 |\n"
    )


def test_the_same_book_again_is_said_in_one_sentence():
    assert "Nothing that is heard has changed since 1.0." in format_notes(FIRST, FIRST, title="The Lamp")


def test_a_chapter_of_the_same_takes_with_another_pause_was_mastered_anew():
    gate = chapter("c01", "I. The Gate", *GATE.paragraphs, length_s=61.0, mastered="n")
    said = format_notes(edition("1.1", gate, HOUSE), FIRST, title="The Lamp")
    assert "| I. The Gate | mastered anew: pauses or levels | 0 | 0.0 | 1:01 (+1.0 s) |" in said


def test_new_removed_and_reordered_chapters_are_told():
    end = chapter("c03", "III. The End", paragraph("c03-p001"))
    said = format_notes(edition("2.0", HOUSE, end), edition("1.0", GATE, HOUSE), title="The Lamp")
    assert "Since 1.0: 1 chapter changed, 1 the same as before, 1 removed." in said
    assert "| III. The End | new: 1 paragraph | 10 | 4.0 | 1:00 |" in said
    assert "- removed: I. The Gate, 20 words" in said
    assert "another order" in format_notes(edition("2.0", HOUSE, GATE), FIRST, title="The Lamp")


def test_a_title_cannot_break_the_table():
    odd = chapter("c01", "A | *B*\n<script>", paragraph("c01-p001"))
    assert "| A \\| \\*B\\* \\<script\\> | 1 | 10 | 1:00 |" in format_notes(edition("", odd), None, title="x")


def test_many_paragraphs_are_counted_and_a_dozen_named():
    names = [f"c01-p{number:03}" for number in range(1, 21)]
    before = edition("1.0", chapter("c01", "One", *(paragraph(name) for name in names)))
    after = edition("1.1", chapter("c01", "One", *(paragraph(name, text="x", heard="x") for name in names)))
    said = format_notes(after, before, title="x")
    assert "| One | 20 edited of 20 paragraphs | 200 | 80.0 |" in said
    assert "- One: edited c01-p001, " in said
    assert "c01-p012 and 8 more" in said


def test_a_manifest_reads_back_as_the_edition_it_was_written_from():
    text = json.dumps({"version": "1.0", "script": edition_rows(FIRST)})
    assert parse_edition(text, where="manifest.json") == FIRST


def test_a_manifest_from_before_paragraphs_were_listed_tells_of_chapters():
    rows = [{"id": "c01", "title": "I. The Gate", "duration_s": 58.0, "mastered": "m", "takes": {}}]
    old = parse_edition(json.dumps({"chapters": rows}), where="manifest.json")
    same, new = compare_chapters(FIRST, old)
    assert (same.is_any, new.is_any, new.before) == (False, True, None)
    gate = chapter("c01", "I. The Gate", *GATE.paragraphs, mastered="n")
    said = format_notes(edition("1.1", gate), old, title="The Lamp")
    assert "| I. The Gate | paragraphs not known | 0 | 0.0 | 1:00 (+2.0 s) |" in said


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"script": [{"id": "c01"}]}', '{"chapters": 3}'])
def test_what_is_no_manifest_is_refused(text):
    with pytest.raises(ProjectError, match=r"gate\.json: this is no manifest of a release"):
        parse_edition(text, where="gate.json")


def test_the_order_of_takes_is_heard():
    assert fingerprint_audio(["a", "b"]) != fingerprint_audio(["b", "a"])


def test_sha256sum_reads_the_checksums(tmp_path):
    (tmp_path / "01 - I.mp3").write_bytes(b"abc")
    hashes = {"01 - I.mp3": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
    (tmp_path / "SHA256SUMS").write_text(format_checksums(hashes))
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stdout) == (0, b"01 - I.mp3: OK\n")


ids = st.lists(st.sampled_from([f"p{number}" for number in range(8)]), unique=True)
marks = st.sampled_from("ab")


@given(now=ids, before=ids, texts=st.lists(marks, min_size=16, max_size=16))
def test_every_paragraph_is_the_same_or_changed_in_exactly_one_way(now, before, texts):
    def made(names, offset):
        made_of = (texts[offset + int(name[1])] for name in names)
        return [paragraph(name, text=mark, heard=mark) for name, mark in zip(names, made_of, strict=True)]

    new, old = made(now, 0), made(before, 8)
    (change,) = compare_chapters(edition("", chapter("c", "C", *new)), edition("", chapter("c", "C", *old)))
    kinds = [change.edited, change.recorded_again, change.added]
    named = [name for kind in kinds for name in kind]
    same = {each.id for each in new} & {each.id for each in old if each in new}
    assert len(named) == len(set(named))
    assert set(named) | same == set(now)
    assert not set(named) & same
    assert set(change.removed) == set(before) - set(now)
