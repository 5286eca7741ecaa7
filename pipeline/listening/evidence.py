"""A take, what was heard in it and what was measured -> what differs from the script, in which hearings agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.listening.compare import Deviation, Difference, compare_words
from pipeline.listening.sounds import SoundsOf, bare_sounds
from pipeline.listening.words import BareWord, asked_pause, heard_words, written_words
from pipeline.model import HeardWord, TakeSound

LEAST_SOUNDS = {Deviation.MISSING: 2, Deviation.ADDED: 3, Deviation.WRONG: 4}
"""What weighs less is lost in fluent speech, and no producer would hear it either: an *a* between two words, an *in*
that is written down as *and*."""
NEAR_WORDS = 3
"""Added words that two hearings put so near each other are the same ones; where words are said twice, either time may
be the one too many, so these may be as far apart as they are long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardLine:
    """A line of the book with the take that stands for it and what was heard in that."""

    chapter: str
    paragraph: str
    line: int
    take: str
    voice: str
    """Takes are compared with those of the same voice, by this name."""
    written: tuple[BareWord, ...]
    heard: tuple[BareWord, ...]
    """Of the closest hearing."""
    differences: tuple[Difference, ...]
    """On which all hearings agree."""
    is_doubtful: bool = False
    """Whether they agree on any at all, of whatever weight: what one hearing takes for another little word may be a
    word that the next one does not hear."""
    written_sounds: tuple[int, ...]
    """How many sounds each written word has."""
    heard_sounds: tuple[int, ...]
    sound: TakeSound
    begins_at_s: float | None = None
    """When the take begins in the chapter."""
    asked_pause_s: float = 0.0
    """The longest pause that its text asks the engine for."""

    @property
    def sounds(self) -> int:
        """Number of written sounds."""
        return sum(self.written_sounds)


def hear_line(
    *,
    place: tuple[str, str, int],
    take: str,
    voice: str,
    text: str,
    hearings: Sequence[Sequence[HeardWord]],
    sound: TakeSound,
    sounds_of: SoundsOf,
    language: str = "en",
    begins_at_s: float | None = None,
) -> HeardLine:
    """Return a line with what was heard of it; place is chapter, paragraph, line; hearings are in order of attention.

    A difference counts where every hearing has one there: a transcriber's own slips are seldom the same twice.
    """
    written = written_words(text)
    heard = [heard_words(words) for words in hearings]
    compared = [compare_words(written, words, sounds_of, language=language) for words in heard]
    differences = compared[-1]
    for earlier in compared[:-1]:
        differences = agreed(differences, earlier)
    chapter, paragraph, line = place
    return HeardLine(
        chapter=chapter,
        paragraph=paragraph,
        line=line,
        take=take,
        voice=voice,
        written=written,
        heard=heard[-1],
        differences=tuple(one for one in differences if one.sounds >= LEAST_SOUNDS[one.deviation]),
        is_doubtful=bool(differences),
        written_sounds=_counts(written, sounds_of),
        heard_sounds=_counts(heard[-1], sounds_of),
        sound=sound,
        begins_at_s=begins_at_s,
        asked_pause_s=asked_pause(text),
    )


def _counts(words: Sequence[BareWord], sounds_of: SoundsOf) -> tuple[int, ...]:
    return tuple(len(bare_sounds(sounds_of(word.text))) for word in words)


def agreed(differences: Sequence[Difference], others: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return the differences of one hearing that another has too."""
    return tuple(one for one in differences if any(_is_same_place(one, other) for other in others))


def _is_same_place(one: Difference, other: Difference) -> bool:
    added = [each.heard[1] - each.heard[0] for each in (one, other) if each.deviation is Deviation.ADDED]
    reach = max(NEAR_WORDS, *added) + 1 if added else 0
    if one.deviation is Deviation.ADDED and other.deviation is Deviation.MISSING:
        return False
    if one.deviation is Deviation.MISSING and other.deviation is Deviation.ADDED:
        return False
    return (one.written[0] < other.written[1] + reach and other.written[0] < one.written[1] + reach) or (
        one.written == other.written
    )
