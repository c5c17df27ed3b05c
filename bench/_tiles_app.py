"""The service with one more tile layer: a whole table without style or simplification, as tipg sees it."""

from config.wsgi import application
from mapping import layers
from mapping.layers import Layer, Shape, Source

COLUMNS = ("layer", "kind", "name", "level")
PLAIN = Source("default", layers.GROUND.table, COLUMNS, Shape("mercator"))

layers.register(Layer("plain", 8, 18, [PLAIN]))

__all__ = ["application"]
