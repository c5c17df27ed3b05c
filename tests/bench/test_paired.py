"""The arithmetic of the comparisons; the comparisons themselves are no tests."""

import math

import pytest

from bench._paired import Times, in_chunks, in_turns, quiet_ratio, ratio, share_within


def test_contestants_take_turns_and_the_first_rounds_do_not_count():
    calls: list[str] = []

    def contestant(name: str):
        return lambda: [calls.append(name) or float(len(calls))]

    found = in_turns({"a": contestant("a"), "b": contestant("b")}, rounds=2, warm=1)
    assert calls == ["a", "b", "b", "a", "a", "b"]
    assert found["a"].rounds == ((4.0,), (5.0,))


def test_chunks_keep_the_order_of_the_tasks():
    found = in_chunks({"a": lambda rows: [10.0 * row for row in rows]}, range(5), rounds=2, size=2)
    assert found["a"].rounds == ((0, 10, 20, 30, 40),) * 2


def test_ratios_pair_rounds_and_the_quiet_one_pairs_tasks():
    ours, theirs = Times(((1.0, 2.0), (9.0, 1.0))), Times(((2.0, 4.0), (10.0, 10.0)))
    assert ratio(ours, theirs) == pytest.approx((0.5 + 0.5) / 2)
    assert ours.best == [1.0, 1.0]
    assert quiet_ratio(ours, theirs) == pytest.approx((1 / 2 + 1 / 4) / 2)


@pytest.mark.parametrize(
    ("ours", "theirs", "share"),
    [
        ([100.0, 200.0], [101.0, 300.0], 0.5),
        ([math.inf], [math.inf], 1.0),
        ([5.0], [math.inf], 0.0),
        ([0.4], [0.0], 1.0),
    ],
)
def test_answers_are_equal_within_what_is_allowed(ours, theirs, share):
    assert share_within(ours, theirs, relative=0.02, absolute=0.5) == share


def test_no_answers_are_no_agreement():
    assert math.isnan(share_within([], [], relative=0.1))
