"""Arguments -> a local stand-in for the ElevenLabs API on loopback, until it is stopped."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pipeline.adapters.engines.protocol import Speaker
from pipeline.adapters.engines.registry import find_engine
from pipeline.emulator.catalogue import Era, Plan
from pipeline.emulator.options import DEFAULT_KEY, Options, Overflow
from pipeline.errors import EngineError
from pipeline.model import Request, Timing, Voice

if TYPE_CHECKING:
    from pipeline.emulator.voice import Synthesised, Synthesiser

EXAMPLE = f"""
declaim emulator --port 8600
  then, elsewhere: ELEVENLABS_BASE_URL=http://127.0.0.1:8600 ELEVENLABS_API_KEY={DEFAULT_KEY} declaim build alice
declaim emulator --port 8600 --plan free --overflow reject --characters-per-second 400
  two calls at a time, refused above that; audio much shorter than speech
"""
TONE = "tone"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--port", type=int, default=0, help="loopback port to listen at; 0 takes any free one (0)")
    parser.add_argument("--plan", choices=list(Plan), default=Plan.CREATOR, help="limits of this plan (creator)")
    parser.add_argument("--era", choices=list(Era), default=Era.APRIL_2025, help="errors and models of (2025-04)")
    parser.add_argument(
        "--overflow", choices=list(Overflow), default=Overflow.QUEUE, help="above the concurrency limit (queue)"
    )
    parser.add_argument("--concurrency", type=int, metavar="N", help="calls at a time, instead of the plan's")
    parser.add_argument("--credits", type=int, metavar="N", help="credits of the period, instead of the plan's")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="JSON list of fault rules to start with")
    parser.add_argument("--voice", default=TONE, help="who speaks: tone, or a local engine such as hibari (tone)")
    parser.add_argument("--characters-per-second", type=float, default=15.0, metavar="N", help="pace of tone (15)")
    parser.add_argument("--generation-s", type=float, default=0.0, metavar="S", help="least time of a generation (0)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of ids and of chance in faults (0)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C; print the URL once it answers."""
    try:
        from pipeline.emulator.running import serve_emulator
    except ImportError as error:
        raise EngineError(f"the emulator needs its extra ({error}); run `pip install 'declaim[emulator]'`") from error
    names = ("plan", "era", "overflow", "concurrency", "credits", "characters_per_second", "generation_s", "seed")
    try:
        options = Options().changed({name: getattr(arguments, name) for name in names})
        faults = _read_faults(arguments.faults) if arguments.faults else ()
        synthesise = None if arguments.voice == TONE else local_voice(arguments.voice)
        serve_emulator(arguments.port, options, faults=faults, synthesise=synthesise, announce=_announce)
    except ValueError as error:
        raise EngineError(f"the emulator cannot start: {error}") from error
    except OSError as error:
        raise EngineError(
            f"port {arguments.port} cannot be opened ({error}); name another, or --port 0 for any free one"
        ) from error
    return 0


def speak_with(speaker: Speaker, *, engine: str, voice: str, audio_format: str) -> Synthesiser:
    """Return a local engine as the emulator's synthesiser: one text at a time, one voice for every id."""
    from pipeline.emulator.encoding import decode, resample
    from pipeline.emulator.voice import RATE_HZ, Synthesised

    turn = Lock()

    def synthesise(
        text: str, voice_id: str, model: str, settings: Mapping[str, float | bool], seed: int | None
    ) -> Synthesised:
        del voice_id, model
        speed = float(settings.get("speed", 1.0))
        spoken_by = Voice(engine=engine, voice=voice, settings=(("speed", speed),))
        request = Request(voice=spoken_by, text=text, language="en", audio_format=audio_format, seed=seed)
        with turn:
            delivery = speaker.speak(request)
        heard = decode(delivery.audio)
        samples = resample(heard.samples, heard.rate_hz, RATE_HZ)
        return Synthesised(
            samples=samples, character_times=spread_timings(text, delivery.timings, len(samples) / RATE_HZ)
        )

    return synthesise


def spread_timings(text: str, timings: tuple[Timing, ...], duration_s: float) -> tuple[tuple[float, float], ...]:
    """Return a (begin, end) in seconds for each character: even steps inside what an engine timed, and between."""
    marks = [(0, 0.0)]
    for timing in timings:
        marks += [(timing.start, timing.begin_s), (timing.stop, timing.end_s)]
    marks.append((len(text), duration_s))
    bounds: list[float] = []
    for (start, begin_s), (stop, end_s) in pairwise(marks):
        bounds += [begin_s + (end_s - begin_s) * i / (stop - start) for i in range(stop - start)]
    return tuple(zip(bounds, [*bounds[1:], duration_s], strict=True))


def local_voice(name: str) -> Synthesiser:
    """Return an engine of this machine, loaded, in its default voice. Raises EngineError where there is none."""
    engine = find_engine(name)
    card = engine.describe()
    return speak_with(engine.open_speaker(), engine=name, voice=card.default_voice, audio_format=card.audio_format)


def _read_faults(path: Path) -> tuple[Mapping[str, object], ...]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EngineError(f"{path}: the fault rules cannot be read ({error})") from error
    if isinstance(rows, list):
        return tuple(rows)
    raise ValueError(f"{path}: fault rules are a JSON list")


def _announce(url: str) -> None:
    print(url, flush=True)
