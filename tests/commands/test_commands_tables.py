"""Tables: what a title holds is printed as it is written."""

from __future__ import annotations

import json

from commands.test_commands_build import declaim, edit, make_book

from pipeline.commands.tables import Row, print_levels
from pipeline.model import Levels

LEVELS = Levels(
    duration_s=62.0,
    rms_db=-20.0,
    peak_db=-4.0,
    true_peak_db=-3.9,
    noise_floor_db=-70.0,
    head_s=0.7,
    tail_s=2.0,
    clipped_frames=0,
)


def test_a_title_in_brackets_is_no_markup_of_the_table(capsys):
    print_levels([Row(place="c01", label="[c01]", title="[I] The [bold]Gate[/bold]", levels=LEVELS)], ())
    said = capsys.readouterr().out
    assert "[c01]" in said
    assert "[I] The [bold]Gate[/bold]" in said


def test_a_title_in_brackets_is_listed_as_it_is(tmp_path, capsys):
    projects = tmp_path / "projects"
    folder = make_book(projects)
    edit(folder / "book.toml", 'title = "The Lamp"', 'title = "The Lamp [/red] [I]"')
    capsys.readouterr()
    assert declaim(projects, "status") == 0
    assert "gate" in capsys.readouterr().out
    assert declaim(projects, "status", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])
