"""Addresses of the pages do not stand in each other's way."""

from initiatives.models.events import RESERVED
from portal.urls import urlpatterns


def test_no_event_has_the_address_of_a_page_beside_it():
    routes = [str(one.pattern) for one in urlpatterns]
    beside = {route.removeprefix("termine/").removesuffix("/") for route in routes if route.startswith("termine/")}
    assert {name for name in beside if name.isidentifier()} == RESERVED
