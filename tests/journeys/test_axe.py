"""axe on every public page, in every scheme, wide and narrow. No rule is switched off."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Town, Visitor, sign_in

pytestmark = pytest.mark.browser

SCHEMES: dict[str, dict[str, str]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
}
SIZES = {"wide": (1280, 900), "narrow": (360, 740)}
TOUCHING = '<main><h1>x</h1><button class="tiny">a</button><button class="tiny">b</button></main>'
TINY = ".tiny{width:12px;height:12px;padding:0;border:0;margin:0;font-size:9px}"


def test_the_rule_for_the_size_of_targets_is_on(visitor: Visitor, axe: Callable[[Page], list[str]]) -> None:
    page = visitor.page(bypass_csp=True)
    page.set_content(f'<html lang="de"><title>x</title><style>{TINY}</style>{TOUCHING}')
    assert [line for line in axe(page) if line.startswith("target-size")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_no_public_page_has_a_violation(
    town: Town, visitor: Visitor, axe: Callable[[Page], list[str]], scheme: str, size: str
) -> None:
    visitor.allowed = ("status of 404", "status of 400")
    width, height = SIZES[size]
    page = visitor.page(width, height, **SCHEMES[scheme])
    found = {}
    for name, address in town.addresses.items():
        page.goto(address)
        if page.locator("#map").is_visible():
            page.locator("#map").scroll_into_view_if_needed()
            page.wait_for_selector(".leaflet-container")
        found[name] = axe(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_open_parts_have_no_violation(town: Town, visitor: Visitor, axe: Callable[[Page], list[str]]) -> None:
    page = visitor.page(360, 740)
    page.goto("/karte/?bedarf=beratung", wait_until="networkidle")
    for summary in page.locator("summary").all():
        if summary.is_visible() and not summary.evaluate("element => element.parentElement.open"):
            summary.click()
    page.locator("[data-map-toggle]").click()
    page.wait_for_selector(".leaflet-container")
    assert axe(page) == []


def test_suggestions_have_no_violation(town: Town, visitor: Visitor, axe: Callable[[Page], list[str]]) -> None:
    page = visitor.page()
    page.goto("/", wait_until="networkidle")
    page.locator("#q").press_sequentially("apo")
    page.wait_for_selector("[role=option]")
    assert axe(page) == []


@pytest.mark.parametrize("choice", ["hell", "dunkel", "kontrast"])
def test_the_switch_reaches_every_scheme(
    town: Town, visitor: Visitor, axe: Callable[[Page], list[str]], choice: str
) -> None:
    page = visitor.page()
    page.goto(f"/?farben={choice}", wait_until="networkidle")
    assert page.locator("html").get_attribute("data-scheme")
    assert axe(page) == []


def forms(town: Town) -> dict[str, str]:
    """The pages on which managers write, those with rows of their own among them."""
    records = (town.initiative, town.event, town.place, town.offering, town.organisation, town.route, town.barrier)
    kept = {
        str(one._meta.verbose_name): f"{one._meta.label_lower.replace('.', '/')}/{one.pk}/change/" for one in records
    }
    new = ("initiatives/initiative", "initiatives/event", "initiatives/cooperation", "upkeep/calendar")
    lists = ("", "initiatives/event/", "initiatives/initiative/")
    return {**kept, **{f"new {name}": f"{name}/add/" for name in new}, **{f"list {name}": name for name in lists}}


@pytest.mark.parametrize(("size", "scheme"), [("wide", "light"), ("narrow", "dark")])
def test_no_page_of_managers_has_a_violation(
    town: Town, manager: Any, visitor: Visitor, axe: Callable[[Page], list[str]], size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    page = sign_in(visitor.page(width, height, bypass_csp=True, **SCHEMES[scheme]))
    found = {}
    for name, address in forms(town).items():
        page.goto(f"/admin/{address}", wait_until="networkidle")
        found[name] = axe(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_fields_of_the_admin_are_named_also_in_rows_that_are_added(town: Town, manager: Any, visitor: Visitor) -> None:
    page = sign_in(visitor.page())
    page.goto(f"/admin/initiatives/initiative/{town.initiative.pk}/change/", wait_until="networkidle")
    lead = page.get_by_role("combobox", name="Federführend")
    lead.focus()
    expect(lead).to_have_css("outline-style", "solid")
    page.get_by_role("searchbox", name="Orte").focus()
    expect(page.locator("#id_places-shown")).to_have_css("outline-style", "solid")
    page.get_by_role("button", name="Meilenstein hinzufügen").click()
    row = page.locator(".dynamic-milestones").last
    for name in ("Am", "Erreicht"):
        expect(row.get_by_label(name, exact=True)).to_be_visible()
    expect(row.get_by_role("link", name="Datum wählen: Am")).to_be_visible()
