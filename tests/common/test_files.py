"""Folders of files that do not grow."""

import os
from pathlib import Path

import pytest

from common.files import forget_old


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old"
    file.touch()
    os.utime(file, (0, 0))
    return file


def test_what_nobody_has_touched_is_thrown_away_and_folders_stay(old: Path):
    (old.parent / "new").touch()
    (old.parent / "folder").mkdir()
    forget_old(old.parent, most=5, seconds=60)
    assert {one.name for one in old.parent.iterdir()} == {"new", "folder"}


def test_a_draft_that_another_process_has_just_finished_is_no_hindrance(old: Path, monkeypatch: pytest.MonkeyPatch):
    (old.parent / "draft").symlink_to("nowhere")
    monkeypatch.setattr(Path, "is_file", lambda _: True)  # it was there a moment ago
    forget_old(old.parent, most=5, seconds=60)
    assert not old.exists()


def test_of_the_rest_the_oldest_go_but_never_the_one_that_is_named(old: Path):
    for age in range(4):
        file = old.parent / f"{age}"
        file.touch()
        os.utime(file, (file.stat().st_mtime - age,) * 2)
    forget_old(old.parent, most=2, seconds=60, but="old")
    assert {one.name for one in old.parent.iterdir()} == {"0", "1", "old"}
