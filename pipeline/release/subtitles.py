"""A timed chapter -> its subtitles: WebVTT, SubRip and LRC.

WebVTT: https://www.w3.org/TR/webvtt1/ (cue timings, cue text escapes, timestamp tags). SubRip and LRC have no standard;
what is written here is what their players read alike. Word times are written only where words were timed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Tags
from pipeline.release.timing import TimedChapter, TimedSentence, TimedWord, TimeSource

LONGEST_CUE = 84
"""Characters: two lines of 42, our choice; a phone shows no more at a size that can be read."""
SHORTEST_CUE_S = 0.3
"""A cue is shown at least so long where the next one leaves it the time: less cannot be read."""
_LINE = 42
_ENDS = ("?", "!", "…", ";", ":", ",", "—", "”", ")", "»")
"""Where a long sentence is cut. A full stop inside a sentence is an abbreviation's, an apostrophe a word's."""

_SAID = {
    TimeSource.CHARACTER: "the voice engine timed every character",
    TimeSource.WORD: "the voice engine timed every word",
    TimeSource.ALIGNED: "words were timed by forced alignment",
    TimeSource.SENTENCE: "the voice engine timed sentences; cues inside one share its time by their length",
    TimeSource.LINE: "only whole lines were timed; cues inside one share its time by their length",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is shown at once: a sentence, or a part of a long one."""

    text: str
    words: tuple[TimedWord, ...]
    origin: int
    """Where the cue's text begins in the paragraph's, so that words find their place in it."""
    begin_s: float
    end_s: float

    @property
    def times_words(self) -> bool:
        """Whether its words were timed one by one."""
        return all(word.source.times_words for word in self.words)


def cut_cues(chapter: TimedChapter) -> tuple[Cue, ...]:
    """Return the cues of a chapter, sorted; none overlaps the next, each has a length over 0."""
    found = [cue for sentence in chapter.sentences for cue in _cut_sentence(sentence)]
    cues: list[Cue] = []
    for number, cue in enumerate(found):
        limit_s = found[number + 1].begin_s if number + 1 < len(found) else chapter.duration_s
        begin_s = max(cue.begin_s, cues[-1].end_s) if cues else cue.begin_s
        end_s = min(max(cue.end_s, begin_s + SHORTEST_CUE_S), max(limit_s, cue.end_s))
        if _milliseconds(end_s) > _milliseconds(begin_s):
            cues.append(_replaced(cue, begin_s, end_s))
        elif cues:
            cues[-1] = _joined(cues[-1], cue)
    return tuple(cues)


def format_webvtt(chapter: TimedChapter, *, language: str) -> str:
    """Return WebVTT; a timestamp stands before each word that was timed, and a note says where the times are from."""
    parts = [f"WEBVTT - {_one_line(chapter.title) or chapter.id}", f"NOTE Language: {language}" if language else ""]
    parts += [f"NOTE Times: {_SAID[source]}." for source in chapter.sources]
    for number, cue in enumerate(cut_cues(chapter), start=1):
        text = _stamped(cue) if cue.times_words else _escape(_two_lines(cue.text))
        parts.append(f"{number}\n{_stamp(cue.begin_s, '.')} --> {_stamp(cue.end_s, '.')}\n{text}")
    return "\n\n".join(part for part in parts if part) + "\n"


def format_srt(chapter: TimedChapter) -> str:
    """Return SubRip: numbered cues, at most two lines each."""
    blocks = (
        f"{number}\n{_stamp(cue.begin_s, ',')} --> {_stamp(cue.end_s, ',')}\n{_two_lines(cue.text)}\n"
        for number, cue in enumerate(cut_cues(chapter), start=1)
    )
    return "\n".join(blocks)


def format_lrc(chapter: TimedChapter, tags: Tags) -> str:
    """Return LRC: a line a cue; with the times of words (enhanced LRC) where the words were timed."""
    heads = (
        ("ti", chapter.title),
        ("ar", "; ".join(tags.authors)),
        ("al", tags.album),
        ("by", tags.narrator),
        ("length", f"{int(chapter.duration_s // 60):02d}:{chapter.duration_s % 60:05.2f}"),
    )
    lines = [f"[{name}:{_one_line(value)}]" for name, value in heads if value]
    for cue in cut_cues(chapter):
        text = (
            "".join(f"<{_short(word.begin_s)}>{piece}" for word, piece in _pieces(cue)) if cue.times_words else cue.text
        )
        lines.append(f"[{_short(cue.begin_s)}]{text}")
    return "\n".join(lines) + "\n"


def _cut_sentence(sentence: TimedSentence) -> Iterator[Cue]:
    words = sentence.words
    while words:
        count = _words_that_fit(sentence, words)
        # The sentence's own edges may hold signs that no word has; inside, a part ends with its last word.
        start = sentence.start if words[0] is sentence.words[0] else words[0].start
        stop = sentence.stop if count == len(words) else words[count - 1].stop
        yield Cue(
            text=sentence.text[start - sentence.start : stop - sentence.start],
            words=words[:count],
            origin=start,
            begin_s=words[0].begin_s,
            end_s=words[count - 1].end_s,
        )
        words = words[count:]


def _words_that_fit(sentence: TimedSentence, words: Sequence[TimedWord]) -> int:
    """Return how many of the words make the next cue: all, or up to the last sign of punctuation past the middle."""
    if sentence.stop - words[0].start <= LONGEST_CUE:
        return len(words)
    fitting = max(1, sum(word.stop - words[0].start <= LONGEST_CUE for word in words))
    joints = [
        count
        for count in range(1, fitting + 1)
        if sentence.text[: words[count - 1].stop - sentence.start].endswith(_ENDS)
        and words[count - 1].stop - words[0].start >= LONGEST_CUE // 3
    ]
    return joints[-1] if joints else fitting


def _replaced(cue: Cue, begin_s: float, end_s: float) -> Cue:
    return Cue(text=cue.text, words=cue.words, origin=cue.origin, begin_s=begin_s, end_s=end_s)


def _joined(cue: Cue, silent: Cue) -> Cue:
    """Return a cue with the words of one that takes no time, shown as they are."""
    return Cue(
        text=f"{cue.text} {silent.text}", words=cue.words, origin=cue.origin, begin_s=cue.begin_s, end_s=cue.end_s
    )


def _pieces(cue: Cue) -> Iterator[tuple[TimedWord, str]]:
    """Yield each word with its text up to the next one; the first has what stands before it too."""
    cuts = [0, *(word.start - cue.origin for word in cue.words[1:]), len(cue.text)]
    for word, start, stop in zip(cue.words, cuts, cuts[1:], strict=False):
        yield word, _flat(cue.text[start:stop])


def _stamped(cue: Cue) -> str:
    """Return the text with a timestamp before each word but the first, where times rise inside the cue as they must."""
    written, last_ms = [], _milliseconds(cue.begin_s)
    end_ms = _milliseconds(cue.end_s)
    for number, (word, text) in enumerate(_pieces(cue)):
        begin_ms = _milliseconds(word.begin_s)
        if number and last_ms < begin_ms < end_ms:
            written.append(f"<{_stamp(word.begin_s, '.')}>")
            last_ms = begin_ms
        written.append(_escape(text))
    return "".join(written)


def _two_lines(text: str) -> str:
    """Return a text on two lines of like length where it is longer than one."""
    flat = _flat(text)
    spaces = [place for place, sign in enumerate(flat) if sign == " "]
    if len(flat) <= _LINE or not spaces:
        return flat
    middle = min(spaces, key=lambda place: abs(place - len(flat) / 2))
    return f"{flat[:middle]}\n{flat[middle + 1 :]}"


def _flat(text: str) -> str:
    """Return a text without line ends: in a cue an empty line would end it."""
    return text.replace("\r", " ").replace("\n", " ")


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("-->", "→")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _stamp(seconds: float, point: str) -> str:
    total = _milliseconds(seconds)
    return f"{total // 3_600_000:02d}:{total // 60_000 % 60:02d}:{total // 1000 % 60:02d}{point}{total % 1000:03d}"


def _short(seconds: float) -> str:
    """Return `mm:ss.xx`; LRC has no hours, so minutes go on past 59."""
    total = round(seconds * 100)
    return f"{total // 6000:02d}:{total // 100 % 60:02d}.{total % 100:02d}"
