"""`manage.py import_dates`: exit codes, one sentence per fault, every stored calendar."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone

from actors.models import Organisation
from initiatives.models import Event
from tests import factories
from tests.upkeep import commands
from tests.upkeep.imports.ical.files import calendar, event
from tests.upkeep.imports.ical.test_entries import BAD_FILES
from tests.upkeep.imports.ical.test_fetch import Server, anywhere, server  # noqa: F401 (a fixture)
from upkeep.imports.ical.fetch import fetch
from upkeep.management.commands import import_dates
from upkeep.models import Calendar, CalendarFile, ImportRun

pytestmark = pytest.mark.django_db
ICS = calendar(event("RRULE:FREQ=WEEKLY;BYDAY=FR"), event("DTSTART:20301127T170000Z", uid="b", title="Fest"))


run, refusal = partial(commands.run, "import_dates"), partial(commands.refusal, "import_dates")


@pytest.fixture
def parish(quarter) -> Organisation:
    return factories.organisation("Paulusgemeinde", slug="paulus")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kalender.ics"
    path.write_bytes(ICS)
    return path


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of this machine may be asked."""
    monkeypatch.setattr(import_dates, "fetch", lambda address, **marks: fetch(address, allowed=anywhere, **marks))


def test_a_file_is_imported_and_the_report_printed(parish: Organisation, file: Path):
    said = run(file, "--organisation", "paulus")
    assert "Termine von „Paulusgemeinde“\n2 neu, 0 geändert, 0 unverändert, 0 nicht mehr da, 0 ausgelassen\n" in said
    assert "  Chor (jeden Freitag, 18 bis 20 Uhr)" in said
    assert said.endswith("2 Änderungen.\n")
    assert run(file, "--organisation", "paulus").endswith("0 Änderungen.\n")


def test_a_dry_run_says_the_same_and_stores_nothing(parish: Organisation, file: Path):
    said = run(file, "--organisation", "paulus", "--dry-run")
    assert "Probelauf" in said
    assert "2 Änderungen." in said
    assert [model.objects.count() for model in (Event, Calendar, ImportRun)] == [0, 0, 0]


def test_what_a_person_changed_is_told(parish: Organisation, file: Path):
    run(file, "--organisation", "paulus")
    Event.objects.filter(title="Chor").update(title="Unser Chor")
    assert "  Unser Chor, Titel: eingetragen „Unser Chor“, Kalender „Chor“" in run(file, "--organisation", "paulus")


def test_a_file_belongs_to_the_only_calendar_there_is(parish: Organisation, file: Path):
    only = Calendar.objects.create(organisation=parish, url="https://paulus.example/k.ics")
    run(file, "--organisation", "paulus")
    assert set(Event.objects.values_list("imported__calendar", flat=True)) == {only.pk}
    Calendar.objects.create(organisation=parish, url="https://paulus.example/zwei.ics")
    run(file, "--organisation", "paulus")
    assert Calendar.objects.filter(url="").count() == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["k.ics"], ["--organisation=paulus"], ["k.ics", "--organisation=paulus", "--all"], ["k.ics", "--all"]],
)
def test_wrong_usage_is_told_in_one_sentence(arguments: list[str]):
    error = refusal(*arguments)
    assert error.returncode == 2
    assert str(error) == "Bitte einen Kalender und --organisation angeben, oder nur --all."


@pytest.mark.parametrize(
    ("slug", "says"), [("paulu", "vielleicht paulus"), ("xyz", "das Kürzel"), ("a\0b", "das Kürzel")]
)
def test_an_organisation_that_there_is_not_is_told(parish: Organisation, file: Path, slug: str, says: str):
    error = refusal(file, f"--organisation={slug}")
    assert error.returncode == 1
    assert says in str(error)


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_has_exit_code_1_and_one_sentence_and_changes_nothing(
    parish: Organisation, tmp_path: Path, name: str
):
    path = tmp_path / "k.ics"
    path.write_bytes(BAD_FILES[name][0])
    error = refusal(path, "--organisation", "paulus")
    assert error.returncode == 1
    assert "\n" not in str(error)
    assert not Calendar.objects.exists()


@pytest.mark.parametrize("path", ["nichts.ics", "/", "a\0b"])
def test_a_file_that_cannot_be_read_is_told(parish: Organisation, path: str):
    error = refusal(path, "--organisation", "paulus")
    assert error.returncode == 1
    assert "eine Datei, die es gibt und die man lesen darf" in str(error)


def test_an_address_inside_is_not_asked(parish: Organisation):
    error = refusal("http://127.0.0.1:1/k.ics", "--organisation", "paulus")
    assert error.returncode == 1
    assert "öffentlichen Internet" in str(error)


def test_an_address_is_fetched_and_remembered(parish: Organisation, server: Server, local):  # noqa: F811
    server.answers["/kalender.ics"] = (200, ICS, {})
    run(server.at(), "--organisation", "paulus")
    stored = Calendar.objects.get()
    assert (stored.url, stored.fetched_at is not None) == (server.at().text, True)
    assert Event.objects.count() == 2


def test_all_calendars_are_fetched_and_one_that_fails_keeps_none_of_the_others(
    parish: Organisation,
    server: Server,  # noqa: F811
    local,
):
    server.answers |= {"/gut.ics": (200, ICS, {"ETag": '"1"'}), "/weg.ics": (404, b"", {})}
    Calendar.objects.create(organisation=parish)
    good = Calendar.objects.create(organisation=parish, url=server.at("/gut.ics").text)
    bad = Calendar.objects.create(organisation=factories.organisation("Verein"), url=server.at("/weg.ics").text)
    error = refusal("--all")
    assert error.returncode == 1
    assert str(error).startswith("Verein: „Adresse“ ist „http://127.0.0.1:")
    assert Event.objects.count() == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.etag, "404" in bad.result, bad.fetched_at) == ('"1"', True, None)


def test_a_calendar_that_has_not_changed_is_not_read_again(parish: Organisation, server: Server, local):  # noqa: F811
    Calendar.objects.create(organisation=parish, url=server.at().text)
    server.answers["/kalender.ics"] = (200, ICS, {"ETag": '"1"'})
    run("--all")
    server.answers["/kalender.ics"] = (304, b"", {})
    assert "seit dem letzten Mal unverändert" in run("--all")
    assert server.asked[-1][1]["If-None-Match"] == '"1"'


def test_a_dry_run_of_all_stores_nothing(parish: Organisation, server: Server, local):  # noqa: F811
    server.answers |= {"/gut.ics": (200, ICS, {"ETag": '"1"'})}
    Calendar.objects.create(organisation=parish, url=server.at("/gut.ics").text)
    assert "2 Änderungen." in run("--all", "--dry-run")
    assert not Event.objects.exists()
    assert not CalendarFile.objects.exists()
    assert Calendar.objects.get().etag == ""


def test_after_a_week_a_calendar_is_compared_anew(parish: Organisation):
    source = Calendar(organisation=parish, etag='"1"', last_modified="Thu, 26 Nov 2026 09:00:00 GMT")
    now = timezone.now()
    assert source.marks(now) == ("", "")
    source.fetched_at = now - timedelta(days=6)
    assert source.marks(now) == ('"1"', "Thu, 26 Nov 2026 09:00:00 GMT")
    source.fetched_at = now - timedelta(days=8)
    assert source.marks(now) == ("", "")
