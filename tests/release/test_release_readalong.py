"""Read-along EPUBs: over the manuscript's own pages, or made from the script."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from finished_books import AUDIO, HASHES, make_book
from lxml import etree

from pipeline.model import Place, ReleaseChoices
from pipeline.release import epub_script, epub_source
from pipeline.release.epub_parts import book_identifier, modified
from pipeline.release.overlay import Clip, clock, close_gaps
from pipeline.release.readalong import plan_readalong

GOLDEN = Path(__file__).parent.parent / "golden/release"
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">x</dc:identifier><dc:title>The Lamp</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/one%20page.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="one"/></spine>
</package>
"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head>
<body><h1>One</h1><p>It was a <i>&lt;dark&gt; night. He</i> &amp; I went.</p>
<p>Roses are red,<br/>and so on.</p></body></html>
"""


def make_epub(package=PACKAGE, page=PAGE) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/book.opf", package)
        archive.writestr("OPS/nav.xhtml", "<html/>")
        archive.writestr("OPS/text/one page.xhtml", page)
        archive.writestr("OPS/extra.bin", b"\0\1")
    return written.getvalue()


def places():
    text = "".join(etree.fromstring(PAGE.encode()).itertext())
    found = {
        "c01": ("One", text.rindex("One")),
        "c01-p001": ("It was a <dark> night. He & I went.", text.index("It was")),
        "c02-p001": ("Roses are red,and so on.", text.index("Roses")),
    }
    return {
        name: Place(part="OPS/text/one page.xhtml", start=start, stop=start + len(words))
        for name, (words, start) in found.items()
    }


def over_source(highlight="sentence", **epub):
    book = replace(make_book(), source=make_epub(**epub), places=places())
    return epub_source.make_members(book, AUDIO, highlight=highlight)


def written(members):
    return {member.path: member.data.decode() if member.data else member.file for member in members}


def test_the_epub_made_from_the_script_is_as_reviewed(golden):
    for member in epub_script.make_members(make_book(cover=None), AUDIO, highlight="sentence"):
        golden(GOLDEN / "epub/out" / member.path, member.data or f"{member.file}\n".encode())


def test_the_narrated_manuscript_is_as_reviewed(golden):
    members = over_source()
    for member in members:
        golden(GOLDEN / "epub-over-source/out" / member.path, member.data or f"{member.file}\n".encode())


def test_the_mimetype_comes_first_and_every_other_file_keeps_its_bytes():
    members = over_source()
    assert members[0].path == "mimetype"
    files = written(members)
    assert files["OPS/extra.bin"] == "\0\1"
    assert files["OPS/nav.xhtml"] == "<html/>"
    assert files["OPS/declaim/c01.mp3"] == "01 - One.mp3"
    added = {"overlay.css", "overlay-1.smil", "c01.mp3", "c02.mp3"}
    assert {path for path in files if "declaim/" in path} == {f"OPS/declaim/{name}" for name in added}


def test_a_sentence_that_tags_cut_shares_its_time_by_its_letters():
    page = written(over_source())["OPS/text/one page.xhtml"]
    assert '<i><span id="declaim-3">&lt;dark&gt; night.</span> <span id="declaim-4">He</span></i>' in page


def test_words_light_up_where_they_were_timed():
    page = written(over_source("word"))["OPS/text/one page.xhtml"]
    assert '<span id="declaim-2">It</span> <span id="declaim-3">was</span>' in page


@pytest.mark.parametrize(
    "epub",
    [
        {"package": PACKAGE.replace('version="3.0"', 'version="2.0"')},
        {"package": PACKAGE.replace('id="one"', 'id="one" media-overlay="x"')},
        {"package": "no package"},
        {"page": PAGE.replace("</body>", "")},
        {"page": PAGE.replace("<head>", "").replace("</head>", "")},
        {"page": "<html><head></head><body><p>Quite another text.</p></body></html>"},
    ],
)
def test_a_manuscript_that_cannot_carry_narration_is_left_to_the_script(epub):
    assert over_source(**epub) is None
    book = replace(make_book(), source=make_epub(**epub), places=places())
    plan = plan_readalong(book, AUDIO, HASHES)
    assert plan.name == "The Lamp & Co.epub"
    assert "text/c01.xhtml" in [member.path for member in plan.members]


def test_clips_follow_each_other_from_the_begin_to_the_end_of_the_audio():
    clips = [Clip(target=name, audio="a", begin_s=begin, end_s=begin + 0.1) for name, begin in (("x", 0.7), ("y", 2.0))]
    assert [(clip.begin_s, clip.end_s) for clip in close_gaps(clips, duration_s=5.0)] == [(0.0, 2.0), (2.0, 5.0)]


def test_clocks_go_past_an_hour():
    assert clock(3725.0404) == "1:02:05.040"


def test_the_date_of_the_book_is_the_date_of_its_epub_whenever_it_is_built():
    tags = make_book().tags
    assert modified(tags) == "2026-03-01T00:00:00Z"
    assert modified(replace(tags, date="1895")) == "1895-01-01T00:00:00Z"
    assert modified(replace(tags, date="")) == "2000-01-01T00:00:00Z"


def test_a_book_keeps_its_name():
    tags = make_book().tags
    assert book_identifier(tags, "lamp") == book_identifier(tags, "lamp")
    assert book_identifier(replace(tags, isbn="978-3-16-148410-0"), "lamp") == "urn:isbn:9783161484100"


def test_a_changed_mp3_makes_another_epub_and_nothing_else_does():
    book = make_book(ReleaseChoices(highlight="word"))
    first = plan_readalong(book, AUDIO, HASHES)
    assert plan_readalong(book, AUDIO, HASHES).made_from == first.made_from
    assert plan_readalong(book, AUDIO, {**HASHES, "02 - Two.mp3": "cc"}).made_from != first.made_from
