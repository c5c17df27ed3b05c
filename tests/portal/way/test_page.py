"""The page of one way as a browser without scripts gets it."""

import html as htmllib
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actors.models import Place
from mapping import network
from mapping.models import Quarter
from mapping.routing.engine import Engine
from mapping.routing.targets import Entrance
from tests import factories
from tests.drawing import drawn, places
from tests.portal.way.conftest import SPOTS, at

pytestmark = pytest.mark.django_db
QUERIES_MAX = 12


def page(client: Client, status: int = 200, path: str = "/weg/", **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\u00a0", " ")


def links(text: str) -> dict[str, str]:
    """Address by the words of the link."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', text)
    return {re.sub(r"<[^>]+>", "", words).strip(): htmllib.unescape(address) for address, words in found}


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@pytest.fixture
def pharmacy(here: Quarter) -> Place:
    return factories.place("Linden-Apotheke", at=SPOTS["E"], slug="linden-apotheke")


TRIP = {"von": at("A"), "nach": at("E")}


def test_without_a_question_there_is_the_form_alone(client: Client, ways: Engine) -> None:
    text = page(client)
    assert '<h1 id="found">Weg finden</h1>' in text
    assert 'name="von"' in text
    assert 'name="nach"' in text
    assert 'data-map="way"' not in text
    assert text.count('type="radio" name="profil"') == 7
    assert text.count('type="radio" name="unknown"') == 3


def test_the_head_says_how_long_and_how_far_for_whom(client: Client, ways: Engine) -> None:
    assert "3 Minuten mit Rollator, 140 m</h1>" in page(client, profil="rollator", max_kerb_cm="6", **TRIP)
    assert "2 Minuten zu Fuß, 140 m</h1>" in page(client, **TRIP)


def test_what_is_checked_is_said_to_those_who_must_know(client: Client, ways: Engine) -> None:
    assert "Barrierefrei, soweit bekannt: 0 % geprüft." in page(client, profil="rollator", **TRIP)
    assert "Barrierefrei, soweit" not in page(client, **TRIP)


def test_the_legs_are_an_ordered_list(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator", max_kerb_cm="6", **TRIP)
    legs = re.findall(r'<p class="leg">(.*?)</p>', text)
    assert legs[:3] == [
        "Nach Osten: 90 m auf dem Gehweg Lindenstraße",
        "Bordstein 6 cm",
        "Geradeaus: 50 m auf dem Gehweg Lindenstraße",
    ]
    assert "Ziel: gewählter Punkt" in legs[-1]


def test_pauses_are_told(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator", **TRIP)
    assert "1 Bank am Weg: nach 80 m (mit Rückenlehne, Armlehne nicht bekannt)." in text
    assert "Längste Strecke ohne Bank: 110 m." in text
    assert "Am Weg ist keine Bank eingetragen." in page(client, **TRIP)


def test_the_looser_way_names_the_kerb_its_corner_and_sets_the_limit(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator", **TRIP)
    assert "Ohne dieses Hindernis wären es 50 m weniger:" in text
    assert "Bordstein 6 cm, Ihre Grenze: 3 cm" in text
    assert "(laut OpenStreetMap, Stand März 2024)" in text
    found = links(text)["Mit dieser Grenze rechnen: Höchster Bordstein: 6 cm"]
    assert asked(found) == {**TRIP_AS_KEPT, "profil": "rollator", "max_kerb_cm": "6"}
    assert "140 m</h1>" in page(client, **asked(found))


TRIP_AS_KEPT = {name: ",".join(f"{float(part):.6f}" for part in value.split(",")) for name, value in TRIP.items()}


def test_the_way_back_swaps_the_ends_and_keeps_the_rest(client: Client, ways: Engine) -> None:
    found = links(page(client, profil="rollator", unknown="strict", max_kerb_cm="8", **TRIP))["Rückweg zeigen"]
    kept = {"von": TRIP_AS_KEPT["nach"], "nach": TRIP_AS_KEPT["von"]}
    assert asked(found) == {**kept, "profil": "rollator", "unknown": "strict", "max_kerb_cm": "8"}
    page(client, **asked(found))


def test_a_place_is_a_goal_and_a_start(client: Client, ways: Engine, pharmacy: Place) -> None:
    text = page(client, von=at("A"), ort="linden-apotheke", profil="rollator")
    assert "Ziel: Linden-Apotheke." in text
    assert '<input type="hidden" name="ort" value="linden-apotheke">' in text
    back = asked(links(text)["Rückweg zeigen"])
    assert back == {"ab": "linden-apotheke", "nach": TRIP_AS_KEPT["von"], "profil": "rollator"}
    assert "Start: Linden-Apotheke." in page(client, **back)


def test_what_is_typed_goes_before_a_place(client: Client, ways: Engine, pharmacy: Place) -> None:
    assert "Ziel: gewählter Punkt." in page(client, von=at("A"), nach=at("B"), ort="linden-apotheke")


def test_an_address_is_found_and_kept_in_words(client: Client, ways: Engine) -> None:
    quarter = Quarter.objects.get()
    factories.address(quarter, "Lindenstraße", "4", SPOTS["B"])
    text = page(client, von="Lindenstr. 4", nach=at("E"))
    assert "Start: Lindenstraße 4" in text
    assert asked(links(text)["Zum Drucken"])["von"].startswith("Lindenstraße 4")


# ------------------------------------------------------------------------------------------------------ other answers


def test_no_way_says_what_blocks_in_plain_words_and_offers_what_opens_it(client: Client, ways: Engine) -> None:
    text = page(client, von=at("A"), nach=at("J"), profil="rollator")
    assert "Für diese Angaben gibt es keinen Weg.</h1>" in text
    assert "Hier ist eine Treppe." in text
    assert "Treppe mit 12 Stufen" in text
    assert "So gibt es einen Weg" in text
    opened = next(
        address for words, address in links(text).items() if words.startswith("Treppen: alle (bisher: keine)")
    )
    assert "mit Rollator" in page(client, **asked(opened))


def test_what_a_wheelchair_cannot_take_is_not_offered(client: Client, ways: Engine) -> None:
    text = page(client, von=at("A"), nach=at("J"), profil="manual_wheelchair")
    assert "Treppe mit 12 Stufen" in text
    assert "So gibt es einen Weg" not in text


def test_an_island_says_that_no_way_is_known(client: Client, ways: Engine) -> None:
    assert "Zwischen diesen Punkten kennen wir keinen Weg.</h1>" in page(client, von=at("A"), nach=at("X"))


def test_seldom_benches_offer_the_distance_that_works(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator", max_seat_gap_m="25", **TRIP)
    assert "Auf keinem Weg stehen so oft Bänke.</h1>" in text
    offer = next(address for words, address in links(text).items() if words.startswith("Weiteste Strecke"))
    assert "Minuten mit Rollator" in page(client, **asked(offer))


def test_the_same_place_twice_is_no_way(client: Client, ways: Engine) -> None:
    text = page(client, von=at("B"), nach=at("B"))
    assert "Start und Ziel liegen am selben Weg.</h1>" in text
    assert "Sie sind schon da" in text


def test_without_a_network_the_page_says_so(client: Client, here: Quarter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "engine", lambda _quarter: None)
    monkeypatch.setattr(network, "engine_at", lambda *_points, **_more: None)
    text = page(client, 404, **TRIP)
    assert "Für Wittenau sind noch keine Wege eingetragen." in text
    assert 'name="von"' in text


BAD = [
    (
        {"von": "2.35,48.85", "nach": at("E")},
        404,
        "Beim Start „Ihr Standort“ kennen wir im Umkreis von 150 m keinen Weg.",
    ),
    (
        {"von": at("A"), "nach": "2.35,48.85"},
        404,
        "Beim Ziel „gewählter Punkt“ kennen wir im Umkreis von 150 m keinen Weg.",
    ),
    ({"von": "13.3,152"}, 400, "„Wo beginnt der Weg?“ ist „13.3,152“. Richtig wäre: Länge,Breite in Grad"),
    ({"nach": "1,nan"}, 400, "„Wohin möchten Sie?“ ist „1,nan“. Richtig wäre: Länge,Breite in Grad"),
    (
        {"von": "Gibtesnichtgasse 1"},
        400,
        "„Wo beginnt der Weg?“ ist „Gibtesnichtgasse 1“. Richtig wäre: eine Adresse in Wittenau",
    ),
    ({"von": "x" * 201}, 400, "höchstens 200 Zeichen"),
    ({"von": "a\x00b"}, 400, "Text ohne Steuerzeichen"),
    ({"ort": "gibt-es-nicht"}, 400, "„ort“ ist „gibt-es-nicht“. Richtig wäre: ein Ort, der auf der Karte steht."),
    ({"ab": "\x00"}, 400, "Text ohne Steuerzeichen"),
    ({"profil": "fliegend"}, 400, "„profil“ ist „fliegend“. Richtig wäre: eines von:"),
    ({"max_kerb_cm": "99"}, 400, "„Höchster Bordstein“ ist „99“. Richtig wäre: eine Zahl von 0 bis 25"),
    ({"unknown": "egal"}, 400, "„unknown“ ist „egal“. Richtig wäre: eines von: cautious, optimistic, strict."),
    ({"variante": "9"}, 400, "„variante“ ist „9“. Richtig wäre: eine ganze Zahl von 1 bis 2."),
    ({"variante": "2", **TRIP}, 400, "„variante“ ist „2“. Richtig wäre: einer der Wege, die auf der Seite stehen."),
    ({"format": "pdf"}, 400, "„format“ ist „pdf“. Richtig wäre: eines von: druck."),
    ({"quartier": "atlantis"}, 400, "„quartier“ ist „atlantis“. Richtig wäre: eines von: Wittenau"),
]


@pytest.mark.parametrize(("query", "status", "sentence"), BAD)
def test_a_mistake_gives_the_form_again_with_one_sentence(
    client: Client, ways: Engine, query: dict[str, str], status: int, sentence: str
) -> None:
    text = htmllib.unescape(page(client, status, **query))
    assert re.sub(r"\s+", " ", sentence) in text
    assert text.count('class="note" role="alert"') == 1
    assert '<form class="find-form' in text
    if "\x00" not in query.get("von", "\x00") and len(query["von"]) < 200:
        assert f'name="von" value="{query["von"]}"' in text


def test_a_limit_that_a_profile_fixes_is_left_out_and_said(client: Client, ways: Engine) -> None:
    text = page(client, profil="manual_wheelchair", steps="yes", **TRIP)
    assert "Mit dem Profil „Mit Rollstuhl“ steht das fest, deshalb haben wir es weggelassen: Treppen." in text
    assert 'name="steps"' not in text


# ---------------------------------------------------------------------------------------------------------------- form


def test_limits_stand_in_the_form_as_they_were_set(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator", max_kerb_cm="7", min_width_m="any", unknown="strict", **TRIP)
    assert '<option value="7" selected>7 cm</option>' in text
    assert '<option value="any" selected>ohne Grenze</option>' in text
    assert '<option value="">wie üblich: 3 cm</option>' in text
    assert 'name="unknown" value="strict" checked' in text
    assert "Ihre Grenzen: " in text


def test_the_usual_mode_has_no_value_so_that_it_changes_with_the_profile(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator")
    assert 'name="unknown" value="" checked>Lieber meiden (üblich)' in text
    assert 'name="unknown" value="" checked>Hält nicht auf (üblich)' in page(client)


def test_the_quarter_and_the_colours_are_carried(client: Client, ways: Engine) -> None:
    factories.quarter("Zweitstadt", is_default=True)
    text = page(client, quartier="wittenau", farben="dunkel", **TRIP)
    for words in ("Rückweg zeigen", "Zum Drucken"):
        query = asked(links(text)[words])
        assert (query["quartier"], query["farben"]) == ("wittenau", "dunkel")
    shared = next(address for words, address in links(text).items() if words.startswith("http"))
    assert "farben" not in asked(shared)


def test_the_print_form_has_a_code_and_the_legs(client: Client, ways: Engine) -> None:
    text = page(client, format="druck", profil="rollator", **TRIP)
    assert 'role="img" aria-label="QR-Code mit diesem Weg"' in text
    assert "Nach Osten: 60 m auf dem Gehweg Lindenstraße" in text
    assert 'data-map="way"' not in text


def test_english_speaks_english_addresses(client: Client, ways: Engine) -> None:
    text = page(client, path="/en/weg/", profil="rollator", **TRIP)
    assert '<html lang="en">' in text.replace('<html lang="en" ', '<html lang="en">')
    assert links(text)[next(words for words in links(text) if words.startswith("http"))].count("/en/weg/") == 1


def test_places_and_hits_lead_to_their_way(client: Client, ways: Engine, pharmacy: Place) -> None:
    factories.address(Quarter.objects.get(), "Lindenstraße", "4", SPOTS["A"])
    query = {"von": "Lindenstraße 4", "profil": "rollator"}
    on_page = client.get(pharmacy.get_absolute_url(), query).content.decode()
    in_list = client.get("/karte/", {"q": "Linden-Apotheke", **query}).content.decode()
    for text in (on_page, in_list):
        address = next(
            address for words, address in links(re.sub(r"\s+", " ", text)).items() if words.startswith("Weg zeigen")
        )
        found = asked(address)
        assert (found["ort"], found["profil"]) == ("linden-apotheke", "rollator")
        assert found["von"].startswith("Lindenstraße 4")
        assert "mit Rollator" in page(client, **found)


def test_few_queries_answer_it(
    client: Client, ways: Engine, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(QUERIES_MAX):
        page(client, profil="rollator", **TRIP)


def test_no_answer_holds_script_or_style_inline(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator", **TRIP)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert " style=" not in text
    assert "<style" not in text


def test_the_address_says_everything(client: Client, ways: Engine) -> None:
    text = page(client, profil="rollator", max_kerb_cm="any", worst_surface="gravel", unknown="optimistic", **TRIP)
    found = asked(links(text)["Zum Drucken"])
    assert found == {
        **TRIP_AS_KEPT,
        "profil": "rollator",
        "max_kerb_cm": "any",
        "worst_surface": "gravel",
        "unknown": "optimistic",
        "format": "druck",
    }
    assert urlencode(found)


# --------------------------------------------------------------------------------------------------------------- doors


class Doors:
    """A house with these entrances, wherever it stands."""

    def __init__(self, *entrances: Entrance) -> None:
        self.entrances = entrances

    def targets(self, points: list[tuple[float, float]]) -> list[tuple[Entrance, ...]]:
        return [self.entrances for _point in points]


def test_the_way_to_a_place_leads_to_the_door_that_fits(
    client: Client, ways: Engine, pharmacy: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    main, side = Entrance(SPOTS["E"], step_cm=15.0), Entrance(SPOTS["G"], step_cm=0.0)
    monkeypatch.setattr("portal.way.ends.doors_of", lambda _quarter: Doors(main, side))
    text = page(client, von=at("A"), ort="linden-apotheke", profil="rollator")
    assert "3 Minuten mit Rollator, 120 m</h1>" in text
    assert "Stufe am Eingang" not in text
    on_foot = page(client, von=at("A"), ort="linden-apotheke")
    assert "zu Fuß, 110 m</h1>" in on_foot


def test_a_door_that_keeps_somebody_out_is_said_at_the_end(
    client: Client, ways: Engine, pharmacy: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.way.ends.doors_of", lambda _quarter: Doors(Entrance(SPOTS["E"], step_cm=15.0)))
    text = page(client, von=at("A"), ort="linden-apotheke", profil="rollator")
    assert "Stufe am Eingang: 15 cm, Ihre Grenze: 3 cm" in text.split("Ziel:")[-2]


def test_an_unknown_door_is_said(client: Client, ways: Engine, pharmacy: Place) -> None:
    assert "Eingang nicht bekannt" in page(client, von=at("A"), ort="linden-apotheke")


# ---------------------------------------------------------------------------------------------------------- other ways

LOOP = """
A-----------------B
|                 |
C-----------------D
"""


def test_another_way_has_its_price_and_a_page_of_its_own(
    client: Client, here: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"kind": "footway", "surface": "asphalt", "width_m": 2.0}
    rough = {"CD": good | {"surface": "sett", "name": "Alte Gasse"}}
    engine = Engine(drawn(LOOP, dict.fromkeys(("AB", "AC", "BD"), good) | rough))
    monkeypatch.setattr(network, "engine_at", lambda *_points, **_more: engine)
    spots = places(LOOP)
    trip = {name: f"{spots[end][0]:.6f},{spots[end][1]:.6f}" for name, end in (("von", "C"), ("nach", "D"))}
    text = page(client, profil="rollator", **trip)
    offer = next(address for address in links(text).values() if "variante=1" in address)
    assert "Weniger: Kopfsteinpflaster oder anderer holpriger Boden (90 m)." in text
    other = page(client, **asked(offer))
    assert "mit Rollator, 130 m</h1>" in other
    assert "Alte Gasse" not in other
    assert asked(links(other)["Zurück zum besten Weg"]) == {**trip, "profil": "rollator"}
    assert "variante=1" in links(other)["Zum Drucken"]
    assert "variante" not in links(other)["Rückweg zeigen"]
