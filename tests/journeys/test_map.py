"""The map in the browser: same result as the list, for mouse, finger and keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVERYTHING = "/karte/"
LON, LAT = factories.CENTRE


def opened(page: Page, address: str = EVERYTHING) -> Page:
    """The page with its map loaded and drawn."""
    page.goto(address)
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map[data-ready] .leaflet-tile-loaded")
    return page


def focus_is_in(page: Page, selector: str) -> bool:
    return page.evaluate("selector => document.activeElement.closest(selector) !== null", selector)


def zoom_in(page: Page, times: int) -> None:
    for _ in range(times):
        page.click(".leaflet-control-zoom-in")
        page.wait_for_timeout(150)


def middle_of_a_tile(page: Page) -> list[int]:
    """Colour in the middle of the first drawn tile."""
    return page.evaluate(
        """() => {
          const tile = document.querySelector('canvas.leaflet-tile-loaded');
          return [...tile.getContext('2d').getImageData(3, 3, 1, 1).data].slice(0, 3);
        }"""
    )


# --- list and map ---------------------------------------------------------------------------------------------------


def test_the_map_shows_what_the_list_shows(visitor, town):
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit&bedarf=glaube")
    zoom_in(page, 2)
    names = page.locator(".marker").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert len(names) == page.locator("[data-feature^=place]").count() == 2
    assert sorted(name.split(", ")[1] for name in names) == ["Christuskirche", "Linden-Apotheke"]


def test_markers_are_no_tab_stops_because_all_are_in_the_list(visitor, town):
    page = opened(visitor.page())
    assert page.locator(".marker[tabindex]").count() == 0
    assert page.locator(".marker:not([aria-label])").count() == 0


def test_a_card_lights_its_sign_by_pointer_and_by_focus(visitor, town):
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit")
    card = page.locator("[data-feature^=place]").first
    card.hover()
    expect(page.locator(".marker.is-lit")).to_have_count(1)
    page.mouse.move(5, 5)
    expect(page.locator(".marker.is-lit")).to_have_count(0)
    card.locator("a").first.focus()
    expect(page.locator(".marker.is-lit")).to_have_count(1)


def test_a_sign_lights_its_card(visitor, town):
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit")
    page.locator(".marker").hover()
    expect(page.locator("[data-feature].is-lit")).to_have_count(1)


def test_a_chosen_sign_opens_a_sheet_with_the_way_to_its_page(visitor, town):
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit")
    page.locator(".marker").click()
    sheet = page.get_by_role("dialog", name="Linden-Apotheke")
    expect(sheet).to_be_focused()
    expect(sheet.locator("a")).to_have_attribute("href", re.compile("/orte/linden-apotheke"))
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_group_is_named_and_opened_by_keyboard_without_losing_the_focus(visitor, town):
    for number in range(4):
        factories.place(f"Praxis {number}", "hausarzt", at=(LON + number * 0.00008, LAT + 0.0002))
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit")
    group = page.locator(".cluster").first
    expect(group).to_have_attribute("aria-label", re.compile(r"^\d Orte, näher heranzoomen$"))
    before = page.locator(".marker").count()
    group.focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(400)
    assert page.locator(".marker").count() > before
    assert focus_is_in(page, "#map")


def test_places_at_one_spot_are_offered_as_a_list(visitor, town):
    for name in ("Hausarzt im Ärztehaus", "Labor im Ärztehaus"):
        factories.place(name, "hausarzt", at=(LON + 0.004, LAT + 0.001))
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit&q=Ärztehaus")
    page.locator(".cluster").click()
    sheet = page.get_by_role("dialog", name="2 Orte an dieser Stelle")
    expect(sheet.locator("a")).to_have_text(["Hausarzt im Ärztehaus", "Labor im Ärztehaus"])


# --- moving ---------------------------------------------------------------------------------------------------------


def test_an_initiative_stands_at_its_places_or_lights_as_an_area(visitor, town):
    page = opened(visitor.page())
    area = page.locator("path.area")
    assert area.count() == 1
    card = page.locator(f'[data-feature="initiative-{town.neighbours.slug}"]')
    card.locator("a").first.focus()
    assert "is-lit" in (area.get_attribute("class") or "")
    page.locator(f'[data-feature="initiative-{town.initiative.slug}"] a').first.focus()
    assert "is-lit" not in (area.get_attribute("class") or "")
    assert page.locator(".is-lit.marker, .is-lit.cluster").count() >= 1


def test_an_area_opens_a_sheet_with_the_way_to_its_page(visitor, town):
    page = opened(visitor.page())
    page.locator("path.area").dispatch_event("click")
    assert page.locator(".map-card a").get_attribute("href").endswith(town.neighbours.get_absolute_url())


def test_after_a_move_one_can_search_there_and_hears_what_is_to_be_seen(visitor, town):
    page = opened(visitor.page())
    button = page.get_by_role("button", name="In diesem Ausschnitt suchen")
    expect(button).to_be_hidden()
    page.get_by_role("button", name="Nach Norden").click()
    expect(page.locator(".map [role=status]")).to_contain_text(re.compile(r"\d von \d Orten im Ausschnitt"))
    button.click()
    page.wait_for_url(re.compile(r"bbox=[\d.%2C,]+"))
    assert "seite=" not in page.url


def test_another_size_of_the_window_is_no_move(visitor, town):
    page = opened(visitor.page())
    before = page.locator("#map").bounding_box()
    page.set_viewport_size({"width": 1000, "height": 560})
    assert page.locator("#map").bounding_box() != before
    page.wait_for_timeout(400)
    expect(page.get_by_role("button", name="In diesem Ausschnitt suchen")).to_be_hidden()
    expect(page.locator(".map [role=status]")).to_be_empty()


def test_a_searched_section_is_shown_as_it_was(visitor, town):
    page = opened(visitor.page(), "/karte/?bbox=13.3050,52.5820,13.3160,52.5880")
    scale = page.locator(".leaflet-control-scale-line").inner_text()
    page.get_by_role("button", name="Nach Westen").click()
    page.get_by_role("button", name="In diesem Ausschnitt suchen").click()
    page.wait_for_selector("#map[data-ready] .leaflet-tile-loaded")
    assert page.locator(".leaflet-control-scale-line").inner_text() == scale


NORTH_EAST, SOUTH_EAST = (13.3171, 52.5876), (13.3171, 52.5802)
NORTH_WEST, SOUTH_WEST = (13.3029, 52.5876), (13.3029, 52.5802)


@pytest.mark.parametrize(
    ("corners", "close"), [((SOUTH_WEST, NORTH_EAST), False), ((NORTH_WEST, SOUTH_EAST), True)], ids=["under", "below"]
)
def test_the_map_is_drawn_smaller_only_where_a_sign_would_lie_under_the_buttons(visitor, town, corners, close: bool):
    for corner in corners:
        factories.place("Apotheke am Eck", "apotheke", at=corner)
    page = opened(visitor.page(), "/karte/?art=apotheke")
    buttons = [one.bounding_box() for one in page.locator(".leaflet-top.leaflet-right > *").all()]
    signs = [one.bounding_box() for one in page.locator(".marker, .cluster").all()]
    assert not any(_overlap(sign, button) for sign in signs for button in buttons)
    assert (max(sign["x"] for sign in signs) - min(sign["x"] for sign in signs) > 600) is close


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_the_wheel_scrolls_the_page_until_the_map_has_been_entered(visitor, town):
    page = opened(visitor.page())
    scale = page.locator(".leaflet-control-scale-line")
    before = scale.inner_text()
    page.locator("#map").hover()
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(500)
    assert scale.inner_text() == before
    page.locator("#map").focus()
    page.mouse.wheel(0, -400)
    expect(scale).not_to_have_text(before)


def test_the_keyboard_gets_into_the_map_and_out_again(visitor, town):
    page = opened(visitor.page())
    page.locator("#map").focus()
    inside = 0
    while focus_is_in(page, ".map") and inside < 40:
        page.keyboard.press("Tab")
        inside += 1
    assert 0 < inside < 40


def test_the_map_says_what_it_is_and_how_it_is_used(visitor, town):
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit")
    region = page.get_by_role("region", name="Karte: ein Ort")
    expect(region).to_have_attribute("aria-describedby", "map-help")
    expect(page.locator("#map-help")).to_contain_text("Pfeil")


# --- loading and looks ----------------------------------------------------------------------------------------------


def test_on_a_narrow_screen_the_map_is_loaded_only_when_it_is_asked_for(visitor, town):
    page = visitor.page(360, 740)
    page.goto(EVERYTHING)
    page.wait_for_load_state("networkidle")
    assert not [url for url in visitor.requests if "leaflet" in url or "/tiles/" in url]
    page.get_by_role("button", name="Karte zeigen").click()
    page.wait_for_selector("#map[data-ready] .leaflet-tile-loaded")


def test_everything_comes_from_the_own_host(visitor, town):
    opened(visitor.page())
    assert any("/tiles/base/" in url for url in visitor.requests)
    assert all(url.startswith((visitor.base, "data:", "blob:")) for url in visitor.requests)


def test_the_ground_is_drawn_in_the_colours_of_the_scheme_and_follows_the_switch(visitor, town):
    page = opened(visitor.page())
    light = middle_of_a_tile(page)
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    page.wait_for_timeout(500)
    dark = middle_of_a_tile(page)
    page.evaluate("document.documentElement.dataset.scheme = 'contrast'")
    page.wait_for_timeout(500)
    assert sum(light) > 600
    assert sum(dark) < 150
    assert middle_of_a_tile(page) == [255, 255, 255]


def test_houses_and_streets_are_drawn(visitor, town):
    house = {"geometry": factories.area(LON - 0.01, LAT - 0.008, LON + 0.01, LAT + 0.008)}
    factories.base_feature(town.quarter, "building", "apartments", **house)
    page = opened(visitor.page())
    page.wait_for_timeout(300)
    colours = page.evaluate(
        """() => [...document.querySelectorAll('canvas.leaflet-tile-loaded')].map((tile) =>
             [...tile.getContext('2d').getImageData(128, 128, 1, 1).data].slice(0, 3).join(','))"""
    )
    assert "227,217,202" in colours  # the building of the light palette


def test_a_failing_tile_leaves_the_map_usable(visitor, town):
    visitor.allowed = ("503",)
    page = visitor.page()
    page.route("**/tiles/**", lambda route: route.fulfill(status=503, body=""))
    page.goto("/karte/?bedarf=gesundheit")
    page.wait_for_selector("#map[data-ready]")
    page.locator(".marker").click()
    expect(page.get_by_role("dialog", name="Linden-Apotheke")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_axe_finds_nothing_in_the_map_with_its_sheet_open(visitor, town, axe: Callable[[Page], list[str]], scheme):
    page = opened(visitor.page(), "/karte/?bedarf=gesundheit")
    page.evaluate("scheme => { document.documentElement.dataset.scheme = scheme }", scheme)
    page.get_by_role("button", name="Nach Süden").click()
    page.locator(".marker").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []


# --- one place, and the admin ---------------------------------------------------------------------------------------


def test_a_place_is_marked_on_its_own_map(visitor, town):
    page = opened(visitor.page(), town.pharmacy.get_absolute_url())
    expect(page.get_by_role("region", name="Karte: Linden-Apotheke")).to_be_visible()
    expect(page.locator(".marker")).to_have_count(1)


@pytest.fixture
def editing(visitor, town, manager):
    """The form of the pharmacy, as an editor sees it."""
    page = sign_in(visitor.page())
    page.goto(f"/admin/actors/place/{town.pharmacy.pk}/change/")
    page.wait_for_selector(".leaflet-marker-pane .own-map-pin")
    return page


def test_editors_set_a_point_without_a_mouse(editing, town):
    page = editing
    expect(page.locator("#own-map-lon")).to_have_value("13.3120000")
    page.fill("#own-map-query", "Lindenstr. 4")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Lindenstraße 4").click()
    expect(page.locator("#own-map-lon")).to_have_value("13.3110000")
    page.fill("#own-map-lat", "52,587")
    page.keyboard.press("Tab")
    expect(page.locator("#own-map-lat")).to_have_value("52.5870000")
    expect(page.locator(".leaflet-draw-draw-marker")).to_have_attribute("title", "Punkt setzen")
    page.get_by_role("button", name="Sichern", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/actors/place/")
    town.pharmacy.refresh_from_db()
    assert (town.pharmacy.point.x, town.pharmacy.point.y) == pytest.approx((13.311, 52.587))


def test_a_number_that_is_no_place_is_never_stored_as_the_old_place(editing):
    editing.fill("#own-map-lat", "999")
    editing.get_by_role("button", name="Sichern", exact=True).first.click()
    expect(editing.locator(".field-point .errorlist")).to_contain_text("keine Stelle auf der Karte")
    expect(editing.locator("#own-map-lat")).to_have_value("999")


def test_an_address_search_that_nobody_answers_says_so(editing):
    editing.context.clear_cookies()
    editing.fill("#own-map-query", "Lindenstr. 4")
    editing.keyboard.press("Enter")
    expect(editing.locator("#own-map-status")).to_contain_text("antwortet nicht")
