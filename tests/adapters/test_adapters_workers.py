from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import faulty_engines
import pytest

from pipeline.adapters.cores import count_cores
from pipeline.adapters.engines import tone
from pipeline.adapters.workers import MOST_UNKEPT, WAITING, speak_all
from pipeline.errors import EngineError
from pipeline.model import Request, Voice
from pipeline.recording.sound import inspect_take

ROOT = Path(__file__).parent.parent.parent


def orders(*texts, **fields):
    voice = Voice(engine="tone", voice="middle", settings=(("speed", 1.0),))
    return [
        (f"p{n:03d}", Request(voice=voice, text=text, language="en", audio_format="flac_24000", **fields))
        for n, text in enumerate(texts)
    ]


def spoken(*texts, workers=0, find=faulty_engines.find, **fields):
    groups = speak_all(orders(*texts, **fields), inspect=inspect_take, workers=workers, find=find)
    return {line.name: line for group in groups for line in group}


def test_two_workers_speak_everything_once_and_the_same_as_one_process_alone():
    texts = [f"This is line number {n}." for n in range(23)]
    alone = spoken(*texts)
    assert list(alone) == [f"p{n:03d}" for n in range(23)]
    assert spoken(*texts, workers=2) == alone
    assert alone["p007"].delivery == tone.open_speaker().speak(orders(*texts)[7][1])
    assert (alone["p007"].findings, alone["p007"].attempts) == ((), 1)


def test_nothing_to_speak_starts_no_worker():
    assert spoken(workers=2) == {}
    assert multiprocessing.active_children() == []


def test_by_default_there_are_as_many_workers_as_cores():
    assert count_cores() == len(os.sched_getaffinity(0))


def test_orders_are_taken_as_they_can_be_spoken():
    taken = []

    def endless():
        for name, request in orders(*["No."] * 1000):
            taken.append(name)
            yield name, request

    groups = speak_all(endless(), inspect=inspect_take, workers=2)
    answered = len(next(groups))
    groups.close()
    assert answered <= len(taken) <= answered + MOST_UNKEPT + 2 * WAITING + 1 < 1000
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [0, 2])
def test_a_doubtful_take_is_spoken_once_more_with_another_seed(workers):
    lines = spoken("[mute at first] One.", "[mute] Two.", workers=workers)
    assert (lines["p000"].attempts, lines["p000"].findings) == (2, ())
    assert dict(lines["p000"].delivery.made_by)["seed"] == "1"
    assert lines["p001"].attempts == 2
    assert [finding.code for finding in lines["p001"].findings] == ["take.silent"]


def test_a_seed_of_the_script_is_kept_even_where_its_take_is_doubtful():
    assert spoken("[mute] One.", seed=7)["p000"].attempts == 1


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_an_engine_that_refuses_is_an_error_that_names_the_line_and_what_was_delivered_is_kept(workers):
    texts = ["One.", "Two.", "[refuse] Three.", *["More."] * 20]
    groups = speak_all(orders(*texts), inspect=inspect_take, workers=workers, find=faulty_engines.find)
    names = []
    with pytest.raises(EngineError) as caught:
        names.extend(line.name for group in groups for line in group)
    assert caught.value.message == "p002: the engine refuses this"
    assert caught.value.problems == ("because",)
    assert {"p000", "p001"} <= set(names)
    assert multiprocessing.active_children() == []


def test_audio_that_does_not_decode_is_an_error_that_names_the_line():
    with pytest.raises(EngineError, match="p000: the audio does not decode as flac_24000"):
        spoken("[noise]")


def test_a_worker_that_dies_is_an_error_that_names_what_it_spoke_and_what_it_spoke_before_is_kept():
    groups = speak_all(orders("One.", "[die]", "Three."), inspect=inspect_take, workers=1, find=faulty_engines.find)
    names = []
    with pytest.raises(EngineError, match=r"p001: the process that spoke it ended \(exit code -9\)"):
        names.extend(line.name for group in groups for line in group)
    assert names == ["p000"]
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_lets_the_others_end_what_they_speak():
    groups = speak_all(
        orders("[die]", "Two.", *["More."] * 9), inspect=inspect_take, workers=2, find=faulty_engines.find
    )
    names = []
    with pytest.raises(EngineError, match="p000: the process"):
        names.extend(line.name for group in groups for line in group)
    assert "p001" in names


RUN_FOR_EVER = """
import itertools, multiprocessing, sys
sys.path.insert(0, {tests!r})
from test_adapters_workers import orders
from pipeline.adapters.signals import stopping_cleanly
from pipeline.adapters.workers import speak_all
from pipeline.recording.sound import inspect_take

if __name__ == "__main__":
    with stopping_cleanly():
        for group in speak_all(itertools.cycle(orders(*["Line."] * 10)), inspect=inspect_take, workers=2):
            print(*[child.pid for child in multiprocessing.active_children()], flush=True)
"""


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see the workers")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_the_main_process_however_it_ends(tmp_path, number):
    script = tmp_path / "run.py"
    script.write_text(RUN_FOR_EVER.format(tests=str(Path(__file__).parent)))
    run = subprocess.Popen(
        [sys.executable, script],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    workers = [int(pid) for pid in run.stdout.readline().split()]
    assert len(workers) == 2
    run.send_signal(number)
    run.stdout.close()
    talk = run.stderr.read()
    run.stderr.close()
    run.wait()
    until = time.monotonic() + 10
    while any(is_alive(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.02)
    assert [pid for pid in workers if is_alive(pid)] == []
    assert ("KeyboardInterrupt" in talk) == (number != signal.SIGKILL)
