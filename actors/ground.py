"""Which ground is public: nothing of a quarter that is a draft or archived is shown before the quarter itself is.

Written in SQL once, for querysets and tiles alike, so that a statement asks for the closed ground once and not for each
row; mostly there is none, and NULL costs nothing.
"""

from typing import Any

from django.db.models import BooleanField, Func

# What lies in quarters that are not public and in no public one too.
_CLOSED = (
    "(SELECT coalesce(ST_Difference(shut.area, (SELECT ST_Union(quarter.boundary) FROM mapping_quarter AS quarter "
    "WHERE quarter.status = 'published' AND quarter.boundary && shut.area)), shut.area) "
    "FROM (SELECT ST_Union(boundary) AS area FROM mapping_quarter WHERE status <> 'published') AS shut "
    "WHERE shut.area IS NOT NULL)"
)


def place_is_public(point: str) -> str:
    """SQL: the point does not lie inside closed ground; ground of no quarter is open.

    `qk_inside` is ST_Contains at the price of a comparison. At its own one, which is hardly ever paid, and without
    the boxes, which tell how rare it is, the planner turns away from walking an index to the nearest places.
    """
    return f"(({_CLOSED} && {point}) IS NOT TRUE OR NOT qk_inside({_CLOSED}, {point}))"


def at_places_is_public(links: str, link: str, key: str, area: str) -> str:
    """SQL: one of the places that `links` tells, or a part of the area, is not on closed ground; or there is neither.

    `link` is the column of `links` that `key` is in.
    """
    venues = (
        f"SELECT FROM {links} AS venue JOIN actors_place AS spot ON spot.id = venue.place_id WHERE venue.{link} = {key}"
    )
    return (
        "(NOT EXISTS (SELECT FROM mapping_quarter WHERE status <> 'published') "
        f"OR EXISTS ({venues} AND {place_is_public('spot.point')}) "
        f"OR NOT ST_Covers({_CLOSED}, {area}) OR ({area} IS NULL AND NOT EXISTS ({venues})))"
    )


class PublicPlace(Func):
    """`PublicPlace("point")`."""

    template = place_is_public("%(expressions)s")
    arity = 1
    output_field = BooleanField()


class PublicAtPlaces(Func):
    """For what is at several places, or in an area: `PublicOffering("pk", "area")`."""

    links: str
    link: str
    arity = 2
    output_field = BooleanField()

    def as_sql(self, compiler: Any, _connection: Any, **_more: Any) -> tuple[str, list[Any]]:
        key, area = (compiler.compile(part)[0] for part in self.source_expressions)
        return at_places_is_public(self.links, self.link, key, area), []


class PublicOffering(PublicAtPlaces):
    links, link = "actors_offering_places", "offering_id"
