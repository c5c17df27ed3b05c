"""What a map needs to draw the ground and to name who made it and what is shown on it."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import get_script_prefix
from django.utils.html import format_html, format_html_join

from mapping.credits import Credit, of_background


def background(credits_: Iterable[Credit]) -> dict[str, str]:
    """`url` of the own tiles and of the `ways`, or `background` of the raster source that the settings name instead.

    `attribution` in both cases: places and ways on a foreign background are still made of the ground; both are named.
    """
    foreign = of_background()
    named = [foreign, *credits_] if foreign else credits_
    attribution = format_html_join(" · ", "{}", ((_line(credit),) for credit in named))
    if foreign:
        return {"background": settings.BACKGROUND_TILES, "attribution": attribution}
    return {"url": _tiles("base"), "ways": _tiles("ways"), "attribution": attribution}


def _tiles(layer: str) -> str:
    return f"{get_script_prefix()}tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt"


def _line(credit: Credit) -> str:
    return format_html('<a href="{}">{}</a>', credit.url, credit.text) if credit.url else str(credit.text)
