"""Paths of EPUBs on stdin -> CPU seconds and chapters on stdout, by one reader in its own environment.

    python bench/extract_worker.py READER

Each line is a JSON request `{"path", "result"}`; the answer is one JSON line `{"seconds", "error"}`, and the chapters
are in the file `result`. The time is of one call of the reader, from a path to chapters in memory: opening the file,
parsing, text. Importing the reader is not counted. CPU time is the process's, with its threads.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path
from typing import Any

Chapters = list[dict[str, str]]


def load_declaim() -> Callable[[str], Chapters]:
    """Return Declaim's reader, with the account of words."""
    read_book = import_module("pipeline.manuscript.read").read_book
    extracted = import_module("pipeline.manuscript.extract").extracted

    forget_counts = vars(import_module("pipeline.manuscript.words"))["_counted"].cache_clear

    def read(path: str) -> Chapters:
        forget_counts()  # or a second round would find the counts of the first
        chapters: Chapters = extracted(read_book(Path(path).read_bytes(), name=Path(path).name, shows_cover=False))[
            "chapters"
        ]
        return chapters

    return read


def load_declaim_alone() -> Callable[[str], Chapters]:
    """Return Declaim's reader without the second walk over the source and the account."""
    reader = import_module("pipeline.manuscript.epub.reader")
    conservation = import_module("pipeline.model").Conservation(source_words=0, imported_words=0, skipped=())
    vars(reader)["count_displayed_words"] = lambda *_, **__: 0
    vars(reader)["account"] = lambda *_, **__: conservation
    return load_declaim()


def load_abogen() -> Callable[[str], Chapters]:
    """Return abogen's reader: every chapter it finds."""
    extract = import_module("abogen.text_extractor").extract_from_path
    return lambda path: [{"title": found.title, "text": found.text} for found in extract(Path(path)).chapters]


def load_selection() -> Callable[[Chapters], Chapters]:
    """Return the choice of chapters that abogen makes by default; it is not in the time.

    The choice is in a module of its web pages; its two functions are taken out, because the module needs the models.
    """
    package = util.find_spec("abogen")
    root = Path(next(iter(package.submodule_search_locations or ()))) if package else Path()
    tree = ast.parse((root / "webui" / "routes" / "utils" / "form.py").read_text(encoding="utf-8"))
    wanted = [node for node in tree.body if _is_selection(node)]
    names: dict[str, Any] = {"re": import_module("re"), "List": list}
    exec(compile(ast.Module(body=wanted, type_ignores=[]), "form.py", "exec"), names)  # a peer's own code
    is_chosen = names["should_preselect_chapter"]
    return lambda chapters: [
        chapter
        for index, chapter in enumerate(chapters)
        if is_chosen(chapter["title"], chapter["text"], index, len(chapters))
    ]


def _is_selection(node: ast.stmt) -> bool:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id.startswith(("_SUPPLEMENT", "_CONTENT"))
    return isinstance(node, ast.FunctionDef) and node.name in ("supplement_score", "should_preselect_chapter")


def load_pandrator() -> Callable[[str], Chapters]:
    """Return Pandrator's reader; its text has a mark before the title of each chapter."""
    extract = import_module("pandrator.logic.source_cleaning.deterministic").extract_clean_epub

    def read(path: str) -> Chapters:
        pieces = extract(path).split("[[Chapter]]")
        return [{"title": piece.partition("\n")[0], "text": piece} for piece in pieces if piece.strip()]

    return read


READERS = {
    "declaim": load_declaim,
    "declaim-alone": load_declaim_alone,
    "abogen": load_abogen,
    "pandrator": load_pandrator,
}


def answer(read: Callable[[str], Chapters], request: dict[str, str]) -> dict[str, Any]:
    """Return the CPU seconds of one round, and the error if the reader gave up."""
    chapters: Chapters = []
    error = ""
    begin = time.process_time()
    try:
        chapters = read(request["path"])
    except Exception as problem:  # noqa: BLE001 - whatever a reader raises is its answer
        error = f"{type(problem).__name__}: {problem}".split("\n", 1)[0]
    seconds = time.process_time() - begin
    Path(request["result"]).write_text(json.dumps({"chapters": chapters}), encoding="utf-8")
    if sys.argv[1] == "abogen":
        chosen = json.dumps({"chapters": load_selection()(chapters)})
        Path(request["result"]).with_name("abogen-selected.json").write_text(chosen, encoding="utf-8")
    return {"seconds": seconds, "error": error}


def main() -> None:
    """Answer the requests on stdin until it ends; what a reader prints goes to stderr."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        read = READERS[sys.argv[1]]()
        answers.write("ready\n")
        answers.flush()
        for line in sys.stdin:
            answers.write(json.dumps(answer(read, json.loads(line))) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
