"""`manage.py renew_dates`, and the check that tells when nobody runs it."""

import io

import pytest
from django.core.management import call_command

from initiatives.data_checks import dates_reach_far_enough
from tests import factories

pytestmark = pytest.mark.django_db


def run() -> str:
    out = io.StringIO()
    call_command("renew_dates", stdout=out)
    return out.getvalue()


def test_the_second_time_changes_nothing():
    factories.event()
    factories.event("Sommerfest", "am 1. August 2027, 15 bis 18 Uhr")
    first = run()
    assert " changed, " in first
    assert not first.startswith("0 new")
    assert run().startswith("0 new, 0 changed, 0 gone, ")


def test_the_doctor_tells_when_dates_run_out():
    factories.event(slug="rudelsingen")
    assert "dates run out: rudelsingen" in dates_reach_far_enough().text
    run()
    assert "dates of 1 events" in dates_reach_far_enough().text


def test_a_series_with_an_end_and_a_single_date_need_no_more():
    factories.event(said="jeden Freitag, 18 bis 20 Uhr, 10 Mal")
    factories.event(said="am 1. August 2027, 15 bis 18 Uhr")
    assert "run out" not in dates_reach_far_enough().text
