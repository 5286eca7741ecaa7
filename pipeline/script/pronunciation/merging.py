"""Several PLS files -> one that says the same as all of them, asked in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import LexiconError
from pipeline.model import Finding
from pipeline.script.normalize.folding import fold
from pipeline.script.pronunciation.pls import ALPHABET, Lexeme, Part, PartName, PlsFile, map_parts
from pipeline.script.pronunciation.rules import NamedPls


def merge_lexicons(files: Sequence[NamedPls]) -> tuple[PlsFile, tuple[Finding, ...]]:
    """Return one lexicon, and a finding `lexicon.shadowed` for each rule left out because a file before knows its word.

    Comments, metadata, roles and every reading stay. The language and the alphabet are the first file's; a phoneme of
    another alphabet says so. Raises LexiconError where the files are for different languages or engines.
    """
    first = files[0]
    for other in files[1:]:
        _refuse_other_scope(first, other)
    seen: dict[str, str] = {}
    parts: list[Part | Lexeme] = []
    left_out: list[Finding] = []
    for source in files:
        own: dict[str, str] = {}
        for part in source.file.parts:
            kept = _without_known(part, seen, source, left_out) if isinstance(part, Lexeme) else part
            if isinstance(kept, Lexeme):
                kept = map_parts(kept, lambda each, source=source: _with_alphabet(each, source.file, first.file))  # type: ignore[misc]
                for grapheme in kept.graphemes:
                    own.setdefault(fold(grapheme.words).text, f"{source.name}:{kept.line}")
            if kept is not None and (isinstance(kept, Lexeme) or kept not in parts):
                parts.append(kept)
        seen = {**own, **seen}
    prefixes = tuple(dict(pair for source in files[::-1] for pair in source.file.prefixes).items())
    return replace(first.file, parts=tuple(parts), prefixes=tuple(sorted(prefixes))), tuple(left_out)


def _refuse_other_scope(first: NamedPls, other: NamedPls) -> None:
    for what, one, two in (
        ("xml:lang", first.file.language, other.file.language),
        ("engine", first.file.meta("engine"), other.file.meta("engine")),
    ):
        if one != two:
            raise LexiconError(f"{other.name} is for {what} {two!r}, {first.name} for {one!r}; merge them apart")
    prefixes = dict(first.file.prefixes)
    clash = [prefix for prefix, uri in other.file.prefixes if prefixes.get(prefix, uri) != uri]
    if clash:
        raise LexiconError(
            f"{other.name} uses the prefix {clash[0]!r} for another namespace than {first.name}; rename it"
        )


def _without_known(lexeme: Lexeme, seen: dict[str, str], source: NamedPls, left_out: list[Finding]) -> Lexeme | None:
    """Return the lexeme without the graphemes that a file before knows; None where none is left."""
    known = [part for part in lexeme.graphemes if fold(part.words).text in seen]
    left_out += [
        Finding(
            code="lexicon.shadowed",
            where=f"{source.name}:{lexeme.line}",
            message=f"{part.words!r}: {seen[fold(part.words).text]} comes first; left out",
        )
        for part in known
    ]
    if len(known) == len(lexeme.graphemes):
        return None
    return replace(lexeme, parts=tuple(part for part in lexeme.parts if part not in known))


def _with_alphabet(part: Part, file: PlsFile, first: PlsFile) -> Part:
    if part.name is not PartName.PHONEME or part.attribute(ALPHABET) or file.alphabet == first.alphabet:
        return part
    return replace(part, attributes=(*part.attributes, (ALPHABET, file.alphabet)))
