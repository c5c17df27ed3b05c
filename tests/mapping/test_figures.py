"""What a network is like as a whole."""

import numpy as np
import pytest

from mapping.figures import ABSURD, figures
from mapping.routing.graph import Network
from tests.drawing import drawn, sketch
from tests.routing_networks import Sketch


def of(network: Network, inside: np.ndarray | None = None) -> dict:
    return figures(network, np.ones(network.edges, dtype=bool) if inside is None else inside)


def test_kinds_and_lengths_are_counted_inside_the_quarter_only():
    network = Sketch(a=(0, 0), b=(100, 0), c=(300, 0)).way("a-b", key="1").way("b-c", "path", key="2").network()
    assert of(network)["kinds"] == {"footway": 1, "path": 1}
    part = of(network, np.array([True, False]))
    assert (part["kinds"], part["way_km"], part["inside"], part["edges"]) == ({"footway": 1}, 0.1, 1, 2)


def test_known_shares_are_by_length_and_of_spots_by_number():
    network = (
        Sketch(a=(0, 0), b=(100, 0), c=(400, 0))
        .way("a-b", surface="sett", climb_pct=0.0)
        .way("b-c", smoothness="good")
        .way("a-b", "kerb", kerb_cm=3.0)
        .way("b-c", "kerb")
        .network()
    )
    found = of(network)
    assert found["known"]["surface"] == 0.25
    assert found["known"]["ground"] == 1.0
    assert found["known"]["incline"] == 0.25
    assert found["known"]["handrail"] is None, "there are no steps"
    assert found["kerbs"] == {"known": 1, "unknown": 1}


def test_sound_is_asked_at_signals_and_a_backrest_at_benches():
    sketch = Sketch(a=(0, 0), b=(9, 0), c=(20, 0)).mark("a", seat=True, backrest="no").mark("b", seat=True)
    sketch.way("a-b", "crossing", signals="yes", signals_sound="no", wait_share=1.0)
    sketch.way("b-c", "crossing", signals="yes", wait_share=1.0).way("b-c", "crossing", signals="no", wait_share=1.0)
    known = of(sketch.network())["known"]
    assert (known["sound"], known["backrest"]) == (0.5, 0.5)
    nothing = of(Sketch(a=(0, 0), b=(9, 0)).way("a-b").network())["known"]
    assert (nothing["sound"], nothing["backrest"]) == (None, None)


def test_hours_that_nobody_can_read_are_named():
    sketch = Sketch(a=(0, 0), b=(9, 0), c=(20, 0)).way("a-b", limits="access:conditional=no @ wet", osm="way/7")
    network = sketch.way("b-c", limits="opening_hours=08:00-18:00").network()
    assert of(network)["hours"] == {"count": 2, "unreadable": ["way/7"]}
    assert of(network, np.array([False, True]))["hours"] == {"count": 1, "unreadable": []}
    assert of(Sketch(a=(0, 0), b=(9, 0)).way("a-b").network())["hours"] == {"count": 0, "unreadable": []}


def test_islands_are_parts_that_nothing_connects():
    network = Sketch(a=(0, 0), b=(100, 0), c=(0, 50), d=(25, 50)).way("a-b").way("c-d", osm="way/9").network()
    islands = of(network)["islands"]
    assert (islands["count"], islands["share"]) == (1, 0.2)
    assert islands["largest"][0]["osm"] == "way/9"


def test_a_connected_network_has_no_island():
    assert of(drawn("A---B\n|\nC"))["islands"] == {"count": 0, "share": 0.0, "largest": []}


def test_a_dead_end_just_before_another_way_is_a_missing_join():
    network = Sketch(a=(0, 0), b=(100, 0), c=(50, 0.6), d=(50, 40)).way("a-b").way("c-d", osm="way/7").network()
    joins = of(network)["missing_joins"]
    assert joins["count"] == 1
    assert (joins["examples"][0]["osm"], joins["examples"][0]["other"]) == ("way/7", "way/1")


@pytest.mark.parametrize("c", [(50, 1.6), (0, 0.1)])
def test_a_dead_end_farther_away_or_at_its_own_way_is_none(c: tuple[float, float]):
    sketched = Sketch(a=(0, 0), b=(100, 0), c=c, d=(50, 40)).way("a-b")
    network = (sketched.way("a-c", "kerb") if c[1] < 1 else sketched).way("c-d").network()
    assert of(network)["missing_joins"]["count"] == 0


def test_the_end_of_the_file_is_no_dead_end():
    network = Sketch(a=(0, 0), b=(100, 0), c=(50, 0.6), d=(50, 40)).mark("c", boundary=True).way("a-b").way("c-d")
    assert of(network.network())["missing_joins"]["count"] == 0


def test_pavements_beside_their_road_are_no_missing_joins():
    network = sketch("A-----B-----C", {"ABC": "highway=residential sidewalk=both"}).network
    assert of(network)["missing_joins"]["count"] == 0


@pytest.mark.parametrize(
    ("rule", "kind", "facts"),
    [
        ("kerb_over_30_cm", "kerb", {"kerb_cm": 40.0}),
        ("climb_over_25_pct", "footway", {"climb_pct": 30.0}),
        ("descent_over_25_pct", "footway", {"descent_pct": 30.0}),
        ("path_over_20_m_wide", "footway", {"width_m": 30.0}),
        ("path_under_40_cm_wide", "footway", {"width_m": 0.3}),
        ("headroom_under_180_cm", "footway", {"headroom_m": 1.5}),
        ("stairs_of_odd_depth", "steps", {"step_count": 500.0}),
        ("way_over_5_km", "footway", {}),
    ],
)
def test_values_that_can_hardly_be_are_named(rule: str, kind: str, facts: dict[str, float]):
    far = 6000 if rule == "way_over_5_km" else 20
    odd = Sketch(a=(0, 0), b=(far, 0)).way("a-b", kind, osm="way/5", **facts).network()
    plain = Sketch(a=(0, 0), b=(20, 0)).way("a-b", kind, osm="way/5").network()
    assert of(odd)["absurd"]["examples"] == {rule: ["way/5"]}
    assert of(plain)["absurd"] == {"count": 0, "examples": {}}
    assert rule in ABSURD


def test_nothing_is_nothing():
    found = of(Sketch(a=(0, 0)).network())
    assert found["islands"]["count"] == found["missing_joins"]["count"] == found["absurd"]["count"] == 0
