"""A line and the words in which hearing and script differ -> findings on words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.listening.compare import Deviation, Difference, align_words
from pipeline.listening.evidence import HeardLine
from pipeline.listening.learned import BookWords
from pipeline.listening.report import make_finding
from pipeline.listening.swapped import WordIndex
from pipeline.listening.words import BareWord
from pipeline.model import HeardFinding, ListeningCode, Remedy

LEAK_GAP_S = 0.12
LEAK_S = (0.1, 0.7)
"""How long the onset of a next line is: shorter is the burst of a last consonant, longer has words in it."""
REPEATED_FROM = 0.75
"""Share of added words that are those written around them."""
MOST_SHOWN = 12
"""Words of each side that a finding quotes."""


def find_word_findings(line: HeardLine, words: BookWords, index: WordIndex) -> Iterator[HeardFinding]:
    """Yield what is said otherwise than written: another line, or words missing, added, repeated, wrong; a leak."""
    other = index.find_other(line) if line.differences else None
    if other is not None:
        message = f"the take says line {other.line + 1} of {other.paragraph}"
        yield make_finding(
            line,
            ListeningCode.SWAPPED,
            message,
            written=_quote(line.written),
            heard=_quote(line.heard),
        )
        return
    leak = _leak_of(line)
    for difference in line.differences:
        if not words.explains(line, difference):
            if leak and _is_at_end(line, difference):
                continue
            yield _word_finding(line, difference)
    if leak:
        yield make_finding(
            line,
            ListeningCode.LEAK,
            "something begins after the end of the line",
            span_s=leak,
            heard=_heard_in(line, leak),
        )


def _word_finding(line: HeardLine, difference: Difference) -> HeardFinding:
    code, message, remedy = _tell(line, difference)
    return make_finding(
        line,
        code,
        message,
        span_s=_span(line, difference),
        written=_quote(line.written[slice(*difference.written)]),
        heard=_quote(line.heard[slice(*difference.heard)]),
        remedy=remedy,
    )


def _tell(line: HeardLine, difference: Difference) -> tuple[ListeningCode, str, Remedy]:
    written, heard = line.written[slice(*difference.written)], line.heard[slice(*difference.heard)]
    if difference.deviation is Deviation.MISSING:
        if difference.written[1] == len(line.written):
            return ListeningCode.TRUNCATED, f"at the end {_words(written)} not heard", Remedy.RETAKE
        return ListeningCode.MISSING, f"{_words(written)} not heard", Remedy.RETAKE
    if difference.deviation is Deviation.ADDED:
        if _is_repeat(line, difference):
            return ListeningCode.REPEATED, f"{_words(heard)} said again", Remedy.RETAKE
        return ListeningCode.ADDED, f"{_words(heard)} heard and not written", Remedy.RETAKE
    remedy = Remedy.LEXICON if len(written) == 1 else Remedy.RETAKE
    return ListeningCode.WRONG, "other words are heard than written", remedy


def _words(words: Sequence[BareWord]) -> str:
    return "1 word is" if len(words) == 1 else f"{len(words)} words are"


def _is_repeat(line: HeardLine, difference: Difference) -> bool:
    """Return whether added words are mostly those written just before or after them."""
    added = [word.text for word in line.heard[slice(*difference.heard)]]
    at, reach = difference.written[0], len(added) + 2
    around = [word.text for word in line.written[max(0, at - reach) : at + reach]]
    same = sum(block.size for block in SequenceMatcher(None, around, added, autojunk=False).get_matching_blocks())
    return same >= REPEATED_FROM * len(added)


def _span(line: HeardLine, difference: Difference) -> tuple[float, float]:
    """Return begin and end in the take: of the words heard, or of where the missing ones should be."""
    first, last = difference.heard
    if last > first:
        return line.heard[first].begin_s, line.heard[last - 1].end_s
    begin_s = line.heard[first - 1].end_s if 0 < first <= len(line.heard) else line.sound.speech_begin_s
    end_s = line.heard[first].begin_s if first < len(line.heard) else line.sound.speech_end_s
    return begin_s, max(begin_s, end_s)


def _leak_of(line: HeardLine) -> tuple[float, float] | None:
    """Return begin and end of a sound that stands alone behind the last word of the line; None where there is none."""
    if not line.sound.silences or not line.heard:
        return None
    gap_begin_s, gap_end_s = line.sound.silences[-1]
    length_s = line.sound.speech_end_s - gap_end_s
    if gap_end_s - gap_begin_s < LEAK_GAP_S or not LEAK_S[0] <= length_s <= LEAK_S[1]:
        return None
    last_s = _last_word_begins(line)
    return (gap_end_s, line.sound.speech_end_s) if last_s is not None and last_s < gap_begin_s else None


def _last_word_begins(line: HeardLine) -> float | None:
    """Return when the last written word begins that is surely heard; None where that is not the line's last word.

    A last word that is heard in another spelling counts where the hearing ends with it.
    """
    partner = align_words(line.written, line.heard)[-1]
    if partner is not None:
        return line.heard[partner].begin_s
    is_different = any(one.written[1] >= len(line.written) for one in line.differences)
    return None if is_different else line.heard[-1].begin_s


def _is_at_end(line: HeardLine, difference: Difference) -> bool:
    return difference.deviation is Deviation.ADDED and difference.written[0] >= len(line.written)


def _heard_in(line: HeardLine, span_s: tuple[float, float]) -> str:
    return _quote([word for word in line.heard if word.begin_s >= span_s[0] - 0.1])


def _quote(words: Sequence[BareWord]) -> str:
    texts = [word.text for word in words]
    if len(texts) > MOST_SHOWN:
        texts = [*texts[: MOST_SHOWN // 2], "…", *texts[-MOST_SHOWN // 2 :]]
    return " ".join(texts)
