"""Many calls at a time over a faulty network: the books of the emulator agree with each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

ROUTES = ["", "/stream", "/with-timestamps", "/stream/with-timestamps"]
FAULTS = ["system_busy", "http_500_plain", "503", "drop_before_headers", "drop_mid_body", "close_without_length"]


def test_calls_history_counter_and_statistics_agree_after_everything_that_can_go_wrong(studio):
    studio.options(concurrency=4, generation_s=0.01)
    for number, name in enumerate(FAULTS):
        studio.fault(name, probability=0.08 + 0.01 * number, times=None)

    def speak(number):
        try:
            return studio.speak(f"Line {number}.", route=ROUTES[number % 4]).status_code
        except httpx.TransportError:
            return 0

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(speak, range(120)))
    studio.http.delete("/_emu/faults")
    calls, history = studio.calls(), studio.http.get("/v1/history", params={"page_size": 1000}).json()["history"]
    assert {0, 200, 429, 500, 503} == set(statuses)
    assert {call["outcome"] for call in calls} == {"delivered", "dropped", "refused"}
    billed = {call["request_id"]: call["credits"] for call in calls if call["credits"]}
    shown = {
        item["request_id"]: item["character_count_change_to"] - item["character_count_change_from"] for item in history
    }
    assert billed == shown
    assert studio.used == sum(billed.values()) == history[0]["character_count_change_to"]
    assert studio.see("state")["credits"]["reserved"] == 0
    standard = studio.see("concurrency")["standard"]
    assert (standard["peak"], standard["in_flight"], standard["open"]) == (4, 0, 0)
