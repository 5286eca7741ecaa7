"""Release notes of a book under git: since its tag, a commit, or a manifest."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from commands.test_commands_build import declaim, edit, make_book, release_bytes
from commands.test_commands_sharing import git


@pytest.fixture(scope="module")
def released_once(tmp_path_factory):
    """A book released as 1.0, then edited, recorded, committed and tagged 1.1."""
    projects = tmp_path_factory.mktemp("notes") / "projects"
    folder = make_book(projects)
    edit(projects / "gate" / "book.toml", 'formats = ["mp3", "m4b"]', 'formats = ["mp3"]')
    (projects / ".gitignore").write_text("*/takes/\n*/build/\n")
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    (projects / "first").mkdir()
    shutil.copy(folder / "build" / "release" / "manifest.json", projects / "first")
    git(projects, "init", "-b", "main")
    git(projects, "add", ".")
    git(projects, "commit", "-m", "1.0")
    git(projects, "tag", "gate-v1.0")
    edit(folder / "script" / "c02.txt", "never asked", "never once asked")
    assert declaim(projects, "build", "gate", "--workers", "1") == 0
    git(projects, "add", ".")
    git(projects, "commit", "-m", "1.1")
    git(projects, "tag", "gate-v1.1")
    git(projects, "tag", "other-v9.9")
    assert declaim(projects, "release", "gate") == 0
    return folder


@pytest.fixture
def folder(released_once, tmp_path):
    shutil.copytree(released_once.parent, tmp_path / "projects")
    return tmp_path / "projects" / "gate"


def notes(folder) -> str:
    return (folder / "build" / "release" / "NOTES.md").read_text()


def manifest(folder) -> dict[str, object]:
    return json.loads((folder / "build" / "release" / "manifest.json").read_text())


def test_the_notes_compare_with_the_last_tag_and_bear_the_tag_of_the_commit(folder):
    said = notes(folder)
    assert said.startswith("# The Lamp 1.1\n\nSince 1.0: 1 chapter changed, 1 the same as before.\n")
    assert "| II. The House | 1 edited of 3 paragraphs | 10 | " in said
    assert "- II. The House: edited c02-p002\n" in said
    assert manifest(folder)["version"] == "1.1"


@pytest.mark.parametrize("since", ["1.0", "gate-v1.0", "HEAD~1"])
def test_a_version_a_tag_and_a_commit_name_the_same_release(folder, since):
    before = notes(folder)
    assert declaim(folder.parent, "release", "gate", "--since", since) == 0
    assert notes(folder).replace(f"Since {since.removeprefix('gate-v')}", "Since 1.0") == before


@pytest.mark.parametrize("name", ["first/manifest.json", "first"])
def test_a_manifest_or_its_folder_names_a_release_too(folder, name):
    before = notes(folder)
    assert declaim(folder.parent, "release", "gate", "--since", str(folder.parent / name)) == 0
    said = notes(folder)
    assert "| II. The House | 1 edited of 3 paragraphs | 10 | " in said
    assert said.splitlines()[4:] == before.splitlines()[4:], "git and the manifest tell the same"


def test_a_clone_with_its_tags_and_takes_has_the_same_notes(folder, tmp_path):
    subprocess.run(["git", "clone", "-q", str(folder.parent), str(tmp_path / "ci")], check=True)
    clone = tmp_path / "ci" / "gate"
    shutil.copytree(folder / "takes", clone / "takes")
    assert declaim(clone.parent, "release", "gate", "--from-takes") == 0
    assert release_bytes(clone) == release_bytes(folder)


def test_the_checksums_cover_every_other_file_of_the_release(folder):
    release = folder / "build" / "release"
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, capture_output=True)
    assert done.returncode == 0, done.stderr
    names = {line.split("  ", 1)[1] for line in (release / "SHA256SUMS").read_text().splitlines()}
    assert names == {path.name for path in release.iterdir()} - {"SHA256SUMS"}


def test_a_release_that_is_nowhere_is_a_clear_error(folder, capsys):
    assert declaim(folder.parent, "release", "gate", "--since", "0.9") == 3
    assert "--since 0.9: this is neither the manifest.json of a release" in capsys.readouterr().err


def test_a_former_release_that_cannot_be_read_stops_only_who_asked_for_it(folder, capsys):
    edit(folder / "script" / "c01.txt", "@c01-p001", "@c01-p001 nonsense=1")
    git(folder.parent, "commit", "-am", "broken")
    git(folder.parent, "tag", "gate-v1.2")
    git(folder.parent, "revert", "--no-edit", "HEAD")
    capsys.readouterr()
    assert declaim(folder.parent, "release", "gate", "--since", "1.2") == 5
    assert "gate at gate-v1.2: " in capsys.readouterr().err
    assert declaim(folder.parent, "release", "gate") == 0
    assert "Since" not in notes(folder)


def test_a_version_in_book_toml_goes_before_and_a_tag_that_contradicts_it_is_a_mistake(folder, capsys):
    edit(folder / "book.toml", "[release]", '[release]\nversion = "2.0-rc.1"')
    assert declaim(folder.parent, "release", "gate") == 0
    assert manifest(folder)["version"] == "2.0-rc.1"
    git(folder.parent, "commit", "-am", "2.0")
    git(folder.parent, "tag", "gate-v2.0")
    capsys.readouterr()
    assert declaim(folder.parent, "release", "gate") == 3
    assert "release.version is 2.0-rc.1, but this commit is tagged gate-v2.0" in capsys.readouterr().err


def test_files_changed_since_the_tag_have_no_version(folder):
    edit(folder / "book.toml", 'title = "The Lamp"', 'title = "The Lamps"')
    assert declaim(folder.parent, "release", "gate") == 0
    assert notes(folder).startswith("# The Lamps\n")
    assert manifest(folder)["version"] is None


@pytest.mark.parametrize("version", ["1 0", "-1", "1/0"])
def test_what_is_no_version_is_a_mistake_with_its_key(folder, capsys, version):
    edit(folder / "book.toml", "[release]", f'[release]\nversion = "{version}"')
    assert declaim(folder.parent, "release", "gate") == 3
    assert f"release.version: '{version}' is no version" in capsys.readouterr().err
