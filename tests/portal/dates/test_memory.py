"""Files that are kept by their key, as many as there is room for."""

from itertools import count

from portal.dates.memory import Kept


def made_by(kept: Kept, key: str, size: int = 4) -> bytes:
    return kept.get(key, lambda: str(next(numbers)).encode().rjust(size))


numbers = count(1)


def test_what_is_asked_for_again_is_not_made_again():
    kept = Kept(10)
    assert made_by(kept, "a") == made_by(kept, "a") != made_by(kept, "b")


def test_what_was_not_asked_for_longest_makes_room():
    kept = Kept(10)
    first, second = made_by(kept, "a"), made_by(kept, "b")
    assert made_by(kept, "a") == first
    made_by(kept, "c")
    assert made_by(kept, "a") == first
    assert made_by(kept, "b") != second


def test_what_is_too_large_is_given_and_not_kept():
    kept = Kept(10)
    first = made_by(kept, "a")
    assert len(made_by(kept, "b", size=11)) == 11
    assert made_by(kept, "b", size=11) != made_by(kept, "b", size=11)
    assert made_by(kept, "a") == first


def test_all_can_be_forgotten():
    kept = Kept(10)
    first = made_by(kept, "a")
    kept.forget()
    assert made_by(kept, "a") != first
