import argparse
import base64
import io
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile
from emulator_studio import Studio, seconds

from pipeline.commands import emulator as command
from pipeline.emulator.running import run_emulator
from pipeline.errors import EngineError
from pipeline.model import Delivery, Timing

ROOT = Path(__file__).parents[2]


def parse(*words):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


def test_it_prints_its_url_serves_on_loopback_and_ends_well_on_sigterm(tmp_path):
    rules = tmp_path / "faults.json"
    rules.write_text(json.dumps([{"fault": "503"}]))
    words = ["emulator", "--port", "0", "--plan", "free", "--characters-per-second", "400", "--faults", str(rules)]
    running = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *words], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        url = running.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        studio = Studio(url)
        assert [studio.speak().status_code for _ in range(2)] == [503, 200]
        assert studio.http.get("/v1/user/subscription").json()["tier"] == "free"
        studio.http.close()
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
        running.stdout.close()


def test_a_taken_port_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EngineError, match=f"port {port} cannot be opened"):
            command.run(parse("--port", str(port)))


@pytest.mark.parametrize(
    ("content", "said"),
    [("[", "cannot start"), ("{}", "JSON list"), ('[{"fault": "x"}]', "x"), (None, "cannot be read")],
)
def test_bad_fault_rules_are_told(tmp_path, content, said):
    path = tmp_path / "faults.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(EngineError, match=said):
        command.run(parse("--faults", str(path)))


def test_a_negative_figure_is_told():
    with pytest.raises(EngineError, match="credits"):
        command.run(parse("--credits", "-1"))


class WordSpeaker:
    """A speaker that takes a tenth of a second a word, at 24 kHz, and times words."""

    def __init__(self):
        self.requests = []

    def speak(self, request):
        self.requests.append(request)
        file = io.BytesIO()
        words = request.text.split()
        soundfile.write(file, np.zeros(2400 * len(words), np.int16), 24_000, format="FLAC")
        timings, place = [], 0
        for number, word in enumerate(words):
            start = request.text.index(word, place)
            place = start + len(word)
            timings.append(Timing(start=start, stop=place, begin_s=number / 10, end_s=number / 10 + 0.1))
        return Delivery(audio=file.getvalue(), timings=tuple(timings))


def test_a_local_engine_speaks_through_the_emulator():
    speaker = WordSpeaker()
    voice = command.speak_with(speaker, engine="local", voice="heart", audio_format="flac_24000")
    with run_emulator(synthesise=voice) as running:
        studio = Studio(running.base_url)
        value = studio.speak("One two three.", route="/with-timestamps", seed=7, voice_settings={"speed": 0.9}).json()
        studio.http.close()
    starts = value["alignment"]["character_start_times_seconds"]
    assert (starts[0], starts[4], starts[8]) == (0.0, 0.1, 0.2)
    assert value["alignment"]["character_end_times_seconds"][-1] == pytest.approx(0.3)
    request = speaker.requests[0]
    assert (request.text, request.seed, request.audio_format) == ("One two three.", 7, "flac_24000")
    assert (request.voice.voice, dict(request.voice.settings)) == ("heart", {"speed": 0.9})


def test_hibari_speaks_through_the_emulator():
    with run_emulator(synthesise=command.local_voice("hibari")) as running:
        studio = Studio(running.base_url)
        text = "The lamp was out. It was cold."
        value = studio.speak(text, route="/with-timestamps").json()
        studio.http.close()
    alignment = value["alignment"]
    ends = alignment["character_end_times_seconds"]
    assert "".join(alignment["characters"]) == text
    assert ends == sorted(ends)
    assert 1.0 < ends[-1] < 5.0
    assert seconds(base64.b64decode(value["audio_base64"])) == pytest.approx(ends[-1], abs=0.15)


def test_an_engine_of_this_machine_is_found_by_name():
    with pytest.raises(EngineError, match="nobody"):
        command.run(parse("--voice", "nobody"))


@pytest.mark.parametrize(
    ("timings", "times"),
    [
        ((), ((0.0, 0.5), (0.5, 1.0))),
        ((Timing(start=0, stop=1, begin_s=0.2, end_s=0.4),), ((0.2, 0.4), (0.4, 1.0))),
        ((Timing(start=1, stop=2, begin_s=0.6, end_s=0.8),), ((0.0, 0.6), (0.6, 1.0))),
    ],
)
def test_times_between_timings_are_even_steps(timings, times):
    assert command.spread_timings("ab", timings, 1.0) == times


def test_only_loopback_is_bound():
    with run_emulator() as running:
        host = httpx.URL(running.base_url).host
        assert host == "127.0.0.1"
