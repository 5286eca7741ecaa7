"""A book's lexicons -> pinned versions of the account's dictionaries, and back to PLS files; whether they stand."""

from __future__ import annotations

import argparse
import os.path
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.disk import read_file, write_file
from pipeline.adapters.engines.elevenlabs.client import Client, find_account
from pipeline.adapters.engines.elevenlabs.dictionaries import (
    add_rules,
    create_dictionary,
    download_version,
    find_dictionary,
    list_named,
    remove_rules,
)
from pipeline.adapters.engines.elevenlabs.engine import NAME
from pipeline.adapters.engines.elevenlabs.failures import Failure
from pipeline.adapters.project import ProjectFolder, load_project
from pipeline.commands.lexicon_files import read_pls
from pipeline.commands.reading import phoneme_ability
from pipeline.errors import EngineError, LexiconError
from pipeline.model import Finding, PhonemeAbility
from pipeline.script.lexicon import lexicon_of
from pipeline.script.normalize.languages import primary_language
from pipeline.script.pronunciation.dictionary import (
    DictionaryRule,
    Pin,
    difference,
    format_pins,
    hash_rules,
    parse_pins,
    pls_of_rules,
    read_rules,
    rule_row,
    rules_of_lexicon,
)
from pipeline.script.pronunciation.pls import PlsFile, format_pls, parse_pls

Rules = tuple[DictionaryRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push made of a lexicon: its pin, and what was done, for people."""

    pin: Pin
    done: str


def push_lexicons(arguments: argparse.Namespace) -> int:
    """Make the account's dictionaries say what the book's lexicons say, and pin their versions."""
    folder = load_project(arguments.projects, arguments.slug)
    wanted = _wanted(folder)
    pins = _without_strangers(folder, wanted)
    with Client(find_account(folder.path)) as client:
        for lexicon, rules in wanted.items():
            pin = pins.get(lexicon)
            if pin is None and not rules:
                print(f"{lexicon}: no rules, nothing to push", file=sys.stderr)
                continue
            name = f"declaim {arguments.slug} {lexicon}"
            pushed = _change(client, pin, rules, lexicon) if pin else _create(client, name, rules)
            if pushed.pin != pin:
                pins[lexicon] = pushed.pin
                write_file(folder.dictionaries_lock, format_pins(pins))
            print(f"{lexicon}: {pushed.done}; dictionary {pushed.pin.dictionary}, version {pushed.pin.version}")
    return 0


def pull_lexicons(arguments: argparse.Namespace) -> int:
    """Write the pinned version of each dictionary as a PLS file below `build/dictionaries/`; return 1 for none."""
    folder = load_project(arguments.projects, arguments.slug)
    pins = read_pins(folder)
    if not pins:
        print(f"{folder.dictionaries_lock}: nothing is pinned; `declaim lexicon push` first", file=sys.stderr)
        return 1
    language = folder.project.metadata.language
    with Client(find_account(folder.path)) as client:
        for lexicon, pin in pins.items():
            rules = _download(client, pin.dictionary, pin.version, lexicon)
            output = folder.build / "dictionaries" / pin.dictionary / Path(lexicon).name
            write_file(output, format_pls(pls_of_rules(rules, language=language)))
            print(f"{output}: {len(rules)} rules of {lexicon}, version {pin.version}")
            if (latest := find_dictionary(client, pin.dictionary).latest) != pin.version:
                print(f"{lexicon}: the account has a later version, {latest}, that is not pinned", file=sys.stderr)
    return 0


def check_dictionaries(folder: ProjectFolder, client: Client) -> Iterator[Finding]:
    """Yield the pinned versions that the account does not hand out, or that hold other rules than were pinned."""
    for lexicon, pin in read_pins(folder).items():
        where = f"{folder.dictionaries_lock.name} {lexicon}"
        try:
            rules = _download(client, pin.dictionary, pin.version, lexicon)
        except (EngineError, LexiconError) as error:
            yield Finding(code="doctor.dictionary", where=where, message=error.message)
            continue
        if hash_rules(rules) != pin.rules:
            message = f"version {pin.version} holds other rules than were pinned; run `declaim lexicon push`"
            yield Finding(code="doctor.dictionary", where=where, message=message)


def read_pins(folder: ProjectFolder) -> dict[str, Pin]:
    """Return the pinned versions by lexicon. Raises LexiconError where the file is damaged."""
    data = read_file(folder.dictionaries_lock)
    return {} if data is None else parse_pins(data, name=str(folder.dictionaries_lock))


def _without_strangers(folder: ProjectFolder, wanted: Mapping[str, Rules]) -> dict[str, Pin]:
    """Return the pins of wanted lexicons; the others leave the lock, and their dictionaries stay in the account."""
    pins = read_pins(folder)
    kept = {lexicon: pin for lexicon, pin in pins.items() if lexicon in wanted}
    for lexicon in sorted(pins.keys() - kept.keys()):
        print(f"{lexicon}: no longer a lexicon to push; dictionary {pins[lexicon].dictionary} stays", file=sys.stderr)
    if kept != pins:
        write_file(folder.dictionaries_lock, format_pins(kept))
    return kept


def _wanted(folder: ProjectFolder) -> dict[str, Rules]:
    """Return the rules of each lexicon that speaks everywhere in the book, by its path from the book's folder.

    Raises LexiconError where a file cannot be read, before anything is sent.
    """
    ability = _common_ability(folder)
    wanted: dict[str, Rules] = {}
    for path in folder.lexicons:
        lexicon = Path(os.path.relpath(path, folder.path)).as_posix()
        file = read_pls(path, name=path.name).file
        lexicon_of(file, name=path.name)
        if reason := _left_out(file, folder):
            print(f"{lexicon}: {reason}; not pushed", file=sys.stderr)
        else:
            wanted[lexicon] = rules_of_lexicon(file, ability)
    return wanted


def _left_out(file: PlsFile, folder: ProjectFolder) -> str:
    """Return why a lexicon is not for the account: a dictionary knows neither languages nor engines."""
    language = folder.project.metadata.language
    if file.language and primary_language(file.language) != primary_language(language):
        return f"it speaks only in text marked lang={file.language}"
    if file.meta("engine") not in {"", NAME}:
        return f"it is for engine {file.meta('engine')}"
    return ""


def _common_ability(folder: ProjectFolder) -> PhonemeAbility | None:
    """Return how all the book's voices of the service take phonemes; None, for aliases, where one takes none."""
    cast = folder.project.cast
    voices = [voice for voice in (cast.narrator, *(voice for _, voice in cast.speakers)) if voice.engine == NAME]
    abilities = {phoneme_ability(voice) for voice in voices}
    return abilities.pop() if len(abilities) == 1 else None


def _create(client: Client, name: str, rules: Rules) -> Pushed:
    """Create a dictionary; take up the one that a push made whose answer, or whose lock, was lost."""
    hashed = hash_rules(rules)
    for known in list_named(client, name):
        if hash_rules(_download(client, known.id, known.latest, name)) == hashed:
            pin = Pin(dictionary=known.id, version=known.latest, rules=hashed)
            return Pushed(pin=pin, done=f"taken up, {len(rules)} rules")
    dictionary, version = create_dictionary(client, name=name, rules=[rule_row(rule) for rule in rules])
    pin = Pin(dictionary=dictionary, version=version, rules=hashed)
    _verify(client, pin, rules, name)
    return Pushed(pin=pin, done=f"created, {len(rules)} rules")


def _change(client: Client, pin: Pin, rules: Rules, lexicon: str) -> Pushed:
    """Send what the latest version lacks or has too much; a version of somebody else is changed, never dropped."""
    known = find_dictionary(client, pin.dictionary)
    if known.is_archived:
        raise EngineError(
            f"{lexicon}: dictionary {pin.dictionary} is archived; restore it in the account, or take {lexicon} out of "
            "dictionaries.lock and push again to create another"
        )
    if known.latest != pin.version:
        print(f"{lexicon}: the account has a later version, {known.latest}, than the pinned one", file=sys.stderr)
    change = difference(_download(client, pin.dictionary, known.latest, lexicon), rules)
    version = known.latest
    if change.removed:
        version = remove_rules(client, pin.dictionary, change.removed)
    if change.added:
        version = add_rules(client, pin.dictionary, [rule_row(rule) for rule in change.added])
    changed = Pin(dictionary=pin.dictionary, version=version, rules=hash_rules(rules))
    if not change:
        return Pushed(pin=changed, done=f"nothing to change, {len(rules)} rules")
    _verify(client, changed, rules, lexicon)
    return Pushed(pin=changed, done=f"{len(change.added)} rules added, {len(change.removed)} removed")


def _verify(client: Client, pin: Pin, rules: Rules, lexicon: str) -> None:
    """Raise EngineError where a new version says something else than the lexicon."""
    if difference(_download(client, pin.dictionary, pin.version, lexicon), rules):
        raise EngineError(
            f"{lexicon}: version {pin.version} of dictionary {pin.dictionary} holds other rules than were sent; "
            "it is not pinned; look at it in the account, then push again"
        )


def _download(client: Client, dictionary: str, version: str, lexicon: str) -> Rules:
    answer = download_version(client, dictionary, version)
    if isinstance(answer, Failure):
        raise EngineError(
            f"{lexicon}: version {version} of dictionary {dictionary} cannot be had ({answer.tell()}); is the key of "
            "the account that has it, and is it not archived? Otherwise take it out of dictionaries.lock and push again"
        )
    return read_rules(parse_pls(answer, name=f"dictionary {dictionary}"))
