"""What the doctor finds of the installation itself."""

import pgtrigger
import pytest
from django.db import connection

from actors.models import Place
from common import installation
from common.doctor import Level

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("check", "version", "level", "remedy"),
    [
        (installation.database_answers, "15.4 (Debian 15.4-1.pgdg120+1)", Level.OK, ""),
        (installation.database_answers, "18beta1", Level.OK, ""),
        (installation.database_answers, "14.9", Level.FAULT, "Use PostgreSQL 15 or newer."),
        (installation.database_answers, "9.6.24", Level.FAULT, "Use PostgreSQL 15 or newer."),
        (installation.postgis_is_there, "3.3.2", Level.OK, ""),
        (installation.postgis_is_there, "3.10.0alpha1", Level.OK, ""),
        (installation.postgis_is_there, "3.2.9", Level.FAULT, "Use PostGIS 3.3 or newer."),
    ],
)
def test_versions_that_are_too_old_are_named(monkeypatch, check, version: str, level: Level, remedy: str):
    monkeypatch.setattr(installation, "_one", lambda _sql: version)
    found = check()
    assert (found.level, found.remedy) == (level, remedy)
    assert found.text.endswith(version)


def test_a_lost_trigger_is_named_with_its_table_and_can_be_made_again():
    assert installation.every_trigger_is_there().level == Level.OK
    trigger = next(found for model, found in pgtrigger.registered() if model is Place)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.get_pgid(Place)} ON actors_place")
    lost = installation.every_trigger_is_there()
    assert (lost.level, lost.text) == (Level.FAULT, "missing at actors_place")
    assert lost.remedy == "Run `manage.py pgtrigger install`."
    pgtrigger.install()
    assert installation.every_trigger_is_there().level == Level.OK
