"""What was heard in takes <-> `takes/hearings.jsonl`; what was measured of them <-> `build/listening/sounds.jsonl`.

A transcript is kept with the take, append-only, and travels with push and pull: it took time or money, and it does not
change, because the audio does not. It is found by the hash of the audio and the name of the transcriber. A measure can
be taken again at any time, so it lies in the build folder.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.adapters.disk import append_lines, read_lines
from pipeline.model import HeardWord, TakeSound, Transcript

NAME = "hearings.jsonl"


class Hearings:
    """The transcripts of a project. Methods raise StorageError where the disk refuses."""

    def __init__(self, takes: Path) -> None:
        self._path = takes / NAME

    def read(self) -> dict[tuple[str, str], Transcript]:
        """Return transcripts by object and transcriber; a line that is damaged is passed over, and heard anew."""
        found = (_transcript(line) for line in read_lines(self._path))
        return {(one.object, one.transcriber): one for one in found if one is not None}

    def add(self, transcripts: Iterable[Transcript]) -> None:
        """Keep transcripts; they are durable when this returns."""
        append_lines(self._path, [_line(transcript) for transcript in transcripts])


def read_sounds(path: Path, *, meter: str) -> dict[str, TakeSound]:
    """Return measures by object; those of another meter, and lines that are damaged, are passed over."""
    found: dict[str, TakeSound] = {}
    for line in read_lines(path):
        try:
            name, by, row = json.loads(line)
            if by == meter:
                found[str(name)] = _sound(row)
        except (TypeError, ValueError, KeyError):
            continue
    return found


def add_sounds(path: Path, sounds: Mapping[str, TakeSound], *, meter: str) -> None:
    """Keep measures by object."""
    append_lines(path, [json.dumps([name, meter, _row(sound)]) for name, sound in sounds.items()])


def _line(transcript: Transcript) -> str:
    words = [[word.text, word.begin_s, word.end_s, word.probability] for word in transcript.words]
    row = {"object": transcript.object, "transcriber": transcript.transcriber, "words": words}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _transcript(line: str) -> Transcript | None:
    try:
        row = json.loads(line)
        words = tuple(
            HeardWord(text=str(text), begin_s=float(begin_s), end_s=float(end_s), probability=float(probability))
            for text, begin_s, end_s, probability in row["words"]
        )
        return Transcript(object=str(row["object"]), transcriber=str(row["transcriber"]), words=words)
    except (TypeError, ValueError, KeyError):
        return None


def _row(sound: TakeSound) -> dict[str, object]:
    return dataclasses.asdict(sound) | {"level_db": str(sound.level_db)}  # JSON has no -inf


def _sound(row: Mapping[str, object]) -> TakeSound:
    plain = {field.name: row[field.name] for field in dataclasses.fields(TakeSound)}
    gaps, timbre = plain["silences"], plain["timbre"]
    if not isinstance(gaps, list) or not isinstance(timbre, list):
        raise TypeError("not a measure")
    plain["level_db"] = float(str(plain["level_db"]))
    plain["silences"] = tuple((float(begin_s), float(end_s)) for begin_s, end_s in gaps)
    plain["timbre"] = tuple(timbre)
    return TakeSound(**plain)  # type: ignore[arg-type]
