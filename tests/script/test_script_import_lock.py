from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.model import Kind, Place
from pipeline.script.import_lock import ImportLock, LockedParagraph, format_import_lock, parse_import_lock

LOCK = ImportLock(
    paragraphs=(
        LockedParagraph(id="c01", chapter="c01", kind=Kind.HEADING, text="I. “One”"),
        LockedParagraph(
            id="c01-p002",
            chapter="c02",
            kind=Kind.VERSE,
            text="*a*\nb",
            place=Place(part="text/2.xhtml", start=12, stop=15),
            breaks=1,
        ),
    ),
    added=("c01-p010", "c01-p009"),
    retired=("c01-p001",),
)


def test_a_lock_is_a_paragraph_a_line_then_added_and_retired_ids_in_order():
    assert format_import_lock(LOCK) == (
        '{"version": 1}\n'
        '{"id": "c01", "chapter": "c01", "kind": "heading", "text": "I. “One”"}\n'
        '{"id": "c01-p002", "chapter": "c02", "kind": "verse", "place": ["text/2.xhtml", 12, 15], "breaks": 1, '
        '"text": "*a*\\nb"}\n'
        '{"added": "c01-p009"}\n'
        '{"added": "c01-p010"}\n'
        '{"retired": "c01-p001"}\n'
    )


def test_an_empty_text_is_an_empty_lock():
    assert parse_import_lock("") == ImportLock()


def test_every_damage_is_reported_with_its_line():
    text = (
        '{"version": 2}\n<<<<<<< HEAD\n[1]\n{"id": "C1", "chapter": "c01", "kind": "verse", "text": "x"}\n'
        '{"id": "c01", "chapter": "c01", "kind": "poem", "text": "x"}\n{"retired": "c01"}\n'
        '{"id": "c02", "chapter": "c02", "kind": "verse", "text": "x", "place": 3}\n{"id": "c03", "note": 1}\n'
    )
    with pytest.raises(ScriptError) as caught:
        parse_import_lock(text)
    assert caught.value.problems == (
        "import.lock:1: version 2 is newer than this Declaim",
        "import.lock:2: not a line of JSON: <<<<<<< HEAD",
        "import.lock:3: not an object",
        "import.lock:4: `id` is not an id",
        "import.lock:5: c01: `chapter`, `kind`, `text` or `breaks` is missing or wrong",
        "import.lock:6: c01 also stands at import.lock:5",
        "import.lock:7: c02: `place` is not [part, start, stop]",
        "import.lock:8: c03: unknown fields",
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PARAGRAPHS = st.builds(
    LockedParagraph,
    id=st.integers(1, 2000).map(lambda number: f"c01-p{number:03}"),
    chapter=st.sampled_from(["c01", "c12"]),
    kind=st.sampled_from(list(Kind)),
    text=TEXTS,
    place=st.none() | st.builds(Place, part=TEXTS, start=st.integers(0), stop=st.integers(0)),
    breaks=st.integers(0, 2),
)


@given(st.lists(PARAGRAPHS, unique_by=lambda paragraph: paragraph.id, max_size=6))
def test_what_is_written_is_read_again(paragraphs):
    lock = ImportLock(paragraphs=tuple(paragraphs), retired=("c02",))
    text = format_import_lock(lock)
    assert parse_import_lock(text) == lock
    assert text.count("\n") == len(paragraphs) + 2
    text.encode()
