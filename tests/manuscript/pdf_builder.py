"""Makes PDFs for tests: lines put where a test wants them, and whole texts typeset as printers do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pymupdf

REGULAR, BOLD, ITALIC = "tiro", "tibo", "tiit"
FONTS = {name: pymupdf.Font(name) for name in (REGULAR, BOLD, ITALIC)}


@dataclass(frozen=True, kw_only=True)
class Ink:
    """A text at a place: `y` is its base line, in points from the top of the page."""

    text: str
    x: float = 72
    y: float = 100
    size: float = 10
    font: str = REGULAR


def pdf(
    *pages: Iterable[Ink],
    title: str = "",
    author: str = "",
    outline: Sequence[tuple[int, str, int]] = (),
    password: str = "",
    picture_pages: frozenset[int] = frozenset(),
) -> bytes:
    """Return a PDF; `outline` rows are depth, title and number of the page."""
    document = pymupdf.open()
    for number, inks in enumerate(pages, 1):
        page = document.new_page(width=420, height=595)
        writers: dict[str, pymupdf.TextWriter] = {}
        writer = pymupdf.TextWriter(page.rect)
        for ink in inks:
            writer.append((ink.x, ink.y), ink.text, font=FONTS[ink.font], fontsize=ink.size)
        if number in picture_pages:
            pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8))
            pixels.clear_with(128)
            page.insert_image(page.rect, pixmap=pixels)
        del writers
        writer.write_text(page)
    document.set_metadata({"title": title, "author": author})
    if outline:
        document.set_toc([list(row) for row in outline])
    locks = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": password, "owner_pw": "owner"} if password else {}
    return bytes(document.tobytes(no_new_id=True, **locks))


def lines(texts: Sequence[str], *, x: float = 72, y: float = 100, pitch: float = 13, **style: object) -> list[Ink]:
    """Return lines below each other."""
    return [Ink(text=text, x=x, y=y + index * pitch, **style) for index, text in enumerate(texts)]  # type: ignore[arg-type]


@dataclass(kw_only=True)
class Setting:
    """How a text is typeset."""

    columns: int = 1
    size: float = 10
    pitch: float = 13
    indent: float = 12
    paragraph_gap: float = 0
    is_justified: bool = True
    divides_words: bool = True
    has_drop_caps: bool = False
    book: str = ""
    """The running head of left pages; empty for none."""
    heading_size: float = 15
    heading_font: str = BOLD
    notes: dict[str, str] = field(default_factory=dict)
    """For each call (a word in the text such as `{1}`) the text of its note, set at the foot of its page."""


WIDTH, HEIGHT, MARGIN, GUTTER = 420.0, 595.0, 54.0, 18.0


def typeset(chapters: Sequence[tuple[str, Sequence[str]]], setting: Setting, **options: object) -> bytes:
    """Return a PDF of chapters, each a title and paragraphs, set in lines, columns and pages."""
    printer = _Printer(setting)
    for title, paragraphs in chapters:
        printer.chapter(title, paragraphs)
    return pdf(*printer.finished(), **options)  # type: ignore[arg-type]


class _Printer:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.measure = (WIDTH - 2 * MARGIN - (setting.columns - 1) * GUTTER) / setting.columns
        self.pages: list[list[Ink]] = []
        self.heads: list[str] = []
        self.column = 0
        self.y = 0.0
        self.foot: list[Ink] = []
        self.title = ""

    @property
    def left(self) -> float:
        return MARGIN + self.column * (self.measure + GUTTER)

    @property
    def bottom(self) -> float:
        return HEIGHT - MARGIN - 12 - sum(9.5 for _ in self.foot) - (6 if self.foot else 0)

    def chapter(self, title: str, paragraphs: Sequence[str]) -> None:
        setting = self.setting
        self.title = title
        self.new_page()
        self.y += 30
        width = FONTS[setting.heading_font].text_length(title, fontsize=setting.heading_size)
        x = (WIDTH - width) / 2
        self.pages[-1].append(Ink(text=title, x=x, y=self.y, size=setting.heading_size, font=setting.heading_font))
        self.y += 30
        self.top = self.y
        for index, paragraph in enumerate(paragraphs):
            self.paragraph(paragraph, is_first=index == 0)

    def paragraph(self, text: str, *, is_first: bool) -> None:
        setting = self.setting
        shift, drop = 0.0, 0
        if is_first and setting.has_drop_caps and text[0].isalpha():
            if self.y + 3 * setting.pitch > self.bottom:
                self.advance()
            size = 2.6 * setting.size
            self.pages[-1].append(Ink(text=text[0], x=self.left, y=self.y + setting.pitch, size=size))
            shift = FONTS[REGULAR].text_length(text[0], fontsize=size) + 2
            text, drop = text[1:], 2
        words = text.split()
        indent = 0.0 if is_first else setting.indent
        while words:
            if self.y > self.bottom:
                self.advance()
            indent = shift if drop > 0 else indent
            drop -= 1
            words = self.line(words, indent=indent)
            indent = 0.0
            self.y += setting.pitch
        self.y += setting.paragraph_gap

    def line(self, words: list[str], *, indent: float) -> list[str]:
        """Set one line and return the words that are left."""
        setting, font = self.setting, FONTS[REGULAR]
        room = self.measure - indent
        space = font.text_length(" ", fontsize=setting.size)
        taken: list[str] = []
        used = 0.0
        words = list(words)
        while words and used + font.text_length(_bare(words[0]), fontsize=setting.size) <= room:
            used += font.text_length(_bare(words[0]), fontsize=setting.size) + space
            taken.append(words.pop(0))
        if words and setting.divides_words:
            half = self.half(words[0], room - used)
            if half:
                taken.append(words[0][:half] + "-")
                words[0] = words[0][half:]
        if not taken:
            taken.append(words.pop(0))
        total = sum(font.text_length(_bare(word), fontsize=setting.size) for word in taken)
        gap = (room - total) / (len(taken) - 1) if words and setting.is_justified and len(taken) > 1 else space
        x = self.left + indent
        for word in taken:
            x = self.word(word, x) + gap
        return words

    def half(self, word: str, room: float) -> int:
        """Return after how many letters a word can be divided to fill a line, or 0."""
        if not word.isalpha() or len(word) < 7:
            return 0
        fits = [
            cut
            for cut in range(3, len(word) - 2)
            if FONTS[REGULAR].text_length(word[:cut] + "-", fontsize=self.setting.size) <= room
        ]
        return max(fits, default=0)

    def word(self, word: str, x: float) -> float:
        """Set a word, with the call of a note raised behind it, and return where it ends."""
        size, font = self.setting.size, FONTS[REGULAR]
        bare = _bare(word)
        self.pages[-1].append(Ink(text=bare, x=x, y=self.y, size=size))
        x += font.text_length(bare, fontsize=size)
        if bare != word:
            call = word[len(bare) :].strip("{}")
            self.pages[-1].append(Ink(text=call, x=x, y=self.y - 0.35 * size, size=0.6 * size))
            self.note(call, self.setting.notes[word[len(bare) :]])
            x += font.text_length(call, fontsize=0.6 * size)
        return x

    def note(self, call: str, text: str) -> None:
        words = f"{call}. {text}".split()
        while words:
            row = [words.pop(0)]
            while words and FONTS[REGULAR].text_length(" ".join([*row, words[0]]), fontsize=8) <= self.measure:
                row.append(words.pop(0))
            self.foot.append(Ink(text=" ".join(row), x=self.left, size=8))

    def advance(self) -> None:
        """Go to the next column or page."""
        self.set_foot()
        if self.column + 1 < self.setting.columns:
            self.column += 1
            self.y = self.top
        else:
            self.new_page()

    def new_page(self) -> None:
        self.set_foot()
        number = len(self.pages) + 1
        page = [Ink(text=str(number), x=WIDTH / 2 - 3, y=HEIGHT - 30)]
        if self.setting.book:
            page.append(
                Ink(text=self.setting.book if number % 2 == 0 else self.title, x=MARGIN + 60, y=34, font=ITALIC)
            )
        self.pages.append(page)
        self.column = 0
        self.y = self.top = 70.0

    def set_foot(self) -> None:
        for index, ink in enumerate(self.foot):
            self.pages[-1].append(replace(ink, y=HEIGHT - MARGIN - 9.5 * (len(self.foot) - 1 - index)))
        self.foot = []

    def finished(self) -> list[list[Ink]]:
        self.set_foot()
        return self.pages


def _bare(word: str) -> str:
    return word.partition("{")[0]
