"""Every row of the stitching table, by what the service received: which ids, which texts, and how it judged them."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta

import pytest
from remote_studio import GEORGE, NARRATOR, RACHEL, Press, book, chapters, remote_paragraph

from pipeline.model import Boundary, ElevenLabs, Kind
from pipeline.recording.records import fold_journal

OTHER = dataclasses.replace(NARRATOR, voice=RACHEL)
NAMES = ("One", "Two", "Three", "Four", "Five", "Six", "Seven")
TEXTS = tuple(f"{name} is said." for name in NAMES)
SEVEN = book(*TEXTS)


def all_takes(press: Press):
    return fold_journal(press.store.journal()).takes.values()


def sent(press: Press, text: str) -> dict[str, object]:
    """What was sent beside the text, with request ids told by the words they spoke."""
    words = {call["request_id"]: call["text"].split()[0] for call in press.calls if call["request_id"]}
    body = press.call_of(text)["json"]
    fields = {name: body[name] for name in body if name.startswith(("previous", "next"))}
    return {
        name: [words[each] for each in value] if isinstance(value, list) else value for name, value in fields.items()
    }


def effective(press: Press, text: str) -> tuple[str, str]:
    """What the service conditioned on, before and after."""
    stitching = press.call_of(text)["stitching"]
    return stitching["before"], stitching["after"]


def make_older(press: Press, paragraph: str, hours: float) -> None:
    """Let a take have been made earlier."""
    journal = press.path / "takes" / "journal.jsonl"
    rows = [json.loads(line) for line in journal.read_text().splitlines()]
    for row in rows:
        if row["event"] == "take" and row["paragraph"] == paragraph:
            made = datetime.fromisoformat(row["recorded_at"]) - timedelta(hours=hours)
            row["recorded_at"] = made.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    journal.write_text("".join(json.dumps(row) + "\n" for row in rows))


def retake(press: Press, *paragraphs: str, lines=SEVEN) -> None:
    press.record(lines, only=set(paragraphs), retake=set(paragraphs))


def test_a1_the_first_paragraph_has_the_text_after_it(press):
    press.record(SEVEN)
    assert sent(press, TEXTS[0]) == {"next_text": " ".join(TEXTS[1:])}


def test_a2_in_order_the_last_three_generations_go_before_the_nearest_last(press):
    press.record(SEVEN)
    assert sent(press, TEXTS[4]) == {
        "previous_request_ids": ["Two", "Three", "Four"],
        "previous_text": " ".join(TEXTS[:4]),
        "next_text": " ".join(TEXTS[5:]),
    }
    assert effective(press, TEXTS[4]) == ("ids", "text")


def test_a3_resumed_after_two_hours_the_first_line_has_text_and_the_chain_forms_again(press):
    press.record(SEVEN, only={"p001", "p002", "p003"})
    for name in ("p001", "p002", "p003"):
        make_older(press, name, 3)
    press.record(SEVEN)
    assert sent(press, TEXTS[3]) == {"previous_text": " ".join(TEXTS[:3]), "next_text": " ".join(TEXTS[4:])}
    assert sent(press, TEXTS[4])["previous_request_ids"] == ["Four"]
    assert sent(press, TEXTS[6])["previous_request_ids"] == ["Four", "Five", "Six"]


def test_b1_a_line_whose_neighbour_was_not_recorded_in_this_run_has_its_text(press):
    press.record(SEVEN, only={"p004"})
    assert sent(press, TEXTS[3]) == {"previous_text": " ".join(TEXTS[:3]), "next_text": " ".join(TEXTS[4:])}


def test_b2_chapters_run_side_by_side_and_nothing_leaks_from_one_into_the_other(press):
    press.tell("options", {"generation_s": 0.05})
    one = tuple(remote_paragraph(f"a{n}", f"{NAMES[n]} of the first.") for n in range(4))
    two = tuple(remote_paragraph(f"b{n}", f"{NAMES[n]} of the second.") for n in range(4))
    press.record(chapters(one, two))
    for call in press.calls:
        own, other = ("first", "second") if "first" in call["text"] else ("second", "first")
        context = f"{call['json'].get('previous_text', '')} {call['json'].get('next_text', '')}"
        assert other not in context, own
    assert press.see("concurrency")["standard"]["peak"] == 2
    verdicts = [verdict for call in press.calls for _, verdict in call["stitching"]["previous"]]
    assert verdicts == ["ok"] * len(verdicts) == ["ok"] * 12


def test_b3_a_lane_begins_at_a_scene_break_with_text_before_it(press):
    press.tell("options", {"generation_s": 0.05})
    scenes = [
        remote_paragraph(
            f"p{n}", f"Line {n} is here.", ends=Boundary.SCENE_BREAK if n % 4 == 3 and n < 15 else Boundary.PARAGRAPH
        )
        for n in range(16)
    ]
    press.record(chapters(tuple(scenes)))
    heads = [call["text"] for call in press.calls if "previous_request_ids" not in call["json"]]
    assert heads[0] == "Line 0 is here."
    assert set(heads[1:]) <= {"Line 4 is here.", "Line 8 is here.", "Line 12 is here."}
    assert heads[1:], "a chapter of sixteen lines and five slots is cut"
    assert all(press.call_of(text)["json"]["previous_text"] for text in heads[1:])


def test_c1_another_take_of_a_middle_line_has_the_generations_of_both_sides(press):
    press.record(SEVEN)
    retake(press, "p004")
    assert sent(press, TEXTS[3]) == {
        "previous_request_ids": ["One", "Two", "Three"],
        "next_request_ids": ["Five", "Six", "Seven"],
        "previous_text": " ".join(TEXTS[:3]),
        "next_text": " ".join(TEXTS[4:]),
    }
    assert effective(press, TEXTS[3]) == ("ids", "ids")


def test_c2_an_old_neighbour_after_it_is_told_by_its_text(press):
    press.record(SEVEN)
    make_older(press, "p005", 3)
    retake(press, "p004")
    assert sent(press, TEXTS[3])["previous_request_ids"] == ["One", "Two", "Three"]
    assert "next_request_ids" not in sent(press, TEXTS[3])
    assert sent(press, TEXTS[3])["next_text"] == " ".join(TEXTS[4:])


def test_c3_an_old_neighbour_before_it_is_told_by_its_text(press):
    press.record(SEVEN)
    make_older(press, "p003", 3)
    retake(press, "p004")
    assert sent(press, TEXTS[3])["next_request_ids"] == ["Five", "Six", "Seven"]
    assert "previous_request_ids" not in sent(press, TEXTS[3])
    assert sent(press, TEXTS[3])["previous_text"] == " ".join(TEXTS[:3])


def test_c4_between_two_old_neighbours_there_are_only_texts(press):
    press.record(SEVEN)
    make_older(press, "p003", 3)
    make_older(press, "p005", 3)
    retake(press, "p004")
    assert sent(press, TEXTS[3]) == {"previous_text": " ".join(TEXTS[:3]), "next_text": " ".join(TEXTS[4:])}


def test_c5_of_two_neighbours_recorded_again_the_second_has_the_new_take_of_the_first(press):
    press.record(SEVEN)
    retake(press, "p003", "p004")
    new = press.call_of(TEXTS[2])["request_id"]
    assert press.call_of(TEXTS[3])["json"]["previous_request_ids"][-1] == new
    assert "next_request_ids" not in sent(press, TEXTS[2])
    assert sent(press, TEXTS[2])["next_text"] == " ".join(TEXTS[3:])


def test_c6_a_neighbour_of_another_voice_is_told_by_its_text(press):
    lines = chapters(
        (
            remote_paragraph("p001", TEXTS[0]),
            remote_paragraph("p002", TEXTS[1], voice=OTHER),
            remote_paragraph("p003", TEXTS[2]),
        )
    )
    press.record(lines)
    assert sent(press, TEXTS[1]) == {"previous_text": TEXTS[0], "next_text": TEXTS[2]}
    assert sent(press, TEXTS[2]) == {"previous_text": " ".join(TEXTS[:2])}
    assert {call["path"].split("/")[3] for call in press.calls} == {GEORGE, RACHEL}


def test_c7_a_take_that_no_generation_describes_is_told_by_its_text(press):
    press.record(SEVEN)
    journal = press.path / "takes" / "journal.jsonl"
    rows = [json.loads(line) for line in journal.read_text().splitlines()]
    for row in rows:
        if row.get("paragraph") == "p003" and row["event"] == "take":
            row["made_by"] = [["engine", "edited by hand"]]
    journal.write_text("".join(json.dumps(row) + "\n" for row in rows))
    retake(press, "p004")
    assert "previous_request_ids" not in sent(press, TEXTS[3])
    assert sent(press, TEXTS[3])["previous_text"] == " ".join(TEXTS[:3])


def test_d1_under_zero_retention_there_are_only_texts(press):
    press.tell("options", {"plan": "enterprise"})
    press.fields["elevenlabs"] = ElevenLabs(is_logged=False)
    press.record(SEVEN)
    assert sent(press, TEXTS[3]) == {"previous_text": " ".join(TEXTS[:3]), "next_text": " ".join(TEXTS[4:])}
    press.fields["elevenlabs"] = ElevenLabs()
    retake(press, "p004")
    assert "previous_request_ids" not in sent(press, TEXTS[3])


def test_d2_a_model_that_refuses_context_gets_none(press):
    press.tell("options", {"era": "2026"})
    v3 = dataclasses.replace(NARRATOR, model="eleven_v3")
    press.record(chapters(tuple(remote_paragraph(f"p{n}", TEXTS[n], voice=v3) for n in range(3))))
    assert [sent(press, text) for text in TEXTS[:3]] == [{}, {}, {}]
    assert len(press.calls) == 3


@pytest.mark.parametrize(("errors", "before"), [(1, ["One", "Two", "Three"]), (2, ["One", "Two", "Three"]), (3, None)])
def test_d3_an_id_that_crashes_the_service_is_tried_once_more_and_then_left_out(press, errors, before):
    press.fault("http_500_plain", text="^Four", times=errors)
    press.record(SEVEN)
    assert sent(press, TEXTS[3]).get("previous_request_ids") == before
    assert sent(press, TEXTS[3])["previous_text"] == " ".join(TEXTS[:3])
    assert press.spent == press.billed == sum(map(len, TEXTS))


def test_d3_an_id_made_with_ids_of_later_lines_is_left_out_first(press):
    press.tell("options", {"bug_500_on_next_conditioned": True})
    press.record(SEVEN)
    retake(press, "p003")
    retake(press, "p004")
    assert "previous_request_ids" not in sent(press, TEXTS[3])
    assert sent(press, TEXTS[3])["next_request_ids"] == ["Five", "Six", "Seven"]
    assert len([call for call in press.calls if call["text"] == TEXTS[3]]) == 4, "one, and three of the pickup"
    assert press.spent == press.billed


def test_d4_the_last_paragraph_has_nothing_after_it(press):
    press.record(SEVEN)
    assert set(sent(press, TEXTS[6])) == {"previous_request_ids", "previous_text"}


def test_a_title_of_another_voice_is_no_neighbour(press):
    title = remote_paragraph("p000", "The Title", voice=OTHER, kind=Kind.HEADING, ends=Boundary.HEADING)
    press.record(chapters((title, remote_paragraph("p001", TEXTS[0]))))
    assert sent(press, TEXTS[0]) == {}


def test_no_tag_no_unpinned_dictionary_and_no_bad_id_was_ever_sent(press):
    press.record(SEVEN)
    retake(press, "p002", "p006")
    assert press.see("state")["remarks"] == []
    sides = [call["stitching"][side] for call in press.calls for side in ("previous", "next")]
    assert {verdict for side in sides for _, verdict in side} == {"ok"}


def test_what_was_sent_is_in_the_record_of_the_take(press):
    press.record(SEVEN)
    take = next(take for take in all_takes(press) if take.paragraph == "p005")
    record = dict(take.made_by)
    assert (record["context-before-mode"], record["context-before-row"]) == ("ids", "a2")
    assert record["context-before-ids"].split() == press.call_of(TEXTS[4])["json"]["previous_request_ids"]
