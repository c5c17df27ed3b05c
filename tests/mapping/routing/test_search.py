"""Shortest ways are shortest: by enumeration, in both directions, on split, mirrored and renumbered networks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mapping.routing.costs import arc_costs
from mapping.routing.graph import Edge, Network, Vertex, compile_network
from mapping.routing.paths import Path, find_path
from mapping.routing.search import Seeds, grow
from mapping.routing.weights import weigh
from tests.routing_networks import (
    MEASURES,
    TOLERANCE,
    Sketch,
    best_weight,
    foot_at,
    networks,
    pairs,
    parts,
    traveller,
    travellers,
)

FEW = settings(max_examples=25, deadline=None)


def path_between(network: Network, who, measure: str, start: int, goal: int, **how) -> Path | None:
    weights = weigh(network, arc_costs(network, who).measure(measure))
    return find_path(weights, [foot_at(network, start)], [foot_at(network, goal)], **how)


def weight_between(network: Network, who, measure: str, start: int, goal: int) -> float:
    path = path_between(network, who, measure, start, goal)
    return np.inf if path is None else path.weight


@FEW
@given(networks(), travellers(), MEASURES)
def test_search_equals_the_enumeration_of_all_simple_ways(network, who, measure):
    weight = arc_costs(network, who).measure(measure)
    for start, goal in pairs(network):
        found = weight_between(network, who, measure, start, goal)
        assert found == pytest.approx(best_weight(network, weight, start, goal), abs=TOLERANCE)


@FEW
@given(networks(), travellers(), MEASURES)
def test_the_pieces_of_a_path_join_and_add_up_to_its_weight(network, who, measure):
    costs = arc_costs(network, who)
    for start, goal in pairs(network):
        path = path_between(network, who, measure, start, goal)
        if path is None:
            continue
        at = start
        for piece in path.pieces:
            ends = int(network.tail[piece.edge]), int(network.head[piece.edge])
            begin, end = ends[::-1] if piece.arc & 1 else ends
            assert begin == at
            at = end
            assert not costs.blocked[piece.arc]
        assert at == goal or not path.pieces
        assert sum(costs.measure(measure)[arc] for arc in path.arcs) == pytest.approx(path.weight, abs=TOLERANCE)


@FEW
@given(networks(), travellers(), MEASURES, st.sampled_from([0.0, 5.0, 50.0, 500.0]))
def test_a_guess_of_the_weight_changes_nothing_but_the_time(network, who, measure, bound):
    for start, goal in pairs(network):
        path = path_between(network, who, measure, start, goal, bound=bound)
        whole = weight_between(network, who, measure, start, goal)
        assert (np.inf if path is None else path.weight) == pytest.approx(whole, abs=TOLERANCE)


@FEW
@given(networks(), travellers(), MEASURES)
def test_limited_ways_are_the_beginning_or_the_end_of_a_route_only(network, who, measure):
    weights = weigh(network, arc_costs(network, who).measure(measure))
    for start, goal in pairs(network):
        path = find_path(weights, [foot_at(network, start)], [foot_at(network, goal)])
        flags = "".join("l" if weights.limited[arc] else "f" for arc in (path.arcs if path else ()))
        assert "l" not in flags.strip("l")


def test_a_short_cut_for_neighbours_is_not_taken_by_others_but_leads_home():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(100, 300), d=(0, 300))
    private = {"access_forward": "limited", "access_backward": "limited"}
    network = sketch.way("a-b", **private).way("b-c").way("c-d").way("d-a").network()
    a, b = network.vertex_of("a"), network.vertex_of("b")
    assert weight_between(network, traveller(), "distance", a, b) == pytest.approx(100, rel=1e-3)
    inner = Sketch(a=(0, 0), b=(100, 0), c=(200, 0), d=(300, 0), far=(150, 900))
    inner.way("a-b").way("b-c", **private).way("c-d").way("a-far").way("far-d")
    network = inner.network()
    through = weight_between(network, traveller(), "distance", network.vertex_of("a"), network.vertex_of("d"))
    assert through > 1000


def test_of_parallel_arcs_the_cheapest_is_used_and_they_are_never_added_up():
    network = Sketch(a=(0, 0), b=(100, 0)).way("a-b", length_m=140).way("a-b", length_m=100).network()
    path = path_between(network, traveller(), "distance", 0, 1)
    assert path is not None
    assert path.weight == 100
    assert [float(network.length_m[arc >> 1]) for arc in path.arcs] == [100]


def test_edges_that_cost_nothing_stay_edges():
    network = Sketch(a=(0, 0), b=(0, 0), c=(50, 0)).way("a-b", "kerb", kerb_cm=0).way("b-c", length_m=50).network()
    assert weight_between(network, traveller(), "distance", 0, 2) == 50


@FEW
@given(networks(), travellers(), MEASURES, st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True))
def test_a_search_from_many_seeds_is_the_least_of_single_searches(network, who, measure, seeds):
    weights = weigh(network, arc_costs(network, who).measure(measure))
    seeds = [seed for seed in seeds if seed < network.vertices] or [0]
    offsets = {seed: float(5 * row) for row, seed in enumerate(seeds)}
    together = grow(weights, Seeds.of(offsets)).distance
    single = [grow(weights, Seeds.of({seed: offset})).distance for seed, offset in offsets.items()]
    assert together == pytest.approx(np.min(single, axis=0), abs=TOLERANCE)


@FEW
@given(networks(), travellers(), MEASURES)
def test_searching_back_finds_the_same_and_no_arc_is_a_short_cut(network, who, measure):
    weights = weigh(network, arc_costs(network, who).measure(measure))
    goal = int(weights.into[0])
    back = grow(weights, Seeds.of({goal: 0.0}), backwards=True).distance
    for node in range(weights.nodes):
        forth = grow(weights, Seeds.of({node: 0.0})).distance[goal]
        assert back[node] == pytest.approx(forth, abs=TOLERANCE)
    entries = weights.matrix.tocoo()
    for tail, head, weight in zip(*entries.coords, entries.data, strict=True):
        assert back[tail] <= weight + back[head] + TOLERANCE


# ------------------------------------------------------------------------------------------------ changed networks

ONE_WAY = {"access_forward", "access_backward", "conveying", "climb_pct", "descent_pct"}


@FEW
@given(parts(), travellers(), MEASURES)
def test_without_slopes_and_one_ways_there_and_back_are_the_same(found, who, measure):
    vertices, edges = found
    level = [replace(edge, facts={k: v for k, v in edge.facts.items() if k not in ONE_WAY}) for edge in edges]
    network = compile_network(vertices, level)
    for start, goal in pairs(network):
        there, back = (weight_between(network, who, measure, *ends) for ends in ((start, goal), (goal, start)))
        assert there == pytest.approx(back, abs=TOLERANCE)


SWAPPED = {
    "climb_pct": "descent_pct",
    "descent_pct": "climb_pct",
    "access_forward": "access_backward",
    "access_backward": "access_forward",
}


def turned(edge: Edge) -> Edge:
    """The same way drawn from its other end."""
    facts = {SWAPPED.get(name, name): value for name, value in edge.facts.items()}
    if facts.get("conveying") == "forward":
        facts["conveying"] = "backward"
    return replace(edge, tail=edge.head, head=edge.tail, line=edge.line[::-1], facts=facts)


@FEW
@given(parts(), travellers(), MEASURES, st.sets(st.integers(0, 12)))
def test_the_direction_in_which_a_way_was_drawn_does_not_matter(found, who, measure, which):
    vertices, edges = found
    drawn = compile_network(vertices, edges)
    other = compile_network(vertices, [turned(edge) if row in which else edge for row, edge in enumerate(edges)])
    for start, goal in pairs(drawn):
        expected = weight_between(drawn, who, measure, start, goal)
        assert weight_between(other, who, measure, start, goal) == pytest.approx(expected, abs=TOLERANCE)


@FEW
@given(parts(), travellers(), MEASURES, st.integers(0, 12), st.sampled_from([0.25, 0.5, 0.9]))
def test_a_plain_node_in_the_middle_of_a_way_changes_nothing(found, who, measure, row, part):
    vertices, edges = found
    ways = [edge for edge in edges if edge.kind not in ("kerb", "barrier")]
    assume(ways)
    network, edge = compile_network(vertices, edges), ways[row % len(ways)]
    split = compile_network(
        [*vertices, _middle(vertices, edge)], [e for e in edges if e is not edge] + halves(edge, part)
    )
    for start, goal in pairs(network):
        names = [network.vertex_keys[number].decode() for number in (start, goal)]
        expected = weight_between(network, who, measure, start, goal)
        after = weight_between(split, who, measure, *(split.vertex_of(name) for name in names))
        assert after == pytest.approx(expected, abs=TOLERANCE)


def _middle(vertices: list[Vertex], edge: Edge) -> Vertex:
    return Vertex("middle", edge.line[0][0], edge.line[0][1])


def halves(edge: Edge, part: float) -> list[Edge]:
    """Counts and waits are shared by length, as the import does it; a limit for the count of steps is not."""
    at = edge.line[0]
    facts = dict(edge.facts)
    found = []
    for name, share, tail, head in (("1", part, edge.tail, "middle"), ("2", 1 - part, "middle", edge.head)):
        own = facts | ({"step_count": facts["step_count"] * share} if "step_count" in facts else {})
        line = (edge.line[0], at) if name == "1" else (at, edge.line[-1])
        found.append(
            replace(
                edge,
                key=f"{edge.key}/{name}",
                tail=tail,
                head=head,
                line=line,
                facts=own,
                length_m=edge.length_m * share,
                share=edge.share * share,
            )
        )
    return found


@FEW
@given(parts(), travellers(), MEASURES, st.randoms(use_true_random=False))
def test_renumbered_and_mirrored_networks_have_the_same_lengths(found, who, measure, random):
    vertices, edges = found
    names = [vertex.key for vertex in vertices]
    new = dict(zip(names, random.sample(names, len(names)), strict=True))
    places = [replace(vertex, key=new[vertex.key], lon=26.66 - vertex.lon) for vertex in vertices]
    moved = [
        replace(
            edge,
            key=f"{random.random()} {edge.key}",
            tail=new[edge.tail],
            head=new[edge.head],
            line=tuple((26.66 - lon, lat) for lon, lat in edge.line),
        )
        for edge in edges
    ]
    network, other = compile_network(vertices, edges), compile_network(places, moved)
    for start, goal in pairs(network):
        renamed = [other.vertex_of(new[network.vertex_keys[number].decode()]) for number in (start, goal)]
        expected = weight_between(network, who, measure, start, goal)
        assert weight_between(other, who, measure, *renamed) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@FEW
@given(parts(), travellers(), MEASURES, st.integers(0, 12))
def test_a_spot_that_becomes_impassable_changes_only_pairs_whose_best_way_passes_it(found, who, measure, row):
    vertices, edges = found
    spots = [edge for edge in edges if edge.kind in ("kerb", "barrier")]
    assume(spots)
    chosen = spots[row % len(spots)]
    hit = [edge for edge in edges if edge is chosen or (edge.group and edge.group == chosen.group)]
    closed = [replace(e, facts={**e.facts, "barrier": "closed"}) if e in hit else e for e in edges]
    before, after = compile_network(vertices, edges), compile_network(vertices, closed)
    numbers = {before.edge_of(edge.key) for edge in hit}
    for start, goal in pairs(before):
        path = path_between(before, who, measure, start, goal)
        longer = weight_between(after, who, measure, start, goal)
        if path is None or not numbers & {arc >> 1 for arc in path.arcs}:
            assert longer == pytest.approx(np.inf if path is None else path.weight, abs=TOLERANCE)
        else:
            assert longer >= path.weight - TOLERANCE
