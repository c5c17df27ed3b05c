import pytest

from actors.models.organisations import OrganisationKind
from actors.osm.operators import WORDS, identity, operators


def kind(*names: str) -> str | None:
    found = operators([{"operator": name} for name in names])
    return found[names[0]].kind if names[0] in found else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Evangelische Kirchengemeinde Alt-Wittenau", "parish"),
        ("Katholischer Kirchengemeindeverband Neuss-Mitte", "parish"),
        ("DITIB Merkez Camii Türkisch-Islamische Gemeinde zu Neuss e.V.", "parish"),
        ("AWO", "provider"),
        ("Caritas", "provider"),
        ("Diakonisches Werk", "provider"),
        ("DRK Kreisverband Berlin", "provider"),
        ("Sozialdienst katholischer Frauen e. V. Neuss", "provider"),
        ("Lieblingskinder gemeinnützige UG", "provider"),
        ("Mühlbach-Stiftung", "provider"),
        ("Vivantes", "provider"),
        ("TÄKS e.V.", "association"),
        ("Turngemeinde Neuss von 1848 e. V.", "association"),
        ("Stadt Neuss", "municipality"),
        ("Rhein-Kreis Neuss", "municipality"),
        ("Jugendamt Reinickendorf", "municipality"),
        ("Bezirksamt Reinickendorf", "municipality"),
        ("RENAFAN GmbH", "company"),
        ("Berliner Volksbank", "company"),
        ("Neusser Bauverein", "company"),
        ("DB InfraGO AG", "company"),
        ("Netto Marken-Discount AG & Co. KG", "company"),
        ("Deutsche Post", "company"),
        # persons, web addresses, nonsense
        ("Thorsten Fritz", None),
        ("Dominique André Lange", None),
        ("Irini und Georgios Kiriakidis-Apostolidou", None),
        ("www.bwb.de", None),
        ("privat", None),
        ("?", None),
        ("", None),
        ("Kieser Training", None),
    ],
)
def test_an_operator_is_an_organisation_only_if_its_name_says_so(name: str, expected: str | None):
    assert kind(name) == expected


def test_a_name_on_several_places_is_an_organisation_unless_it_looks_like_a_person():
    assert kind("Rheinbahn", "Rheinbahn", "Rheinbahn") == "company"
    assert kind("Rheinbahn") is None
    assert kind("Kenan Dogan", "Kenan Dogan", "Kenan Dogan") is None


def test_spellings_of_one_organisation_are_one():
    found = operators(
        [{"operator": name} for name in ("Stadtwerke Neuss", "Stadtwerke Neuss GmbH", "Stadtwerke Neuss GmbH")]
    )
    assert len(set(found.values())) == 1
    assert found["Stadtwerke Neuss"].name == "Stadtwerke Neuss GmbH"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Alltagshelden gGmbH", "Alltagshelden"), ("TÄKS e.V.", "TÄKS e. V."), ("Netto AG & Co. KG", "netto")],
)
def test_the_legal_form_does_not_tell_apart(one: str, other: str):
    assert identity(one) == identity(other)


def test_of_several_operators_the_first_counts():
    assert operators([{"operator": "AWO;Stadt Neuss"}])["AWO"].kind == "provider"


def test_kinds_are_those_of_the_model():
    assert {kind for kind, _pattern in WORDS} <= set(OrganisationKind.values)
