"""What is kept in build/ between two runs is believed only where everything it came from is the same."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.adapters.derived import read_derived, write_derived
from pipeline.adapters.project import load_project
from pipeline.adapters.takes import TakeStore
from pipeline.cli import run_verb
from pipeline.commands.chapter_stamps import Stamps
from pipeline.commands.idle import find_finished
from pipeline.commands.journal import LEAST_KEPT_BYTES, read_index
from pipeline.commands.reading import read_chapters
from pipeline.commands.recording_session import take_stock
from pipeline.commands.release_options import LAST
from pipeline.errors import ScriptError, TakesError
from pipeline.mastering.gain import parse_lock
from pipeline.mastering.profiles import find_profile
from pipeline.recording.records import fold_journal
from pipeline.release.formats import chapter_formats

BOOK = """\
[book]
title = "The Lamp"
language = "en"
source = "source/lamp.txt"

[cast.narrator]
engine = "tone"

[cast.mina]
voice = "high"

[release]
formats = ["mp3"]

[credits]
opening = "{title}."

[[chapters]]
id = "c01"
title = "One"

[[chapters]]
id = "c02"
title = "Two"
"""
ONE = """@c01-p001
It cost $5. [Yes.]{speaker=mina cue="she said, trembling"} <break time="0.4s"/> She went *home*.

* * *

@c01-p002 kind=verse pause-before=1.5s volume=-3
Cholmondeley sang
of 1805.
"""
TWO = "@c02-p001\nThe lamp was lit again on the first evening. Nobody saw it.\n"
LEXICON = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
<lexeme><grapheme>Cholmondeley</grapheme><alias>Chumley</alias></lexeme>
</lexicon>
"""


def write_book(folder: Path) -> Path:
    for name in ("script", "source"):
        (folder / name).mkdir(parents=True)
    (folder / "source" / "lamp.txt").write_text("The lamp was lit.")
    (folder / "book.toml").write_text(BOOK)
    (folder / "script" / "c01.txt").write_text(ONE)
    (folder / "script" / "c02.txt").write_text(TWO)
    (folder / "script" / "import.lock").write_text("")
    return folder


@pytest.fixture
def book(tmp_path) -> Path:
    return write_book(tmp_path / "lamp")


@pytest.fixture(scope="module")
def built_once(tmp_path_factory) -> Path:
    folder = write_book(tmp_path_factory.mktemp("projects") / "lamp")
    assert build(folder) == 0
    return folder


@pytest.fixture
def built(built_once, tmp_path) -> Path:
    return Path(shutil.copytree(built_once, tmp_path / "lamp"))


def read(book: Path):
    return read_chapters(load_project(book.parent, book.name))


def read_anew(book: Path):
    shutil.rmtree(book / "build", ignore_errors=True)
    return read(book)


def kept(book: Path) -> dict[str, int]:
    return {file.stem: file.stat().st_mtime_ns for file in (book / "build" / "lines").iterdir()}


def build(book: Path, *more: str) -> int:
    return run_verb(["build", book.name, "--projects", str(book.parent), "--workers", "0", *more])


def test_lines_that_were_kept_are_the_lines_that_were_derived(book):
    derived = read(book)
    assert set(kept(book)) == {"opening", "c01", "c02"}
    assert read(book) == derived
    assert [chapter.entry.id for chapter in derived] == ["opening", "c01", "c02"]


def test_only_the_chapter_that_changed_is_derived_again(book):
    read(book)
    before = kept(book)
    (book / "script" / "c02.txt").write_text(TWO.replace("Nobody", "Somebody"))
    assert "Somebody saw it." in read(book)[2].paragraphs[0].lines[0].spoken.text
    assert {name for name, at in kept(book).items() if before[name] != at} == {"c02"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("lexicon.pls", LEXICON),
        ("book.toml", BOOK.replace('voice = "high"', 'voice = "low"')),
        ("book.toml", BOOK.replace('language = "en"', 'language = "de"')),
        ("book.toml", BOOK.replace('"{title}."', '"This is {title}."')),
        ("book.toml", BOOK + "\n[recording]\nline-limit = 80\n"),
        ("book.toml", BOOK + '\n[[normalizer.rules]]\nname = "year"\ntext = "1805"\nspoken = "that year"\n'),
        ("book.toml", BOOK + '\n[normalizer]\nveto = ["money"]\n'),
        ("script/c01.txt", ONE.replace("pause-before=1.5s", "pause-before=2s")),
        ("script/c01.txt", ONE.replace("* * *\n\n", "")),
    ],
)
def test_whatever_lines_come_from_changes_them(book, file, text):
    before = read(book)
    (book / file).write_text(text)
    after = read(book)
    assert after != before
    assert after == read_anew(book)


@pytest.mark.parametrize("damage", [b"", b"{}", b"half of it"])
def test_a_kept_file_that_is_damaged_is_derived_again(book, damage):
    derived = read(book)
    file = book / "build" / "lines" / "c01.json"
    file.write_bytes(file.read_bytes()[:40] + damage)
    assert read(book) == derived


def test_a_kept_file_that_was_edited_is_not_believed(book):
    derived = read(book)
    file = book / "build" / "lines" / "c02.json"
    file.write_bytes(file.read_bytes().replace(b"Nobody", b"Anyone"))
    assert read(book) == derived


def test_a_chapter_that_is_no_more_leaves_nothing_behind(book):
    read(book)
    (book / "book.toml").write_text(re.sub(r'\[\[chapters\]\]\nid = "c02"\ntitle = "Two"\n', "", BOOK))
    (book / "script" / "c01.txt").write_text(ONE.replace("home", "out"))
    read(book)
    assert set(kept(book)) == {"opening", "c01"}


def test_an_id_that_a_chapter_takes_from_one_that_was_kept_is_found(book):
    read(book)
    (book / "script" / "c02.txt").write_text(TWO.replace("c02-p001", "c01-p002"))
    with pytest.raises(ScriptError, match="cannot be read") as caught:
        read(book)
    assert "c02.txt:1: the id c01-p002 also stands in c01.txt" in str(caught.value)


def test_what_is_derived_has_its_key_and_its_hash(tmp_path):
    file = tmp_path / "new" / "one.json"
    assert read_derived(file, "k1") is None
    write_derived(file, "k1", "värde")
    assert (read_derived(file, "k1"), read_derived(file, "k2")) == ("värde", None)


def long_journal(book: Path) -> TakeStore:
    store = TakeStore(book / "takes")
    while (book / "takes" / "journal.jsonl").stat().st_size < LEAST_KEPT_BYTES:
        store.note(store.journal())
    return store


def test_the_journal_is_folded_once_then_only_its_new_lines(built):
    store = long_journal(built)
    build_folder = built / "build"
    read_index(store, build=build_folder)
    folded = (build_folder / "journal.json").read_bytes()
    store.note(['{"event":"reject","take":"t1"}'])
    index, whole = read_index(store, build=build_folder), fold_journal(store.journal())
    assert dict(index.takes) == dict(whole.takes)
    assert dict(index.choices) == dict(whole.choices)
    assert index.rejected == whole.rejected == {"t1"}
    assert (build_folder / "journal.json").read_bytes() != folded


def test_a_journal_whose_past_is_another_is_folded_anew(built):
    store = long_journal(built)
    read_index(store, build=built / "build")
    file = built / "takes" / "journal.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*lines[:1], "no record\n", *lines[2:]]))
    with pytest.raises(TakesError, match="line 2"):
        read_index(store, build=built / "build")
    file.write_text("".join(lines[:3]) + '{"event":"take", torn')
    assert len(read_index(store, build=built / "build").takes) == len(fold_journal(store.journal()).takes)


def test_a_second_build_has_nothing_to_do_and_touches_nothing(built, capsys):
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file() and path.name != "run.lock"}
    capsys.readouterr()
    assert build(built) == 0
    told = capsys.readouterr()
    assert "nothing to do" in told.err
    assert str(built / "build" / "release" / "manifest.json") in told.out
    after = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file() and path.name != "run.lock"}
    assert after == before


def change_title(book: Path) -> None:
    (book / "book.toml").write_text(BOOK.replace('"Two"', '"The Second"'))


def change_words(book: Path) -> None:
    (book / "lexicon.pls").write_text(LEXICON)
    (book / "script" / "c02.txt").write_text(TWO.replace("Nobody", "Somebody"))


def lose_files(book: Path) -> None:
    next((book / "build" / "release").glob("*.mp3")).unlink()
    (book / "build" / "mastered" / "c01.mp3").write_bytes(b"short")
    (book / "build" / "mastered" / "c02.json").unlink()
    (book / "takes.lock").unlink()


def damage_what_is_kept(book: Path) -> None:
    for file in (book / "build").rglob("*.json"):
        if file.parent.name in {"build", "stamps", "lines"}:
            file.write_text("{}")


@pytest.mark.parametrize("change", [change_title, change_words, lose_files, damage_what_is_kept])
def test_a_build_after_any_change_comes_to_what_a_clean_build_comes_to(built, change):
    change(built)
    assert build(built) == 0
    incremental = release_of(built)
    assert find_finished(load_project(built.parent, built.name), since=LAST) is not None
    shutil.rmtree(built / "build")
    assert build(built) == 0
    assert release_of(built) == incremental


def test_a_chapter_that_was_mastered_is_known_without_a_look_at_its_takes(built):
    folder = load_project(built.parent, built.name)
    chapters = read_chapters(folder)
    stamps = Stamps(
        folder=folder,
        profile=find_profile(folder.project.profile),
        lock=parse_lock(folder.mastering_lock.read_text()),
        formats=chapter_formats(folder.project.formats),
        takes=take_stock(folder, chapters).takes,
    )
    assert [chapter.entry.id for chapter in chapters if stamps.standing(chapter) is None] == []


def test_pauses_and_volumes_are_mastered_again_without_recording(built):
    journal = (built / "takes" / "journal.jsonl").read_bytes()
    first = mastered(built)
    (built / "book.toml").write_text(BOOK + "\n[pauses]\nsentence = 0.9\n")
    assert build(built) == 0
    assert (built / "takes" / "journal.jsonl").read_bytes() == journal
    assert {name for name, key in mastered(built).items() if first[name] != key} == {"c01"}


def mastered(book: Path) -> dict[str, str]:
    return {file.stem: json.loads(file.read_text())["key"] for file in (book / "build" / "mastered").glob("*.json")}


def release_of(book: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((book / "build" / "release").iterdir())}
