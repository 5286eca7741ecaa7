"""The error tree: what a producer can meet, with the exit code of each class.

DeclaimError
├── ProjectError        3   book.toml or the project folder is not usable
├── ManuscriptError     4   a manuscript cannot be read
│   └── ConservationError   a word of the source is unaccounted for
├── ScriptError         5   a script file cannot be read without guessing
├── LexiconError        6   a PLS lexicon is broken or refused
│   └── PhonemeError        a phoneme string holds what its alphabet has not
├── EngineError         7   a voice engine cannot be used or failed
├── TakesError          8   the take store is damaged
│   └── TakesMissingError   chosen takes whose audio is not here
├── BusyError           9   another run holds the project
├── StorageError       10   the disk is full, or a place cannot be written
├── AudioError         11   audio cannot be decoded, encoded or mastered
└── BudgetError        12   the next call would pass the budget

0 is done, 1 a check that found something, 2 wrong usage (argparse), 130 stopped by the user.
`ValueError` and everything else outside this tree is a bug of ours. Only `cli.py` catches.
"""

from __future__ import annotations

from typing import ClassVar


class DeclaimError(Exception):
    """What went wrong, where, and what to do about it; `problems` holds one line each where there are several."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join((self.message, *(f"  {problem}" for problem in self.problems)))

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way out of a worker process."""
        return _revive, (type(self), self.message, self.problems)


def _revive(kind: type[DeclaimError], message: str, problems: tuple[str, ...]) -> DeclaimError:
    return kind(message, problems=problems)


class ProjectError(DeclaimError):
    """`book.toml` or the project folder is not usable; every mistake is one of `problems`."""

    exit_code = 3


class ManuscriptError(DeclaimError):
    """A manuscript cannot be read: not the format it claims, damaged, empty, or protected."""

    exit_code = 4


class ConservationError(ManuscriptError):
    """Words of the source are neither imported nor under a skip rule."""


class ScriptError(DeclaimError):
    """A script file cannot be read without guessing."""

    exit_code = 5


class LexiconError(DeclaimError):
    """A PLS lexicon is broken, or refused because it reaches outside itself."""

    exit_code = 6


class PhonemeError(LexiconError):
    """A phoneme string holds what its alphabet has not; the message names the symbol and its position, from 1."""


class EngineError(DeclaimError):
    """A voice engine is unknown, not installed, refused a request, or failed."""

    exit_code = 7


class TakesError(DeclaimError):
    """The take store is damaged: a record or an object is not what its hash says."""

    exit_code = 8


class TakesMissingError(TakesError):
    """Chosen takes whose audio is not here; they are pulled, never bought again unasked."""


class BusyError(DeclaimError):
    """Another run holds the project."""

    exit_code = 9


class StorageError(DeclaimError):
    """The disk is full, or a place cannot be written."""

    exit_code = 10


class AudioError(DeclaimError):
    """Audio cannot be decoded, encoded or brought to level."""

    exit_code = 11


class BudgetError(DeclaimError):
    """The next call would pass the budget; nothing beyond it was sent."""

    exit_code = 12
