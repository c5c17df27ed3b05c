"""Small builders of stored things. Everything has a believable default; a test names only what it is about."""

import itertools
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon
from PIL import Image

from actors.models import AccessFact, Kind, Need, Offering, Organisation, Place
from common.access import Access
from common.geo import WGS84
from common.text import german_slug
from initiatives.models import Event, Initiative, InitiativePicture
from initiatives.recurrence.reading import read as read_words
from mapping.barrier_actions import put_picture
from mapping.models import Address, Barrier, BaseFeature, Quarter, SignedRoute
from mapping.models.pictures import columns
from mapping.pictures import Picture, read

_numbers = itertools.count(1)
BOX = (13.29, 52.57, 13.33, 52.60)
CENTRE = (13.31, 52.585)


def area(west: float = BOX[0], south: float = BOX[1], east: float = BOX[2], north: float = BOX[3]) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=WGS84)


def point(lon: float = CENTRE[0], lat: float = CENTRE[1]) -> Point:
    return Point(lon, lat, srid=WGS84)


def quarter(name: str = "Wittenau", **more: Any) -> Quarter:
    return Quarter.objects.create(**{"slug": german_slug(name), "name": name, "boundary": area(), "land": "BE"} | more)


def organisation(name: str = "Caritas Wittenau", **more: Any) -> Organisation:
    defaults = {"slug": f"{german_slug(name)}-{next(_numbers)}", "name": name, "kind": "provider"}
    return Organisation.objects.create(**defaults | more)


def place(name: str = "Nord-Apotheke", kind: str = "apotheke", at: tuple[float, float] = CENTRE, **more: Any) -> Place:
    """A place of a kind of the vocabulary (`reference` fixture); `needs` by slug."""
    needs = more.pop("needs", ())
    defaults = {
        "slug": f"{german_slug(name)}-{next(_numbers)}",
        "name": name,
        "kind": Kind.objects.get(slug=kind),
        "point": point(*at),
    }
    made = Place.objects.create(**defaults | more)
    made.needs.set(Need.objects.filter(slug__in=needs))
    return made


def fact(
    at: Place, feature: str, value: Access | str = Access.YES, number: float | None = None, **more: Any
) -> AccessFact:
    defaults = {"surveyed_on": date(2026, 3, 3)}
    return AccessFact.objects.create(place=at, feature=feature, value=value, number=number, **defaults | more)


def offering(title: str = "Mittagstisch", needs: tuple[str, ...] = ("essen",), **more: Any) -> Offering:
    places = more.pop("places", ())
    defaults = {"slug": f"{german_slug(title)}-{next(_numbers)}", "title": title}
    made = Offering.objects.create(
        **defaults | {"organisation": more.pop("organisation", None) or organisation()} | more
    )
    made.needs.set(Need.objects.filter(slug__in=needs))
    made.places.set(places)
    return made


def address(of: Quarter, street: str = "Lindenstraße", number: str = "4", at: tuple[float, float] = CENTRE) -> Address:
    return Address.objects.create(
        quarter=of,
        street=street,
        number=number,
        postcode="13435",
        city="Berlin",
        point=point(*at),
        source_id=f"node/{next(_numbers)}",
    )


def signed_route(
    name: str = "Rollatorrunde", line: Sequence[tuple[float, float]] = ((13.309, 52.584), CENTRE), **more: Any
) -> SignedRoute:
    """Meant for people with a rollator; `line` by longitude and latitude."""
    defaults = {"slug": f"{german_slug(name)}-{next(_numbers)}", "name": name, "profiles": ["rollator"]}
    return SignedRoute.objects.create(**defaults | {"line": LineString(*line, srid=WGS84)} | more)


def base_feature(of: Quarter, layer: str = "building", kind: str = "house", **more: Any) -> BaseFeature:
    defaults = {"geometry": area(13.309, 52.584, 13.311, 52.586), "source_id": f"way/{next(_numbers)}"}
    return BaseFeature.objects.create(quarter=of, layer=layer, kind=kind, **defaults | more)


def photo(width: int = 400, height: int = 300, form: str = "PNG", **more: Any) -> bytes:
    """A file as a camera or a program writes it."""
    out = BytesIO()
    Image.new("RGB", (width, height), "#a33").save(out, form, **more)
    return out.getvalue()


def barrier_picture(of: Barrier, alternative: str = "Bauzaun quer über den Gehweg") -> Picture:
    content = photo()
    made = read("picture", "bauzaun.png", BytesIO(content), len(content))
    put_picture(of, made, alternative)
    return made


def initiative(title: str = "Lokale Allianz Wittenau", **more: Any) -> Initiative:
    """`needs` by slug."""
    needs = more.pop("needs", ())
    defaults = {"slug": f"{german_slug(title)}-{next(_numbers)}", "title": title, "state": "active"}
    made = Initiative.objects.create(**defaults | more)
    made.needs.set(Need.objects.filter(slug__in=needs))
    return made


def initiative_picture(of: Initiative, alternative: str = "Menschen singen im Hof", **more: Any) -> InitiativePicture:
    content = photo()
    made = columns(read("picture", "hof.png", BytesIO(content), len(content)), alternative)
    return InitiativePicture.objects.create(initiative=of, **made | more)


def event(title: str = "Rudelsingen", said: str = "jeden Freitag, 18 bis 20 Uhr", **more: Any) -> Event:
    """`said` as people write it, from `today` on; its dates are not worked out."""
    made = Event(**{"slug": f"{german_slug(title)}-{next(_numbers)}", "title": title} | more)
    made.take(read_words(said, today=date(2026, 11, 26)))
    made.save()
    return made
