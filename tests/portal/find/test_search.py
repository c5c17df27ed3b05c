"""What is found: every filter, exactly, for places and offerings."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from actors.models import Place
from actors.models.places import met_by
from common.geo import WGS84
from common.records import Status
from initiatives.dates import renew
from mapping.models import Quarter
from portal.find import run
from tests import factories
from tests.portal.find.conftest import Ask, found, question

pytestmark = pytest.mark.usefixtures("town")
EVERYTHING = [
    "Besuchsdienst",
    "Demenz-Café",
    "Haus Abendsonne",
    "Nord-Apotheke",
    "Pflegekurs",
    "Praxis Dr. Öztürk",
    "St. Nikolaus",
    "Tagespflege am Park",
]


def test_without_a_question_everything_but_quiet_kinds_shows_in_german_order(ask: Ask):
    assert found(ask()) == EVERYTHING


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("bedarf=gesundheit", ["Nord-Apotheke", "Praxis Dr. Öztürk"]),
        ("bedarf=demenz", ["Demenz-Café", "Haus Abendsonne", "Tagespflege am Park"]),
        ("bedarf=gesundheit&bedarf=glaube", ["Nord-Apotheke", "Praxis Dr. Öztürk", "St. Nikolaus"]),
        ("art=apotheke", ["Nord-Apotheke"]),
        ("art=apotheke&art=kirche", ["Nord-Apotheke", "St. Nikolaus"]),
        ("art=pflegeheim&bedarf=gesundheit", []),
        # quiet kinds show when something asks for them
        ("art=sitzbank", ["Sitzbank am Teich"]),
        ("bedarf=unterwegs", ["Sitzbank am Teich"]),
        ("q=Bank+am+Teich", ["Sitzbank am Teich"]),
        ("bbox=13.29,52.57,13.33,52.60", EVERYTHING),
        ("q=ich+suche", EVERYTHING),
        # text: vocabulary, names, streets, organisations, descriptions
        ("q=Altenheim", ["Haus Abendsonne"]),
        ("q=Apoteke", ["Nord-Apotheke", "Pflegekurs"]),
        ("q=Baecker", ["Bäckerei Morgenrot"]),
        ("q=Tagespflegeplatz", ["Tagespflege am Park"]),
        ("q=Kirchweg", ["Haus Abendsonne", "St. Nikolaus", "Demenz-Café", "Pflegekurs"]),
        ("q=Lindenstr.", ["Nord-Apotheke", "Pflegekurs"]),
        ("q=Lindenstrasse+4", ["Nord-Apotheke", "Pflegekurs"]),
        ("q=Apotheke+Lindenstr", ["Nord-Apotheke", "Pflegekurs"]),
        ("q=Apotheke+Kirchweg", ["Pflegekurs"]),  # an offering at both places
        ("q=Bibliothek+Kirchweg", []),
        ("q=Oeztuerk", ["Praxis Dr. Öztürk"]),
        ("q=öztürk", ["Praxis Dr. Öztürk"]),
        ("q=Nikolas", ["St. Nikolaus"]),
        ("q=Demenz", ["Demenz-Café", "Haus Abendsonne", "Tagespflege am Park"]),
        ("q=Pflege", ["Pflegekurs", "Haus Abendsonne", "Tagespflege am Park", "Nord-Apotheke"]),
        ("q=Kirchwg", ["St. Nikolaus", "Haus Abendsonne", "Demenz-Café", "Pflegekurs"]),
        ("q=Abnedsonne", ["Haus Abendsonne", "Demenz-Café", "Pflegekurs"]),
        ("q=Lindnstr.", ["Nord-Apotheke", "Pflegekurs"]),
        ("q=Caritas", ["Besuchsdienst", "Demenz-Café", "Pflegekurs"]),
        ("q=Linde", ["Café Linde", "Nord-Apotheke", "Pflegekurs"]),
        ("q=Wurstfabrik", []),
        ("q=%25", EVERYTHING),
        ("q=%27%29%3B+DROP+TABLE+actors_place%3B--", []),
        # open at a moment; unknown and by arrangement are not open
        ("offen=1", ["Haus Abendsonne", "Nord-Apotheke", "Pflegekurs", "Praxis Dr. Öztürk", "Tagespflege am Park"]),
        ("offen=2026-03-03T17:00", ["Haus Abendsonne", "Nord-Apotheke"]),
        ("offen=2026-03-01T11:00", ["Haus Abendsonne"]),
        ("art=lebensmittel&offen=2026-03-07T09:00", ["Bäckerei Morgenrot"]),
        # access for a profile
        ("zugang=yes&profil=manual_wheelchair", ["Nord-Apotheke", "Pflegekurs"]),
        (
            "zugang=not-no&profil=manual_wheelchair",
            [
                "Besuchsdienst",
                "Nord-Apotheke",
                "Pflegekurs",
                "Praxis Dr. Öztürk",
                "St. Nikolaus",
                "Tagespflege am Park",
            ],
        ),
        ("zugang=yes&bedarf=glaube", []),
        # near
        (
            "von=13.3110,52.5850&art=apotheke&art=pflegeheim&art=kirche",
            ["Nord-Apotheke", "Haus Abendsonne", "St. Nikolaus"],
        ),
        ("von=13.3110,52.5850&minuten=1", ["Nord-Apotheke", "Pflegekurs", "Besuchsdienst"]),
        (
            "von=Lindenstr+4&minuten=3",
            ["Nord-Apotheke", "Pflegekurs", "Demenz-Café", "Haus Abendsonne", "Besuchsdienst"],
        ),
        ("bbox=13.3105,52.5845,13.3115,52.5855", ["Besuchsdienst", "Nord-Apotheke", "Pflegekurs"]),
        ("bbox=0,0,1,1", []),
    ],
)
def test_a_question_finds_exactly_what_fits(ask: Ask, query: str, names: list[str]):
    result = ask(query)
    assert found(result) == names
    assert result.matched == len(names)


def test_a_typing_mistake_is_said(ask: Ask):
    assert ask("q=Apoteke").notice == ["So geschrieben kennen wir ‚Apoteke‘ nicht. Wir zeigen, was ähnlich klingt."]
    assert ask("q=Apotheke").notice == []


@pytest.mark.parametrize("typed", ["Wurstfabrik", "Apoteke+Wurstfabrik"])
def test_nothing_is_promised_to_resemble_an_unknown_word_where_nothing_was_found(ask: Ask, typed: str):
    result = ask(f"q={typed}")
    assert result.matched == 0
    assert len(result.notice) == 1
    assert result.notice[0].startswith("So geschrieben kennen wir ")
    assert result.notice[0].endswith(" nicht.")


def test_the_name_of_an_organisation_is_a_known_word(ask: Ask):
    assert (ask("q=Caritas").matched, ask("q=Caritas").notice) == (3, [])


def test_the_title_of_an_event_to_come_is_a_known_word(ask: Ask):
    said, unknown = "jeden Freitag, 18 bis 20 Uhr", ["So geschrieben kennen wir ‚Xylophonabend‘ nicht."]
    assert ask("q=Xylophonabend").notice == unknown
    over, draft = "am 1. Mai 2024, 18 bis 20 Uhr", {"status": Status.DRAFT}
    renew([factories.event("Xylophonabend", over), factories.event("Xylophonabend", said, **draft)], timezone.now())
    assert ask("q=Xylophonabend").notice == unknown
    renew([factories.event("Xylophonabend", said)], timezone.now())
    assert ask("q=Xylophonabend").notice == []


def test_an_exact_name_comes_before_a_beginning_before_the_kind_before_the_street(ask: Ask):
    factories.place("Kirchweg", "begegnung")
    factories.place("Kirchweg-Treff", "begegnung")
    factories.place("Treff im Kirchweg", "begegnung")
    assert found(ask("q=Kirchweg"))[:3] == ["Kirchweg", "Kirchweg-Treff", "Treff im Kirchweg"]
    factories.place("Zur alten Apotheke", "begegnung")
    assert found(ask("q=Apotheke")) == ["Nord-Apotheke", "Zur alten Apotheke", "Pflegekurs"]


def test_what_is_called_so_comes_before_what_only_holds_the_word(ask: Ask):
    factories.place("Volksbank", "post_bank")
    factories.place("Bank für Sozialwirtschaft", "post_bank")
    assert found(ask("q=Bank")) == ["Bank für Sozialwirtschaft", "Volksbank", "Sitzbank am Teich"]


def test_a_beginning_of_a_synonym_does_not_drag_in_a_whole_need(ask: Ask):
    """„Pflegegrad“ is a word for advice; who types „Pflege“ is not looking for the town hall."""
    factories.place("Rathaus", "amt")
    assert "Rathaus" not in found(ask("q=Pflege"))
    assert "Rathaus" in found(ask("q=Pflegegrad"))


def test_a_word_of_a_description_is_not_called_unknown(ask: Ask):
    factories.place("Haus am Ring", "begegnung", about="Wir singen jeden Dienstag.")
    assert (found(ask("q=singen")), ask("q=singen").notice) == (["Haus am Ring"], [])


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_a_word_that_only_hidden_entries_use_is_called_unknown(ask: Ask, status: Status):
    factories.place("Xylophonhaus", "begegnung", status=status)
    factories.offering("Xylophonkurs", area=factories.area(), status=status)
    assert found(ask("q=Xylophon")) == []
    assert ask("q=Xylophon").notice == ["So geschrieben kennen wir ‚Xylophon‘ nicht."]


def test_a_description_is_searched_last_and_in_any_form_of_the_word(ask: Ask):
    factories.place("Haus am Ring", "begegnung", about="Wir singen jeden Dienstag Volkslieder.")
    assert found(ask("q=Volkslied")) == ["Haus am Ring"]
    assert found(ask("q=gesungen")) == []
    factories.place("Backstube", "begegnung", plain="Hier lernen Sie Bücher binden.")
    assert found(ask("q=Buch")) == ["Backstube"]
    assert found(ask("q=Buecher+binden")) == ["Backstube"]


def test_own_needs_replace_those_of_the_kind(ask: Ask):
    factories.place("Klosterapotheke", "apotheke", needs=("glaube",))
    assert found(ask("bedarf=gesundheit&art=apotheke")) == ["Nord-Apotheke"]
    assert found(ask("bedarf=glaube")) == ["Klosterapotheke", "St. Nikolaus"]


def test_by_slug_and_by_key_the_same_places_meet_a_need(town: Quarter):
    factories.place("Klosterapotheke", "apotheke", needs=("glaube",))
    for need in question("").vocabulary.needs:
        by_key = Place.objects.filter(met_by(need__in=[need.pk]))
        assert set(by_key) == set(Place.objects.meeting([need.slug]))


def test_drafts_archived_entries_and_other_quarters_never_show(ask: Ask):
    factories.place("Entwurf", status=Status.DRAFT)
    factories.place("Archiv", status=Status.ARCHIVED)
    factories.place("Fern", at=(6.7, 51.2))
    factories.offering("Alter Kurs", status=Status.ARCHIVED, area=factories.area())
    factories.offering("Ferner Kurs", area=factories.area(6.6, 51.1, 6.8, 51.3))
    assert found(ask()) == EVERYTHING


@pytest.mark.parametrize(
    ("begin", "end", "shown"),
    [
        (None, None, True),
        (date(2026, 3, 3), date(2026, 3, 3), True),
        (date(2026, 3, 4), None, False),
        (None, date(2026, 3, 2), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_an_offering_shows_only_while_it_is_offered(ask: Ask, begin: date | None, end: date | None, shown: bool):
    factories.offering("Gymnastik", ("aktiv",), area=factories.area(), valid_from=begin, valid_until=end)
    assert found(ask("bedarf=aktiv")) == (["Gymnastik"] if shown else [])


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (datetime(2026, 3, 2, 22, 30, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), True),  # half past midnight in Germany
        (datetime(2026, 3, 3, 22, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 3, 23, 30, tzinfo=UTC), False),
    ],
)
def test_the_days_of_an_offering_are_those_of_the_calendar_here(town: Quarter, now: datetime, shown: bool):
    day = date(2026, 3, 3)
    factories.offering("Gymnastik", ("aktiv",), area=factories.area(), valid_from=day, valid_until=day)
    assert found(run(question("bedarf=aktiv", now=now))) == (["Gymnastik"] if shown else [])


def test_an_offering_shows_the_nearest_of_its_places(ask: Ask):
    (hit,) = [hit for hit in ask("von=13.3111,52.5851&q=Pflegekurs").hits if hit.type == "offering"]
    assert hit.place_label == "Nord-Apotheke"
    assert 5 < (hit.distance_m or 0) < 20
    (hit,) = [hit for hit in ask("von=13.3121,52.5861&q=Pflegekurs").hits if hit.type == "offering"]
    assert hit.place_label == "Haus Abendsonne"


def test_an_offering_with_one_accessible_place_is_shown_there_even_if_another_is_nearer(ask: Ask):
    result = ask("von=13.3121,52.5861&q=Pflegekurs&zugang=yes&profil=manual_wheelchair")
    assert [hit.place_label for hit in result.hits if hit.type == "offering"] == ["Nord-Apotheke"]


def test_an_offering_for_an_area_has_no_point_and_comes_last(ask: Ask):
    hit = ask("von=13.3110,52.5850").hits[-1]
    assert (hit.name, hit.point, hit.distance_m, hit.place_label) == ("Besuchsdienst", None, None, "im ganzen Quartier")


def test_a_service_from_elsewhere_for_this_quarter_shows_without_place(ask: Ask):
    far = factories.place("Sozialstation Pankow", "pflegedienst", at=(13.45, 52.57))
    factories.offering("Pflege zu Hause", ("pflege",), places=[far], area=factories.area())
    (hit,) = ask("bedarf=pflege").hits
    assert (hit.name, hit.place) == ("Pflege zu Hause", None)


def test_offerings_follow_the_boundary_and_not_its_box(ask: Ask, town: Quarter):
    corner = Polygon(((13.29, 52.57), (13.33, 52.57), (13.29, 52.60), (13.29, 52.57)), srid=WGS84)
    town.boundary = MultiPolygon(corner, srid=WGS84)
    town.save()
    outside = factories.place("Jenseits", "kirche", at=(13.328, 52.598))
    factories.offering("Chor", ("aktiv",), places=[outside])
    assert "Jenseits" not in found(ask())
    assert "Chor" not in found(ask())


def test_a_missing_fact_is_never_a_yes_in_any_profile(ask: Ask, town: Quarter):
    from mapping.profiles import profiles

    Place.objects.get(name="Nord-Apotheke").facts.all().delete()
    Place.objects.get(name="Haus Abendsonne").facts.all().delete()
    for slug in profiles().by_slug:
        assert ask(f"zugang=yes&profil={slug}").matched == 0
        assert found(ask(f"zugang=not-no&profil={slug}")) == EVERYTHING


def test_the_access_filter_and_the_shown_verdict_always_agree(ask: Ask):
    from mapping.profiles import profiles

    cases = [
        ("entrance_steps", "yes", 0),
        ("entrance_steps", "no", None),
        ("entrance_steps", "yes", 3),
        ("wheelchair_help", "yes", None),
        ("tactile_guidance", "yes", None),
        ("handrail", "unknown", None),
    ]
    for number, (feature, value, measure) in enumerate(cases):
        factories.fact(factories.place(f"Ort {number}", "begegnung"), feature, value, measure)
    for slug in profiles().by_slug:
        verdicts = {hit.name: hit.access.verdict.value for hit in ask(f"profil={slug}").hits if hit.type == "place"}
        sure = {hit.name for hit in ask(f"zugang=yes&profil={slug}").hits if hit.type == "place"}
        possible = {hit.name for hit in ask(f"zugang=not-no&profil={slug}").hits if hit.type == "place"}
        assert sure == {name for name, verdict in verdicts.items() if verdict == "yes"}, slug
        assert possible == {name for name, verdict in verdicts.items() if verdict != "no"}, slug


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ],
)
def test_the_open_filter_and_the_shown_state_always_agree(town: Quarter, at: datetime):
    factories.place("Nachtcafé", "begegnung", hours="Sa-Su 22:00-03:00")
    everything = run(question("", now=at)).hits
    opened = {hit.name for hit in everything if hit.open.state.value == "open"}
    assert {hit.name for hit in run(question("offen=1", now=at)).hits} == opened


def test_a_need_with_emergency_numbers_shows_them_before_any_result(ask: Ask):
    for query in ("bedarf=krise", "q=Notruf", "q=112", "q=Apothekennotdienst", "q=Notaufnahme"):
        assert [number.text for number in ask(query).emergency] == ["112", "116 117", "0800 111 0 111"], query
    assert ask("bedarf=gesundheit").emergency == []
    assert ask("q=Apotheke").emergency == []
