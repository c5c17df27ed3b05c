"""Which language is spoken: German has every text, other languages those that somebody has translated."""

from django.utils.translation import get_language

SOURCE = "de"


def active() -> str:
    """Of this request; German where none was chosen, as in commands."""
    return get_language() or SOURCE
