"""What the doctor says about the vocabulary, places and their hours."""

import pytest

from actors import data_checks as checks
from actors.models import Need
from common.doctor import Level
from common.records import Status
from mapping.models import Quarter
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_installation_without_needs_is_at_fault():
    assert checks.the_vocabulary_is_loaded().level == Level.OK
    Need.objects.all().delete()
    found = checks.the_vocabulary_is_loaded()
    assert (found.level, "load_reference" in found.remedy) == (Level.FAULT, True)


def test_places_outside_of_every_quarter_are_counted(quarter: Quarter):
    factories.place()
    assert checks.places_lie_in_a_quarter().level == Level.OK
    factories.place(at=(14.0, 52.0))
    factories.place(at=(14.0, 52.0), status=Status.DRAFT)
    found = checks.places_lie_in_a_quarter()
    assert (found.level, found.text) == (Level.HINT, "1 places lie in no quarter")


def test_hours_that_nobody_could_read_are_counted(quarter: Quarter):
    factories.place(hours="24/7", hours_typed="rund um die Uhr")
    factories.place()
    assert checks.opening_hours_can_be_read().level == Level.OK
    factories.place(hours_typed="nach dem Gottesdienst")
    found = checks.opening_hours_can_be_read()
    assert (found.level, found.text) == (Level.HINT, "1 places have opening hours nobody understands")
