"""Whatever takes and pauses a chapter is made of, it comes out legal, or an error says which take is wrong."""

import io
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import example, given, settings
from hypothesis import strategies as st
from synthetic_voice import HEART, JOE, make_line, make_paragraph, make_take, speech

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.project import ProjectFolder
from pipeline.commands.mastered import master_book
from pipeline.commands.reading import ChapterLines
from pipeline.errors import AudioError
from pipeline.mastering.checks import check_chapter_file
from pipeline.mastering.profiles import ACX
from pipeline.model import Boundary, Cast, ChapterEntry, Metadata, Pauses, Project, SoundMeasure
from pipeline.recording.sound import measure_sound

RATES = (8_000, 22_050, 24_000, 44_100, 48_000)
NO_FRAMES = SoundMeasure(
    frames=0,
    sample_rate_hz=24_000,
    speech_begin_s=0.0,
    speech_end_s=0.0,
    rms_db=float("-inf"),
    active_rms_db=float("-inf"),
    peak_db=float("-inf"),
    clipped_frames=0,
)


def sound_of(kind, rate, seed):
    noise = np.random.Generator(np.random.PCG64(seed)).uniform(-1, 1, rate // 2).astype(np.float32)
    return {
        "speech": lambda: speech(2.0, level_db=-28, rate_hz=rate, seed=seed),
        "one sample": lambda: np.array([0.5], np.float32),
        "silence": lambda: np.zeros(rate // 3, np.float32),
        "full-scale noise": lambda: noise,
        "stereo": lambda: np.stack((noise / 4, -noise / 8), axis=1),
        "an offset": lambda: np.full(rate // 4, 0.9, np.float32),
        "nothing": lambda: np.zeros(0, np.float32),
        "damage": lambda: noise,
    }[kind]()


KINDS = ("speech", "one sample", "silence", "full-scale noise", "stereo", "an offset", "nothing", "damage")


def recorded(name, kind, rate, seed, voice):
    """A take as recording would have measured it, and its bytes."""
    written = io.BytesIO()
    soundfile.write(written, sound_of(kind, rate, seed), rate, format="WAV", subtype="PCM_16")
    data = written.getvalue()
    if kind == "nothing":
        measured = replace(NO_FRAMES, sample_rate_hz=rate)
    else:
        measured = measure_sound(decode_take(data, f"wav_{rate}")[0], rate)
    take = make_take(name, np.zeros(4, np.float32), voice=voice, rate_hz=rate)
    request = replace(take.request, audio_format=f"wav_{rate}")
    return replace(take, sound=measured, request=request, object=name), b"torn" if kind == "damage" else data


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(RATES), st.integers(0, 3)), max_size=5),
    st.floats(0.0, 3.0),
    st.floats(0.5, 1.0),
    st.floats(1.1, 4.9),
)
@example([("speech", 8_000, 0), ("speech", 8_000, 0), ("full-scale noise", 48_000, 0)], 0.0, 0.5, 1.5)
def test_any_takes_give_a_legal_chapter_or_a_clear_error(kinds, gap_s, head_s, tail_s):
    pauses = Pauses(paragraph_s=gap_s, chapter_head_s=head_s, chapter_tail_s=tail_s)
    takes, objects, paragraphs = {}, {}, []
    for number, (kind, rate, seed) in enumerate(kinds):
        name = f"c01-p{number:03d}"
        take, data = recorded(name, kind, rate, seed, (HEART, JOE)[number % 2])
        takes[name], objects[name] = (take,), data
        ends = Boundary.CHAPTER_END if number == len(kinds) - 1 else Boundary.PARAGRAPH
        paragraphs.append(make_paragraph(name, make_line(name), ends=ends))
    project = Project(
        slug="any",
        metadata=Metadata(title="Any"),
        narrator_name="Heart",
        source="any.txt",
        chapters=(),
        cast=Cast(narrator=HEART),
        pauses=pauses,
        formats=("mp3",),
    )
    chapters = (ChapterLines(entry=ChapterEntry(id="c01", title="Any"), paragraphs=tuple(paragraphs)),)
    with tempfile.TemporaryDirectory() as folder:
        path = ProjectFolder(path=Path(folder), project=project)
        if "damage" in [kind for kind, _, _ in kinds]:
            with pytest.raises(AudioError, match="c01-p"):
                master_book(path, chapters, takes, read_object=objects.__getitem__)
            return
        book = master_book(path, chapters, takes, read_object=objects.__getitem__)
        for record in book.records:
            levels = record.levels
            assert levels.peak_db <= -3.0
            assert levels.noise_floor_db <= -60.0
            assert levels.clipped_frames == 0
            assert record.chapter.frames % 1024 == 0
            codes = {found.code for found in check_chapter_file(levels, record.files[0].encoding, ACX, where="c01")}
            # What no mastering mends: a chapter that is mostly silent or short bursts has no level to be brought to.
            assert codes <= {"level.rms-low", "level.rms-high", "silence.head-long", "silence.tail-long"}
            if {kind for kind, _, _ in kinds} == {"speech"}:
                assert codes == set()
