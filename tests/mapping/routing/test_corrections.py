"""What people found out, laid over a network that stays as it is otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.routing.corrections import Correction, corrected, digest, edge_at, origin_of, origins, vertex_at
from mapping.routing.costs import arc_costs
from mapping.routing.graph import Network, compile_network
from mapping.routing.reasons import codes
from tests import routing_networks
from tests.drawing import drawn
from tests.routing_networks import Sketch, traveller

DAY, LATER = date(2026, 3, 1), date(2026, 5, 1)


def road() -> Sketch:
    """A bent way of 100 m with a way before and one behind."""
    sketch = Sketch(a=(-50, 0), b=(0, 0), c=(80, 20), d=(130, 20))
    sketch.way("a-b", key="first", surface="asphalt").way("c-d", key="last", kerb_cm=3.0)
    return sketch.way("b-c", key="middle", via=((80, 0),), name="Lindenweg", surface="sett", width_m=2.0)


def same_arrays(one: Network, other: Network) -> None:
    for name in ("vertex_keys", "points", "edge_keys", "tail", "head", "kind", "length_m", "share", "sources", "dated"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    for name, column in one.facts.items():
        np.testing.assert_array_equal(column, other.facts[name], err_msg=name)
    for edge in range(one.edges):
        assert edge_at(one, edge) == edge_at(other, edge)


def by_key(network: Network) -> dict[str, int]:
    return {key.decode(): number for number, key in enumerate(network.edge_keys)}


# --- facts ----------------------------------------------------------------------------------------------------------


def test_without_corrections_it_is_the_same_network():
    network = road().network()
    assert corrected(network, []) is network
    assert corrected(network, [Correction("x", "no such edge", {"surface": "sand"})]) is network
    assert corrected(network, [Correction("x", "middle")]) is network, "it says nothing"
    assert digest(network, []) == network.checksum


def test_a_fact_replaces_that_of_the_map_and_says_that_it_was_surveyed():
    network = corrected(road().network(), [Correction("survey:1", "middle", {"surface": "asphalt"}, DAY)])
    edge = by_key(network)["middle"]
    assert network.value("surface", edge) == "asphalt"
    assert network.source("surface", edge) == "survey"
    assert network.day(edge) == DAY
    assert (network.value("width_m", edge), network.source("width_m", edge)) == (2.0, "osm")


def test_a_correction_brings_its_word_and_none_leaves_that_of_the_map():
    network = Sketch(a=(0, 0), b=(1, 0)).way("a-b", "barrier", key="gate", word="kissing_gate", barrier="foot_only")
    kept = corrected(network.network(), [Correction("x", "gate", {"opening_m": 0.7})])
    told = corrected(network.network(), [Correction("x", "gate", {"opening_m": 0.7}, word="bollard")])
    assert [one.texts[one.word[0]] for one in (kept, told)] == ["kissing_gate", "bollard"]


def test_everything_else_stays_exactly_as_it_was():
    sketch = road()
    facts = {"surface": "asphalt", "lit": "yes"}
    by_hand = [
        replace(edge, facts={**edge.facts, **facts}, sources=dict.fromkeys(facts, "survey"), dated=DAY)
        if edge.key == "middle"
        else edge
        for edge in sketch.edges
    ]
    wanted = compile_network(list(sketch.vertices.values()), by_hand)
    same_arrays(corrected(sketch.network(), [Correction("x", "middle", facts, DAY)]), wanted)


@pytest.mark.parametrize("turned", [False, True])
def test_the_newest_of_several_findings_counts(turned: bool):
    old = Correction("survey:9", "middle", {"surface": "sand", "lit": "no"}, DAY)
    new = Correction("survey:1", "middle", {"surface": "asphalt"}, LATER)
    found = [new, old] if turned else [old, new]
    network = corrected(road().network(), found)
    edge = by_key(network)["middle"]
    assert (network.value("surface", edge), network.value("lit", edge)) == ("asphalt", "no")
    assert network.checksum == digest(road().network(), reversed(found))


def test_other_findings_have_another_checksum():
    network = road().network()
    found = [Correction("x", "middle", {"surface": word}, DAY) for word in ("sand", "dirt")]
    spots = [Correction("x", "middle", {}, spot="kerb", fraction=where) for where in (0.2, 0.3)]
    assert len({digest(network, [one]) for one in (*found, *spots)} | {network.checksum}) == 5
    assert corrected(network, found[:1]).checksum == digest(network, found[:1])


def star() -> Sketch:
    """A lift and a gate with three doors each, and a kerb alone."""
    sketch = Sketch(a=(0, 0), b=(10, 0), c=(0, 10), l=(0, 0), g=(0, 0), k=(20, 0))
    for end in "abc":
        sketch.way(f"l-{end}", "lift", key=f"lift {end}", group="lift", share=0.5, length_m=0.0)
        sketch.way(f"g-{end}", "barrier", key=f"gate {end}", group="gate", share=0.5, barrier="gap")
    return sketch.way("a-k", "kerb", key="kerb")


def test_what_is_said_of_one_half_of_a_barrier_holds_for_all_of_it():
    network = corrected(star().network(), [Correction("x", "gate b", {"opening_m": 0.6})])
    found = {key: network.value("opening_m", number) for key, number in by_key(network).items()}
    assert {key for key, value in found.items() if value == 0.6} == {"gate a", "gate b", "gate c"}


def test_barriers_stay_together_and_apart():
    before = star().network()
    after = corrected(
        before, [Correction("x", "lift a", {"out_of_order": "yes"}), Correction("y", "kerb", {"kerb_cm": 3})]
    )
    assert [int(one) for one in after.group] == [int(one) for one in before.group]
    assert len(set(after.group[[by_key(after)[f"lift {end}"] for end in "abc"]])) == 1


# --- spots ----------------------------------------------------------------------------------------------------------


def spot(fraction: float, key: str = "barrier:1", kind: str = "barrier", **facts: float | str) -> Correction:
    return Correction(key, "middle", facts, DAY, spot=kind, fraction=fraction, word="narrow")


def chain(network: Network, begin: str, end: str) -> list[int]:
    """The edges from one vertex to another of a network without branches, each from tail to head."""
    at, found = network.vertex_of(begin), []
    while at != network.vertex_of(end):
        (edge,) = np.flatnonzero(network.tail == at)
        found.append(int(edge))
        at = int(network.head[edge])
    return found


def test_a_spot_cuts_its_way_in_two_and_stands_between_them():
    network = corrected(road().network(), [spot(0.25, opening_m=0.7)])
    before, between, after = chain(network, "b", "c")
    assert [network.kind_word(edge) for edge in (before, between, after)] == ["footway", "barrier", "footway"]
    assert network.length_m[[before, between, after]] == pytest.approx([25, 0, 75])
    assert (network.value("opening_m", between), network.source("opening_m", between)) == (0.7, "survey")
    assert network.texts[network.word[between]] == "narrow"
    assert [network.value("surface", edge) for edge in (before, between, after)] == ["sett", None, "sett"]
    assert [network.texts[network.name[edge]] for edge in (before, after)] == ["Lindenweg"] * 2


def test_the_line_of_the_parts_is_the_line_of_the_way():
    whole = road().network()
    network = corrected(whole, [spot(0.25), spot(0.9, key="barrier:2")])
    lines = [network.line(edge) for edge in chain(network, "b", "c")]
    for one, other in pairwise(lines):
        np.testing.assert_array_equal(one[-1], other[0])
    whole_line = whole.line(by_key(whole)["middle"])
    np.testing.assert_array_equal(lines[0][0], whole_line[0])
    np.testing.assert_array_equal(lines[-1][-1], whole_line[-1])
    bend = whole_line[1]
    assert any((line == bend).all(axis=1).any() for line in lines)
    assert sum(one.length for one in network.lines[chain(network, "b", "c")]) == pytest.approx(100, abs=1e-3)


@pytest.mark.parametrize(("fraction", "kinds"), [(0.0, ["barrier", "footway"]), (1.0, ["footway", "barrier"])])
def test_a_spot_at_an_end_stands_between_the_way_and_its_vertex(fraction: float, kinds: list[str]):
    network = corrected(road().network(), [spot(fraction)])
    edges = chain(network, "b", "c")
    assert [network.kind_word(edge) for edge in edges] == kinds
    assert network.length_m[edges].sum() == pytest.approx(100)
    assert network.vertices == road().network().vertices + 1


@pytest.mark.parametrize("fraction", [0.0, 0.4, 1.0])
def test_spots_at_one_place_stand_one_behind_the_other_without_a_way_between(fraction: float):
    found = [spot(fraction, key="barrier:2"), spot(fraction, key="barrier:1", kind="kerb"), spot(0.7, key="barrier:3")]
    network = corrected(road().network(), found)
    edges = chain(network, "b", "c")
    assert sorted(network.kind_word(edge) for edge in edges if network.is_point[edge]) == ["barrier", "barrier", "kerb"]
    assert (network.length_m[[edge for edge in edges if not network.is_point[edge]]] > 1).all()
    assert network.length_m[edges].sum() == pytest.approx(100)


def test_what_counts_once_for_a_way_is_shared_by_its_parts():
    sketch = Sketch(a=(0, 0), b=(10, 0)).way("a-b", "steps", key="middle", step_count=12.0, wait_share=0.8, share=0.5)
    network = corrected(sketch.network(), [spot(0.25), spot(0.5, key="barrier:2")])
    steps = [edge for edge in chain(network, "a", "b") if not network.is_point[edge]]
    assert [network.value("step_count", edge) for edge in steps] == pytest.approx([3, 3, 6])
    assert sum(network.value("wait_share", edge) for edge in steps) == pytest.approx(0.8)
    assert network.share[steps].sum() == pytest.approx(0.5)


def test_a_way_that_is_cut_has_its_new_facts_in_all_parts():
    found = [spot(0.5), Correction("survey:1", "middle", {"surface": "asphalt"}, DAY)]
    network = corrected(road().network(), found)
    assert [network.value("surface", edge) for edge in chain(network, "b", "c")] == ["asphalt", None, "asphalt"]


def test_a_spot_on_a_spot_stands_beside_it():
    sketch = Sketch(a=(0, 0), b=(0, 0)).way("a-b", "kerb", key="middle")
    network = corrected(sketch.network(), [spot(0.5)])
    assert sorted(network.kind_word(edge) for edge in chain(network, "a", "b")) == ["barrier", "kerb", "kerb"]


def test_new_steps_on_a_way_stop_a_wheelchair_and_nobody_on_foot():
    network = corrected(road().network(), [spot(0.5, kind="steps", step_count=4.0)])
    (edge,) = np.flatnonzero(network.is_kind("steps"))
    wheels, feet = (arc_costs(network, traveller(slug)) for slug in ("manual_wheelchair", "walk"))
    assert [code.name for code in codes(int(wheels.reasons[2 * edge]))] == ["steps"]
    assert feet.reasons[2 * edge] == 0
    assert feet.duration_s[2 * edge] > 0


def closure(number: int, **more: Any) -> Correction:
    return Correction(f"closure:{number}", "middle", {"closed": "yes"}, date(2026, 3, number), **more)


@pytest.mark.parametrize(
    ("closures", "until", "note"),
    [
        ([closure(1, until=date(2026, 5, 1), note="Kanal")], date(2026, 5, 1), "Kanal"),
        (
            [closure(1, until=date(2026, 6, 1), note="Kanal"), closure(2, until=date(2026, 5, 1))],
            date(2026, 6, 1),
            "Kanal",
        ),
        ([closure(1), closure(2, until=date(2026, 5, 1), note="Baum")], None, "Baum"),
        (
            [closure(1, until=date(2026, 5, 1)), Correction("x:1", "middle", {"lit": "no"}, date(2026, 4, 1))],
            date(2026, 5, 1),
            "",
        ),
    ],
)
def test_of_several_closures_the_last_one_counts(closures, until, note):
    network = corrected(road().network(), closures)
    edge = network.edge_of("middle")
    assert (network.last_day(edge), network.texts[network.note[edge]]) == (until, note)
    assert network.checksum != corrected(road().network(), [closure(1)]).checksum
    assert edge_at(corrected(network, [closure(9, until=until)]), edge).note == note


def test_vertices_of_the_map_keep_what_stands_there():
    sketch = road().mark("b", seat=True, backrest="no").mark("c", toilet=True, boundary=True)
    network = corrected(sketch.network(), [spot(0.5)])
    for key in "abcd":
        assert vertex_at(network, network.vertex_of(key)) == sketch.vertices[key]


# --- any network ----------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(routing_networks.networks(), st.data())
def test_spots_that_nobody_minds_change_no_duration_and_no_length(network: Network, data: st.DataObject):
    edges = data.draw(st.lists(st.integers(0, network.edges - 1), max_size=4))
    found = [
        Correction(f"x:{row}", network.edge_keys[edge].decode(), {}, spot="join", fraction=data.draw(st.floats(0, 1)))
        for row, edge in enumerate(edges)
    ]
    after = corrected(network, found)
    assert after.checksum == digest(network, found)
    assert after.edges - after.is_kind("join").sum() >= network.edges - network.is_kind("join").sum()
    for name in ("open_length_m", "open_duration_s"):
        one, other = (getattr(arc_costs(each, traveller("walk")), name) for each in (network, after))
        assert one.sum() == pytest.approx(other.sum(), rel=1e-9, abs=1e-6)
    assert (np.diff(np.argsort(after.edge_keys, kind="stable")) == 1).all(), "in canonical order"


# --- where a fact comes from ----------------------------------------------------------------------------------------


def test_of_several_findings_the_one_that_counts_is_named():
    network = drawn("A-----B-----C", {"AB": {}, "BC": {}})
    found = origins(
        network,
        [
            Correction("survey:1", "AB", {"width_m": 2.0, "surface": "asphalt"}, date(2026, 1, 1)),
            Correction("barrier:7", "AB", {"surface": "sand"}, date(2026, 2, 1)),
            Correction("barrier:8", "BC", {"opening_m": 0.7}, date(2026, 2, 1), spot="barrier", fraction=0.5),
            Correction("barrier:9", "gone", {"closed": "yes"}, date(2026, 2, 1)),
        ],
    )
    assert origin_of(found, "AB", ["surface"]) == "barrier:7"
    assert origin_of(found, "AB", ["width_m"]) == "survey:1"
    assert origin_of(found, "AB", ["closed"]) == ""
    assert origin_of(found, "barrier:8", ["opening_m"]) == "barrier:8"
    assert origin_of(found, "AB@survey:1:b", ["surface"]) == "barrier:7", "a later part of an edge that was split"
    assert origin_of(found, "BC", ["opening_m"]) == ""
