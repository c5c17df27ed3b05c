"""One truth table: every address × every role. A new address without a row fails."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from actors.models import Place
from tests import factories
from tests.networks import barrier
from upkeep.models import Calendar

pytestmark = pytest.mark.django_db
ROLES = ("visitor", "staff", "admin")

# name: (arguments, answers for visitor, staff without rights, administrator)
PUBLIC = (200, 200, 200)
TABLE: dict[str, tuple[dict[str, object], tuple[int, int, int]]] = {
    "healthz": ({}, PUBLIC),
    "mapping:class_tile": ({"profile": "rollator", "z": 14, "x": 1, "y": 1}, (204, 204, 204)),
    "mapping:tile": ({"layer": "base", "z": 14, "x": 1, "y": 1}, (204, 204, 204)),
    "api:find": ({}, PUBLIC),
    "api:suggest": ({}, PUBLIC),
    "api:route": ({}, (400, 400, 400)),
    "portal:start": ({}, PUBLIC),
    "portal:find": ({}, PUBLIC),
    "portal:place": ({"slug": "apotheke"}, PUBLIC),
    "portal:offering": ({"slug": "mittagstisch"}, PUBLIC),
    "portal:organisation": ({"slug": "caritas"}, PUBLIC),
    "portal:initiatives": ({}, PUBLIC),
    "portal:initiative": ({"slug": "allianz"}, PUBLIC),
    "portal:initiative_picture": ({"slug": "allianz", "digest": "f" * 64}, PUBLIC),
    "portal:events": ({}, PUBLIC),
    "portal:event": ({"slug": "rudelsingen"}, PUBLIC),
    "portal:barriers": ({}, PUBLIC),
    "portal:barrier": ({"slug": "bauzaun"}, PUBLIC),
    "portal:barrier_picture": ({"slug": "bauzaun"}, PUBLIC),
    "portal:calendar": ({}, PUBLIC),
    "portal:event_calendar": ({"slug": "rudelsingen"}, PUBLIC),
    "portal:dates_feed": ({}, PUBLIC),
    "portal:programme": ({}, PUBLIC),
    "portal:programme_pdf": ({}, PUBLIC),
    "portal:way": ({}, PUBLIC),
    "portal:signed_routes": ({}, PUBLIC),
    "portal:signed_route": ({"slug": "rollatorrunde"}, PUBLIC),
    "portal:reckoning": ({}, PUBLIC),
    "portal:plain": ({}, PUBLIC),
    "portal:imprint": ({}, PUBLIC),
    "portal:privacy": ({}, PUBLIC),
    "portal:accessibility": ({}, PUBLIC),
}
# The admin decides by itself; these rows stand for its kinds of pages.
ADMIN: dict[str, tuple[dict[str, object], tuple[int, int, int]]] = {
    "admin:index": ({}, (302, 200, 200)),
    "admin:login": ({}, (200, 302, 302)),
    "admin:actors_place_changelist": ({}, (302, 403, 200)),
    "admin:actors_place_add": ({}, (302, 403, 200)),
    "admin:actors_kind_changelist": ({}, (302, 403, 200)),
    "admin:actors_organisation_changelist": ({}, (302, 403, 200)),
    "admin:actors_offering_add": ({}, (302, 403, 200)),
    "admin:mapping_quarter_changelist": ({}, (302, 403, 200)),
    "admin:mapping_basefeature_add": ({}, (302, 403, 403)),
    "admin:mapping_address_changelist": ({}, (302, 403, 200)),
    "admin:upkeep_importrun_changelist": ({}, (302, 403, 200)),
    "admin:upkeep_calendar_changelist": ({}, (302, 403, 200)),
    "admin:upkeep_calendar_add": ({}, (302, 403, 200)),
    "admin:upkeep_calendar_take": ({"pk": 1}, (302, 403, 200)),
    "admin:initiatives_programme_changelist": ({}, (302, 403, 200)),
    "admin:initiatives_initiative_changelist": ({}, (302, 403, 200)),
    "admin:initiatives_initiative_add": ({}, (302, 403, 200)),
    "admin:initiatives_initiative_addresses": ({}, (302, 403, 200)),
    "admin:initiatives_cooperation_changelist": ({}, (302, 403, 200)),
    "admin:initiatives_event_changelist": ({}, (302, 403, 200)),
    "admin:initiatives_event_add": ({}, (302, 403, 200)),
    "admin:actors_place_addresses": ({}, (302, 403, 200)),
    "admin:actors_offering_addresses": ({}, (302, 403, 200)),
    "admin:mapping_quarter_addresses": ({}, (302, 403, 200)),
    "admin:mapping_barrier_addresses": ({}, (302, 403, 200)),
    "admin:mapping_pathsurvey_addresses": ({}, (302, 403, 200)),
    "admin:mapping_signedroute_addresses": ({}, (302, 403, 200)),
    "admin:mapping_signedroute_changelist": ({}, (302, 403, 200)),
    "admin:mapping_signedroute_add": ({}, (302, 403, 200)),
    "admin:mapping_barrier_changelist": ({}, (302, 403, 200)),
    "admin:mapping_barrier_add": ({}, (302, 403, 200)),
    "admin:mapping_pathsurvey_add": ({}, (302, 403, 200)),
    "admin:mapping_pathedge_changelist": ({}, (302, 403, 200)),
    "admin:mapping_pathedge_add": ({}, (302, 403, 403)),
}
FROM_DJANGO = ("add", "autocomplete", "change", "changelist", "delete", "history", "index", "login", "logout", "jsi18n")
FROM_DJANGO += ("app_list", "password_change", "password_change_done", "view_on_site", "auth_user_password_change")


def names(patterns=None, prefix: str = "") -> Iterator[str]:
    """Every named address with its name space."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + space)
        elif isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or str(pattern.pattern))


@pytest.fixture
def world(quarter) -> Place:
    """One of everything that has an address."""
    organisation = factories.organisation(slug="caritas")
    place = factories.place(slug="apotheke", organisation=organisation)
    factories.offering(slug="mittagstisch", organisation=organisation, places=[place])
    factories.signed_route(slug="rollatorrunde")
    factories.event(slug="rudelsingen", place=place)
    factories.initiative_picture(factories.initiative(slug="allianz", area=factories.area()), digest="f" * 64)
    Calendar.objects.create(pk=1, organisation=organisation)
    factories.barrier_picture(barrier("closed", factories.point(), slug="bauzaun"))
    return place


@pytest.fixture
def clients(db) -> dict[str, Client]:
    staff = User.objects.create_user("mia", password="x", is_staff=True)
    admin = User.objects.create_superuser("ada", password="x")
    clients = {role: Client() for role in ROLES}
    clients["staff"].force_login(staff)
    clients["admin"].force_login(admin)
    return clients


def of_django(name: str) -> bool:
    """Pages that every admin has; addresses without a name lead on to others."""
    last = name.removeprefix("admin:")
    return last in FROM_DJANGO or last.rpartition("_")[2] in FROM_DJANGO or not last.isidentifier()


def test_every_address_has_its_row():
    missing = (
        {name for name in names() if not (name.startswith("admin:") and of_django(name))} - set(TABLE) - set(ADMIN)
    )
    assert not missing, f"tell in TABLE or ADMIN who may see {sorted(missing)}"


def test_the_table_names_only_addresses_that_exist():
    assert set(TABLE) | set(ADMIN) <= set(names())


@pytest.mark.parametrize("name", [*TABLE, *ADMIN])
def test_every_role_gets_the_answer_of_the_table(name, world, clients):
    arguments, answers = (TABLE | ADMIN)[name]
    address = reverse(name, kwargs=arguments)
    got = tuple(clients[role].get(address).status_code for role in ROLES)
    assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, answers, strict=True))


def test_visitors_get_no_cookie(world):
    client = Client()
    for name, (arguments, _) in TABLE.items():
        assert not client.get(reverse(name, kwargs=arguments)).cookies, name
