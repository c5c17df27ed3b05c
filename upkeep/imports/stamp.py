"""Where and when imported rows come from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Stamp:
    """Source, licence and time of one import."""

    source: str
    licence: str
    at: datetime

    def columns(self) -> dict[str, Any]:
        return {"source": self.source, "licence": self.licence, "fetched_at": self.at}
