"""The open pickups of a book with what is heard there -> one page on which a producer hears and decides.

The page stands alone: style, script and sound are in it, so that it can be sent to whoever decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from pipeline.listening.marked import MarkedText
from pipeline.listening.page_assets import SCRIPT, STYLE
from pipeline.model import Pickup, Remedy

REMEDIES = {
    Remedy.RETAKE: "another take",
    Remedy.LEXICON: "an entry in the lexicon",
    Remedy.SCRIPT: "an edit of the script",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A stretch of a take, to be played on the page."""

    source: str
    """A `data:` URL, or a path relative to the page."""
    begin_s: float
    """In the take."""
    place_s: float
    """Where in the clip the pickup begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A pickup as the page shows it."""

    pickup: Pickup
    chapter: str
    """Title of its chapter."""
    text: tuple[MarkedText, ...] = ()
    """What should be said, with what is heard otherwise."""
    clip: Clip | None = None
    candidates: tuple[tuple[str, str], ...] = ()
    """How a word may be said: IPA, and in ordinary letters."""
    commands: tuple[tuple[str, str], ...] = ()
    """What it does, and what to type."""


def format_page(title: str, cards: Sequence[Card], *, told: str) -> str:
    """Return the page as HTML text; told says what was listened to. The same list is the same bytes."""
    groups = [tuple(group) for _, group in groupby(cards, key=lambda card: card.pickup.paragraph)]
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} – pickups</title><style>{STYLE}</style></head><body>",
            f"<header><h1>{escape(title)}</h1>",
            f'<p class="sum">{_sum(cards)} · {escape(told)}</p>',
            _legend() if cards else "",
            "</header><main>",
            *(_group(group) for group in groups),
            "" if cards else '<p class="empty">Nothing is open: no place is left that needs ears.</p>',
            f"</main><script>{SCRIPT}</script></body></html>\n",
        )
    )


def _sum(cards: Sequence[Card]) -> str:
    count = Counter(card.pickup.remedy for card in cards)
    parts = [f"{count[remedy]} for {told}" for remedy, told in REMEDIES.items() if count[remedy]]
    noun = "pickup" if len(cards) == 1 else "pickups"
    mark = "bad" if cards else "good"
    return f'<b class="{mark}">{len(cards)} {noun}</b>' + (f": {', '.join(parts)}" if parts else "")


def _legend() -> str:
    return (
        '<p class="facts"><del>written and not heard</del> <ins>heard and not written</ins> '
        "<kbd>J</kbd> <kbd>K</kbd> next and previous · <kbd>space</kbd> plays · a click on a command copies it</p>"
    )


def _group(cards: Sequence[Card]) -> str:
    first = cards[0].pickup
    name = first.paragraph or "no paragraph yet"
    return "\n".join(
        (
            f'<section id="at-{escape(name)}"><h2><code>{escape(name)}</code> {escape(cards[0].chapter)}</h2>',
            *(_card(card) for card in cards),
            "</section>",
        )
    )


def _card(card: Card) -> str:
    pickup = card.pickup
    chips = "".join(f'<span class="chip">{escape(code)}</span>' for code in pickup.kind.split(", ") if code)
    return "\n".join(
        (
            f'<article tabindex="0" class="{pickup.remedy}"><div class="top">{chips}'
            f'<span class="when">{_when(pickup)}</span><span class="remedy">{REMEDIES[pickup.remedy]}</span></div>',
            *_player(card.clip),
            f'<p class="text">{"".join(map(_stretch, card.text)) or _words(pickup)}</p>',
            f'<p class="note">{escape(pickup.note)}</p>' if pickup.note else "",
            *_candidates(card.candidates),
            *_commands(card.commands),
            "</article>",
        )
    )


def _when(pickup: Pickup) -> str:
    if pickup.time_s is None:
        return escape(pickup.chapter)
    minutes, seconds = divmod(pickup.time_s, 60)
    hours, minutes = divmod(int(minutes), 60)
    clock = f"{hours}:{minutes:02}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"
    return f"{escape(pickup.chapter)} at {clock}"


def _player(clip: Clip | None) -> Iterator[str]:
    if clip is None:
        yield '<p class="facts">Its audio is not in this page.</p>'
        return
    at = f"; the place is at {clip.place_s:.1f} s" if clip.place_s >= 0.1 else ""
    yield f'<audio controls preload="metadata" src="{escape(clip.source)}"></audio>'
    yield f'<p class="facts">from {clip.begin_s:.1f} s of the take{at}</p>'


def _stretch(part: MarkedText) -> str:
    if part.is_same:
        return escape(part.written)
    written = f"<del>{escape(part.written)}</del>" if part.written else ""
    heard = f"<ins>{escape(part.heard)}</ins>" if part.heard else ""
    return " ".join(filter(None, (written, heard))) + " "


def _words(pickup: Pickup) -> str:
    parts = [f"<del>{escape(pickup.written)}</del>" if pickup.written else ""]
    parts += [f"<ins>{escape(pickup.heard)}</ins>" if pickup.heard else ""]
    return " ".join(filter(None, parts))


def _candidates(candidates: Sequence[tuple[str, str]]) -> Iterator[str]:
    if candidates:
        items = "".join(f"<li>{escape(ipa)} <i>{escape(letters)}</i></li>" for ipa, letters in candidates)
        yield f'<ul class="said">{items}</ul>'


def _commands(commands: Sequence[tuple[str, str]]) -> Iterator[str]:
    if commands:
        items = "".join(
            f"<li><span>{escape(told)}</span><button><code>{escape(typed)}</code></button></li>"
            for told, typed in commands
        )
        yield f'<ul class="type">{items}</ul>'
