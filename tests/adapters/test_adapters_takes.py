from __future__ import annotations

import hashlib
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.adapters.takes import LedgerEntry, TakeStore, object_of
from pipeline.errors import TakesError

ENTRY = LedgerEntry(
    id="t1",
    time="2026-01-01T00:00:00.000Z",
    paragraph="p001",
    line=0,
    engine="tone",
    characters=3,
    credits=1.5,
    outcome="kept",
    take="t2",
)


def test_audio_is_kept_once_read_only_under_its_hash(tmp_path):
    store = TakeStore(tmp_path)
    store.add({object_of(b"audio"): b"audio"}, journal=["one", "two"], ledger=[ENTRY])
    name = hashlib.sha256(b"audio").hexdigest()
    path = tmp_path / "objects" / name[:2] / name[2:]
    assert store.object_path(name) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert store.present() == {name}
    assert store.read_object(name) == b"audio"
    assert store.journal() == ("one", "two")
    assert store.ledger() == (ENTRY,)


def test_a_store_that_was_never_used_is_empty(tmp_path):
    store = TakeStore(tmp_path / "takes")
    assert (store.present(), store.journal(), store.ledger()) == (frozenset(), (), ())
    assert not (tmp_path / "takes").exists()


def test_a_store_says_what_it_is(tmp_path):
    TakeStore(tmp_path).add({object_of(b"audio"): b"audio"}, journal=["one"], ledger=[])
    assert "Do not edit or delete" in (tmp_path / "README").read_text()


def test_a_damaged_object_is_an_error_that_names_it(tmp_path):
    store = TakeStore(tmp_path)
    store.add({object_of(b"audio"): b"audio"}, journal=["one"], ledger=[])
    path = store.object_path(object_of(b"audio"))
    path.chmod(0o644)
    path.write_bytes(b"noise")
    with pytest.raises(TakesError, match=f"{path}: the file is damaged"):
        store.read_object(object_of(b"audio"))


def test_an_object_that_is_not_here_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(TakesError, match="the audio is not here; pull it"):
        TakeStore(tmp_path).read_object(object_of(b"audio"))


def test_a_broken_ledger_is_an_error_that_names_the_line(tmp_path):
    (tmp_path / "ledger.jsonl").write_text('{"id": "t1"}\n')
    with pytest.raises(TakesError, match=r"ledger\.jsonl, line 1"):
        TakeStore(tmp_path).ledger()


def test_ids_sort_by_time_and_differ_by_chance():
    times = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=n) for n in (0, 0, 1, 10**9))
    chances = iter([b"\xff\xff\xff\xff", b"\x00\x00\x00\x00"] * 2)

    store = TakeStore(Path("unused"), clock=lambda: next(times), chance=lambda count: next(chances))
    ids = [store.new_id() for _ in range(4)]
    assert len({len(name) for name in ids}) == 1
    assert len(set(ids)) == 4
    assert [name[:10] for name in ids] == sorted(name[:10] for name in ids)
    assert ids[1] < ids[2] < ids[3]


def test_time_is_told_in_utc_with_milliseconds(tmp_path):
    clock = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    assert TakeStore(tmp_path, clock=lambda: clock).now() == "2026-01-02T03:04:05.678Z"
