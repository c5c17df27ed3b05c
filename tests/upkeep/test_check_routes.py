"""`manage.py check_routes`: every signed route judged by the ways of today."""

import io

import pytest
from django.core.management import call_command

from mapping import network
from mapping.models import RouteCheck
from tests import factories
from tests.networks import barrier, load, near

pytestmark = pytest.mark.django_db
LINE = "A-----B-----C"


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    settings.VAR = tmp_path
    network.SHELF.clear()


def run() -> str:
    out = io.StringIO()
    call_command("check_routes", stdout=out)
    return out.getvalue()


def test_it_prints_what_has_changed_since_the_last_check(quarter):
    load(quarter, LINE, {"ABC": "highway=footway name=Lindenstraße surface=asphalt"})
    factories.signed_route(line=[tuple(near(LINE, one)) for one in "AC"])
    assert run() == "Nothing has changed.\n"
    assert RouteCheck.objects.count() == 14
    barrier("kerb", near(LINE, "A", 9), 12)
    told = run()
    assert "Rollatorrunde: Seit dem" in told
    assert "Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße); mit Rollator nicht mehr begehbar." in told
    assert len(told.splitlines()) == 3, "the way there, for a rollator and two wheelchairs"
    assert run() == "Nothing has changed.\n"


def test_without_routes_or_networks_there_is_nothing_to_do(db):
    assert run() == "Nothing has changed.\n"
