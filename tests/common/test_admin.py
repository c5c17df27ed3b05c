"""What every admin page of public things shares."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from actors.models import Place
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
