"""Template tags of the pages: links that keep the quarter, signs of groups, pieces of contact lines."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from common.hours import monday_of, usual, words
from mapping.credits import Credit
from portal import map_texts, presentation, qr
from portal.find.hits import Hit
from portal.find.question import Find
from portal.find.result import Result
from portal.templatetags.icons import icon

register = template.Library()
HARMLESS = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.simple_tag(takes_context=True)
def to(context: RequestContext, name: str, *args: object, **query: object) -> str:
    """Address of a page with the parameters given and those that every link keeps; empty ones are left out."""
    site = context.get("site")
    given = {key: value for key, value in query.items() if value not in (None, "", [], ())}
    kept = {**(site.carried if site else {}), **given}
    url = reverse(name, args=args)
    return f"{url}?{urlencode(kept, doseq=True)}" if kept else url


@register.simple_tag
def sign(group: str, symbol: str) -> SafeString:
    """The mark of a group, colour and shape, with the symbol of the kind: as on the map. Words stand beside it."""
    outline = presentation.shapes().get(group, presentation.shapes()["treffpunkte"])
    return format_html(
        '<span class="sign group-{}" aria-hidden="true"><svg viewBox="0 0 32 32" focusable="false">'
        '<path class="sign-shape" d="{}"/></svg>{}</span>',
        group,
        outline,
        icon(symbol) if symbol else "",
    )


@register.simple_tag(takes_context=True)
def qr_code(context: RequestContext, label: str, address: str = "") -> SafeString:
    """An address of this server, or the one of this page, as a QR code; without its question if that is too long."""
    whole = context["request"].build_absolute_uri(address or None)
    return qr.svg(whole if qr.fits(whole) else whole.partition("?")[0], label)


@register.simple_tag(name="map_texts")
def texts_for_map(credits_: Iterable[Credit]) -> dict[str, Any]:
    """What the map's scripts must know, for `json_script`."""
    return map_texts.map_texts(credits_)


@register.simple_tag
def found(find: Find, form: str = "", here: str = "portal:find") -> str:
    """Address of a search on the page `here`, as a page or in another form (`druck`, `csv`, `xlsx`)."""
    query = find.query(form=form)
    return reverse(here) + (f"?{query}" if query else "")


@register.simple_tag
def way_to(hit: Hit) -> str:
    """Address of the way to the place of a hit, with the start and the profile of the question."""
    place = urlencode({"ort": hit.place.slug}) if hit.place else ""
    return f"{reverse('portal:way')}?{'&'.join(filter(None, [place, hit.find.way_query()]))}"


register.filter("cost", presentation.cost)


@register.filter
def usual_times(hit: Hit) -> str:
    """Opening hours in one line for paper, if every week is like this one; else what is said in words."""
    hours = hit.hours
    rows = usual(hours, monday_of(hit.find.now), hit.find.calendar) if hours else None
    return hit.open_text if rows is None or all(row.closed for row in rows) else words.sentence(rows)


@register.filter
def json_ld(document: dict[str, Any]) -> SafeString:
    """Data for machines, not a script. No text in it can end the element."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (made harmless above)


@register.filter
def map_summary(result: Result) -> str:
    """„Die meisten liegen in der Lindenstraße.“: what a glance at the map says, in words; '' if nothing stands out."""
    streets = [hit.place.street for hit in result.hits if hit.place and hit.place.street]
    if result.matched > len(result.hits) or not streets:
        return ""
    street, count = Counter(streets).most_common(1)[0]
    if count < 2 or count * 2 < len(streets):
        return ""
    return gettext("Die meisten haben die Adresse „{street}“.").format(street=street)


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail or web address that may break after @ and /, not in the middle of a word."""
    pieces = re.split(r"(?<=[@/])(?=[^/])", address)
    return format_html_join(mark_safe("<wbr>"), "{}", ((piece,) for piece in pieces))


@register.filter
def together(sentence: str) -> str:
    """Keeps a number and its unit in one line: „6 cm“, „5 Minuten“, „18 Uhr“, „3 Tage“."""
    units = r"m|km|cm|%|Min\.|min|Minute|Stunde|hour|Tag|day|Uhr|Stufe|step"
    return re.sub(rf"(?<=\d) (?=(?:{units}))", "\u00a0", str(sentence))


@register.filter
def unbroken(number: str) -> str:
    """A telephone number that stays in one line."""
    return str(number).replace(" ", "\u00a0")


@register.filter
def phones(text: str) -> list[presentation.Link]:
    return presentation.phones(text or "")


@register.filter
def website(url: str) -> presentation.Link | None:
    return presentation.website(url or "")


@register.filter
def text(record: object, field: str) -> presentation.Text:
    return presentation.text(record, field)


@register.filter
def languages(codes: list[str]) -> list[str]:
    return presentation.language_names(codes or [])
