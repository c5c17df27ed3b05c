"""What people type in the admin, and what is stored of it."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from actors.forms import AccessFactForm, OfferingForm
from actors.models import Kind, Need, Place
from mapping.models import Quarter
from tests import factories

pytestmark = pytest.mark.django_db
CRISIS = [{"number": "112", "label": "Notruf", "label_en": "Emergency"}]


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


def save_numbers(admin: Client, typed: str) -> Any:
    """Send the form of a need as the admin shows it, with other emergency numbers."""
    need = Need.objects.get(slug="essen")
    address = f"/admin/actors/need/{need.pk}/change/"
    form = admin.get(address).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value not in (None, False, [])}
    data |= {"synonyms": ", ".join(need.synonyms), "emergency_numbers": typed}
    return admin.post(address, data)


@pytest.mark.parametrize(
    "typed",
    [
        '[{"number": "112"}]',
        '[{"label": "Notruf"}]',
        '[{"number": 112, "label": "Notruf"}]',
        '[{"number": "Notruf", "label": "Notruf"}]',
        '[{"number": "112", "label": " "}]',
        '[{"number": "112", "label": "Notruf", "more": "x"}]',
        '["112"]',
        '{"number": "112", "label": "Notruf"}',
        '"112"',
    ],
)
def test_emergency_numbers_that_pages_could_not_show_are_refused(admin: Client, typed: str):
    answer = save_numbers(admin, typed)
    assert answer.status_code == 200
    assert "jeder Eintrag „number“ und „label“" in answer.content.decode()
    assert not Need.objects.get(slug="essen").emergency


@pytest.mark.parametrize(("typed", "stored"), [(json.dumps(CRISIS), CRISIS), ("[]", [])])
def test_emergency_numbers_are_stored(admin: Client, typed: str, stored: list[dict[str, str]]):
    assert save_numbers(admin, typed).status_code == 302
    assert Need.objects.get(slug="essen").emergency_numbers == stored


# --- the position of a place ----------------------------------------------------------------------------------------


def save_place(admin: Client, lon: float, lat: float, to: str = "add", **more: str) -> Any:
    """Send the form of a place."""
    sets = {f"{name}-{part}": "0" for name in ("facts", "contacts") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    entered = {"name": "Praxis Nord", "slug": "praxis-nord", "kind": str(Kind.objects.get(slug="apotheke").pk)}
    point = json.dumps({"type": "Point", "coordinates": [lon, lat]})
    common = {"status": "published", "source": "manual", "point": point}
    return admin.post(f"/admin/actors/place/{to}/", sets | entered | common | more)


def told(answer: Any) -> str:
    return " ".join(answer.context["adminform"].form.errors["point"])


def test_swapped_coordinates_are_refused_and_the_right_order_is_offered(admin: Client, quarter: Quarter):
    lon, lat = factories.CENTRE
    answer = save_place(admin, lat, lon)
    assert "Jetzt stehen hier Länge 13,31 und Breite 52,585." in told(answer)
    offered = answer.context["adminform"].form["point"].value()
    assert save_place(admin, 0, 0, point=offered).status_code == 302
    assert Place.objects.get().point.coords == pytest.approx(factories.CENTRE)


def test_a_place_in_no_quarter_is_stored_when_somebody_says_that_it_is_meant(admin: Client, quarter: Quarter):
    answer = save_place(admin, 13.5, 52.5)
    assert told(answer) == (
        "Diese Stelle liegt in keinem Quartier. Es gibt: Wittenau. "
        "Ist das richtig so? Dann setzen Sie den Haken bei „liegt absichtlich außerhalb“."
    )
    asked = answer.content.decode()
    assert asked.index('id="id_point"') < asked.index('type="checkbox" name="outside"') < asked.index('id="id_street"')
    assert save_place(admin, 13.5, 52.5, outside="on").status_code == 302
    assert Place.objects.get().point.coords == pytest.approx((13.5, 52.5))


def test_the_question_is_not_shown_before_it_is_asked(admin: Client, quarter: Quarter):
    assert 'type="checkbox" name="outside"' not in admin.get("/admin/actors/place/add/").content.decode()


@pytest.mark.parametrize("lat", [52.57, 52.585])
def test_a_place_in_a_quarter_or_on_its_edge_is_not_questioned(admin: Client, quarter: Quarter, lat: float):
    assert save_place(admin, 13.31, lat).status_code == 302


def test_without_any_quarter_no_position_is_questioned(admin: Client):
    assert save_place(admin, 13.5, 52.5).status_code == 302


def test_a_place_that_lies_outside_already_is_not_questioned_again(admin: Client, quarter: Quarter):
    place = factories.place(at=(13.5, 52.5))
    answer = save_place(admin, 13.5, 52.5, to=f"{place.pk}/change")
    assert answer.status_code == 302
    place.refresh_from_db()
    assert place.name == "Praxis Nord"


# --- when somebody has looked ---


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"verified_by": "Mia Weber"}, "Bitte auch angeben, wann es geprüft wurde."),
        (
            {"verified_on": "01.01.0001"},
            "„Zuletzt geprüft am“ ist „01.01.0001“. Richtig wäre: ein Tag von 2000 bis heute.",
        ),
        (
            {"verified_on": "31.12.9999"},
            "„Zuletzt geprüft am“ ist „31.12.9999“. Richtig wäre: ein Tag von 2000 bis heute.",
        ),
        (
            {"capacity_as_of": "31.12.9999"},
            "„Stand der Kapazität“ ist „31.12.9999“. Richtig wäre: ein Tag von 2000 bis heute.",
        ),
    ],
)
def test_who_has_looked_says_when_and_that_was_in_our_days(admin: Client, typed: dict[str, str], says: str):
    answer = save_place(admin, *factories.CENTRE, **typed)
    assert answer.context["adminform"].form.errors in ({"verified_on": [says]}, {"capacity_as_of": [says]})
    assert not Place.objects.exists()


def test_an_offering_lasts_from_its_first_to_its_last_day():
    def wrong(begin: str, end: str) -> dict[str, list[str]]:
        form = OfferingForm({"valid_from": begin, "valid_until": end})
        return {name: form.errors[name] for name in ("valid_from", "valid_until") if name in form.errors}

    assert wrong("01.03.2026", "01.03.2026") == {}
    assert wrong("01.03.2026", "28.02.2026") == {"valid_until": ["Bitte einen Tag nach dem Beginn angeben."]}
    assert list(wrong("01.01.0001", "01.01.9999")) == ["valid_from", "valid_until"]


# --- opening hours --------------------------------------------------------------------------------------------------


def test_hours_that_nobody_could_read_stay_when_something_else_is_edited(admin: Client, quarter: Quarter):
    place = factories.place(hours_typed="nach dem Gottesdienst")
    assert save_place(admin, *factories.CENTRE, to=f"{place.pk}/change", phone="030 4355820").status_code == 302
    place.refresh_from_db()
    assert (place.phone, place.hours, place.hours_typed) == ("030 4355820", "", "nach dem Gottesdienst")


@pytest.mark.parametrize(
    ("typed", "stored"), [("Mo-Fr 9-17 Uhr", "Mo-Fr 09:00-17:00"), ("nach Vereinbarung", 'unknown "nach Vereinbarung"')]
)
def test_hours_are_stored_as_machines_read_them_and_as_they_were_typed(
    admin: Client, quarter: Quarter, typed: str, stored: str
):
    assert save_place(admin, *factories.CENTRE, hours=typed).status_code == 302
    assert Place.objects.values_list("hours", "hours_typed").get() == (stored, typed)


def test_hours_that_somebody_takes_out_are_gone_in_both_forms(admin: Client, quarter: Quarter):
    place = factories.place(hours="Mo-Fr 09:00-17:00", hours_typed="Mo-Fr 9-17 Uhr")
    assert save_place(admin, *factories.CENTRE, to=f"{place.pk}/change", hours="").status_code == 302
    assert Place.objects.values_list("hours", "hours_typed").get() == ("", "")


def test_hours_that_can_be_read_in_two_ways_are_refused_with_the_right_ones(admin: Client, quarter: Quarter):
    answer = save_place(admin, *factories.CENTRE, hours="werktags 8-12")
    assert answer.context["adminform"].form.errors["hours"] == [
        "‚werktags‘ ist nicht eindeutig. Richtig wäre: Mo-Fr oder Mo-Sa."
    ]


# --- access ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("feature", "value", "number", "says"),
    [
        ("ramp", "yes", "3", {"number": ["„Rampe“ hat kein Maß. Bitte leer lassen."]}),
        ("door_width", "yes", "10", {"number": ["„Breite der Tür“ liegt zwischen 30 und 600 cm."]}),
        ("entrance_steps", "yes", "999", {"number": ["„Stufen am Eingang“ liegt zwischen 0 und 200."]}),
        ("entrance_steps", "yes", "2.5", {"number": ["„Stufen am Eingang“ ist eine ganze Zahl."]}),
        ("door_width", "unknown", "90", {"value": ["Mit einem Maß ist die Antwort bekannt: ja oder nein."]}),
        ("entrance_steps", "no", "3", {"value": ["Mit einem Maß über 0 ist die Antwort ja."]}),
        ("entrance_steps", "no", "0", {}),
        ("door_width", "yes", "92.5", {}),
        ("ramp", "no", "", {}),
    ],
)
def test_answer_and_measure_of_a_fact_fit_together(feature: str, value: str, number: str, says: dict[str, list[str]]):
    assert AccessFactForm({"feature": feature, "value": value, "number": number}).errors == says
