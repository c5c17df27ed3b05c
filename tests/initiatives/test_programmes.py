"""Programmes come with the project, and stay as somebody edited them."""

import pghistory
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from initiatives.models import Programme

pytestmark = pytest.mark.django_db
SLUG = "runder-tisch"


def test_programmes_stand_in_the_order_of_their_file_in_both_languages():
    first = Programme.objects.first()
    assert first
    assert (first.slug, first.label_de) == ("lokale-allianzen-demenz", "Lokale Allianzen für Menschen mit Demenz")
    assert first.label_en == "Local alliances for people with dementia"
    assert Programme.objects.count() == 7


def test_a_programme_that_a_person_renamed_keeps_its_name():
    with pghistory.context(user=7):
        Programme.objects.filter(slug=SLUG).update(label_de="Tisch am Lindenplatz")
    call_command("load_reference")
    assert Programme.objects.get(slug=SLUG).label == "Tisch am Lindenplatz"


def test_nobody_can_delete_a_programme_or_change_its_slug(client: Client):
    client.force_login(User.objects.create_superuser("ada", password="x"))
    address = f"/admin/initiatives/programme/{Programme.objects.get(slug=SLUG).pk}"
    assert client.get(f"{address}/delete/").status_code == 403
    assert "slug" not in client.get(f"{address}/change/").context["adminform"].form.fields
