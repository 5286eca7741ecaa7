"""The schedule in virtual time: how near it comes to the shortest possible run, and at how many weak seams.

    python bench/schedule.py [--seeds 3]

Prints the rows of docs/benchmarks.md; each is the worst of its seeds. A simulated service takes what was expected of a
line +-20 % (uniform), refuses calls above its cap and names it in its answers. With faults it also throttles 2 % of
the calls (after 0.2 s) and fails 1 % of them (after their whole time). The ratio is the makespan divided by max(total
service time / cap, longest scene), all with the times that the service really takes, and the divisor without any fault.
The rest is what a run uses: the schedule, the cap, the breaker and the retry policy.
"""

from __future__ import annotations

import argparse
import heapq
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from pipeline.model import FailureClass
from pipeline.recording.concurrency import Breaker, Concurrency
from pipeline.recording.lanes import ScheduledLine, expected_service_s
from pipeline.recording.retry import retry_delay
from pipeline.recording.schedule import Schedule

CAPS = (2, 5, 10, 30)
NOISE = 0.2
THROTTLED, FAILED = 0.02, 0.01
REFUSAL_S = 0.2


# The books


def make_books(seed: int) -> Iterator[tuple[str, list[ScheduledLine]]]:
    """Yield the name and the lines of each book."""
    chance = random.Random(seed)
    equal = make_chapter("", [20, 20, 20, 20], chance)
    yield (
        "12 equal chapters",
        [replace(line, id=f"{number}{line.id}", chapter=str(number)) for number in range(12) for line in equal],
    )
    uneven = [divide(chance.randint(20, 200), chance.randint(1, 7), chance) for _ in range(12)]
    yield "12 uneven chapters", make_book(uneven, chance)
    yield "1 chapter of 400 paragraphs, 15 scene breaks", make_book([divide(400, 16, chance)], chance)
    many = [divide(chance.randint(20, 80), chance.randint(1, 5), chance) for _ in range(360)]
    yield "360 chapters", make_book(many, chance)


def divide(paragraphs: int, scenes: int, chance: random.Random) -> list[int]:
    """Return the lengths of scenes, the longest up to three times the shortest, that together have the paragraphs."""
    shares = [chance.uniform(0.5, 1.5) for _ in range(scenes)]
    borders = [round(paragraphs * share / sum(shares)) for share in accumulate(shares, initial=0.0)]
    return [stop - start for start, stop in pairwise(borders)]


def make_book(chapters: list[list[int]], chance: random.Random) -> list[ScheduledLine]:
    """Return the lines of chapters that are given as the lengths of their scenes."""
    return [line for number, scenes in enumerate(chapters) for line in make_chapter(f"c{number}", scenes, chance)]


def make_chapter(name: str, scenes: list[int], chance: random.Random) -> list[ScheduledLine]:
    """Return a chapter: its title, and paragraphs of 20 to 800 characters, half of them below 245."""
    lines = [ScheduledLine(id=f"{name}-title", chapter=name, expected_s=expected_service_s(18))]
    for scene, paragraphs in enumerate(scenes):
        for place in range(paragraphs):
            characters = min(max(round(chance.lognormvariate(5.5, 0.7)), 20), 800)
            made = ScheduledLine(
                id=f"{name}-{scene}-{place}",
                chapter=name,
                expected_s=expected_service_s(characters),
                follows_scene_break=scene > 0 and place == 0,
            )
            lines.append(made)
    return lines


# The service


@dataclass(order=True)
class Answer:
    """What the service will say, and when."""

    at_s: float
    number: int
    line: ScheduledLine = field(compare=False)
    sent_at_s: float = field(compare=False)
    failure: FailureClass | None = field(compare=False)


class Service:
    """The simulated service: its true times, its cap, its faults."""

    def __init__(self, lines: list[ScheduledLine], cap: int, chance: random.Random, *, faults: float) -> None:
        self.lines, self.cap, self.chance, self.faults = lines, cap, chance, faults
        self.takes_s = {line.id: line.expected_s * chance.uniform(1 - NOISE, 1 + NOISE) for line in lines}
        self.calls = 0

    def call(self, line: ScheduledLine, now_s: float, in_flight: int) -> Answer:
        """Return the answer to a call."""
        self.calls += 1
        luck = self.chance.random()
        takes_s, failure = self.takes_s[line.id], None
        if in_flight > self.cap or luck < THROTTLED * self.faults:
            takes_s, failure = REFUSAL_S, FailureClass.THROTTLE_CONCURRENCY
        elif luck < (THROTTLED + FAILED) * self.faults:
            failure = FailureClass.SERVER
        return Answer(now_s + takes_s, self.calls, line, now_s, failure)

    def least_s(self) -> float:
        """Return the time that no schedule can be below which keeps the lines of a scene in order."""
        scenes: dict[tuple[str, int], float] = defaultdict(float)
        scene = 0
        for line in self.lines:
            scene += line.follows_scene_break
            scenes[line.chapter, scene] += self.takes_s[line.id]
        return max(sum(self.takes_s.values()) / self.cap, *scenes.values())


# A run


class Run:
    """One run of the schedule against a service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.schedule = Schedule(service.lines)
        self.cap, self.breaker = Concurrency.begin(service.cap), Breaker()
        self.now_s = 0.0
        self.answers: list[Answer] = []
        self.failures: Counter[tuple[str, FailureClass]] = Counter()
        self.most_in_flight = 0

    def finish(self) -> float:
        """Return the makespan."""
        while not self.schedule.is_done:
            self.start()
            if self.wakes_at_s() < self.answers_at_s():
                self.now_s = self.wakes_at_s()
            else:
                self.hear(heapq.heappop(self.answers))
        return self.now_s

    def start(self) -> None:
        """Send what may be sent."""
        most = self.breaker.most_in_flight(self.now_s)
        for line in self.schedule.next_lines(self.now_s, caps={"": self.cap}, most=most):
            heapq.heappush(self.answers, self.service.call(line, self.now_s, len(self.answers) + 1))
        self.most_in_flight = max(self.most_in_flight, len(self.answers))

    def answers_at_s(self) -> float:
        """Return when the next answer comes."""
        return self.answers[0].at_s if self.answers else float("inf")

    def wakes_at_s(self) -> float:
        """Return when there may be something to send again though nothing was answered."""
        times = (self.schedule.wakes_at_s(), self.breaker.resting_until_s)
        return min((at_s for at_s in times if at_s is not None and at_s > self.now_s), default=float("inf"))

    def hear(self, answer: Answer) -> None:
        """Tell everybody what an answer means for them."""
        self.now_s = answer.at_s
        if answer.failure is None:
            self.cap = self.cap.succeeded(maximum=self.service.cap)
            self.breaker = self.breaker.succeeded(self.now_s)
            self.schedule.finished(answer.line.id, now_s=self.now_s)
            return
        if answer.failure is FailureClass.SERVER:
            self.breaker = self.breaker.failed(self.now_s)
        else:
            self.cap = self.cap.throttled(sent_at_s=answer.sent_at_s, now_s=self.now_s, maximum=self.service.cap)
        self.fail(answer.line.id, answer.failure)

    def fail(self, line: str, failure: FailureClass) -> None:
        """Send a line again later, as the policy says."""
        self.failures[line, failure] += 1
        delay_s = retry_delay(failure, self.failures[line, failure], jitter=self.service.chance.random())
        if delay_s is None:
            raise SystemExit(f"{line} was given up: the simulated faults are too many")
        self.schedule.failed(line, retry_at_s=self.now_s + delay_s)


def measure(books: list[list[ScheduledLine]], cap: int, *, faults: float) -> str:
    """Return two cells of the table: the largest ratio, and the most weak seams."""
    ratios, seams = [], []
    for seed, lines in enumerate(books):
        service = Service(lines, cap, random.Random(seed), faults=faults)
        run = Run(service)
        ratios.append(run.finish() / service.least_s())
        seams.append(len(run.schedule.weak_seams))
        if run.most_in_flight > cap:
            raise SystemExit(f"{run.most_in_flight} calls were in flight at a cap of {cap}")
    return f"{max(ratios):.3f} | {max(seams)}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="runs of each configuration; the worst is printed")
    seeds = parser.parse_args().seeds
    begun = time.perf_counter()
    print("| book | cap | ratio | weak seams | ratio with faults | weak seams |")
    print("|---|--:|--:|--:|--:|--:|")
    books = [dict(make_books(seed)) for seed in range(seeds)]
    for name in books[0]:
        for cap in CAPS:
            cells = [measure([book[name] for book in books], cap, faults=faults) for faults in (0.0, 1.0)]
            print(f"| {name} | {cap} | {' | '.join(cells)} |", flush=True)
    print(f"\n{len(books[0]) * len(CAPS) * 2 * seeds} runs in {time.perf_counter() - begun:.0f} s.")


if __name__ == "__main__":
    main()
