"""From the start page to the way, on the worst device and on the best."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Town, Visitor
from tests.journeys.test_pages import sideways, tab_to

pytestmark = pytest.mark.browser


def to_the_way(town: Town, page: Page) -> None:
    page.goto(town.addresses["way"])
    expect(page.locator("h1")).to_contain_text("mit Rollator")


def test_without_scripts_from_the_start_to_a_place_to_its_way(town: Town, visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Wo sind Sie?").fill("Lindenstr. 4")
    page.get_by_label("Mit Rollator").check()
    page.get_by_role("button", name="Ich weiß nicht, welche Hilfe mir zusteht.").click()
    page.get_by_role("link", name="Pflegestützpunkt Lindenau", exact=True).click()
    page.get_by_role("link", name="Weg zeigen").click()
    expect(page.locator("h1")).to_contain_text("mit Rollator")
    expect(page.locator(".ends")).to_contain_text("Start: Lindenstraße 4")
    expect(page.locator(".legs > li").first).to_contain_text("Nach Südwesten")
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_role("link", name="Rückweg zeigen").click()
    expect(page.locator(".ends")).to_contain_text("Start: Pflegestützpunkt Lindenau")
    expect(page.locator(".legs > li").first).to_contain_text("Nach Nordosten")


def test_without_scripts_limits_open_a_way(town: Town, visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto(town.addresses["no way"])
    expect(page.locator("h1")).to_have_text("Für diese Angaben gibt es keinen Weg.")
    expect(page.locator(".barriers")).to_contain_text("Treppe mit 12 Stufen")
    page.get_by_role("link", name="Treppen").first.click()
    expect(page.locator("h1")).to_contain_text("mit Rollator")
    expect(page.locator(".legs")).to_contain_text("Treppe mit 12 Stufen")


def test_with_the_keyboard_alone_the_profile_is_changed_in_place(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    to_the_way(town, page)
    tab_to(page, ".refine > summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=profil]")
    page.keyboard.press("ArrowRight")
    tab_to(page, ".limits > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#max_kerb_cm")
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("mit Rollstuhl")
    assert "profil=manual_wheelchair" in page.url
    assert "max_kerb_cm" not in page.url


def test_list_and_map_light_each_other(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    to_the_way(town, page)
    page.wait_for_selector(".route-line")
    assert page.locator(".route-spot").count() == page.locator(".results [data-spot]").count() > 0
    page.locator("[data-step='0']").hover()
    expect(page.locator(".route-lit")).to_have_count(1)
    page.locator(".results [data-spot]").first.hover()
    expect(page.locator(".route-spot.is-lit")).to_have_count(1)
    page.locator(".route-spot").first.hover()
    expect(page.locator(".results [data-spot].is-lit")).to_have_count(1)


def test_on_a_phone_the_map_is_opened_and_shows_the_line(town: Town, visitor: Visitor) -> None:
    page = visitor.page(360, 740)
    to_the_way(town, page)
    assert not sideways(page)
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_role("button", name="Karte zeigen").click()
    page.wait_for_selector(".route-line")
    assert not sideways(page)
    box = page.locator(".route-line").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("name", ["way form", "way", "no way", "reckoning"])
def test_nothing_has_to_be_moved_sideways_on_a_small_window_with_large_text(
    town: Town, visitor: Visitor, name: str
) -> None:
    page = visitor.page(320, 640)
    page.goto(town.addresses[name])
    assert not sideways(page)
