"""A start that cannot be found: the page keeps everything else that was asked."""

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Place
from initiatives.dates import renew
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
PAGES = ("/karte/", "/initiativen/", "/termine/")
TYPED = "Quatschgasse 99"
SENTENCE = f"„Wo sind Sie?“ ist „{TYPED}“. Richtig wäre: eine Adresse in "


@pytest.mark.parametrize("page", PAGES)
def test_what_is_right_is_said_beside_the_page(client: Client, centre: Place, page: str) -> None:
    renew([factories.event(place=centre)], timezone.now())
    shown = html(client, f"{page}?bedarf=beratung&profil=rollator&zugang=not-no&von=Quatschgasse+99", 400)
    assert f'<p class="note" role="alert"><span id="von-wrong">{SENTENCE}' in shown
    assert '<a href="#von">Hier ändern</a>' in shown
    assert "<title>Diese Eingabe passt nicht: " in shown, "screen readers read it first"
    for kept in (
        f'value="{TYPED}"',
        'aria-invalid="true" aria-describedby="von-wrong"',
        '<option value="beratung" selected>',
        '<option value="rollator" selected>',
        '<option value="not-no" selected>',
    ):
        assert kept in shown


def test_hits_are_shown_as_for_somebody_who_has_not_said_where_she_is(client: Client, centre: Place) -> None:
    shown = html(client, "/karte/?bedarf=beratung&minuten=15&von=Quatschgasse+99", 400)
    assert f'{centre.get_absolute_url()}"' in shown
    assert "Für die Zeitgrenze brauchen wir einen Startpunkt." in shown
    main = shown.split("<main")[1].split("</main>")[0]
    assert "von=Quatsch" not in main, "no link carries it on"


def test_the_form_is_open_so_that_the_field_is_seen(client: Client, centre: Place) -> None:
    assert '<details class="refine" open>' in html(client, "/karte/?bedarf=beratung&von=Quatschgasse+99", 400)
    assert '<details class="refine">' in html(client, "/karte/?bedarf=beratung")


@pytest.mark.parametrize("typed", ["a%00b", "x" * 201, "1,nan", "999,999", "%E2%80%AE", "'\"><script>"])
def test_whatever_is_typed_comes_back_as_text(client: Client, centre: Place, typed: str) -> None:
    for page in PAGES:
        shown = html(client, f"{page}?von={typed}", 400)
        assert "Richtig wäre:" in shown
        assert "\0" not in shown
        assert "'\"><script>" not in shown


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "druck"])
def test_files_and_paper_are_refused(client: Client, centre: Place, form: str) -> None:
    shown = html(client, f"/karte/?von=Quatschgasse+99&format={form}", 400)
    assert "Weiter ohne diese Angabe" in shown


@pytest.mark.parametrize("page", PAGES)
def test_what_is_chosen_wrong_is_refused_even_beside_a_wrong_start(client: Client, centre: Place, page: str) -> None:
    shown = html(client, f"{page}?von=Quatschgasse+99&minuten=viele", 400)
    assert "„minuten“ ist „viele“" in shown


def test_on_the_page_of_a_way_the_field_is_marked_too(client: Client, centre: Place) -> None:
    shown = html(client, "/weg/?von=Lindenplatz+3&nach=Quatschgasse+99", 400)
    assert shown.count('aria-invalid="true"') == 1
    assert 'aria-describedby="von-wrong von-hint"' in html(client, "/weg/?von=Quatschgasse+99", 400)
