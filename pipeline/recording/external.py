"""A paragraph as the producer wrote it -> what a person reads of it, and the key under which the recording stands.

An engine's take stands as long as voice, settings and spoken text are those it was made with. A person reads what is
written, in no voice of the cast: an external take stands as long as the written words are the same
(docs/decisions/0007-external-takes.md). Its key says by itself that it is one, so that takes.lock alone tells it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.model import EXTERNAL, ChosenTakes, Mark, MarkName, ParagraphLines, Spoken, SpokenSpan, Take, Voice
from pipeline.recording.records import TakeIndex

WHOLE: Final = f"{EXTERNAL}:"
"""What the key of a recording of a whole paragraph begins with; no key of an engine's line has a colon."""
LINE: Final = f"{EXTERNAL}-line:"
"""What the key of a recording of one line begins with."""


def external_voice(narrator: str) -> Voice:
    """Return the voice of a person; mastering has one gain for each name."""
    return Voice(engine=EXTERNAL, voice=narrator)


def is_external(key: str) -> bool:
    """Return whether a key is that of a person's recording."""
    return key.startswith((WHOLE, LINE))


def is_whole(key: str) -> bool:
    """Return whether a key is that of a person's recording of a whole paragraph."""
    return key.startswith(WHOLE)


def whole_key(lines: ParagraphLines) -> str:
    """Return the key of a person's recording of the paragraph: its words and what `say` puts in their place."""
    return WHOLE + _hash(lines.text, 0, len(lines.text), lines.marks)


def line_key(lines: ParagraphLines, number: int) -> str:
    """Return the key of a person's recording of one line of the paragraph."""
    line = lines.lines[number]
    return LINE + _hash(lines.text, line.start, line.stop, lines.marks)


def key_now(lines: ParagraphLines, number: int, *, of: str) -> str:
    """Return the key that a person's recording under the key `of` has to have to say what is written now."""
    return whole_key(lines) if is_whole(of) else line_key(lines, number)


def spoken_of(lines: ParagraphLines) -> Spoken:
    """Return what is said for a paragraph as one; offsets of its spans count from the begin of the first line."""
    first, *others = lines.lines
    parts, spans = [first.spoken.text], [*first.spoken.spans]
    at, length = first.stop, len(first.spoken.text)
    for line in others:
        if lines.text[at : line.start] != " ":
            spans.append(_span((at - first.start, line.start - first.start), (length, length + 1), "join"))
        length += 1
        spans += [_moved(span, line.start - first.start, length) for span in line.spoken.spans]
        parts.append(line.spoken.text)
        at, length = line.stop, length + len(line.spoken.text)
    return Spoken(text=" ".join(parts), spans=tuple(spans))


def recalled(chosen: ChosenTakes | None, lines: ParagraphLines, index: TakeIndex) -> ChosenTakes | None:
    """Return the last choice for a paragraph that takes.lock lacks, where it is a recording of these very words."""
    if chosen is None or len(chosen.takes) != 1 or not is_whole(chosen.takes[0].key):
        return None
    (entry,) = chosen.takes
    stands = entry.take in index.takes and entry.take not in index.rejected
    return chosen if stands and entry.key == whole_key(lines) else None


def waiting_lines(
    index: TakeIndex, paragraphs: Sequence[ParagraphLines]
) -> Iterator[tuple[tuple[str, int], tuple[Take, ...]]]:
    """Yield, by paragraph and line, the recordings of single lines that wait for the rest of their paragraph."""
    if not any(key.startswith(LINE) for key in index.by_key):
        return
    for lines in paragraphs:
        for line in lines.lines:
            takes = index.by_key.get(line_key(lines, line.number), ())
            own = tuple(t for t in takes if t.paragraph == lines.paragraph and t.id not in index.ever_chosen)
            if passing := tuple(take for take in own if index.is_passing(take)):
                yield (lines.paragraph, line.number), passing


def told_for(take: Take, lines: ParagraphLines) -> Take:
    """Return a recording of a whole paragraph with the place and the boundary that the paragraph has now."""
    speakers = {line.speaker for line in lines.lines}
    return dataclasses.replace(
        take,
        line=0,
        start=lines.lines[0].start,
        stop=lines.lines[-1].stop,
        ends=lines.lines[-1].ends,
        speaker=speakers.pop() if len(speakers) == 1 else "",
        break_s=lines.lines[-1].break_s,
    )


def _hash(text: str, start: int, stop: int, marks: Sequence[Mark]) -> str:
    """Return the SHA-256, in hex, of a range's words and of what is to be said for them; its spacing does not count."""
    inside = [m for m in marks if m.name is MarkName.SAY and start <= m.start and m.stop <= stop]
    heard: dict[str, object] = {"text": " ".join(text[start:stop].split())}
    if inside:
        heard["say"] = [[text[mark.start : mark.stop], mark.value] for mark in inside]
    canonical = json.dumps(heard, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _moved(span: SpokenSpan, by: int, spoken_by: int) -> SpokenSpan:
    spoken = span.spoken_start + spoken_by, span.spoken_stop + spoken_by
    return _span((span.start + by, span.stop + by), spoken, span.rule)


def _span(written: tuple[int, int], spoken: tuple[int, int], rule: str) -> SpokenSpan:
    return SpokenSpan(start=written[0], stop=written[1], spoken_start=spoken[0], spoken_stop=spoken[1], rule=rule)
