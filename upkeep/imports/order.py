"""What somebody asked an import to do."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError
from common.geo import BBox
from common.records import Source
from common.text import visible
from mapping.models import LAENDER
from mapping.osm.elements import Box

OSM_LICENCE = "ODbL 1.0"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_LENGTH = 100
NAME_LENGTH = 120
MARGIN = 0.02  # degrees, one to two kilometres


@dataclass(frozen=True)
class Order:
    """Empty texts mean: find out from the file. `by` is the login name of the person who asks, if somebody said so."""

    path: Path
    slug: str = ""
    name: str = ""
    bbox: BBox | None = None
    land: str = ""
    source: str = Source.OSM.value
    file_name: str = ""
    dry_run: bool = False
    by: str = ""

    @property
    def called(self) -> str:
        """What the report and the history call the file."""
        return self.file_name or visible(self.path.name)

    @property
    def licence(self) -> str:
        return OSM_LICENCE if self.source == Source.OSM else settings.OWN_DATA_LICENCE

    @property
    def frame(self) -> Box | None:
        """What is worth reading of a large file: the box and enough around it for names of streets and edges."""
        if self.bbox is None:
            return None
        box = self.bbox
        return box.west - MARGIN, box.south - MARGIN, box.east + MARGIN, box.north + MARGIN

    def check(self) -> None:
        """Raises UsageError for the first option that cannot be used."""
        if self.slug and not (SLUG.fullmatch(self.slug) and len(self.slug) <= SLUG_LENGTH):
            right = _("Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel wittenau")
            raise UsageError("--quarter", self.slug, right)
        if self.land and self.land not in LAENDER:
            raise UsageError("--land", self.land, ", ".join(LAENDER))
        if self.name and (len(self.name) > NAME_LENGTH or not self.name.isprintable() or not self.name.strip()):
            raise UsageError("--name", self.name, _("ein Name mit höchstens 120 Zeichen"))
