"""{% icon "maki:doctor" %}: a picture beside its word; never the only sign, so it is hidden from screen readers."""

import re

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import sprite

register = template.Library()
_NAME = re.compile(r"[a-z]+:[a-z0-9_-]+")


@register.simple_tag
def icon(name: str | None, css: str = "") -> str | SafeString:
    """`maki:…`, `temaki:…` as the taxonomy names them, `ui:…`, `profile:…` for our own; '' if there is no picture."""
    if not name or not _NAME.fullmatch(name):
        return ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static(sprite.NAME),
        sprite.symbol_id(name),
    )
