"""Initiatives: the list with the form of the find page, one of them, its pictures."""

from datetime import date

import pytest
from django.test import Client

from actors.models import Place
from initiatives.models import Initiative, InitiativePicture, Milestone, Participation, Programme
from mapping.models import Quarter
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def allianz(here: Quarter, centre: Place) -> Initiative:
    made = factories.initiative(
        "Lokale Allianz",
        slug="allianz",
        needs=["demenz"],
        summary="Wir machen das Quartier leichter für Menschen mit Demenz.",
        goal="Niemand bleibt allein.",
        results="Ein Café und eine Gruppe.",
        joining="Rufen Sie an.",
        funding="Bundesministerium",
        lead=factories.organisation("Caritas", slug="caritas", phone="030 23125 117"),
    )
    made.places.add(centre)
    made.programmes.add(Programme.objects.get(slug="lokale-allianzen-demenz"))
    parish = factories.organisation("St. Nikodemus", slug="nikodemus")
    Participation.objects.create(initiative=made, organisation=parish, role="host")
    Participation.objects.create(initiative=made, organisation=parish, role="partner")
    Participation.objects.create(initiative=made, organisation=factories.organisation("Geheim", status="draft"))
    Milestone.objects.create(initiative=made, on=date(2026, 3, 1), text="Café eröffnet", done=True)
    Milestone.objects.create(initiative=made, on=date(2027, 3, 1), text="Schulung für Läden")
    return made


def page(client: Client, query: str = "") -> str:
    return html(client, f"/initiativen/{query}")


def test_the_list_shows_initiatives_alone_and_says_how_far_they_are(client: Client, allianz: Initiative):
    factories.initiative("Chor", area=factories.area(), state="finished")
    shown = page(client)
    assert "<h1>Initiativen</h1>" in shown
    assert "2 Treffer im ganzen Quartier" in shown
    for text in ("Lokale Allianz", "läuft", "Caritas", "Chor", "abgeschlossen", "im ganzen Quartier"):
        assert text in shown
    assert "Pflegestützpunkt</a></h2>" not in shown


def test_what_is_finished_comes_last(client: Client, allianz: Initiative):
    factories.initiative("Ahnenforschung", area=factories.area(), state="finished")
    factories.initiative("Zebrastreifen", area=factories.area(), state="idea")
    shown = page(client)
    order = [shown.index(f"{title}</a>") for title in ("Lokale Allianz", "Zebrastreifen", "Ahnenforschung")]
    assert order == sorted(order)


def test_it_narrows_by_need_and_by_how_far_they_are(client: Client, allianz: Initiative):
    factories.initiative("Chor", area=factories.area(), state="finished", needs=["gesellschaft"])
    assert "Lokale Allianz</a>" not in page(client, "?bedarf=gesellschaft")
    shown = page(client, "?stand=abgeschlossen")
    assert "Lokale Allianz</a>" not in shown
    assert "Chor</a>" in shown
    assert "/initiativen/?stand=abgeschlossen&amp;format=csv" in shown
    assert '<option value="abgeschlossen" selected>' in shown


def test_links_of_the_list_stay_on_the_list(client: Client, allianz: Initiative):
    shown = page(client, "?bedarf=gesundheit&q=Allianz")
    assert 'action="/initiativen/"' in shown
    assert 'href="/initiativen/?q=Allianz">' in shown  # the chip that takes the need away
    assert "Ohne ‚Arzt, Apotheke &amp; Therapie‘: 1 Treffer" in shown


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?stand=fertig", "eines von: "),
        ("?bedarf=demens", "vielleicht Leben mit Demenz"),
        ("?seite=99", "eine Zahl von 1 bis 1"),
        ("?von=99,99", "von"),
        ("?format=pdf", "eines von: csv, druck, geojson, xlsx"),
    ],
)
def test_nonsense_is_refused_with_what_would_be_right(client: Client, allianz: Initiative, query: str, says: str):
    assert says in html(client, f"/initiativen/{query}", status=400)


@pytest.mark.parametrize("form", ["druck", "csv", "xlsx", "geojson"])
def test_the_list_can_be_taken_along(client: Client, allianz: Initiative, form: str):
    answer = client.get(f"/initiativen/?format={form}")
    assert answer.status_code == 200
    if form != "xlsx":
        assert "Lokale Allianz" in answer.content.decode()


def test_the_page_tells_who_takes_part_what_is_done_and_what_comes(client: Client, allianz: Initiative):
    shown = html(client, "/initiativen/allianz/")
    for text in (
        "Lokale Allianzen für Menschen mit Demenz",
        "Niemand bleibt allein.",
        "Ein Café und eine Gruppe.",
        "März 2026</b>",
        "Café eröffnet",
        "Schulung für Läden",
        "(leitet die Initiative)",
        "St. Nikodemus</a>",
        "(stellt Räume, macht mit)",
        "Bundesministerium",
        "Rufen Sie an.",
        "tel:03023125117",
        "Pflegestützpunkt",
        "Leben mit Demenz",
    ):
        assert text in shown, text
    assert "Geheim" not in shown


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (date(2025, 3, 1), None, "seit März 2025"),
        (date(2099, 3, 1), None, "ab März 2099"),
        (date(2025, 3, 1), date(2026, 1, 31), "von März 2025 bis Januar 2026"),
        (None, date(2026, 1, 31), "bis Januar 2026"),
    ],
)
def test_it_says_when_it_runs(client: Client, here: Quarter, begins: date | None, ends: date | None, said: str):
    factories.initiative("Chor", slug="chor", begins_on=begins, ends_on=ends)
    assert f"· {said}<" in html(client, "/initiativen/chor/")


def test_with_a_start_it_tells_how_far_it_is(client: Client, allianz: Initiative):
    assert "Luftlinie" in html(client, "/initiativen/allianz/?von=13.311,52.586")


def test_its_own_number_goes_before_that_of_the_lead(client: Client, allianz: Initiative):
    Initiative.objects.update(phone="030 23125 118")
    shown = html(client, "/initiativen/allianz/")
    assert "tel:03023125118" in shown
    assert "tel:03023125117" not in shown


def test_without_a_place_the_map_shows_the_area(client: Client, here: Quarter):
    factories.initiative("Nachbarn", slug="nachbarn", area=factories.area())
    shown = html(client, "/initiativen/nachbarn/")
    assert '"type": "Polygon"' in shown
    assert "Die Karte zeigt ihr Gebiet." in shown


def test_an_idea_without_a_place_has_no_map(client: Client, here: Quarter):
    factories.initiative("Idee", slug="idee", state="idea")
    shown = html(client, "/initiativen/idee/")
    assert "Einen Ort gibt es noch nicht." in shown
    assert 'id="map"' not in shown


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_what_is_not_published_has_no_page(client: Client, allianz: Initiative, status: str):
    Initiative.objects.update(status=status)
    html(client, "/initiativen/allianz/", status=404)


def test_it_stands_on_the_pages_of_its_places_and_partners(client: Client, allianz: Initiative, centre: Place):
    for address in (centre.get_absolute_url(), "/akteure/caritas/", "/akteure/nikodemus/"):
        assert 'href="/initiativen/allianz/"' in html(client, address)


def test_in_english_what_is_not_translated_says_its_language(client: Client, allianz: Initiative):
    shown = html(client, "/en/initiativen/allianz/")
    assert '<h1 lang="de">Lokale Allianz</h1>' in shown
    assert "Take part" in shown or "Who takes part" in shown


@pytest.fixture
def pictured(allianz: Initiative) -> InitiativePicture:
    return factories.initiative_picture(allianz)


def test_a_picture_has_its_words_and_is_not_sent_twice(client: Client, pictured: InitiativePicture):
    shown = html(client, "/initiativen/allianz/")
    address = f"/initiativen/allianz/bilder/{pictured.digest}.jpg"
    assert f'<img src="{address}" alt="Menschen singen im Hof" width="400" height="300">' in shown
    first = client.get(address)
    assert (first["Content-Type"], first.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_picture_of_a_draft_is_not_shown(client: Client, pictured: InitiativePicture):
    address = f"/initiativen/allianz/bilder/{pictured.digest}.jpg"
    assert client.get("/initiativen/allianz/bilder/0000.jpg").status_code == 404
    Initiative.objects.update(status="draft")
    assert client.get(address).status_code == 404


def test_a_page_costs_the_same_queries_with_few_and_with_many(
    client: Client, allianz: Initiative, django_assert_num_queries
):
    html(client, "/initiativen/allianz/")
    for number in range(20):
        organisation = factories.organisation(f"Verein {number}")
        Participation.objects.create(initiative=allianz, organisation=organisation)
        allianz.places.add(factories.place(f"Ort {number}", organisation=organisation))
        Milestone.objects.create(initiative=allianz, on=date(2027, 1, 1), text=f"Schritt {number}")
    with django_assert_num_queries(12):
        html(client, "/initiativen/allianz/")
