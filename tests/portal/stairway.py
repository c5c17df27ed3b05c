"""A stairway that makes the nearest not the first: for lists and for pages about one thing alike."""

from tests.drawing import places

# From A it is 20 m west to B, but by a stairway; the way around is 140 m. C lies 100 m in the east. F is an island.
TOWN = """
B---A-------------------C
|   |
|   |
|   |
|   |
|   |
D---E            F---G
"""
AT = places(TOWN)
START = "von={},{}".format(*AT["A"])
STAIRS = {"AB": {"kind": "steps", "step_count": 12, "handrail": "no"}}
