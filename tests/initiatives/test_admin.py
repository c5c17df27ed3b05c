"""Initiatives and events in the admin: typed as people say it, kept as it was, told what comes of it."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actors.models import Need
from initiatives.models import Cooperation, Event, Initiative, State
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


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"original_0": "05.12.2026"}, "nach der Regel stattfindet"),
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
        (moved("31.12.9999", "31.12.9999"), "ein Jahr von 1900 bis 2199"),
        (moved("01.01.0001", "01.01.0001"), "ein Jahr von 1900 bis 2199"),
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


def test_a_step_that_is_none_is_refused_with_those_that_are(ada: Client):
    made = factories.initiative(state=State.FINISHED, needs=["demenz"])
    answer = ada.post(f"/admin/initiatives/initiative/{made.pk}/change/", initiative(state="idea"))
    assert "von „abgeschlossen“ aus: läuft" in answer.content.decode()
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
