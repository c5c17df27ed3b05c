"""The programme as a page to print and as a file: the same sheet, complete, tagged, with our own typeface."""

import logging
import re
from collections import Counter
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import pdf
from common.pdf import writer
from initiatives.dates import renew
from initiatives.models import DateChange, Event
from initiatives.recurrence.series import at
from mapping.models import Quarter
from portal import qr
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
NOW = at(datetime(2026, 11, 24, 9))
PAGE, FILE = "/programm/?monat=2026-12", "/programm.pdf?monat=2026-12"
A4 = "/MediaBox [0 0 595"


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    settings.VAR = tmp_path


@pytest.fixture
def december(here: Quarter) -> Quarter:
    """Four Fridays of singing, one of them cancelled, and a concert at another place."""
    hall = factories.place("Gemeindehaus <St. Nikolaus>", "kirche", street="Kirchweg", number="3")
    singing = factories.event(place=hall, room="Saal", cost="free", phone="030 4711")
    DateChange.objects.create(
        event=singing, original=at(datetime(2026, 12, 25, 18)), cancelled=True, note="Weihnachten"
    )
    library = factories.place("Bücherei", "kirche", (13.312, 52.586))
    concert = factories.event("Konzert & Kekse", "am 13. Dezember 2026, 17 bis 18:30 Uhr", place=library)
    renew(Event.objects.filter(pk__in=[singing.pk, concert.pk]).with_changes(), NOW)
    return here


@pytest.fixture
def open_file(monkeypatch: pytest.MonkeyPatch):
    """The file with its parts readable, as text; fails on everything that WeasyPrint complains of."""

    def read(client: Client, address: str = FILE) -> str:
        with monkeypatch.context() as patched:
            patched.setattr(pdf, "_written", lambda page, url: writer.pdf(page, url, uncompressed_pdf=True))
            answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode("latin-1")

    return read


def in_file(text: str) -> str:
    """A text as PDF files hold it where it is not Latin."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def structure(file: str) -> Counter[str]:
    return Counter(re.findall(r"/Type /StructElem\s*/S /(\w+)", file))


def test_the_page_tells_every_date_once(client: Client, december: Quarter) -> None:
    page = html(client, PAGE)
    days = re.findall(r"<h3>([^<]+)</h3>", page)
    assert days == [
        "Freitag, 4. Dezember",
        "Freitag, 11. Dezember",
        "Sonntag, 13. Dezember",
        "Freitag, 18. Dezember",
        "Freitag, 25. Dezember",
    ]
    assert page.count("Konzert &amp; Kekse</b>") == 1
    assert page.count("Rudelsingen</b>") == 4 + 1, "each date, and once with all about it"
    assert "Gemeindehaus &lt;St. Nikolaus&gt;" in page
    assert "<b>Fällt aus:</b> <span>Weihnachten</span>" in page


def test_the_page_has_contact_day_and_code(client: Client, december: Quarter) -> None:
    page = html(client, PAGE)
    assert "<h1>Programm für Dezember 2026</h1>" in page
    assert "030\u00a023125\u00a0115" in page
    assert "Stand: 24. November 2026." in page
    code = qr.svg("http://testserver/termine/", "x")
    assert re.search(r'd="([^"]+)"', code)[1] in page


def test_the_page_leads_to_the_file_and_to_other_months(client: Client, december: Quarter) -> None:
    page = html(client, PAGE)
    assert f'href="{FILE}"' in page
    assert 'href="/programm/?monat=2026-11"' in page
    assert 'href="/programm/?monat=2027-01"' in page
    last = html(client, "/programm/?monat=2029-01")
    assert "monat=2029-02" not in last


def test_an_empty_month_says_so_on_page_and_in_file(client: Client, here: Quarter, open_file) -> None:
    page = html(client, "/programm/?monat=2027-05")
    assert "Für Mai 2027 ist in Wittenau noch kein Termin eingetragen." in page
    assert "programm.pdf" not in page
    assert A4 in open_file(client, "/programm.pdf?monat=2027-05")


def test_without_a_month_it_is_the_present_one(client: Client, december: Quarter) -> None:
    assert "Programm für November 2026" in html(client, "/programm/")


@pytest.mark.parametrize("page", ["/programm/", "/programm.pdf"])
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("monat=Dezember", "ein Monat wie 2026-11"),
        ("monat=2031-01", "ein Monat von 2025-11 bis 2029-01"),
        ("quartier=nirgends", "Wittenau"),
        ("bedarf=gibtesnicht", "eines von"),
        ("profil=fliegend", "eines von"),
        ("monat=%00", "ein"),
    ],
)
def test_wrong_parameters_are_answered_by_a_sentence(
    client: Client, december: Quarter, page: str, query: str, told: str
) -> None:
    assert told in html(client, f"{page}?{query}", 400)


def test_the_file_says_what_it_is(client: Client, december: Quarter) -> None:
    answer = client.get(FILE)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="programm-wittenau-2026-12.pdf"'
    assert answer.content.startswith(b"%PDF-1.7")


def test_the_file_is_tagged_for_readers_that_speak(
    client: Client, december: Quarter, open_file, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "weasyprint"):
        file = open_file(client)
    assert caplog.text == "", "all files are there and every picture has its text"
    assert "/Lang (de)" in file
    assert in_file("Programm für Dezember 2026 – Wittenau") in file
    for part in ("/StructTreeRoot", "/Marked true", "/DisplayDocTitle true", "pdfuaid:part"):
        assert part in file
    tags = structure(file)
    assert tags["H1"] == 1
    assert tags["H2"] == 2 + 5 + 2, "contact, places, weeks, regular ones, good to know"
    assert tags["H3"] == 5
    assert tags["Figure"] == 2
    assert file.count("/Alt ") == 2
    assert {"L", "LI", "LBody", "P", "Sect", "Link"} <= set(tags)


def test_the_file_is_a4_with_our_typeface_inside(client: Client, december: Quarter, open_file) -> None:
    file = open_file(client)
    pages = re.findall(r"/MediaBox \[([^\]]+)\]", file)
    assert {tuple(round(float(number)) for number in box.split()) for box in pages} == {(0, 0, 595, 842)}
    names = set(re.findall(r"/BaseFont /[A-Z]{6}\+([\w-]+)", file))
    assert names == {"Atkinson-Hyperlegible", "Atkinson-Hyperlegible-Bold"}
    assert len(re.findall(r"/FontFile\d", file)) == 2


def test_page_and_file_speak_english(client: Client, december: Quarter, open_file) -> None:
    page = html(client, "/en" + PAGE)
    for text in ("Programme for December 2026", "Week from 30 November to 6 December", "Friday, 4 December"):
        assert text in page
    assert '<b class="programme-title" lang="de">Rudelsingen</b>' in page
    file = open_file(client, "/en" + FILE)
    assert "/Lang (en)" in file
    assert in_file("Programme for December 2026 – Wittenau") in file


def test_the_map_names_openstreetmap_exactly_where_its_ground_comes_from_there(
    client: Client, december: Quarter
) -> None:
    named = r"<figcaption>.*OpenStreetMap-Mitwirkende.*</figcaption>"
    assert re.search(named, html(client, PAGE))
    december.basefeature_set.update(source="demo")
    assert not re.search(named, html(client, PAGE))


def test_the_file_is_made_once_for_two_who_ask(
    client: Client, december: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(pdf, "_written", lambda page, _url: made.append(page) or b"%PDF")
    for address in (FILE, FILE, "/en" + FILE, FILE):
        client.get(address)
    assert len(made) == 2
    Event.objects.filter(title_de="Rudelsingen").update(room="Keller")
    client.get(FILE)
    assert len(made) == 3, "what has changed is not kept from anybody"


def test_without_the_libraries_the_page_is_there_and_the_file_says_why_not(
    client: Client, december: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", {"libnix.so.0": "libnix0"})
    assert "Bitte drucken Sie die Seite." in html(client, FILE, 503)
    assert "Programm für Dezember 2026" in html(client, PAGE)


def test_the_file_needs_no_more_queries_than_the_page_without_its_head(
    client: Client, december: Quarter, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(pdf, "_written", lambda _page, _url: b"%PDF")
    with django_assert_max_num_queries(11):
        client.get(FILE)


def test_addresses_of_both_are_named() -> None:
    assert reverse("portal:programme_pdf") == "/programm.pdf"
    assert reverse("portal:programme") == "/programm/"
