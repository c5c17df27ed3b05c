"""Pieces of pages that templates ask for."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from django.template import RequestContext
from django.test import RequestFactory

from common.hours import Calendar
from portal import qr
from portal.find.hits import Hit
from portal.templatetags.pages import qr_code, usual_times


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("We[1] 20:00-21:00", "öffnet am 2. Dezember um 20 Uhr"),
        ("We 20:00-21:00", "Mittwoch 20 bis 21 Uhr"),
        ("", "öffnet am 2. Dezember um 20 Uhr"),
    ],
)
def test_paper_says_when_it_opens_next_if_this_week_has_no_times(hours: str, said: str) -> None:
    find = SimpleNamespace(now=datetime(2026, 11, 22, 12, tzinfo=UTC), calendar=Calendar("BE"))
    hit = SimpleNamespace(hours=hours, find=find, open_text="öffnet am 2. Dezember um 20 Uhr")
    assert usual_times(cast(Hit, hit)) == said


def own_code(address: str) -> str:
    request = RequestFactory().get(address)
    return qr_code(RequestContext(request, {"request": request}), "x")


def test_an_address_too_long_for_a_code_is_shown_without_its_question() -> None:
    whole, longest = "http://testserver/termine/chor/", "a" * (qr.LONGEST - len("http://testserver/termine/chor/?x="))
    assert own_code(f"/termine/chor/?x={longest}") == qr.svg(f"{whole}?x={longest}", "x")
    assert own_code(f"/termine/chor/?x={longest}a") == qr.svg(whole, "x")
