"""A quarter from the Overpass API: the boundary of that name and everything inside it, as a file like any other."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError
from mapping.osm.gate import MEGABYTE

CONNECT_S, READ_S, SERVER_S = 10, 200, 180
USER_AGENT = "Quartierskarte/0.1 (OpenStreetMap import of one neighbourhood)"
NAME = re.compile(r"^[^\W_][\w .'’()/\-]{0,79}$")
CHUNK = 1 << 16

UNREACHABLE = _("eine erreichbare Adresse in OVERPASS_URL; der Server antwortet nicht")
REFUSED = _("ein Server, der die Abfrage annimmt; er antwortet mit {status}")
TOO_LONG = _("eine Gegend, deren Daten unter {limit} MB bleiben")


def query(name: str) -> str:
    """`Schildesche, Bielefeld` → the area Schildesche within Bielefeld; one name alone is searched everywhere."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 2 or not all(NAME.match(part) for part in parts):
        raise UsageError("--overpass", name, _("ein Quartier und sein Ort, zum Beispiel „Schildesche, Bielefeld“"))
    quarter, *towns = parts
    inside = "".join(f'area["name"="{town}"]["boundary"="administrative"]->.town;' for town in towns)
    within = "(area.town)" if towns else ""
    return (
        f"[out:xml][timeout:{SERVER_S}][maxsize:{settings.OSM_FILE_MAX_MB * MEGABYTE}];{inside}"
        f'rel{within}["name"="{quarter}"]["boundary"]->.edge;'
        ".edge map_to_area->.inside;(nwr(area.inside);.edge;);(._;>;);out meta;"
    )


@contextmanager
def downloaded(name: str) -> Iterator[Path]:
    """A temporary .osm file with the answer; UsageError if there is none."""
    text = query(name)
    with tempfile.TemporaryDirectory(prefix="quartierskarte-") as folder:
        path = Path(folder) / "overpass.osm"
        _download(text, path)
        yield path


def _download(text: str, path: Path) -> None:
    address, limit = settings.OVERPASS_URL, settings.OSM_FILE_MAX_MB
    try:
        with requests.post(
            address,
            data={"data": text},
            headers={"User-Agent": USER_AGENT},
            timeout=(CONNECT_S, READ_S),
            stream=True,
            allow_redirects=False,
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise UsageError("OVERPASS_URL", address, format_lazy(REFUSED, status=answer.status_code))
            _save(answer.iter_content(CHUNK), path, limit)
    except requests.RequestException:
        raise UsageError("OVERPASS_URL", address, UNREACHABLE) from None


def _save(chunks: Iterator[bytes], path: Path, limit_mb: int) -> None:
    """Counted while it arrives: what a server announces is not what it sends."""
    written = 0
    with path.open("wb") as file:
        for chunk in chunks:
            written += len(chunk)
            if written > limit_mb * MEGABYTE:
                raise UsageError("--overpass", f"{written // MEGABYTE} MB", format_lazy(TOO_LONG, limit=limit_mb))
            file.write(chunk)
