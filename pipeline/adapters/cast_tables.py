"""A `[cast]` table -> who speaks: of a book, or of a series."""

from __future__ import annotations

from pipeline.adapters.toml_tables import Table
from pipeline.model import LOUDEST_VOLUME_DB, QUIETEST_VOLUME_DB, Cast, Voice

NARRATOR = "narrator"


def read_cast(cast: Table) -> Cast:
    """Return the cast of a `[cast]` table; what is wrong in it is noted there."""
    voices = {name: (table, table.table("settings").scalars()) for name, table in cast.named_tables()}
    volumes = {"" if name == NARRATOR else name: _volume(table) for name, (table, _) in voices.items()}
    narrator = _voice(*voices.pop(NARRATOR, (cast.table(NARRATOR), ())), like=Voice(engine="hibari", voice=""))
    return Cast(
        narrator=narrator,
        speakers=tuple((name, _voice(table, settings, like=narrator)) for name, (table, settings) in voices.items()),
        volumes=tuple((name, volume_db) for name, volume_db in volumes.items() if volume_db),
    )


def _volume(table: Table) -> float:
    return table.number("volume", 0.0, least=QUIETEST_VOLUME_DB, most=LOUDEST_VOLUME_DB)


def _voice(table: Table, settings: tuple[tuple[str, float | bool | str], ...], *, like: Voice) -> Voice:
    """A voice of the cast; a speaker has the narrator's engine and model where it names none."""
    engine = table.text("engine", like.engine)
    same = engine == like.engine
    voice = Voice(
        engine=engine,
        voice=table.text("voice", like.voice if same else ""),
        model=table.text("model", like.model if same else ""),
        settings=tuple(sorted({**dict(like.settings if same else ()), **dict(settings)}.items())),
    )
    table.finish()
    return voice
