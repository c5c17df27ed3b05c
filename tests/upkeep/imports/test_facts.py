"""Facts of an import and facts of people at the same place."""

from pathlib import Path

import pytest

from actors.forms import AccessFactForm
from actors.models import AccessFact
from tests import factories
from tests.upkeep.imports.scene import PHARMACY, drawing, pharmacy, run

pytestmark = pytest.mark.django_db
SILENT = {key: value for key, value in PHARMACY.items() if key != "wheelchair"}


def test_a_fact_that_a_person_surveyed_is_never_overwritten(tmp_path: Path):
    run(tmp_path, drawing(pharmacy=SILENT))
    factories.fact(pharmacy(), "wheelchair", "yes")
    report = run(tmp_path, drawing(version=2, pharmacy=PHARMACY))
    fact = AccessFact.objects.get(place=pharmacy(), feature="wheelchair")
    assert (fact.value, fact.source) == ("yes", "manual")
    assert fact.imported["value"] == "no"
    assert [(one.entered, one.imported) for one in report.contradictions] == [("ja", "nein")]
    assert run(tmp_path, drawing(version=2, pharmacy=PHARMACY)).changes == 0


def test_a_fact_that_the_file_no_longer_states_becomes_unknown(tmp_path: Path):
    run(tmp_path)
    run(tmp_path, drawing(version=2, pharmacy=SILENT))
    fact = AccessFact.objects.get(place=pharmacy(), feature="wheelchair")
    assert (fact.value, fact.number, fact.surveyed_on) == ("unknown", None, None)
    assert fact.imported["value"] == "unknown"


def test_a_fact_of_a_person_stays_when_the_file_is_silent(tmp_path: Path):
    run(tmp_path)
    factories.fact(pharmacy(), "hearing_loop", "yes")
    assert run(tmp_path).changes == 0
    assert AccessFact.objects.get(feature="hearing_loop").value == "yes"


def test_a_fact_of_a_person_stays_theirs_after_the_file_has_once_said_the_same(tmp_path: Path):
    run(tmp_path, drawing(pharmacy=SILENT))
    fact = factories.fact(pharmacy(), "wheelchair", "no", surveyed_on="2026-03-01")
    run(tmp_path, drawing(version=2, pharmacy=PHARMACY))
    fact.refresh_from_db()
    assert "value" not in fact.imported, "the file agreed, the fact stays the person's"
    run(tmp_path, drawing(version=3, pharmacy=PHARMACY | {"wheelchair": "yes"}))
    fact.refresh_from_db()
    assert (fact.value, fact.source, fact.licence) == ("no", "manual", "")


def corrected(fact: AccessFact, **changes: str) -> AccessFact:
    """As somebody corrects it in the admin."""
    entered = {"feature": fact.feature, "value": fact.value, "note": fact.note, "surveyed_on": fact.surveyed_on}
    form = AccessFactForm(entered | changes, instance=fact)
    assert form.is_valid(), form.errors
    return form.save()


def test_a_fact_that_a_person_corrects_becomes_theirs(tmp_path: Path):
    run(tmp_path)
    fact = corrected(AccessFact.objects.get(place=pharmacy(), feature="wheelchair"), value="yes")
    assert (fact.source, fact.source_id, fact.source_version, fact.licence) == ("manual", "", None, "")
    report = run(tmp_path, drawing(version=2, pharmacy=SILENT))
    fact.refresh_from_db()
    assert fact.value == "yes"
    assert report.contradictions == [], "silence contradicts nobody"


def test_a_fact_that_a_person_only_looked_at_stays_the_maps(tmp_path: Path):
    run(tmp_path)
    fact = corrected(AccessFact.objects.get(place=pharmacy(), feature="wheelchair"))
    assert (fact.source, fact.source_id) == ("osm", "node/1")
