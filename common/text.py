"""German text: folding for search, slugs, lists in words."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

# The database function `qk_fold` (migration of `mapping`) does the same; a test compares the two.
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_FOLD = str.maketrans(UMLAUTS)
_UNSEEN = {code: 0x2400 + code for code in range(32)} | {127: 0x2421}  # Unicode has pictures of these signs
_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_NO_WORD = re.compile(r"[^0-9a-z§]+")


def fold(text: str) -> str:
    """Lower case, umlauts written out, accents dropped, one blank between words: „Bäcker“ and „Baecker“ are equal."""
    composed = unicodedata.normalize("NFC", text).lower().translate(_FOLD)
    plain = "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c))
    return _NO_WORD.sub(" ", plain).strip()


def german_slug(text: str, max_length: int = 80) -> str:
    """ASCII slug with umlauts written out; never empty."""
    return slugify(text.lower().translate(_FOLD))[:max_length].strip("-") or "eintrag"


def join_words(words: Iterable[str], *, last: str | None = None) -> str:
    """„Brot, Milch und Käse“."""
    items = [str(word) for word in words]
    if len(items) < 2:
        return "".join(items)
    joint = last or _("und")  # not inside of the f-string, where it is not collected for translation
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def sentence_case(words: str) -> str:
    """The first letter large, the others as they are: „hoher Bordstein“ → „Hoher Bordstein“."""
    return words[:1].upper() + words[1:]


def visible(text: str) -> str:
    """What somebody typed or a file is called, fit for one line of a screen: controls as their pictures.

    Half characters, as names of files hold them that are not UTF-8, and signs that turn the direction of what follows
    become the sign for unreadable.
    """
    return "".join(_visible(sign) for sign in text.translate(_UNSEEN))


def _visible(sign: str) -> str:
    unreadable = unicodedata.category(sign) in ("Cc", "Cs") or unicodedata.bidirectional(sign) in _TURNS
    return "\ufffd" if unreadable else sign
