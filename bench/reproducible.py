"""Is a release the same bytes? One book built in several folders and surroundings, and by several Pythons.

    python bench/reproducible.py                                  # this Python: folder, zone, umask, locale, CPU
    python bench/reproducible.py --python PY312 --python PY313    # and the releases of other Pythons

The takes are recorded once and copied: the promise is about what is made of them (docs/design.md, promise 4). The
engine is `tone`; Opus is left out, for its encoder is not stable over CPUs. Exit code 1 where any byte differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
COVER = ROOT / "projects/the-lamp-at-sallow-point/source/book/cover.jpg"
SENTENCE = (
    "The keeper of the light wrote £14 10s. in the ledger every quarter, and never said a word of it to anyone.\n"
)
FORMATS = (
    "mp3", "m4b", "zip", "epub", "vtt", "srt", "lrc", "lpf", "audiobookshelf", "podcast", "sample", "flac"
)  # fmt: skip
# Features NumPy may choose its loops by; without them it rounds as an older CPU does.
CPU_FEATURES = "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"
SURROUNDINGS: dict[str, dict[str, str]] = {
    "another folder": {},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "another umask": {},
    "another hash seed": {"PYTHONHASHSEED": "4242"},
    "an older CPU": {"NPY_DISABLE_CPU_FEATURES": CPU_FEATURES},
}


def make_project(path: Path, chapters: int) -> None:
    """Write a book of equal chapters, cast with two tones."""
    (path / "script").mkdir(parents=True)
    (path / "source").mkdir()
    (path / "source/lamp.txt").write_text("The Lamp", encoding="utf-8")
    (path / "script/import.lock").write_text('{"version": 1}\n', encoding="utf-8")  # nothing is to be imported
    shutil.copy(COVER, path / "source/cover.jpg")
    rows = [
        "[book]", 'title = "The Lamp"', 'authors = ["A. Author"]', 'language = "en"', 'date = "2026-03-01"',
        'narrator = "Middle"', 'source = "source/lamp.txt"', 'cover = "source/cover.jpg"',
        "[cast.narrator]", 'engine = "tone"', 'voice = "middle"', "[cast.nance]", 'voice = "low"',
        "[release]", f"formats = {list(FORMATS)}".replace("'", '"'), 'url = "https://example.org/lamp"',
        "sample-minutes = 0.5", "[credits]", 'opening = "{title}, by {authors}."',
    ]  # fmt: skip
    for number in range(1, chapters + 1):
        rows += ["[[chapters]]", f'id = "c{number:02}"', f'title = "Chapter {number}"']
        paragraphs = "\n".join(
            f"@c{number:02}-p{one:03}\n{SENTENCE}[“Aye,”]{{speaker=nance}} said he.\n" for one in range(6)
        )
        text = f"@c{number:02} kind=heading\n# Chapter {number}\n\n{paragraphs}"
        (path / f"script/c{number:02}.txt").write_text(text, encoding="utf-8")
    (path / "book.toml").write_text("\n".join(rows) + "\n", encoding="utf-8")


def build(python: str, projects: Path, surroundings: dict[str, str], *, umask: int = 0o022) -> dict[str, str]:
    """Build the book and return the hash of every file of its release."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    command = [python, "-m", "pipeline.cli", "build", "lamp", "--projects", str(projects)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, umask=umask)
    release = projects / "lamp/build/release"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(release.iterdir())}


def copy_of(first: Path, place: Path) -> Path:
    """Return a folder of projects with the book and its takes, without anything built."""
    shutil.copytree(first / "lamp", place / "lamp", ignore=shutil.ignore_patterns("build"))
    return place


def compare(name: str, expected: dict[str, str], found: dict[str, str]) -> bool:
    """Print whether two releases are the same, and return it."""
    different = sorted(file for file in expected.keys() | found.keys() if expected.get(file) != found.get(file))
    print(
        f"{name:<28}{len(found):>4} files  {'the same bytes' if not different else 'DIFFERS: ' + ', '.join(different)}"
    )
    return not different


def main() -> int:
    """Build, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", default=[], help="another interpreter with Declaim's packages")
    parser.add_argument("--chapters", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="declaim-") as folder:
        first = Path(folder, "first")
        make_project(first / "lamp", arguments.chapters)
        expected = build(sys.executable, first, {})
        same = []
        for name, surroundings in SURROUNDINGS.items():
            place = copy_of(first, Path(folder, "a folder", name))
            umask = 0o077 if name == "another umask" else 0o022
            same.append(compare(name, expected, build(sys.executable, place, surroundings, umask=umask)))
        for number, python in enumerate(arguments.python):
            version = subprocess.run([python, "-V"], capture_output=True, check=True, text=True).stdout.strip()
            place = copy_of(first, Path(folder, f"python {number}"))
            same.append(compare(version, expected, build(python, place, {})))
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
