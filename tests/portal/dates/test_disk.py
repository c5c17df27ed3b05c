"""Entries of calendars on disk, for a process that has just started."""

import hashlib
import logging
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from initiatives.dates import renew
from initiatives.feeds import ical
from initiatives.models import Event
from portal.dates import calendars, disk
from portal.dates.calendars import KEPT
from tests import factories

CALENDAR = "/termine/kalender.ics"
STATE = disk.key_of("as it is now")
TEXTS = {disk.key_of(number): b"%d" % number * number for number in range(5)}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def files() -> list[Path]:
    return list(disk.folder().iterdir())


def test_what_was_stored_is_read_again():
    disk.store(b"a", STATE, TEXTS)
    assert disk.read(b"a", STATE) == TEXTS
    assert disk.read(b"b", STATE) == {}


def test_what_was_made_in_another_state_is_not_read_and_leaves_no_second_file():
    disk.store(b"a", STATE, TEXTS)
    assert disk.read(b"a", disk.key_of("another state")) == {}
    disk.store(b"a", disk.key_of("another state"), {})
    assert disk.read(b"a", STATE) == {}
    assert len(files()) == 1


def test_a_whole_file_of_another_layout_is_no_file():
    disk.store(b"a", STATE, TEXTS)
    (file,) = files()
    body = b"of a later program, which writes otherwise"
    file.write_bytes(body + hashlib.sha256(body).digest())
    assert disk.read(b"a", STATE) == {}
    assert list(disk.asked()) == []


@pytest.mark.parametrize("damage", [lambda whole: whole[:-1], lambda whole: whole[:20] + b"\0" + whole[21:], bytes])
def test_a_file_that_is_not_whole_is_no_file(damage):
    disk.store(b"a", STATE, TEXTS)
    (file,) = files()
    file.write_bytes(damage(file.read_bytes()) if damage is not bytes else b"")
    assert disk.read(b"a", STATE) == {}
    assert list(disk.asked()) == []


def test_what_nobody_asks_for_is_thrown_away():
    disk.store(b"old", STATE, TEXTS)
    disk.store(b"asked", STATE, TEXTS)
    for about in (b"old", b"asked"):
        disk.not_asked(about, since=time.time() - disk.KEPT_S - 1)
    assert disk.read(b"asked", STATE) == TEXTS
    disk.store(b"new", STATE, TEXTS)
    assert {about for about, _ in disk.asked()} == {b"asked", b"new"}


def test_only_so_many_files_are_kept():
    for number in range(disk.KEPT_MOST + 3):
        disk.store(b"%d" % number, STATE, TEXTS)
    assert len(files()) == disk.KEPT_MOST


def test_what_is_no_file_is_no_hindrance():
    (disk.folder() / "folder").mkdir(parents=True)
    (disk.folder() / "dangling").symlink_to("nowhere")
    disk.store(b"a", STATE, TEXTS)
    disk.not_asked(b"a", since=1_000_000.0)
    disk.store(b"b", STATE, TEXTS)
    assert [about for about, _ in disk.asked()] == [b"b"]


def test_it_is_known_who_asked_and_when():
    disk.store(b"a", STATE, TEXTS)
    yesterday = float(int(time.time()) - 86_400)
    disk.not_asked(b"a", since=yesterday)
    assert list(disk.asked()) == [(b"a", yesterday)]
    disk.not_asked(b"nobody", since=yesterday)
    assert len(files()) == 1


def test_a_file_that_says_it_is_another_one_is_for_nobody():
    disk.store(b"a", STATE, TEXTS)
    (file,) = files()
    file.rename(file.with_name("0" * 32))
    assert list(disk.asked()) == []


def test_without_a_folder_nothing_is_kept_and_it_is_told(settings, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    settings.VAR = tmp_path / "file"
    settings.VAR.write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        disk.store(b"a", STATE, TEXTS)
    assert "calendars are not kept" in caplog.text
    assert disk.read(b"a", STATE) == {}
    assert list(disk.asked()) == []


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
def test_many_changes_at_once_throw_away_nothing_else(client: Client, written: list[str]):
    more = [factories.event(f"Kurs {number}", slug=f"k-{number}", place=factories.place()) for number in range(4)]
    renew(Event.objects.with_changes(), timezone.now())
    started_anew(client)
    written.clear()
    Event.objects.filter(pk__in=[one.pk for one in more]).update(title_de="Feier", updated_at=timezone.now())
    client.get(CALENDAR)
    assert sorted(written) == ["k-0", "k-1", "k-2", "k-3"]
    started_anew(client)
    assert len(written) == 4, "the three others are still there"


@pytest.mark.django_db
def test_what_is_no_longer_asked_for_makes_room(client: Client, written: list[str]):
    started_anew(client)
    for _turn in range(4):
        Event.objects.update(updated_at=timezone.now())
        started_anew(client)
    (file,) = files()
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 6, "twice as many as there are"


@pytest.mark.django_db
def test_a_damaged_file_costs_only_time(client: Client, written: list[str]):
    first = started_anew(client)
    (file,) = files()
    file.write_bytes(file.read_bytes()[:-40])
    assert started_anew(client) == first
    assert len(written) == 6
    assert started_anew(client) == first
    assert len(written) == 6, "and it is mended"


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Another program from now on; tells what `renew_calendars` says."""

    def release() -> str:
        monkeypatch.setattr(calendars, "program", lambda: "another one")
        KEPT.forget()
        out = StringIO()
        call_command("renew_calendars", stdout=out)
        return out.getvalue()

    return release


@pytest.mark.django_db
def test_what_was_asked_for_is_written_by_a_new_program_before_somebody_asks(
    client: Client, written: list[str], released: Callable[[], str]
):
    german = started_anew(client)
    english = client.get(f"/en{CALENDAR}").content
    assert german != english
    assert released() == "Calendars ready: 2.\n"
    assert len(written) == 12
    assert started_anew(client) == german
    assert client.get(f"/en{CALENDAR}").content == english
    assert len(written) == 12


@pytest.mark.django_db
def test_what_is_written_for_nobody_grows_old_all_the_same(
    client: Client, written: list[str], released: Callable[[], str]
):
    started_anew(client)
    ((about, _),) = disk.asked()
    ten_days_ago = float(int(time.time()) - 10 * 86_400)
    disk.not_asked(about, since=ten_days_ago)
    assert released() == "Calendars ready: 1.\n"
    assert list(disk.asked()) == [(about, ten_days_ago)]
    assert len(written) == 6


@pytest.mark.django_db
def test_for_who_has_not_asked_for_a_month_nothing_is_written(
    client: Client, written: list[str], released: Callable[[], str]
):
    started_anew(client)
    ((about, _),) = disk.asked()
    disk.not_asked(about, since=time.time() - 31 * 86_400)
    assert released() == "Calendars ready: 0.\n"
    assert len(written) == 3


@pytest.mark.django_db
def test_a_calendar_that_cannot_be_written_keeps_no_server_from_starting(
    client: Client, written: list[str], released: Callable[[], str], monkeypatch: pytest.MonkeyPatch, caplog
):
    started_anew(client)
    monkeypatch.setattr(calendars, "told", Mock(side_effect=ZeroDivisionError))
    assert released() == "Calendars ready: 0.\n"
    assert "is not written before somebody asks" in caplog.text


@pytest.mark.django_db
def test_calendars_of_another_database_are_left_alone(
    client: Client, written: list[str], released: Callable[[], str], monkeypatch: pytest.MonkeyPatch
):
    started_anew(client)
    monkeypatch.setitem(connection.settings_dict, "NAME", "another one")
    assert released() == "Calendars ready: 0.\n"
    assert len(written) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "about",
    [
        b"BEGIN:VEVENT",
        b'["de"]',
        b'["HERE", "tr", "https://karte.example/tr/"]',
        b'["HERE", "de", 7]',
        b'["HERE", ["de"], "https://karte.example/"]',
        b'"de"',
        b"7",
        "ß".encode("latin-1"),
    ],
)
def test_what_a_program_that_is_not_this_one_has_noted_keeps_no_server_from_starting(
    about: bytes, released: Callable[[], str]
):
    disk.store(about.replace(b"HERE", connection.settings_dict["NAME"].encode()), STATE, TEXTS)
    assert released() == "Calendars ready: 0.\n"


@pytest.mark.django_db
def test_the_calendar_of_one_place_is_not_kept_on_disk(client: Client, written: list[str]):
    house = factories.place(slug="haus")
    Event.objects.update(place=house, updated_at=timezone.now())
    client.get(f"{CALENDAR}?ort=haus")
    assert len(written) == 3
    assert not disk.folder().exists()
