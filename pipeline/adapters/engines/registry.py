"""The name of an engine -> its module, imported when it is used."""

from __future__ import annotations

import importlib
from typing import cast

from pipeline.adapters.engines.protocol import Engine
from pipeline.errors import EngineError

ELEVENLABS = "elevenlabs"
"""The engine that book.toml has options of its own for."""
ENGINES: dict[str, str] = {
    "elevenlabs": "pipeline.adapters.engines.elevenlabs.engine",
    "hibari": "pipeline.adapters.engines.hibari",
    "kokoro": "pipeline.adapters.engines.kokoro",
    "piper": "pipeline.adapters.engines.piper",
    "tone": "pipeline.adapters.engines.tone",
}
"""The whole registry: a new engine is one module and one line here."""


def find_engine(name: str) -> Engine:
    """Return the engine of that name. Raises EngineError naming the known ones."""
    if name not in ENGINES:
        raise EngineError(f"there is no engine {name!r}; book.toml can name {', '.join(sorted(ENGINES))}")
    return cast(Engine, importlib.import_module(ENGINES[name]))
