"""The EPUBs of the corpora -> CPU time and F1 of Declaim, abogen and Pandrator, side by side in one run.

    DECLAIM_CORPORA=.../corpora PYTHONPATH=. python bench/extract.py [NAME]

NAME takes only files with that text in their path. The peers come from the package index into `.venvs/abogen` and
`.venvs/pandrator`, made at the first run; abogen without the parts that its reader of books does not need. Each reader
runs in a process of its own (`bench/extract_worker.py` says what is counted); the readers take turns at every book, and
the best of some rounds counts. The scorer is the corpora's own; its words alone are compared here.

The exit code is 1 where a bar is missed: over the set three times faster than the faster peer, no book slower, F1 on no
book below either peer by more than 0.0005, and above both over the set.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".venvs"
PACKAGES = {
    "abogen": (
        "--no-deps abogen==1.3.1 ebooklib beautifulsoup4 soupsieve typing_extensions lxml six pymupdf<2"
        " charset_normalizer chardet platformdirs Markdown num2words docopt python-dotenv"
    ),
    "pandrator": "pandrator==0.13.0",
}
"""What pip installs for each peer; abogen's own dependencies have speech models among them."""
ROUNDS = 9
LONGEST_S = 2.0
"""CPU seconds after which a reader does not read a book another time."""
LEAST_RATIO = 3.0
LEAST_SHARE = 0.5
"""Of the words of the reader that found most: with less a reader has lost the book, and its time says nothing."""
BOOK_WORDS = 500
"""Words from which a file counts for "no book slower"; below, a millisecond or two of opening files is all there is."""
MOST_F1_BELOW = 0.0005
PEERS = ("abogen", "pandrator")
READERS = ("declaim", "abogen", "pandrator", "declaim-alone")
"""In turn; the last is Declaim without the account of words."""
SCORED = ("declaim", "abogen", "abogen-selected", "pandrator")


def python_of(reader: str) -> str:
    """Return the interpreter of a reader; a peer's environment is made where there is none."""
    name = reader.partition("-")[0]
    if name not in PACKAGES:
        return sys.executable
    folder = ENVIRONMENTS / name
    python, done = folder / "bin" / "python", folder / ".made"
    if not done.exists() or done.read_text(encoding="utf-8") != PACKAGES[name]:
        print(f"making {folder} (some minutes)", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES[name].split()]
        subprocess.run(command, check=True)
        done.write_text(PACKAGES[name], encoding="utf-8")
    return str(python)


class Reader:
    """A reader in its process."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.result = folder / f"{name}.json"
        self._log = (folder / f"{name}.log").open("w")
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        self._process = subprocess.Popen(
            [python_of(name), str(HERE / "extract_worker.py"), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env=os.environ | (home if name.partition("-")[0] in PACKAGES else {}),
        )
        self._answer()

    def read(self, book: Path) -> tuple[float, str]:
        """Return the CPU seconds that a book took, and the error if it was not read."""
        request = {"path": str(book), "result": str(self.result)}
        if self._process.stdin:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        found = json.loads(self._answer())
        return found["seconds"], found["error"]

    def _answer(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            log = Path(self._log.name).read_text(encoding="utf-8", errors="replace")
            sys.exit(f"{self.name} ended without an answer:\n{log[-2000:]}")
        return line

    def end(self) -> None:
        """Let the process end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()
        self._log.close()


@dataclass(slots=True)
class Row:
    """What was measured of one book."""

    name: str
    best_s: dict[str, float] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    f1: dict[str, float] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    """What each reader found, by the scorer's count."""

    @property
    def is_compared(self) -> bool:
        """Whether Declaim and both peers read the book, none of them losing most of it."""
        return not self.errors and not self.losers

    @property
    def losers(self) -> tuple[str, ...]:
        """The readers that found less than a share of the words of the one that found most."""
        return tuple(name for name, words in self.words.items() if words < max(self.words.values()) * LEAST_SHARE)

    @property
    def faster_peer_s(self) -> float:
        """The CPU seconds of the faster peer."""
        return min(self.best_s[peer] for peer in PEERS)


def load_scorer(corpora: Path) -> ModuleType:
    """Return the scorer of the corpora as a module."""
    spec = importlib.util.spec_from_file_location("score", corpora / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{corpora}: there is no score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure_time(row: Row, readers: dict[str, Reader], book: Path) -> None:
    """Let the readers take turns at a book."""
    spent: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(ROUNDS):
        for name in READERS:
            if sum(spent[name]) < LONGEST_S and name not in row.errors:
                seconds, error = readers[name].read(book)
                spent[name].append(seconds)
                row.errors |= {name: error} if error else {}
    row.best_s = {name: min(seconds) for name, seconds in spent.items()}


def count_words(row: Row, results: Path, scorer: ModuleType) -> None:
    """Count what each reader found in a book."""
    for name in (name for name in ("declaim", *PEERS) if name not in row.errors):
        chapters = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))["chapters"]
        row.words[name] = sum(len(scorer.words(chapter["text"])) for chapter in chapters)


def measure_accuracy(row: Row, results: Path, scorer: ModuleType, truth: Path) -> None:
    """Score what each reader made of a book."""
    for name in SCORED:
        found = scorer.score(str(truth), str(results / f"{name}.json"))
        recall, precision = found["word_recall"], found["word_precision"]
        row.f1[name] = 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def measure(corpora: Path, wanted: str) -> list[Row]:
    """Return one row for each EPUB, printed as it is measured."""
    scorer = load_scorer(corpora)
    manifest = json.loads((corpora / "manifest.json").read_text(encoding="utf-8"))
    truths = {entry["file"]: entry["truth"] for entry in manifest if "truth" in entry}
    books = sorted(path for path in (corpora / "epub").rglob("*.epub") if wanted in str(path))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        readers = {name: Reader(name, Path(folder)) for name in READERS}
        print(f"{'CPU ms, best':48} {'declaim':>8} {'abogen':>8} {'pandrator':>9} {'x':>5}  F1: {'  '.join(SCORED)}")
        for book in books:
            row = Row(name=book.name)
            measure_time(row, readers, book)
            count_words(row, Path(folder), scorer)
            truth = truths.get(book.relative_to(corpora).as_posix())
            if truth:
                measure_accuracy(row, Path(folder), scorer, corpora / truth)
            print(format_row(row), flush=True)
            rows.append(row)
        for reader in readers.values():
            reader.end()
    return rows


def format_row(row: Row) -> str:
    """Return one line of the table; what a reader said that gave up stands below it."""
    marks = dict.fromkeys(row.losers, "~") | dict.fromkeys(row.errors, "!")
    times = [f"{row.best_s[name] * 1000:8.1f}{marks.get(name, ' ')}" for name in ("declaim", *PEERS)]
    ratio = f"{row.faster_peer_s / row.best_s['declaim']:5.1f}" if row.is_compared else "    -"
    scores = "  ".join(f"{row.f1[name]:.5f}" for name in SCORED if name in row.f1)
    errors = [f"\n    {name}: {error[:150]}" for name, error in row.errors.items() if name != "declaim-alone"]
    errors += [f"\n    {name}: {row.words[name]} words of {max(row.words.values())}" for name in row.losers]
    return f"{row.name[:46]:46} {' '.join(times)} {ratio}  {scores}{''.join(errors)}"


def summary(rows: list[Row]) -> tuple[list[str], bool]:
    """Return the figures over the set, and whether every bar is met."""
    compared, scored = [row for row in rows if row.is_compared], [row for row in rows if row.f1]
    total = {name: sum(row.best_s[name] for row in compared) for name in READERS}
    ratio = min(total[peer] for peer in PEERS) / total["declaim"]
    behind = [row for row in compared if row.best_s["declaim"] > row.faster_peer_s]
    slower = [row.name for row in behind if row.words["declaim"] >= BOOK_WORDS]
    mean = {name: sum(row.f1[name] for row in scored) / len(scored) for name in SCORED} if scored else {}
    rivals = [name for name in SCORED if name != "declaim"]
    below = [row.name for row in scored if any(row.f1["declaim"] < row.f1[name] - MOST_F1_BELOW for name in rivals)]
    ratios = sorted(row.faster_peer_s / row.best_s["declaim"] for row in compared)
    lines = [
        f"{len(rows)} files, {len(compared)} compared; ! marks a reader that gave up, ~ one that lost most of the text",
        "CPU seconds: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in total.items()),
        f"times the faster peer: {ratio:.1f} over the set (bar {LEAST_RATIO}), "
        f"median of the books {ratios[len(ratios) // 2]:.1f}, least {ratios[0]:.1f}",
        f"slower books: {', '.join(slower) or 'none'}",
        f"slower files under {BOOK_WORDS} words: {len(behind) - len(slower)}, the slowest by "
        f"{max((row.best_s['declaim'] - row.faster_peer_s for row in behind), default=0.0) * 1000:.1f} ms",
        f"mean F1 of {len(scored)} books with a truth: " + ", ".join(f"{name} {f1:.5f}" for name, f1 in mean.items()),
        f"F1 below a peer by more than {MOST_F1_BELOW}: {', '.join(below) or 'none'}",
    ]
    is_best = all(mean["declaim"] > mean[name] for name in rivals) if scored else True
    return lines, ratio >= LEAST_RATIO and not slower and not below and is_best


if __name__ == "__main__":
    if "DECLAIM_CORPORA" not in os.environ:
        sys.exit("set DECLAIM_CORPORA to the folder of the test corpora")
    report, is_met = summary(measure(Path(os.environ["DECLAIM_CORPORA"]), sys.argv[1] if len(sys.argv) > 1 else ""))
    print("\n".join(report))
    sys.exit(0 if is_met else 1)
