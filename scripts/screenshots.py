"""Pictures of the running service for the README and for looking: `python -m scripts.screenshots [ADDRESS]`.

Uses the installed Chromium; writes to docs/images. The service must run (`make up`).
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
STATIC = IMAGES.parent.parent / "portal" / "static" / "portal"
SHARE_SIZE = (1200, 630)
ONLY_THE_DRAWING = """() => {
  for (const one of document.querySelectorAll(".head, .foot, .board, .hero-search, .hero .lead, .skip")) one.remove();
  const set = (one, styles) => Object.assign(document.querySelector(one).style, styles);
  set(".hero", { height: "630px", overflow: "hidden", position: "relative" });
  set(".hero .wrap", { display: "block", maxWidth: "none", paddingTop: "90px", textAlign: "center" });
  set(".hero h1", { fontSize: "104px", textAlign: "center" });
  set(".scene", { position: "absolute", left: "0", bottom: "0", width: "1200px", height: "330px" });
  document.querySelector(".hero h1").textContent = "Quartierskarte";
}"""
WIDE, NARROW = (1280, 900), (360, 740)


@dataclass(frozen=True)
class Shot:
    name: str
    path: str
    size: tuple[int, int] = WIDE
    scheme: str = "light"


SHOTS = (
    Shot("start", "/"),
    Shot("find", "/karte/?bedarf=entlastung&profil=rollator"),
    Shot("find-narrow", "/karte/?bedarf=entlastung&profil=rollator", NARROW, scheme="dark"),
)


def main(address: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for shot in SHOTS:
            take(browser, address, shot)
        take_share(browser, address)
        browser.close()


def take_share(browser: Any, address: str) -> None:
    """The picture that stands for a page where it is shared: the drawing of the start page and the name of the map."""
    page = browser.new_page(viewport={"width": SHARE_SIZE[0], "height": SHARE_SIZE[1]}, locale="de-DE")
    page.goto(address, wait_until="networkidle")
    page.evaluate(ONLY_THE_DRAWING)
    page.screenshot(path=STATIC / "share.png")
    print("portal/static/portal/share.png")


def take(browser: Any, address: str, shot: Shot) -> None:
    width, height = shot.size
    context = browser.new_context(
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address + shot.path, wait_until="networkidle")
    page.screenshot(path=IMAGES / f"{shot.name}.jpg", type="jpeg", quality=82)
    print(f"docs/images/{shot.name}.jpg")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
