"""Browser tests: Debian's Chromium against the live server, with the real content security policy.

Every page fails its test on a console error, an error in a script, or a request to another host.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from actors.models import Offering, Place
from common.geo import LonLat
from initiatives.dates import renew
from initiatives.models import DateChange, Event, Initiative, Milestone, Participation, Programme, RoomFact
from initiatives.recurrence.series import at
from mapping import network, signed_routes
from mapping.models import Quarter
from mapping.routing.engine import Engine
from mapping.routing.graph import Edge, Vertex, compile_network
from mapping.signed_routes import Home
from tests import factories
from tests.networks import barrier

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--disable-quic", "--disable-gpu", "--force-prefers-reduced-motion"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's event loop lives in this thread; Django would refuse the database here without a word of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """Opens pages of the live server and remembers what must not happen."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.allowed: tuple[str, ...] = ()

    def page(self, width: int = 1280, height: int = 900, **options: Any) -> Page:
        """A fresh browser window; `options` are those of Playwright's context."""
        defaults: dict[str, Any] = {
            "locale": "de-DE",
            "timezone_id": "Europe/Berlin",
            "reduced_motion": "reduce",
            "viewport": {"width": width, "height": height},
            "base_url": self.base,
        }
        context = self.browser.new_context(**defaults | options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", lambda request: self._request(request.url))
        return page

    def _console(self, message: Any) -> None:
        if message.type == "error" and not any(part in message.text for part in self.allowed):
            self.faults.append(f"console: {message.text} ({message.location})")

    def _request(self, url: str) -> None:
        self.requests.append(url)
        if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != urlsplit(self.base).netloc:
            self.faults.append(f"foreign request: {url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


BUSY = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> %s"
CALM, PAUSE_S, PATIENCE_S = 4, 0.03, 5.0


def _let_the_server_finish() -> None:
    """Requests that nobody waits for any more still read tables, which emptying them after the test would lock."""
    calm, deadline = 0, monotonic() + PATIENCE_S
    with connection.cursor() as cursor:
        while calm < CALM and monotonic() < deadline:
            sleep(PAUSE_S)
            cursor.execute(BUSY, [connection.connection.info.backend_pid])
            calm = 0 if cursor.fetchone()[0] else calm + 1


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Iterator[Visitor]:
    visitor = Visitor(browser, live_server.url)
    yield visitor
    visitor.close()
    _let_the_server_finish()
    assert visitor.faults == []


SPOTS = {
    "house": (13.311, 52.586),
    "pharmacy": (13.312, 52.586),
    "centre": (13.31, 52.585),
    "stairs": (13.3096, 52.5846),
    "church": (13.309, 52.584),
}
PAVEMENT: dict[str, Any] = {"kind": "sidewalk", "name": "Lindenstraße"}
WAYS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("house", "centre", PAVEMENT),
    ("house", "pharmacy", PAVEMENT),
    ("centre", "stairs", {"kind": "steps"}),
    ("stairs", "church", {"kind": "footway"}),
)
FACTS: dict[str, dict[str, float | str]] = {
    "sidewalk": {"width_m": 2.0},
    "steps": {"step_count": 12.0},
    "footway": {"surface": "asphalt", "width_m": 2.0},
}


def ways() -> Engine:
    """From the house one gets to the centre and to the pharmacy; to the church there is a stairway."""
    vertices = [Vertex(name, *at, seat=name == "centre") for name, at in SPOTS.items()]
    edges = [
        Edge(
            f"{begin} {end}",
            begin,
            end,
            line=(SPOTS[begin], SPOTS[end]),
            length_m=LonLat(*SPOTS[begin]).distance_m(LonLat(*SPOTS[end])),
            facts=FACTS[about["kind"]],
            **about,
        )
        for begin, end, about in WAYS
    ]
    return Engine(compile_network(vertices, edges))


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> "Town":
    """A small quarter with something of everything that pages show, and a few ways for the page of a way."""
    known = ways()
    monkeypatch.setattr(network, "engine", lambda _quarter: known)
    monkeypatch.setattr(network, "engine_at", lambda *_points, **_more: known)
    monkeypatch.setattr(signed_routes, "homes", lambda routes: {one.pk: Home(None, known) for one in routes})
    monkeypatch.setattr(network, "engines_in", lambda _box: [known])
    call_command("load_reference", verbosity=0)  # the test before has emptied all tables
    cache.clear()
    return Town()


class Town:
    """Places with facts of all three values, offerings with and without a place, one organisation."""

    def __init__(self) -> None:
        self.quarter: Quarter = factories.quarter(
            "Lindenquartier",
            welcome="Hier finden Sie, was in Ihrer Nähe hilft.",
            contact_name="Quartiersbüro Lindenplatz",
            contact_phone="0221 4710 115",
            contact_email="quartier@lindenquartier.example",
            is_default=True,
        )
        factories.address(self.quarter, "Lindenstraße", "4", (13.311, 52.586))
        self.organisation = factories.organisation("Diakonie Lindenau", about="Wir pflegen und beraten.")
        self.place = self._centre()
        self.pharmacy = factories.place(
            "Linden-Apotheke",
            at=(13.312, 52.586),
            phone="030 23125 101",
            hours="Mo-Su 00:00-24:00",
            street="Lindenplatz",
        )
        self.church = factories.place("Christuskirche", "kirche", at=(13.309, 52.584))
        factories.fact(self.church, "entrance_steps", "yes", 3)
        self.stop = factories.place("Lindenplatz", "haltestelle", at=(13.3105, 52.5852))
        self.barrier = barrier(
            "closed", factories.point(13.3117, 52.5852), slug="bauzaun", description="Neue Leitungen."
        )
        factories.barrier_picture(self.barrier)
        self.offering = self._lunch()
        line = [SPOTS[name] for name in ("house", "centre", "stairs", "church")]
        self.route = factories.signed_route(
            "Rollatorrunde",
            line,
            summary="Vom Haus zur Kirche.",
            plain="Der Weg ist kurz.",
            profiles=["walk", "rollator"],
            keeper="Heimatverein",
            verified_on=date(2026, 3, 3),
        )
        self._dates()
        self.visits: Offering = factories.offering(
            "Besuchsdienst",
            ("gesellschaft",),
            organisation=self.organisation,
            area=factories.area(),
            how=["home_visit"],
        )

        self.initiative, self.neighbours = self._alliance(), self._neighbours()
        self.event, self.over = self._singing(), self._bazaar()
        renew(Event.objects.with_changes(), timezone.now())

    def _alliance(self) -> Initiative:
        """At two places, with everything that its page can tell."""
        made = factories.initiative(
            "Lokale Allianz Lindenquartier",
            needs=["beratung"],
            summary="Wir machen das Quartier leichter für Menschen mit Demenz.",
            plain="Wir helfen zusammen.\nJeder kann mitmachen.",
            goal="Niemand bleibt allein.",
            results="Ein Café und eine Gruppe.",
            joining="Rufen Sie an.",
            phone="030 23125 103",
            lead=self.organisation,
            begins_on=date(2025, 3, 1),
        )
        made.places.add(self.place, self.church)
        made.programmes.add(Programme.objects.get(slug="lokale-allianzen-demenz"))
        Participation.objects.create(initiative=made, organisation=factories.organisation("Kirchengemeinde"))
        Milestone.objects.create(initiative=made, on=date(2026, 3, 1), text="Café eröffnet", done=True)
        Milestone.objects.create(initiative=made, on=date(2027, 3, 1), text="Schulung für Läden")
        factories.initiative_picture(made)
        factories.initiative_picture(made, "Tisch mit Tassen", order=1)
        return made

    def _neighbours(self) -> Initiative:
        return factories.initiative(
            "Nachbarn am Park", needs=["beratung"], state="planned", area=factories.area(13.305, 52.581, 13.315, 52.589)
        )

    def _singing(self) -> Event:
        """Every day from yesterday on: one date is cancelled, one is moved, one is somewhere else."""
        first = datetime.combine(timezone.localdate() - timedelta(days=1), time(15))
        made = self._event(
            "Rudelsingen",
            first,
            said="täglich, 15 bis 17 Uhr",
            initiative=self.initiative,
            place=self.place,
            room="Großer Saal",
            entrance="über den Hof",
            about="Wir singen, was alle kennen.",
            plain="Wir singen zusammen.",
            cost="donation",
            registration="Nicht nötig.",
            phone="030 23125 104",
        )
        RoomFact.objects.create(event=made, feature="ramp", value="yes", surveyed_on=date(2026, 3, 3))
        tomorrow, moved, elsewhere = (at(first + timedelta(days=days)) for days in (2, 3, 4))
        changes = DateChange.objects
        changes.create(event=made, original=tomorrow, cancelled=True, note="Die Leiterin ist krank.")
        changes.create(event=made, original=moved, starts=moved + timedelta(hours=2), ends=moved + timedelta(hours=3))
        changes.create(event=made, original=elsewhere, place=self.church, note="Der Saal wird gestrichen.")
        return made

    def _bazaar(self) -> Event:
        """Over, and nowhere in particular."""
        first = datetime.combine(timezone.localdate() - timedelta(days=30), time(10))
        return self._event(
            "Basar", first, said="Freitag, 27. November 2026, 10 bis 12 Uhr", organisation=self.organisation
        )

    def _event(self, title: str, first: datetime, *, said: str, **more: Any) -> Event:
        made = factories.event(title, said, **more)
        made.starts, made.ends = at(first), at(first + timedelta(hours=2))
        made.save()
        return made

    def _centre(self) -> Place:
        centre = factories.place(
            "Pflegestützpunkt Lindenau",
            "pflegestuetzpunkt",
            organisation=self.organisation,
            street="Lindenplatz",
            number="3",
            postcode="13435",
            city="Berlin",
            phone="030 23125 100",
            email="post@pflege.example",
            website="https://pflege.example/beratung",
            hours='Mo-Fr 09:00-12:00; "nach Vereinbarung"',
            about="Wir beraten Sie kostenlos.",
            plain="Hier hören Menschen zu.\nDas kostet nichts.",
            languages=["de", "tr"],
            verified_on=date(2026, 3, 3),
            verified_by="Marlene Aufderheide",
        )
        factories.fact(centre, "entrance_steps", "no", surveyed_by="Marlene Aufderheide")
        factories.fact(centre, "door_width", "yes", 95, source="osm", source_id="node/7")
        factories.fact(centre, "lift", "unknown")
        return centre

    def _dates(self) -> None:
        """Something every week, and a series that is cancelled."""
        weekly = factories.event(
            "Rudelsingen", place=self.place, room="Großer Saal", cost="donation", phone="030 23125 103"
        )
        walk = factories.event(
            "Spaziergang", "jeden Montag, 14 bis 15 Uhr", room="am Brunnen", cancelled="Glatteis", place=self.church
        )
        renew([weekly, walk], timezone.now())

    def _lunch(self) -> Offering:
        return factories.offering(
            "Mittagstisch",
            ("essen",),
            organisation=self.organisation,
            places=[self.place],
            phone="030 23125 102",
            hours="Tu 12:00-14:00",
            cost="donation",
            plain="Wir essen zusammen.",
            recognised_45a=True,
        )

    @property
    def addresses(self) -> dict[str, str]:
        """Every public page by its name."""
        return {
            "start": "/",
            "find": "/karte/?bedarf=beratung&von=Lindenstra%C3%9Fe+4&profil=rollator",
            "find everything": "/karte/",
            "find emergency": "/karte/?bedarf=krise",
            "find nothing": "/karte/?q=apotheke&bedarf=demenz",
            "find dates only": "/karte/?q=Rudelsingen&von=Lindenstra%C3%9Fe+4&profil=rollator",
            "print": "/karte/?bedarf=beratung&format=druck",
            "place": self.place.get_absolute_url() + "?profil=manual_wheelchair&von=Lindenstra%C3%9Fe+4",
            "bare place": self.church.get_absolute_url(),
            "offering": self.offering.get_absolute_url(),
            "offering in an area": self.visits.get_absolute_url(),
            "organisation": self.organisation.get_absolute_url(),
            "initiatives": "/initiativen/?bedarf=beratung&profil=rollator",
            "dates": "/termine/?von=Lindenstra%C3%9Fe+4&profil=rollator",
            "dates of a day": "/termine/?ansicht=tag&zugang=not-no",
            "dates of a month": "/termine/?ansicht=monat",
            "no dates": "/termine/?art=apotheke&bedarf=krise",
            "event": f"{self.event.get_absolute_url()}?von=Lindenstra%C3%9Fe+4&profil=rollator",
            "event that is over": self.over.get_absolute_url(),
            "no initiatives": "/initiativen/?stand=abgeschlossen",
            "initiative": self.initiative.get_absolute_url() + "?von=Lindenstra%C3%9Fe+4&profil=rollator",
            "initiative in an area": self.neighbours.get_absolute_url(),
            "programme": "/programm/",
            "way form": "/weg/",
            "way": f"/weg/?von=Lindenstra%C3%9Fe+4&ort={self.place.slug}&profil=rollator",
            "way print": f"/weg/?von=Lindenstra%C3%9Fe+4&ort={self.place.slug}&format=druck",
            "no way": f"/weg/?von=Lindenstra%C3%9Fe+4&ort={self.church.slug}&profil=rollator",
            "wrong way": "/weg/?von=Lindenstra%C3%9Fe+4&max_kerb_cm=99",
            "signed routes": "/wege/?profil=rollator",
            "signed route": self.route.get_absolute_url(),
            "signed route back": self.route.get_absolute_url() + "?richtung=umgekehrt",
            "no such route": "/wege/nix/",
            "coloured": "/karte/?profil=rollator&wege=1",
            "coloured way": f"/weg/?von=Lindenstra%C3%9Fe+4&ort={self.place.slug}&profil=rollator&wege=1",
            "barriers": "/hindernisse/?profil=rollator",
            "barrier": self.barrier.get_absolute_url(),
            "reckoning": "/so-rechnen-wir/",
            "plain words": "/einfach/",
            "imprint": "/impressum/",
            "privacy": "/datenschutz/",
            "accessibility": "/barrierefreiheit/",
            "wrong input": "/karte/?profil=fliegend",
            "wrong start": "/karte/?bedarf=beratung&von=Quatschgasse+99",
            "wrong start of dates": "/termine/?von=Quatschgasse+99",
            "not there": "/orte/gibt-es-nicht/",
            "english": "/en/karte/?bedarf=beratung",
        }


@pytest.fixture
def manager(django_user_model: Any) -> Any:
    """May do everything; `sign_in` signs her in."""
    return django_user_model.objects.create_superuser(*MANAGER)


MANAGER = ("marlene", "marlene@example.org", "ein-langes-passwort")


def sign_in(page: Page) -> Page:
    page.goto("/admin/login/")
    page.fill("#id_username", MANAGER[0])
    page.fill("#id_password", MANAGER[2])
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Violations on a page, one line each. All rules of WCAG 2.0 to 2.2 A and AA and the best practices are on."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def violations(page: Page) -> list[str]:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
        return [
            f"{rule['id']}: {node['html'][:160]} {node['any'][:1] and node['any'][0]['message']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return violations
