"""Initiatives and events in the admin: typed as people say it, kept as it was, told what comes of it."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from actors.models import Need
from initiatives.models import Cooperation, Event, Initiative, Participation, State
from initiatives.recurrence.series import at
from tests import factories

pytestmark = pytest.mark.django_db
CHANGES = {f"{name}-{what}_FORMS": "0" for name in ("changes", "facts") for what in ("TOTAL", "INITIAL")}


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


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


def test_every_page_of_a_record_says_which_state_it_shows(ada: Client):
    one, other = factories.organisation(), factories.organisation("St. Nikodemus")
    works_together = Cooperation.objects.create(one=one, other=other, what_de="Fahrdienst")
    for record in (factories.event(), factories.initiative(), works_together, one, factories.place()):
        app, name = record._meta.app_label, record._meta.model_name
        page = ada.get(f"/admin/{app}/{name}/{record.pk}/change/").content.decode()
        assert re.search('name="seen" value="[0-9]+"', page), name


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
        ({"original_0": "irgendwann"}, "gültiges Datum"),
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


ROWS = ("participations", "milestones", "pictures")


def initiative(**more: Any) -> dict[str, Any]:
    rows = {f"{name}-{what}_FORMS": "0" for name in ROWS for what in ("TOTAL", "INITIAL")}
    fields = {"title_de": "Allianz", "slug": "allianz", "state": "idea", "status": "draft"}
    return {**fields, "needs": [Need.objects.get(slug="demenz").pk], **rows} | more


def test_an_initiative_is_added_with_those_who_take_part(ada: Client):
    rows = {
        "participations-TOTAL_FORMS": "1",
        "participations-0-organisation": factories.organisation().pk,
        "participations-0-role": "host",
        "milestones-TOTAL_FORMS": "1",
        "milestones-0-on": "01.03.2026",
        "milestones-0-text_de": "Erstes Treffen",
    }
    ada.post("/admin/initiatives/initiative/add/", initiative(**rows))
    made = Initiative.objects.get()
    assert [str(one) for one in made.participations.all()] == ["Caritas Wittenau: stellt Räume"]
    assert [str(one) for one in made.milestones.all()] == ["Erstes Treffen"]


def test_who_takes_part_already_is_not_added_once_more(ada: Client):
    made, caritas = factories.initiative(), factories.organisation()
    Participation.objects.create(initiative=made, organisation=caritas, role="host")
    row = {"organisation": caritas.pk, "role": "host"}
    rows = {"participations-TOTAL_FORMS": "1", **{f"participations-0-{name}": value for name, value in row.items()}}
    answer = ada.post(f"/admin/initiatives/initiative/{made.pk}/change/", initiative(state="active", **rows))
    assert "Das ist hier schon eingetragen." in answer.content.decode()
    assert made.participations.count() == 1


FAR_OFF = ("01.01.0001", "31.12.1799", "01.01.2999", "31.12.9999")


def initiative_with(field: str, day: str) -> dict[str, Any]:
    """A day typed in a field of the initiative, or in one of its rows."""
    rows, _, _name = field.rpartition("-0-")
    if not rows:
        return initiative(**{field: day})
    needed = {
        "participations-0-organisation": factories.organisation().pk,
        "participations-0-role": "host",
        "milestones-0-text_de": "Erstes Treffen",
    }
    filled = {name: value for name, value in needed.items() if name.startswith(rows)}
    return initiative(**{f"{rows}-TOTAL_FORMS": "1", **filled, field: day})


@pytest.mark.parametrize("day", FAR_OFF)
@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("begins_on", "„Seit“ ist „{day}“. Richtig wäre: ein Jahr von 1800 bis {year}."),
        ("ends_on", "„Bis“ ist „{day}“. Richtig wäre: ein Jahr von 1800 bis {year}."),
        ("verified_on", "„Zuletzt geprüft am“ ist „{day}“. Richtig wäre: ein Tag von 2000 bis heute."),
        ("review_on", "„Wieder prüfen am“ ist „{day}“. Richtig wäre: ein Jahr von 2000 bis "),
        ("participations-0-since", "„Seit“ ist „{day}“. Richtig wäre: ein Jahr von 1800 bis {year}."),
        ("milestones-0-on", "„Am“ ist „{day}“. Richtig wäre: ein Jahr von 1800 bis {year}."),
    ],
)
def test_a_day_far_off_is_refused_with_the_years_and_stays_in_the_form(ada: Client, field: str, says: str, day: str):
    answer = ada.post("/admin/initiatives/initiative/add/", initiative_with(field, day)).content.decode()
    assert says.format(day=day, year=timezone.localdate().year + 50) in answer
    assert f'name="{field}" value="{day}"' in answer
    assert not Initiative.objects.exists()


def test_a_check_in_the_future_is_none(ada: Client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = ada.post("/admin/initiatives/initiative/add/", initiative(verified_on=f"{tomorrow:%d.%m.%Y}"))
    assert "ein Tag von 2000 bis heute" in answer.content.decode()


@pytest.mark.parametrize("day", ["01.01.1800", "31.12.1899", "01.01.2045"])
def test_what_is_old_or_planned_for_long_is_believed(ada: Client, day: str):
    ada.post("/admin/initiatives/initiative/add/", initiative(begins_on=day))
    assert f"{Initiative.objects.get().begins_on:%d.%m.%Y}" == day


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_far_off_that_is_stored_is_shown_told_and_mended(ada: Client, day: date):
    made = factories.initiative(begins_on=day, needs=["demenz"])
    made.milestones.create(on=day, text="Erstes Treffen")
    page, shown = f"/admin/initiatives/initiative/{made.pk}/change/", f"{day:%d.%m.}{day.year:04}"
    rows = {
        "milestones-TOTAL_FORMS": "1",
        "milestones-INITIAL_FORMS": "1",
        "milestones-0-id": made.milestones.get().pk,
        "milestones-0-initiative": made.pk,
        "milestones-0-text_de": "Erstes Treffen",
    }
    opened = ada.get(page).content.decode()
    assert opened.count(f'value="{shown}"') >= 2
    kept = initiative(state=made.state, **rows, **{"begins_on": shown, "milestones-0-on": shown})
    assert ada.post(page, kept).content.decode().count(f"ist „{shown}“. Richtig wäre: ein Jahr von 1800 bis ") == 2
    ada.post(page, {**kept, "begins_on": "01.05.2020", "milestones-0-on": "01.06.2020"})
    made.refresh_from_db()
    assert (made.begins_on, made.milestones.get().on) == (date(2020, 5, 1), date(2020, 6, 1))


@pytest.mark.parametrize(
    ("typed_in", "says"),
    [
        ({"begins_on": "02.05.2026", "ends_on": "01.05.2026"}, "Bitte einen Tag nach dem Beginn angeben."),
        ({"verified_by": "Ada"}, "Bitte auch angeben, wann es geprüft wurde."),
    ],
    ids=["order", "day of the check"],
)
def test_days_that_do_not_fit_together_get_a_sentence(ada: Client, typed_in: dict[str, str], says: str):
    answer = ada.post("/admin/initiatives/initiative/add/", initiative(**typed_in)).content.decode()
    assert says in answer
    assert "Bedingung" not in answer
    assert not Initiative.objects.exists()


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


def test_a_step_that_is_none_is_refused_with_those_that_are(ada: Client):
    made = factories.initiative(state=State.FINISHED, needs=["demenz"])
    answer = ada.post(f"/admin/initiatives/initiative/{made.pk}/change/", initiative(state="idea"))
    assert "„Stand“ ist „Idee“. Richtig wäre: von „abgeschlossen“ aus: läuft." in answer.content.decode()
    made.refresh_from_db()
    assert made.state == State.FINISHED


def test_nothing_is_deleted(ada: Client):
    for record in (factories.initiative(), factories.event()):
        name = type(record).__name__.lower()
        assert ada.get(f"/admin/initiatives/{name}/{record.pk}/delete/").status_code == 403


def test_an_event_says_what_its_room_is_like(ada: Client):
    row = {"feature": "toilet_wheelchair", "value": "yes"}
    rows = {"facts-TOTAL_FORMS": "1", **{f"facts-0-{name}": value for name, value in row.items()}}
    add(ada, place=factories.place().pk, entrance="über den Hof", **rows)
    event = Event.objects.get()
    assert event.entrance == "über den Hof"
    assert [str(fact) for fact in event.facts.all()] == ["Toilette für Rollstuhl geeignet: ja"]


def pictured(file: Any, alternative: str = "Gruppe beim Singen im Hof") -> dict[str, Any]:
    row = {"picture": file, "alternative": alternative, "order": "0"}
    return initiative(**{"pictures-TOTAL_FORMS": "1"}, **{f"pictures-0-{name}": value for name, value in row.items()})


def test_a_picture_of_an_initiative_is_drawn_anew(ada: Client):
    ada.post("/admin/initiatives/initiative/add/", pictured(SimpleUploadedFile("hof.png", factories.photo())))
    stored = Initiative.objects.get().pictures.get()
    assert bytes(stored.jpeg).startswith(b"\xff\xd8")
    assert (stored.width_px, stored.height_px, str(stored)) == (400, 300, "Gruppe beim Singen im Hof")


@pytest.mark.parametrize(
    ("content", "alternative", "says"),
    [
        (b"no picture", "Gruppe", "JPEG, PNG oder WebP, das sich öffnen lässt"),
        (factories.photo(), "", "Dieses Feld ist zwingend erforderlich"),
        (b"", "Gruppe", "Bitte ein Bild auswählen."),
    ],
    ids=["text", "without words", "without a file"],
)
def test_what_is_no_picture_is_refused(ada: Client, content: bytes, alternative: str, says: str):
    file = SimpleUploadedFile("hof.png", content) if content else ""
    answer = ada.post("/admin/initiatives/initiative/add/", pictured(file, alternative))
    assert says in answer.content.decode()
    assert not Initiative.objects.exists()


@pytest.fixture
def two() -> dict[str, Any]:
    """What a person fills in for a cooperation."""
    one, other = factories.organisation(), factories.organisation("St. Nikodemus")
    return {"one": one.pk, "other": other.pk, "what_de": "Fahrdienst", "what_en": "Transport", "strength": "close"}


def test_a_cooperation_is_added(ada: Client, two: dict[str, Any]):
    ada.post("/admin/initiatives/cooperation/add/", two)
    assert str(Cooperation.objects.get()) == "Caritas Wittenau – St. Nikodemus"


@pytest.mark.parametrize("day", FAR_OFF)
def test_nobody_works_together_since_a_day_far_off(ada: Client, two: dict[str, Any], day: str):
    answer = ada.post("/admin/initiatives/cooperation/add/", {**two, "since": day}).content.decode()
    assert f"„Seit“ ist „{day}“. Richtig wäre: ein Jahr von 1800 bis " in answer
    assert not Cooperation.objects.exists()


def test_a_room_is_not_looked_at_tomorrow(ada: Client):
    row = {"feature": "toilet_wheelchair", "value": "yes", "surveyed_on": "01.01.2999"}
    rows = {"facts-TOTAL_FORMS": "1", **{f"facts-0-{name}": value for name, value in row.items()}}
    answer = add(ada, place=factories.place().pk, **rows).content.decode()
    assert "ist „01.01.2999“. Richtig wäre: ein Tag von 2000 bis heute." in answer
    assert not Event.objects.exists()


@pytest.mark.parametrize("nothing", ["", "   "], ids=["empty", "blanks"])
def test_a_cooperation_without_words_is_refused(ada: Client, two: dict[str, Any], nothing: str):
    answer = ada.post("/admin/initiatives/cooperation/add/", {**two, "what_de": nothing})
    assert "Dieses Feld ist zwingend erforderlich." in answer.content.decode()
    assert not Cooperation.objects.exists()


def test_nobody_works_together_with_themselves(ada: Client, two: dict[str, Any]):
    answer = ada.post("/admin/initiatives/cooperation/add/", {**two, "other": two["one"]}).content.decode()
    assert "Bitte zwei verschiedene Akteure wählen." in answer
    assert "cooperation_of_two" not in answer
    assert not Cooperation.objects.exists()


@pytest.mark.parametrize("turned", [False, True])
def test_the_same_cooperation_twice_is_refused_whoever_is_named_first(
    ada: Client, two: dict[str, Any], *, turned: bool
):
    ada.post("/admin/initiatives/cooperation/add/", two)
    again = two | ({"one": two["other"], "other": two["one"]} if turned else {})
    answer = ada.post("/admin/initiatives/cooperation/add/", again).content.decode()
    assert "Diese Zusammenarbeit ist schon eingetragen." in answer
    assert "cooperation_once" not in answer
    assert Cooperation.objects.count() == 1


def test_a_cooperation_that_is_saved_again_is_not_its_own_double(ada: Client, two: dict[str, Any]):
    ada.post("/admin/initiatives/cooperation/add/", two)
    made = Cooperation.objects.get()
    ada.post(f"/admin/initiatives/cooperation/{made.pk}/change/", {**two, "strength": "loose"})
    made.refresh_from_db()
    assert made.strength == "loose"
