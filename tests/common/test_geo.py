import pytest

from common.errors import UsageError
from common.geo import BBox, LonLat


def test_a_point_is_read_longitude_first():
    assert LonLat.parse("von", "13.31,52.58") == LonLat(lon=13.31, lat=52.58)


@pytest.mark.parametrize(
    "text", ["", "13.31", "a,b", "13,52,1", "nan,52", "inf,1", "181,0", "0,91", "13.31;52.58", "1e400,2"]
)
def test_what_is_no_point_is_refused_with_field_value_and_remedy(text: str):
    with pytest.raises(UsageError) as refused:
        LonLat.parse("von", text)
    assert refused.value.field == "von"
    assert text in refused.value.detail
    assert "13.31,52.58" in refused.value.detail


@pytest.mark.parametrize("text", ["", "1,2,3", "2,0,1,1", "0,2,1,1", "0,0,0,0", "nan,0,1,1", "-181,0,1,1", "0,0,1,91"])
def test_what_is_no_box_is_refused(text: str):
    with pytest.raises(UsageError, match="West"):
        BBox.parse("bbox", text)


def test_a_box_knows_what_it_contains():
    box = BBox.parse("bbox", "13.0,52.0,14.0,53.0")
    assert box.contains(LonLat(13.5, 52.5))
    assert not box.contains(LonLat(12.9, 52.5))
    assert box.polygon().srid == 4326


def test_distance_is_in_metres():
    # One degree of latitude on the mean sphere.
    assert LonLat(13, 52).distance_m(LonLat(13, 53)) == pytest.approx(111_195, rel=1e-4)
