"""Nothing is lost: every kind of write leaves an event with the old and new values."""

import pghistory
import pytest
from django.apps import apps
from django.db import connection

from actors.models import Need, Place
from actors.translation import TRANSLATED
from tests import factories

pytestmark = pytest.mark.django_db


def events(record):
    return type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk).order_by("pgh_id")


def test_insert_update_and_delete_are_recorded():
    place = factories.place()
    Place.objects.filter(pk=place.pk).update(name="Süd-Apotheke")
    key = place.pk
    place.delete()
    told = Place.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id")
    assert [event.pgh_label for event in told] == ["insert", "update", "delete"]
    assert [event.name for event in told] == ["Nord-Apotheke", "Süd-Apotheke", "Süd-Apotheke"]


def test_raw_sql_is_recorded_too():
    place = factories.place()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actors_place SET phone = '030 23125 100' WHERE id = %s", [place.pk])
    assert events(place).last().phone == "030 23125 100"


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (model, f"{field}_{language}")
        for model, fields in TRANSLATED.items()
        for field in fields
        for language in ("de", "en")
    ],
)
def test_every_translated_column_alone_is_recorded(model, column):
    """The trap: tracked before the language columns exist, such changes leave no event."""
    assert column in {field.name for field in model.pgh_event_model._meta.fields}


def test_a_change_of_one_translation_leaves_an_event():
    need = Need.objects.get(slug="essen")
    before = events(need).count()
    Need.objects.filter(pk=need.pk).update(label_en="Lunch")
    assert events(need).count() == before + 1


def test_who_and_why_are_kept():
    with pghistory.context(reason="import 2026-11"):
        place = factories.place()
    assert events(place).get().pgh_context.metadata["reason"] == "import 2026-11"


def test_every_public_thing_has_a_history():
    public = [
        model for model in apps.get_models() if hasattr(model, "slug") or model.__name__ in {"AccessFact", "Contact"}
    ]
    own = [
        m
        for m in public
        if m._meta.app_label in {"mapping", "actors", "initiatives"}
        and "pgh_id" not in {f.name for f in m._meta.fields}
    ]
    assert own
    assert [model.__name__ for model in own if not hasattr(model, "pgh_event_model")] == []


def test_what_is_linked_is_recorded_too():
    place = factories.place()
    place.needs.set(Need.objects.filter(slug__in=["essen", "geld"]))
    place.needs.remove(Need.objects.get(slug="geld"))
    history = apps.get_model("actors", "PlaceNeedsLinkEvent").objects.filter(place=place)
    told = [(event.pgh_label, event.need.slug) for event in history.order_by("pgh_id")]
    assert sorted(told[:2]) == [("insert", "essen"), ("insert", "geld")]
    assert told[2:] == [("delete", "geld")]


def test_every_own_link_has_a_history():
    tracked = {model for model in apps.get_models() if hasattr(model, "pgh_event_model")}
    linked = [field for model in tracked for field in model._meta.local_many_to_many]
    proxied = {model._meta.concrete_model for model in tracked if model._meta.proxy}
    assert linked
    assert [str(field) for field in linked if field.remote_field.through not in proxied] == []
