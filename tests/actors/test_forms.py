"""What people type in the admin, and what is stored of it."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from actors.models import Need

pytestmark = pytest.mark.django_db
CRISIS = [{"number": "112", "label": "Notruf", "label_en": "Emergency"}]


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


def save_numbers(admin: Client, typed: str) -> Any:
    """Send the form of a need as the admin shows it, with other emergency numbers."""
    need = Need.objects.get(slug="essen")
    address = f"/admin/actors/need/{need.pk}/change/"
    form = admin.get(address).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value not in (None, False, [])}
    data |= {"synonyms": ", ".join(need.synonyms), "emergency_numbers": typed}
    return admin.post(address, data)


@pytest.mark.parametrize(
    "typed",
    [
        '[{"number": "112"}]',
        '[{"label": "Notruf"}]',
        '[{"number": 112, "label": "Notruf"}]',
        '[{"number": "Notruf", "label": "Notruf"}]',
        '[{"number": "112", "label": " "}]',
        '[{"number": "112", "label": "Notruf", "more": "x"}]',
        '["112"]',
        '{"number": "112", "label": "Notruf"}',
        '"112"',
    ],
)
def test_emergency_numbers_that_pages_could_not_show_are_refused(admin: Client, typed: str):
    answer = save_numbers(admin, typed)
    assert answer.status_code == 200
    assert "jeder Eintrag „number“ und „label“" in answer.content.decode()
    assert not Need.objects.get(slug="essen").emergency


@pytest.mark.parametrize(("typed", "stored"), [(json.dumps(CRISIS), CRISIS), ("[]", [])])
def test_emergency_numbers_are_stored(admin: Client, typed: str, stored: list[dict[str, str]]):
    assert save_numbers(admin, typed).status_code == 302
    assert Need.objects.get(slug="essen").emergency_numbers == stored
