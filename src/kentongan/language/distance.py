"""How many slips of the finger lie between two words."""

from __future__ import annotations


def distance(first: str, second: str, limit: int) -> int:
    """Letters added, dropped, changed or swapped; ``limit + 1`` as soon as it is more.

    Meant for words and host names: time and space grow with the product of the lengths.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, char in enumerate(first, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if last and j > 1 and char == second[j - 2] and first[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
