"""The voices of this machine, told and heard; tones stand for every engine."""

from __future__ import annotations

import json
import re

import pytest
from synthetic_voice import make_paragraph
from test_commands_build import declaim, edit, make_book

from pipeline.adapters.codecs.decode import decode_take
from pipeline.adapters.engines import tone
from pipeline.adapters.engines.protocol import EngineCard, VoiceCard
from pipeline.commands.auditioning import Candidate, audition, find_candidates
from pipeline.commands.voices import speaks
from pipeline.errors import EngineError, ScriptError
from pipeline.recording.sound import measure_sound


def candidate(engine, voice, *, language="en"):
    card = EngineCard(
        name=engine,
        version="1",
        voices=(voice,),
        default_voice=voice,
        languages=("en",),
        audio_format="flac_24000",
        most_characters=100,
        is_local=True,
    )
    return Candidate(engine=card, voice=VoiceCard(name=voice, language=language))


JOE, JANE, OTHER_JANE = candidate("piper", "joe"), candidate("piper", "jane"), candidate("kokoro", "jane")


@pytest.fixture
def projects(tmp_path):
    return tmp_path / "projects"


def test_a_voice_is_found_by_its_name_or_by_engine_and_name():
    assert find_candidates(["joe", "kokoro/jane", "joe"], [JOE, JANE, OTHER_JANE]) == (JOE, OTHER_JANE)


def test_a_name_that_two_engines_have_is_refused_with_both():
    with pytest.raises(EngineError, match="say which, piper/jane or kokoro/jane"):
        find_candidates(["jane"], [JOE, JANE, OTHER_JANE])


def test_a_voice_that_is_not_here_is_refused():
    with pytest.raises(EngineError, match="there is no voice 'jim' here; `declaim voices list`"):
        find_candidates(["jim"], [JOE])


def test_a_language_has_all_its_countries_and_a_country_itself_only():
    british = candidate("kokoro", "emma", language="en-GB")
    assert [speaks(british, tag) for tag in ("en", "en-GB", "en-US", "e", "es")] == [True, True, False, False, False]


def test_voices_are_listed_with_engine_and_language(projects, capsys):
    assert declaim(projects, "voices", "list", "--engine", "hibari", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "engine": "hibari",
            "voice": "heart",
            "language": "en-US",
            "description": "American, female",
            "is_local": True,
            "settings": {"speed": 1.0},
        }
    ]


def test_a_list_of_nothing_is_exit_code_1(projects, capsys):
    assert declaim(projects, "voices", "list", "--language", "tlh") == 1
    assert "engine" in capsys.readouterr().out


def test_a_voice_is_shown_with_its_lines_for_book_toml(projects, capsys):
    assert declaim(projects, "voices", "show", "hibari/heart") == 0
    out = capsys.readouterr().out
    assert "speed = 1  (0.5 to 2)" in out
    assert out.endswith('[cast.NAME]\nengine = "hibari"\nvoice = "heart"\n')


def test_a_paragraph_is_spoken_in_each_voice_at_one_level_with_a_page_to_hear_them(projects, capsys):
    folder = make_book(projects)
    edit(folder / "book.toml", "[pauses]", '[cast.brown]\nvoice = "high"\n\n[pauses]')
    words = ["voices", "audition", "gate", "--paragraph", "c01-p002", "--workers", "0"]
    assert declaim(projects, *words, "--voice", "tone/low", "--voice", "high") == 0
    place = folder / "build" / "audition" / "c01-p002"
    assert {path.name for path in place.iterdir()} == {"tone-low.flac", "tone-high.flac", "index.html"}
    for name in ("tone-low.flac", "tone-high.flac"):
        sound = measure_sound(*decode_take((place / name).read_bytes(), "flac_24000"))
        assert sound.active_rms_db == pytest.approx(-20.0, abs=0.1)
    page = (place / "index.html").read_text()
    assert "“Who is there?” said Mrs. Brown." in page
    assert re.findall(r'src="([^"]+)"', page) == ["tone-low.flac", "tone-high.flac"]
    assert str(place / "index.html") in capsys.readouterr().out
    assert not (folder / "takes").exists()


def test_a_paragraph_that_is_not_read_aloud_cannot_be_auditioned(projects, capsys):
    make_book(projects)
    assert declaim(projects, "voices", "audition", "gate", "--paragraph", "c09-p001") == ScriptError.exit_code
    assert "c09-p001" in capsys.readouterr().err


def test_a_paragraph_of_which_nothing_is_spoken_cannot_be_auditioned(tmp_path):
    low = Candidate(engine=tone.describe(), voice=VoiceCard(name="low", language="en"))
    with pytest.raises(EngineError, match="p001: nothing of it is spoken"):
        audition(_Folder(tmp_path), make_paragraph("p001"), [low])


class _Folder:
    """Of a project folder what an audition looks at first."""

    def __init__(self, path):
        self.build = path
