"""Signed routes in a browser: the line on the map, its spots in list and map, narrow screens, paper."""

import pytest

from tests.journeys.conftest import Town, Visitor

pytestmark = pytest.mark.browser


def test_the_map_draws_the_route_and_its_spot_lights_up_from_the_list(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto(f"{town.route.get_absolute_url()}?profil=rollator")
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector(".leaflet-container .route-line")
    assert page.locator("#map").get_attribute("aria-label") == "Karte: Rollatorrunde"
    assert page.locator("[aria-label='Anfang des Weges']").count() == 1
    assert page.locator(".route-shut").count() == 1, "steps are in the way of a rollator"
    spot = page.locator(".legs [data-spot]").first
    spot.hover()
    number = spot.get_attribute("data-spot")
    lit = page.locator(f".route-spot.is-lit[aria-label^='{number}:']")
    lit.wait_for(state="attached")


def test_a_card_leads_to_its_route_and_the_route_to_its_beginning(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/wege/?profil=rollator")
    page.get_by_role("link", name="Rollatorrunde").click()
    page.wait_for_url("**/wege/*/?profil=rollator")
    page.get_by_role("link", name="Weg zum Anfang").click()
    page.wait_for_url("**/weg/?nach=*")
    assert page.locator("#nach").input_value().startswith("13.311")


@pytest.mark.parametrize("address", ["/wege/", "route"])
def test_nothing_has_to_be_moved_sideways_on_the_narrowest_screen(town: Town, visitor: Visitor, address: str) -> None:
    page = visitor.page(320, 640)
    page.goto(town.route.get_absolute_url() if address == "route" else address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts_everything_but_the_map_is_there(town: Town, visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto(f"{town.route.get_absolute_url()}?profil=rollator")
    assert page.get_by_role("heading", name="Schritt für Schritt").is_visible()
    assert page.get_by_text("Treppe mit 12 Stufen").first.is_visible()
    assert not page.locator("#map").is_visible()


def test_paper_has_the_steps_and_the_code_and_no_buttons(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto(town.route.get_absolute_url())
    page.emulate_media(media="print")
    assert page.locator(".qr svg").is_visible()
    assert page.locator(".legs").is_visible()
    assert not page.get_by_role("link", name="Weg zum Anfang").is_visible()
    assert not page.locator(".switch").is_visible()
