"""Texts that are kept by their key, as many as there is room for."""

from itertools import count

from portal.dates.memory import OVERHEAD_BYTES, Kept

numbers = count(1)


def room_for(texts: int) -> Kept:
    return Kept(texts * (4 + OVERHEAD_BYTES))


def ask(kept: Kept, *keys: str, size: int = 4) -> list[bytes]:
    """Each text that is made is another one."""
    return kept.all(keys, lambda missing: {key: b"%*d" % (size, next(numbers)) for key in missing})


def test_what_is_asked_for_again_is_not_made_again():
    kept = room_for(2)
    assert ask(kept, "a") == ask(kept, "a") != ask(kept, "b")


def test_only_what_is_missing_is_made_and_all_is_in_the_order_that_was_asked_for():
    kept = room_for(3)
    (first,) = ask(kept, "b")
    asked = []
    found = kept.all(["a", "b", "c"], lambda missing: asked.extend(missing) or {"a": b"1", "c": b"3"})
    assert asked == ["a", "c"]
    assert found == [b"1", first, b"3"]


def test_what_cannot_be_made_is_left_out():
    assert room_for(2).all(["a", "b"], lambda _missing: {"b": b"2"}) == [b"2"]


def test_what_was_not_asked_for_longest_makes_room():
    kept = room_for(2)
    first, second = ask(kept, "a", "b")
    assert ask(kept, "a") == [first]
    ask(kept, "c")
    assert ask(kept, "a") == [first]
    assert ask(kept, "b") != [second]


def test_what_is_too_large_is_given_and_not_kept():
    kept = room_for(2)
    (large,) = ask(kept, "a", size=2 * OVERHEAD_BYTES)
    assert len(large) == 2 * OVERHEAD_BYTES
    assert ask(kept, "a", size=2 * OVERHEAD_BYTES) != [large]


def test_two_who_make_the_same_at_once_take_the_room_of_one():
    kept = room_for(2)
    (first,) = ask(kept, "b")
    kept.all(["a"], lambda _missing: dict(zip("a", ask(kept, "a"), strict=True)))
    assert ask(kept, "b") == [first]


def test_all_can_be_forgotten():
    kept = room_for(1)
    first = ask(kept, "a")
    kept.forget()
    assert ask(kept, "a") != first
