"""Initiatives in the admin: who takes part, what is reached, days and pictures, one step after the other."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from actors.models import Need
from initiatives.models import Initiative, Participation, State
from tests import factories
from tests.initiatives.conftest import FAR_OFF

pytestmark = pytest.mark.django_db
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


def test_a_step_that_is_none_is_refused_with_those_that_are(ada: Client):
    made = factories.initiative(state=State.FINISHED, needs=["demenz"])
    answer = ada.post(f"/admin/initiatives/initiative/{made.pk}/change/", initiative(state="idea"))
    assert "„Stand“ ist „Idee“. Richtig wäre: von „abgeschlossen“ aus: läuft." in answer.content.decode()
    made.refresh_from_db()
    assert made.state == State.FINISHED


def pictured(file: Any, alternative: str = "Gruppe beim Singen im Hof") -> dict[str, Any]:
    row = {"picture": file, "alternative": alternative, "order": "0"}
    return initiative(**{"pictures-TOTAL_FORMS": "1"}, **{f"pictures-0-{name}": value for name, value in row.items()})


def test_a_refusal_says_that_the_picture_must_be_chosen_again(ada: Client):
    sent = pictured(SimpleUploadedFile("hof.png", factories.photo())) | {"begins_on": "irgendwann"}
    answer = ada.post("/admin/initiatives/initiative/add/", sent).content.decode()
    assert "Bitte auch die Datei noch einmal auswählen: hof.png." in answer
    assert 'value="Gruppe beim Singen im Hof"' in answer
    without = ada.post("/admin/initiatives/initiative/add/", initiative(begins_on="irgendwann")).content.decode()
    assert "noch einmal auswählen" not in without


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
