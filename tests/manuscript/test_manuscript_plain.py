"""What a listener hears of plain text: every trap has its test."""

import pytest
from epub_builder import paragraphs, skipped, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.errors import ManuscriptError
from pipeline.manuscript.read import TEXT_LIMIT, read_book
from pipeline.model import Kind, MarkName, SceneBreak

PROSE = "\n".join(["The lamp burned low, and the oil in it was all but gone when the old man came in."] * 20)
SMALL = "The lamp burned low, and the oil in it was all but gone when the old man\ncame in and sat down."


def read_text(text, name="lamp.txt"):
    book = read_book(text if isinstance(text, bytes) else text.encode(), name=name)
    assert book.conservation.unaccounted_words == 0
    return book


def told(book):
    return [chapter.title for chapter in book.chapters if chapter.is_read_aloud]


def marks(book, name):
    return [(p.text[m.start : m.stop], m.value) for p in paragraphs(book) for m in p.marks if m.name is name]


def test_wrapped_lines_are_rejoined_and_blank_lines_divide():
    assert texts(
        read_text("The lamp went out at last and left us\r\nin the dark of the old house.\r\n\r\nThen he spoke.\r\n")
    ) == [
        "The lamp went out at last and left us in the dark of the old house.",
        "Then he spoke.",
    ]


def test_long_lines_are_paragraphs_of_their_own():
    assert len(texts(read_text(f"{'word ' * 60}\n{'word ' * 70}\n{'word ' * 30}"))) == 3


def test_an_indented_line_begins_a_paragraph_where_no_blank_line_does():
    lines = SMALL + "\n    " + SMALL + "\n    " + SMALL
    assert len(texts(read_text(lines))) == 3


def test_a_word_divided_at_a_hyphen_and_a_dash_at_the_line_end_join_without_a_space():
    text = "It was a half-\nforgotten thing that he would have told us if he could have--\nbut he did not."
    assert texts(read_text(text + "\n\n" + SMALL))[0] == (
        "It was a half-forgotten thing that he would have told us if he could have--but he did not."
    )


def test_chapter_lines_with_their_titles_begin_chapters():
    text = "\n\n\n".join(f"CHAPTER {n}.\n\nTHE {name}.\n\n\n{PROSE}" for n, name in (("I", "LAMP"), ("II", "WELL")))
    assert told(read_text(text)) == ["CHAPTER I: THE LAMP.", "CHAPTER II: THE WELL."]


def test_numbers_that_count_on_begin_chapters_and_a_number_alone_does_not():
    assert told(read_text("\n\n\n".join(f"{n}\n\n{PROSE}" for n in ("I", "II", "III")))) == ["I", "II", "III"]
    assert told(read_text(f"{PROSE}\n\nIV\n\n{PROSE}")) == [""]


def test_capitals_and_known_names_begin_chapters():
    text = f"PROLOGUE\n\n{PROSE}\n\n\nTHE LAMP\n\n{PROSE}\n\n\nEpilogue\n\n{PROSE}"
    assert told(read_text(text)) == ["PROLOGUE", "THE LAMP", "Epilogue"]


def test_a_part_is_read_before_its_first_chapter():
    text = f"PART ONE\n\n\nChapter 1\n\n{PROSE}\n\n\nChapter 2\n\n{PROSE}\n\n\nPART TWO\n\n\nChapter 3\n\n{PROSE}"
    book = read_text(text)
    assert told(book) == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert [p.text for p in paragraphs(book) if p.kind is Kind.HEADING][:2] == ["PART ONE", "Chapter 1"]


def test_a_table_of_contents_is_not_read():
    contents = "CONTENTS\n\n    I.  The Lamp     1\n   II.  The Well    20\n\nHISTORICAL NOTES.\n\n    I.  Oil\n"
    text = f"{contents}\n\n\nCHAPTER I\n\n{PROSE}\n\n\nCHAPTER II\n\n{PROSE}"
    book = read_text(text)
    assert told(book) == ["CHAPTER I", "CHAPTER II"]
    assert set(skipped(book)) == {"content.contents"}


HEADER = """The Project Gutenberg eBook of The Lamp, by Ada Bell

Title: The Lamp
Author: Ada Bell
Language: English

*** START OF THE PROJECT GUTENBERG EBOOK THE LAMP ***

Produced by zzsomebody

"""
FOOTER = "\n\n*** END OF THE PROJECT GUTENBERG EBOOK THE LAMP ***\n\nzzlicence text\n"


def test_header_credits_and_licence_of_project_gutenberg_are_not_read():
    book = read_text(f"{HEADER}\nTHE LAMP\n\nby Ada Bell\n\n\n\nCHAPTER I\n\n{PROSE}{FOOTER}")
    metadata = book.metadata
    assert (metadata.title, metadata.authors, metadata.language) == ("The Lamp", ("Ada Bell",), "en")
    assert told(book) == ["CHAPTER I"]
    assert set(skipped(book)) == {"content.gutenberg-licence", "content.titlepage"}


def test_books_for_sale_after_the_end_are_not_read():
    adverts = "\n\n".join(f"The zzbook, ${n}.50" for n in range(1, 5))
    book = read_text(f"CHAPTER I\n\n{PROSE}\n\n\nTHE END\n\n\n{adverts}")
    assert skipped(book) == {"content.advertisement": 16, "end-mark": 2}


def test_underscores_are_emphasis_and_never_words():
    book = read_text(
        f"He _never_ said so, and when he was asked for it he said _not\neven_ to Mr. ____ or snake_case.\n\n{SMALL}"
    )
    assert texts(book)[0] == ("He never said so, and when he was asked for it he said not even to Mr. ⸺ or snake_case.")
    assert marks(book, MarkName.EMPHASIS) == [("never", ""), ("not even", "")]


def test_dashes_are_kept_as_typed():
    assert texts(read_text("He stopped--and went.")) == ["He stopped--and went."]


def test_lines_that_end_early_are_verse_and_indented_prose_is_a_quotation():
    verse = '    "Where rolls the Oregon,\n     And no sound is heard\n     Save its own dashings."'
    quote = "\n".join("    " + line for line in (SMALL.replace("\n", " ")[:66], "and sat down with us."))
    book = read_text(f"{PROSE}\n\n{verse}\n\n{quote}\n\n{PROSE}")
    assert [p.kind for p in paragraphs(book)] == [Kind.PARAGRAPH, Kind.VERSE, Kind.QUOTE, Kind.PARAGRAPH]
    assert texts(book)[1] == '"Where rolls the Oregon,\nAnd no sound is heard\nSave its own dashings."'


@pytest.mark.parametrize("sign", ["       *       *       *", "#", "* * *", "-----", "⁂"])
def test_scene_breaks_are_what_people_type_for_them(sign):
    book = read_text(f"{SMALL}\n\n{sign}\n\n{SMALL}")
    assert [type(block) is SceneBreak for block in book.chapters[0].blocks] == [False, True, False]


def test_a_gap_wider_than_usual_is_a_scene_break():
    book = read_text("\n\n".join([SMALL] * 6) + "\n\n\n" + SMALL)
    assert sum(isinstance(block, SceneBreak) for block in book.chapters[0].blocks) == 1


def test_pictures_page_numbers_and_notes_are_not_read():
    text = "[Illustration: _The zzlamp\nat night._]\n\nThe lamp[A] went {12} out [Pg 13] at last."
    text += "\n\n[Footnote A: It was zzoil.]"
    book = read_text(f"{text}\n\n{SMALL}")
    assert texts(book)[0] == "The lamp went out at last."
    assert marks(book, MarkName.NOTE) == [("", "lamp.txt#A")]
    assert skipped(book) == {"illustration": 5, "note-reference": 1, "page-number": 3, "note-body": 5}


def test_brackets_that_are_no_notes_stay():
    assert texts(read_text("He said [sic] and A[1] too."))[0] == "He said [sic] and A[1] too."


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        ("Café “crème”".encode(), False),
        ("\ufeffCafé “crème”".encode(), False),
        ("Café “crème”".encode("utf-16"), False),
        ("Café “crème”".encode("utf-16-le"), False),
        ("Café “crème”".encode("cp1252"), True),
    ],
)
def test_encodings_are_told_by_their_bytes_and_a_guess_is_said(data, warned):
    book = read_text(data)
    assert texts(book) == ["Café “crème”"]
    assert bool(book.warnings) is warned


def test_a_text_in_another_script_is_read_in_its_encoding():
    text = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. " * 20
    assert texts(read_text(text.encode("cp1251")))[0].startswith("Все счастливые семьи похожи")


def test_garbled_letters_are_warned_of():
    assert "garbled" in read_text("He donâ€™t like the cafÃ© at all").warnings[0]


def test_control_characters_and_escape_sequences_are_no_text():
    assert texts(read_text("Bell\x07back \x1b[31mred\x1b[0m c1\x85\x9b end.")) == ["Bellback red c1 end."]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, b"   \n\n  ", b"* * *\n", b"____"])
def test_what_has_no_words_is_refused(data):
    with pytest.raises(ManuscriptError):
        read_book(data, name="lamp.txt")


LINES = st.lists(
    st.sampled_from(
        ["", "", "one two", "_three_", "CHAPTER I", "I", "IV.", "CONTENTS", "* * *", "[Illustration: a_b_", "]", "__",
         "_a _", "[Footnote 1: x]", "word[1]", "{12}", "half-", "end--", "    inset", "THE END", "a@b.com 5 words",
         "*** START OF THE PROJECT GUTENBERG", "*** END OF THE PROJECT GUTENBERG", "'twas _Argo_'s", "by Ada",
         "$5.00 $6.00 $7.00", "=bold="]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_no_word_is_lost_whatever_the_lines_are(lines):
    read_text("begin\n" + "\n".join(lines))


def test_a_text_longer_than_any_book_is_refused():
    with pytest.raises(ManuscriptError, match="more than 12 MB"):
        read_book(b"a " * (TEXT_LIMIT // 2 + 1), name="lamp.txt")


def test_an_encoding_that_was_guessed_is_said_by_extract(tmp_path, capsys):
    path = tmp_path / "lamp.txt"
    path.write_bytes("Le café était fermé.".encode("cp1252"))
    with pytest.raises(SystemExit, match="0"):
        main(["extract", str(path)])
    assert "the encoding was guessed: cp1252" in capsys.readouterr().err
