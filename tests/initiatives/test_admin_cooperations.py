"""Who works with whom in the admin: two different organisations, the same words once."""

from typing import Any

import pytest
from django.test import Client

from initiatives.models import Cooperation
from tests import factories
from tests.initiatives.conftest import FAR_OFF

pytestmark = pytest.mark.django_db


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
