"""What a map needs to draw the ground and to name who made it."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import get_script_prefix
from django.utils.html import format_html, format_html_join

from mapping.credits import Credit


def background(credits_: Iterable[Credit]) -> dict[str, str]:
    """`url` of the own tiles, or `background` of the raster source that the settings name instead; `attribution`."""
    if settings.BACKGROUND_TILES:
        return {"background": settings.BACKGROUND_TILES, "attribution": settings.BACKGROUND_ATTRIBUTION}
    attribution = format_html_join(" · ", "{}", ((_line(credit),) for credit in credits_))
    return {"url": f"{get_script_prefix()}tiles/base/{{z}}/{{x}}/{{y}}.mvt", "attribution": attribution}


def _line(credit: Credit) -> str:
    return format_html('<a href="{}">{}</a>', credit.url, credit.text) if credit.url else str(credit.text)
