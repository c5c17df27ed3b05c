"""Stored things of the ground: quarters, base map, addresses, paths, findings of people, signed routes."""

from mapping.models.barriers import TRANSITIONS, Anchored, Barrier, PathSurvey, State, can_move, check_move
from mapping.models.ground import LAENDER, Address, BaseFeature, Layer, LayerChange, Quarter, layer_changed
from mapping.models.network import Entrance, NetworkVersion, PathEdge, PathNode
from mapping.models.pictures import BarrierPicture
from mapping.models.signed import RouteChange, RouteCheck, SignedRoute

__all__ = [
    "LAENDER",
    "TRANSITIONS",
    "Address",
    "Anchored",
    "Barrier",
    "BarrierPicture",
    "BaseFeature",
    "Entrance",
    "Layer",
    "LayerChange",
    "NetworkVersion",
    "PathEdge",
    "PathNode",
    "PathSurvey",
    "Quarter",
    "RouteChange",
    "RouteCheck",
    "SignedRoute",
    "State",
    "can_move",
    "check_move",
    "layer_changed",
]
