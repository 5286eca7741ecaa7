"""A line and what is the matter with it -> a finding with its times, in the take and in the chapter."""

from __future__ import annotations

from pipeline.listening.evidence import HeardLine
from pipeline.model import HeardFinding, ListeningCode, Remedy


def make_finding(
    line: HeardLine,
    code: ListeningCode,
    message: str,
    *,
    span_s: tuple[float, float] | None = None,
    written: str = "",
    heard: str = "",
    remedy: Remedy = Remedy.RETAKE,
) -> HeardFinding:
    """Return a finding on a line; without a span it is the whole of the speech in the take."""
    begin_s, end_s = span_s or (line.sound.speech_begin_s, line.sound.speech_end_s)
    return HeardFinding(
        code=code,
        chapter=line.chapter,
        paragraph=line.paragraph,
        line=line.line,
        take=line.take,
        begin_s=round(begin_s, 2),
        end_s=round(end_s, 2),
        chapter_s=None if line.begins_at_s is None else round(line.begins_at_s + begin_s, 2),
        written=written,
        heard=heard,
        message=message,
        remedy=remedy,
    )
