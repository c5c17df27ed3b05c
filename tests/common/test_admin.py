"""What every admin page of public things shares."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from actors.models import Need, Place
from common.records import Status
from tests import factories

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("action", "before", "after"), [("archive", "published", "archived"), ("publish", "draft", "published")]
)
def test_many_at_once_are_archived_or_published_and_say_when(client: Client, action: str, before: str, after: str):
    client.force_login(User.objects.create_superuser("ada", password="x"))
    changed, same = factories.place(status=before), factories.place(status=after)
    Place.objects.update(updated_at=BEFORE)
    client.post("/admin/actors/place/", {"action": action, "_selected_action": [changed.pk, same.pk]})
    for place in (changed, same):
        place.refresh_from_db()
        assert place.status == Status(after)
    assert changed.updated_at > BEFORE
    assert same.updated_at == BEFORE, "nothing changed"
    assert changed.events.latest("pgh_id").pgh_context.metadata["user"], "the history knows who"


def form_of(client: Client, place: Place) -> dict[str, str]:
    """What a browser would send back of the unchanged form."""
    form = client.get(f"/admin/actors/place/{place.pk}/change/").context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    empty = {f"{prefix}-{name}": "0" for prefix in ("facts", "contacts") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    sent = {name: value for name, value in shown.items() if value not in (None, False, [])}
    return sent | empty | {"point": place.point.geojson, "languages": ""}


def test_a_form_that_is_older_than_the_record_asks_before_it_stores(client: Client):
    client.force_login(User.objects.create_superuser("ada", password="x"))
    place = factories.place(phone="030 23125 100")
    typed = form_of(client, place) | {"about_de": "Neu beschrieben."}
    Place.objects.filter(pk=place.pk).update(phone="030 23125 200")
    refused = client.post(f"/admin/actors/place/{place.pk}/change/", typed)
    place.refresh_from_db()
    assert place.phone == "030 23125 200"
    told = refused.content.decode()
    assert "Inzwischen hat jemand diesen Eintrag geändert" in told
    assert "Telefon" in told
    assert "Neu beschrieben." in told

    again = typed | {"seen": refused.context["adminform"].form["seen"].value()}
    assert client.post(f"/admin/actors/place/{place.pk}/change/", again).status_code == 302
    place.refresh_from_db()
    assert (place.phone, place.about) == ("030 23125 100", "Neu beschrieben.")


def test_a_fresh_form_is_stored_at_once(client: Client):
    client.force_login(User.objects.create_superuser("ada", password="x"))
    place = factories.place()
    typed = form_of(client, place) | {"about_de": "Neu beschrieben."}
    assert client.post(f"/admin/actors/place/{place.pk}/change/", typed).status_code == 302


def test_words_of_a_short_list_are_ticked(client: Client):
    client.force_login(User.objects.create_superuser("ada", password="x"))
    place = factories.place(needs=("digital",))
    page = client.get(f"/admin/actors/place/{place.pk}/change/").content.decode()
    chosen = Need.objects.get(slug="digital").pk
    assert re.search(rf'<input type="checkbox" name="needs" value="{chosen}"[^>]* checked', page)
    assert page.count('type="checkbox" name="needs"') == Need.objects.count()
    assert "SelectFilter2" not in page, "Django's own boxes for that speak English"
