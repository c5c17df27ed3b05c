"""What the doctor finds of the installation itself."""

import pytest

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
