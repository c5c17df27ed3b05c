"""The environment's packages: exact, checked, and left alone while nothing changed."""

import json
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings

from scripts import environment, facts
from scripts.steps import RefusedError, Report

FRONT_END = {
    "@fontsource/atkinson-hyperlegible": "5.3.0",
    "@mapbox/maki": "8.2.0",
    "@rapideditor/temaki": "5.13.0",
    "leaflet": "1.9.4",
    "leaflet.markercluster": "1.5.3",
    "protomaps-leaflet": "5.1.0",
}


def quiet(text: str) -> None:
    """Nobody watches."""


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Programs that would have been run, in a project with one lock file."""
    ran: list[list[str]] = []

    def program(what: str, command: Sequence[str], report: Report, **more: object) -> str:
        ran.append(list(command))
        return ""

    for name in ("requirements", "env", "node_modules"):
        (tmp_path / name).mkdir()
    (tmp_path / "requirements" / "app.txt").write_text("django==5")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(environment, "program", program)
    monkeypatch.setattr(facts, "PROJECT", tmp_path)
    monkeypatch.setattr(facts, "REQUIREMENTS", tmp_path / "requirements")
    monkeypatch.setattr(facts, "ENVIRONMENT", tmp_path / "env")
    monkeypatch.setattr(facts, "NODE_MODULES", tmp_path / "node_modules")
    return ran


def test_packages_are_installed_with_hashes_and_only_when_the_lock_changed(commands: list, tmp_path: Path):
    assert environment.install("app.txt", quiet) == "installed"
    assert "--require-hashes" in commands[0]
    assert environment.install("app.txt", quiet) == "unchanged"
    (tmp_path / "requirements" / "app.txt").write_text("django==6")
    assert environment.install("app.txt", quiet) == "installed"
    assert len(commands) == 2


def test_front_end_files_come_from_the_lock_file_and_only_when_it_changed(
    commands: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(environment, "npm", lambda _: ["npm"])
    assert environment.install_front_end(quiet) == "installed"
    assert commands == [["npm", "ci"]]
    assert environment.install_front_end(quiet) == "unchanged"
    (tmp_path / "package-lock.json").write_text('{"changed": 1}')
    assert environment.install_front_end(quiet) == "installed"


def test_static_files_are_collected_anew_when_a_picture_or_the_list_of_pictures_changed(
    commands: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(facts, "VAR", tmp_path / "var")
    icon, list_of_icons = tmp_path / "portal" / "icons" / "ui" / "pin.svg", tmp_path / "fixtures" / "taxonomy.yaml"
    for folder in (icon.parent, list_of_icons.parent, tmp_path / "var" / "static"):
        folder.mkdir(parents=True)
    for file in (icon, list_of_icons):
        file.write_text("before")
        assert environment.collect_static(quiet) == "collected"
        assert environment.collect_static(quiet) == "unchanged"
        file.write_text("after")
        assert environment.collect_static(quiet) == "collected"


@pytest.mark.parametrize("variable", ["VAR_DIR", "STATIC_ROOT"])
def test_static_files_may_lie_elsewhere_and_are_collected_anew_when_the_place_changes(
    commands: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
):
    monkeypatch.setattr(facts, "VAR", tmp_path / "var")
    for place in (tmp_path / "srv" / "one", tmp_path / "srv" / "two"):
        monkeypatch.setenv(variable, str(place))
        environment.static_root().mkdir(parents=True)  # as the command does
        assert environment.collect_static(quiet) == "collected"
        assert environment.collect_static(quiet) == "unchanged"
    assert not (tmp_path / "var").exists()


def test_static_files_are_collected_to_where_they_are_served_from():
    assert environment.static_root() == Path(settings.STATIC_ROOT)


@pytest.mark.parametrize(("answer", "version"), [("v20.20.2", 20), ("v18.0.0", 18), ("", 0), ("node: broken", 0)])
def test_the_version_of_the_systems_node_is_read(
    answer: str, version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho '{answer}'\n")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert environment._system_node() == version


def test_an_old_python_is_refused_with_the_version_wanted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(facts, "python_is_new_enough", lambda: False)
    with pytest.raises(RefusedError, match=r"Quartierskarte needs 3\.11 or newer"):
        environment.check_python()


@pytest.mark.parametrize(("version", "enough"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((4, 0), True)])
def test_python_3_11_is_the_oldest(version: tuple[int, int], enough: bool):
    assert facts.python_is_new_enough(version) is enough


def test_a_folder_of_somebody_else_is_refused_by_name(commands: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "node_modules").chmod(0o500)
    # As for anybody but root, who can write everywhere.
    monkeypatch.setattr(os, "access", lambda folder, _mode: bool(folder.stat().st_mode & stat.S_IWUSR))
    with pytest.raises(RefusedError, match=r"node_modules belongs to the user .* and you cannot write there"):
        environment.check_folder()


# --------------------------------------------------------------------------------------------------- what is committed


def test_front_end_versions_are_exact_and_locked():
    package = json.loads((facts.PROJECT / "package.json").read_text())
    assert package["dependencies"] == FRONT_END
    assert package["devDependencies"] == {"axe-core": "4.14.1"}
    locked = json.loads((facts.PROJECT / "package-lock.json").read_text())["packages"]
    for name, version in (FRONT_END | package["devDependencies"]).items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in entry for name, entry in locked.items() if name)


def test_lock_files_hold_hashes_but_no_download_address():
    assert "resolved" not in (facts.PROJECT / "package-lock.json").read_text()
    for lock in facts.REQUIREMENTS.glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text, lock.name
        pinned = re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==\S+ \\$", text, re.M | re.I)
        assert len(pinned) == len(re.findall(r"^[a-z]", text, re.M | re.I)), f"{lock.name} has a line without hash"


def test_each_lock_file_has_its_source():
    names = {path.stem for path in facts.REQUIREMENTS.glob("*.txt")}
    assert names == {path.stem for path in facts.REQUIREMENTS.glob("*.in")} == {"app", "dev", "node", "lock"}


def test_every_version_asked_for_is_the_one_locked():
    for source in facts.REQUIREMENTS.glob("*.in"):
        locked = source.with_suffix(".txt").read_text().lower()
        for pin in re.findall(r"^[\w.-]+==[\w.]+", source.read_text(), re.M):
            assert f"{pin.lower()} \\" in locked, f"{pin} is not in {source.stem}.txt; run “make lock”"
