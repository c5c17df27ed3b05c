"""The other end of `_peers.Worker`; standard library only, because peers have their own environments."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any


def serve(tasks: Mapping[str, Callable[..., Any]]) -> None:
    """Answers until the input ends. What libraries print goes elsewhere, so that it does not mix with answers."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        answers.write(json.dumps(tasks[asked.pop("task")](**asked)) + "\n")
        answers.flush()
