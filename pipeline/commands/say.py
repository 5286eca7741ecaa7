"""Written lines on stdin, lexicons -> spoken lines on stdout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import LexiconError, ScriptError
from pipeline.model import Change
from pipeline.script.lexicon import Lexicon, Lexicons, find_entries, parse_lexicon
from pipeline.script.normalize.headings import guess_kind
from pipeline.script.pronunciation.saying import say_hits
from pipeline.script.spoken import find_spoken_changes, make_spoken

EXAMPLE = """\
  echo 'Henry VIII paid £3 10s. in 1531.' | declaim say          Henry the Eighth paid three pounds, ...
  declaim say --lexicon lexicons/names.pls --trace < page.txt    under each line every change, with its rule"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--locale`, `--lexicon` and `--trace`."""
    parser.add_argument(
        "--locale",
        default="en",
        help="language of the text, as BCP 47: en, en-GB, en-US, de, fr, es, it, ... (default: en)",
    )
    parser.add_argument(
        "--lexicon",
        type=Path,
        action="append",
        default=[],
        metavar="F.pls",
        help="a PLS lexicon; may be given several times, the first that knows a word is used",
    )
    parser.add_argument("--trace", action="store_true", help="show each change: written -> spoken, rule, offsets")


def run(arguments: argparse.Namespace) -> int:
    """Speak every line of stdin. Raises LexiconError for an unusable lexicon, ScriptError for bytes not UTF-8."""
    lexicons = Lexicons(layers=tuple(_read_lexicon(path) for path in arguments.lexicon))
    for written in _read_lines():
        sys.stdout.writelines(_say(written, arguments.locale, lexicons, with_trace=arguments.trace))
    sys.stdout.flush()
    return 0


def _read_lexicon(path: Path) -> Lexicon:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: the lexicon cannot be read: {error.strerror}; check the path") from error
    return parse_lexicon(data, name=str(path))


def _read_lines() -> Iterator[str]:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise ScriptError(f"stdin:{number}: not UTF-8: {error.reason}; convert the text first") from error


def _say(written: str, locale: str, lexicons: Lexicons, *, with_trace: bool) -> Iterator[str]:
    found = find_entries(written, lexicons, language=locale)
    hits = say_hits(written, found, ability_at=lambda _: None)
    changes = find_spoken_changes(written, language=locale, kind=guess_kind(written), hits=hits)
    yield make_spoken(written, changes).text + "\n"
    if with_trace:
        yield from (_trace(written, change) for change in changes)


def _trace(written: str, change: Change) -> str:
    before = written[change.start : change.stop]
    return f"    {before!r} -> {change.spoken!r}  {change.rule}  {change.start}-{change.stop}\n"
