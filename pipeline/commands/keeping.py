"""What an engine delivered for a line -> a take in the store, chosen once its paragraph is complete."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.adapters.takes import LedgerEntry, object_of
from pipeline.commands.desk import Desk, write_choices
from pipeline.errors import AudioError, TakesError
from pipeline.model import Comparison, Delivery, Finding, PitchRange, Request, SoundMeasure, Take
from pipeline.recording.comparison import compare_takes, is_comparable
from pipeline.recording.cues import narrated_timings
from pipeline.recording.plan import Slot, chosen_after
from pipeline.recording.records import take_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A line that was spoken, with what the check on arrival said; soon a take."""

    slot: Slot
    take: str
    """The id that the take will have."""
    delivery: Delivery
    sound: SoundMeasure
    findings: tuple[Finding, ...]
    recorded_at: str
    """ISO 8601, UTC."""
    audio_format: str = ""
    """What the audio is, where that is not what was asked for."""
    ledger: tuple[LedgerEntry, ...]
    """What the ledger says of it and of the attempts before it."""


class Keeper:
    """Puts recordings into the store of a desk, and lets complete paragraphs have their takes."""

    def __init__(self, desk: Desk, *, checkpoint_takes: int) -> None:
        self._desk = desk
        self._checkpoint_takes = checkpoint_takes
        self._lines = {
            (line.paragraph, line.number): (paragraph.lines, line)
            for paragraph in desk.plan.paragraphs
            for line in paragraph.lines.lines
        }
        self._reasons = {(line.paragraph, line.line): str(line.reason) for line in desk.plan.to_record}
        self._replaced = replaced_takes(desk)
        self._noted = desk.index.noted
        self.recorded: list[Take] = []
        self.passing: dict[Slot, Take] = {}

    def keep(self, recordings: Sequence[Recording]) -> tuple[Take, ...]:
        """Make recordings durable; only then they count. Return their takes. Raises StorageError."""
        takes = tuple(self._take_of(recording) for recording in recordings)
        audios = {take.object: each.delivery.audio for take, each in zip(takes, recordings, strict=True)}
        ledger = [entry for recording in recordings for entry in recording.ledger]
        self._desk.store.add(audios, journal=[take_line(take) for take in takes], ledger=ledger)
        before = len(self.recorded)
        self.recorded.extend(takes)
        self.passing |= {(take.paragraph, take.line): take for take in takes if not take.findings}
        if before // self._checkpoint_takes != len(self.recorded) // self._checkpoint_takes:
            self.checkpoint()
        return takes

    def checkpoint(self) -> None:
        """Let every paragraph that is complete have its takes."""
        after = chosen_after(self._desk.plan, self.passing)
        self._noted = write_choices(self._desk, after, noted=self._noted)

    def _take_of(self, recording: Recording) -> Take:
        paragraph, line = self._lines[recording.slot]
        request, key = self._desk.requests[recording.slot]
        where = name_of(recording.slot)
        return Take(
            id=recording.take,
            paragraph=line.paragraph,
            line=line.number,
            start=line.start,
            stop=line.stop,
            ends=line.ends,
            key=key,
            source_key=paragraph.source_key,
            object=object_of(recording.delivery.audio),
            request=dataclasses.replace(request, audio_format=recording.audio_format or request.audio_format),
            spoken=line.spoken,
            sound=recording.sound,
            timings=narrated_timings(request, recording.delivery.timings),
            timing_unit=recording.delivery.timing_unit,
            findings=tuple(dataclasses.replace(finding, where=where) for finding in recording.findings),
            made_by=recording.delivery.made_by,
            credits=recording.delivery.credits,
            recorded_at=recording.recorded_at,
            speaker=line.speaker,
            break_s=line.break_s,
            reason=self._reasons.get(recording.slot, ""),
            comparison=self._compared(recording, request),
        )

    def _compared(self, recording: Recording, request: Request) -> Comparison | None:
        """Return how a recording differs from what stood there; only the same words by the same voice tell anything."""
        before = self._replaced.get(recording.slot)
        if before is None or not is_comparable(before.request, request):
            return None
        return compare_takes(
            before,
            recording.sound,
            pitch=_pitch_of(recording.delivery.audio, recording.audio_format or request.audio_format, recording.sound),
            pitch_before=self._pitch_before(before),
        )

    def _pitch_before(self, before: Take) -> PitchRange | None:
        """Return the pitch of a take that stood; None where its audio is not here any more, or is damaged."""
        try:
            audio = self._desk.store.read_object(before.object)
            return _pitch_of(audio, before.request.audio_format, before.sound)
        except TakesError:
            return None


def replaced_takes(desk: Desk) -> dict[Slot, Take]:
    """Return, for each line to be recorded, the take that stood in its place until now, if any."""
    wanted = {(line.paragraph, line.line) for line in desk.plan.to_record}
    return {
        (planned.lines.paragraph, place): take
        for planned in desk.plan.paragraphs
        for place, entry in enumerate(planned.before.takes if planned.before else ())
        if (planned.lines.paragraph, place) in wanted and (take := desk.index.takes.get(entry.take))
    }


def _pitch_of(audio: bytes, audio_format: str, sound: SoundMeasure) -> PitchRange | None:
    """Return the pitch of the speech in a take, without what is cut away before and after it."""
    # What looks into sound is loaded only where a take replaces one.
    from pipeline.adapters.codecs.decode import decode_take
    from pipeline.recording.pitch import measure_pitch

    try:
        samples, rate_hz = decode_take(audio, audio_format)
    except AudioError:
        return None
    speech = samples[round(sound.speech_begin_s * rate_hz) : round(sound.speech_end_s * rate_hz)]
    return measure_pitch(speech, rate_hz)


def name_of(slot: Slot) -> str:
    """Return what messages call a line."""
    return f"{slot[0]} line {slot[1]}"
