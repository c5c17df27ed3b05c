"""What visitors do, on the worst device: no script, keyboard alone, small window, large text."""

import gzip
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests import factories
from tests.journeys.conftest import Town, Visitor

pytestmark = pytest.mark.browser

SPACING = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }
"""
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(element => {
  const style = getComputedStyle(element);
  const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  const seen = element.clientWidth > 1 && element.clientHeight > 1 && !element.closest('#map, .visually-hidden, svg');
  const small = element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2;
  return clips && seen && small && !['SELECT', 'INPUT'].includes(element.tagName);
}).map(element => element.outerHTML.slice(0, 120))"""
LOST_IDS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  const names = ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for'];
  const named = names.flatMap(name => [...document.querySelectorAll(`[${name}]`)].map(one => one.getAttribute(name)));
  return [...ids.filter((id, at) => ids.indexOf(id) !== at), ...named.filter(id => !ids.includes(id))];
}"""
HIDDEN_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return '';
  const box = element.getBoundingClientRect();
  const at = [[box.left + box.width / 2, box.top + box.height / 2], [box.left + 3, box.top + 3],
              [box.right - 3, box.bottom - 3]];
  const inside = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const own = ([x, y]) => { const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element)); };
  return at.some(point => inside(point) && own(point)) ? '' : element.outerHTML.slice(0, 160);
}"""


def sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def tab_to(page: Page, selector: str, limit: int = 120) -> None:
    """Press Tab until the element has the focus."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_without_scripts_from_need_to_telephone(town: Town, visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Wo sind Sie?").fill("Lindenstr. 4")
    page.get_by_label("Mit Rollator").check()
    page.get_by_role("button", name="Ich weiß nicht, welche Hilfe mir zusteht.").click()
    expect(page.locator("h1")).to_contain_text("mit Rollator, ab Lindenstraße 4")
    page.get_by_role("link", name="Pflegestützpunkt Lindenau", exact=True).click()
    expect(page.get_by_role("link", name="Anrufen: 030 23125 100")).to_have_attribute("href", "tel:03023125100")
    expect(page.locator(".judgement .verdict")).to_contain_text("stufenlos")
    expect(page.locator(".reach")).to_contain_text(re.compile(r"\d+ Min\. mit Rollator \(\d+ m\) von Lindenstraße 4"))


def test_without_scripts_nothing_is_offered_that_needs_them(town: Town, visitor: Visitor) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto("/karte/")
    expect(page.locator("#map")).to_be_hidden()
    expect(page.locator("[data-map-toggle]")).to_be_hidden()
    expect(page.locator("[data-locate]")).to_be_hidden()


def test_with_the_keyboard_alone_from_need_past_the_map_to_telephone(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip link
    tab_to(page, "button[value=beratung]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-container")
    tab_to(page, f'[data-feature="place-{town.place.slug}"] h2 a')
    tab_to(page, ".foot a")  # the map lets go of the focus
    for _press in range(120):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(
            'slug => document.activeElement.matches(`[data-feature="${slug}"] h2 a`)', f"place-{town.place.slug}"
        ):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".record-head")
    tab_to(page, 'a[href^="tel:"]')
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:03023125100"


def test_the_map_can_be_skipped(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/karte/?bedarf=beratung", wait_until="networkidle")
    tab_to(page, 'a[href="#after-map"]')
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.foot') !== null")


def test_the_focus_is_always_to_be_seen(town: Town, visitor: Visitor) -> None:
    page = visitor.page(1280, 720)
    for address in ("/", "/karte/", town.place.get_absolute_url()):
        page.goto(address, wait_until="networkidle")
        for _press in range(70):
            page.keyboard.press("Tab")
            assert page.evaluate(HIDDEN_FOCUS) == "", address


def test_no_page_uses_an_id_twice_or_names_one_that_is_missing(town: Town, visitor: Visitor) -> None:
    visitor.allowed = ("status of 404", "status of 400")
    page = visitor.page()
    lost = {}
    for name, address in town.addresses.items():
        page.goto(address, wait_until="load")
        lost[name] = page.evaluate(LOST_IDS)
    assert {name: ids for name, ids in lost.items() if ids} == {}


def test_no_page_scrolls_sideways_at_320_pixels(town: Town, visitor: Visitor) -> None:
    visitor.allowed = ("status of 404", "status of 400")
    page = visitor.page(320, 256)
    wide = []
    for name, address in town.addresses.items():
        page.goto(address, wait_until="load")
        if sideways(page):
            wide.append(name)
    assert wide == []


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (360, 740)])
def test_no_page_scrolls_sideways_with_text_twice_as_large(
    town: Town, visitor: Visitor, width: int, height: int
) -> None:
    visitor.allowed = ("status of 404", "status of 400")
    page = visitor.page(width, height, bypass_csp=True)
    wide = []
    for name, address in town.addresses.items():
        page.goto(address, wait_until="load")
        page.add_style_tag(content="html { font-size: 225% !important; }")
        if sideways(page):
            wide.append(name)
    assert wide == []


def test_wide_text_spacing_cuts_nothing(town: Town, visitor: Visitor) -> None:
    visitor.allowed = ("status of 404", "status of 400")
    page = visitor.page(bypass_csp=True)
    for name, address in town.addresses.items():
        page.goto(address, wait_until="load")
        page.add_style_tag(content=SPACING)
        assert page.evaluate(CUT_OFF) == [], name
        assert not sideways(page), name


def test_forced_colours_keep_what_is_chosen_visible(town: Town, visitor: Visitor) -> None:
    page = visitor.page(forced_colors="active")
    page.goto("/?profil=rollator", wait_until="networkidle")
    chosen = page.locator(".way:has(input:checked)")
    other = page.locator(".way:has(input:not(:checked))").first
    weight = "element => getComputedStyle(element).fontWeight"
    assert chosen.evaluate(weight) != other.evaluate(weight)
    expect(page.locator(".need .icon").first).to_be_visible()


def test_suggestions_lead_to_a_need_with_the_keyboard(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    field = page.get_by_role("combobox", name="Was suchen Sie?")
    field.press_sequentially("apothek")
    page.wait_for_selector("[role=option]")
    expect(page.locator(".combo [role=status]").first).to_contain_text(re.compile("Vorschl"))
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    field.press("Enter")
    page.wait_for_url(re.compile(r"/(karte|orte)/"))


@pytest.mark.parametrize(("typed", "start"), [("Lindenstraße 4", {"von": ["Lindenstraße 4"]}), ("Quatschgasse 99", {})])
def test_the_page_of_a_suggestion_knows_who_asks(
    town: Town, visitor: Visitor, typed: str, start: dict[str, list[str]]
) -> None:
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    page.locator("[name=profil][value=rollator]").check()
    page.locator("#von").press_sequentially(typed)
    if start:
        page.locator("#von + .combo-list [role=option]").first.wait_for()
        page.locator("#von").press("ArrowDown")
        page.locator("#von").press("Enter")
    page.locator("#q").press_sequentially("Rudelsngen")
    page.get_by_role("option", name="Rudelsingen").first.wait_for()
    page.locator("#q").press("ArrowDown")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"/termine/rudelsingen"))
    assert parse_qs(urlsplit(page.url).query) == {"profil": ["rollator"], **start}


def test_where_an_address_is_asked_for_only_addresses_are_proposed(town: Town, visitor: Visitor) -> None:
    for number in range(3):
        factories.place(f"Lindenhaus {number}", "begegnung")
        factories.place(f"Lindenkirche {number}", "kirche")
        factories.offering(f"Lindenchor {number}", ("aktiv",), organisation=town.organisation, places=[town.place])
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    page.locator("#von").press_sequentially("linden")
    expect(page.locator("#von + .combo-list [role=option]")).to_have_text(["Lindenstraße"])
    assert [url for url in visitor.requests if "/api/suggest" in url and "type=address" not in url] == []


def test_escape_closes_suggestions_and_keeps_the_text(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    field = page.locator("#q")
    field.press_sequentially("apothek")
    page.wait_for_selector("[role=option]")
    field.press("Escape")
    expect(page.locator("#q + .combo-list")).to_be_hidden()
    expect(field).to_have_value("apothek")


def test_own_position_is_asked_for_only_after_a_click(town: Town, visitor: Visitor) -> None:
    page = visitor.page(permissions=["geolocation"], geolocation={"longitude": 13.31, "latitude": 52.585})
    page.goto("/", wait_until="networkidle")
    expect(page.locator("#von")).to_have_value("")
    page.get_by_role("button", name="Mein Standort").click()
    expect(page.locator("#von")).to_have_value("13.31000,52.58500")
    expect(page.get_by_text("Ihr Standort ist eingetragen.")).to_be_visible()


def test_a_chosen_scheme_stays_and_no_cookie_is_set(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    page.get_by_role("link", name="Dunkel").click()
    page.goto("/impressum/", wait_until="networkidle")
    assert page.locator("html").get_attribute("data-scheme") == "dark"
    assert page.context.cookies() == []


def test_on_narrow_screens_list_and_map_change_places(town: Town, visitor: Visitor) -> None:
    page = visitor.page(360, 740)
    page.goto("/karte/?bedarf=beratung", wait_until="networkidle")
    expect(page.locator(".results")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_role("button", name="Karte zeigen").click()
    page.wait_for_selector(".leaflet-container")
    expect(page.locator(".results")).to_be_hidden()
    page.get_by_role("button", name="Liste zeigen").click()
    expect(page.locator(".results")).to_be_visible()


def test_empty_fields_stay_out_of_the_address(town: Town, visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    page.locator("#q").fill("Apotheke")
    page.get_by_role("button", name="Suchen").click()
    page.wait_for_url(re.compile("/karte/"))
    assert "von=" not in page.url


@pytest.mark.parametrize("path", ["/", "/karte/?bedarf=beratung"])
def test_a_first_visit_weighs_at_most_250_kilobytes(town: Town, visitor: Visitor, path: str) -> None:
    page = visitor.page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright refuses a built-in method)
    page.goto(path, wait_until="networkidle")
    if page.locator("#map").count():
        page.wait_for_selector(".leaflet-container")
        page.wait_for_load_state("networkidle")
    weights = {answer.url: weight(answer) for answer in answers if answer.ok and answer.status != 204}
    assert sum(weights.values()) <= 250_000, sorted(weights.items(), key=lambda item: -item[1])[:12]


def weight(answer: Response) -> int:
    """Bytes over the wire as the real server sends them: text compressed, fonts as they are."""
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body))
