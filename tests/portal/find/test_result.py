"""One page of the answer: words, chips, paging, advice, and the number of queries it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from mapping.models import Quarter
from portal.find import Answer, run
from tests import factories
from tests.portal.find.conftest import Ask, found, question

pytestmark = pytest.mark.usefixtures("town")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "8 Treffer im ganzen Quartier"),
        ("bedarf=demenz", "3 Treffer für ‚Leben mit Demenz‘"),
        ("art=apotheke", "1 Treffer für ‚Apotheke‘"),
        ("bedarf=demenz&bedarf=glaube", "4 Treffer für ‚Leben mit Demenz‘ oder ‚Glaube, Seelsorge & Trauer‘"),
        (
            "bedarf=demenz&profil=rollator&von=Lindenstr.+4&minuten=15",
            "3 Treffer für ‚Leben mit Demenz‘, mit Rollator, ab Lindenstraße 4, höchstens 15 Minuten Luftlinie",
        ),
        ("q=Apoteke&offen=1", "2 Treffer für ‚Apoteke‘, jetzt geöffnet"),
        ("q=Apotheke&bedarf=gesundheit", "1 Treffer für ‚Apotheke‘ und ‚Arzt, Apotheke & Therapie‘"),
        ("offen=2026-03-01T11:00", "1 Treffer im ganzen Quartier, geöffnet am 1. März um 11 Uhr"),
        ("zugang=yes", "2 Treffer im ganzen Quartier, zu Fuß, sicher zugänglich"),
        ("zugang=not-no&q=Wurstfabrik", "Kein Treffer für ‚Wurstfabrik‘, zu Fuß, ohne bekannte Hindernisse"),
        ("von=13.31,52.58&bbox=0,0,1,1", "Kein Treffer, ab Ihrem Standort, in diesem Ausschnitt der Karte"),
        (
            "von=13.31,52.58&minuten=1",
            "Kein Treffer im ganzen Quartier, zu Fuß, ab Ihrem Standort, höchstens 1 Minute Luftlinie",
        ),
    ],
)
def test_the_sentence_says_what_was_asked_and_found(ask: Ask, query: str, sentence: str):
    if query.endswith("minuten=1"):
        from actors.models import Offering

        Offering.objects.filter(title_de="Besuchsdienst").delete()
    assert ask(query).sentence == sentence


def test_the_sentence_has_digits_and_text_as_typed(ask: Ask):
    assert ask("q=%3Cb%3Ehallo%3C/b%3E").sentence == "Kein Treffer für ‚<b>hallo</b>‘"


def test_every_chip_takes_exactly_one_filter_away(ask: Ask):
    query = (
        "bedarf=demenz&bedarf=pflege&art=pflegeheim&q=Haus&von=Lindenstr+4&profil=rollator&minuten=15"
        "&offen=1&zugang=yes&bbox=13.3,52.58,13.32,52.59"
    )
    result = ask(query)
    assert [chip.label for chip in result.chips] == [
        "Leben mit Demenz",
        "Pflege zu Hause",
        "Pflegeheim",
        "‚Haus‘",
        "Ab Lindenstraße 4",
        "Mit Rollator",
        "Höchstens 15 Minuten Luftlinie",
        "Jetzt geöffnet",
        "Sicher zugänglich",
        "In diesem Ausschnitt der Karte",
    ]
    whole = set(result.find.query().split("&"))
    for chip in result.chips:
        gone = whole - set(chip.remove_query.split("&"))
        expected = 2 if chip.label == "Ab Lindenstraße 4" else 1  # the time limit goes with the start
        assert len(gone) == expected, chip


def test_pages_cover_everything_once_and_in_order(quarter: Quarter, ask: Ask):
    for number in range(30):
        factories.place(f"Ort {number:02}", "begegnung", at=(13.3150, 52.5890))
    everything = found(ask(limit=500))
    for query in ("", "von=13.3110,52.5850"):
        whole = found(ask(query, limit=500))
        pages = [name for offset in range(0, 40, 7) for name in found(ask(query, limit=7, offset=offset))]
        assert pages == whole
        assert sorted(pages) == sorted(everything)


def test_places_at_one_point_are_paged_without_doubles_even_in_a_crowd(ask: Ask):
    """The circle that spares sorting everything must not lose ties on its edge."""
    for number in range(60):
        factories.place(f"Praxis {number:02}", "hausarzt", at=(13.3150 + number // 20 / 1000, 52.5890))
    query = "art=hausarzt&von=13.3150,52.5890"
    whole = found(ask(query, limit=500))
    assert len(whole) == 61
    assert [name for offset in range(0, 61, 5) for name in found(ask(query, limit=5, offset=offset))] == whole


def test_every_gives_the_same_as_all_pages(ask: Ask):
    assert [hit.name for hit in Answer(question("")).every(maximum=100)] == found(ask())
    assert [hit.name for hit in Answer(question("")).every(maximum=3)] == found(ask())[:3]


def test_neighbouring_pages_are_named_by_their_query(ask: Ask):
    first, last = ask("zugang=not-no", limit=3), ask("zugang=not-no", limit=3, offset=6)
    assert (first.pages.previous, first.pages.next) == (None, "zugang=not-no&seite=2")
    assert (last.pages.previous, last.pages.next) == ("zugang=not-no&seite=2", None)
    assert (last.pages.number, last.pages.count) == (3, 3)


def test_with_nothing_found_it_says_what_each_filter_took_away(ask: Ask):
    result = ask("bedarf=gesundheit&offen=2026-03-01T11:00&von=Lindenstr+4")
    assert result.hits == []
    assert [(advice.text, advice.count) for advice in result.advice] == [
        ("Ohne ‚geöffnet am 1. März um 11 Uhr‘: 2 Treffer", 2),
        ("Ohne ‚Arzt, Apotheke & Therapie‘: 1 Treffer", 1),
    ]
    assert result.advice[0].nearest is not None
    assert result.advice[0].nearest.name == "Nord-Apotheke"
    for advice in result.advice:
        assert run(question(advice.query)).matched == advice.count


def test_of_several_words_it_names_the_one_that_is_too_much(ask: Ask):
    texts = [advice.text for advice in ask("q=Apotheke+Wurstfabrik").advice]
    assert "Ohne ‚Wurstfabrik‘: 2 Treffer" in texts


def test_if_no_single_filter_helps_it_offers_everything(ask: Ask):
    (advice,) = ask("bedarf=digital&bbox=0,0,1,1").advice
    assert (advice.text, advice.query) == ("Ohne alle Filter: 8 Treffer", "")


def test_with_something_found_there_is_no_advice(ask: Ask):
    assert ask("bedarf=gesundheit").advice == []


def test_a_time_limit_is_said_to_be_a_straight_line(ask: Ask):
    assert any("Luftlinie" in notice for notice in ask("von=Lindenstr+4&minuten=5").notice)
    assert ask("minuten=5").notice == [
        "Für die Zeitgrenze brauchen wir einen Startpunkt. Bitte geben Sie an, wo Sie sind."
    ]


def test_an_hour_that_the_clocks_skip_is_said_with_what_was_made_of_it(ask: Ask):
    result = ask("offen=2026-03-29T02:30")
    assert result.sentence.endswith("geöffnet am 29. März um 3:30 Uhr")
    assert result.notice == [
        "2:30 Uhr gibt es am 29. März nicht, weil die Uhren vorgestellt werden. Wir nehmen 3:30 Uhr."
    ]


@pytest.mark.parametrize(
    "at", ["1", "2026-03-29T01:59", "2026-03-29T03:00", "2026-03-29T02:30%2B01:00", "2026-10-25T02:30"]
)
def test_of_an_hour_that_exists_nothing_is_said(ask: Ask, at: str):
    assert ask(f"offen={at}").notice == []


def test_a_hit_knows_all_that_a_card_shows(ask: Ask):
    (hit,) = ask("art=apotheke&von=13.3110,52.5880&profil=rollator").hits
    assert (hit.type, hit.id) == ("place", f"place-{hit.slug}")
    assert (hit.kind_label, hit.kind_slug, hit.group_slug, hit.icon) == (
        "Apotheke",
        "apotheke",
        "arzt_gesundheit",
        "maki:pharmacy",
    )
    assert hit.address == "Lindenstraße 4"
    assert hit.open_text == "heute geöffnet bis 18 Uhr"
    assert (hit.access.verdict, hit.access_symbol, hit.access_word) == ("yes", "✓", "stufenlos")
    assert (hit.distance_m, hit.distance_basis, hit.distance_text) == (334, "line", "330 m Luftlinie")
    assert hit.duration_s is None
    assert hit.url.endswith("?von=13.311000,52.588000&profil=rollator")
    assert [need.slug for need in hit.needs] == ["gesundheit"]
    assert (hit.source, hit.source_label, hit.licence) == ("manual", "eigene Angabe", "CC BY 4.0")


def test_entries_from_openstreetmap_name_their_licence(ask: Ask):
    factories.place("Rathaus", "amt", source="osm", source_id="node/1")
    (hit,) = ask("art=amt").hits
    assert (hit.licence, hit.attribution) == ("ODbL 1.0", "© OpenStreetMap-Mitwirkende")


@pytest.mark.parametrize(
    ("metres", "text"), [(0, "1 m"), (4, "4 m"), (336, "340 m"), (994, "990 m"), (996, "1,0 km"), (1234, "1,2 km")]
)
def test_distances_are_rounded_and_say_that_they_are_straight_lines(metres: float, text: str):
    from portal.find.distance import distance_text

    assert distance_text(metres) == f"{text} Luftlinie"


def test_distances_have_the_point_of_english(ask: Ask):
    from portal.find.distance import distance_text

    with translation.override("en"):
        assert distance_text(1234).startswith("1.2 km")


QUESTIONS = [
    "",
    "bedarf=gesellschaft&von=13.3110,52.5850&offen=1",
    "q=Apoteke+Kirchweg&von=Lindenstr.+4",
    "zugang=not-no&profil=rollator&bbox=13.29,52.57,13.33,52.60&von=13.3110,52.5850&minuten=60",
]


@pytest.mark.parametrize("query", QUESTIONS)
def test_one_row_and_fifty_rows_take_the_same_number_of_queries(ask: Ask, query: str):
    run(question(query))  # the vocabulary is read once per process

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            result = ask(query, limit=limit)
            shown = [
                (hit.url, hit.needs, hit.access.reasons, hit.open_text, hit.organisation_name) for hit in result.hits
            ]
        assert shown
        return len(captured)

    operator = factories.organisation("Träger")

    def more(begin: int, end: int) -> None:
        for number in range(begin, end):
            name, more = f"Apotheke {number}", {"street": "Kirchweg", "organisation": operator, "hours": "24/7"}
            spot = factories.place(name, "mehrgenerationenhaus", **more)
            factories.fact(spot, "wheelchair")
            factories.offering(f"Apothekentreff {number}", ("gesellschaft",), places=[spot], hours="24/7")

    more(0, 1)
    few = queries(50)
    more(1, 26)
    many = queries(50)
    assert many <= few + 1  # with more rows than wanted, the circle is asked for first
    assert many <= 24


def test_a_page_with_map_asks_each_count_once(quarter: Quarter):
    run(question(""))
    with CaptureQueriesContext(connection) as captured:
        answer = Answer(question("offen=1"))
        answer.page(limit=25, offset=0)
        list(answer.every(maximum=2000))
    assert sum("GROUP BY" in entry["sql"] for entry in captured.captured_queries) == 3
