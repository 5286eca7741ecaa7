"""Lines, takes and plans in few words, for the tests of recording."""

from __future__ import annotations

import hashlib

from pipeline.model import (
    Boundary,
    Finding,
    Kind,
    Line,
    ParagraphLines,
    SoundMeasure,
    Spoken,
    Take,
    Voice,
)
from pipeline.recording.keys import key_of, request_of
from pipeline.recording.plan import Plan, chosen_after, plan_takes
from pipeline.recording.records import TakeIndex, choose_line, fold_journal, take_line

TONE = Voice(engine="tone", voice="middle", settings=(("speed", 1.0),))
SOUND = SoundMeasure(
    frames=24000,
    sample_rate_hz=24000,
    speech_begin_s=0.03,
    speech_end_s=0.97,
    rms_db=-21.0,
    active_rms_db=-20.0,
    peak_db=-17.0,
    clipped_frames=0,
)


def lines_of(paragraph, *texts, voice=TONE, source=None, speaker=""):
    """A paragraph with a line for each text; `source` stands for what the producer wrote."""
    lines = []
    start = 0
    for number, text in enumerate(texts):
        lines.append(
            Line(
                paragraph=paragraph,
                number=number,
                start=start,
                stop=start + len(text),
                spoken=Spoken(text=text),
                voice=voice,
                speaker=speaker,
                language="en",
                ends=Boundary.PARAGRAPH if number == len(texts) - 1 else Boundary.SENTENCE,
            )
        )
        start += len(text) + 1
    written = " ".join(texts)
    return ParagraphLines(
        paragraph=paragraph,
        chapter="c01",
        kind=Kind.PARAGRAPH,
        lines=tuple(lines),
        source_key=f"source of {source or (written, voice)}",
        text=written,
        ends=Boundary.PARAGRAPH,
    )


def requests_of(paragraphs):
    requests = {}
    for paragraph in paragraphs:
        for line in paragraph.lines:
            request = request_of(line, audio_format="flac_24000", engine_normalisation="off")
            requests[line.paragraph, line.number] = (request, key_of(request))
    return requests


def take_of(paragraph, number=0, *, name, findings=(), at=0, audio=None):
    """A take of a line as it was at that moment."""
    line = paragraph.lines[number]
    request, key = requests_of([paragraph])[line.paragraph, number]
    return Take(
        id=name,
        paragraph=line.paragraph,
        line=number,
        start=line.start,
        stop=line.stop,
        ends=line.ends,
        key=key,
        source_key=paragraph.source_key,
        object=hashlib.sha256((audio or name).encode()).hexdigest(),
        request=request,
        spoken=line.spoken,
        sound=SOUND,
        findings=tuple(Finding(code=code, where="", message="why") for code in findings),
        recorded_at=f"2026-01-01T00:00:{at:02d}.000Z",
    )


class Studio:
    """A take store and takes.lock in memory, with an engine that never fails."""

    def __init__(self, *, shares_takes=False):
        self.journal = []
        self.chosen = ()
        self.gone = set()
        self.shares_takes = shares_takes
        self.recordings = 0

    @property
    def index(self) -> TakeIndex:
        return fold_journal(self.journal)

    def plan(self, paragraphs, *, retake=frozenset(), price=lambda request: float(len(request.text))) -> Plan:
        objects = {take.object for take in self.index.takes.values()}
        return plan_takes(
            paragraphs,
            requests=requests_of(paragraphs),
            chosen={entry.paragraph: entry for entry in self.chosen},
            index=self.index,
            present=objects - self.gone,
            shares_takes=self.shares_takes,
            retake=frozenset(retake),
            price=price,
        )

    def keep(self, *takes):
        """Put takes into the store; nobody chooses them."""
        self.journal += [take_line(take) for take in takes]

    def choose(self, after):
        before = {entry.paragraph: entry for entry in self.chosen}
        self.journal += [choose_line(entry) for entry in after if before.get(entry.paragraph) != entry]
        self.chosen = tuple(after)

    def speak(self, paragraphs, slots):
        """Record lines as an engine would: another take each time, with audio of its own."""
        by_id = {paragraph.paragraph: paragraph for paragraph in paragraphs}
        recorded = {}
        for name, number in slots:
            self.recordings += 1
            recorded[name, number] = take_of(
                by_id[name], number, name=f"t{self.recordings:03d}", at=self.recordings % 60
            )
        self.keep(*recorded.values())
        return recorded

    def record(self, paragraphs, *, retake=frozenset()):
        """Record what the plan says and return the slots of it."""
        plan = self.plan(paragraphs, retake=retake)
        slots = [(line.paragraph, line.line) for line in plan.to_record]
        self.choose(chosen_after(plan, self.speak(paragraphs, slots)))
        return slots
