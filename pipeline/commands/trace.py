"""One paragraph through every stage: source, written, spoken with rules, key, take, place in chapter, file and time."""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pipeline.adapters.disk import read_file
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.commands.reading import ChapterLines, read_chapters
from pipeline.commands.recording_session import Desk, prepare_desk
from pipeline.errors import ScriptError
from pipeline.mastering.record import parse_record
from pipeline.model import Line, ParagraphLines, Place, Take, TimelineEntry
from pipeline.recording.plan import PlannedParagraph
from pipeline.recording.provenance import tell_context
from pipeline.release.manifest import NAME as MANIFEST
from pipeline.release.manifest import parse_manifest
from pipeline.script.import_lock import parse_import_lock

EXAMPLE = """\
declaim trace alice c02-p017          where it came from, how it is said and why, its take, and where it is heard
declaim trace alice c02-p017 --json   the same for a program"""

Row: TypeAlias = "dict[str, object]"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("slug", metavar="SLUG", help="the book")
    parser.add_argument("paragraph", metavar="ID", help="a paragraph's id, as the script file has it")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the way of one paragraph. Raises ScriptError where no paragraph that is read aloud has the id."""
    folder = load_project(arguments.projects, arguments.slug)
    chapters = read_chapters(folder)
    chapter, paragraph = find_paragraph(chapters, arguments.paragraph)
    desk = prepare_desk(folder, chapters)
    row = trace_paragraph(folder, chapter, paragraph, desk)
    print(json.dumps(row, ensure_ascii=False, indent=2) if arguments.json else "\n".join(format_trace(row)))
    return 0


def find_paragraph(chapters: tuple[ChapterLines, ...], identity: str) -> tuple[ChapterLines, ParagraphLines]:
    """Return a paragraph and its chapter. Raises ScriptError."""
    for chapter in chapters:
        for paragraph in chapter.paragraphs:
            if paragraph.paragraph == identity:
                return chapter, paragraph
    raise ScriptError(
        f"no paragraph that is read aloud has the id {identity}; ids stand above each block in script/*.txt"
    )


def trace_paragraph(folder: ProjectFolder, chapter: ChapterLines, paragraph: ParagraphLines, desk: Desk) -> Row:
    """Return everything known of a paragraph, stage by stage."""
    planned = next(entry for entry in desk.plan.paragraphs if entry.lines.paragraph == paragraph.paragraph)
    heard = _heard(folder, chapter)
    return {
        "paragraph": paragraph.paragraph,
        "chapter": chapter.entry.id,
        "kind": paragraph.kind.value,
        "source": _source(folder, paragraph.paragraph),
        "script": str(folder.script / f"{chapter.entry.id}.txt"),
        "written": paragraph.text,
        "lines": [_line_row(line, paragraph, planned, desk, heard) for line in paragraph.lines],
        "ends": paragraph.ends.value,
        "reading_changed": paragraph.paragraph in desk.plan.reading_changed,
    }


def format_trace(row: Row) -> Iterator[str]:
    """Yield the trace for a person."""
    yield f"{row['paragraph']}  {row['kind']} in chapter {row['chapter']}, followed by: {row['ends']}"
    yield f"source   {row['source'] or 'typed into the script'}"
    yield f"script   {row['script']}"
    yield f"written  {row['written']}"
    lines = row["lines"]
    if not lines:
        yield "spoken   nothing"
    for line in lines if isinstance(lines, list) else ():
        yield from _format_line(line)
    if row["reading_changed"]:
        yield "reading changed: Declaim would say it otherwise today; its take stays until `takes accept` or `--retake`"


def _format_line(line: Row) -> Iterator[str]:
    yield f"line {line['line']}   {line['speaker'] or 'narrator'}: {line['voice']}"
    yield f"  spoken  {line['spoken']}"
    changes = line["changes"]
    for change in changes if isinstance(changes, list) else ():
        yield f"          {change['written']!r} -> {change['spoken']!r}  {change['rule']}"
    pronunciations = line["pronunciations"]
    for said in pronunciations if isinstance(pronunciations, list) else ():
        yield f"          {said['word']!r} -> /{said['phoneme']}/  by the engine"
    yield f"  key     {line['key']}"
    yield f"  take    {line['take'] or 'none yet: `declaim record`'}"
    context = line["context"]
    yield from (f"  {told}" for told in (context if isinstance(context, list) else ()))
    for label, name in (("audio", "audio"), ("made by", "made_by"), ("heard", "heard")):
        if line[name]:
            yield f"  {label:<8}{line[name]}"


def _line_row(
    line: Line, paragraph: ParagraphLines, planned: PlannedParagraph, desk: Desk, heard: Mapping[tuple[str, int], str]
) -> Row:
    written = paragraph.text[line.start : line.stop]
    request, key = desk.requests[line.paragraph, line.number]
    chosen = planned.entry_of(line.number)
    take = desk.index.takes.get(chosen.take) if chosen else None
    voice = take.request.voice if take and take.request.voice.is_human else request.voice
    settings = ", ".join(f"{name} {value}" for name, value in voice.settings)
    return {
        "line": line.number,
        "speaker": line.speaker,
        "voice": f"{voice.engine}/{voice.voice}" + (f" ({settings})" if settings else ""),
        "spoken": line.spoken.text,
        "changes": [
            {
                "written": written[span.start : span.stop],
                "spoken": line.spoken.text[span.spoken_start : span.spoken_stop],
                "rule": span.rule,
            }
            for span in line.spoken.spans
        ],
        "pronunciations": [{"word": word, "phoneme": phoneme} for word, phoneme in line.pronunciations],
        "key": key,
        "take": chosen.take if chosen else "",
        "audio": _audio(take) if take else "",
        "made_by": ", ".join(f"{name} {value}" for name, value in take.made_by if not _is_context(name))
        if take
        else "",
        "context": list(tell_context(take.made_by)) if take else [],
        "heard": heard.get((line.paragraph, line.number), ""),
    }


def _is_context(name: str) -> bool:
    return name.startswith("context-")


def _audio(take: Take) -> str:
    return f"{take.sound.duration_s:.2f} s, {take.request.audio_format}, object {take.object}"


def _source(folder: ProjectFolder, identity: str) -> str:
    data = read_file(folder.import_lock)
    lock = parse_import_lock(data.decode()) if data else None
    places = {entry.id: entry.place for entry in lock.paragraphs} if lock else {}
    place: Place | None = places.get(identity)
    return f"{place.part} {place.start}-{place.stop}" if place else ""


def _heard(folder: ProjectFolder, chapter: ChapterLines) -> dict[tuple[str, int], str]:
    """Return, by paragraph and line, where it is heard: in the mastered chapter or a part of it, and in which file."""
    names = _released_names(folder)
    return {
        (entry.paragraph, entry.line): f"{_clock(entry.begin_s)} to {_clock(entry.end_s)} of chapter {part}"
        + (f", {names[part]}" if part in names else "")
        for part, timeline in _timelines(folder, chapter)
        for entry in timeline
    }


def _timelines(folder: ProjectFolder, chapter: ChapterLines) -> Iterator[tuple[str, tuple[TimelineEntry, ...]]]:
    """Yield the mastered chapter, or the parts it was cut into (`c05.1`), each with what is heard when."""
    identity = chapter.entry.id
    for number in itertools.count():
        part = f"{identity}.{number}" if number else identity
        data = read_file(folder.mastered / f"{part}.json")
        record = parse_record(data.decode(errors="replace"), title=chapter.entry.title) if data else None
        if record:
            yield part, record.chapter.timeline
        elif number:
            return


def _released_names(folder: ProjectFolder) -> dict[str, str]:
    """Return the names of the released chapters' files by chapter id, of several the first; none without a release."""
    path = folder.release / MANIFEST
    data = read_file(path)
    files = parse_manifest(data.decode(errors="replace"), where=str(path)).files if data else ()
    audio = (file for file in files if file.chapter and file.levels)
    return {file.chapter: file.name for file in sorted(audio, key=lambda file: file.name, reverse=True)}


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:06.3f}"
