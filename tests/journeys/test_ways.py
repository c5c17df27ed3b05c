"""The path network on the map: quiet, coloured when asked for, and what stands in the way leads to its page."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Town, Visitor
from tests.journeys.test_map import opened, zoom_in
from tests.journeys.test_pages import sideways, tab_to
from tests.networks import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COLOURED = "/tiles/ways-"
BLUE, OCHRE = (15, 96, 121), (122, 68, 0)  # passable, and what is in the way, of the light palette
# Whether a pixel of any tile has this colour.
HAS_COLOUR = """([red, green, blue]) => [...document.querySelectorAll('canvas.leaflet-tile-loaded')].some((tile) => {
  const { data } = tile.getContext('2d').getImageData(0, 0, tile.width, tile.height);
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) return true;
  return false;
})"""


def asked(visitor: Visitor, part: str) -> list[str]:
    return [url for url in visitor.requests if part in url]


def has_colour(page: Page, colour: tuple[int, int, int]) -> bool:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    return page.evaluate(HAS_COLOUR, list(colour))


def test_with_the_keyboard_the_ways_are_coloured_and_the_legend_says_what_it_means(
    town: Town, visitor: Visitor
) -> None:
    page = opened(visitor.page(), "/karte/?profil=rollator&q=Apotheke")
    legend = page.locator(".class-legend")
    expect(legend).to_be_hidden()
    assert not asked(visitor, COLOURED)
    tab_to(page, "#wege")
    page.keyboard.press("Space")
    expect(page.get_by_label("Wege für mein Profil einfärben")).to_be_checked()
    expect(legend).to_be_visible()
    for word in ("begehbar", "mit Mühe begehbar", "nicht begehbar", "nicht bekannt"):
        expect(legend).to_contain_text(word)
    assert "wege=1" in page.url
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(one => one.name.includes('ways-rollator'))"
    )
    assert all(url.startswith(visitor.base) for url in asked(visitor, COLOURED))
    page.keyboard.press("Space")
    expect(legend).to_be_hidden()
    assert "wege=" not in page.url


def test_the_colours_come_and_go_with_the_switch(town: Town, visitor: Visitor) -> None:
    page = opened(visitor.page(), "/karte/?q=Apotheke&wege=1")
    assert has_colour(page, BLUE)
    page.get_by_label("Wege für mein Profil einfärben").uncheck()
    assert not has_colour(page, BLUE)


def test_forms_and_links_of_the_page_remember_the_switch(town: Town, visitor: Visitor) -> None:
    page = opened(visitor.page(), "/karte/?profil=rollator")
    page.get_by_label("Wege für mein Profil einfärben").check()
    page.locator(".refine > summary").click()
    page.get_by_role("button", name="Treffer zeigen").click()
    page.wait_for_url(re.compile("wege=1"))
    expect(page.get_by_label("Wege für mein Profil einfärben")).to_be_checked()
    page.get_by_role("link", name="Mit Rollator entfernen").click()
    page.wait_for_url(lambda url: "profil" not in url)
    assert "wege=1" in page.url


def test_on_the_page_of_a_way_the_limits_of_the_visitor_colour(town: Town, visitor: Visitor) -> None:
    page = opened(visitor.page(), town.addresses["way"] + "&max_kerb_cm=6")
    page.get_by_label("Wege für mein Profil einfärben").check()
    page.wait_for_load_state("networkidle")
    assert all("max_kerb_cm=6" in url for url in asked(visitor, COLOURED))
    assert asked(visitor, COLOURED)


def test_the_switch_does_not_need_width(town: Town, visitor: Visitor) -> None:
    page = visitor.page(320, 640)
    page.goto("/karte/?profil=rollator&wege=1")
    page.get_by_role("button", name="Karte zeigen").click()
    page.wait_for_selector("#map[data-ready] .leaflet-tile-loaded")
    expect(page.locator(".class-legend")).to_be_visible()
    assert not sideways(page)


def test_without_scripts_the_shares_are_told_and_no_switch_is_offered(town: Town, visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto("/karte/?profil=rollator")
    expect(page.get_by_text("Mit Rollator: Von den Wegen im Quartier sind")).to_be_visible()
    expect(page.locator("#wege")).to_be_hidden()


# --- the quiet network ------------------------------------------------------------------------------------------------


def test_the_network_is_asked_for_only_by_those_who_look_closely(town: Town, visitor: Visitor) -> None:
    page = opened(visitor.page(), "/karte/?bbox=13.25,52.55,13.37,52.62")
    page.wait_for_load_state("networkidle")
    assert asked(visitor, "/tiles/base/")
    assert not asked(visitor, "/tiles/ways/")
    zoom_in(page, 4)
    page.wait_for_load_state("networkidle")
    assert asked(visitor, "/tiles/ways/")


@pytest.fixture
def barred(town: Town) -> Town:
    load(town.quarter, "A-----B", {"AB": "highway=footway"})
    return town


def test_what_is_in_the_way_is_drawn_and_leads_to_its_page(barred: Town, visitor: Visitor) -> None:
    page = opened(visitor.page(), barred.addresses["way"])
    assert has_colour(page, OCHRE)
    barred.barrier.refresh_from_db()
    at = page.evaluate(
        """colour => {
          for (const tile of document.querySelectorAll('canvas.leaflet-tile-loaded')) {
            const { data, width, height } = tile.getContext('2d').getImageData(0, 0, tile.width, tile.height);
            const found = [];
            for (let at = 0; at < data.length; at += 4)
              if (colour.every((value, index) => data[at + index] === value)) found.push(at / 4);
            if (!found.length) continue;
            const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
            const box = tile.getBoundingClientRect();
            return [box.left + mean(found.map((one) => one % width)) * box.width / width,
                    box.top + mean(found.map((one) => Math.floor(one / width))) * box.height / height];
          }
          return null;
        }""",
        list(OCHRE),
    )
    page.mouse.click(*at)
    sheet = page.get_by_role("dialog", name="Sperrung oder Baustelle")
    expect(sheet).to_be_focused()
    sheet.get_by_role("link").click()
    page.wait_for_url("**/hindernisse/bauzaun/")
    expect(page.locator("h1")).to_have_text("Sperrung oder Baustelle")
    expect(page.get_by_alt_text("Bauzaun quer über den Gehweg")).to_be_visible()


@pytest.mark.parametrize(
    "dates", [{"ends_on": date(2020, 1, 1)}, {"starts_on": date(2099, 1, 1)}], ids=["over", "not yet"]
)
def test_a_barrier_of_other_days_is_not_drawn(town: Town, visitor: Visitor, dates: dict[str, date]) -> None:
    type(town.barrier).objects.update(**dates)
    page = opened(visitor.page(), town.addresses["way"])
    assert asked(visitor, "/tiles/ways/")
    assert not has_colour(page, OCHRE)


def test_a_barrier_is_found_from_the_list_with_the_keyboard(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/karte/", wait_until="networkidle")
    page.get_by_role("link", name="Hindernisse im Quartier").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/hindernisse/")
    tab_to(page, 'a[href="/hindernisse/bauzaun/"]')
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sperrung oder Baustelle")
    expect(page.locator(".marker.group-hindernis")).to_have_count(1)
