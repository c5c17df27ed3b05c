"""Last import × present value × new import: every case of the rule."""

import pytest

from upkeep.imports.merge import Difference, three_way


@pytest.mark.parametrize(
    ("last", "now", "new", "write", "kept"),
    [
        # nobody touched it
        ({"a": 1}, {"a": 1}, {"a": 1}, {}, []),
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, []),
        # a person touched it
        ({"a": 1}, {"a": 5}, {"a": 1}, {}, [Difference("a", 5, 1)]),
        ({"a": 1}, {"a": 5}, {"a": 2}, {}, [Difference("a", 5, 2)]),
        ({"a": 1}, {"a": 5}, {"a": 5}, {}, []),
        ({"a": 1}, {"a": ""}, {"a": 2}, {}, [Difference("a", "", 2)]),
        # never imported before: a person's entry
        ({}, {"a": 5}, {"a": 2}, {}, [Difference("a", 5, 2)]),
        ({}, {"a": 5}, {"a": 5}, {}, []),
        # the file no longer says anything
        ({"a": 1}, {"a": 1}, {"a": ""}, {"a": ""}, []),
        ({"a": 1}, {"a": 5}, {"a": ""}, {}, [Difference("a", 5, "")]),
        # nothing here, nothing there
        ({"a": None}, {"a": None}, {"a": None}, {}, []),
    ],
)
def test_three_values_meet(last: dict, now: dict, new: dict, write: dict, kept: list[Difference]):
    merge = three_way(last=last, now=now, new=new)
    assert merge.write == write
    assert list(merge.kept) == kept
    caught_up = now == new and last != now
    assert merge.imported == (last if caught_up else last | new)


@pytest.mark.parametrize("last", [{"a": 1}, {}])
def test_a_touched_field_stays_the_persons_when_the_file_catches_up(last: dict):
    first = three_way(last=last, now={"a": 5}, new={"a": 5})
    second = three_way(last=first.imported, now={"a": 5}, new={"a": ""})
    assert second.write == {}
    assert second.kept == (Difference("a", 5, ""),)


def test_who_touched_the_number_touched_the_street():
    merge = three_way(
        last={"street": "A", "number": "1", "name": "x"},
        now={"street": "A", "number": "2", "name": "x"},
        new={"street": "B", "number": "1", "name": "y"},
        together=(("street", "number"),),
    )
    assert merge.write == {"name": "y"}
    assert {one.field for one in merge.kept} == {"street", "number"}


def test_fields_that_the_import_does_not_own_are_left_alone():
    assert three_way(last={"a": 1, "b": 2}, now={"a": 1, "b": 9}, new={"a": 1}).kept == ()
