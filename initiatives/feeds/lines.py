"""Lines of an iCalendar file as RFC 5545 wants them: escaped, quoted, folded. Pure.

`icalendar` writes the same several times slower (tests read every file with it and compare); a calendar of thousands
of events is asked for by many telephones several times a day.
"""

import re
from collections.abc import Iterable

LONGEST = 75  # octets of a line without its end
END = b"\r\n"
_FOLD = b"\r\n "
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_QUOTED = re.compile("[,;:]")


def clean(text: str) -> str:
    """Text without the control characters that neither iCalendar nor XML may hold; lines end with a line feed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    return clean(text).replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def quoted(parameter: str) -> str:
    """The value of a parameter: in one line, without the quotation mark, which it cannot hold."""
    plain = " ".join(clean(parameter).replace('"', "'").split())
    return f'"{plain}"' if _QUOTED.search(plain) else plain


def listed(texts: Iterable[str]) -> str:
    return ",".join(map(escaped, texts))


def file(lines: Iterable[str]) -> bytes:
    return b"".join(folded(line) + END for line in lines)


def folded(line: str) -> bytes:
    """No line is longer than 75 octets; no character is torn."""
    octets = line.encode()
    if len(octets) <= LONGEST:
        return octets
    pieces, begin, room = [], 0, LONGEST
    while len(octets) - begin > room:
        end = _whole(octets, begin + room)
        pieces.append(octets[begin:end])
        begin, room = end, LONGEST - 1  # the blank of a continued line counts
    return _FOLD.join([*pieces, octets[begin:]])


def _whole(octets: bytes, end: int) -> int:
    """The nearest end before this one that is between two characters."""
    while octets[end] & 0xC0 == 0x80:
        end -= 1
    return end
