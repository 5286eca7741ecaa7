"""What each format says of the book."""

import base64
import io

import pymupdf
import pytest
from manuscript.docx_builder import RELATIONS, docx, para
from manuscript.epub_builder import METADATA, epub, nav, prose

from pipeline.manuscript.imprint import read_imprint, valid_isbn
from pipeline.manuscript.pictures import make_cover, picture_in_svg, show_cover
from pipeline.manuscript.read import read_book
from pipeline.model import Metadata

SHAPE = '<rect width="400" height="600" fill="#246"/>'
DRAWN = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="600">{SHAPE}</svg>'
PAGE = (
    "Copyright © 2019 Ada Bell\nFirst published in 2019 by Lantern Press, London\n"
    "ISBN 978-0-306-40615-7 (paperback)\nISBN 978-1-86197-876-9 (e-book)\nAll rights reserved."
)


def jpeg(width=300, height=450):
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height), False)
    pixels.clear_with(120)
    return pixels.tobytes("jpg")


def test_a_copyright_page_says_publisher_year_and_the_isbn_of_the_ebook():
    assert read_imprint(PAGE) == Metadata(publisher="Lantern Press", date="2019", isbn="9781861978769")


@pytest.mark.parametrize(
    "text",
    [
        "Copyright © 1998, 2019 by Ada Bell. First published 1998. Published 2019.",
        "ISBN 978-0-306-40615-7 (hardback) ISBN 978-1-86197-876-9 (paperback)",
        "ISBN 978-0-306-40615-8",
        "published by the same firm",
        "First published by Lantern Press\nPublished by Beacon Books",
        "",
    ],
    ids=["several years", "two ISBNs", "wrong check digit", "no name", "two publishers", "nothing"],
)
def test_what_is_ambiguous_or_wrong_is_not_taken(text):
    found = read_imprint(text)
    assert (found.isbn, found.publisher) == ("", "")
    assert found.date == ""


def test_the_isbn_of_ten_digits_is_the_same_book_as_the_one_of_thirteen():
    assert read_imprint("ISBN-10: 0-306-40615-2\nISBN-13: 978-0-306-40615-7").isbn == "9780306406157"
    assert valid_isbn("0-8044-2957-X") == "080442957X"
    assert valid_isbn("0-8044-2957-1") == ""


def test_what_only_the_copyright_page_of_an_epub_says_is_taken_from_it():
    paragraphs = "".join(f"<p>{line}</p>" for line in PAGE.split("\n"))
    page = f'<section epub:type="copyright-page">{paragraphs}</section>'
    pages = {"c.xhtml": page, "c1.xhtml": prose("story")}
    contents = nav(("Copyright", "c.xhtml"), ("One", "c1.xhtml"))
    book = read_book(epub(pages, contents=contents), name="lamp.epub")
    assert book.metadata.isbn == "9781861978769"
    assert book.metadata.publisher == "Lantern Press"
    said = METADATA + "<dc:publisher>Beacon</dc:publisher><dc:date>2001</dc:date>"
    book = read_book(epub(pages, contents=contents, metadata=said), name="lamp.epub")
    assert (book.metadata.publisher, book.metadata.date) == ("Beacon", "2001")


@pytest.mark.parametrize(
    "said",
    [
        '<meta name="calibre:series" content="Lamps"/><meta name="calibre:series_index" content="2.0"/>',
        '<meta property="belongs-to-collection" id="s">Lamps</meta>'
        '<meta refines="#s" property="collection-type">series</meta>'
        '<meta refines="#s" property="group-position">2</meta>',
    ],
    ids=["calibre", "EPUB 3 collection"],
)
def test_the_series_of_an_epub_is_read_in_both_ways_of_writing_it(said):
    found = read_book(epub({"c1.xhtml": prose("story")}, metadata=METADATA + said), name="lamp.epub").metadata
    assert (found.series, found.series_position) == ("Lamps", "2")


def with_cover(svg, files):
    item = '<item id="cover" href="images/cover.svg" media-type="image/svg+xml" properties="cover-image"/>'
    data = epub({"c1.xhtml": prose("story")}, manifest=item, files={"EPUB/images/cover.svg": svg, **files})
    return read_book(data, name="lamp.epub").cover


def test_a_cover_drawn_in_svg_is_drawn_as_png():
    cover = with_cover(DRAWN, {})
    assert cover.media_type == "image/png"
    assert pymupdf.Pixmap(cover.data).height == 1600


def test_an_svg_that_only_wraps_a_picture_gives_that_picture():
    picture = jpeg()
    link = '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{}"/>'
    wrapped = f'<svg xmlns="http://www.w3.org/2000/svg">{link}</svg>'
    assert with_cover(wrapped.format("front.jpg"), {"EPUB/images/front.jpg": picture}).data == picture
    inline = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
    assert with_cover(wrapped.format(inline), {}).data == picture
    assert with_cover(wrapped.format("../../../etc/passwd"), {}).data != picture
    assert picture_in_svg(DRAWN.encode()) == ""


def test_a_picture_is_what_its_bytes_say_and_what_is_none_is_no_cover():
    assert make_cover(jpeg(), name="a/front.png").media_type == "image/jpeg"
    assert make_cover(b"RIFF....WEBP", name="front.jpg") is None
    assert show_cover(make_cover(b"<svg><broken", name="front.svg")) is None
    assert show_cover(make_cover(DRAWN.encode(), name="front.svg")).name == "front.png"


def test_a_docx_says_more_in_its_custom_properties_and_its_cover_is_the_first_large_picture():
    picture = jpeg().decode("latin-1")
    blip = (
        '<w:r><w:drawing><inline xmlns="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<extent cx="3600000" cy="5400000"/><a:blip xmlns:r="'
        + RELATIONS
        + '" r:embed="r7"/></inline></w:drawing></w:r>'
    )
    custom = "".join(
        f'<property name="{name}"><lpwstr>{value}</lpwstr></property>'
        for name, value in (
            ("Publisher", "Lantern Press"),
            ("ISBN", "ISBN 978-1-86197-876-9"),
            ("PublicationDate", "2019-03-01T00:00:00Z"),
            ("Subtitle", "A Tale"),
            ("Translator", "Cy Dow; Ed Fox"),
        )
    )
    files = {
        "../docProps/custom.xml": f"<Properties>{custom}</Properties>",
        "_rels/document.xml.rels": f'<Relationships><Relationship Id="r7" Type="{RELATIONS}/image"'
        ' Target="media/front.jpg"/></Relationships>',
    }
    data = docx(para(blip) + para("One", style="berschrift1") + para("It was late. " * 80), parts=files)
    data = replaced(data, {"word/media/front.jpg": picture.encode("latin-1")})
    book = read_book(data, name="lamp.docx")
    assert book.metadata.publisher == "Lantern Press"
    assert book.metadata.isbn == "9781861978769"
    assert book.metadata.date == "2019-03-01"
    assert book.metadata.subtitle == "A Tale"
    assert book.metadata.translators == ("Cy Dow", "Ed Fox")
    assert book.cover.media_type == "image/jpeg"


def replaced(data, files):
    """Return a zip with further files; paths that climb are written as they mean."""
    import posixpath
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            new.writestr(posixpath.normpath(entry.filename), old.read(entry))
        for name, content in files.items():
            new.writestr(name, content)
    return buffer.getvalue()


def pdf(*, with_picture, words="The Lamp"):
    document = pymupdf.open()
    page = document.new_page(width=300, height=450)
    if with_picture:
        page.insert_image(page.rect, stream=jpeg())
    page.insert_text((40, 60), words)
    page = document.new_page(width=300, height=450)
    page.insert_textbox(page.rect, "It was late and the lamp was lit. " * 20)
    document.set_xml_metadata(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Lamp</dc:title>'
        "<dc:date><rdf:Seq><rdf:li>2019-03-01T10:00:00Z</rdf:li></rdf:Seq></dc:date>"
        "<dc:publisher>Lantern Press</dc:publisher><dc:identifier>urn:isbn:9781861978769</dc:identifier>"
        "<dc:contributor>Cy Dow (Translator)</dc:contributor></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return read_book(document.tobytes(), name="lamp.pdf")


def test_a_pdf_says_publisher_date_isbn_and_translator_in_its_xmp():
    said = pdf(with_picture=False).metadata
    assert (said.publisher, said.date, said.isbn) == ("Lantern Press", "2019-03-01", "9781861978769")
    assert said.translators == ("Cy Dow",)


def test_the_first_page_of_a_pdf_is_its_cover_where_a_picture_fills_it():
    assert pdf(with_picture=False).cover is None
    cover = pdf(with_picture=True).cover
    assert cover.media_type == "image/jpeg"
    assert pymupdf.Pixmap(cover.data).height == 1600


def test_the_head_of_a_web_page_says_what_the_book_is():
    head = (
        '<meta name="DC.creator" content="Ada Bell"/><meta property="book:isbn" content="978-1-86197-876-9"/>'
        '<meta name="dcterms.publisher" content="Lantern Press"/><meta name="keywords" content="lamps, houses"/>'
        '<meta name="translator" content="Cy Dow"/>'
    )
    page = f"<html lang='en'><head><title>The Lamp</title>{head}</head><body><h1>One</h1>{prose('story')}</body></html>"
    said = read_book(page.encode(), name="lamp.html").metadata
    assert said == Metadata(
        title="The Lamp",
        authors=("Ada Bell",),
        translators=("Cy Dow",),
        language="en",
        publisher="Lantern Press",
        isbn="9781861978769",
        subjects=("lamps", "houses"),
    )


def test_the_metadata_block_of_a_markdown_file_may_hold_lists():
    text = (
        "---\ntitle: 'The Lamp'\nauthor:\n  - Ada Bell\n  - Cy Dow\ntranslator: [Ed Fox, Gil Hay]\n"
        "isbn: 978-1-86197-876-9\nkeywords: lamps; houses\nseries: Lamps\nseries_index: 2\n"
        "lang: en-GB\n---\n\n# One\n\nIt was late.\n"
    )
    book = read_book(text.encode(), name="lamp.md")
    assert book.conservation.unaccounted_words == 0
    assert book.metadata == Metadata(
        title="The Lamp",
        authors=("Ada Bell", "Cy Dow"),
        translators=("Ed Fox", "Gil Hay"),
        language="en-GB",
        isbn="9781861978769",
        subjects=("lamps", "houses"),
        series="Lamps",
        series_position="2",
    )
