"""A book's text, lexicons and takes -> words to decide, candidates to hear, takes that a lexicon makes stale."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from pipeline.adapters.dictionaries import ask_espeak, find_in_cmudict
from pipeline.adapters.disk import write_file
from pipeline.adapters.engines.registry import find_engine
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.adapters.takes import LedgerEntry, TakeStore
from pipeline.commands.deriving import read_lexicons
from pipeline.commands.lexicon_files import read_pls
from pipeline.commands.reading import ChapterLines, phoneme_ability, read_chapters
from pipeline.commands.recording_session import keyed_request, prepare_desk
from pipeline.errors import BudgetError, LexiconError
from pipeline.model import Cast, Kind, PhonemeAlphabet, Request, ScriptParagraph
from pipeline.recording.stale import StaleLine, find_stale
from pipeline.script.lexicon import Lexicon, LexiconEntry, Lexicons, find_entries, lexicon_of
from pipeline.script.lines import lines_of_chapter
from pipeline.script.pronunciation.phonemes import alphabet_of
from pipeline.script.pronunciation.pls import format_pls
from pipeline.script.pronunciation.saying import count_words, say_entry
from pipeline.script.pronunciation.suggesting import (
    Candidate,
    Suggestion,
    WordUse,
    find_unusual_words,
    format_suggestions,
    read_candidates,
)

Reading = tuple[str, str, PhonemeAlphabet]
"""Source, phoneme, alphabet."""


def suggest_words(arguments: argparse.Namespace) -> int:
    """Write a PLS of names and rare words to review, and print them."""
    folder = load_project(arguments.projects, arguments.slug)
    lexicons = read_lexicons(folder)
    paragraphs = list(_texts(read_chapters(folder, lexicons=Lexicons())))
    uses = find_unusual_words(paragraphs, is_known=lambda word: bool(find_in_cmudict(word)))
    suggestions = [_suggest(folder, use, lexicons) for use in uses[: arguments.limit]]
    output = arguments.output or folder.build / "suggested.pls"
    write_file(output, format_pls(format_suggestions(suggestions, language=folder.project.metadata.language)))
    for suggestion in suggestions:
        print(json.dumps(asdict(suggestion), ensure_ascii=False) if arguments.json else _told(suggestion))
    print(f"{output}: {len(suggestions)} of {len(uses)} words, to review", file=sys.stderr)
    return 0


def audition_word(arguments: argparse.Namespace) -> int:
    """Write a sound file for each candidate of a word. Raises BudgetError where it costs and is not asked for."""
    folder = load_project(arguments.projects, arguments.slug)
    word, lexicons = arguments.word, read_lexicons(folder)
    sentence = _sentence_with(word, read_chapters(folder, lexicons=Lexicons()))
    candidates = read_candidates(_readings(word, folder, lexicons))
    if not candidates:
        raise LexiconError(f"{word!r}: neither a lexicon nor cmudict nor espeak-ng says how; write it into lexicon.pls")
    requests = [(candidate, _request_for(folder, word, candidate, sentence)) for candidate in candidates]
    _refuse_cost([request for _, request in requests], is_wanted=arguments.spend)
    speaker = find_engine(folder.project.cast.narrator.engine).open_speaker()
    for number, (candidate, request) in enumerate(requests, start=1):
        delivery = speaker.speak(request)
        name = f"{_file_name(word)}-{number}-{candidate.source}.{request.audio_format.partition('_')[0]}"
        path = folder.build / "audition" / name
        write_file(path, delivery.audio)
        if delivery.credits:
            _note_cost(folder, word, request, delivery.credits)
        print(f"{path}  {candidate.ipa}  {candidate.arpabet}  {candidate.letters}")
    return 0


def list_stale(arguments: argparse.Namespace) -> int:
    """Print the lines whose chosen take says something else than it would now, and what recording them costs."""
    folder = load_project(arguments.projects, arguments.slug)
    stale = find_stale_lines(folder, against=arguments.against)
    for line in stale:
        print(json.dumps(asdict(line), ensure_ascii=False) if arguments.json else _told_stale(line))
    to_record = [line for line in stale if line.characters]
    paragraphs = len({line.paragraph for line in stale})
    print(
        f"{paragraphs} paragraphs would say something else; {len(to_record)} lines to record, "
        f"{sum(line.characters for line in to_record)} characters, {sum(line.credits for line in to_record):g} credits",
        file=sys.stderr,
    )
    return 0


def find_stale_lines(folder: ProjectFolder, *, against: Path | None = None) -> tuple[StaleLine, ...]:
    """Return the stale lines of a book under its lexicons, or as if `against` were the one of that file name.

    A file of another name stands for the book's own lexicon.pls.
    """
    lexicons = read_lexicons(folder)
    if against is not None:
        lexicons = _with_changed(lexicons, against)
    desk = prepare_desk(folder, read_chapters(folder, lexicons=lexicons))
    return find_stale(desk.plan, requests=desk.requests, index=desk.index)


def _with_changed(lexicons: Lexicons, against: Path) -> Lexicons:
    names = {layer.name for layer in lexicons.layers}
    name = against.name if against.name in names else "lexicon.pls"
    changed = lexicon_of(read_pls(against, name=str(against)).file, name=name)
    if name not in names:
        return Lexicons(layers=(changed, *lexicons.layers))
    return Lexicons(layers=tuple(changed if layer.name == name else layer for layer in lexicons.layers))


def _texts(chapters: Sequence[ChapterLines]) -> Iterator[tuple[str, str]]:
    for chapter in chapters:
        for paragraph in chapter.paragraphs:
            yield paragraph.paragraph, paragraph.text


def _suggest(folder: ProjectFolder, use: WordUse, lexicons: Lexicons) -> Suggestion:
    entry = _entry_of(use.word, folder, lexicons)
    said = say_entry(entry, phoneme_ability(folder.project.cast.narrator)) if entry else None
    return Suggestion(
        use=use,
        current=(said.alias or said.phoneme) if said else "",
        candidates=read_candidates(_readings(use.word, folder, lexicons)),
    )


def _entry_of(word: str, folder: ProjectFolder, lexicons: Lexicons) -> LexiconEntry | None:
    project = folder.project
    hits = find_entries(word, lexicons, language=project.metadata.language, engine=project.cast.narrator.engine)
    return next((hit.entry for hit in hits if (hit.start, hit.stop) == (0, len(word))), None)


def _readings(word: str, folder: ProjectFolder, lexicons: Lexicons) -> Iterator[Reading]:
    """Yield how the lexicons, the CMU dictionary and espeak-ng say a word, in the order to believe them."""
    entry = _entry_of(word, folder, lexicons)
    alphabet = alphabet_of(entry.alphabet) if entry and entry.phoneme else None
    if entry and alphabet:
        yield "lexicon", entry.phoneme, alphabet
    language = folder.project.metadata.language
    if language.lower().startswith("en"):
        for said in find_in_cmudict(word):
            yield "cmudict", said, PhonemeAlphabet.ARPABET
    if guessed := ask_espeak(word, language=language):
        yield "espeak-ng", guessed, PhonemeAlphabet.IPA


def _sentence_with(word: str, chapters: Sequence[ChapterLines]) -> str:
    """Return the book's first sentence with the word, the word alone where it is not in the book."""
    uses = find_unusual_words(
        ((name, text) for name, text in _texts(chapters) if count_words(text, word)), is_known=lambda _: False
    )
    return next((use.sentence for use in uses if use.word == word and count_words(use.sentence, word)), f"{word}.")


def _request_for(folder: ProjectFolder, word: str, candidate: Candidate, sentence: str) -> Request:
    """Return the request of a sentence in which the narrator says the word so."""
    project = folder.project
    entry = LexiconEntry(grapheme=word, phoneme=candidate.ipa, alphabet="ipa", alias=candidate.letters)
    lines = lines_of_chapter(
        [ScriptParagraph(id="audition", kind=Kind.PARAGRAPH, text=sentence)],
        chapter="audition",
        cast=Cast(narrator=project.cast.narrator),
        lexicons=Lexicons(layers=(Lexicon(name="audition", language="", entries=(entry,)),)),
        language=project.metadata.language,
        line_limit=project.line_limit,
        abilities=phoneme_ability,
    )[0].lines
    with_word = next(line for line in lines if count_words(sentence[line.start : line.stop], word))
    return keyed_request(replace(with_word, number=0), project.elevenlabs)[0]


def _refuse_cost(requests: Sequence[Request], *, is_wanted: bool) -> None:
    price = find_engine(requests[0].voice.engine).describe().credits_per_character
    total = price * sum(len(request.text) for request in requests)
    if total and not is_wanted:
        raise BudgetError(f"the audition would cost about {total:g} credits; run it again with --spend")


def _note_cost(folder: ProjectFolder, word: str, request: Request, credits_spent: float) -> None:
    store = TakeStore(folder.takes)
    entry = LedgerEntry(
        id=store.new_id(),
        time=store.now(),
        paragraph=f"audition {word}",
        line=0,
        engine=request.voice.engine,
        characters=len(request.text),
        credits=credits_spent,
        outcome="audition",
    )
    store.add({}, journal=(), ledger=(entry,))


def _file_name(word: str) -> str:
    return re.sub(r"[^\w-]+", "-", word.lower()).strip("-") or "word"


def _told(suggestion: Suggestion) -> str:
    use = suggestion.use
    now = f"now {suggestion.current!r}" if suggestion.current else "now as the engine reads it"
    rows = [f"{use.word}  {use.count} times, first in {use.paragraph}; {now}", f"    {use.sentence}"]
    rows += [f"    {each.source:<10} {each.ipa}  {each.arpabet}  {each.letters}" for each in suggestion.candidates]
    return "\n".join(rows)


def _told_stale(line: StaleLine) -> str:
    said = "".join(f"\n    {word} -> /{phoneme}/" for word, phoneme in line.pronunciations)
    cost = f"{line.characters} characters, {line.credits:g} credits" if line.characters else line.state
    return f"{line.paragraph} line {line.line}: {cost}\n  - {line.before}\n  + {line.after}{said}"
