from __future__ import annotations

from heard_lines import line

from pipeline.listening.marked import MarkedText, mark_line
from pipeline.listening.page import Card, Clip, format_page
from pipeline.listening.words import shown_words, written_words
from pipeline.model import Pickup, Remedy

ROW = Pickup(chapter="c01", time_s=3723.25, paragraph="c01-p002", kind="missing, level", take="t00000000000001")


def test_a_line_is_shown_with_its_signs_and_what_differs_is_marked():
    text = "“The lamp,” said Filby, was at the white-green door."
    marked = mark_line(text, line(text, "the lamp said Filby was at the door"))
    assert marked == (
        MarkedText(written="“The lamp,” said Filby, was at the "),
        MarkedText(written="white-green", heard="", is_same=False),
        MarkedText(written="door."),
    )


def test_added_words_stand_where_they_are_heard():
    text = "the lamp said the door"
    assert mark_line(text, line(text, "the lamp machine machine said the door"))[1] == MarkedText(
        heard="machine machine", is_same=False
    )


def test_without_a_hearing_the_text_is_whole_and_tags_are_not_shown():
    assert mark_line("Wait.\n<break time='1s'/> Go.", None) == (MarkedText(written="Wait. <break time='1s'/> Go."),)
    assert "".join(shown_words("Wait. <break time='1s'/> Go, 1,000 men.")) == "Wait. Go, 1000 men."


def test_words_shown_are_as_many_as_words_written():
    for text in ("", "A—b (c) “d’s”!", "twenty-one; 3.5 % of £7", "[sighs] No."):
        assert len(shown_words(text)) == len(written_words(text))


def test_the_page_groups_by_paragraph_and_says_what_to_type():
    clip = Clip(source="data:audio/mpeg;base64,AAAA", begin_s=2.0, place_s=1.5)
    cards = [
        Card(
            pickup=ROW,
            chapter="I. The <Gate>",
            text=(MarkedText(written="the lamp "), MarkedText(written="was", heard="is", is_same=False)),
            clip=clip,
            commands=(("another take", "declaim record gate --paragraph c01-p002 --retake"),),
        ),
        Card(pickup=Pickup(paragraph="c01-p002", remedy=Remedy.LEXICON), chapter="I", candidates=(("ab", "ah-b"),)),
    ]
    page = format_page("Gate & Co", cards, told="2 takes were listened to")
    assert page.count("<section") == 1
    assert page.count("<article") == 2
    assert "Gate &amp; Co" in page
    assert "I. The &lt;Gate&gt;" in page
    assert "c01 at 1:02:03.2" in page
    assert "the lamp <del>was</del> <ins>is</ins>" in page
    assert '<audio controls preload="metadata" src="data:audio/mpeg;base64,AAAA">' in page
    assert "<code>declaim record gate --paragraph c01-p002 --retake</code>" in page
    assert "<li>ab <i>ah-b</i></li>" in page
    assert "2 pickups</b>: 1 for another take, 1 for an entry in the lexicon" in page
    assert "http" not in page, "it stands alone"


def test_an_empty_list_says_so():
    assert "Nothing is open" in format_page("Gate", [], told="3 takes were listened to")
