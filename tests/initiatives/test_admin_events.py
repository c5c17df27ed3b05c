"""Events in the admin: typed as people say it, kept as it was, told what comes of it."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from initiatives.models import Event
from initiatives.recurrence.series import at
from tests import factories

pytestmark = pytest.mark.django_db
CHANGES = {f"{name}-{what}_FORMS": "0" for name in ("changes", "facts") for what in ("TOTAL", "INITIAL")}


def typed(**more: Any) -> dict[str, Any]:
    """What a person fills in; the rest of the form is empty."""
    fields = {"title_de": "Rudelsingen", "slug": "rudelsingen", "said": "jeden Freitag, 18 bis 20 Uhr"}
    return {**fields, "cost": "free", "status": "published", **CHANGES} | more


def add(client: Client, **more: Any) -> Any:
    return client.post("/admin/initiatives/event/add/", typed(**more), follow=True)


def test_an_event_is_added_in_words_and_its_next_dates_are_told(ada: Client):
    answer = add(ada, place=factories.place().pk)
    event = Event.objects.get()
    assert event.rule == "FREQ=WEEKLY;BYDAY=FR"
    assert event.dates.count() > 100
    assert "Die nächsten Termine: Freitag, " in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("jeden Freitag", "auch mit Uhrzeit"),
        ("jeden zweiten Dienstag, 15 bis 17 Uhr", "alle … Wochen am Dienstag"),
        ("nach Absprache, 15 Uhr", "dieses Wort ist hier nicht bekannt"),
        (
            "jeden Freitag (nicht am 24.12.), 18 Uhr",
            "„Wann“ ist „(nicht am 24.12.)“. Richtig wäre: ein Satz ohne Klammern",
        ),
        ("jeden Freitag ###, 18 Uhr", "„Wann“ ist „###“"),
        ("am 5. Mai 1492, 18 Uhr", "ein Jahr von 1900 bis 2199"),
        ("am 5. Mai 1949, 18 Uhr", "„Wann“ ist „5. Mai 1949“. Richtig wäre: ein Jahr von 1950 bis "),
        ("am 5. Mai 2199, 18 Uhr", "„Wann“ ist „5. Mai 2199“. Richtig wäre: ein Jahr von 1950 bis "),
        ("jeden Freitag, 18 Uhr, bis 5. Mai 2199", "„Wann“ ist „5. Mai 2199“. Richtig wäre: ein Jahr von 1950 bis "),
        ("", "zwingend erforderlich"),
    ],
)
def test_what_is_not_understood_is_said_and_stays_in_the_form(ada: Client, said: str, says: str):
    answer = add(ada, place=factories.place().pk, said=said).content.decode()
    assert says in answer
    assert f'name="said" value="{said}"' in answer or not said
    assert not Event.objects.exists()


def test_somebody_must_invite(ada: Client):
    assert "Bitte angeben, wer einlädt" in add(ada).content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["place", "initiative", "organisation"])
@pytest.mark.parametrize("nonsense", ["nix", "1e3"])
def test_a_link_that_is_none_gets_a_sentence(ada: Client, name: str, nonsense: str):
    assert "gültige Auswahl" in add(ada, **{name: nonsense}).content.decode()
    assert not Event.objects.exists()


def address(event: Event) -> str:
    return f"/admin/initiatives/event/{event.pk}/change/"


def test_opened_and_saved_it_keeps_its_times(ada: Client):
    event = factories.event(said="jeden letzten Freitag im Monat, 15 bis 17 Uhr, bis 30. Juni 2027")
    before = (event.starts, event.ends, event.rule)
    shown = ada.get(address(event)).context["adminform"].form["said"].value()
    ada.post(address(event), typed(said=shown, place=factories.place().pk, title_de="Anders"))
    event.refresh_from_db()
    assert (event.starts, event.ends, event.rule) == before
    assert (event.title, event.sequence) == ("Anders", 1)


def test_several_whole_days_are_shown_as_they_can_be_written(ada: Client):
    event = factories.event(said="5. Dezember 2026 bis 7. Dezember 2026, ganztags")
    shown = ada.get(address(event)).context["adminform"].form["said"].value()
    assert shown == "Samstag, 5. Dezember 2026 bis Montag, 7. Dezember 2026, ganztags"
    later = shown.replace("Montag, 7.", "Dienstag, 8.")
    ada.post(address(event), typed(said=later, place=factories.place().pk))
    event.refresh_from_db()
    assert (event.starts, event.ends) == (at(datetime(2026, 12, 5)), at(datetime(2026, 12, 9)))


def test_what_a_colleague_changed_meanwhile_is_not_written_over(ada: Client):
    event, place = factories.event(), factories.place().pk
    seen = re.search('name="seen" value="([0-9]+)"', ada.get(address(event)).content.decode())
    assert seen, "the page must send back which state it has shown"
    Event.objects.filter(pk=event.pk).update(phone="030 23125 200")
    refused = ada.post(address(event), typed(place=place, phone="030 1", seen=seen[1])).content.decode()
    assert "Inzwischen hat jemand diesen Eintrag geändert" in refused
    assert 'value="030 1"' in refused
    event.refresh_from_db()
    assert event.phone == "030 23125 200"


def test_who_may_only_look_reads_when_it_is(client: Client):
    grace = User.objects.create_user("grace", password="x", is_staff=True)
    grace.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(grace)
    page = client.get(address(factories.event())).content.decode()
    assert "jeden Freitag, 18 bis 20 Uhr" in page
    place = client.get(f"/admin/actors/place/{factories.place().pk}/change/").content.decode()
    for own in ("Said", "Seen", "Outside"):
        assert f"{own}:" not in page + place, "fields of the form itself have nothing to show"


def test_signs_that_nobody_sees_are_refused(ada: Client):
    for title, shown in (("Chor\x07", "Chor␇"), ("\u202eChor", "\ufffdChor")):
        answer = add(ada, place=factories.place().pk, title_de=title).content.decode()
        assert f"“ ist „{shown}“. Richtig wäre: Text ohne Steuerzeichen." in answer
    assert not Event.objects.exists()
    add(ada, place=factories.place().pk, about_de="Zeile\r\nund\tTab 🎶 👩\u200d🦽")
    assert Event.objects.exists()


def test_another_rule_holds_from_the_first_date_on(ada: Client):
    event = factories.event()
    ada.post(address(event), typed(said="samstags, 18 bis 20 Uhr", place=factories.place().pk))
    event.refresh_from_db()
    assert event.starts == at(datetime(2026, 11, 28, 18))


def change(**more: str) -> dict[str, str]:
    row = {"original_0": "04.12.2026", "original_1": "18:00", "cancelled": "on", "note_de": "Die Halle ist zu."}
    rows = {f"changes-0-{name}": value for name, value in (row | more).items()}
    return {"changes-TOTAL_FORMS": "1", **rows}


def test_a_single_date_is_cancelled_with_a_reason(ada: Client):
    event = factories.event()
    ada.post(address(event), typed(place=factories.place().pk, **change()))
    cancelled = event.dates.get(cancelled=True)
    assert cancelled.starts == at(datetime(2026, 12, 4, 18))


def test_a_date_that_a_colleague_has_changed_meanwhile_is_not_changed_twice(ada: Client):
    event, place = factories.event(), factories.place().pk
    ada.post(address(event), typed(place=place, **change()))
    answer = ada.post(address(event), typed(place=place, **change(note_de="Ferien")))  # from a page opened before
    assert "Das ist hier schon eingetragen." in answer.content.decode()
    assert "Ferien" in answer.content.decode()
    assert [one.note for one in event.changes.all()] == ["Die Halle ist zu."]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"original_0": "05.12.2026"}, "Nach der Regel ist am 5. Dezember 2026 18:00 kein Termin."),
        ({"original_1": "17:00"}, "nach der Regel stattfindet"),
        ({"original_0": "irgendwann"}, "ein Tag wie 24.12.2026"),
    ],
    ids=["day", "time", "nonsense"],
)
def test_a_date_that_there_is_not_cannot_be_changed(ada: Client, wrong: dict[str, str], says: str):
    event = factories.event()
    answer = ada.post(address(event), typed(place=factories.place().pk, **change(**wrong)))
    assert says in answer.content.decode()
    assert not event.changes.exists()


def moved(starts: str, ends: str) -> dict[str, str]:
    days = {f"{name}_0": day for name, day in (("starts", starts), ("ends", ends))}
    return {**days, "starts_1": "18:00", "ends_1": "20:00", "cancelled": ""}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"cancelled": "", "note_de": ""}, "was anders ist"),
        ({"cancelled": "", "note_de": "", "note_en": "Closed"}, "was anders ist"),
        ({"starts_0": "05.12.2026", "starts_1": "18:00"}, "Bitte beides angeben"),
        (moved("05.12.2026", "04.12.2026"), "ein Ende nach dem Beginn"),
        (moved("05.12.2026", "31.12.9999"), "höchstens 400 Tage"),
        (
            moved("31.12.9999", "31.12.9999"),
            "„Jetzt von“ ist „31. Dezember 9999“. Richtig wäre: ein Jahr von 1950 bis ",
        ),
        (moved("01.01.0001", "01.01.0001"), "„Jetzt von“ ist „1. Januar 0001“. Richtig wäre: ein Jahr von 1950 bis "),
    ],
    ids=["nothing", "only English", "half", "backwards", "endless", "last year", "first year"],
)
def test_a_change_that_no_page_could_show_is_refused_with_a_sentence(ada: Client, wrong: dict[str, str], says: str):
    event = factories.event()
    answer = ada.post(address(event), typed(place=factories.place().pk, **change(**wrong)))
    assert says in answer.content.decode()
    assert not event.changes.exists()


def test_an_event_that_began_before_all_years_is_edited_and_keeps_its_times(ada: Client):
    event = factories.event()
    Event.objects.filter(pk=event.pk).update(starts=at(datetime(1911, 1, 6, 18)), ends=at(datetime(1911, 1, 6, 20)))
    shown = ada.get(address(event)).context["adminform"].form["said"].value()
    ada.post(address(event), typed(said=shown, place=factories.place().pk, title_de="Anders"))
    event.refresh_from_db()
    assert (event.title, event.starts) == ("Anders", at(datetime(1911, 1, 6, 18)))
    other = ada.post(address(event), typed(said="samstags, 18 bis 20 Uhr", place=factories.place().pk))
    assert "„Wann“ ist „7. Januar 1911“. Richtig wäre: ein Jahr von 1950 bis " in other.content.decode()
    told = "samstags, 18 bis 20 Uhr, ab 5. Dezember 2026"
    ada.post(address(event), typed(said=told, place=factories.place().pk))
    event.refresh_from_db()
    assert event.starts == at(datetime(2026, 12, 5, 18))


def test_an_event_says_what_its_room_is_like(ada: Client):
    row = {"feature": "toilet_wheelchair", "value": "yes"}
    rows = {"facts-TOTAL_FORMS": "1", **{f"facts-0-{name}": value for name, value in row.items()}}
    add(ada, place=factories.place().pk, entrance="über den Hof", **rows)
    event = Event.objects.get()
    assert event.entrance == "über den Hof"
    assert [str(fact) for fact in event.facts.all()] == ["Toilette für Rollstuhl geeignet: ja"]


def test_a_room_is_not_looked_at_tomorrow(ada: Client):
    row = {"feature": "toilet_wheelchair", "value": "yes", "surveyed_on": "01.01.2999"}
    rows = {"facts-TOTAL_FORMS": "1", **{f"facts-0-{name}": value for name, value in row.items()}}
    answer = add(ada, place=factories.place().pk, **rows).content.decode()
    assert "ist „01.01.2999“. Richtig wäre: ein Tag von 2000 bis heute." in answer
    assert not Event.objects.exists()
