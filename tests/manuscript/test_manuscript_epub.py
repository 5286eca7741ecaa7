"""The container: what is read from it, and what is refused with a clear message."""

import struct

import pytest
from epub_builder import CONTAINER, METADATA, epub, nav, page, read, texts, zipped

from pipeline.errors import ManuscriptError
from pipeline.manuscript.read import read_book
from pipeline.model import Metadata

PAGES = {"c1.xhtml": "<p>Hello there.</p>"}
ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
    '<enc:CipherReference URI="{path}"/></enc:CipherData></enc:EncryptedData></encryption>'
)


def encrypted(algorithm, path):
    return {"META-INF/encryption.xml": ENCRYPTION.format(algorithm=algorithm, path=path)}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Call me Ishmael.", "a text file"),
        (b"%PDF-1.7", "the PDF is damaged"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"PK\x03\x04 and no more", "a damaged zip"),
        (zipped({"a.txt": "no book"}), "not an EPUB"),
        (epub({}), "no text to read"),
        (epub({"c1.xhtml": "<p> </p>"}), "no text to read"),
        (epub(PAGES, files=encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "EPUB/c1.xhtml")), "DRM"),
        (epub(PAGES, files={"META-INF/rights.xml": "<rights/>"}), "DRM"),
        (epub(PAGES)[:-200], "damaged zip"),
    ],
)
def test_what_is_no_readable_book_is_refused_with_its_name_and_the_reason(data, words):
    with pytest.raises(ManuscriptError, match=words) as caught:
        read_book(data, name="lamp.epub")
    assert caught.value.message.startswith("lamp.epub: ")


def test_obfuscated_fonts_are_no_protection():
    files = encrypted("http://www.idpf.org/2008/embedding", "EPUB/font.otf")
    assert texts(read(PAGES, files=files)) == ["Hello there."]


def test_a_zip_with_a_password_is_refused():
    data = bytearray(epub(PAGES))
    place = data.find(b"PK\x01\x02")
    struct.pack_into("<H", data, place + 8, 1)
    with pytest.raises(ManuscriptError, match="password"):
        read_book(bytes(data), name="lamp.epub")


def test_a_document_that_unpacks_beyond_the_limit_is_refused():
    with pytest.raises(ManuscriptError, match="64 MB"):
        read_book(epub({"c1.xhtml": page("<p>a</p>" + " " * (64 * 2**20))}), name="bomb.epub")


def test_entities_are_never_expanded_and_nothing_outside_is_read():
    bomb = '<!ENTITY a "zzzz"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">'
    document = f'<?xml version="1.0"?><!DOCTYPE html [{bomb}]>' + page("<p>one &b;&f; two</p>").split("?>", 1)[1]
    assert texts(read({"c1.xhtml": document})) == ["one two"]


def test_a_link_out_of_the_archive_finds_nothing():
    book = read(PAGES, manifest='<item id="x" href="../../../etc/hostname" media-type="application/xhtml+xml"/>',
                spine='<itemref idref="x"/><itemref idref="c1.xhtml"/>')  # fmt: skip
    assert texts(book) == ["Hello there."]


def test_missing_documents_and_unknown_ids_are_named_in_the_account():
    book = read(PAGES, manifest='<item id="x" href="gone.xhtml" media-type="application/xhtml+xml"/>',
                spine='<itemref idref="x"/><itemref idref="nobody"/><itemref idref="c1.xhtml"/>')  # fmt: skip
    unread = [(skip.rule, skip.where) for skip in book.conservation.skipped]
    assert unread == [("source.unreadable", "EPUB/gone.xhtml"), ("source.unreadable", "nobody")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_documents_are_read_in_the_encoding_they_are_in(encoding):
    declared = page("<p>Café crème</p>").encode(encoding)
    assert texts(read({"c1.xhtml": "x"}, files={"EPUB/c1.xhtml": declared})) == ["Café crème"]


def test_a_book_without_a_container_is_found_by_its_package():
    files = {"OEBPS/book.opf": epub_package(), "OEBPS/c1.xhtml": page("<p>Hello</p>")}
    assert texts(read_book(zipped(files), name="x.epub")) == ["Hello"]


def test_a_package_without_namespace_metadata_and_contents_is_read():
    package = (
        '<package><manifest><item id="a" href="c1.xhtml" media-type="application/xhtml+xml"/><item id="b"/></manifest>'
        '<spine toc="none"><!-- x --><itemref idref="a"/><itemref/></spine></package>'
    )
    files = {"META-INF/container.xml": CONTAINER, "EPUB/package.opf": package, "EPUB/c1.xhtml": page("<p>Hello</p>")}
    book = read_book(zipped(files), name="x.epub")
    assert (texts(book), book.metadata) == (["Hello"], Metadata())


def epub_package():
    return (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'{METADATA}</metadata><manifest><item id="a" href="c1.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )


def test_epub_3_metadata_with_its_refinements():
    metadata = """
      <dc:title id="t">The Lamp</dc:title><dc:title id="s">A Trivial Tale</dc:title>
      <meta refines="#t" property="title-type">main</meta><meta refines="#s" property="title-type">subtitle</meta>
      <dc:creator id="a">Ada Bell</dc:creator><meta refines="#a" property="role">aut</meta>
      <dc:contributor id="b">Tom Fry</dc:contributor><meta refines="#b" property="role">trl</meta>
      <dc:contributor id="c">Zoe Ink</dc:contributor><meta refines="#c" property="role">ill</meta>
      <meta property="belongs-to-collection" id="g">Sallow Point</meta>
      <meta refines="#g" property="collection-type">series</meta><meta refines="#g" property="group-position">2</meta>
      <dc:identifier>urn:isbn:978-0-00-000000-2</dc:identifier><dc:publisher>Example House</dc:publisher>
      <dc:language>en_GB</dc:language><dc:date>2014-05-25T00:00:00Z</dc:date><dc:subject>Lamps</dc:subject>
      <dc:description>&lt;p&gt;A &lt;i&gt;fine&lt;/i&gt; tale.&lt;/p&gt;</dc:description>"""
    assert read(PAGES, metadata=metadata).metadata == Metadata(
        title="The Lamp",
        subtitle="A Trivial Tale",
        authors=("Ada Bell",),
        translators=("Tom Fry",),
        language="en-GB",
        publisher="Example House",
        date="2014-05-25",
        isbn="9780000000002",
        description="A fine tale.",
        subjects=("Lamps",),
        series="Sallow Point",
        series_position="2",
    )


def test_epub_2_metadata_with_its_attributes_and_calibres_series():
    metadata = """
      <dc:title>The Lamp</dc:title><dc:creator opf:role="aut" opf:file-as="Bell, Ada">Ada Bell</dc:creator>
      <dc:creator opf:role="trl">Tom Fry</dc:creator><dc:identifier opf:scheme="ISBN">0000000000</dc:identifier>
      <meta name="calibre:series" content="Sallow Point"/><meta name="calibre:series_index" content="2.0"/>
      <dc:date opf:event="modification">2020</dc:date><dc:date opf:event="publication">1895</dc:date>"""
    found = read(PAGES, metadata=metadata).metadata
    assert (found.authors, found.translators, found.isbn, found.date) == (
        ("Ada Bell",),
        ("Tom Fry",),
        "0000000000",
        "1895",
    )
    assert (found.series, found.series_position) == ("Sallow Point", "2")


@pytest.mark.parametrize(
    ("metadata", "properties", "guide", "body"),
    [
        ("", ' properties="cover-image"', "", "<p>Hello</p>"),
        ('<meta name="cover" content="pic"/>', "", "", "<p>Hello</p>"),
        ("", "", '<guide><reference type="cover" href="c1.xhtml"/></guide>', '<img src="a%20b.jpg"/><p>Hello</p>'),
    ],
)
def test_the_cover_is_found_by_property_by_name_and_on_the_cover_page(metadata, properties, guide, body):
    book = read(
        {"c1.xhtml": body},
        metadata=METADATA + metadata,
        manifest=f'<item id="pic" href="a%20b.jpg" media-type="image/jpg"{properties}/>',
        guide=guide,
        files={"EPUB/a b.jpg": b"\xff\xd8\xff jpeg"},
    )
    assert book.cover is not None
    assert (book.cover.name, book.cover.media_type, book.cover.data) == ("a b.jpg", "image/jpeg", b"\xff\xd8\xff jpeg")


def test_a_document_of_another_kind_is_read_by_its_fallback():
    book = read(
        PAGES,
        manifest='<item id="x" href="x.mp3" media-type="audio/mpeg" fallback="c1.xhtml"/>',
        spine='<itemref idref="x"/>',
        contents=nav(("One", "c1.xhtml")),
    )
    assert texts(book) == ["Hello there."]
