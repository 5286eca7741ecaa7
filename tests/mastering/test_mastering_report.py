"""The page a producer looks at: pictures, tables, paragraphs to be played."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

from pipeline.mastering.picture import HEIGHT, WAVE_HEIGHT, WIDTH, draw_chapter, format_time
from pipeline.mastering.profiles import ACX, PROFILES
from pipeline.mastering.report import ReportChapter, ReportParagraph, format_report
from pipeline.model import Contour, Finding, Levels

LEVELS = Levels(
    duration_s=20.0,
    rms_db=-20.5,
    peak_db=-3.9,
    true_peak_db=-3.8,
    noise_floor_db=-72.6,
    head_s=0.75,
    tail_s=2.5,
    clipped_frames=0,
    loudness_lufs=-19.9,
    gap_s=1.3,
)
CONTOUR = Contour(step_s=10.0, peaks=(0.5, 1.0), loudness_lufs=(-20.0, -70.0))


def chapter(name="c01", **changes):
    values = {
        "id": name,
        "title": "Of <Chips> & Ships",
        "audio": "../mastered/c01 & more.mp3",
        "levels": LEVELS,
        "contour": CONTOUR,
        "paragraphs": (
            ReportParagraph(id="c01-p001", begin_s=0.75, end_s=2.0, text="<Come> in.", speakers=("filby",)),
            ReportParagraph(id="c01-p002", begin_s=3.5, end_s=9.0, text="He sat."),
        ),
    }
    return ReportChapter(**{**values, **changes})


def page(*chapters, profile=ACX, **kwargs):
    return format_report("The Lamp", chapters or (chapter(),), profile=profile, **kwargs)


class Outline(HTMLParser):
    """Every tag with its attributes, and whether all that are opened are closed."""

    VOID = frozenset({"meta", "rect", "path", "circle", "polygon"})

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_asks_for_nothing_from_elsewhere():
    heading = ReportParagraph(id="c02", begin_s=0.8, end_s=1.0, text="A heading has its chapter's id.")
    outline = Outline(page(chapter(), chapter("c02", paragraphs=(heading,))))
    assert outline.open == []
    identities = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    for tag, attributes in outline.tags:
        assert not attributes.get("src", "").startswith(("http", "//")), tag
        assert tag != "link"


def test_titles_texts_and_paths_are_escaped():
    text = page()
    assert "Of &lt;Chips&gt; &amp; Ships" in text
    assert "&lt;Come&gt; in." in text
    assert 'data-audio="../mastered/c01%20%26%20more.mp3"' in text
    assert "<Chips>" not in text


def test_every_paragraph_has_its_time_and_its_speakers():
    lines = re.findall(r'<li id="at-(c01-p\d+)" data-begin="([\d.]+)" data-end="([\d.]+)">', page())
    assert lines == [("c01-p001", "0.750", "2.000"), ("c01-p002", "3.500", "9.000")]
    assert "<i>filby</i>" in page()


def test_findings_stand_at_their_chapter_and_in_the_sum():
    finding = Finding(code="level.rms-low", where="c02", message="RMS -25.00 dB")
    text = page(chapter(), chapter("c02", findings=(finding,)))
    assert "1 of 2 chapters outside" in text
    assert "<code>level.rms-low</code> RMS -25.00 dB" in text
    assert text.count('<b class="good">passes</b>') == 2  # in the table and at the chapter
    assert "<details open><summary>Paragraphs" in text
    assert "every chapter inside" in page()


def test_what_belongs_to_no_chapter_stands_under_the_title():
    sample = Finding(code="sample.length", where="sample.mp3", message="a sample of 301 s")
    cover = Finding(code="cover.small", where="book", message="the cover has 9 x 9 pixels")
    text = page(findings=(sample,), delivery=(cover,))
    assert '<ul class="findings"><li><code>sample.length</code> sample.mp3: a sample of 301 s</li></ul>' in text
    assert '<ul class="delivery"><li><code>cover.small</code> the cover has 9 x 9 pixels</li></ul>' in text
    assert '<b class="bad">every chapter inside</b>' in text
    assert 'class="delivery"' not in page()


def test_times_under_a_picture_are_text_of_the_page_and_none_hangs_over_its_end():
    times = re.findall(r'<span style="left:([\d.]+)%">([\d:]+)</span>', page())
    assert times[0] == ("10.00", "0:02")
    assert times[-1] == ("90.00", "0:18")


def test_the_level_shown_is_the_one_the_profile_looks_at():
    assert "<th>RMS, dB</th>" in page()
    podcast = page(profile=PROFILES["podcast"])
    assert "<th>loudness, LUFS</th>" in podcast
    assert '<circle class="bad"' in podcast


def test_every_profile_shows_its_limits_with_their_sources():
    for profile in PROFILES.values():
        text = page(profile=profile)
        assert profile.synthetic.source.split("?")[0] in text
    assert "–23" not in page()  # ranges are written with plain signs, as in book.toml
    assert "<td>-23 to -18</td>" in page()


def test_silence_and_corrections_are_told():
    silent = Levels(
        **{name: getattr(LEVELS, name) for name in ("duration_s", "peak_db", "true_peak_db", "head_s", "tail_s")},
        rms_db=float("-inf"),
        noise_floor_db=float("-inf"),
        clipped_frames=0,
    )
    assert "–∞" in page(chapter(levels=silent))
    assert "<td>+1.5</td>" in page(chapter(correction_db=1.5))


def test_the_same_book_is_the_same_page():
    assert page() == page()


def test_a_picture_is_svg_with_the_waveform_the_marks_and_the_window():
    picture = ET.fromstring(draw_chapter(CONTOUR, duration_s=20.0, marks_s=[5.0], window=ACX.rms_db))
    wave = picture.find("polygon").get("points").split()
    assert wave[:2] == ["0.0,24.0", "500.0,0.0"]
    assert wave[2:] == [f"500.0,{WAVE_HEIGHT}.0", "0.0,72.0"]
    assert picture.find("path[@class='mark']").get("d") == "M250.0 0v8"
    assert picture.find("path[@class='loudness']").get("d").startswith("M250.0 ")
    window = picture.find("rect[@class='window']")
    assert WAVE_HEIGHT < float(window.get("y")) < HEIGHT
    assert picture.get("viewBox").split()[2] == str(WIDTH)


def test_a_picture_without_window_or_sound_is_still_one():
    empty = Contour(step_s=0.1, peaks=(), loudness_lufs=())
    picture = ET.fromstring(draw_chapter(empty, duration_s=0.0, marks_s=[], window=PROFILES["archive"].rms_db))
    assert picture.find("rect[@class='window']") is None


def test_times_are_written_as_a_player_shows_them():
    assert [format_time(seconds) for seconds in (0.9, 59.99, 61, 3723)] == ["0:00", "0:59", "1:01", "1:02:03"]
