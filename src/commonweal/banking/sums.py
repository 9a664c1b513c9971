"""Which open amounts make up a sum exactly? Pure and bounded: a puzzle must not stop the house."""

from collections.abc import Iterator, Sequence
from itertools import islice

MOST, WAYS, TRIES = 24, 2, 4000


def making(target: int, amounts: Sequence[int]) -> list[tuple[int, ...]]:
    """
    Return at most two ways to make `target` of two or more amounts (> 0), as their places.

    The amounts stand in the order in which they would be paid. When the first ones make the target
    that is the way, whatever else does. At most 24 amounts and 4,000 tries: what is not found
    within them is not found.
    """
    if beginning := _beginning(target, amounts):
        return [beginning]
    few = amounts[:MOST]
    if sum(few) < target:
        return []
    return list(islice(_Search(few).ways(target), WAYS))


def _beginning(target: int, amounts: Sequence[int]) -> tuple[int, ...]:
    total = 0
    for place, cents in enumerate(amounts):
        total += cents
        if total >= target:
            return tuple(range(place + 1)) if total == target and place else ()
    return ()


class _Search:
    """A walk through the amounts, the largest first, that stops where no sum can be reached."""

    def __init__(self, amounts: Sequence[int]) -> None:
        self.order = sorted(range(len(amounts)), key=lambda place: -amounts[place])
        self.amounts = [amounts[place] for place in self.order]
        self.rest = [sum(self.amounts[place:]) for place in range(len(amounts) + 1)]
        self.tries = TRIES

    def ways(self, target: int) -> Iterator[tuple[int, ...]]:
        for way in self._walk(target, 0, ()):
            if len(way) > 1:
                yield tuple(sorted(self.order[place] for place in way))

    def _walk(self, target: int, start: int, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if not target:
            yield chosen
            return
        for place in range(start, len(self.amounts)):
            self.tries -= 1
            if self.tries < 0 or self.rest[place] < target:
                return
            if self.amounts[place] <= target:
                left = target - self.amounts[place]
                yield from self._walk(left, place + 1, (*chosen, place))
