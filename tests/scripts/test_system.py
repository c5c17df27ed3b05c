"""Which system packages are asked for, and what is said when they cannot be had."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from common import pdf
from config import cluster
from scripts import system
from scripts.steps import RefusedError, Report
from scripts.system import Need

BOOKWORM = [
    "libgdal32",
    "libgdal-dev",
    "libgeos-c1v5",
    "libproj25",
    "postgresql-15-postgis-3",
    "gettext",
    "gettext-base",
]
NOBLE = ["libgdal34t64", "libgeos-c1t64", "libproj25", "postgresql-16-postgis-3", "postgresql-16-postgis-3-scripts"]
OLD_AND_NEW = [
    "postgresql-9-postgis-3",
    "postgresql-14-postgis-3",
    "postgresql-15-postgis-3",
    "postgresql-17-postgis-3",
]
GDAL, GEOS, _PROJ = system.LIBRARIES


def quiet(text: str) -> None:
    """Nobody watches."""


@pytest.fixture
def apt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Commands that would have been run as root, with a Debian 12 that knows its packages."""
    commands: list[str] = []

    def program(what: str, command: Sequence[str], report: Report, **more: object) -> str:
        commands.append(" ".join(command))
        return ""

    monkeypatch.setattr(system, "program", program)
    monkeypatch.setattr(system, "_quietly", lambda *_: None)
    monkeypatch.setattr(system, "_known_packages", lambda: BOOKWORM)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return commands


class Missing:
    """Absent until it was looked for once: as if apt had installed it between."""

    def __init__(self) -> None:
        self.looked = False

    def __call__(self) -> bool:
        self.looked, before = True, self.looked
        return before


def test_nothing_is_asked_of_apt_when_all_is_there(apt: list[str]):
    assert system.install([Need("shell", lambda: True, "sh")], quiet) == "all there"
    assert apt == []


def test_only_what_is_missing_is_installed_and_lists_are_not_refreshed_without_need(apt: list[str]):
    needs = [Need("gettext", Missing(), "gettext"), Need("GDAL", lambda: True, r"libgdal\d+")]
    assert system.install(needs, quiet) == "installed gettext"
    assert apt == [
        "env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "
        "-o DPkg::Lock::Timeout=120 gettext"
    ]


def test_lists_are_refreshed_when_they_lack_a_name(apt: list[str], monkeypatch: pytest.MonkeyPatch):
    known: list[list[str]] = [BOOKWORM, []]
    monkeypatch.setattr(system, "_known_packages", known.pop)
    system.install([Need("gettext", Missing(), "gettext")], quiet)
    assert [command.split("apt-get ")[1].split()[0] for command in apt] == ["update", "install"]


@pytest.mark.parametrize(
    ("need", "offered", "package"),
    [
        (GDAL, BOOKWORM, "libgdal32"),
        (GDAL, NOBLE, "libgdal34t64"),
        (GEOS, BOOKWORM, "libgeos-c1v5"),
        (GEOS, NOBLE, "libgeos-c1t64"),
        (system.PRINTING[0], ["libpango-1.0-0", "libpango1.0-dev", "libpango-1x0-0"], "libpango-1.0-0"),
        (system.DATABASE, BOOKWORM, "postgresql-15-postgis-3"),
        (system.DATABASE, NOBLE, "postgresql-16-postgis-3"),
        (system.DATABASE, OLD_AND_NEW, "postgresql-17-postgis-3"),
        (system.DATABASE, OLD_AND_NEW[:2], None),
    ],
)
def test_each_distribution_gets_its_own_names(
    need: Need, offered: list[str], package: str | None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster, "data_version", lambda: None)
    assert system._candidate(need, offered) == package


def test_existing_data_decides_the_version_of_postgresql(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "data_version", lambda: 15)
    assert system._candidate(system.DATABASE, OLD_AND_NEW) == "postgresql-15-postgis-3"


def test_a_package_the_distribution_does_not_have_is_named(apt: list[str]):
    with pytest.raises(RefusedError, match=r"offers no package for Chromium; Debian 12, Ubuntu 24\.04 and newer"):
        system.install([Need("Chromium", Missing(), "chromium")], quiet)


def test_without_apt_the_things_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedError, match=r"^Missing: GDAL, gettext; there is no apt here"):
        system.install([Need("GDAL", Missing(), "x"), Need("gettext", Missing(), "y")], quiet)


def test_without_sudo_the_command_for_an_administrator_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system, "_known_packages", lambda: BOOKWORM)
    for name in ("apt-get", "apt-cache"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedError) as refusal:
        system.install([Need("gettext", Missing(), "gettext"), Need("GDAL", Missing(), r"libgdal\d+")], quiet)
    assert str(refusal.value).endswith(
        "ask an administrator to run “apt-get install --no-install-recommends gettext libgdal32”, "
        "then run this command again."
    )


def test_a_thing_that_stays_missing_after_apt_said_yes_is_named(apt: list[str]):
    with pytest.raises(RefusedError, match="gettext cannot be found though apt-get has installed gettext"):
        system.install([Need("gettext", lambda: False, "gettext")], quiet)


def test_installing_postgresql_starts_no_second_cluster_and_leaves_no_trace(
    apt: list[str], monkeypatch: pytest.MonkeyPatch
):
    order: list[str] = []
    monkeypatch.setattr(system, "_quietly", lambda *command: order.append(" ".join(command)))
    monkeypatch.setattr(system, "program", lambda *_, **__: order.append("apt"))
    system._apt_install(["postgresql-15-postgis-3"], quiet)
    assert len(order) == 3
    assert "echo create_main_cluster=false >" in order[0]
    assert order[1] == "apt"
    assert order[2].endswith(f"rm -f {system.NO_MAIN_CLUSTER}")


def test_this_machine_has_what_running_the_tests_needs():
    needs = (*system.TOOLS, *system.LIBRARIES, *system.PRINTING)
    assert [need.name for need in needs if not need.present()] == []


def test_the_libraries_of_the_browser_driver_are_asked_for():
    packages = {need.package for need in system.BROWSER}
    assert "libatomic1" in packages


def test_what_opens_pdf_libraries_is_brought_by_what_set_up_installs():
    packages = [need.package.replace("\\", "") for need in system.PRINTING]
    assert set(pdf.LIBRARIES.values()) <= set(packages)
    assert pdf.missing_libraries() == []
