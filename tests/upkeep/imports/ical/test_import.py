"""A calendar into events: repeatable, and what a person entered stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from actors.models import Need, Organisation
from common.counts import Counts
from common.errors import Conflict, UsageError
from common.records import Status
from initiatives.models import DateChange, Event
from initiatives.recurrence.series import at, wall
from tests import factories
from tests.upkeep.imports.ical.files import calendar, event
from upkeep.imports.ical import report
from upkeep.imports.ical.comparison import Plan
from upkeep.imports.ical.run import import_calendar, preview, wait
from upkeep.models import Calendar, CalendarFile, ImportRun

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=FR"


@pytest.fixture
def parish(quarter) -> Organisation:
    return factories.organisation("Paulusgemeinde", slug="paulus", kind="parish")


@pytest.fixture
def source(parish: Organisation) -> Calendar:
    return Calendar.objects.create(organisation=parish, url="https://paulus.example/kalender.ics")


def take(of: Calendar, *events: str, now: datetime = NOW) -> Plan:
    return import_calendar(of, calendar(*events), name="kalender.ics", at=now)


def only() -> Event:
    return Event.objects.get()


def test_an_entry_becomes_an_event_with_its_dates(source: Calendar):
    plan = take(source, event(WEEKLY, "DESCRIPTION:Alle sind willkommen.", "URL:https://paulus.example/chor"))
    made = only()
    assert plan.counts == Counts(new=1)
    assert (made.title, made.about, made.website) == ("Chor", "Alle sind willkommen.", "https://paulus.example/chor")
    assert (made.organisation.slug, made.source, made.source_id) == (
        "paulus",
        "partner",
        "paulus/chor@gemeinde.example",
    )
    assert (made.rule, made.status, made.sequence, made.fetched_at) == ("FREQ=WEEKLY;BYDAY=FR", "published", 0, NOW)
    assert wall(made.dates.first().starts) == datetime(2026, 11, 27, 18)
    assert made.dates.count() > 100


def test_the_same_calendar_twice_changes_nothing(source: Calendar):
    lines = (event(WEEKLY, "EXDATE;TZID=Europe/Berlin:20261204T180000"), event(*OVERRIDE), event(uid="b", title="Fest"))
    take(source, *lines)
    runs, updated = ImportRun.objects.count(), only_times()
    plan = take(source, *lines, now=NOW + timedelta(days=1))
    assert plan.counts == Counts(unchanged=2)
    assert (ImportRun.objects.count(), only_times()) == (runs, updated)
    assert set(Event.objects.values_list("sequence", flat=True)) == {0}


OVERRIDE = (
    "RECURRENCE-ID;TZID=Europe/Berlin:20261211T180000",
    "DTSTART;TZID=Europe/Berlin:20261212T190000",
    "DTEND;TZID=Europe/Berlin:20261212T210000",
)


def only_times() -> list[datetime]:
    return list(Event.objects.order_by("pk").values_list("updated_at", flat=True))


def test_what_changed_in_the_calendar_is_renewed_and_subscribers_hear_of_it(source: Calendar):
    take(source, event(WEEKLY))
    plan = take(source, event("RRULE:FREQ=WEEKLY;BYDAY=FR;INTERVAL=2", title="Kirchenchor"))
    made = only()
    assert plan.counts == Counts(changed=1)
    assert (made.title, made.rule, made.sequence) == ("Kirchenchor", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", 1)
    told = [(row.label, row.before, row.after) for row in plan.steps[0].rows]
    assert told == [
        ("Titel", "Chor", "Kirchenchor"),
        ("Wann", "jeden Freitag, 18 bis 20 Uhr", "alle zwei Wochen am Freitag, 18 bis 20 Uhr"),
    ]
    assert [wall(one.starts).day for one in made.dates.all()[:2]] == [27, 11]


@pytest.mark.parametrize(
    ("changed", "line", "label"),
    [
        ({"title": "Unser Chor"}, "X:1", "Titel"),
        ({"about_de": "Von Hand"}, "DESCRIPTION:Neu", "Beschreibung"),
        ({"room": "Saal"}, "LOCATION:Keller", "Raum"),
        ({"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"}, "EXDATE;TZID=Europe/Berlin:20261204T180000", "Wann"),
    ],
)
def test_what_a_person_changed_stays_and_the_difference_is_told(
    source: Calendar, changed: dict[str, str], line: str, label: str
):
    take(source, event(WEEKLY))
    Event.objects.update(**changed)
    plan = take(source, event(WEEKLY, line))
    stored = only()
    assert {name: getattr(stored, name) for name in changed} == changed
    assert [row.label for row in plan.steps[0].kept] == [label]
    assert "Von Personen eingetragen, im Kalender anders (Eintrag bleibt):" in report.text(plan)
    assert take(source, event(WEEKLY, line)).counts == Counts(unchanged=1)


def test_other_fields_of_a_touched_event_are_renewed(source: Calendar):
    take(source, event(WEEKLY))
    Event.objects.update(title="Unser Chor")
    take(source, event(WEEKLY, "DESCRIPTION:Neu"))
    assert (only().title, only().about) == ("Unser Chor", "Neu")


def test_what_a_person_added_beside_the_calendar_is_no_difference(source: Calendar):
    take(source, event(WEEKLY))
    only().needs.set(Need.objects.filter(slug="essen"))
    Event.objects.update(entrance="über den Hof", plain="Wir singen.")
    assert take(source, event(WEEKLY)).counts == Counts(unchanged=1)
    assert [need.slug for need in only().needs.all()] == ["essen"]


def test_new_events_get_what_the_calendar_is_set_to_and_its_categories(source: Calendar):
    place, initiative = factories.place("Gemeindehaus", "kirche"), factories.initiative()
    source.place, source.initiative = place, initiative
    source.save()
    source.needs.set(Need.objects.filter(slug="essen"))
    label = Need.objects.get(slug="demenz").label
    take(source, event(f"CATEGORIES:{label},Kirche"))
    made = only()
    assert (made.place, made.initiative) == (place, initiative)
    assert sorted(need.slug for need in made.needs.all()) == ["demenz", "essen"]


# --- single dates ---------------------------------------------------------------------------------------------------


def changes() -> list[tuple[datetime, datetime | None, bool, str]]:
    rows = only().changes.all()
    return [(wall(one.original), one.starts and wall(one.starts), one.cancelled, one.note) for one in rows]


def test_a_single_date_is_moved_cancelled_or_renamed(source: Calendar):
    cancelled = ("RECURRENCE-ID;TZID=Europe/Berlin:20261218T180000", "DTSTART;TZID=Europe/Berlin:20261218T180000",
                 "DTEND;TZID=Europe/Berlin:20261218T200000", "STATUS:CANCELLED")  # fmt: skip
    renamed = ("RECURRENCE-ID;TZID=Europe/Berlin:20261225T180000", "DTSTART;TZID=Europe/Berlin:20261225T180000",
               "DTEND;TZID=Europe/Berlin:20261225T200000", "LOCATION:Dom")  # fmt: skip
    take(source, event(WEEKLY), event(*OVERRIDE), event(*cancelled), event(*renamed, title="Weihnachtssingen"))
    assert changes() == [
        (datetime(2026, 12, 11, 18), datetime(2026, 12, 12, 19), False, ""),
        (datetime(2026, 12, 18, 18), None, True, ""),
        (datetime(2026, 12, 25, 18), None, False, "Weihnachtssingen; Dom"),
    ]
    assert only().dates.filter(cancelled=True).count() == 1


def test_a_change_that_is_taken_back_goes_and_one_of_a_person_stays(source: Calendar):
    take(source, event(WEEKLY), event(*OVERRIDE))
    DateChange.objects.create(event=only(), original=at(datetime(2026, 12, 4, 18)), cancelled=True)
    plan = take(source, event(WEEKLY))
    assert plan.counts == Counts(changed=1)
    assert [row[0].day for row in changes()] == [4]
    assert plan.steps[0].kept == ()


def test_a_persons_change_of_the_same_date_wins(source: Calendar):
    take(source, event(WEEKLY))
    DateChange.objects.create(event=only(), original=at(datetime(2026, 12, 11, 18)), cancelled=True, note="Heizung")
    plan = take(source, event(WEEKLY), event(*OVERRIDE))
    assert changes() == [(datetime(2026, 12, 11, 18), None, True, "Heizung")]
    assert plan.counts == Counts(unchanged=1)
    assert plan.steps[0].kept[0].before == "fällt aus, Heizung"


def test_a_change_that_a_person_deleted_does_not_come_back(source: Calendar):
    take(source, event(WEEKLY), event(*OVERRIDE))
    DateChange.objects.all().delete()
    assert take(source, event(WEEKLY), event(*OVERRIDE)).counts == Counts(unchanged=1)
    assert not changes()


def test_a_single_date_without_its_series_is_an_event_of_its_own(source: Calendar):
    take(source, event(*OVERRIDE))
    assert only().source_id == "paulus/chor@gemeinde.example#20261211T180000"
    assert wall(only().starts) == datetime(2026, 12, 12, 19)


# --- what is gone, and comes back -----------------------------------------------------------------------------------


def other() -> str:
    return event(uid="fest", title="Fest")


def test_what_vanished_is_archived_and_comes_back(source: Calendar):
    take(source, event(WEEKLY), other())
    plan = take(source, other())
    assert plan.counts == Counts(unchanged=1, gone=1)
    gone = Event.objects.get(title="Chor")
    assert (gone.status, gone.sequence) == (Status.ARCHIVED, 1)
    assert take(source, other()).counts == Counts(unchanged=1)
    assert take(source, event(WEEKLY), other()).counts == Counts(unchanged=1, changed=1)
    assert Event.objects.published().count() == 2


def test_what_a_person_archived_stays_so(source: Calendar):
    take(source, event(WEEKLY), other())
    Event.objects.filter(title="Chor").update(status=Status.ARCHIVED)
    take(source, other())
    take(source, event(WEEKLY), other())
    assert Event.objects.get(title="Chor").status == Status.ARCHIVED


@pytest.mark.parametrize("changed", [{"title": "Unser Chor"}, {"place": None, "room": "Saal"}])
def test_what_a_person_edited_is_not_archived_but_named(source: Calendar, changed: dict[str, object]):
    take(source, event(WEEKLY), other())
    Event.objects.filter(title="Chor").update(**changed)
    plan = take(source, other())
    assert plan.counts == Counts(unchanged=1)
    assert len(plan.staying) == 1
    assert Event.objects.published().count() == 2


def test_an_event_with_a_persons_change_of_a_date_is_not_archived(source: Calendar):
    take(source, event(WEEKLY), other())
    DateChange.objects.create(
        event=Event.objects.get(title="Chor"), original=at(datetime(2026, 12, 4, 18)), cancelled=True
    )
    assert take(source, other()).staying == ["Chor"]


def test_what_is_over_stays(source: Calendar):
    take(source, event(), other())
    assert take(source, other(), now=NOW + timedelta(days=30)).counts == Counts(unchanged=1)


def test_what_became_private_is_taken_from_the_pages(source: Calendar):
    take(source, event(), other())
    assert take(source, event("CLASS:PRIVATE"), other()).counts == Counts(unchanged=1, gone=1)


@pytest.mark.parametrize("line", ["DTSTART:kaputt", "RRULE:FREQ=SECONDLY", "STATUS:TENTATIVE"])
def test_what_cannot_be_read_today_is_not_gone(source: Calendar, line: str):
    take(source, event(), other())
    plan = take(source, event(line), other())
    assert plan.counts == Counts(unchanged=1)
    assert len(plan.left_out) == 1


def test_a_calendar_without_any_entry_changes_nothing(source: Calendar):
    take(source, event())
    with pytest.raises(UsageError, match="ein Kalender mit Terminen"):
        take(source)
    assert Event.objects.published().count() == 1


def test_a_calendar_of_which_nothing_can_be_read_says_why(source: Calendar):
    take(source, event())
    with pytest.raises(UsageError, match="Ausgelassen ist der Eintrag in Zeile 4: „TZID“ ist „Mars/Base“"):
        take(source, event("DTSTART;TZID=Mars/Base:20261204T180000", uid="b"))
    assert Event.objects.published().count() == 1


def test_an_empty_calendar_at_first_is_one(source: Calendar):
    assert take(source).counts == Counts()


def test_an_older_version_is_left_out(source: Calendar):
    take(source, event("SEQUENCE:4"))
    plan = take(source, event("SEQUENCE:3", title="Alt"))
    assert (only().title, plan.counts) == ("Chor", Counts())
    assert "ältere Fassung" in plan.left_out[0].reason


def test_a_cancelled_entry_is_shown_as_such(source: Calendar):
    take(source, event(WEEKLY))
    take(source, event(WEEKLY, "STATUS:CANCELLED"))
    assert only().cancelled == "so steht es im Kalender"
    assert not only().dates.filter(cancelled=False).exists()


# --- whose it is ----------------------------------------------------------------------------------------------------


def test_two_organisations_may_use_the_same_identifier(source: Calendar):
    another = Calendar.objects.create(organisation=factories.organisation("Verein"))
    take(source, event())
    take(another, event(title="Turnen"))
    assert set(Event.objects.values_list("title", flat=True)) == {"Chor", "Turnen"}


def test_an_event_belongs_to_the_calendar_it_came_from(source: Calendar):
    second = Calendar.objects.create(organisation=source.organisation, url="https://paulus.example/zwei.ics")
    take(source, event())
    plan = take(second, event(title="Anders"))
    assert (only().title, plan.left_out[0].reason) == (
        "Chor",
        "Dieser Termin gehört schon zu einem anderen Kalender des Akteurs.",
    )


def test_what_came_from_a_file_goes_on_in_a_calendar_that_is_fetched(source: Calendar):
    file = Calendar.objects.create(organisation=source.organisation)
    take(file, event())
    assert take(source, event(title="Kirchenchor")).counts == Counts(changed=1)
    assert only().imported["calendar"] == source.pk


def test_another_short_name_of_the_organisation_makes_nothing_new(source: Calendar):
    take(source, event())
    Organisation.objects.filter(slug="paulus").update(slug="paulus-gemeinde")
    source.refresh_from_db()
    assert take(source, event()).counts == Counts(unchanged=1)


def test_a_long_identifier_is_shortened_and_found_again(source: Calendar):
    take(source, event(uid="x" * 300))
    assert len(only().source_id) <= 100
    assert take(source, event(uid="x" * 300)).counts == Counts(unchanged=1)


# --- many at once ---------------------------------------------------------------------------------------------------


def several(count: int, *lines: str, title: str = "Chor") -> list[str]:
    rule = "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=4"
    return [event(rule, *lines, uid=f"{number}", title=f"{title} {number}") for number in range(count)]


def moved(count: int) -> list[str]:
    return [event(*OVERRIDE, uid=f"{number}", title=f"Kirchenchor {number}") for number in range(count)]


WAYS = {
    "new": several,
    "unchanged": several,
    "with another version": lambda count: several(count, "SEQUENCE:1"),
    "changed": lambda count: several(count, "SEQUENCE:2", title="Kirchenchor"),
    "one date moved": lambda count: several(count, "SEQUENCE:3", title="Kirchenchor") + moved(count),
    "the date moved back": lambda count: several(count, "SEQUENCE:4", title="Kirchenchor"),
    "called off": lambda count: several(count, "SEQUENCE:5", "STATUS:CANCELLED", title="Kirchenchor"),
    "gone": lambda _count: [event(uid="fest", title="Fest")],
}


def test_fifty_entries_cost_as_many_queries_as_one(source: Calendar):
    source.needs.set(Need.objects.filter(slug="essen"))
    many = Calendar.objects.create(organisation=factories.organisation("Verein"))
    many.needs.set(Need.objects.filter(slug="essen"))
    for name, entries in WAYS.items():
        costs = []
        for of, count in ((source, 1), (many, 50)):
            with CaptureQueriesContext(connection) as queries:
                plan = take(of, *entries(count))
            assert plan.counts.touched in (0, count, count + 1), name
            costs.append(len(queries))
        assert costs[0] == costs[1], name


def test_what_is_written_at_once_has_a_history_and_its_languages_each(source: Calendar):
    take(source, *several(2))
    Event.objects.update(title_en="Choir")
    with override("en"):
        take(source, *several(2, title="Kirchenchor"), *moved(2))
    for made in Event.objects.all():
        number = made.source_id.removeprefix("paulus/")
        assert (made.title_de, made.title_en) == (f"Kirchenchor {number}", "Choir")
        told = list(made.events.order_by("pgh_id").values_list("pgh_label", "title_de", "title_en"))
        assert told == [
            ("insert", f"Chor {number}", None),
            ("update", f"Chor {number}", "Choir"),
            ("update", f"Kirchenchor {number}", "Choir"),
        ]
        assert made.events.latest("pgh_id").pgh_context.metadata["reason"] == "import_dates kalender.ics"
        assert made.changes.get().events.get().pgh_label == "insert"
        assert made.created_at < made.updated_at


def test_a_version_that_changes_nothing_is_remembered_without_a_word(source: Calendar):
    take(source, *several(2))
    before = only_times()
    take(source, *several(2, "SEQUENCE:7"))
    assert only_times() == before
    assert set(Event.objects.values_list("source_version", "sequence")) == {(7, 0)}


# --- preview and confirmation ---------------------------------------------------------------------------------------


def test_a_preview_stores_nothing_and_says_what_the_import_does(source: Calendar):
    content = calendar(event(WEEKLY), other())
    before = preview(source, content, at=NOW)
    assert (before.counts, Event.objects.count()) == (Counts(new=2), 0)
    after = import_calendar(source, content, name="k.ics", at=NOW, expected=before.digest)
    assert after.digest == before.digest


def test_an_import_that_would_do_something_else_by_now_does_nothing(source: Calendar):
    take(source, event(WEEKLY))
    content = calendar(event(WEEKLY, title="Kirchenchor"))
    shown = preview(source, content, at=NOW)
    Event.objects.update(title="Von Hand")
    with pytest.raises(Conflict, match="neue Vorschau"):
        import_calendar(source, content, name="k.ics", at=NOW, expected=shown.digest)
    assert only().title == "Von Hand"


def test_a_waiting_file_is_gone_after_the_import_or_a_day(source: Calendar):
    wait(source, b"x", name="k.ics", at=NOW)
    take(source, event())
    assert not CalendarFile.objects.exists()
    wait(source, b"x", name="k.ics", at=NOW)
    another = Calendar.objects.create(organisation=source.organisation)
    wait(another, b"y", name="k.ics", at=NOW + timedelta(days=2))
    assert [file.calendar for file in CalendarFile.objects.all()] == [another]


def test_an_import_is_remembered_with_what_it_said(source: Calendar):
    take(source, event("LAST-MODIFIED:20261101T120000Z"), event(uid=""))
    run = ImportRun.objects.get()
    assert (run.calendar, run.quarter, run.data_until) == (source, None, datetime(2026, 11, 1, 12, tzinfo=UTC))
    assert run.report["changes"] == 1
    assert run.report["left_out"][0]["reason"].startswith("„UID“ ist „“.")
    source.refresh_from_db()
    assert source.result == "1 neu, 0 geändert, 0 unverändert, 0 nicht mehr da, 1 ausgelassen"
