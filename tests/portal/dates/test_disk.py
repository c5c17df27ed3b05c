"""Entries of calendars on disk, for a process that has just started."""

import logging
import os
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from initiatives.dates import renew
from initiatives.feeds import ical
from initiatives.models import Event
from portal.dates import calendars, disk
from portal.dates.calendars import KEPT
from tests import factories

CALENDAR = "/termine/kalender.ics"
TEXTS = {disk.key_of(number): b"%d" % number * number for number in range(5)}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_what_was_stored_is_read_again():
    disk.store("a", TEXTS)
    assert disk.read("a") == TEXTS
    assert disk.read("b") == {}


@pytest.mark.parametrize("damage", [lambda whole: whole[:-1], lambda whole: whole[:20] + b"\0" + whole[21:], bytes])
def test_a_file_that_is_not_whole_is_no_file(damage):
    disk.store("a", TEXTS)
    file = disk.folder() / "a"
    file.write_bytes(damage(file.read_bytes()) if damage is not bytes else b"")
    assert disk.read("a") == {}


def test_what_nobody_asks_for_is_thrown_away():
    disk.store("old", TEXTS)
    disk.store("asked", TEXTS)
    long_ago = time.time() - disk.KEPT_S - 1
    for name in ("old", "asked"):
        os.utime(disk.folder() / name, (long_ago, long_ago))
    assert disk.read("asked") == TEXTS
    disk.store("new", TEXTS)
    assert {file.name for file in disk.folder().iterdir()} == {"asked", "new"}


def test_only_so_many_files_are_kept():
    for number in range(disk.KEPT_MOST + 3):
        disk.store(f"{number}", TEXTS)
    assert len(list(disk.folder().iterdir())) == disk.KEPT_MOST


def test_without_a_folder_nothing_is_kept_and_it_is_told(settings, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    settings.VAR = tmp_path / "file"
    settings.VAR.write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        disk.store("a", TEXTS)
    assert "calendars are not kept" in caplog.text
    assert disk.read("a") == {}


# --- calendars --------------------------------------------------------------------------------------------------------


@pytest.fixture
def written(quarter, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three events, many enough for the disk; gives the events that are written from now on."""
    monkeypatch.setattr(calendars, "MANY", 3)
    for number in range(3):
        factories.event(f"Treffen {number}", slug=f"t-{number}", place=factories.place())
    renew(Event.objects.with_changes(), timezone.now())
    slugs: list[str] = []
    entry = ical.entry
    monkeypatch.setattr(
        ical, "entry", lambda event, *args, **more: slugs.append(event.slug) or entry(event, *args, **more)
    )
    KEPT.forget()
    return slugs


def started_anew(client: Client) -> bytes:
    KEPT.forget()
    return client.get(CALENDAR).content


@pytest.mark.django_db
def test_a_process_that_has_just_started_writes_only_what_has_changed(client: Client, written: list[str]):
    first = started_anew(client)
    assert sorted(written) == ["t-0", "t-1", "t-2"]
    assert started_anew(client) == first
    assert len(written) == 3
    Event.objects.filter(slug="t-1").update(title_de="Fest", updated_at=timezone.now())
    assert b"SUMMARY:Fest" in started_anew(client)
    assert written[3:] == ["t-1"]


@pytest.mark.django_db
def test_what_another_program_has_stored_is_not_taken(
    client: Client, written: list[str], monkeypatch: pytest.MonkeyPatch
):
    started_anew(client)
    monkeypatch.setattr(calendars, "program", lambda: "another one")
    started_anew(client)
    assert len(written) == 6


@pytest.mark.django_db
def test_another_event_with_the_same_number_is_not_taken_for_the_first(client: Client, written: list[str]):
    """As after a backup has been read into an empty database."""
    started_anew(client)
    Event.objects.filter(slug="t-1").update(uuid=uuid4())
    started_anew(client)
    assert written[3:] == ["t-1"]


@pytest.mark.django_db
def test_what_is_no_longer_public_is_not_taken_from_disk(client: Client, written: list[str]):
    started_anew(client)
    Event.objects.filter(slug="t-1").update(status="draft")
    assert b"Treffen 1" not in started_anew(client)


@pytest.mark.django_db
def test_a_damaged_file_costs_only_time(client: Client, written: list[str]):
    first = started_anew(client)
    (file,) = disk.folder().iterdir()
    file.write_bytes(file.read_bytes()[:-40])
    assert started_anew(client) == first
    assert len(written) == 6
    assert len(disk.read(file.name)) == 3, "and it is mended"
