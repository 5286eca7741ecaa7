"""What a mastered chapter was made of -> whether it stands, without looking at one of its takes.

To find that a chapter is up to date takes as long as to plan it. A stamp in `build/stamps` is the hash of all that a
chapter's samples and names come from: its lines, the takes chosen, pauses, volumes, gains, profile, our own code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.derived import code_version, key_of, read_derived, write_derived
from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.encoded import chapter_file, made_with
from pipeline.commands.reading import ChapterLines
from pipeline.mastering.gain import MasteringLock
from pipeline.mastering.profiles import Profile
from pipeline.mastering.record import MasteredRecord, format_record, parse_record
from pipeline.model import ChapterFormat, Take
from pipeline.recording.heard import HeardTakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """The stamps of a project's chapters under a mastering.lock."""

    folder: ProjectFolder
    profile: Profile
    lock: MasteringLock
    formats: tuple[ChapterFormat, ...]
    takes: Mapping[str, tuple[Take, ...]]

    def standing(self, chapter: ChapterLines) -> tuple[MasteredRecord, ...] | None:
        """Return the records of a chapter's files where its stamp holds and they are whole; None: look at it."""
        key = self._key(chapter)
        text = read_derived(self._file(chapter), key) if key else None
        records = [self._record(*part) for part in json.loads(text)] if text is not None else [None]
        whole = tuple(record for record in records if record is not None)
        return whole if len(whole) == len(records) else None

    def keep(self, chapter: ChapterLines, records: Sequence[MasteredRecord]) -> None:
        """Stamp a chapter whose files are these; its records are brought up to date where names have changed."""
        key = self._key(chapter)
        if not key:
            return
        for record in records:
            text = format_record(record).encode()
            if read_file(self._record_file(record.chapter.chapter)) != text:
                write_file(self._record_file(record.chapter.chapter), text)
        parts = [[record.chapter.chapter, record.chapter.title, record.chapter.key] for record in records]
        write_derived(self._file(chapter), key, json.dumps(parts, ensure_ascii=False))

    def _key(self, chapter: ChapterLines) -> str:
        """Return what the stamp has to say; empty where nothing can be known without looking."""
        if not (chapter.key and isinstance(self.takes, HeardTakes) and self.lock.active_level_db is not None):
            return ""
        own = chapter.entry.id
        spoken = (paragraph.paragraph for paragraph in chapter.paragraphs if paragraph.lines)
        project, lock = self.folder.project, self.lock
        corrected = {*lock.chapters, *lock.ceilings}
        parts = sorted(name for name in corrected if name == own or name.startswith(f"{own}."))
        corrections = [(name, lock.correction(name)) for name in parts]
        decided = (
            (own, chapter.entry.title, project.pauses, project.cast.volumes, repr(self.profile)),
            (str(lock.profile), lock.active_level_db, sorted(lock.voices.items()), corrections),
            [(str(form), made_with(form, self.profile)) for form in self.formats],
            [self.takes.choices(name) if name in self.takes else () for name in spoken],
        )
        return key_of("stamp", code_version(), chapter.key, repr(decided))

    def _record(self, chapter: str, title: str, key: str) -> MasteredRecord | None:
        data = read_file(self._record_file(chapter))
        record = parse_record(data.decode(errors="replace"), title=title) if data is not None else None
        if record is None or record.chapter.key != key:
            return None
        files = tuple(file for file in record.files if file.format in self.formats)
        whole = all(self._size(chapter, file.format) == file.size for file in files)
        return record if whole and len(files) == len(record.files) == len(self.formats) else None

    def _size(self, chapter: str, form: ChapterFormat) -> int | None:
        try:
            return chapter_file(self.folder.mastered, chapter, form).stat().st_size
        except OSError:
            return None

    def _record_file(self, chapter: str) -> Path:
        return self.folder.mastered / f"{chapter}.json"

    def _file(self, chapter: ChapterLines) -> Path:
        return self.folder.build / "stamps" / f"{chapter.entry.id}.json"
