"""A book whose voices are the emulator's, for tests of recording through a service."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from test_commands_recording_session import chapter, folder_at, paragraph

from pipeline.adapters.takes import LedgerEntry, TakeStore
from pipeline.commands.desk import prepare_desk
from pipeline.commands.reading import ChapterLines
from pipeline.commands.recording_session import Recorded, record_missing
from pipeline.commands.remote_session import RemoteOptions
from pipeline.emulator.options import DEFAULT_KEY
from pipeline.model import Cast, ChapterEntry, Voice

GEORGE, RACHEL = "JBFqnCBsd6RMkjVDRZzb", "21m00Tcm4TlvDq8ikWAM"
MULTILINGUAL = "eleven_multilingual_v2"
NARRATOR = Voice(engine="elevenlabs", voice=GEORGE, model=MULTILINGUAL)
KEY = DEFAULT_KEY
FAST = 400.0
"""Characters a second of the emulator's voice: books in no time; the pace check is told."""
SPEECH = 15.0

SENTENCES = (
    "The house stood at the end of the lane.",
    "Nobody had lived in it for twenty years.",
    "On the first evening the lamp was lit again.",
    "She saw it from the bridge, and walked faster.",
    "At the gate a dog was waiting for her.",
    "It did not bark, and it did not move aside.",
)


def remote_paragraph(name: str, *texts: str, voice: Voice = NARRATOR, **fields: Any) -> Any:
    made = paragraph(name, *texts, voice=voice)
    return dataclasses.replace(made, **fields) if fields else made


def book(*texts: str, prefix: str = "p") -> tuple[ChapterLines, ...]:
    """A chapter of one line a paragraph."""
    return chapter(*(remote_paragraph(f"{prefix}{number:03}", text) for number, text in enumerate(texts, 1)))


def chapters(*paragraphs: tuple[Any, ...]) -> tuple[ChapterLines, ...]:
    """Chapters c01, c02, ... of these paragraphs."""
    return tuple(
        ChapterLines(
            entry=ChapterEntry(id=f"c{number:02}", title=str(number)),
            paragraphs=tuple(dataclasses.replace(each, chapter=f"c{number:02}") for each in group),
        )
        for number, group in enumerate(paragraphs, 1)
    )


@contextmanager
def quietly(title: str, total: int) -> Iterator[Any]:
    yield lambda amount: None


class Press:
    """A project folder and an emulator, and what both know."""

    def __init__(self, path: Path, base_url: str) -> None:
        self.path = path
        self.http = httpx.Client(base_url=base_url, timeout=20, trust_env=False)
        self.fields: dict[str, Any] = {"cast": Cast(narrator=NARRATOR)}

    def folder(self) -> Any:
        folder = folder_at(self.path)
        return dataclasses.replace(folder, project=dataclasses.replace(folder.project, **self.fields))

    def record(self, lines: tuple[ChapterLines, ...], **options: Any) -> Recorded:
        remote = {"patience_s": 0.3, "pause": 0.0, "pace": (0.1, 4000.0)} | options.pop("remote", {})
        options = {"workers": 0, "progress": quietly} | options
        return record_missing(self.folder(), lines, remote=RemoteOptions(**remote), **options)

    def plan(self, lines: tuple[ChapterLines, ...]) -> Any:
        return prepare_desk(self.folder(), lines).plan

    @property
    def store(self) -> TakeStore:
        return TakeStore(self.path / "takes")

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        return self.store.ledger()

    @property
    def spent(self) -> float:
        return sum(entry.credits for entry in self.ledger)

    def tell(self, path: str, body: object) -> Any:
        answer = self.http.post(f"/_emu/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, name: str, **rule: object) -> None:
        self.tell("faults", {"fault": name, **rule})

    def see(self, path: str) -> Any:
        return self.http.get(f"/_emu/{path}").json()

    @property
    def calls(self) -> list[dict[str, Any]]:
        return [call for call in self.see("calls?path=text-to-speech") if call["method"] == "POST"]

    @property
    def billed(self) -> int:
        return int(self.see("state")["credits"]["used"])

    def call_of(self, text: str) -> dict[str, Any]:
        return next(call for call in reversed(self.calls) if call["text"] == text)
