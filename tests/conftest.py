"""What every test may lean on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils.translation import override

from mapping.models import Quarter
from tests import factories

ROOT = Path(__file__).resolve().parent.parent
EXTRACTS = ROOT.parent / "shared" / "data" / "osm"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on real extracts skip where these are absent."""
    if EXTRACTS.is_dir():
        return
    for item in items:
        if item.get_closest_marker("realdata"):
            item.add_marker(pytest.mark.skip(reason="the real OpenStreetMap extracts are not beside the project"))


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Pages under test need no collected files with hashed names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The vocabulary is there in every test, as in every installation."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """The language of the request before would stay active in this thread."""
    with override("de"):
        yield


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the service under test writes does not meet what the real one keeps."""
    with override_settings(VAR=tmp_path_factory.mktemp("var")):
        yield


@pytest.fixture
def quarter(db) -> Quarter:
    return factories.quarter()
