"""Who works with whom: what was entered and what follows from initiatives, each partner once."""

from datetime import date

import pytest

from actors.models import Organisation
from initiatives.models import Cooperation, Initiative
from initiatives.partners import Partner, partners
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def caritas() -> Organisation:
    return factories.organisation()


@pytest.fixture
def parish() -> Organisation:
    return factories.organisation("St. Nikodemus")


def cooperate(one: Organisation, other: Organisation, what: str = "Fahrdienst", **more) -> Cooperation:
    return Cooperation.objects.create(one=one, other=other, what=what, **more)


def take_part(initiative: Initiative, *organisations: Organisation, **more) -> None:
    for organisation in organisations:
        initiative.participations.create(organisation=organisation, **more)


def names(found: list[Partner]) -> list[str]:
    return [partner.organisation.name for partner in found]


def test_a_cooperation_makes_both_partners_of_each_other(caritas, parish):
    entered = cooperate(caritas, parish, since=date(2021, 3, 1), strength="close")
    for one, other in ((caritas, parish), (parish, caritas)):
        (partner,) = partners(one)
        (reason,) = partner.reasons
        assert (partner.organisation, reason.cooperation, partner.strength) == (other, entered, "close")
        assert reason.since == date(2021, 3, 1)


def test_whoever_leads_or_takes_part_in_the_same_initiative_is_a_partner(caritas, parish):
    allianz = factories.initiative(lead=caritas, begins_on=date(2020, 1, 1))
    choir = factories.organisation("Chor")
    take_part(allianz, parish, role="host", since=date(2022, 5, 1))
    take_part(allianz, parish, role="funder", since=date(2023, 5, 1))
    take_part(allianz, choir)
    by_name = {one.organisation.name: one.reasons[0] for one in partners(parish)}
    assert set(by_name) == {"Caritas Wittenau", "Chor"}
    assert (by_name["Caritas Wittenau"].roles, by_name["Chor"].roles) == ("leitet die Initiative", "macht mit")
    assert by_name["Caritas Wittenau"].since == date(2022, 5, 1)
    assert by_name["Chor"].since is None
    assert {one.organisation.name: one.reasons[0].roles for one in partners(choir)}["St. Nikodemus"] == (
        "stellt Räume und fördert"
    )


def test_several_reasons_make_one_partner_and_what_was_entered_comes_first(caritas, parish):
    take_part(factories.initiative("Allianz", lead=caritas), parish)
    take_part(factories.initiative("Chor"), caritas, parish)
    cooperate(parish, caritas, strength="loose")
    cooperate(parish, caritas, "Küche", strength="regular")
    (partner,) = partners(caritas)
    assert [one.cooperation.what if one.cooperation else one.initiative.title for one in partner.reasons] == [
        "Küche",
        "Fahrdienst",
        "Allianz",
        "Chor",
    ]
    assert partner.strength == "regular"


def test_a_cooperation_that_came_of_an_initiative_is_not_told_twice(caritas, parish):
    allianz = factories.initiative(lead=caritas)
    take_part(allianz, parish)
    cooperate(caritas, parish, initiative=allianz)
    (partner,) = partners(caritas)
    (reason,) = partner.reasons
    assert reason.initiative == allianz


def test_the_closest_come_first_then_by_name(caritas):
    for name, strength in (("Zeder", "close"), ("Birke", "unknown"), ("Ahorn", "regular"), ("Äsche", "regular")):
        cooperate(caritas, factories.organisation(name), strength=strength)
    take_part(factories.initiative(lead=caritas), factories.organisation("Buche"))
    assert names(partners(caritas)) == ["Zeder", "Äsche", "Ahorn", "Birke", "Buche"]


@pytest.mark.parametrize("hidden", ["partner", "initiative"])
def test_what_is_not_public_is_not_named(caritas, hidden):
    secret = factories.organisation("Geheim", status="draft" if hidden == "partner" else "published")
    allianz = factories.initiative(lead=caritas, status="draft" if hidden == "initiative" else "published")
    take_part(allianz, secret)
    assert partners(caritas) == []


def test_a_cooperation_through_an_initiative_that_is_not_public_does_not_name_it(caritas, parish):
    cooperate(caritas, parish, initiative=factories.initiative(status="draft"))
    (partner,) = partners(caritas)
    assert partner.reasons[0].initiative is None


@pytest.mark.parametrize("count", [1, 30])
def test_three_queries_for_however_many(caritas, count, django_assert_num_queries):
    allianz = factories.initiative(lead=caritas)
    for nth in range(count):
        other = factories.organisation(f"Partner {nth}")
        cooperate(caritas, other, initiative=allianz)
        take_part(allianz, other)
        take_part(factories.initiative(f"Projekt {nth}"), caritas, other)
    with django_assert_num_queries(3):
        found = partners(caritas)
        assert [len(partner.reasons) for partner in found] == [2] * count
        assert all(reason.initiative.title for partner in found for reason in partner.reasons)
