"""Phone, website and e-mail as people can read and use them; what cannot be used is left out and told."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from mapping.osm.elements import Finding
from mapping.osm.tags import first, listed, values

PHONE_KEYS = ("phone", "contact:phone", "phone:mobile", "contact:mobile", "mobile")
WEBSITE_KEYS = ("website", "contact:website", "url")
EMAIL_KEYS = ("email", "contact:email")
PHONE_LENGTH, WEBSITE_LENGTH, EMAIL_LENGTH = 60, 500, 254

_PHONE = re.compile(r"^\+?[\d\s/().\-–]{3,40}$")
_EMAIL = re.compile(r"^[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9äöüß\-]{1,63}\.)+[A-Za-z]{2,24}$")
_HOST = re.compile(r"^(?:[a-z0-9äöüß\-]{1,63}\.)+[a-z]{2,24}$", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[;,]\s*|\s+/\s+(?=[+0])")

# German area codes without the leading 0, by Bundesnetzagentur: two digits, three digits; all others have four, those
# in the east that begin with 33 to 39 sometimes five. Only used where a number was written in one piece.
TWO_DIGITS = ("30", "40", "69", "89")
THREE_DIGITS = listed(
    "201 202 203 208 209 211 212 214 221 228 231 234 241 251 261 271 281 335 340 341 345 351 355 361 365 371 375 381"
    " 385 391 395 421 431 441 451 461 471 481 491 511 521 531 541 551 561 571 581 591 611 621 631 641 651 661 671 681"
    " 711 721 731 741 751 761 771 781 791 821 831 841 851 861 871 881 906 911 921 931 941 951 961 971 981 991 800 180"
    " 900 137 700"
)
MOBILE = re.compile(r"^1[567]\d")
EASTERN = re.compile(r"^3[3-9]")


def phone(tags: Mapping[str, str], ref: str) -> tuple[str, list[Finding]]:
    """The first number as `030 41718917`, foreign ones with their country code."""
    key, raw = first(tags, *PHONE_KEYS)
    if not raw:
        return "", []
    numbers = [part for part in _SEVERAL.split(raw) if part]
    number = readable_phone(numbers[0]) if numbers else ""
    if not number:
        return "", [Finding("phone-not-understood", ref, key, raw)]
    return number, [Finding("phone-several", ref, key, raw)] if len(numbers) > 1 else []


def readable_phone(raw: str) -> str:
    """'' if it is no phone number."""
    text = raw.strip().replace("–", "-")
    if not _PHONE.match(text):
        return ""
    text = re.sub(r"^\+49\s*\(0\)", "+49 ", text)
    text = re.sub(r"[()]", " ", text).strip()
    text = re.sub(r"^(?:\+|00)49[\s\-/]*(?:0(?=\d))?", "0", text)
    groups = [group for group in re.split(r"[\s/.]+", text) if group]
    digits = re.sub(r"\D", "", text)
    if not 3 <= len(digits) <= 15:
        return ""
    if text.startswith("0") and not text.startswith("00"):
        return _national(groups, digits)
    return " ".join(groups)[:PHONE_LENGTH] if text.startswith("+") or len(digits) <= 6 else ""


def _national(groups: list[str], digits: str) -> str:
    area = _area(groups, digits)
    extension = groups[-1].partition("-")[2] if groups[-1].count("-") == 1 and len(groups) > 1 else ""
    rest = digits[len(area) : len(digits) - len(extension)] if extension else digits[len(area) :]
    if not rest:
        return ""
    number = f"{rest}-{extension}" if extension else rest
    return f"{area} {number}".strip()


def _area(groups: list[str], digits: str) -> str:
    """The area code with its 0: as known, else as it was written, else its usual length; '' if all is unclear."""
    code = digits[1:]
    if code[:2] in TWO_DIGITS:
        return digits[:3]
    if code[:3] in THREE_DIGITS:
        return digits[:4]
    written = re.sub(r"\D", "", groups[0])
    if 3 <= len(written) <= 6 and len(groups) > 1:
        return written
    if MOBILE.match(code):
        return digits[:4]
    return "" if EASTERN.match(code) else digits[:5]


def website(tags: Mapping[str, str], ref: str) -> tuple[str, list[Finding]]:
    """http or https only."""
    key, raw = first(tags, *WEBSITE_KEYS)
    if not raw:
        return "", []
    address = values(raw)[0] if values(raw) else ""
    if "://" not in address and _HOST.match(address.partition("/")[0]):
        address = f"https://{address}"
    return (address, []) if _is_website(address) else ("", [Finding("website-refused", ref, key, raw)])


def _is_website(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme in ("http", "https") and port in (None, 80, 443) and not parts.username and " " not in address
    return plain and bool(_HOST.match(host)) and len(address) <= WEBSITE_LENGTH


def email(tags: Mapping[str, str], ref: str) -> tuple[str, list[Finding]]:
    key, raw = first(tags, *EMAIL_KEYS)
    if not raw:
        return "", []
    address = values(raw)[0].removeprefix("mailto:") if values(raw) else ""
    if _EMAIL.match(address) and len(address) <= EMAIL_LENGTH:
        return address, []
    return "", [Finding("email-refused", ref, key, raw)]
