"""Broken, huge and malicious manuscripts: each is read in a process of its own, and ends as the corpora expect."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands.test_commands_build import declaim

from pipeline.adapters.confinement import run_confined
from pipeline.adapters.project import load_project
from pipeline.cli import run_verb
from pipeline.commands import importing
from pipeline.commands.reading import read_chapters
from pipeline.errors import LexiconError
from pipeline.script.lexicon import Lexicon, parse_lexicon

CORPORA = Path(os.environ["DECLAIM_CORPORA"]) if "DECLAIM_CORPORA" in os.environ else None
pytestmark = pytest.mark.skipif(CORPORA is None, reason="DECLAIM_CORPORA is not set")
FOX = "The quick brown fox jumped over the lazy dog."
TWO = f"One\n\n{FOX}\n\nTwo\n\n{FOX}"
REFUSED = {
    "all_empty_chapters.epub": "no text to read",
    "docx_bomb_200MB.docx": "unpacks to more than 64 MB",
    "docx_xxe.docx": "declares a document type",
    "drm_fairplay.epub": "protected by DRM",
    "is_a_png.epub": "this is a PNG picture",
    "is_ole2_doc.docx": "an old Word document",
    "pdf_count_lie.pdf": "the PDF is damaged",
    "pdf_header_only.pdf": "the PDF is damaged",
    "zero.epub": "the file is empty",
    "zip_password_flag.epub": "encrypted with a password",
}
"""What the error says."""
READ = {
    "bomb_many_entries.epub": TWO,
    "control_chars.txt": "Chapter 1\n\nBell backspace escred vt\nff\ndel c1\nend.",
    "control_good.docx": "Hello world.",
    "control_good.epub": TWO,
    "control_good.pdf": "Chapter One. Hello world.",
    "docx_external_template.docx": "Hello world.",
    "docx_no_rels.docx": "Hello world.",
    "idref_unknown.epub": TWO,
    "latin1_declared_utf8.epub": f"One\n\nCafé crème.\n\nTwo\n\n{FOX}",
    "lying_size.epub": TWO,
    "manifest_traversal.epub": f"Two\n\n{FOX}",
    "mimetype_wrong.epub": TWO,
    "no_container.epub": TWO,
    "not_drm_font_obfuscation.epub": TWO,
    "pdf_no_eof.pdf": "Chapter One. Hello world.",
    "pdf_page_tree_loop.pdf": "Chapter One. Hello world.",
    "prefixed_junk.epub": TWO,
    "script_style.epub": f"One\n\nSpoken.\n\nTwo\n\n{FOX}",
    "utf16_chapter.epub": f"One\n\nCafé.\n\nTwo\n\n{FOX}",
    "xml_extdtd_opf.epub": TWO,
    "xml_lol_container.epub": TWO,
    "xml_paramentity_chapter.epub": f"One\n\nStart end.\n\nTwo\n\n{FOX}",
    "xml_quadratic_opf.epub": TWO,
    "xml_xxe_container.epub": TWO,
    "zipslip_backslash.epub": TWO,
}
"""The text that is narrated, whole."""
TOLD = {
    "idref_unknown.epub": "missing",
    "manifest_traversal.epub": "etc/hostname",
    "mojibake.txt": "look garbled",
    "pdf_page_tree_loop.pdf": "page 2",
}
"""What the review warns of."""
SPOKEN = {
    "emoji.txt": ("Great", "job"),
    "homoglyph_ligatures.txt": ("The office filled floor; Fullwidth;", "one half cup; H two O; x squared;", "AB."),
    "huge_paragraph.epub": ("word word",),
    "mojibake.txt": ("cafÃ©",),
    "ssml_injection.txt": ("prosody",),
}
"""What is heard in the lines that go to an engine."""
LEXICONS = {
    "pls_bad_ipa.pls": "1: lexicon.bad-symbol",
    "pls_good_all_features.pls": "roles are not told apart",
    "pls_recursive_alias.pls": "1: lexicon.alias-rewritten",
}
REFUSED_LEXICONS = {
    "pls_no_namespace.pls": "of no namespace",
    "xml_extdtd.pls": "may not hold a document type",
    "xml_quadratic.pls": "may not hold a document type",
    "zero.pls": "Document is empty",
}


def read_lexicon(data: bytes, name: str) -> Lexicon:
    return parse_lexicon(data, name=name)


def expected() -> list[str]:
    return [] if CORPORA is None else sorted(json.loads((CORPORA / "hostile" / "expect.json").read_text()))


@pytest.fixture
def projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of books deep in an empty one, so that a path that climbs out of it is seen."""
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    return deep / "projects"


def narrated(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert run_verb(["extract", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    account = found["conservation"]
    skipped = sum(skip["words"] for skip in account["skipped"])
    assert account["source_words"] == account["imported_words"] + skipped
    return "\n\n".join(chapter["text"] for chapter in found["chapters"])


def test_the_cases_are_those_that_the_corpora_expect():
    manuscripts = {*REFUSED, *READ, *SPOKEN}
    assert manuscripts | {*LEXICONS, *REFUSED_LEXICONS} == {*expected()}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_is_refused_and_leaves_nothing(name, projects, capsys):
    assert declaim(projects, "new", "book", str(CORPORA / "hostile" / name)) == 4
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"declaim: {name}: ")
    assert REFUSED[name] in said.err
    assert list(Path.cwd().parents[2].rglob("*.*")) == []


@pytest.mark.parametrize("name", sorted(READ))
def test_what_can_be_read_is_read_and_nothing_else(name, capsys):
    assert narrated(CORPORA / "hostile" / name, capsys) == READ[name]


@pytest.mark.parametrize("name", sorted({*READ, *SPOKEN}))
def test_a_project_is_all_that_is_written_and_holds_nothing_of_this_machine(name, projects, capsys):
    assert declaim(projects, "new", "book", str(CORPORA / "hostile" / name)) == 0
    said = capsys.readouterr()
    assert TOLD.get(name, "") in said.out
    assert "\x1b" not in said.out + said.err
    book = projects / "book"
    files = {file.relative_to(book).as_posix() for file in book.rglob("*") if file.is_file()}
    scripts = {file for file in files if file.startswith("script/")}
    assert files == {"book.toml", f"source/{name}", *scripts}
    outside = [file for file in Path.cwd().parents[2].rglob("*") if file.is_file() and book not in file.parents]
    assert outside == []
    host = Path("/etc/hostname")
    if host.is_file() and len(secret := host.read_text().strip()) > 3:
        assert not any(secret in (book / file).read_text() for file in scripts)


@pytest.mark.parametrize("name", sorted(SPOKEN))
def test_what_looks_like_markup_or_is_no_plain_letter_is_spoken_as_text(name, projects):
    assert declaim(projects, "new", "book", str(CORPORA / "hostile" / name)) == 0
    lines = [
        line
        for chapter in read_chapters(load_project(projects, "book"))
        for paragraph in chapter.paragraphs
        for line in paragraph.lines
    ]
    heard = " ".join(line.spoken.text for line in lines)
    assert all(text in heard for text in SPOKEN[name])
    assert max(len(line.spoken.text) for line in lines) <= 800
    assert not any(character < " " for character in heard)


@pytest.mark.parametrize("name", sorted(LEXICONS))
def test_a_lexicon_that_is_doubtful_is_reported_entry_by_entry(name, capsys):
    assert run_verb(["lexicon", "lint", str(CORPORA / "hostile" / name)]) in (0, 1)
    assert LEXICONS[name] in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(REFUSED_LEXICONS))
def test_a_lexicon_made_to_harm_is_refused(name):
    data = (CORPORA / "hostile" / name).read_bytes()
    with pytest.raises(LexiconError, match=REFUSED_LEXICONS[name]):
        run_confined(read_lexicon, data, name, name=name, memory_bytes=2**28, time_s=5.0)


def test_a_manuscript_that_is_no_file_is_refused_before_it_is_read(tmp_path, capsys):
    pipe = tmp_path / "endless.txt"
    os.mkfifo(pipe)
    assert run_verb(["extract", str(pipe)]) == 4
    assert run_verb(["extract", str(tmp_path)]) == 4
    assert capsys.readouterr().err.count("this is not a file") == 2


def test_a_manuscript_beyond_all_books_is_refused_by_its_size(tmp_path, capsys):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(importing.FILE_LIMIT + 1)
    assert run_verb(["extract", str(huge)]) == 4
    assert "more than 512 MB" in capsys.readouterr().err
