"""The demo book: that it is a sound EPUB, packed from its folder, and hard enough to narrate to show what we do."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

PROJECT = Path(__file__).parent.parent / "projects" / "the-lamp-at-sallow-point"
BOOK = PROJECT / "source" / "book"
EPUB = PROJECT / "source" / "the-lamp-at-sallow-point.epub"
CHAPTERS = tuple(f"chapter-{number}.xhtml" for number in range(1, 6))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PLS = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


@cache
def tree(name: str):
    return etree.parse(str(BOOK / name)).getroot()


@cache
def words_of(name: str) -> str:
    """The text of a part's body, white space collapsed, without note calls."""
    parts = tree(name).xpath("//h:body//text()[not(ancestor::h:a[@epub:type='noteref'])]", namespaces=NAMES)
    return " ".join("".join(parts).split())


@cache
def story() -> str:
    return "\n".join(words_of(name) for name in CHAPTERS)


def find(path: str, names: tuple[str, ...] = CHAPTERS) -> list:
    return [hit for name in names for hit in tree(name).xpath(path, namespaces=NAMES)]


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


@cache
def packer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_book_pack", PROJECT / "pack.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def xml_files() -> list[str]:
    endings = {".xhtml", ".opf", ".ncx", ".xml"}
    return sorted(str(path.relative_to(BOOK)) for path in BOOK.rglob("*") if path.suffix in endings)


# The EPUB and its folder


def test_the_committed_epub_is_the_folder_packed():
    assert packer().pack(BOOK) == EPUB.read_bytes(), "run projects/the-lamp-at-sallow-point/pack.py"


def test_the_epub_holds_every_file_of_the_folder_with_mimetype_first_and_nothing_dated():
    with zipfile.ZipFile(io.BytesIO(EPUB.read_bytes())) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
        assert {entry.filename: archive.read(entry) for entry in entries} == {
            path.relative_to(BOOK).as_posix(): path.read_bytes() for path in BOOK.rglob("*") if path.is_file()
        }
    assert entries[0].filename == "mimetype"
    assert [entry.filename for entry in entries[1:]] == sorted(entry.filename for entry in entries[1:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert not any(entry.extra for entry in entries)


def test_the_mimetype_is_the_exact_20_bytes_at_offset_38():
    assert EPUB.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_packing_does_not_depend_on_the_place_the_dates_or_hidden_files(tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copytree(BOOK, copy, copy_function=shutil.copyfile)
    (copy / ".DS_Store").write_bytes(b"not ours")
    assert packer().pack(copy) == EPUB.read_bytes()


def test_an_edit_of_the_folder_changes_the_epub(tmp_path):
    copy = tmp_path / "edited"
    shutil.copytree(BOOK, copy)
    (copy / "chapter-1.xhtml").write_bytes((copy / "chapter-1.xhtml").read_bytes() + b"\n")
    assert packer().pack(copy) != EPUB.read_bytes()


@pytest.mark.parametrize("name", xml_files())
def test_every_part_is_well_formed_utf_8_with_unix_line_ends(name):
    data = (BOOK / name).read_bytes()
    etree.fromstring(data)
    assert "\r" not in data.decode("utf-8")


# The package


def manifest() -> dict[str, str]:
    return {item.get("id"): item.get("href") for item in find("//opf:manifest/opf:item", ("package.opf",))}


def spine() -> list[str]:
    return [manifest()[ref.get("idref")] for ref in find("//opf:itemref", ("package.opf",))]


def test_the_manifest_lists_exactly_the_files_of_the_book():
    outside = {"mimetype", "META-INF/container.xml", "package.opf"}
    files = {path.relative_to(BOOK).as_posix() for path in BOOK.rglob("*") if path.is_file()}
    assert set(manifest().values()) == files - outside


def test_the_spine_reads_front_matter_chapters_notes():
    assert spine() == ["cover.xhtml", "titlepage.xhtml", "copyright.xhtml", "nav.xhtml", *CHAPTERS, "notes.xhtml"]


def test_contents_of_epub_3_and_of_old_readers_agree_with_the_headings():
    links = find("//h:nav[@epub:type='toc']//h:a", ("nav.xhtml",))
    points = find("//ncx:navPoint", ("toc.ncx",))
    contents = [(link.get("href"), text_of(link)) for link in links]
    assert contents == [(point.find("ncx:content", NAMES).get("src"), text_of(point)) for point in points]
    headings = {name: text_of(find("//h:h2", (name,))[0]) for name in CHAPTERS}
    assert {href: title for href, title in contents if href in headings} == headings


def test_the_ncx_and_the_package_name_the_same_book():
    identifier = tree("package.opf").findtext(".//{http://purl.org/dc/elements/1.1/}identifier")
    assert find("//ncx:meta[@name='dtb:uid']", ("toc.ncx",))[0].get("content") == identifier


def test_the_book_is_british_english_and_says_so_everywhere():
    assert tree("package.opf").findtext(".//{http://purl.org/dc/elements/1.1/}language") == "en-GB"
    assert {tree(name).get(XML_LANG) for name in xml_files() if name.endswith(".xhtml")} == {"en-GB"}


@pytest.mark.parametrize(
    ("part", "semantics"),
    [
        ("cover.xhtml", "cover"),
        ("titlepage.xhtml", "titlepage"),
        ("copyright.xhtml", "copyright-page"),
        ("nav.xhtml", "toc"),
        ("notes.xhtml", "endnotes"),
        *((name, "chapter") for name in CHAPTERS),
    ],
)
def test_every_part_says_what_it_is(part, semantics):
    assert find(f"//*[@epub:type='{semantics}']", (part,))


def test_the_copyright_page_dedicates_the_book_to_the_public_domain():
    assert "Creative Commons CC0 1.0" in words_of("copyright.xhtml")


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while data[at + 1] not in {0xC0, 0xC2}:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")


def test_the_cover_is_a_square_jpeg_that_shops_take():
    cover = find("//opf:item[@properties='cover-image']", ("package.opf",))[0]
    data = (BOOK / cover.get("href")).read_bytes()
    width, height = jpeg_size(data)
    assert width == height >= 1024
    assert len(data) <= 250_000


# The story


def test_the_story_has_five_chapters_and_between_3300_and_4200_words():
    assert all((BOOK / name).is_file() for name in CHAPTERS)
    assert 3300 <= len(story().split()) <= 4200


@pytest.mark.parametrize("speaker", ["Mr. Pym", "Nance", "Miss Featherstonehaugh"])
def test_three_speakers_talk_often_and_are_named(speaker):
    assert len(re.findall(f"”,? said {re.escape(speaker)}\\b", story())) >= 10


def test_every_quotation_is_closed_in_its_own_paragraph():
    quoted = [text_of(paragraph) for paragraph in find("//h:p") if "“" in text_of(paragraph)]
    assert len(quoted) > 40
    assert [text for text in quoted if text.count("“") != text.count("”")] == []


@pytest.mark.parametrize(
    "trap",
    [
        r"\b14 October 1887\b",
        r"\bthe 3rd of March\b",
        r"\bin 1902\b",
        r"\bthe 1880s\b",
        r"£14 10s\. 6d\.",
        r"£3,250\b",
        r"£29 1s\.",
        r"\b7d\.",
        r"\$40\b",
        r"\bEdward VII\b",
        r"\bVol\. II\b",
        r"\bMr\. ",
        r"\bMrs\. ",
        r"\bDr\. ",
        r"\bSt\. ",
        r"\bNo\. 212\b",
        r"\binst\.",
        r"\bhalf past four\b",
        r"\b7\.15\b",
        r"\b84 ft\.",
        r"\b1¼ miles\b",
        r"\b498 gallons\b",
        r"\b30 fathoms\b",
        r"\bon the 25th\b",
        r"’twas\b",
        r"Fanshaw—”",
    ],
)
def test_the_story_holds_the_trap(trap):
    assert re.search(trap, story())


def test_a_sum_of_old_money_ends_a_sentence_and_stands_inside_one():
    assert re.search(r"£\d+ \d+s\. [A-Z]", story())
    assert re.search(r"£\d+ \d+s\. [a-z]", story())


def test_every_chapter_head_is_a_roman_numeral_and_a_title():
    numerals = find("//h:h2/h:span[@epub:type='z3998:roman']")
    assert [text_of(numeral) for numeral in numerals] == ["I", "II", "III", "IV", "V"]


def test_there_are_scene_breaks_in_more_than_one_chapter():
    breaks = find("//h:hr")
    assert len(breaks) >= 3
    assert len({id(mark.getroottree().getroot()) for mark in breaks}) >= 3


def test_there_is_emphasis_that_a_voice_must_hear():
    assert {"upwards", "twice", "aloud", "by", "to"} <= {text_of(word) for word in find("//h:em")}


def test_latin_and_french_are_marked_as_such():
    foreign = {(phrase.get(XML_LANG), text_of(phrase)) for phrase in find("//h:body//*[@xml:lang]")}
    assert foreign == {("la", "salvo errore et omissione"), ("fr", "cherchez la femme")}


def test_two_letters_stand_as_block_quotations():
    assert len(find("//h:blockquote[@epub:type='z3998:letter']")) == 2


def test_the_rhyme_has_four_lines():
    (verse,) = find("//h:blockquote[@epub:type='z3998:verse']")
    assert len(verse.findall(".//h:span", NAMES)) == 4
    assert len(verse.findall(".//h:br", NAMES)) == 3


def test_each_note_call_has_its_note_and_each_note_leads_back():
    calls = {call.get("href"): call.get("id") for call in find("//h:a[@epub:type='noteref']")}
    notes = find("//h:aside[@epub:type='footnote']", ("notes.xhtml",))
    assert list(calls) == [f"notes.xhtml#{note.get('id')}" for note in notes]
    assert len(calls) == 2
    back = [link.get("href") for link in find("//h:a[@role='doc-backlink']", ("notes.xhtml",))]
    assert [link.split("#")[1] for link in back] == list(calls.values())


SUM = r"(£[\d,]+(?: \d+s\.)?(?: \d+d\.)?|\d+s\. \d+d\.|\d+d\.)"


def pence(amount: str) -> int:
    """Old money: twelve pence to the shilling, twenty shillings to the pound."""
    pounds, shillings, pennies = re.fullmatch(r"(?:£([\d,]+) ?)?(?:(\d+)s\. ?)?(?:(\d+)d\.)?", amount).groups("0")
    return (int(pounds.replace(",", "")) * 20 + int(shillings)) * 12 + int(pennies)


def sums(sentence: str) -> list[int]:
    """The amounts, in pence, of the one place in the story that reads like this; `SUM` stands for each."""
    (hit,) = re.finditer(re.escape(sentence).replace("SUM", SUM), story())
    return [pence(amount) for amount in hit.groups()]


def test_the_sums_of_the_story_are_right():
    once, fourteen_years = sums("fifty-eight times SUM is SUM")
    assert once * 58 == fourteen_years
    assert sums("It had always differed by SUM,") == [once * 2]
    (opened,), (left,) = sums("opened his account with SUM,"), sums("to his credit the sum of SUM")
    assert opened - left == fourteen_years
    a_gallon, a_quarter = sums("It burns 498 gallons in the quarter, which at SUM is SUM")
    assert a_gallon * 498 == a_quarter == once
    *paid, total = sums("By America, SUM By Fanshaw, SUM By Pim, SUM It came to SUM")
    assert sum(paid) == total == once
    assert sums("“And that is SUM, and all I have") == [sum(paid[:2])]


# The lexicon


def lexemes() -> list[tuple[list[str], list[str]]]:
    root = etree.parse(str(PROJECT / "lexicon.pls")).getroot()
    return [
        ([g.text for g in lexeme.findall(f"{PLS}grapheme")], [a.text for a in lexeme.findall(f"{PLS}alias")])
        for lexeme in root.findall(f"{PLS}lexeme")
    ]


def test_the_lexicon_is_pls_1_0():
    root = etree.parse(str(PROJECT / "lexicon.pls")).getroot()
    assert root.tag == f"{PLS}lexicon"
    assert (root.get("version"), root.get("alphabet"), root.get(XML_LANG)) == ("1.0", "ipa", "en-GB")
    tags = {element.tag for element in root.iter(etree.Element)} - {root.tag}
    assert tags == {f"{PLS}lexeme", f"{PLS}grapheme", f"{PLS}alias"}
    assert all(graphemes and all(graphemes) and len(aliases) == 1 and all(aliases) for graphemes, aliases in lexemes())


def test_the_lexicon_says_the_name_as_the_story_says_it():
    said = {grapheme: alias for graphemes, (alias,) in lexemes() for grapheme in graphemes}
    assert said["Featherstonehaugh"] == "Fanshaw"
    assert said["Featherstonehaugh’s"] == "Fanshaw’s"


def test_the_story_counts_the_letters_of_the_name_right():
    written, said = next((graphemes[0], alias) for graphemes, (alias,) in lexemes() if alias == "Fanshaw")
    assert (len(written), len(written) - len(said)) == (17, 10)
    assert "It was seventeen letters long. Ten of them, it appeared, were ornamental." in story()


def test_every_entry_of_the_lexicon_has_its_word_in_the_story():
    idle = [graphemes for graphemes, _ in lexemes() if not any(grapheme in story() for grapheme in graphemes)]
    assert idle == []
