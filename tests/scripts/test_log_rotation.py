"""The log of the web server while all its processes append to it."""

from pathlib import Path

import pytest
from gunicorn.config import Config

from scripts import log_rotation, server


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(log_rotation, "LOG", tmp_path / "server.log")
    monkeypatch.setattr(log_rotation, "LIMIT_BYTES", 99)
    return tmp_path / "server.log"


def test_a_long_log_is_put_aside_and_who_has_it_open_goes_on_in_the_short_one(log: Path):
    with log.open("ab", buffering=0) as first, log.open("ab", buffering=0) as second:
        for _round in range(3):
            first.write(b"x" * 100)
            log_rotation.shorten()
            second.write(b"after\n")
        assert log.read_bytes() == b"after\n"
    assert log.with_suffix(".old.log").read_bytes() == b"after\n" + b"x" * 100


def test_a_short_log_and_one_that_is_not_there_are_left_alone(log: Path):
    log_rotation.shorten()
    log.write_text("short")
    log_rotation.shorten()
    assert log.read_text() == "short"
    assert not log.with_suffix(".old.log").exists()


def test_the_running_server_shortens_its_log_before_each_worker(log: Path):
    """As gunicorn reads its settings from the module that the command names."""
    module = server.ROTATION.removeprefix("--config=python:")
    assert module == log_rotation.__name__
    settings = Config()
    settings.set("pre_fork", log_rotation.pre_fork)
    log.write_text("x" * 100)
    settings.pre_fork(None, None)
    assert log.read_text() == ""
