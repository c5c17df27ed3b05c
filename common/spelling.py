"""How alike two folded words are. Pure, for small vocabularies; large tables use PostgreSQL's trigrams."""


def grams(word: str) -> frozenset[str]:
    """Trigrams of a word, padded as PostgreSQL's pg_trgm does."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def slips_allowed(word: str) -> int:
    """Slips that still leave a word recognisable; 0 for numbers and very short words."""
    letters = word.replace(" ", "")
    if len(letters) < 4 or not letters.isalpha():
        return 0
    return 1 if len(letters) < 8 else 2


def slips(one: str, other: str, limit: int) -> int:
    """Least number of letters added, left out, changed or swapped with their neighbour; above `limit`: `limit` + 1.

    The optimal string alignment distance, with the rows of its table that are still needed.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    earlier: list[int] = []
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i in range(1, len(one) + 1):
        earlier, before = before, row
        row = _next_row(one, other, i, earlier, before)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _next_row(one: str, other: str, i: int, earlier: list[int], before: list[int]) -> list[int]:
    row = [i]
    for j in range(1, len(other) + 1):
        cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            cost = min(cost, earlier[j - 2] + 1)
        row.append(cost)
    return row
