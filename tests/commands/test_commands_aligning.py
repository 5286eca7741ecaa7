from __future__ import annotations

import dataclasses
import hashlib
import json
import logging

import numpy as np
import pytest
from synthetic_voice import make_take

from pipeline.adapters.engines import hibari
from pipeline.adapters.project import ProjectFolder
from pipeline.adapters.takes import TakeStore, object_of
from pipeline.commands import aligning
from pipeline.model import Cast, Metadata, Project, Request, TimingUnit, Voice

TEXTS = ("It was a dark night.", "Nobody came at all, said Filby.")
HEART = Voice(engine="hibari", voice="heart")


@pytest.fixture
def folder(tmp_path):
    project = Project(
        slug="book", metadata=Metadata(), narrator_name="", source="", chapters=(), cast=Cast(narrator=HEART)
    )
    return ProjectFolder(path=tmp_path, project=project)


@pytest.fixture(scope="module")
def spoken():
    speaker = hibari.open_speaker()
    requests = [Request(voice=HEART, text=text, language="en-GB", audio_format="flac_24000") for text in TEXTS]
    return [(request, speaker.speak(request).audio) for request in requests]


@pytest.fixture
def takes(folder, spoken):
    """Two takes whose engine told no more than sentences."""
    made = []
    for number, (request, audio) in enumerate(spoken):
        TakeStore(folder.takes).add({object_of(audio): audio}, journal=[], ledger=[])
        take = make_take(f"p{number}", np.zeros(1, np.float32))
        made.append(dataclasses.replace(take, object=object_of(audio), request=request))
    return made


def words(take, timings):
    return [take.request.text[t.start : t.stop] for t in timings]


def test_takes_with_times_of_sentences_are_given_times_of_words_and_they_are_kept(folder, takes):
    pytest.importorskip("pocketsphinx", reason="the extra `align` is not installed")
    found = aligning.align_takes(folder, takes)
    assert {take: len(times) for take, times in found.items()} == {takes[0].id: 5, takes[1].id: 6}
    assert words(takes[1], found[takes[1].id]) == TEXTS[1].split()
    kept = folder.build / "alignments.jsonl"
    assert len(kept.read_text().splitlines()) == 2
    for path in folder.takes.glob("objects/*/*"):
        path.unlink()  # what is kept needs no audio any more
    assert aligning.align_takes(folder, takes) == found


def test_a_damaged_line_is_found_anew_and_a_text_that_changed_too(folder, takes):
    pytest.importorskip("pocketsphinx", reason="the extra `align` is not installed")
    found = aligning.align_takes(folder, takes)
    kept = folder.build / "alignments.jsonl"
    lines = kept.read_text().splitlines()
    kept.write_text("\n".join(['{"half', *lines[1:], json.dumps(["0" * 64, [[1, 2]]])]) + "\n")
    assert aligning.align_takes(folder, takes) == found
    assert len(kept.read_text().splitlines()) == 4
    other = dataclasses.replace(
        takes[0], request=dataclasses.replace(takes[0].request, text="It was a dark, dark night.")
    )
    assert len(aligning.align_takes(folder, [other])[other.id]) == 6


def test_what_cannot_or_need_not_be_aligned_is_left_alone(folder, takes):
    pytest.importorskip("pocketsphinx", reason="the extra `align` is not installed")
    french = dataclasses.replace(takes[0], request=dataclasses.replace(takes[0].request, language="fr"))
    known = dataclasses.replace(takes[0], timing_unit=TimingUnit.WORD)
    silent = dataclasses.replace(takes[0], request=dataclasses.replace(takes[0].request, text=" "))
    assert aligning.align_takes(folder, [french, known, silent]) == {}
    assert not (folder.build / "alignments.jsonl").exists()


def test_two_takes_of_one_audio_are_aligned_once(folder, takes):
    pytest.importorskip("pocketsphinx", reason="the extra `align` is not installed")
    twin = dataclasses.replace(takes[0], id="twin")
    found = aligning.align_takes(folder, [takes[0], twin])
    assert found["twin"] == found[takes[0].id]
    assert len((folder.build / "alignments.jsonl").read_text().splitlines()) == 1


def test_without_the_extra_nothing_is_aligned_and_it_is_said_how_to_have_it(folder, takes, monkeypatch, caplog):
    monkeypatch.setattr(aligning, "find_aligner", lambda: None)
    with caplog.at_level(logging.WARNING):
        assert aligning.align_takes(folder, takes) == {}
    assert "2 takes have no times of words; pip install 'declaim[align]'" in caplog.text


def test_what_is_kept_is_named_by_audio_text_and_aligner(folder, takes):
    pytest.importorskip("pocketsphinx", reason="the extra `align` is not installed")
    aligning.align_takes(folder, takes[:1])
    name, _ = json.loads((folder.build / "alignments.jsonl").read_text())
    version = aligning.find_aligner().name
    assert name == hashlib.sha256(f"{takes[0].object}\0{TEXTS[0]}\0{version}".encode()).hexdigest()
