"""A map for paper: one drawing (SVG) of the ground around numbered places, made on the server from the base map."""

from portal.printed_map.drawing import Drawing, draw
from portal.printed_map.frame import Frame

__all__ = ["Drawing", "Frame", "draw"]
