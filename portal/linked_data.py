"""What search engines and messengers read of a page: title, one sentence, a picture, and schema.org as JSON-LD.

Only what is known is told: an answer that is "unknown" has no entry.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actors.features import FEATURES
from actors.models import AccessFact, Organisation, Place
from actors.models.offerings import Cost
from common.access import Access
from common.geo import LonLat
from common.hours import ZONE
from initiatives.models import Event, EventDate, Initiative, InitiativePicture
from initiatives.recurrence.series import wall
from portal import presentation

Node = dict[str, Any]
SCHEMA = "https://schema.org"
SENTENCE_MAX = 200  # what messengers show
SHARE = "portal/share.png"
SHARE_PX = (1200, 630)
FREE: Mapping[str, bool] = {Cost.FREE: True, Cost.FEE: False}


@dataclass(frozen=True)
class Picture:
    url: str
    alternative: str
    width_px: int
    height_px: int


@dataclass(frozen=True)
class About:
    """The head of one page. `graph` are the nodes of its JSON-LD."""

    title: str
    sentence: str
    url: str
    picture: Picture
    graph: tuple[Node, ...] = ()

    @property
    def document(self) -> Node | None:
        return {"@context": SCHEMA, "@graph": list(self.graph)} if self.graph else None


class Teller:
    """Tells of records with the addresses of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.address: Callable[[str], str] = request.build_absolute_uri
        self.url = request.build_absolute_uri(request.path)

    def about(self, title: str, sentence: str, *graph: Node, picture: Picture | None = None, query: str = "") -> About:
        """Without a picture of its own a page has the one that stands for all. `query` belongs to the address."""
        url = f"{self.url}?{query}" if query else self.url
        return About(title, _short(sentence), url, picture or self._usual(), graph)

    def picture_of(self, initiative: Initiative, picture: InitiativePicture | None) -> Picture | None:
        if picture is None:
            return None
        url = reverse("portal:initiative_picture", args=[initiative.slug, picture.digest])
        return Picture(self.address(url), picture.alternative, picture.width_px, picture.height_px)

    def _usual(self) -> Picture:
        return Picture(self.address(static(SHARE)), _("Häuser, Bäume und Menschen in einem Quartier"), *SHARE_PX)

    # ------------------------------------------------------------------------------------------------------- as nodes

    def place(self, place: Place, facts: Iterable[AccessFact] = ()) -> Node:
        at = LonLat.of(place.point)
        return _known(
            {
                "@type": "Place",
                "@id": self.address(place.get_absolute_url()),
                "url": self.address(place.get_absolute_url()),
                "name": place.name,
                "description": presentation.text(place, "about").text,
                "address": _address(place),
                "geo": {"@type": "GeoCoordinates", "latitude": round(at.lat, 7), "longitude": round(at.lon, 7)},
                **_reachable(place),
                "amenityFeature": [_feature(fact) for fact in facts if fact.value != Access.UNKNOWN],
            }
        )

    def organisation(self, organisation: Organisation) -> Node:
        return _known(
            {
                "@type": "Organization",
                "@id": self.address(organisation.get_absolute_url()),
                "url": self.address(organisation.get_absolute_url()),
                "name": organisation.name,
                "description": presentation.text(organisation, "about").text,
                **_reachable(organisation),
            }
        )

    def initiative(self, initiative: Initiative, members: Iterable[Organisation] = ()) -> Node:
        """schema.org calls what people undertake together a project, which is an organisation."""
        lead = initiative.public_lead
        return _known(
            {
                "@type": "Project",
                "@id": self.address(initiative.get_absolute_url()),
                "url": self.address(initiative.get_absolute_url()),
                "name": presentation.text(initiative, "title").text,
                "description": presentation.text(initiative, "summary").text,
                "foundingDate": initiative.begins_on.isoformat() if initiative.begins_on else None,
                "dissolutionDate": initiative.ends_on.isoformat() if initiative.ends_on else None,
                **_reachable(initiative),
                "parentOrganization": self.organisation(lead) if lead else None,
                "member": [self.organisation(one) for one in members],
            }
        )

    def _host(self, host: Initiative | Organisation) -> Node:
        return self.initiative(host) if isinstance(host, Initiative) else self.organisation(host)

    def date(self, one: EventDate) -> Node:
        """One date of an event, read `with_all`."""
        event = one.event
        moved = one.starts != one.original
        status = "EventCancelled" if one.cancelled else "EventRescheduled" if moved else "EventScheduled"
        by = next(iter(event.hosts), None)
        return _known(
            {
                "@type": "Event",
                "@id": f"{self.address(event.get_absolute_url())}#{wall(one.original):%Y-%m-%dT%H%M}",
                "url": self.address(event.get_absolute_url()),
                "name": presentation.text(event, "title").text,
                "description": presentation.text(event, "about").text,
                **_times(one, event),
                "eventStatus": f"{SCHEMA}/{status}",
                "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode" if one.place else None,
                "location": self._location(one),
                "organizer": self._host(by) if by else None,
                "isAccessibleForFree": FREE.get(event.cost),
            }
        )

    def _location(self, one: EventDate) -> Node | None:
        if one.place:
            return self.place(one.place)
        return {"@type": "Place", "name": one.event.room} if one.event.room else None


def _times(one: EventDate, event: Event) -> Node:
    """Moments with their offset; whole days are dates, the last one included."""
    starts, ends, original = wall(one.starts), wall(one.ends), wall(one.original)
    if event.all_day:
        last = (ends - timedelta(days=1)).date()
        times = {"startDate": starts.date().isoformat(), "endDate": last.isoformat()}
        return times | ({"previousStartDate": original.date().isoformat()} if starts != original else {})
    local = [localtime(moment, ZONE).isoformat() for moment in (one.starts, one.ends, one.original)]
    times = {"startDate": local[0], "endDate": local[1]}
    return times | ({"previousStartDate": local[2]} if starts != original else {})


def _known(node: Node) -> Node:
    """Without what nobody has entered."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _reachable(record: Place | Organisation | Initiative) -> Node:
    phones = presentation.phones(record.phone)
    return {"telephone": phones[0].text if phones else "", "email": record.email, "sameAs": record.website}


def _address(place: Place) -> Node | None:
    street = f"{place.street} {place.number}".strip()
    told = _known({"streetAddress": street, "postalCode": place.postcode, "addressLocality": place.city})
    return {"@type": "PostalAddress", **told, "addressCountry": "DE"} if told else None


def _feature(fact: AccessFact) -> Node:
    feature = FEATURES[fact.feature]
    if fact.number is not None and feature.measured:
        value: Any = float(fact.number)
    else:
        value = fact.value == Access.YES
    unit = {"unitText": feature.unit} if feature.unit and fact.number is not None else {}
    return {"@type": "LocationFeatureSpecification", "name": str(feature.label), "value": value, **unit}


def _short(text: str) -> str:
    """One line that ends with a word."""
    line = " ".join(text.split())
    if len(line) <= SENTENCE_MAX:
        return line
    return line[:SENTENCE_MAX].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"
