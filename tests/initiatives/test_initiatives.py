"""Initiatives: what the database promises, and in which steps they go on."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from common.errors import Conflict
from initiatives.models import Initiative, Milestone, Participation, State
from initiatives.models.initiatives import TRANSITIONS, check_move
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_initiative_is_found_by_need_and_by_where_it_is():
    here = factories.initiative("Allianz", needs=["demenz"])
    here.places.add(factories.place())
    everywhere = factories.initiative("Nachbarschaft", area=factories.area())
    factories.initiative("Idee ohne Ort", state=State.IDEA)
    assert set(Initiative.objects.meeting(["demenz"])) == {here}
    assert set(Initiative.objects.within(factories.area())) == {here, everywhere}
    assert not Initiative.objects.within(factories.area(6.6, 51.1, 6.7, 51.2)).exists()


def test_at_a_place_that_is_a_draft_it_is_not_found():
    factories.initiative("Allianz").places.add(factories.place(status="draft"))
    assert not Initiative.objects.within(factories.area()).exists()


def test_one_can_join_what_is_not_finished():
    going_on = {factories.initiative(state=state) for state in State.values if state != State.FINISHED}
    factories.initiative(state=State.FINISHED)
    assert set(Initiative.objects.going_on()) == going_on


def test_only_a_public_lead_is_named():
    assert factories.initiative(lead=factories.organisation()).public_lead
    assert factories.initiative(lead=factories.organisation(status="archived")).public_lead is None
    assert factories.initiative().public_lead is None


@pytest.mark.parametrize("after", State.values)
@pytest.mark.parametrize("before", State.values)
def test_the_steps_are_those_of_the_table(before: str, after: str):
    if before == after or after in TRANSITIONS[before]:
        check_move(before, after)
        return
    with pytest.raises(Conflict) as refusal:
        check_move(before, after)
    assert refusal.value.right.startswith(f"von „{State(before).label}“ aus: ")


def test_no_state_is_a_dead_end():
    assert all(TRANSITIONS[state] for state in State)


@pytest.mark.parametrize(
    "wrong",
    [{"state": "dream"}, {"title": ""}, {"begins_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}],
    ids=["state", "title", "order"],
)
def test_the_database_refuses_what_makes_no_sense(wrong: dict):
    with pytest.raises(IntegrityError):
        factories.initiative(**wrong)


def test_an_organisation_has_each_role_once_and_cannot_be_deleted():
    allianz, caritas = factories.initiative(), factories.organisation()
    Participation.objects.create(initiative=allianz, organisation=caritas)
    Participation.objects.create(initiative=allianz, organisation=caritas, role="host")
    with pytest.raises(ProtectedError):
        caritas.delete()
    with pytest.raises(IntegrityError):
        Participation.objects.create(initiative=allianz, organisation=caritas, role="host")


def test_milestones_come_in_the_order_of_their_days():
    allianz = factories.initiative()
    for day, text in ((date(2026, 9, 1), "Demenzcafé eröffnet"), (date(2025, 3, 1), "Erstes Treffen")):
        Milestone.objects.create(initiative=allianz, on=day, text=text)
    assert [str(step) for step in allianz.milestones.all()] == ["Erstes Treffen", "Demenzcafé eröffnet"]
