"""The feed of new and changed dates."""

from datetime import datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest

from initiatives.dates import renew
from initiatives.feeds import atom
from initiatives.feeds.records import told
from initiatives.models import DateChange, Event
from initiatives.recurrence.series import at
from tests import factories
from tests.initiatives.feeds.reading import PAGES, page

pytestmark = pytest.mark.django_db
NOW = at(datetime(2026, 11, 26, 9))
FIRST = at(datetime(2026, 11, 27, 18))
NAMES = {"a": "http://www.w3.org/2005/Atom"}
ABOUT = atom.FeedHead(
    name="Termine: Wittenau",
    language="de",
    identity=UUID(int=7),
    page="https://example.org/termine/",
    source="https://example.org/termine/neu.atom",
    author="Mia Sommer",
    email="mia@example.org",
    rights="CC BY 4.0",
    since=NOW,
)


def made() -> bytes:
    renew(Event.objects.with_changes(), NOW)
    found = told(atom.latest(Event.objects.published(), NOW)[: atom.MOST])
    return atom.feed(found, atom.next_dates(found, NOW), ABOUT, pages=PAGES)


def entries() -> list[ElementTree.Element]:
    return ElementTree.fromstring(made()).findall("a:entry", NAMES)


def text(of: ElementTree.Element, name: str) -> str:
    return of.findtext(f"a:{name}", "", NAMES)


def test_the_feed_says_what_it_is_and_who_is_responsible():
    root = ElementTree.fromstring(made())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert (text(root, "id"), text(root, "title")) == (UUID(int=7).urn, "Termine: Wittenau")
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NAMES)}
    assert links == {"alternate": ABOUT.page, "self": ABOUT.source}
    assert root.findtext("a:author/a:name", "", NAMES) == "Mia Sommer"
    assert text(root, "rights") == "CC BY 4.0"
    assert datetime.fromisoformat(text(root, "updated")) == NOW


def test_an_entry_says_what_is_new_in_words(quarter):
    event = factories.event(place=factories.place("Gemeindehaus"), about="Für <alle>")
    (entry,) = entries()
    assert (text(entry, "title"), text(entry, "id")) == ("Neu: Rudelsingen", event.uuid.urn)
    assert datetime.fromisoformat(text(entry, "updated")) == event.updated_at
    assert datetime.fromisoformat(text(entry, "published")) == event.created_at
    assert entry.find("a:link", NAMES).get("href") == page(event.slug)
    assert text(entry, "summary") == (
        "<p>jeden Freitag, 18 bis 20 Uhr<br>Nächster Termin: Freitag, 27. November 2026, 18 bis 20 Uhr<br>"
        "Gemeindehaus<br>Für &lt;alle&gt;</p>"
    )


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"sequence": 1}, "Geändert: Rudelsingen"),
        ({"cancelled": "Halle zu", "sequence": 1}, "Fällt aus: Rudelsingen"),
    ],
)
def test_the_title_says_what_happened(more: dict, title: str):
    factories.event(**more)
    (entry,) = entries()
    assert text(entry, "title") == title
    assert ("Abgesagt, weil: Halle zu" in text(entry, "summary")) == ("cancelled" in more)


def test_a_next_date_that_falls_out_is_said():
    event = factories.event()
    DateChange.objects.create(event=event, original=FIRST, cancelled=True)
    (entry,) = entries()
    assert "Nächster Termin: Freitag, 27. November 2026, 18 bis 20 Uhr – fällt aus" in text(entry, "summary")


def test_the_newest_come_first_and_what_is_over_does_not_come():
    for number in range(atom.MOST + 2):
        factories.event(f"Treffen {number}")
    factories.event("Vorbei", said="am 1. November 2026, 18 bis 20 Uhr")
    Event.objects.filter(title_de="Treffen 3").update(updated_at=NOW + timedelta(days=900))
    titles = [text(entry, "title") for entry in entries()]
    assert titles[:2] == ["Neu: Treffen 3", f"Neu: Treffen {atom.MOST + 1}"]
    assert len(titles) == atom.MOST
    assert "Neu: Vorbei" not in titles


def test_control_characters_do_not_break_it():
    factories.event("Rudel\x0bsingen", about="\x1f")
    assert [text(entry, "title") for entry in entries()] == ["Neu: Rudelsingen"]


def test_the_same_state_gives_the_same_bytes():
    factories.event()
    assert made() == made()
