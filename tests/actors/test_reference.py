"""The vocabulary is loaded once, renewed with the project, and never takes back what a person decided."""

import pghistory
import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from actors import reference
from actors.models import Group, Kind, Need

pytestmark = pytest.mark.django_db
TAXONOMY = yaml.safe_load((settings.BASE_DIR / "fixtures" / "taxonomy.yaml").read_text(encoding="utf-8"))


def test_the_file_holds_what_it_promises():
    assert len([need for need in TAXONOMY["needs"] if not need.get("optional")]) == 20
    assert (len(TAXONOMY["kinds"]), len(TAXONOMY["groups"]), len(TAXONOMY["target_groups"])) == (51, 10, 12)


def test_slugs_are_unique_over_the_whole_file():
    slugs = [
        entry["slug"]
        for section in ("needs", "kinds", "groups", "target_groups", "attributes")
        for entry in TAXONOMY[section]
    ]
    assert len(slugs) == len(set(slugs))


def test_loading_twice_changes_nothing():
    assert reference.load(TAXONOMY) == reference.Loaded()


def test_the_command_tells_what_it_did(capsys):
    call_command("load_reference")
    assert "0 added, 0 renewed, 0 edited ones kept" in capsys.readouterr().out


def test_a_changed_file_renews_what_nobody_edited():
    Need.objects.filter(slug="essen").update(label_de="Alter Text")
    assert reference.load(TAXONOMY).renewed == 1
    assert Need.objects.get(slug="essen").label == "Essen & Mittagstisch"


def test_what_a_person_edited_stays():
    with pghistory.context(user=7):
        Need.objects.filter(slug="essen").update(label_de="Essen in Gesellschaft")
    assert reference.load(TAXONOMY).kept == 1
    assert Need.objects.get(slug="essen").label == "Essen in Gesellschaft"


def test_a_kind_brings_its_default_needs():
    assert set(Kind.objects.get(slug="apotheke").needs.values_list("slug", flat=True)) == {"gesundheit"}


@pytest.mark.parametrize("chosen", [("gesundheit", "pflege"), ("beratung",), ()])
def test_default_needs_that_a_person_chose_stay(chosen: tuple[str, ...]):
    kind = Kind.objects.get(slug="apotheke")
    with pghistory.context(user=7):
        kind.needs.set(Need.objects.filter(slug__in=chosen))
    reference.load(TAXONOMY)
    assert set(kind.needs.values_list("slug", flat=True)) == set(chosen)


def test_only_the_emergency_need_carries_numbers():
    emergency = [need for need in Need.objects.all() if need.emergency]
    assert [need.slug for need in emergency] == ["krise"]
    assert [number["number"] for number in emergency[0].emergency_numbers] == ["112", "116117", "0800 1110111"]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_group_colours_keep_their_contrast_on_every_map_background(scheme):
    for group in Group.objects.all():
        fill = getattr(group, f"color_{scheme}")
        assert all(contrast(fill, ground) >= 3 for ground in TAXONOMY["contrast_backgrounds"][scheme]), group
        assert contrast(fill, TAXONOMY["glyph"][scheme]) >= 4.5, group


def test_every_group_has_a_shape_of_its_own():
    shapes = list(Group.objects.values_list("shape", flat=True))
    assert len(shapes) == len(set(shapes))
    assert set(shapes) <= set(TAXONOMY["shapes"])
