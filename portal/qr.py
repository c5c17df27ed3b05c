"""QR codes as SVG without style attributes, so that they pass the content security policy."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4  # modules, ISO/IEC 18004
LONGEST = 2331  # octets in the largest code of level M (ISO/IEC 18004, table 7)


def fits(address: str) -> bool:
    return len(address.encode()) <= LONGEST


def svg(address: str, label: str) -> SafeString:
    """An inline image of an address that `fits`, with an accessible name, which PDF files read from `title`."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    side = code.symbol_size(border=QUIET_ZONE)[0]
    return format_html(
        '<svg viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        '<title>{label}</title><path d="{path}"/></svg>',
        side=side,
        label=label,
        path=_path(code),
    )


def _path(code: segno.QRCode) -> str:
    """One filled run per row of dark modules."""
    return "".join(
        f"M{start + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
        for row, modules in enumerate(code.matrix)
        for start, length in _runs(modules)
    )


def _runs(modules: bytearray | tuple[int, ...]) -> list[tuple[int, int]]:
    """(start, length) of each stretch of dark modules."""
    runs: list[tuple[int, int]] = []
    for index, dark in enumerate(modules):
        if not dark:
            continue
        if runs and sum(runs[-1]) == index:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs
