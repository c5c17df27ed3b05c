"""What a write to the database changed, counted alike by everything that imports."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """Rows by what happened to them; sums with `+`."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.gone + other.gone,
        )

    @property
    def touched(self) -> int:
        return self.new + self.changed + self.gone
