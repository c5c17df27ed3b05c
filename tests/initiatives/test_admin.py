"""What all pages of initiatives, events and cooperations in the admin have in common."""

import re

import pytest
from django.test import Client

from initiatives.models import Cooperation
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_page_of_a_record_says_which_state_it_shows(ada: Client):
    one, other = factories.organisation(), factories.organisation("St. Nikodemus")
    works_together = Cooperation.objects.create(one=one, other=other, what_de="Fahrdienst")
    for record in (factories.event(), factories.initiative(), works_together, one, factories.place()):
        app, name = record._meta.app_label, record._meta.model_name
        page = ada.get(f"/admin/{app}/{name}/{record.pk}/change/").content.decode()
        assert re.search('name="seen" value="[0-9]+"', page), name


def test_nothing_is_deleted(ada: Client):
    for record in (factories.initiative(), factories.event()):
        name = type(record).__name__.lower()
        assert ada.get(f"/admin/initiatives/{name}/{record.pk}/delete/").status_code == 403
