"""Arrays on disk: a cache that may be missing, damaged or forbidden without anybody noticing."""

import logging
import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from mapping import network_files
from mapping.routing.graph import Network
from tests.networks import is_mapped
from tests.routing_networks import one_edge


@pytest.fixture(autouse=True)
def room(settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "network"


class Builder:
    """Counts how often it is asked."""

    def __init__(self, network: Network | None = None, wait_s: float = 0) -> None:
        self.network, self.asked, self.wait_s = network or one_edge(surface="sett"), 0, wait_s

    def __call__(self) -> Network:
        self.asked += 1
        time.sleep(self.wait_s)
        return self.network


def place(room: Path, name: str = "x") -> Path:
    return room / network_files.name_of(name)


def test_a_network_is_computed_once_and_mapped_from_then_on(room):
    build = Builder()
    first, second = network_files.get("x", build), network_files.get("x", build)
    assert build.asked == 1
    for found in (first, second):
        assert is_mapped(found.length_m), "not copied"
        assert found.checksum == build.network.checksum
        np.testing.assert_array_equal(found.facts["surface"], build.network.facts["surface"])


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_a_mapped_network_costs_one_open_file(room):
    build = Builder()
    network_files.get("x", build)
    before = open_files()
    kept = [network_files.get("x", build) for _ in range(20)]
    assert open_files() - before <= len(kept)


def test_arrays_of_another_version_of_the_program_are_others(monkeypatch):
    before = network_files.name_of("x")
    monkeypatch.setattr(network_files, "RECIPE", "another")
    assert network_files.name_of("x") != before


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 255
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [cut, flip, Path.unlink, lambda file: file.write_bytes(b"")])
@pytest.mark.parametrize("name", ["arrays.bin", "about.json", "manifest.json"])
def test_a_damaged_folder_is_made_anew(room, damage, name, caplog):
    build = Builder()
    network_files.get("x", build)
    damage(place(room) / name)
    found = network_files.get("x", build)
    assert build.asked == 2
    assert is_mapped(found.length_m)
    assert network_files.get("x", build).edges == 1
    assert build.asked == 2, "it is whole again"


def test_a_process_that_mapped_a_folder_keeps_it_when_it_is_removed(room):
    found = network_files.get("x", Builder())
    network_files.drop("x")
    assert not place(room).exists()
    assert float(found.length_m[0]) == 100


def nothing_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(Path, "open", refuse)


def test_where_nothing_can_be_written_the_arrays_stay_in_memory(monkeypatch, caplog):
    nothing_may_be_written(monkeypatch)
    build = Builder()
    with caplog.at_level(logging.WARNING):
        assert network_files.get("x", build) is build.network
    assert build.asked == 1
    assert "stays in memory" in caplog.text


def test_a_full_disk_costs_nothing_but_memory(monkeypatch, caplog, room):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(network_files, "save", full)
    build = Builder()
    assert network_files.get("x", build) is build.network
    assert build.asked == 1
    assert "No space left" in caplog.text
    assert not [one for one in room.iterdir() if one.is_dir()]


def test_a_file_where_the_folder_should_be_is_no_reason_to_fail(room, caplog):
    room.write_text("not a folder")
    build = Builder()
    assert network_files.get("x", build) is build.network


def test_of_many_at_once_one_computes(room):
    build, found = Builder(wait_s=0.2), []
    threads = [threading.Thread(target=lambda: found.append(network_files.get("x", build))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert build.asked == 1
    assert len(found) == 5


def test_who_waits_too_long_computes_alone(room, monkeypatch, caplog):
    monkeypatch.setattr(network_files, "PATIENCE_S", 0.1)
    slow, quick = Builder(wait_s=1.0), Builder()
    thread = threading.Thread(target=lambda: network_files.get("x", slow))
    thread.start()
    time.sleep(0.2)
    assert network_files.get("x", quick) is quick.network
    thread.join()


def test_old_folders_go_and_those_in_use_stay(room, monkeypatch):
    monkeypatch.setattr(network_files, "OTHERS_KEPT", 2)
    for age, name in enumerate(("used", "old", "older", "oldest")):
        network_files.get(name, Builder())
        os.utime(place(room, name), (1e9 - age, 1e9 - age))
    draft = room / ".draft-1-1"
    draft.mkdir()
    os.utime(draft, (1e9, 1e9))
    assert network_files.prune({"used"}) == 2
    assert {one.name for one in room.iterdir() if one.is_dir()} == {
        network_files.name_of(name) for name in ("used", "old", "older")
    }
    assert network_files.prune({"used"}) == 0


def test_there_is_nothing_to_prune_where_nothing_is():
    assert network_files.prune(set()) == 0
