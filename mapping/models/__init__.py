"""Stored things of the ground: quarters, base map, addresses."""

from mapping.models.ground import LAENDER, Address, BaseFeature, Layer, LayerChange, Quarter, layer_changed

__all__ = ["LAENDER", "Address", "BaseFeature", "Layer", "LayerChange", "Quarter", "layer_changed"]
