"""The hours of ways in the words of the reader."""

import pytest
from django.utils.translation import override

from mapping.way_hours import said


@pytest.mark.parametrize(
    ("limits", "german", "english"),
    [
        ("", "", ""),
        ("opening_hours=Mo-Fr 8-18 Uhr", "Mo-Fr 08:00-18:00", "Mon-Fri 08:00-18:00"),
        ("opening_hours=Tu,Su 08:00-sunset", "Di,So 08:00-Sonnenuntergang", "Tue,Sun 08:00-sunset"),
        (
            "opening_hours=May-Oct 08:00-20:00; PH off",
            "Mai-Okt 08:00-20:00; Feiertage geschlossen",
            "May-Oct 08:00-20:00; public holidays closed",
        ),
        ("access:conditional=no @ (22:00-06:00)", "gesperrt 22:00-06:00", "closed 22:00-06:00"),
        (
            "foot:conditional=yes @ (8-20); private @ wet",
            "offen 08:00-20:00; nur für Anlieger wet",
            "open 08:00-20:00; residents only wet",
        ),
        (
            "opening_hours=08:00-18:00\nfoot:conditional=yes @ (08:00-18:00)",
            "08:00-18:00; offen 08:00-18:00",
            "08:00-18:00; open 08:00-18:00",
        ),
        ("opening_hours=wenn der Wart da ist", "wenn der Wart da ist", "wenn der Wart da ist"),
        ("access:conditional=nö @ (wet)", "wet", "wet"),
    ],
)
def test_hours_are_told_as_people_say_them(limits: str, german: str, english: str):
    with override("de"):
        assert said(limits) == german
    with override("en"):
        assert said(limits) == english


def test_what_is_very_long_is_cut():
    assert len(said("opening_hours=" + "x" * 500)) == 120
