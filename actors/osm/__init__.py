"""OpenStreetMap objects → places of the map. Pure: no database, no Django, everything by tables."""

from actors.osm.candidates import Candidate, Surroundings, candidates
from actors.osm.selectors import Taxonomy

__all__ = ["Candidate", "Surroundings", "Taxonomy", "candidates"]
