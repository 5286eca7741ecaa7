from hypothesis import given
from hypothesis import strategies as st

from pipeline.listening.order import find_order

LINES = [
    ["the", "lamp", "was", "lit", "again", "that", "evening"],
    ["nobody", "had", "lived", "in", "it", "for", "twenty", "years"],
    ["yes", "he", "said"],
    ["a", "grey", "dog", "was", "waiting", "at", "the", "gate"],
    ["seven", "boats", "lay", "upon", "the", "sand"],
]


def said(*numbers):
    return [word for number in numbers for word in LINES[number]]


def chain(numbers):
    return [one.line for one in find_order(LINES, said(*numbers)).chain]


def strays(numbers):
    return [one.line for one in find_order(LINES, said(*numbers)).strays]


def test_lines_in_order_are_a_chain_and_short_ones_are_placed_by_it():
    assert (chain([0, 1, 2, 3, 4]), strays([0, 1, 2, 3, 4])) == ([0, 1, 3, 4], [])


def test_a_line_that_changed_places_is_a_stray_that_the_chain_lacks():
    assert (chain([0, 3, 1, 4]), strays([0, 3, 1, 4])) in (([0, 1, 4], [3]), ([0, 3, 4], [1]))


def test_a_line_that_is_said_twice_is_in_the_chain_and_a_stray():
    assert (chain([0, 1, 0, 3, 4]), strays([0, 1, 0, 3, 4])) == ([0, 1, 3, 4], [0])


def test_a_line_that_is_written_twice_may_be_heard_twice():
    order = find_order([LINES[0], LINES[1], LINES[0]], said(0, 1, 0))
    assert ([one.line for one in order.chain], order.strays) == ([0, 1, 2], ())


@given(st.sets(st.integers(0, 4)))
def test_whatever_is_left_out_the_rest_is_in_order_and_nothing_is_a_stray(left_out):
    heard = [number for number in range(5) if number not in left_out]
    assert chain(heard) == [number for number in heard if number != 2]
    assert strays(heard) == []
