"""The form of signed routes: the line is drawn on the map, or made of way points that are typed."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib.gis.geos import LineString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import UsageError
from common.forms import FreshForm, VerifiedForm
from common.geo import WGS84, LonLat
from mapping import profiles
from mapping.models import SignedRoute
from mapping.signed_stops import line_through

LONGEST_KM = 30
MOST_POINTS = 3000
CLOSES_M = 30.0  # a round trip drawn by hand may end that far from where it begins


def choices() -> Iterator[tuple[str, str]]:
    return ((slug, profiles.label(profile)) for slug, profile in profiles.profiles().by_slug.items())


class SignedRouteForm(VerifiedForm, FreshForm):
    """Whichever of line and way points was changed is what holds; the other one follows."""

    profiles = forms.MultipleChoiceField(
        label=gettext_lazy("Gedacht für"), choices=choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = SignedRoute
        fields = (
            *("name", "slug", "summary", "plain", "stops", "line", "is_round", "profiles", "keeper"),
            *("verified_on", "verified_by", "status"),
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "plain": forms.Textarea(attrs={"rows": 4}),
            "stops": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "stops": gettext_lazy(
                "Ohne Maus: eine Zeile für jeden Punkt, eine Adresse oder „Länge, Breite“. Daraus wird der Verlauf."
            ),
            "line": gettext_lazy("Zeichnen Sie auf der Straßenseite, auf der man geht."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "line" in self.fields:
            self.fields["line"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "line" not in self.errors:
            self._settle_line(data)
        return data

    def _settle_line(self, data: dict[str, Any]) -> None:
        typed, drawn = (name in self.changed_data and bool(data.get(name)) for name in ("stops", "line"))
        if typed and drawn:
            self.add_error("stops", _("Bitte nur eines: Wegpunkte eintragen oder die Linie zeichnen."))
        elif typed or (data.get("stops") and not drawn and "is_round" in self.changed_data):
            self._take_stops(data)
        elif drawn:
            data["stops"] = ""
        if not self.errors:
            self._check_line(data)

    def _take_stops(self, data: dict[str, Any]) -> None:
        try:
            data["line"] = line_through(data["stops"], is_round=bool(data.get("is_round")))
        except UsageError as error:
            self.add_error(
                "stops", _("„{value}“ geht nicht. Richtig wäre: {right}.").format(value=error.value, right=error.right)
            )

    def _check_line(self, data: dict[str, Any]) -> None:
        line = data.get("line")
        if not line:
            self.add_error("line", _("Bitte zeichnen Sie die Linie, oder tragen Sie Wegpunkte ein."))
        elif len(line) > MOST_POINTS or _length_m(line) > LONGEST_KM * 1000:
            right = _("Höchstens {km} Kilometer und {points} Punkte, bitte.")
            self.add_error("line", right.format(km=LONGEST_KM, points=MOST_POINTS))
        elif data.get("is_round"):
            self._close(data, line)

    def _close(self, data: dict[str, Any], line: LineString) -> None:
        """The last bit of a round trip need not be drawn to the point."""
        first, last = (LonLat(*line[row]) for row in (0, -1))
        if first.distance_m(last) > CLOSES_M:
            self.add_error("is_round", _("Die Linie endet nicht dort, wo sie beginnt."))
        elif first != last:
            data["line"] = LineString([*line.coords, line[0]], srid=WGS84)


def _length_m(line: LineString) -> float:
    points = [LonLat(*point) for point in line.coords]
    return sum(here.distance_m(there) for here, there in pairwise(points))
