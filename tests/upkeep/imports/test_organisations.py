"""Operators of an import and organisations of people."""

from pathlib import Path

import pytest

from common.records import Source
from tests import factories
from tests.upkeep.imports.scene import pharmacy, run

pytestmark = pytest.mark.django_db


def test_an_organisation_that_a_person_entered_is_used_and_not_doubled(tmp_path: Path):
    own = factories.organisation("Nord-Apotheken", kind="provider")
    run(tmp_path)
    assert pharmacy().organisation == own
    own.refresh_from_db()
    assert (own.name, own.kind, own.source) == ("Nord-Apotheken", "provider", "manual")


def test_an_operator_of_the_demo_is_not_the_one_of_a_real_map(tmp_path: Path):
    said = {"name": "Nord-Apotheken GmbH", "kind": "company", "status": "published"}
    demo = factories.organisation(source=Source.DEMO, source_id="operator/nord-apotheken", imported=said, **said)
    run(tmp_path)
    owner = pharmacy().organisation
    assert owner
    assert owner != demo
    assert owner.source == Source.OSM
